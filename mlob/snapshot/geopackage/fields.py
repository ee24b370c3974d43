"""Columns of a layer: each with one type, whatever the features say in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
import numpy as np

__all__ = ["Field", "clean", "fields", "named"]

_MOST = 150
"""Properties of the features of a layer that get a column of their own; the rest is JSON in `other`."""
_OTHER = "other"
_LARGEST = 2**63
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_NAT = np.datetime64("NaT", "ms")
_encode = msgspec.json.Encoder(order="sorted").encode

COMMON = {
    "kind": "text", "discipline": "text", "disciplines": "json", "title": "text", "status": "text",
    "severity": "int", "verification": "text", "observed_at": "time", "received_at": "time",
    "stale_at": "time", "valid_from": "time", "valid_to": "time", "expires_at": "time", "gemeente": "text",
    "gemeente_name": "text", "veiligheidsregio": "text", "veiligheidsregio_name": "text", "sources": "json",
    "members": "json", "exercise": "bool", "marking": "text",
}  # fmt: skip
"""What every layer has, also when nobody said it, so that a project in QGIS keeps working."""


class Field(msgspec.Struct, frozen=True):
    """One column: its name, its values as the writer wants them, which of them are unknown."""

    name: str
    data: Any
    mask: Any | None = None
    time: bool = False


def clean(said: object) -> str:
    """A text without control characters, half pairs and marks that turn it around."""
    return "".join(sign for sign in str(said) if sign.isprintable() or sign in "\n\t")


def fields(features: Sequence[Mapping[str, Any]]) -> list[Field]:
    """The columns of the features of one layer: id, what all have, then what only these have."""
    known = [item["properties"] for item in features]
    found = [_field("id", "text", [str(item["id"]) for item in features])]
    found += [_field(name, kind, [row.get(name) for row in known]) for name, kind in COMMON.items()]
    extra = sorted({name for row in known for name in row} - COMMON.keys())
    taken = {field.name for field in found} | {"fid", "geom", "geometry", _OTHER}
    for name in extra[:_MOST]:
        values = [row.get(name) for row in known]
        found.append(_field(_free(name, taken), _kind(values), values))
    rest = [{name: row[name] for name in extra[_MOST:] if name in row} or None for row in known]
    if any(rest):
        found.append(_field(_OTHER, "json", rest))
    return found


def named(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> list[Field]:
    """The columns of a table without places, by name and type."""
    return [_field(name, kind, [row.get(name) for row in rows]) for name, kind in columns.items()]


def _free(name: str, taken: set[str]) -> str:
    """A name of a column that no other has; SQLite sees no capitals."""
    wanted = clean(name).strip()[:60] or "x"
    found, number = wanted, 2
    while found.lower() in taken:
        found, number = f"{wanted}_{number}", number + 1
    taken.add(found.lower())
    return found


def _kind(values: Iterable[Any]) -> str:
    """The narrowest type that holds all values that are there."""
    there = [value for value in values if value is not None]
    if all(isinstance(value, bool) for value in there):
        return "bool" if there else "text"
    if any(isinstance(value, bool) for value in there):
        return "json"
    if all(isinstance(value, int) and -_LARGEST <= value < _LARGEST for value in there):
        return "int"
    if all(isinstance(value, int | float) for value in there):
        return "real"
    if all(isinstance(value, str) for value in there):
        return "time" if all(_TIME.fullmatch(value) for value in there) else "text"
    return "json"


def _field(name: str, kind: str, values: Sequence[Any]) -> Field:
    return _MAKERS[kind](name, values)


def _texts(name: str, values: Sequence[Any]) -> Field:
    return Field(name, _objects(None if value is None else clean(value) for value in values))


def _json(name: str, values: Sequence[Any]) -> Field:
    return Field(
        name, _objects(None if value is None else clean(_encode(value).decode()) for value in values)
    )


def _objects(values: Iterable[str | None]) -> Any:
    listed = list(values)
    found = np.empty(len(listed), dtype=object)
    found[:] = listed
    return found


def _numbers(dtype: str) -> Callable[[str, Sequence[Any]], Field]:
    def make(name: str, values: Sequence[Any]) -> Field:
        mask = np.array([value is None for value in values], dtype=bool)
        data = np.array([0 if value is None else value for value in values], dtype=dtype)
        return Field(name, data, mask)

    return make


def _times(name: str, values: Sequence[Any]) -> Field:
    return Field(name, np.array([_moment(value) for value in values], dtype="datetime64[ms]"), time=True)


def _moment(value: Any) -> Any:
    try:
        moment = datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None)
    except (TypeError, ValueError, OverflowError):
        return _NAT
    return np.datetime64(moment, "ms")


_MAKERS: dict[str, Callable[[str, Sequence[Any]], Field]] = {
    "text": _texts,
    "json": _json,
    "int": _numbers("int64"),
    "real": _numbers("float64"),
    "bool": _numbers("bool"),
    "time": _times,
}

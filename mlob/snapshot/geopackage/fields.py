"""Columns of a layer: each with one type, whatever the features say in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from mlob.plaintext import visible

__all__ = ["Field", "clean", "fields", "named", "timestamp"]

_MOST = 150
"""Properties of the features of a layer that get a column of their own; the rest is JSON in `other`."""
_OTHER = "other"
_LARGEST = 2**63
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_encode = msgspec.json.Encoder(order="sorted").encode

COMMON = {
    "kind": "text", "discipline": "text", "disciplines": "json", "title": "text", "status": "text",
    "severity": "int", "verification": "text", "observed_at": "time", "received_at": "time",
    "stale_at": "time", "valid_from": "time", "valid_to": "time", "expires_at": "time", "gemeente": "text",
    "gemeente_name": "text", "veiligheidsregio": "text", "veiligheidsregio_name": "text",
    "veiligheidsregios": "json", "sources": "json",
    "members": "json", "exercise": "bool", "marking": "text",
}  # fmt: skip
"""What every layer has, also when nobody said it, so that a project in QGIS keeps working."""


class Field(msgspec.Struct, frozen=True):
    """One column: its name, its type, and a value (None is not known) for each row."""

    name: str
    sql: str
    values: list[Any]


def clean(said: object) -> str:
    """A text without control characters, half pairs and marks that turn it around."""
    return visible(str(said), keep="\n\t")


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
    if all(isinstance(value, float) or _fits(value) for value in there):
        return "real" if any(isinstance(value, float) for value in there) else "int"
    if all(isinstance(value, str) for value in there):
        return "time" if all(_TIME.fullmatch(value) for value in there) else "text"
    return "json"


def _fits(value: Any) -> bool:
    """Whether a value is a whole number that SQLite holds."""
    return isinstance(value, int) and -_LARGEST <= value < _LARGEST


def _field(name: str, kind: str, values: Sequence[Any]) -> Field:
    sql, write = _MAKERS[kind]
    return Field(name, sql, [None if value is None else write(value) for value in values])


def _json(value: Any) -> str:
    return clean(_encode(value).decode())


def timestamp(value: Any) -> str | None:
    """As GeoPackage writes a DATETIME: UTC, with milliseconds; None for what is no time."""
    try:
        moment = datetime.fromisoformat(value).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


_MAKERS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "text": ("TEXT", clean),
    "json": ("TEXT", _json),
    "int": ("INTEGER", int),
    "real": ("REAL", float),
    "bool": ("BOOLEAN", int),
    "time": ("DATETIME", timestamp),
}
"""Type -> its name in the file (GeoPackage 1.3, table 1), and how a value is written."""

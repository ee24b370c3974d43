"""Columns of a table, or appointed properties of a feature, as values of our model."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from mlob.bijstand import catalogue
from mlob.errors import DecodeError
from mlob.formats import cells
from mlob.formats.headings import COORDINATES, PLACES, RESERVED, Chosen, Columns, cleaned, found_in
from mlob.formats.row import Row
from mlob.formats.whereabouts import position, region_code
from mlob.gazetteer import key
from mlob.model import Geometry, Options, Source

__all__ = ["SHARED", "Told", "faults", "impossible", "of_properties", "of_row"]

MOMENTS = frozenset({"observed_at", "valid_from", "valid_to"})
NUMBERS = frozenset({"severity", "course", "speed", "accuracy_m", "ttl"})
WORDS = frozenset({"kind", "discipline", "verification", "phase"})
LINES = frozenset({"title", "status", "marking", "place", "gemeente", "postcode"})
COUNTS = frozenset({"capacity", "occupancy", "available", "in_use", "promised", "minimum"})
KNOWN = MOMENTS | NUMBERS | COORDINATES | COUNTS | {"grip", "exercise"}
"""Values that are no text: who writes there that it is not known, says nothing."""
NOT_OURS = frozenset({"source", "received_at", "frame", "once", "entity", "geometry", "properties"})
"""What no column can say: the system does, or the feature itself."""
SHARED = frozenset({"region", "capacity"})
"""Kinds that have no id of their own: all sources share their entities."""

_KINDS = {
    "voorziening": "facility",
    "eenheid": "unit",
    "gebied": "area",
    "capaciteit": "capacity",
    "regio": "region",
    "notitie": "note",
}

Free = Callable[[Any], Any]
"""What a value of no special meaning becomes."""


class Told(msgspec.Struct, frozen=True):
    """What columns say; `where` names the columns of the id, for who has to mend it.

    The point has an accuracy in metres when it stands for a whole place.
    """

    id: str | None
    properties: dict[str, Any]
    geometry: Geometry | None
    accuracy_m: float | None
    where: str


def faults(source: Source) -> Iterator[str]:
    """What in the settings of a source of features cannot work."""
    yield from impossible(source.columns)
    if source.options != Options(only=source.options.only, decimal=source.options.decimal):
        yield "options: alleen only en decimal, dit is geen tabel"


def impossible(columns: Columns) -> Iterator[str]:
    """Columns that cannot be, in whatever they stand."""
    for name in sorted(set(columns) & NOT_OURS):
        yield f"columns.{name}: dat bepaalt het systeem zelf"
    for one, other in (("lat", "lon"), ("lon", "lat"), ("x", "y"), ("y", "x")):
        if one in columns and other not in columns:
            yield f"columns.{one}: zonder {other} is er geen punt"


def of_row(row: Row, source: Source) -> Told:
    """What a row of a table says; raises DecodeError, naming the heading."""
    decimal = source.options.decimal or row.decimal
    chosen = found_in(row.cells, source.columns)
    told = _told(
        row.cells, chosen, source, (decimal, row.since_1904), lambda value: cells.loose(value, decimal)
    )
    for heading, value in _others(row.cells, chosen, source):
        _add(told.properties, cleaned(heading), cells.loose(value, decimal))
    return told


def of_properties(properties: Mapping[str, Any], source: Source) -> Told:
    """What the properties of a feature say, of which the source appoints some; the others stay."""
    chosen = found_in(properties, source.columns) if source.columns else {}
    decimal = source.options.decimal or "."
    told = _told(properties, chosen, source, (decimal, False), lambda value: value)
    for name, value in _others(properties, chosen, source):
        _add(told.properties, f"source_{name}" if name in told.properties else name, value)
    return told


def _others(given: Mapping[str, Any], chosen: Chosen, source: Source) -> list[tuple[str, Any]]:
    """What no column names."""
    used = {heading for headings in chosen.values() for heading in headings}
    return [] if source.options.only else [item for item in given.items() if item[0] not in used]


def _add(properties: dict[str, Any], name: str, value: Any) -> None:
    number, free = 1, name
    while free in properties:
        number += 1
        free = f"{name}_{number}"
    properties[free] = value


def _told(
    given: Mapping[str, Any], chosen: Chosen, source: Source, way: tuple[str, bool], free: Free
) -> Told:
    values: dict[str, Any] = {}
    for name, headings in chosen.items():
        parts = [given.get(heading) for heading in headings]
        try:
            found = _id(parts) if name == "id" else _value(name, parts, ZoneInfo(source.timezone), way, free)
        except ValueError as error:
            raise DecodeError(f"{' + '.join(headings)}: {error}") from error
        if found is not None:
            values[name] = found
    point, accuracy = _position(values, chosen)
    native = values.pop("id", None)
    for coordinate in COORDINATES:
        values.pop(coordinate, None)
    if (gemeente := values.pop("gemeente", None)) is not None and point is None:
        values["source_gemeente"] = gemeente  # of a point the system says it itself, with the code
    return Told(native, values, point, accuracy, " + ".join(chosen.get("id", ())) or "id")


def _position(values: Mapping[str, Any], chosen: Chosen) -> tuple[Geometry | None, float | None]:
    try:
        return position(values)
    except DecodeError as error:
        told = (name for name in ("lat", "lon", "x", "y") if name in values)
        headings = [heading for name in told for heading in chosen[name]]
        raise DecodeError(f"{' + '.join(headings)}: {error}") from error


def _id(parts: list[Any]) -> str | None:
    """One id of several cells: joined so that no two rows get the same (as RFC 6901 does with `/`)."""
    if not all(part is None or isinstance(part, str | int | float) for part in parts):
        raise ValueError("geen tekst en geen getal")
    texts = [cells.text(part) if cells.says(part) else "" for part in parts]
    if not any(texts):
        return None
    escaped = (text.replace("~", "~0").replace("/", "~1") for text in texts)
    return texts[0] if len(texts) == 1 else "/".join(escaped)


def _value(name: str, parts: list[Any], zone: ZoneInfo, way: tuple[str, bool], free: Free) -> Any:
    """One value of ours out of its cells, None when they say nothing; raises ValueError.

    `way` is how the table writes numbers: their decimal mark, and whether its workbook counts from 1904.
    """
    parts = [part for part in parts if cells.says(part) and not (name in KNOWN and _unknown(part))]
    if not parts:
        return None
    if not all(isinstance(part, str | int | float) for part in parts):
        if len(parts) == 1 and name not in RESERVED | PLACES:
            return free(parts[0])
        raise ValueError("geen tekst en geen getal")
    if name in MOMENTS:
        return cells.moment(parts, zone, way[1])
    if name in COORDINATES:
        return cells.readings(parts[0], way[0])
    if name in NUMBERS:
        return cells.number(parts[0], way[0])
    if name == "exercise":
        return cells.flag(parts[0])
    if name in COUNTS and len(parts) == 1:
        with contextlib.suppress(ValueError):  # "80 bedden" stays what it is
            return cells.number(parts[0], way[0])
    return _words(name, parts, free)


def _unknown(part: Any) -> bool:
    return isinstance(part, str) and part.strip().lower() in cells.NOTHING


def _words(name: str, parts: list[Any], free: Free) -> Any:
    written = " ".join(" ".join(map(cells.text, parts)).split())
    if name in WORDS:
        return _KINDS.get(written.lower(), written.lower())
    if name == "grip":
        level = key(written).removeprefix("grip").strip()
        return 0 if level in ("geen", "geen grip") else cells.number(level)
    if name == "vr":
        return region_code(written)
    if name == "resource":
        return _resources().get(key(written), written)
    return written if name in LINES or len(parts) > 1 else free(parts[0])


@lru_cache(maxsize=1)
def _resources() -> dict[str, str]:
    """The code of each resource of the catalogue, by code and by name."""
    known = catalogue.known().values()
    return {key(spelling): item.code for item in known for spelling in (item.name, item.code)}

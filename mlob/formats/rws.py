"""Water levels and other measurements of Rijkswaterstaat: answers of its Waterwebservices, JSON.

Read are OphalenWaarnemingen and OphalenLaatsteWaarnemingen, of the service that stopped in April 2026
(metadata in lists, positions in EPSG:25831) and of the one since (DDAPI 2.0: plain values, Lat and Lon).
"Latest" is the latest of each series, and many series ended long ago: times are as they are written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from mlob.errors import DecodeError
from mlob.formats import Format
from mlob.formats.framing_json import LIMIT, GeoJsonSplitter, listed
from mlob.formats.gml import Position
from mlob.formats.json_tree import load
from mlob.formats.rws_series import Point, Series, position, series
from mlob.model import Reception

__all__ = ["FORMAT", "Location", "Point", "Series", "decode"]

LIST = "WaarnemingenLijst"
NOTHING = "geen gegevens"
"""How the older service says that there is nothing, which is no fault."""


class Location(msgspec.Struct, frozen=True, kw_only=True):
    """One place of measurement, with the series that say something."""

    code: str
    name: str | None = None
    position: Position | None = None
    series: tuple[Series, ...] = ()


class _Place(msgspec.Struct):
    code: str = msgspec.field(name="Code", default="")


class _Series(msgspec.Struct):
    place: _Place = msgspec.field(name="Locatie", default_factory=_Place)


def decode(frame: bytes, reception: Reception) -> Iterator[Location]:
    """The location of a frame, none in an answer without series; raises DecodeError, naming the member."""
    found = load(frame, LIMIT)
    said = found.get(LIST) if LIST in found else [found] if "Locatie" in found else None
    if said is None and found.get("Succesvol") is not False:
        raise DecodeError(f"{LIST}: ontbreekt")
    if not said:
        _check(found)
        return
    if not isinstance(said, list) or any(not isinstance(item, dict) for item in said):
        raise DecodeError(f"{LIST}: geen lijst van objecten")
    places: dict[str, list[dict[str, Any]]] = {}
    for item in said:
        places.setdefault(_code(item), []).append(item)
    for code, items in places.items():
        yield _location(code, items, reception.source.timezone)


def _check(found: dict[str, Any]) -> None:
    """An answer without series is one without data, unless it says that something failed."""
    fault = str(found.get("Foutmelding") or "")[:160]
    if found.get("Succesvol") is False and NOTHING not in fault.lower():
        raise DecodeError(f"Foutmelding: {fault or 'niet gelukt, zonder reden'}")


def _code(item: dict[str, Any]) -> str:
    place = item.get("Locatie")
    code = place.get("Code") if isinstance(place, dict) else None
    if not isinstance(code, str) or not code.strip():
        raise DecodeError("Locatie.Code: ontbreekt")
    return code.strip()


def _location(code: str, items: list[dict[str, Any]], zone: str) -> Location:
    places = [item["Locatie"] for item in items]
    names = (place.get(name) for place in places for name in ("Naam", "Omschrijving"))
    found = (series(item, zone) for item in items)
    return Location(
        code=code,
        name=next((name.strip() for name in names if isinstance(name, str) and name.strip()), None),
        position=next((where for place in places if (where := position(place))), None),
        series=tuple(item for item in found if item.points),
    )


def locations(document: bytes) -> list[bytes]:
    """The series of a document, those of one location together: they make one picture of it."""
    groups: dict[str | int, list[bytes]] = {}
    for number, item in enumerate(listed(document, LIST)):
        try:
            code = msgspec.json.decode(item, type=_Series).place.code.strip()
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            code = ""
        groups.setdefault(code or number, []).append(item)
    return [
        group[0] if len(group) == 1 else b'{"%s":[%s]}' % (LIST.encode(), b",".join(group))
        for group in groups.values()
    ]


def _splitter() -> GeoJsonSplitter:
    return GeoJsonSplitter(LIMIT, locations)


FORMAT = Format(
    name="rws",
    title="Rijkswaterstaat Waterwebservices (waterstanden en andere metingen)",
    version="DDAPI 2.0 en de dienst daarvoor (tot april 2026)",
    reads="OphalenWaarnemingen en OphalenLaatsteWaarnemingen: plaats, per grootheid de nieuwste meting,"
    " en verwachtingen apart",
    ignores="oudere metingen, bemonstering, biotaxon, opdrachtgever; de catalogus",
    splitter=_splitter,
    decode=decode,
)

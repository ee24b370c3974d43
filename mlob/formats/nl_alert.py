"""NL-Alert as JSON: what the community API of public-warning.app says was broadcast.

There is no standard and no open feed of the government; what is read here is what that API gives (a
list called `data`, a list alone, or one alert): id, message, type, start_at, stop_at, area as rings of
"lat,lon lat,lon ...", resource_uri. The message is Dutch, then `***` and English.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from mlob.errors import DecodeError
from mlob.formats import Format
from mlob.formats.framing_json import list_splitter
from mlob.formats.framing_xml import LIMIT
from mlob.formats.gml import Position, not_turned
from mlob.formats.json_tree import load
from mlob.formats.xml_fields import real, time
from mlob.model import Reception

__all__ = ["FORMAT", "NlAlert", "decode"]

LIST = "data"
MOST_POINTS = 20_000
"""Points of one area; more do not fit in one observation anyway (mlob.admission)."""
LANGUAGES = "***"


class NlAlert(msgspec.Struct, frozen=True, kw_only=True):
    """One alert; times are UTC, without a `stop` it is active; rings are closed, of (lon, lat)."""

    id: str
    dutch: str
    english: str | None = None
    type: str | None = None
    start: datetime | None = None
    stop: datetime | None = None
    areas: tuple[tuple[Position, ...], ...] = ()
    uri: str | None = None


def decode(frame: bytes, reception: Reception) -> Iterator[NlAlert]:
    """The one alert of a frame, none in a list without any; raises DecodeError, naming the member."""
    found = load(frame, LIMIT)
    if LIST in found and "id" not in found:
        found = found[LIST]
        if found == []:
            return
        if not isinstance(found, dict):
            raise DecodeError(f"{LIST}: geen lijst van meldingen en geen melding")
    dutch, _, english = (_required(found, "message")).partition(LANGUAGES)
    zone = reception.source.timezone
    yield NlAlert(
        id=_required(found, "id"),
        dutch=dutch.strip() or english.strip(),
        english=english.strip() or None,
        type=_text(found, "type"),
        start=time(_text(found, "start_at"), "start_at", zone),
        stop=time(_text(found, "stop_at"), "stop_at", zone),
        areas=tuple(_areas(found.get("area"))),
        uri=_text(found, "resource_uri"),
    )


def _required(found: dict[str, Any], name: str) -> str:
    said = _text(found, name)
    if said is None:
        raise DecodeError(f"{name}: ontbreekt of is leeg")
    return said


def _text(found: dict[str, Any], name: str) -> str | None:
    said = found.get(name)
    if said is None:
        return None
    if isinstance(said, bool) or not isinstance(said, str | int):
        raise DecodeError(f"{name}: geen tekst")
    return str(said).strip() or None


def _areas(said: Any) -> Iterator[tuple[Position, ...]]:
    """The rings; one may stand there without a list around it."""
    if said is None or said == "":
        return
    rings = [said] if isinstance(said, str) else said
    if not isinstance(rings, list) or any(not isinstance(item, str) for item in rings):
        raise DecodeError("area: geen lijst van teksten")
    if sum(map(len, rings)) > MOST_POINTS * 50:
        raise DecodeError(f"area: meer dan {MOST_POINTS} punten")
    for item in rings:
        points = [_point(pair) for pair in item.split()]
        if len(set(points)) < 3:
            raise DecodeError("area: minder dan drie punten")
        yield tuple(points if points[0] == points[-1] else [*points, points[0]])


def _point(pair: str) -> Position:
    lat, comma, lon = pair.partition(",")
    if not comma or "," in lon:
        raise DecodeError(f"area: geen punt ({pair[:40]!r})")
    return not_turned(real(lon, "area"), real(lat, "area"), "area")


FORMAT = Format(
    name="nl_alert",
    title="NL-Alert (JSON van public-warning.app)",
    version="API v1, 2026",
    reads="id, message (Nederlands *** Engels), type, start_at, stop_at, area met elke ring, resource_uri",
    ignores="andere leden",
    splitter=list_splitter(LIST),
    decode=decode,
)

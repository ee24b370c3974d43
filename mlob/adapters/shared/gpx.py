"""GPX -> tracks as units at their last point, routes and waypoints as areas.

For the first discipline of the source. The line of a track is not kept: a device sends its whole day
again with every point, and where a unit has been follows from its earlier observations. A track is
known by its name; without one by the device that wrote it and its place in the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlob.adapters.shared import Meaning
from mlob.formats.gpx import Route, Track, Waypoint
from mlob.model import Discipline, Kind, Observation, Reception, Scalar, observation

__all__ = ["observe"]

UNIT_TTL = 3600.0
TTL = 24 * 3600.0


def observe(
    message: Track | Route | Waypoint, reception: Reception, *, discipline: Discipline
) -> Iterator[Observation]:
    """One observation; none when another discipline comes first."""
    if reception.source.disciplines[:1] == (discipline,):
        values = _track(message) if isinstance(message, Track) else _drawing(message)
        yield observation(reception, discipline=discipline, **values)


def _track(message: Track) -> dict[str, Any]:
    last = message.last
    return {
        "kind": Kind.UNIT,
        "native_id": message.name or f"{message.creator or 'gpx'} spoor {message.ordinal}",
        "observed_at": last.time,
        "ttl": UNIT_TTL,
        "geometry": {"type": "Point", "coordinates": list(last.position)},
        "title": message.name or f"Spoor {message.ordinal}",
        "course": last.course,
        "speed": last.speed,
        "properties": _present(
            {
                "track_type": message.kind,
                "text": message.text,
                "device": message.creator,
                "track_points": message.points,
            }
        ),
    }


def _drawing(message: Route | Waypoint) -> dict[str, Any]:
    word = "Route" if isinstance(message, Route) else "Punt"
    return {
        "kind": Kind.AREA,
        "native_id": f"{word.lower()} {_named(message) or message.ordinal}",
        "observed_at": message.time,
        "ttl": TTL,
        "geometry": {"type": "LineString", "coordinates": [list(point) for point in message.points]}
        if isinstance(message, Route)
        else {"type": "Point", "coordinates": list(message.position)},
        "title": message.name or f"{word} {message.ordinal}",
        "properties": _present(
            {
                "text": message.text,
                "symbol": None if isinstance(message, Route) else message.symbol,
            }
        ),
    }


def _named(message: Route | Waypoint) -> str | None:
    """The name; the second and later ones in the document that have it are numbered."""
    return f"{message.name}#{message.twin}" if message.name and message.twin else message.name


def _present(found: dict[str, Scalar]) -> dict[str, Scalar]:
    return {name: value for name, value in found.items() if value is not None}


MEANING = Meaning(format="gpx", observe=observe)

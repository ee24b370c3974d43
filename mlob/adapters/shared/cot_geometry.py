"""Where a CoT event is: its point, or what it draws."""

from __future__ import annotations

import math

from mlob.adapters.shared.ellipses import ellipse
from mlob.formats.cot import Event
from mlob.formats.cot_shapes import Reach
from mlob.model import Geometry, Kind

__all__ = ["geometry", "is_somewhere"]

EARTH = 6_371_000.0
"""Mean radius in metres."""
MEASURED = "u-rb"
"""Range and bearing: a line from the point of the event (CoTtypes of TAK)."""
RECTANGLE = "u-d-r"


def is_somewhere(message: Event) -> bool:
    """Whether the point of an event is a place: 0,0 without an error is none.

    ATAK writes that for routes, and it is what protobuf reads where nothing was set.
    """
    return bool(message.lat or message.lon or message.ce)


def geometry(message: Event, kind: Kind) -> Geometry | None:
    """The geometry of an event; None when it has no place."""
    known = message.detail
    somewhere = is_somewhere(message)
    if kind is Kind.AREA:
        if known.ellipse is not None and known.ellipse.major > 0 and known.ellipse.minor > 0 and somewhere:
            shape = known.ellipse
            return ellipse(message.lon, message.lat, shape.major, shape.minor, shape.angle)
        if len(known.path) > 1:
            return _drawn(message)
        if strokes := [list(map(list, line)) for line in known.lines if len(line) > 1]:
            return _strokes(strokes)
        if known.reach is not None and message.type.startswith(MEASURED) and somewhere:
            return {"type": "LineString", "coordinates": _measured(message.lon, message.lat, known.reach)}
    return {"type": "Point", "coordinates": [message.lon, message.lat]} if somewhere else None


def _drawn(message: Event) -> Geometry:
    """A closed path or a rectangle (four corners of which the first is not repeated) is a face."""
    corners = [list(corner) for corner in message.detail.path]
    rectangle = message.type.startswith(RECTANGLE) or message.detail.closed
    if rectangle and corners[0] != corners[-1]:
        corners.append(corners[0])
    if len(corners) > 3 and corners[0] == corners[-1]:
        return {"type": "Polygon", "coordinates": [corners]}
    return {"type": "LineString", "coordinates": corners}


def _strokes(strokes: list[list[list[float]]]) -> Geometry:
    if len(strokes) == 1:
        return {"type": "LineString", "coordinates": strokes[0]}
    return {"type": "MultiLineString", "coordinates": strokes}


def _measured(lon: float, lat: float, reach: Reach) -> list[list[float]]:
    """Both ends of a line over a sphere."""
    start, turn, far = math.radians(lat), math.radians(reach.bearing), reach.range / EARTH
    north = math.sin(start) * math.cos(far) + math.cos(start) * math.sin(far) * math.cos(turn)
    end = math.asin(max(-1.0, min(1.0, north)))
    east = math.sin(turn) * math.sin(far) * math.cos(start)
    across = math.degrees(math.atan2(east, math.cos(far) - math.sin(start) * north))
    return [[lon, lat], [round((lon + across + 180) % 360 - 180, 6), round(math.degrees(end), 6)]]

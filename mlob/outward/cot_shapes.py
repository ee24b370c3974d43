"""A GeoJSON geometry as what CoT can draw: points, lines and closed lines, each an event of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from shapely.errors import GEOSException
from shapely.geometry import LineString, Polygon

__all__ = ["Drawing", "drawings", "is_whole"]

Corner = tuple[float, float]

_MOST_PARTS = 40
"""Drawings of one geometry; the largest are kept."""
_MOST_CORNERS = 500
"""Corners of one drawing, of which ATAK makes a handle each; what has more is drawn less finely."""
_FINEST = 0.0001
"""Degrees, some 10 m: the first step of drawing less finely."""


class Drawing(msgspec.Struct, frozen=True):
    """A marker at `at` (lon, lat), or a line through `corners`, closed when its ends are one."""

    at: Corner
    corners: tuple[Corner, ...] = ()
    size: float = 0.0


def drawings(geometry: Any) -> list[Drawing]:
    """The drawings of a geometry, the largest first."""
    found = sorted(_parts(geometry), key=lambda part: -part.size)
    return found[:_MOST_PARTS]


def is_whole(geometry: Any, found: list[Drawing]) -> bool:
    """Whether the drawing says all that the geometry says, also to who reads it back."""
    kind, coordinates = geometry["type"], geometry.get("coordinates")
    if len(found) != 1 or kind not in ("Point", "LineString", "Polygon"):
        return False
    if kind == "Point":
        return True
    line = coordinates if kind == "LineString" else coordinates[0]
    closed = line[0] == line[-1]
    same = len(line) == len(found[0].corners) and all(len(corner) == 2 for corner in line)
    return same and (not closed if kind == "LineString" else len(coordinates) == 1)


def _parts(geometry: Any) -> Iterator[Drawing]:
    kind, coordinates = geometry["type"], geometry.get("coordinates")
    if kind == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from _parts(part)
    elif kind == "Point":
        yield Drawing(_corner(coordinates))
    elif kind == "MultiPoint":
        yield from (Drawing(_corner(point)) for point in coordinates)
    elif kind == "LineString":
        yield from _line(coordinates)
    elif kind == "MultiLineString":
        for line in coordinates:
            yield from _line(line)
    elif kind == "Polygon":
        yield from _face(coordinates)
    elif kind == "MultiPolygon":
        for face in coordinates:
            yield from _face(face)


def _corner(position: Any) -> Corner:
    return float(position[0]), float(position[1])


def _line(positions: Any) -> Iterator[Drawing]:
    corners = [_corner(position) for position in positions]
    if len(corners) < 2:
        return
    line = LineString(corners)
    middle = line.interpolate(0.5, normalized=True)
    yield Drawing((middle.x, middle.y), _finely(line, corners), line.length)


def _face(rings: Any) -> Iterator[Drawing]:
    """The outer ring; what is cut out of a face cannot be drawn."""
    corners = [_corner(position) for position in rings[0]]
    if len(corners) < 4:
        return
    face = Polygon(corners)
    try:
        inside = face.representative_point()
        at = (inside.x, inside.y)
    except (GEOSException, ValueError):  # a ring that crosses itself
        at = corners[0]
    yield Drawing(at, _finely(face.exterior, corners), face.area + face.length)


def _finely(line: Any, corners: list[Corner]) -> tuple[Corner, ...]:
    """As many corners as can be drawn."""
    step = _FINEST
    while len(corners) > _MOST_CORNERS:
        corners = [(lon, lat) for lon, lat, *_ in line.simplify(step).coords]
        step *= 2
    return tuple(corners)

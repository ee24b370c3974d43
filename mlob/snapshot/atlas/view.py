"""A view of the map: which part of the earth on how many units, and paths in those units."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

__all__ = ["KM_PER_DEGREE", "NATIONAL", "Point", "View", "path", "points", "rings"]

Point = tuple[float, float]
Geometry = Mapping[str, Any]
KM_PER_DEGREE = 111.2
"""Kilometres of one degree of latitude."""
_FAR = 4000.0
"""Units beyond which a point is drawn at the edge: a shape on the other side of the earth stays a shape."""
_DEEPEST = 4


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Equirectangular at the middle latitude. All of the box (degrees WGS 84) is seen, in the middle.

    `size` is that of marks and words, `places` how many places are named at most, `close` a view of a
    part of the country: with the borders of gemeenten, and without the legend.
    """

    width: int
    height: int
    west: float
    south: float
    east: float
    north: float
    size: float = 1.0
    places: int = 24
    close: bool = False

    @property
    def shrink(self) -> float:
        """How much shorter a degree of longitude is."""
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def scale(self) -> float:
        """Units of one degree of latitude."""
        wide = (self.east - self.west) * self.shrink
        return min(self.width / wide, self.height / (self.north - self.south))

    def xy(self, position: Sequence[float]) -> Point:
        """Where a position (longitude, latitude) is drawn."""
        scale = self.scale
        x = self.width / 2 + (position[0] - (self.west + self.east) / 2) * self.shrink * scale
        y = self.height / 2 - (position[1] - (self.south + self.north) / 2) * scale
        return min(max(x, -_FAR), _FAR), min(max(y, -_FAR), _FAR)

    def holds(self, point: Point, edge: float = 0.0) -> bool:
        """Whether a drawn point is seen, so far from the edge."""
        return edge <= point[0] <= self.width - edge and edge <= point[1] <= self.height - edge


NATIONAL = View(width=700, height=905, west=3.2, south=50.7, east=7.3, north=53.6)
"""The whole country on a page in portrait."""


def points(part: Any, depth: int = 0) -> Iterator[Sequence[float]]:
    """Every position in the coordinates of a geometry."""
    if not isinstance(part, list | tuple) or not part or depth > _DEEPEST:
        return
    if isinstance(part[0], int | float):
        yield part
        return
    for inner in part:
        yield from points(inner, depth + 1)


def rings(geometry: Geometry | None) -> Iterator[tuple[Sequence[Sequence[float]], bool]]:
    """The lines of a geometry, and whether each is closed."""
    kind, parts = (geometry or {}).get("type"), (geometry or {}).get("coordinates") or []
    if kind == "GeometryCollection" and geometry is not None:
        for inner in geometry.get("geometries") or []:
            if inner.get("type") != "GeometryCollection":
                yield from rings(inner)
    elif kind == "LineString":
        yield parts, False
    elif kind in ("MultiLineString", "Polygon"):
        yield from ((part, kind == "Polygon") for part in parts)
    elif kind == "MultiPolygon":
        yield from ((ring, True) for polygon in parts for ring in polygon)


def path(view: View, geometry: Geometry | None, finest: float = 0.6, *, closed: bool = True) -> str:
    """The closed (or open) lines of a geometry as an SVG path; points nearer than `finest` are left out."""
    return "".join(
        line for ring, shut in rings(geometry) if shut is closed and (line := _line(view, ring, finest, shut))
    )


def _line(view: View, ring: Sequence[Sequence[float]], finest: float, closed: bool) -> str:
    drawn: list[Point] = []
    x0 = y0 = math.inf
    for position in ring:
        x, y = view.xy(position)
        if abs(x - x0) >= finest or abs(y - y0) >= finest:
            drawn.append((x, y))
            x0, y0 = x, y
    if len(drawn) < 2:
        return ""
    text = "L".join(f"{x:.1f} {y:.1f}" for x, y in drawn)
    return f"M{text}Z" if closed else f"M{text}"

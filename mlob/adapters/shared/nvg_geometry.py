"""Drawings of NVG as GeoJSON: circles, ellipses, arcs and bands become corners, on a sphere."""

from __future__ import annotations

import math

from mlob.adapters.shared.ellipses import METRES_PER_DEGREE, POLE, ellipse
from mlob.formats.nvg import Shape
from mlob.model import Geometry

__all__ = ["geometry"]

STEP = 5.0
"""Degrees between the corners of an arc."""


def geometry(shape: Shape) -> Geometry:
    """The geometry of a drawing; a circle without a radius is its centre."""
    points = [list(point) for point in shape.points]
    if shape.kind in ("point", "points"):
        single = shape.kind == "point"
        return {"type": "Point", "coordinates": points[0]} if single else _of("MultiPoint", points)
    if shape.kind == "line":
        return _of("LineString", points)
    if shape.kind == "face":
        return _of("Polygon", [points, *_holes(shape)])
    if not shape.radii[1] or (not shape.radii[0] and shape.kind != "band"):
        return {"type": "Point", "coordinates": points[0]}
    return _round(shape)


def _round(shape: Shape) -> Geometry:
    if shape.kind == "arc":
        return _of("LineString", _arc(shape, *shape.radii))
    if shape.kind == "band":
        inner, outer = shape.radii
        ring = _arc(shape, inner, inner)[::-1] + _arc(shape, outer, outer)
        return _of("Polygon", [[*ring, ring[0]]])
    lon, lat = shape.points[0]
    east, north = shape.radii
    found = ellipse(lon, lat, east, north, 90.0 - shape.rotation)
    return _of("Polygon", [*found["coordinates"], *_holes(shape)])


def _of(kind: str, coordinates: list[list[float]] | list[list[list[float]]]) -> Geometry:
    return {"type": kind, "coordinates": coordinates}


def _holes(shape: Shape) -> list[list[list[float]]]:
    return [[list(point) for point in hole] for hole in shape.holes]


def _arc(shape: Shape, east: float, north: float) -> list[list[float]]:
    """Corners along the edge of an ellipse, clockwise from the first angle to the second."""
    start, end = shape.angles
    steps = max(1, math.ceil((end - start) / STEP))
    return [_corner(shape, east, north, start + (end - start) * step / steps) for step in range(steps + 1)]


def _corner(shape: Shape, east: float, north: float, angle: float) -> list[float]:
    lon, lat = shape.points[0]
    bearing = math.radians(angle)
    across, along = north * math.sin(bearing), east * math.cos(bearing)
    size = math.hypot(across, along)
    radius = east * north / size if size else 0.0
    turned = math.radians(angle - shape.rotation)
    metres_per_lon = METRES_PER_DEGREE * math.cos(math.radians(max(-POLE, min(POLE, lat))))
    return [
        round(max(-180.0, min(180.0, lon + radius * math.sin(turned) / metres_per_lon)), 6),
        round(max(-90.0, min(90.0, lat + radius * math.cos(turned) / METRES_PER_DEGREE)), 6),
    ]

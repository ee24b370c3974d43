"""Where an alert holds: the shape of a feature as polygons and circles of CAP 1.2 (3.2.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ["circles", "has_holes", "polygons"]

_LEAST = 4
"""Points of a ring, the first and the last being the same."""


def polygons(geometry: Mapping[str, Any] | None) -> Iterator[str]:
    """The outer rings as "lat,lon lat,lon ..."; CAP has no holes in areas."""
    for rings in _surfaces(geometry):
        ring = rings[0] if rings else []
        if len(ring) >= _LEAST and ring[0] == ring[-1]:
            yield " ".join(map(_pair, ring))


def has_holes(geometry: Mapping[str, Any] | None) -> bool:
    """Whether an area is said to be larger than it is, for want of holes."""
    return any(len(rings) > 1 for rings in _surfaces(geometry))


def circles(geometry: Mapping[str, Any] | None) -> Iterator[str]:
    """Points, and the corners of lines, as circles without a radius: no width is made up."""
    for place in _places(geometry):
        yield f"{_pair(place)} 0"


def _surfaces(geometry: Mapping[str, Any] | None) -> Iterator[Sequence[Any]]:
    if not geometry:
        return
    if geometry["type"] == "Polygon":
        yield geometry["coordinates"]
    elif geometry["type"] == "MultiPolygon":
        yield from geometry["coordinates"]
    elif geometry["type"] == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from _surfaces(part)


def _places(geometry: Mapping[str, Any] | None) -> Iterator[Sequence[float]]:
    if not geometry:
        return
    kind = geometry["type"]
    if kind == "Point":
        yield geometry["coordinates"]
    elif kind in ("MultiPoint", "LineString"):
        yield from geometry["coordinates"]
    elif kind == "MultiLineString":
        for line in geometry["coordinates"]:
            yield from line
    elif kind == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from _places(part)


def _pair(place: Sequence[float]) -> str:
    return f"{_number(place[1])},{_number(place[0])}"


def _number(value: float) -> str:
    """A coordinate without an exponent, to a hundredth of a millimetre."""
    return f"{value:.10f}".rstrip("0").rstrip(".")

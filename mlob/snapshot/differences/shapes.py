"""Where things are: how far a place moved, and whether an area became larger, smaller or another one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import shapely
from shapely.geometry import shape

from mlob.snapshot.differences.scene import Item

__all__ = ["extent", "moved"]

_LEAST_M = 500.0
"""Metres below which a place has not moved: messages round."""
_UNSAID_M = 250.0
"""Metres by which a place may be off that does not say so itself."""
_DEGREE_M = 111_320.0
"""Metres in a degree of latitude."""
_SHARE = 0.2
"""Of an area: how much must be added or taken before it is another."""
_DIGITS = 4
"""Decimals of a degree (about 10 m) to which two writings of one shape are the same."""
_LINE_M = 500.0
"""Half the width that a line or point counts with as an area."""


def moved(before: Item, after: Item) -> float | None:
    """Metres between two points, when that is more than both may be off; else None."""
    one, other = _point(before.parts[0].get("geometry")), _point(after.parts[0].get("geometry"))
    if one is None or other is None:
        return None
    metres = _distance(one, other)
    doubt = sum(_doubt(item.get("accuracy_m")) for item in (before, after))
    return metres if metres > max(_LEAST_M, doubt) else None


def _doubt(said: object) -> float:
    if isinstance(said, int | float) and not isinstance(said, bool) and math.isfinite(said):
        return float(said)
    return _UNSAID_M


def _point(geometry: Any) -> tuple[float, float] | None:
    if not isinstance(geometry, Mapping) or geometry.get("type") != "Point":
        return None
    try:
        lon, lat = (float(part) for part in geometry["coordinates"][:2])
    except (KeyError, TypeError, ValueError):
        return None
    return (lon, lat) if math.isfinite(lon) and math.isfinite(lat) else None


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    east = (other[0] - one[0]) * math.cos(math.radians((one[1] + other[1]) / 2))
    return math.hypot(east, other[1] - one[1]) * _DEGREE_M


def extent(before: Any, after: Any) -> str:
    """ "groter", "kleiner" or "op een andere plaats"; "" when a shape is the same or written another way."""
    if before == after or not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        return ""
    try:
        if _corners(before) == _corners(after):
            return ""
        one, other = _surface(before), _surface(after)
        if one.is_empty or other.is_empty:
            return ""
        added, taken = other.difference(one).area, one.difference(other).area
    except (shapely.errors.ShapelyError, KeyError, TypeError, ValueError, RecursionError):
        return ""
    larger, smaller = added > _SHARE * one.area, taken > _SHARE * one.area
    if larger and smaller:
        return "op een andere plaats"
    return "groter" if larger else "kleiner" if smaller else ""


def _corners(geometry: Mapping[str, Any]) -> frozenset[tuple[float, ...]]:
    return frozenset(_rounded(geometry.get("coordinates", ())))


def _rounded(part: Any) -> Iterator[tuple[float, ...]]:
    if part and isinstance(part[0], int | float):
        yield tuple(round(float(number), _DIGITS) for number in part[:2])
        return
    for inner in part:
        yield from _rounded(inner)


def _surface(geometry: Mapping[str, Any]) -> Any:
    """The shape in metres around its own middle latitude, lines and points with some width."""
    found = shapely.make_valid(shape(dict(geometry)))
    lat = math.radians(found.centroid.y) if not found.is_empty else 0.0
    flat = shapely.transform(found, lambda xy: xy * (_DEGREE_M * math.cos(lat), _DEGREE_M))
    return flat if flat.area > 0 else flat.buffer(_LINE_M)

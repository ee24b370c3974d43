"""Whether a geometry meets a bounding box; longitudes and latitudes in degrees WGS 84."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import shapely
from shapely.errors import GEOSException
from shapely.geometry import box, shape

from mlob.web.ogc.collections import SHAPES

__all__ = ["Box", "bounds", "meets", "sorts"]

Box = tuple[float, float, float, float]
"""West, south, east, north; never over the antimeridian."""


def bounds(geometry: Any) -> Box | None:
    """The box around a GeoJSON geometry; None without any position."""
    points = list(_points(geometry)) if isinstance(geometry, dict) else []
    if not points:
        return None
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    return min(lons), min(lats), max(lons), max(lats)


def sorts(geometry: Any) -> dict[str, Any]:
    """The geometry by sort of shape (SHAPES): one, or the parts of a collection of several sorts."""
    if not isinstance(geometry, dict):
        return {}
    if geometry.get("type") != "GeometryCollection":
        return {name: geometry for name, types in SHAPES.items() if geometry.get("type") in types}
    found: dict[str, list[Any]] = {}
    for part in geometry.get("geometries") or ():
        for name, one in sorts(part).items():
            many = one["type"].startswith("Multi")
            found.setdefault(name, []).extend(one["coordinates"] if many else [one["coordinates"]])
    return {name: {"type": SHAPES[name][1], "coordinates": parts} for name, parts in found.items()}


def _points(geometry: dict[str, Any]) -> Iterable[tuple[float, float]]:
    for part in geometry.get("geometries") or ():
        yield from _points(part)
    yield from _positions(geometry.get("coordinates") or ())


def _positions(part: Any) -> Iterable[tuple[float, float]]:
    if part and isinstance(part[0], int | float):
        yield float(part[0]), float(part[1])
        return
    for inner in part:
        yield from _positions(inner)


def meets(geometry: Callable[[], Any], around: Box | None, boxes: Sequence[Box]) -> bool:
    """Whether a geometry with this box around it meets one of the boxes; what has no place meets all.

    OGC 17-069r4, /req/core/fc-bbox-response: features without a spatial geometry match, too.
    """
    if around is None:
        return True
    near = [asked for asked in boxes if _overlap(around, asked)]
    if not near:
        return False
    if around[:2] == around[2:] or any(_holds(asked, around) for asked in near):
        return True
    try:
        drawn = shape(geometry())
        return any(shapely.intersects(drawn, box(*asked)) for asked in near)
    except (GEOSException, ValueError, TypeError, AttributeError):
        return True  # a drawing that shapely cannot reason about: better shown than left out


def _overlap(one: Box, other: Box) -> bool:
    west, south, east, north = other
    return one[0] <= east and one[2] >= west and one[1] <= north and one[3] >= south


def _holds(outer: Box, inner: Box) -> bool:
    west, south, east, north = inner
    return outer[0] <= west and outer[1] <= south and outer[2] >= east and outer[3] >= north

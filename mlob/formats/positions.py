"""Geometries of GeoJSON from strangers: every type of RFC 7946, positions checked, RD New converted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mlob.errors import DecodeError
from mlob.model import Geometry
from mlob.regions import is_rd, to_wgs84

__all__ = ["RD_NEW", "geometry"]

RD_NEW = "28992"
DEPTHS = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
"""How many lists a position stands in, by type (RFC 7946, 3.1)."""
COLLECTION_DEPTH = 4

Convert = Callable[[Any], list[float]]


def geometry(value: Any, *, rd: bool = False) -> Geometry:
    """The same geometry in degrees WGS 84; raises DecodeError, naming the member.

    With `rd` positions are RD New metres; without it, they are taken as RD New when they can be
    nothing else. Heights are dropped.
    """
    return _geometry(value, _from_rd if rd else _position, 0)


def _geometry(value: Any, convert: Convert, depth: int) -> Geometry:
    if not isinstance(value, dict):
        raise DecodeError("geometry: geen object")
    kind = value.get("type")
    if kind == "GeometryCollection":
        return _collection(value, convert, depth)
    if not isinstance(kind, str) or kind not in DEPTHS:
        raise DecodeError(f"geometry.type: onbekend ({str(kind)[:40]!r})")
    coordinates = _nested(value.get("coordinates"), DEPTHS[kind], convert)
    _check_lengths(kind, coordinates)
    return {"type": kind, "coordinates": coordinates}


def _collection(value: dict[str, Any], convert: Convert, depth: int) -> Geometry:
    members = value.get("geometries")
    if not isinstance(members, list) or not members:
        raise DecodeError("geometry.geometries: ontbreekt of is leeg")
    if depth >= COLLECTION_DEPTH:
        raise DecodeError("geometry.geometries: te diep genest")
    return {
        "type": "GeometryCollection",
        "geometries": [_geometry(item, convert, depth + 1) for item in members],
    }


def _nested(value: Any, depth: int, convert: Convert) -> Any:
    if depth == 0:
        return convert(value)
    if not isinstance(value, list) or not value:
        raise DecodeError("geometry.coordinates: geen lijst of leeg")
    return [_nested(item, depth - 1, convert) for item in value]


def _check_lengths(kind: str, coordinates: Any) -> None:
    for line in _parts(kind, coordinates, "LineString"):
        if len(line) < 2:
            raise DecodeError("geometry.coordinates: een lijn heeft minstens twee punten")
    faces = _parts(kind, coordinates, "Polygon")
    for ring in (ring for face in faces for ring in face):
        if len(ring) < 4 or ring[0] != ring[-1]:
            raise DecodeError("geometry.coordinates: een ring heeft minstens vier punten en is gesloten")


def _parts(kind: str, coordinates: Any, single: str) -> list[Any]:
    """The lines, or faces, of a geometry that is one or has many."""
    if kind == single:
        return [coordinates]
    return list(coordinates) if kind == f"Multi{single}" else []


def _numbers(value: Any) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) < 2 or any(type(item) not in (int, float) for item in value):
        raise DecodeError("geometry.coordinates: een punt is een lijst van twee of drie getallen")
    return value[0], value[1]


def _position(value: Any) -> list[float]:
    lon, lat = _numbers(value)
    if -180 <= lon <= 180 and -90 <= lat <= 90:
        # Nobody reports from the sea off Somalia: this is the Netherlands with its numbers turned round.
        if 50 <= lon <= 54 and 3 <= lat <= 8:
            raise DecodeError(f"geometry.coordinates: breedte en lengte zijn verwisseld ({lon}, {lat})")
        return [lon, lat]
    if is_rd(lon, lat):
        return _from_rd(value)
    raise DecodeError(f"geometry.coordinates: punt ligt niet op aarde ({lon}, {lat})")


def _from_rd(value: Any) -> list[float]:
    x, y = _numbers(value)
    if not is_rd(x, y):
        raise DecodeError(f"geometry.coordinates: punt ligt buiten RD New ({x}, {y})")
    lon, lat = to_wgs84(x, y)
    return [round(lon, 7), round(lat, 7)]

"""Shapes of GML as geo-oasis allows them: point, line, polygon, envelope, circle -> GeoJSON."""

from __future__ import annotations

from lxml import etree

from mlob.errors import DecodeError
from mlob.formats.gml import NAMES, Position, position
from mlob.formats.xml import local
from mlob.formats.xml_fields import real, words
from mlob.model import Geometry

__all__ = ["shape"]

SHAPES = ("Point", "LineString", "CircleByCenterPoint", "Polygon", "Envelope")
"""What an EDXL target area may hold (geo-oasis, WhereType)."""
LISTS = ("pos", "posList", "coordinates", "lowerCorner", "upperCorner")
"""Elements that hold numbers, in the order in which they stand."""
MOST_POSITIONS = 20_000


def shape(element: etree._Element) -> Geometry | None:
    """The first shape within an element; None without one. Raises DecodeError, naming the element.

    Of a circle the centre is taken, of a polygon its outer edge and its holes. Heights are dropped.
    GeoRSS simple (`<point>52.1 5.1</point>`) is read too.
    """
    for item in element.iter():
        name = local(item)
        if name in SHAPES:
            return _shape(item, name)
        if name == "point" and not len(item) and words(item):
            return {"type": "Point", "coordinates": list(_one(_numbers(item, ""), "point"))}
    return None


def _shape(item: etree._Element, name: str) -> Geometry:
    if name == "Polygon":
        rings = [_ring(part, item) for part in item if local(part).endswith(("exterior", "interior", "Is"))]
        if not rings:
            raise DecodeError("Polygon: exterior ontbreekt")
        return {"type": "Polygon", "coordinates": rings}
    positions = _positions(item, item)
    if name == "LineString":
        if len(positions) < 2:
            raise DecodeError("LineString: een lijn heeft minstens twee punten")
        return {"type": "LineString", "coordinates": [list(place) for place in positions]}
    if name == "Envelope":
        return _box(positions)
    return {"type": "Point", "coordinates": list(_one(positions, "pos"))}


def _one(positions: list[Position], name: str) -> Position:
    if not positions:
        raise DecodeError(f"{name}: ontbreekt of is leeg")
    return positions[0]


def _ring(part: etree._Element, polygon: etree._Element) -> list[list[float]]:
    ring = [list(place) for place in _positions(part, polygon)]
    if ring and ring[0] != ring[-1]:
        ring.append(ring[0])
    if len(ring) < 4:
        raise DecodeError("Polygon: een ring heeft minstens vier punten")
    return ring


def _box(positions: list[Position]) -> Geometry:
    if len(positions) != 2:
        raise DecodeError("Envelope: verwacht lowerCorner en upperCorner")
    (west, south), (east, north) = positions
    if not (west < east and south < north):
        raise DecodeError("Envelope: lowerCorner ligt niet linksonder upperCorner")
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _positions(within: etree._Element, whole: etree._Element) -> list[Position]:
    places: list[Position] = []
    for item in within.iter(*("{*}" + name for name in LISTS)):
        places += _numbers(item, _said(whole, *NAMES))
        if len(places) > MOST_POSITIONS:
            raise DecodeError(f"{local(item)}: meer dan {MOST_POSITIONS} punten")
    return places


def _numbers(item: etree._Element, system: str) -> list[Position]:
    """The positions in one element; commas part the numbers of GML 2 and of senders that miss a space."""
    name = local(item)
    numbers = [real(part, name) for part in (words(item) or "").replace(",", " ").split()]
    step = _step(item, len(numbers), name)
    if len(numbers) % step:
        raise DecodeError(f"{name}: geen punten ({(words(item) or '')[:40]!r})")
    own = _said(item, *NAMES) or system
    return [position(numbers[at], numbers[at + 1], own, name) for at in range(0, len(numbers), step)]


def _step(item: etree._Element, count: int, name: str) -> int:
    """How many numbers make a position: two, or three with heights."""
    said = _said(item, "srsDimension", "dimension")
    if said in ("2", "3"):
        return int(said)
    return 3 if name != "posList" and count == 3 else 2


def _said(item: etree._Element, *names: str) -> str:
    return next((value for name in names if (value := item.get(name))), "")

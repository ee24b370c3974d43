"""Where a record of DATEX II is: points, lines and areas in degrees (lon, lat), and what names the place.

Lines along a road table (Alert-C, VILD) are not drawn: the table is not here, so that its codes stay
text. Of OpenLR the points that it refers to are taken, straight from one to the next.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats.gml import Position, on_earth
from mlob.formats.positions import RD_NEW
from mlob.formats.xml import local
from mlob.formats.xml_fields import found, real, text, whole, words
from mlob.regions import is_rd, to_wgs84

__all__ = ["Line", "Place", "place"]

Line = tuple[Position, ...]
RINGS = frozenset({"LinearRing", "gmlLinearRing", "exterior", "gmlPolygon", "Polygon"})
HOLES = frozenset({"interior", "alternativeRoute"})
"""What is no part of the place: holes of areas, and ways round it."""
OPENLR = ("openlrLineLocationReference", "openlrExtendedLinear", "openlrLinear")
POINTS = (
    ("pointByCoordinates",),
    ("locationForDisplay", "coordinatesForDisplay"),
    ("openlrGeoCoordinate", "openlrCoordinate", "openlrCoordinates"),
)
"""Where a location says a point, the best first; one for display may be beside the road."""
BY_COORDINATES = ("linearByCoordinates", "linearByCoordinatesExtension")
"""A line by its points; before version 3 an extension, which NDW uses."""
START, BETWEEN, END = "linearCoordinatesStartPoint", "intermediate", "linearCoordinatesEndPoint"
MOST_POINTS = 20_000
NAMES = (
    "alertCLocationName",
    "locationDescription",
    "locationDescriptor",
    "supplementaryPositionalDescription",
)
DEGREES = ("4326", "4258", "4979", "84")
"""How names of systems in degrees end; DATEX II itself writes "WGS 84"."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One place, as points and as lines or rings, of which some or all may lack.

    Codes are of Alert-C (`alertc`) and of other tables (`external`).
    """

    points: tuple[Position, ...] = ()
    lines: tuple[Line, ...] = ()
    rings: tuple[Line, ...] = ()
    road: str | None = None
    names: tuple[str, ...] = ()
    direction: str | None = None
    carriageway: str | None = None
    alertc: tuple[str, ...] = ()
    external: tuple[str, ...] = ()


def place(element: etree._Element | None) -> Place:
    """The place of a record; raises DecodeError, naming the element."""
    if element is None:
        return Place()
    lines: list[Line] = []
    rings: list[Line] = []
    for part in list(element.iter("{*}location")) or [element]:
        drawn, around = _drawn(part)
        lines += drawn or (() if around else _straight(part))
        rings += around
    return Place(
        points=next((points for names in POINTS if (points := _points(element, names))), ()),
        lines=tuple(dict.fromkeys(lines)) if not rings else (),
        rings=tuple(dict.fromkeys(rings)),
        road=_first(element, "roadNumber") or _first(element, "roadName"),
        names=_names(element),
        direction=_first(element, "alertCDirectionCoded")
        or _first(element, "directionRelativeOnLinearSection"),
        carriageway=_first(element, "carriageway"),
        alertc=_all(element, "specificLocation"),
        external=_all(element, "externalLocationCode"),
    )


def _drawn(element: etree._Element) -> tuple[list[Line], list[Line]]:
    """Lines and rings of GML."""
    lines: list[Line] = []
    rings: list[Line] = []
    for item in element.iter("{*}posList"):
        around = {local(parent) for parent in item.iterancestors()}
        if around & HOLES:
            continue
        line = _pos_list(item)
        if around & RINGS:
            if len(set(line)) < 3:
                raise DecodeError("posList: een vlak heeft minstens drie punten")
            rings.append(line if line[0] == line[-1] else (*line, line[0]))
        elif len(line) > 1:
            lines.append(line)
    return lines, rings


def _pos_list(element: etree._Element) -> Line:
    """The points of a posList: latitude first (DATEX II writes WGS 84), unless srsName says otherwise."""
    numbers = (words(element) or "").split()
    size = int(real(_attribute(element, "srsDimension") or "2", "srsDimension"))
    if size not in (2, 3) or len(numbers) % size or len(numbers) > MOST_POINTS * 3:
        raise DecodeError(f"posList: geen reeks van punten ({len(numbers)} getallen)")
    system = _attribute(element, "srsName") or ""
    values = [real(number, "posList") for number in numbers]
    return tuple(_position(system, *pair) for pair in zip(values[::size], values[1::size], strict=True))


def _position(system: str, one: float, two: float) -> Position:
    if system.endswith(RD_NEW):
        if not is_rd(one, two):
            raise DecodeError(f"posList: punt ligt buiten RD New ({one}, {two})")
        lon, lat = to_wgs84(one, two)
        return round(lon, 7), round(lat, 7)
    if system.endswith("CRS84"):
        return on_earth(one, two, "posList")
    if system and not system.endswith(DEGREES):
        raise DecodeError(f"srsName: onbekend stelsel ({system[:60]!r}), alleen WGS 84 en RD New")
    if 50 <= two <= 54 and 3 <= one <= 8:
        raise DecodeError(f"posList: breedte en lengte zijn verwisseld ({one}, {two})")
    return on_earth(two, one, "posList")


def _attribute(element: etree._Element, name: str) -> str | None:
    said = (item.get(name) for item in (element, *element.iterancestors()))
    return next((value.strip() for value in said if value), None)


def _straight(element: etree._Element) -> Iterator[Line]:
    """Lines between points that a location refers to: OpenLR, begin and end by coordinates, TPEG."""
    for name in OPENLR:
        for item in element.iter("{*}" + name):
            line = tuple(dict.fromkeys(_coordinates(item)))
            if len(line) > 1:
                yield line
    for item in element.iter("{*}tpegLinearLocation"):
        line = tuple(_coordinates(item))
        if len(line) == 2:
            yield line[::-1]  # TPEG writes where it leads to before where it comes from
    for item in element.iter(*("{*}" + name for name in BY_COORDINATES)):
        parts = (*item.findall("{*}" + START), *sorted(item.findall("{*}" + BETWEEN), key=_index))
        line = tuple(point for part in (*parts, *item.findall("{*}" + END)) for point in _coordinates(part))
        if 1 < len(line) <= MOST_POINTS:
            yield line


def _index(element: etree._Element) -> int:
    """Which of the points in between this is."""
    return whole(element.get("index"), "intermediate@index") or 0


def _points(element: etree._Element, names: tuple[str, ...]) -> tuple[Position, ...]:
    said = (point for name in names for item in element.iter("{*}" + name) for point in _coordinates(item))
    return tuple(dict.fromkeys(said))


def _coordinates(element: etree._Element) -> Iterator[Position]:
    """Every pair of latitude and longitude within an element; an empty one is none."""
    for item in element.iter("{*}latitude"):
        around = item.getparent()
        lat, lon = words(item), None if around is None else text(around, "longitude")
        if lat and lon:
            yield on_earth(real(lon, "longitude"), real(lat, "latitude"), "latitude")


def _names(element: etree._Element) -> tuple[str, ...]:
    said = (_spoken(item) for name in NAMES for item in element.iter("{*}" + name))
    return tuple(dict.fromkeys(name for name in said if name))


def _spoken(element: etree._Element) -> str | None:
    """A text, in its first language; None of an element that has parts instead of a text."""
    inner = found(element, "values/value")
    return words(inner) if inner is not None else None if len(element) else words(element)


def _first(element: etree._Element, name: str) -> str | None:
    return next((value for item in element.iter("{*}" + name) if (value := _spoken(item))), None)


def _all(element: etree._Element, name: str) -> tuple[str, ...]:
    said = (words(item) for item in element.iter("{*}" + name))
    return tuple(dict.fromkeys(value for value in said if value))

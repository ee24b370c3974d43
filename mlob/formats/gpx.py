"""GPX: tracks, routes and waypoints of navigation devices, GPX 1.0 and 1.1 (topografix)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import partial

import msgspec
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats import Format
from mlob.formats.framing_xml import XmlSplitter
from mlob.formats.gml import Position, on_earth
from mlob.formats.xml import local, namespace, parse
from mlob.formats.xml_fields import first, found_all, real, text, time, within, words
from mlob.model import Reception

__all__ = ["FORMAT", "Point", "Route", "Track", "Waypoint", "decode"]

LIMIT = 8 * 1024 * 1024
"""Longest document in bytes: a day of points, one a second."""
SPACES = ("", "http://www.topografix.com/GPX/1/0", "http://www.topografix.com/GPX/1/1")
UTC = "UTC"
"""GPX times are in UTC (GPX 1.1 schema, wptType/time), also where a device leaves out the Z."""


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """Where a device was; `course` in degrees, `speed` in m/s, None when it does not say."""

    position: Position
    time: datetime | None = None
    course: float | None = None
    speed: float | None = None


class Track(msgspec.Struct, frozen=True, kw_only=True):
    """What was travelled: its last point, and how many there are; `ordinal` counts from 1."""

    ordinal: int
    last: Point
    points: int
    name: str | None = None
    kind: str | None = None
    text: str | None = None
    creator: str | None = None


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be travelled; `twin`: which of those with its name it is, from 0."""

    ordinal: int
    points: tuple[Position, ...]
    name: str | None = None
    text: str | None = None
    time: datetime | None = None
    twin: int = 0


class Waypoint(msgspec.Struct, frozen=True, kw_only=True):
    """A marked place; `twin`: which of those with its name it is, from 0."""

    ordinal: int
    position: Position
    name: str | None = None
    text: str | None = None
    symbol: str | None = None
    time: datetime | None = None
    twin: int = 0


def decode(frame: bytes, reception: Reception) -> Iterator[Track | Route | Waypoint]:
    """What a document holds; raises DecodeError, naming the element or attribute."""
    root = parse(frame, LIMIT)
    if local(root) != "gpx" or namespace(root) not in SPACES:
        raise DecodeError(f"{local(root)[:60]}: geen gpx van 1.0 of 1.1")
    made = time(first(root, "metadata/time", "time"), "time", UTC)
    named, creator = text(root, "metadata/name"), root.get("creator") or None
    found: list[Track | Route | Waypoint] = []
    twins: Counter[tuple[str, str | None]] = Counter()
    for ordinal, element in enumerate(found_all(root, "trk"), 1):
        found += _track(element, ordinal, named, creator)
    for ordinal, element in enumerate(found_all(root, "rte"), 1):
        found += _route(element, ordinal, made)
    for ordinal, element in enumerate(found_all(root, "wpt"), 1):
        found.append(_waypoint(element, ordinal, made))
    if not found:
        raise DecodeError("trkpt: ontbreekt, er staat geen punt in")
    # Tracks of one name are one device that went on; routes and points of one name are not the same.
    for item in found:
        key = type(item).__name__, item.name
        twin, twins[key] = twins[key], twins[key] + 1
        yield item if isinstance(item, Track) else msgspec.structs.replace(item, twin=twin)


def _track(element: etree._Element, ordinal: int, named: str | None, creator: str | None) -> Iterator[Track]:
    """None when it has no points: a device that has just been started."""
    points = [_point(item) for item in found_all(element, "trkseg/trkpt")]
    if not points:
        return
    # A device may write its segments in any order; without times the last that it wrote is the last.
    timed = [(point.time, number) for number, point in enumerate(points) if point.time]
    yield Track(
        ordinal=ordinal,
        last=points[max(timed)[1] if timed else -1],
        points=len(points),
        name=text(element, "name") or named,
        kind=text(element, "type"),
        text=first(element, "desc", "cmt"),
        creator=creator,
    )


def _route(element: etree._Element, ordinal: int, made: datetime | None) -> Iterator[Route]:
    points = tuple(_position(item) for item in found_all(element, "rtept"))
    if len(points) > 1:
        yield Route(
            ordinal=ordinal,
            points=points,
            name=text(element, "name"),
            text=first(element, "desc", "cmt"),
            time=made,
        )


def _waypoint(element: etree._Element, ordinal: int, made: datetime | None) -> Waypoint:
    return Waypoint(
        ordinal=ordinal,
        position=_position(element),
        name=text(element, "name"),
        text=first(element, "desc", "cmt"),
        symbol=first(element, "sym", "type"),
        time=time(text(element, "time"), "time", UTC) or made,
    )


def _point(element: etree._Element) -> Point:
    course = _number(element, "course")
    return Point(
        position=_position(element),
        time=time(text(element, "time"), "time", UTC),
        course=course if course is not None and course <= 360 else None,
        speed=_number(element, "speed"),
    )


def _number(element: etree._Element, name: str) -> float | None:
    """Of the point (GPX 1.0) or of an extension (1.1); devices write -1 for what they do not know."""
    said = words(within(element, name)) if len(element) else None
    value = None if said is None else real(said, name)
    return None if value is None or value < 0 else value


def _position(element: etree._Element) -> Position:
    name = local(element)
    numbers = []
    for attribute in ("lon", "lat"):
        said = element.get(attribute)
        if said is None:
            raise DecodeError(f"{name}@{attribute}: ontbreekt")
        numbers.append(real(said, f"{name}@{attribute}"))
    return on_earth(numbers[0], numbers[1], name)


FORMAT = Format(
    name="gpx",
    title="GPX (sporen, routes en punten)",
    version="1.0 en 1.1",
    reads="trk: het laatste punt met tijd, koers en snelheid; rte als lijn; wpt als punt; namen",
    ignores="de punten van een spoor voor het laatste, hoogtes, nauwkeurigheid, links, extensies van merken",
    splitter=partial(XmlSplitter, "gpx", LIMIT),
    decode=decode,
)

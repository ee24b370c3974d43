"""What a CoT event draws: ellipses, lines through corners, strokes by hand, a measured distance."""

from __future__ import annotations

import math

import msgspec
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats.xml import parse

__all__ = ["Ellipse", "Position", "Reach", "corner", "line", "number", "reach", "shape"]

Position = tuple[float, float]

WIDEST = 20_000_000.0
"""Metres: half the way round the earth is the widest that a circle can be."""
LONGEST = 1024 * 1024
"""Bytes of one stroke, which is an event of its own."""
_TRUE = ("true", "1")  # xs:boolean


class Ellipse(msgspec.Struct, frozen=True):
    """Half axes in metres, angle of the major one in degrees clockwise from north."""

    major: float
    minor: float
    angle: float


class Reach(msgspec.Struct, frozen=True):
    """How far (metres) and where to (degrees clockwise from true north) a measured line goes."""

    range: float
    bearing: float


def shape(element: etree._Element) -> dict[str, object]:
    """The `ellipse`, or the `path` and whether it is `closed`, of a `<shape>`; raises DecodeError."""
    ellipses = [_ellipse(item) for item in element.findall("ellipse")]
    if ellipses:
        # Rings around one centre: the outermost is how far the drawing goes.
        return {"ellipse": max(ellipses, key=lambda item: item.major * item.minor)}
    polyline = element.find("polyline")
    if polyline is None:
        return {}
    corners = tuple(_vertex(item) for item in polyline.findall("vertex"))
    return {"path": corners, "closed": polyline.get("closed") in _TRUE}


def _ellipse(element: etree._Element) -> Ellipse:
    return Ellipse(_axis(element, "major"), _axis(element, "minor"), number(element, "angle") or 0.0)


def _axis(element: etree._Element, name: str) -> float:
    value = number(element, name)
    if value is None or not 0 <= value <= WIDEST:
        raise DecodeError(f"ellipse@{name}: geen straal in meters")
    return value


def _vertex(element: etree._Element) -> Position:
    return corner(f"{element.get('lat')},{element.get('lon')}", "vertex")


def corner(text: str, name: str) -> Position:
    """Longitude and latitude of "lat,lon" or "lat,lon,height"; raises DecodeError."""
    parts = text.split(",")
    try:
        lat, lon = float(parts[0]), float(parts[1])
    except (ValueError, IndexError) as error:
        raise DecodeError(f"{name}: geen punt ({text[:40]!r})") from error
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise DecodeError(f"{name}: punt ligt niet op aarde ({text[:40]!r})")
    return lon, lat


def line(text: str) -> tuple[Position, ...]:
    """The corners of one stroke: ATAK writes it as a whole event in an attribute; raises DecodeError."""
    try:
        root = parse(text.encode(), LONGEST)
    except DecodeError as error:
        raise DecodeError(f"link@line: {error}") from error
    links = root.findall("detail/link")
    return tuple(corner(point, "link@line") for link in links if (point := link.get("point")))


def reach(far: etree._Element, bearing: etree._Element) -> Reach | None:
    """The measured line of `<range value>` and `<bearing value>`; None when they say none."""
    metres, turn = _optional(far, "value"), _optional(bearing, "value")
    if metres is None or turn is None or not 0 < metres <= WIDEST or not -360 <= turn <= 360:
        return None
    return Reach(metres, turn % 360)


def number(element: etree._Element, name: str) -> float | None:
    """The number in an attribute, None when it is empty or not finite; raises DecodeError."""
    text = element.get(name)
    if not text:
        return None
    try:
        value = float(text)
    except ValueError as error:
        raise DecodeError(f"{element.tag}@{name}: geen getal ({text[:40]!r})") from error
    # Trackers that stand still divide by zero and write NaN as their course.
    return value if math.isfinite(value) else None


def _optional(element: etree._Element, name: str) -> float | None:
    try:
        return number(element, name)
    except DecodeError:
        return None

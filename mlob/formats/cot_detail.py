"""The detail of a CoT event: who, how fast, what was drawn, which other objects it is about."""

from __future__ import annotations

import math
from typing import Any

import msgspec
from lxml import etree

from mlob.errors import DecodeError

__all__ = ["Detail", "Ellipse", "Link", "Position", "detail"]

Position = tuple[float, float]


class Ellipse(msgspec.Struct, frozen=True):
    """Half axes in metres, angle of the major one in degrees clockwise from north."""

    major: float
    minor: float
    angle: float


class Link(msgspec.Struct, frozen=True):
    """Another object that the event is about."""

    uid: str
    type: str
    relation: str


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """What is known beside the point; `course` in degrees from north, `speed` in m/s, path as (lon, lat)."""

    callsign: str | None = None
    course: float | None = None
    speed: float | None = None
    team: str | None = None
    role: str | None = None
    remarks: str | None = None
    ellipse: Ellipse | None = None
    path: tuple[Position, ...] = ()
    closed: bool = False
    geofence: str | None = None
    links: tuple[Link, ...] = ()


EMPTY = Detail()


def detail(element: etree._Element | None) -> Detail:
    """Read one `<detail>`; raises DecodeError, naming the element, where a number or point is none."""
    if element is None:
        return EMPTY
    values: dict[str, Any] = {}
    links: list[etree._Element] = []
    for child in element:
        name = child.tag
        if name == "contact":
            values["callsign"] = child.get("callsign") or None
        elif name == "track":
            values["course"] = _course(child)
            values["speed"] = _speed(child)
        elif name == "__group":
            values["team"] = child.get("name") or None
            values["role"] = child.get("role") or None
        elif name == "remarks":
            values["remarks"] = (child.text or "").strip() or None
        elif name == "link":
            links.append(child)
        elif name == "shape":
            values |= _shape(child)
        elif name == "__geofence":
            values["geofence"] = child.get("trigger") or "Both"
    if links:
        values |= _linked(links)
    return Detail(**values) if values else EMPTY


def _linked(links: list[etree._Element]) -> dict[str, Any]:
    """Links are corners of a drawing or a route (`point`), or other objects (`uid`), or both."""
    corners = tuple(_corner(text, "link@point") for link in links if (text := link.get("point")))
    others = tuple(
        Link(uid, link.get("type") or "", link.get("relation") or "")
        for link in links
        if (uid := link.get("uid"))
    )
    return {"links": others, **({"path": corners} if corners else {})}


def _shape(element: etree._Element) -> dict[str, Any]:
    ellipse = element.find("ellipse")
    if ellipse is not None:
        major, minor = _axis(ellipse, "major"), _axis(ellipse, "minor")
        return {"ellipse": Ellipse(major, minor, _number(ellipse, "angle") or 0.0)}
    line = element.find("polyline")
    if line is None:
        return {}
    corners = tuple(_vertex(item) for item in line.findall("vertex"))
    return {"path": corners, "closed": line.get("closed") == "true"}


def _axis(element: etree._Element, name: str) -> float:
    value = _number(element, name)
    # Half the way round the earth is the widest that a circle can be.
    if value is None or not 0 <= value <= 20_000_000:
        raise DecodeError(f"ellipse@{name}: geen straal in meters")
    return value


def _vertex(element: etree._Element) -> Position:
    return _corner(f"{element.get('lat')},{element.get('lon')}", "vertex")


def _corner(text: str, name: str) -> Position:
    """Longitude and latitude of "lat,lon" or "lat,lon,height"."""
    parts = text.split(",")
    try:
        lat, lon = float(parts[0]), float(parts[1])
    except (ValueError, IndexError) as error:
        raise DecodeError(f"{name}: geen punt ({text[:40]!r})") from error
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise DecodeError(f"{name}: punt ligt niet op aarde ({text[:40]!r})")
    return lon, lat


def _course(element: etree._Element) -> float | None:
    value = _number(element, "course")
    return None if value is None or not 0 <= value <= 360 else value % 360


def _speed(element: etree._Element) -> float | None:
    # Trackers write -1 or 9999999 for a speed they do not know; 9 km/s is in orbit.
    value = _number(element, "speed")
    return None if value is None or not 0 <= value < 9_000 else value


def _number(element: etree._Element, name: str) -> float | None:
    text = element.get(name)
    if not text:
        return None
    try:
        value = float(text)
    except ValueError as error:
        raise DecodeError(f"{element.tag}@{name}: geen getal ({text[:40]!r})") from error
    if not math.isfinite(value):
        # Trackers that stand still divide by zero and write NaN as their course.
        return None
    return value

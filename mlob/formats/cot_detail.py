"""The detail of a CoT event: who, how fast, what was drawn, which other objects it is about."""

from __future__ import annotations

from typing import Any

import msgspec
from lxml import etree

from mlob.formats.cot_own import Own, own, passed
from mlob.formats.cot_shapes import Ellipse, Position, Reach, corner, line, number, reach, shape

__all__ = ["EMPTY", "Detail", "Ellipse", "Link", "Position", "course", "detail", "speed", "values"]


class Link(msgspec.Struct, frozen=True):
    """Another object that the event is about."""

    uid: str
    type: str
    relation: str


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """What is known beside the point; `course` in degrees from north, `speed` in m/s, corners as (lon, lat).

    `lines` are the strokes of a drawing by hand, each a path of its own. A mlob adds `via` and `own`.
    """

    callsign: str | None = None
    course: float | None = None
    speed: float | None = None
    team: str | None = None
    role: str | None = None
    remarks: str | None = None
    ellipse: Ellipse | None = None
    path: tuple[Position, ...] = ()
    lines: tuple[tuple[Position, ...], ...] = ()
    reach: Reach | None = None
    closed: bool = False
    geofence: str | None = None
    links: tuple[Link, ...] = ()
    via: tuple[str, ...] = ()
    own: Own | None = None


EMPTY = Detail()


def detail(element: etree._Element | None) -> Detail:
    """Read one `<detail>`; raises DecodeError, naming the element, where a number or point is none."""
    found = {} if element is None else values(element)
    return Detail(**found) if found else EMPTY


def values(element: etree._Element) -> dict[str, Any]:
    """The values of a Detail that one `<detail>` gives, by name."""
    found: dict[str, Any] = {}
    links: list[etree._Element] = []
    measured: dict[str, etree._Element] = {}
    for child in element:
        name = child.tag
        if name == "contact":
            found["callsign"] = child.get("callsign") or None
        elif name == "track":
            found["course"] = course(number(child, "course"))
            found["speed"] = speed(number(child, "speed"))
        elif name == "__group":
            found["team"] = child.get("name") or None
            found["role"] = child.get("role") or None
        elif name == "remarks":
            found["remarks"] = (child.text or "").strip() or None
        elif name == "link":
            links.append(child)
        elif name == "shape":
            found |= shape(child)
        elif name in ("range", "bearing"):
            measured[name] = child
        elif name == "__geofence":
            found["geofence"] = child.get("trigger") or "Both"
        elif name == "_flow-tags_":
            found["via"] = passed(child)
        elif name == "__mlob":
            found["own"] = own(child)
    if len(measured) == 2:
        found["reach"] = reach(measured["range"], measured["bearing"])
    return found | _linked(links) if links else found


def _linked(links: list[etree._Element]) -> dict[str, Any]:
    """Links are corners of a drawing or a route (`point`), strokes (`line`), or other objects (`uid`)."""
    corners = tuple(corner(text, "link@point") for link in links if (text := link.get("point")))
    lines = tuple(line(text) for link in links if (text := link.get("line")))
    others = tuple(
        Link(uid, link.get("type") or "", link.get("relation") or "")
        for link in links
        if (uid := link.get("uid"))
    )
    found = {"links": others, "path": corners, "lines": lines}
    return {name: value for name, value in found.items() if value or name == "links"}


def course(value: float | None) -> float | None:
    """Degrees clockwise from north; None for what is no course, the NaN of trackers included."""
    return None if value is None or not 0 <= value <= 360 else value % 360


def speed(value: float | None) -> float | None:
    """Metres a second; trackers write -1 or 9999999 for one they do not know, and 9 km/s is in orbit."""
    return None if value is None or not 0 <= value < 9_000 else value

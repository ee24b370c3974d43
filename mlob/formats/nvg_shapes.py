"""What the drawings of NVG look like: points in degrees WGS 84, x (longitude) first; distances in metres."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats.gml import Position, on_earth
from mlob.formats.xml import local
from mlob.formats.xml_fields import found, real

__all__ = ["CONTAINERS", "NO_DRAWINGS", "Shape", "degrees", "number", "shape"]

CONTAINERS = frozenset({"g", "a", "composite"})
NO_DRAWINGS = frozenset({
    "textInfo", "metadata", "ExtendedData", "extension", "Schema", "style", "content", "content-item",
    "timeStamp", "TimeStamp", "timestamp", "timeSpan", "TimeSpan",
})  # fmt: skip
"""Children of the document, of groups and composites that draw nothing."""
HALF_WAY = 20_000_000.0
"""Metres; no distance on earth is longer."""


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """A drawing: `kind` is point, points, line, face, ellipse, arc or band.

    `points` are (lon, lat), for ellipse, arc and band their centre. `radii` are metres: along the
    east and the north before it turns, for a band the inner and the outer. `angles` are where an arc
    begins and ends, in degrees clockwise from north; `rotation` turns an ellipse counterclockwise.
    """

    kind: str
    points: tuple[Position, ...]
    radii: tuple[float, float] = (0.0, 0.0)
    angles: tuple[float, float] = (0.0, 360.0)
    rotation: float = 0.0
    width: float | None = None
    holes: tuple[tuple[Position, ...], ...] = ()


def shape(element: etree._Element) -> Shape:
    """The shape of one drawing; raises DecodeError, naming the element or attribute."""
    make = _SHAPES.get(local(element))
    if make is None:
        raise DecodeError(f"{local(element)[:40]}: onbekende tekening")
    return make(element)


def number(element: etree._Element, name: str) -> float:
    """A finite number in an attribute that must be there."""
    value = element.get(name)
    if value is None:
        raise DecodeError(f"{local(element)}@{name}: ontbreekt")
    return real(value, f"{local(element)}@{name}")


def degrees(element: etree._Element, name: str, least: float, most: float) -> float:
    """An angle within bounds."""
    value = number(element, name)
    if not least <= value <= most:
        raise DecodeError(f"{local(element)}@{name}: geen hoek van {least:g} tot en met {most:g} ({value:g})")
    return value


def _metres(element: etree._Element, name: str) -> float:
    value = number(element, name)
    if not 0 <= value <= HALF_WAY:
        raise DecodeError(f"{local(element)}@{name}: afstand bestaat niet ({value:g})")
    return value


def _position(element: etree._Element, x: str, y: str) -> Position:
    return on_earth(number(element, x), number(element, y), f"{local(element)}@{x}")


def _points(element: etree._Element, least: int) -> tuple[Position, ...]:
    name = f"{local(element)}@points"
    pairs = (element.get("points") or "").split()
    if len(pairs) < least:
        raise DecodeError(f"{name}: minder dan {least} punten")
    return tuple(_pair(pair, name) for pair in pairs)


def _pair(pair: str, name: str) -> Position:
    parts = pair.split(",")
    if len(parts) != 2:
        raise DecodeError(f"{name}: geen punt ({pair[:40]!r})")
    return on_earth(real(parts[0], name), real(parts[1], name), name)


def _ring(element: etree._Element) -> tuple[Position, ...]:
    """The corners of a face, the last the same as the first."""
    corners = _points(element, 3)
    ring = corners if corners[0] == corners[-1] else (*corners, corners[0])
    if len(ring) < 4:
        raise DecodeError(f"{local(element)}@points: minder dan 3 punten")
    return ring


def _holes(element: etree._Element) -> tuple[tuple[Position, ...], ...]:
    """Excluded rings; those that are no polygon are part of the face."""
    excluded = found(element, "exclude")
    rings = () if excluded is None else excluded.iter("{*}linear-ring")
    return tuple(_ring(ring) for ring in rings)


def _point(element: etree._Element) -> Shape:
    return Shape(kind="point", points=(_position(element, "x", "y"),))


def _multipoint(element: etree._Element) -> Shape:
    return Shape(kind="points", points=_points(element, 1))


def _line(element: etree._Element) -> Shape:
    width = None if element.get("width") is None else _metres(element, "width")
    return Shape(kind="line", points=_points(element, 2), width=width)


def _polygon(element: etree._Element) -> Shape:
    return Shape(kind="face", points=_ring(element), holes=_holes(element))


def _circle(element: etree._Element) -> Shape:
    radius = _metres(element, "r")
    centre = _position(element, "cx", "cy")
    return Shape(kind="ellipse", points=(centre,), radii=(radius, radius), holes=_holes(element))


def _ellipse(element: etree._Element) -> Shape:
    return Shape(
        kind="ellipse",
        points=(_position(element, "cx", "cy"),),
        radii=(_metres(element, "rx"), _metres(element, "ry")),
        rotation=_turn(element),
        holes=_holes(element),
    )


def _arc(element: etree._Element) -> Shape:
    return Shape(
        kind="arc",
        points=(_position(element, "cx", "cy"),),
        radii=(_metres(element, "rx"), _metres(element, "ry")),
        angles=_angles(element),
        rotation=_turn(element),
    )


def _band(element: etree._Element) -> Shape:
    return Shape(
        kind="band",
        points=(_position(element, "cx", "cy"),),
        radii=(_metres(element, "minr"), _metres(element, "maxr")),
        angles=_angles(element),
    )


def _turn(element: etree._Element) -> float:
    return 0.0 if element.get("rotation") is None else degrees(element, "rotation", -360.0, 360.0)


def _angles(element: etree._Element) -> tuple[float, float]:
    """From the first clockwise to the second, so that the second is the larger."""
    start = degrees(element, "startangle", -360.0, 360.0)
    end = degrees(element, "endangle", -360.0, 360.0)
    return start, end + (360.0 if end < start else 0.0)


_SHAPES: dict[str, Callable[[etree._Element], Shape]] = {
    "point": _point,
    "text": _point,
    "multipoint": _multipoint,
    "polyline": _line,
    "arrow": _line,
    "corridor": _line,
    "orbit": _line,
    "polygon": _polygon,
    "circle": _circle,
    "ellipse": _ellipse,
    "arc": _arc,
    "arcband": _band,
}

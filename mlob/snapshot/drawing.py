"""A map of the Netherlands as SVG: regions, areas, and a mark (shape and letter) for each discipline."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from mlob.paths import DATA
from mlob.snapshot.words import DISCIPLINES, safe

__all__ = ["MAX_UNITS", "draw", "legend"]

WIDTH, HEIGHT = 620, 740
WEST, SOUTH, EAST, NORTH = 3.2, 50.7, 7.3, 53.6
MAX_UNITS = 2000
"""More moving units than this are not drawn: they would hide the map."""

_MARKS = {
    "brandweer": ('<path d="M0-7L7 6H-7Z"/>', "B"),
    "politie": ('<rect x="-6.5" y="-6.5" width="13" height="13"/>', "P"),
    "ghor": ('<circle r="7"/>', "G"),
    "defensie": ('<path d="M0-8L8 0L0 8L-8 0Z"/>', "D"),
    "gemeenten": ('<path d="M-4-7H4L8 0L4 7H-4L-8 0Z"/>', "Z"),
    "overig": ('<rect x="-8" y="-5.5" width="16" height="11" rx="5.5"/>', "O"),
}


def _xy(position: Sequence[float]) -> tuple[float, float]:
    """Equirectangular at the middle latitude; good enough for a page."""
    scale = min(WIDTH / ((EAST - WEST) * math.cos(math.radians(52.15))), HEIGHT / (NORTH - SOUTH))
    x = (position[0] - WEST) * math.cos(math.radians(52.15)) * scale
    return round(x, 1), round((NORTH - position[1]) * scale, 1)


def _rings(geometry: Mapping[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    if geometry["type"] == "Polygon":
        yield from geometry["coordinates"]
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["coordinates"]:
            yield from polygon


def _path(geometry: Mapping[str, Any]) -> str:
    lines = ("L".join("{:g} {:g}".format(*_xy(point)) for point in ring) for ring in _rings(geometry))
    return "".join(f"M{line}Z" for line in lines)


@cache
def _regions() -> dict[str, tuple[str, str, tuple[float, float]]]:
    """Code -> name, SVG path and the place of its label (the middle of its biggest ring's box)."""
    found = {}
    for feature in json.loads((DATA / "regions.geojson").read_text(encoding="utf-8"))["features"]:
        ring = max(_rings(feature["geometry"]), key=len)
        points = [_xy(point) for point in ring]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
        properties = feature["properties"]
        found[properties["code"]] = (properties["name"], _path(feature["geometry"]), middle)
    return found


def _point(geometry: Mapping[str, Any] | None) -> tuple[float, float] | None:
    """Where a mark stands: the point itself, or the middle of the first line or ring."""
    part: Any = (geometry or {}).get("coordinates")
    if not part:
        return None
    while isinstance(part[0], list) and isinstance(part[0][0], list):
        part = part[0]
    points = part if isinstance(part[0], list) else [part]
    x, y = _xy([sum(point[axis] for point in points) / len(points) for axis in (0, 1)])
    return (x, y) if 0 <= x <= WIDTH and 0 <= y <= HEIGHT else None


def _mark(discipline: str, x: float, y: float, title: str, severity: int, size: float) -> str:
    shape, letter = _MARKS.get(discipline, _MARKS["overig"])
    grade = "hoog" if severity >= 3 else "gewoon"
    return (
        f'<g class="teken {grade}" transform="translate({x:g} {y:g}) scale({size:g})">'
        f"<title>{safe(title)}</title>{shape}"
        f'<text y="3.6" text-anchor="middle" font-size="9">{letter}</text></g>'
    )


def _ground(features: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    grip = {
        item["properties"].get("vr"): item["properties"].get("grip")
        for item in features
        if item["properties"]["kind"] == "region"
    }
    labels = []
    for code, (name, path, (x, y)) in sorted(_regions().items()):
        level = grip.get(code) or 0
        yield f'<path class="{"grip" if level else "regio"}" d="{path}"><title>{safe(name)}</title></path>'
        if level:
            labels.append(
                f'<text class="niveau" x="{x:g}" y="{y:g}" text-anchor="middle">GRIP {level}</text>'
            )
    yield from labels


def _areas(features: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for item in features:
        geometry = item.get("geometry")
        if item["properties"]["kind"] != "region" and geometry and (path := _path(geometry)):
            yield f'<path class="gebied" d="{path}"><title>{safe(item["properties"]["title"])}</title></path>'


def _marks(features: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    units = [item for item in features if item["properties"]["kind"] == "unit"]
    others = [item for item in features if item["properties"]["kind"] not in ("unit", "region")]
    # The worst is drawn last, on top of the rest.
    others.sort(key=lambda item: (item["properties"].get("severity") or 0, str(item["id"])))
    for item in [*(units if len(units) <= MAX_UNITS else []), *others]:
        spot = _point(item.get("geometry"))
        if spot is not None:
            properties = item["properties"]
            severity = int(properties.get("severity") or 0)
            size = 0.6 if properties["kind"] == "unit" else 1.2 if severity >= 3 else 1
            yield _mark(str(properties["discipline"]), *spot, str(properties["title"]), severity, size)


def draw(features: Sequence[Mapping[str, Any]]) -> str:
    """The map as an SVG element; `features` are those of the picture, WGS 84."""
    parts = [*_ground(features), *_areas(features), *_marks(features)]
    return (
        f'<svg role="img" aria-label="Kaart van Nederland met de meldingen per discipline" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(parts)}</svg>'
    )


def legend() -> str:
    """What each mark means."""
    rows = "".join(
        f'<li><svg viewBox="-10 -10 20 20" width="18" height="18" aria-hidden="true">'
        f"{_mark(code, 0, 0, name, 0, 1)}</svg> {safe(name)}</li>"
        for code, name in DISCIPLINES.items()
    )
    return f'<ul class="legenda">{rows}<li>rood en groter: ernstig</li></ul>'

"""What lies over the ground: regions under GRIP, areas and closures, bijstand under way."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mlob.bijstand.states import ENDED
from mlob.model import Kind, Verification
from mlob.snapshot.atlas import ground, signs
from mlob.snapshot.atlas.marks import Circle
from mlob.snapshot.atlas.view import Point, View, path, points
from mlob.snapshot.words import figure, level, number_of, safe

__all__ = ["areas", "bijstand", "grip", "grip_labels"]

Feature = Mapping[str, Any]
HIGH = 3
"""The GRIP level from which a region is filled as severe (layers/regios.py)."""
_SMALL = 7.0
"""Units: an area that is smaller is a ring, or it would not be seen."""
_AREA_TONES = ("#55656f", "#55656f", signs.WARN, signs.BAD, signs.BAD)
_FINEST_AREA = 1.0
_BESIDE = ((0, -18), (0, 20), (1, 0), (-1, 0), (1, -30), (-1, -30), (1, 30), (-1, 30), (0, -48), (0, 50))
"""Where the label of bijstand may stand beside its place: in parts of its width, and in units."""


def _levels(features: Iterable[Feature], *, exercise: bool) -> dict[str, tuple[int, bool]]:
    """Of each region under GRIP the level, and whether that is an exercise among what is real."""
    return {
        str(row.get("vr")): (level(row, "grip"), bool(row.get("exercise")) and not exercise)
        for row in (item["properties"] for item in features)
        if row["kind"] == Kind.REGION and level(row, "grip") > 0
    }


def grip(view: View, features: Sequence[Feature], *, exercise: bool) -> Iterator[str]:
    """The borders of the regions; under GRIP filled, those last so that their border is whole."""
    levels, above = _levels(features, exercise=exercise), []
    for code, (name, drawn) in sorted(ground.regions(view).items()):
        high, drill = levels.get(code, (0, False))
        if not high or drill:
            yield (
                f'<path class="regio" d="{drawn}" fill="none" stroke="#a9b5bd" stroke-width=".9">'
                f"<title>{safe(name)}</title></path>"
            )
            continue
        tone = signs.BAD if high >= HIGH else signs.WARN
        fade = (0.14 if high >= HIGH else 0.12) if view.close else (0.3 if high >= HIGH else 0.22)
        above.append(
            f'<path class="grip" d="{drawn}" fill="{tone}" fill-opacity="{fade}" stroke="{tone}" '
            f'stroke-width="1.6" stroke-linejoin="round">'
            f"<title>{safe(name)}: GRIP {high}</title></path>"
        )
    yield from above


def grip_labels(
    view: View, features: Sequence[Feature], *, exercise: bool
) -> Iterator[tuple[str, Point, float]]:
    """The level of each region under GRIP, beside it where that covers nothing; its middle and half width."""
    for code, (high, drill) in sorted(_levels(features, exercise=exercise).items()):
        found = ground.label(view, code)
        if found is None or not view.holds(found[0], 0):
            continue
        (x, y), anchor = found
        text = f"OEFENING GRIP {high}" if drill else f"GRIP {high}"
        half = signs.wide(text, view.size) / 2
        edge = {"start": 0.0, "middle": half, "end": half * 2}[anchor]
        x = min(max(x, edge + 4), view.width - 4 - (half * 2 - edge))
        y = min(max(y, 14), view.height - 14)
        middle = x + half * {"start": 1, "middle": 0, "end": -1}[anchor]
        tone = "#55656f" if drill else signs.BAD if high >= HIGH else signs.WARN
        yield signs.pill(text, (x, y), view.size, tone, anchor), (middle, y), half


def areas(view: View, features: Iterable[Feature], *, exercise: bool) -> Iterator[str]:
    """Warnings, effects and closures, the severest last; coloured from moderate severity on."""
    found = [item for item in features if item["properties"]["kind"] == Kind.AREA and _stands(item)]
    found.sort(key=lambda item: (level(item["properties"], "severity"), str(item["id"])))
    for item in found:
        properties, geometry = item["properties"], item.get("geometry")
        drill = bool(properties.get("exercise")) and not exercise
        tone = _AREA_TONES[0 if drill else min(max(level(properties, "severity"), 0), 4)]
        title = safe(f"{'OEFENING: ' if drill else ''}{properties.get('title') or ''}")
        yield from _area(view, geometry, tone, title)


def _stands(item: Feature) -> bool:
    properties = item["properties"]
    return not properties.get("test") and properties.get("verification") != Verification.INGETROKKEN


def _area(view: View, geometry: Any, tone: str, title: str) -> Iterator[str]:
    shape = path(view, geometry, _FINEST_AREA)
    line = path(view, geometry, _FINEST_AREA, closed=False)
    if not shape and not line and (geometry or {}).get("type") not in ("Polygon", "MultiPolygon"):
        return
    drawn = [view.xy(position) for position in points((geometry or {}).get("coordinates"))]
    if not drawn:
        return
    xs, ys = [x for x, _ in drawn], [y for _, y in drawn]
    if max(xs) - min(xs) < _SMALL and max(ys) - min(ys) < _SMALL:
        x, y = sum(xs) / len(xs), sum(ys) / len(ys)
        yield (
            f'<circle class="gebied" cx="{x:.1f}" cy="{y:.1f}" r="5.5" fill="{tone}" fill-opacity=".18" '
            f'stroke="{tone}" stroke-width="1.4" stroke-dasharray="3 2"><title>{title}</title></circle>'
        )
        return
    if shape:
        yield (
            f'<path class="gebied" d="{shape}" fill="{tone}" fill-opacity=".08" stroke="{tone}" '
            f'stroke-width="1.5" stroke-dasharray="5 3" stroke-linejoin="round"><title>{title}</title></path>'
        )
    if line:
        yield (
            f'<path class="gebied" d="{line}" fill="none" stroke="{tone}" stroke-width="3.4" '
            f'stroke-dasharray="5 3"><title>{title}</title></path>'
        )


def bijstand(
    view: View,
    features: Iterable[Feature],
    heavy: Sequence[Point],
    taken: Sequence[Circle],
    *,
    exercise: bool,
) -> Iterator[str]:
    """Lines from supplier to destination, and at each destination what is still open there.

    What stands there must not cover the marks at `heavy` (severe things and crowds), and where there is
    room none of what is `taken`.
    """
    running = [item["properties"] for item in features if _runs(item, exercise)]
    for properties in running:
        moving = any(item.get("departed") for item in _items(properties))
        for start, end in (properties.get("routes") or {}).get("coordinates") or ():
            yield _journey(view.xy(start), view.xy(end), moving=moving)
    at: dict[Point, list[Mapping[str, Any]]] = {}
    for properties in running:
        place = (properties.get("destination") or {}).get("coordinates")
        if place:
            x, y = view.xy(place)
            at.setdefault((round(x / 8) * 8, round(y / 8) * 8), []).append(properties)
    for (x, y), asked in sorted(at.items()):
        if view.holds((x, y), 6):
            yield _label(view, (x, y), asked, heavy, taken)


def _runs(item: Feature, exercise: bool) -> bool:
    properties = item["properties"]
    if properties["kind"] != Kind.REQUEST or properties.get("state") in ENDED:
        return False
    return exercise or not (properties.get("exercise") or properties.get("exercise_request"))


def _items(properties: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in properties.get("items") or ()]


def _journey(start: Point, end: Point, *, moving: bool) -> str:
    """Dashed until something has left; an arrow head two thirds of the way."""
    dash = "" if moving else ' stroke-dasharray="5 4"'
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = max((dx * dx + dy * dy) ** 0.5, 1.0)
    ux, uy = dx / length, dy / length
    x, y = start[0] + dx * 0.66, start[1] + dy * 0.66
    head = (
        f"M{x + 7 * ux:.1f} {y + 7 * uy:.1f}L{x - 4 * ux - 4.5 * uy:.1f} {y - 4 * uy + 4.5 * ux:.1f}"
        f"L{x - 4 * ux + 4.5 * uy:.1f} {y - 4 * uy - 4.5 * ux:.1f}Z"
    )
    return (
        f'<g class="bijstand"><path d="M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}" '
        f'stroke="{signs.PANEL}" stroke-width="4" fill="none" stroke-opacity=".7"/>'
        f'<path d="M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}" stroke="{signs.MARK}" '
        f'stroke-width="1.9" fill="none"{dash}/><circle cx="{start[0]:.1f}" cy="{start[1]:.1f}" r="2.6" '
        f'fill="{signs.MARK}"/><path d="{head}" fill="{signs.MARK}"/></g>'
    )


def _label(
    view: View,
    at: Point,
    asked: Sequence[Mapping[str, Any]],
    heavy: Sequence[Point],
    taken: Sequence[Circle],
) -> str:
    text, tone = _open(asked)
    text = text[:26]
    wide = signs.wide(text, 0.82 * view.size)
    x, y = at
    spots = [(x + dx * wide * 0.62, y + dy * view.size) for dx, dy in _BESIDE]
    good = [spot for spot in spots if _clear(view, spot, wide, heavy)] or spots[:1]
    there = next((spot for spot in good if not _covers(view, spot, wide, taken)), good[0])
    return (
        f'<path d="M{x:.1f} {y:.1f}L{there[0]:.1f} {there[1]:.1f}" stroke="{tone}" stroke-width="1.4"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{tone}"/>'
        + signs.pill(text, there, 0.82 * view.size, tone)
    )


def _clear(view: View, spot: Point, wide: float, heavy: Sequence[Point]) -> bool:
    """Whether a label there is seen whole and covers no heavy mark."""
    x, y = spot
    if not (wide / 2 < x < view.width - wide / 2 and 12 < y < view.height - 12):
        return False
    room = 27 * view.size
    return all(abs(x - a) > wide / 2 + room * 0.6 or abs(y - b) > room for a, b in heavy)


def _covers(view: View, spot: Point, wide: float, taken: Sequence[Circle]) -> bool:
    """Whether a label there lies over a mark."""
    x, y = spot
    high = 9 * view.size
    return any(abs(x - a) < wide / 2 + r * 0.8 and abs(y - b) < high + r * 0.8 for a, b, r in taken)


def _open(asked: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """What is open of some requests, in few words, and its colour."""
    left = [
        (item["outstanding"], item.get("unit") or "")
        for properties in asked
        for item in _items(properties)
        if item.get("outstanding")
    ]
    if not left:
        return "bijstand" if len(asked) == 1 else number_of(len(asked), "verzoek", "verzoeken"), signs.INK
    if len(left) == 1:
        return f"open: {figure(left[0][0])} {left[0][1]}".strip(), signs.BAD
    return f"{number_of(len(left), 'regel', 'regels')} open", signs.BAD

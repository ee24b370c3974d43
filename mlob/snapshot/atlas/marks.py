"""Marks that stay readable: what is near and alike becomes one with a number, and none covers another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from mlob.model import Kind, Verification
from mlob.snapshot.atlas import signs
from mlob.snapshot.atlas.view import Point, View, points
from mlob.snapshot.words import level

__all__ = ["Circle", "marks"]

Feature = Mapping[str, Any]
Circle = tuple[float, float, float]
"""The middle and radius of what a mark or a part of a label takes, in units."""
SEVERE = 3
MOST = 200
"""Marks on one map: with more, what counts as near is made wider."""
_CELL = 22.0
"""Units within which what is alike becomes one mark."""
_RINGS = (1.15, 2.2, 3.3, 4.4)
"""How far a mark may move from its place, in its own size, to cover no other."""
_CROWD, _CROWD_CELL = 5, 3.0
"""More marks than this within so many cells are a crowd: one circle with a number, whatever they are."""
_SIZES = {"ernstig": 1.1, "menigte": 1.0, "melding": 0.9, "voorziening": 0.75, "eenheid": 0.5}
"""Classes of marks, the most important first, and their size."""
_ROOM = {"ernstig": 1.25, "menigte": 1.35}
"""How much more than its size a mark needs."""
_CLASS = {Kind.FACILITY: "voorziening", Kind.UNIT: "eenheid"}
_LEFT_OUT = (Kind.REGION, Kind.REQUEST, Kind.CAPACITY)


class _Group(msgspec.Struct):
    """Marks that became one: how many, where they are on average, and what to say of them."""

    name: str
    discipline: str
    count: int
    x: float
    y: float
    title: str
    drill: bool

    @property
    def middle(self) -> Point:
        return self.x / self.count, self.y / self.count


def marks(
    view: View, features: Iterable[Feature], labels: Iterable[Sequence[Any]] = (), *, exercise: bool
) -> tuple[str, list[Point], list[Circle]]:
    """The marks of all that has a point, the severe on top; where those and crowds are; all that is taken.

    None is drawn on one of the `labels` (middle, half width); what was withdrawn and tests are left out.
    """
    spots = [spot for item in features if (spot := _spot(view, item, exercise)) is not None]
    cell = _CELL * view.size
    groups = _crowded(_grouped(spots, cell), cell)
    while len(groups) > MOST:
        cell *= 1.4
        groups = _crowded(_grouped(spots, cell), cell)
    order = list(_SIZES)
    groups.sort(key=lambda group: (order.index(group.name), -group.count, group.title, group.middle))
    free = _Free()
    for middle, half in labels:
        free.keep(middle, half, 10 * view.size)
    drawn = [_drawn(view, group, free) for group in groups]
    heavy = [at for group, (_, at) in zip(groups, drawn, strict=True) if group.name in _ROOM]
    return "".join(text for text, _ in reversed(drawn)), heavy, free.taken


def _spot(view: View, item: Feature, exercise: bool) -> _Group | None:
    """One thing as a group of its own; None for what has no mark."""
    properties = item["properties"]
    kind = properties["kind"]
    if kind in _LEFT_OUT or properties.get("test"):
        return None
    if properties.get("verification") == Verification.INGETROKKEN:
        return None
    point = _point(view, item.get("geometry"), kind)
    if point is None or not view.holds(point, 2):
        return None
    name = _CLASS.get(kind, "melding")
    drill = bool(properties.get("exercise")) and not exercise
    if name == "melding" and level(properties, "severity") >= SEVERE and not drill:
        name = "ernstig"
    title = f"OEFENING: {properties.get('title') or ''}" if drill else str(properties.get("title") or "")
    return _Group(name, str(properties.get("discipline") or "overig"), 1, *point, title, drill)


def _point(view: View, geometry: Mapping[str, Any] | None, kind: str) -> Point | None:
    """Where a mark stands: a point itself, the middle of a line or shape; an area draws itself."""
    if not geometry or (kind == Kind.AREA and geometry.get("type") not in ("Point", "MultiPoint")):
        return None
    found = [view.xy(position) for position in points(geometry.get("coordinates"))]
    if not found:
        return None
    return sum(x for x, _ in found) / len(found), sum(y for _, y in found) / len(found)


def _grouped(spots: Sequence[_Group], cell: float) -> list[_Group]:
    """What is of one class and discipline and in one cell, as one; severe ones only when nearly the same."""
    found: dict[tuple[Any, ...], _Group] = {}
    for spot in spots:
        size = cell / 2 if spot.name == "ernstig" else cell
        where = (spot.name, spot.discipline, spot.drill, math.floor(spot.x / size), math.floor(spot.y / size))
        group = found.get(where)
        if group is None:
            found[where] = msgspec.structs.replace(spot)
        else:
            group.count += 1
            group.x += spot.x
            group.y += spot.y
            group.title = min(group.title, spot.title)
    return list(found.values())


def _crowded(groups: list[_Group], cell: float) -> list[_Group]:
    """Where too many marks are near each other: one for all that is not severe."""
    size = cell * _CROWD_CELL
    near: dict[tuple[int, int], list[_Group]] = {}
    for group in groups:
        if group.name != "ernstig":
            x, y = group.middle
            near.setdefault((math.floor(x / size), math.floor(y / size)), []).append(group)
    found = [group for group in groups if group.name == "ernstig"]
    for crowd in near.values():
        if len(crowd) <= _CROWD:
            found += crowd
            continue
        count = sum(group.count for group in crowd)
        x, y = sum(group.x for group in crowd), sum(group.y for group in crowd)
        found.append(_Group("menigte", "", count, x, y, min(group.title for group in crowd), False))
    return found


class _Free:
    """Which places on the map are taken."""

    def __init__(self) -> None:
        self.taken: list[Circle] = []

    def keep(self, middle: Point, half: float, radius: float) -> None:
        """Keep the place of a label free, so wide on both sides of its middle."""
        for part in (-1, -0.5, 0, 0.5, 1):
            self.taken.append((middle[0] + part * (half - radius), middle[1], radius))

    def place(self, view: View, wanted: Point, radius: float) -> Point:
        """The nearest free place to the one that is wanted, or that itself when all around is full."""
        for x, y in _around(wanted, radius):
            inside = view.holds((x, y), radius)
            if inside and not any(math.hypot(x - a, y - b) < radius + r for a, b, r in self.taken):
                self.taken.append((x, y, radius))
                return x, y
        self.taken.append((*wanted, radius))
        return wanted


def _around(wanted: Point, radius: float) -> Iterable[Point]:
    yield wanted
    for turns in _RINGS:
        steps = round(6 * turns)
        for step in range(steps):
            angle = 2 * math.pi * step / steps - math.pi / 4
            yield (
                wanted[0] + 2 * radius * turns * math.cos(angle) * 0.9,
                wanted[1] + 2 * radius * turns * math.sin(angle) * 0.9,
            )


def _drawn(view: View, group: _Group, free: _Free) -> tuple[str, Point]:
    """A mark with the line to where it belongs, and where it is drawn."""
    size = _SIZES[group.name] * view.size
    wanted = group.middle
    at = free.place(view, wanted, signs.RADIUS * size * _ROOM.get(group.name, 0.95))
    title = group.title if group.count == 1 else f"{group.title} en nog {group.count - 1}"
    line = ""
    if math.hypot(at[0] - wanted[0], at[1] - wanted[1]) > 2:
        line = (
            f'<path d="M{wanted[0]:.1f} {wanted[1]:.1f}L{at[0]:.1f} {at[1]:.1f}" stroke="#55656f" '
            f'stroke-width=".8" fill="none"/><circle cx="{wanted[0]:.1f}" cy="{wanted[1]:.1f}" r="1.6" '
            f'fill="#55656f"/>'
        )
    if group.name == "menigte":
        return line + signs.crowd(at, size, group.count, title), at
    drawn = signs.sign(
        group.discipline,
        at,
        size,
        severe=group.name == "ernstig",
        hollow=group.name == "voorziening",
        drill=group.drill,
        letter=group.name != "eenheid",
        count=group.count,
        title=title,
    )
    return line + drawn, at

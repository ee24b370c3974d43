"""Numbers that changed enough to matter: people, beds, shelter, water, what suppliers have."""

from __future__ import annotations

import math
from collections.abc import Iterator

from mlob.model import Kind
from mlob.snapshot.differences.change import SEVERE, Change
from mlob.snapshot.differences.say import number
from mlob.snapshot.differences.scene import Item, Scene
from mlob.verification import COUNTED

__all__ = ["figures", "told"]

Span = tuple[float, float]
"""The least and the most that is said of a number."""

_OCCUPIED = ("occupied", "bezet", "opgevangen", "occupancy")
"""People in a shelter: the first that is told counts."""
_DEAD = frozenset(("dead", "deaths", "doden", "triage_black"))
_HURT = frozenset(
    (
        *("casualties", "victims", "injured", "wounded", "missing", "trapped", "triage_red"),
        *("gewonden", "slachtoffers", "vermisten"),
    )
)
_LABELS = {
    "casualties": "slachtoffers",
    "victims": "slachtoffers",
    "dead": "doden",
    "deaths": "doden",
    "injured": "gewonden",
    "wounded": "gewonden",
    "missing": "vermisten",
    "trapped": "ingesloten mensen",
    "evacuated": "geëvacueerden",
    "geevacueerd": "geëvacueerden",
    "geevacueerden": "geëvacueerden",
    "displaced": "ontheemden",
    "triage_red": "gewonden T1 (rood)",
    "triage_yellow": "gewonden T2 (geel)",
    "triage_green": "gewonden T3 (groen)",
    "triage_black": "doden (triage zwart)",
    "decontaminated": "ontsmette mensen",
    "occupied": "opgevangen mensen",
    "occupancy": "opgevangen mensen",
    "bezet": "opgevangen mensen",
    "opgevangen": "opgevangen mensen",
    "people": "mensen",
}
_PEOPLE = COUNTED.difference(_OCCUPIED) | {"people"}
_SHARE = 0.2
"""Of the larger of two numbers: how much a figure must differ before it is told."""
_BEDS = (("free_beds", "vrije bedden", 5), ("ic_free", "vrije IC-bedden", 2))
"""Property, how it is called, and by how many it must differ."""
_NEARLY_FULL = 0.9
_LEVEL_M = 0.25
_FLOW_M3_S = 50.0


def told(item: Item) -> list[str]:
    """The people that something new speaks of: "3 gewonden"; of a shelter how full it is."""
    found = []
    if item.kind in (Kind.INCIDENT, Kind.AREA):
        spans = [(name, _span(item, name)) for name in _counted(item)]
        found = [f"{_range(span)} {_LABELS.get(name, name)}" for name, span in spans if span and span[1] > 0]
    if item.kind == Kind.FACILITY and (now := _occupied(item)) is not None:
        found.append(_filled(item, now))
    return found


def figures(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    """What is different in the numbers of one thing."""
    yield from _people(scene, before, after)
    if after.kind == Kind.FACILITY:
        yield from _shelter(scene, before, after)
        yield from _beds(scene, before, after)
        yield from _water(scene, before, after)
    elif after.kind == Kind.CAPACITY:
        yield from _stock(scene, before, after)


def _change(scene: Scene, after: Item, name: str, tail: str, severity: int, aside: str = "") -> Change:
    return scene.change(
        "figure",
        after,
        after.noun.head,
        tail,
        severity=severity,
        time=after.said(name),
        aside=aside,
    )


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def _span(item: Item, name: str) -> Span | None:
    """What is said of a number over all parts: joining those that differ is no news."""
    low: list[float] = []
    high: list[float] = []
    for part in item.parts:
        properties = part["properties"]
        value = _number(properties.get(name))
        if value is None:
            continue
        ranges = properties.get("ranges")
        said = ranges.get(name) if isinstance(ranges, dict) else None
        pair = (
            [_number(end) for end in said] if isinstance(said, list | tuple) and len(said) == 2 else [value]
        )
        ends = [end for end in pair if end is not None] or [value]
        low.append(min(ends))
        high.append(max(ends))
    return (min(low), max(high)) if low else None


def _counted(*items: Item) -> list[str]:
    """Which numbers of people are told at all."""
    found = (part["properties"].keys() & _PEOPLE for item in items for part in item.parts)
    return sorted(set[str]().union(*found))


def _range(span: Span) -> str:
    low, high = span
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def _differs(old: float, new: float, least: float) -> bool:
    """Whether a number moved by at least so many, and by a share of the larger of the two."""
    return abs(new - old) >= max(least, _SHARE * max(abs(old), abs(new)))


def _people(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    if after.kind == Kind.CAPACITY:
        return
    for name in _counted(before, after):
        old, new = _span(before, name), _span(after, name)
        if old == new or (old is None and new == (0, 0)):
            continue
        label = _LABELS.get(name, name.replace("_", " "))
        if new is None:
            yield _change(scene, after, name, f"aantal {label} niet meer bekend", 1)
            continue
        aside = "bronnen verschillen" if new[0] != new[1] else ""
        tail = f"{label} {_range(old)} → {_range(new)}" if old else f"nu {_range(new)} {label}"
        rises = old is None or new[1] > old[1]
        yield _change(scene, after, name, tail, _weight(name, rises, new), aside)


def _weight(name: str, rises: bool, new: Span) -> int:
    if name in _DEAD:
        return 4 if rises and new[1] >= 10 else SEVERE
    return (SEVERE if name in _HURT else 2) if rises else 1


def _occupied(item: Item) -> float | None:
    return next((found for name in _OCCUPIED if (found := _number(item.get(name))) is not None), None)


def _filled(item: Item, now: float) -> str:
    room = _number(item.get("capacity"))
    return f"{number(now)} van {number(room)} plaatsen bezet" if room else f"{number(now)} mensen opgevangen"


def _shelter(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    old, new = _occupied(before), _occupied(after)
    was, room = _number(before.get("capacity")), _number(after.get("capacity"))
    if was is not None and room is not None and _differs(was, room, 1):
        yield _change(
            scene, after, "capacity", f"plaatsen {number(was)} → {number(room)}", 1 if room > was else 2
        )
    if old is None or new is None or old == new:
        return
    full, was_full = _full(new, room), _full(old, was)
    crossed = full != was_full
    if not crossed and not _differs(old, new, 5):
        return
    word = ("vol: " if room and new >= room else "bijna vol: ") if full and crossed else ""
    name = next((name for name in _OCCUPIED if _number(after.get(name)) is not None), "")
    text = f"{word}{_filled(after, new)}, was {number(old)}"
    yield _change(scene, after, name, text, 2 if word else 1)


def _full(occupied: float, room: float | None) -> bool:
    return bool(room) and room is not None and occupied >= _NEARLY_FULL * room


def _beds(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    for name, label, least in _BEDS:
        old, new = _number(before.get(name)), _number(after.get(name))
        if old is None or new is None or old == new:
            continue
        if new <= 0 < old:
            yield _change(scene, after, name, f"geen {label} meer, was {number(old)}", SEVERE)
        elif old <= 0 < new:
            yield _change(scene, after, name, f"weer {number(new)} {label}", 2)
        elif _differs(old, new, least):
            yield _change(scene, after, name, f"{label} {number(old)} → {number(new)}", 1)


def _water(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    old, new = _number(before.get("level_m_nap")), _number(after.get("level_m_nap"))
    if old is not None and new is not None and abs(round(new - old, 3)) >= _LEVEL_M:
        rise = round(new - old, 3)
        severity = (SEVERE if rise >= 4 * _LEVEL_M else 2 if rise >= 2 * _LEVEL_M else 1) if rise > 0 else 1
        text = f"waterstand {_metres(old)} → {_metres(new)} m NAP"
        yield _change(scene, after, "level_m_nap", text, severity)
    old, new = _number(before.get("discharge_m3_s")), _number(after.get("discharge_m3_s"))
    if old is not None and new is not None and _differs(old, new, _FLOW_M3_S):
        text = f"afvoer {number(old)} → {number(new)} m³/s"
        yield _change(scene, after, "discharge_m3_s", text, 2 if new > old else 1)


def _metres(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def _stock(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    old, new = _available(before), _available(after)
    if old is not None and new is not None and old != new and _differs(old, new, 1):
        total = _number(after.get("total"))
        of = f" van {number(total)}" if total is not None else ""
        text = f"beschikbaar {number(old)} → {number(new)}{of}"
        name = "in_use" if after.get("available") is None else "available"
        yield _change(scene, after, name, text, 2 if new <= 0 else 1)
        return
    was, total = _number(before.get("total")), _number(after.get("total"))
    if was is not None and total is not None and was != total and _differs(was, total, 1):
        yield _change(scene, after, "total", f"totaal {number(was)} → {number(total)}", 1)


def _available(item: Item) -> float | None:
    """What is there to send: what the supplier says, else total less what is in use."""
    said, total, used = (_number(item.get(name)) for name in ("available", "total", "in_use"))
    if said is not None or total is None or used is None:
        return said
    return total - used

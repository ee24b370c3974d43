"""Many changes on few lines: what is alike is one sentence, the least is counted, nothing severe hides."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import msgspec

from mlob.model import Discipline
from mlob.snapshot.differences.change import SEVERE, Change, worst_first
from mlob.snapshot.differences.say import noun
from mlob.snapshot.differences.scene import DRILL
from mlob.snapshot.words import DISCIPLINES

__all__ = ["summary"]

_LEAST = 3
"""So many that are alike make a group."""
_NAMED = 3
"""So many of a group are named."""
_VERBS = {
    "new": "{n} nieuwe {things}",
    "gone": "{n} {things} uit beeld",
    "status": "{n} {things} met een andere status",
    "severity": "{n} {things} met een andere ernst",
    "verification": "{n} {things} met een andere zekerheid",
    "figure": "{n} andere cijfers van {things}",
    "moved": "{n} verplaatste {things}",
    "extended": "{n} {things} met een andere eindtijd",
    "area": "{n} {things} met een ander gebied",
}


class _Line(msgspec.Struct, frozen=True):
    """A line, how many changes it stands for, and of which regions."""

    change: Change
    stands_for: int
    regions: frozenset[str | None]


def summary(changes: Sequence[Change], most: int) -> list[Change]:
    """The changes on at most so many lines, worst first.

    When all fit, nothing is grouped. Else what is alike and not severe becomes one line, first of one
    discipline in one region, then of a discipline, then of all; what still does not fit is counted on
    the last line (two, when it holds both real things and an exercise: those are never added up).
    Severe changes always have a line of their own, also when there are more of those than `most`.
    """
    lines = [_Line(change, 1, frozenset((change.region,))) for change in sorted(changes, key=worst_first)]
    for ceiling, key in _STEPS:
        if len(lines) <= most:
            break
        lines = _grouped(lines, ceiling, key)
    return [line.change for line in _cut(lines, most)]


def _kind(change: Change) -> str:
    return change.entity.partition(":")[0]


def _alike(change: Change) -> tuple[Hashable, ...]:
    return change.what, _kind(change), change.exercise, change.discipline, change.region, change.region_name


def _of_discipline(change: Change) -> tuple[Hashable, ...]:
    return change.what, _kind(change), change.exercise, change.discipline, None, None


def _of_kind(change: Change) -> tuple[Hashable, ...]:
    return change.what, _kind(change), change.exercise, "", None, None


_Key = Callable[[Change], tuple[Hashable, ...]]
_STEPS: tuple[tuple[int, _Key], ...] = (
    (1, _alike),
    (1, _of_discipline),
    (2, _alike),
    (1, _of_kind),
)
"""Up to which severity what is grouped how, as long as there are too many lines."""


def _grouped(lines: list[_Line], ceiling: int, key: _Key) -> list[_Line]:
    groups: dict[tuple[Hashable, ...], list[_Line]] = {}
    kept: list[_Line] = []
    for line in lines:
        if line.change.what in _VERBS and line.change.severity <= ceiling and _kind(line.change):
            groups.setdefault(key(line.change), []).append(line)
        else:
            kept.append(line)
    for group in groups.values():
        kept += (
            [_many(group)] if sum(line.stands_for for line in group) >= _LEAST and len(group) > 1 else group
        )
    return sorted(kept, key=lambda line: worst_first(line.change))


def _many(group: list[_Line]) -> _Line:
    """One line for several: how many of what, where, and the first of them by name."""
    first = group[0].change
    regions = frozenset[str | None]().union(*(line.regions for line in group))
    one_place, one_kind = len(regions) == 1, len({line.change.discipline for line in group}) == 1
    total = sum(line.stands_for for line in group)
    head = _VERBS[first.what].format(n=total, things=noun(_kind(first)).many)
    head += f" {_called(first.discipline)}" if one_kind and first.discipline else ""
    if one_place:
        head += f" in {first.region_name}" if first.region_name else ""
    else:
        head += f" in {len(regions - {None})} regio's" if len(regions - {None}) > 1 else ""
    named = [line.change for line in group if line.stands_for == 1][:_NAMED]
    rest = total - len(named)
    told = "; ".join([*(_body(change) for change in named), *([f"en nog {rest}"] if rest and named else [])])
    text = f"{head}: {told}" if told else head
    return _Line(
        Change(
            what=first.what,
            discipline=first.discipline if one_kind else "",
            region=first.region if one_place else None,
            region_name=first.region_name if one_place else None,
            severity=max(line.change.severity for line in group),
            time=None,
            text=(DRILL if first.exercise else "") + text,
            entity=f"{_kind(first)}:",
            exercise=first.exercise,
        ),
        total,
        regions,
    )


def _called(discipline: str) -> str:
    return "GHOR" if discipline == Discipline.GHOR else DISCIPLINES.get(discipline, discipline).lower()


def _body(change: Change) -> str:
    """What stands after the head of a sentence."""
    text = change.text.removeprefix(DRILL)
    return text.partition(": ")[2] or text


def _cut(lines: list[_Line], most: int) -> list[_Line]:
    """The lines that fit, and how many changes do not."""
    if len(lines) <= most:
        return lines
    severe = sum(line.change.severity >= SEVERE for line in lines)
    for ends in (1, 2):
        room = max(severe, most - ends)
        tails = [_rest(lines[room:], drill) for drill in (False, True)]
        found = [tail for tail in tails if tail is not None]
        if len(found) <= ends:
            break
    return [*lines[:room], *found]


def _rest(lines: list[_Line], exercise: bool) -> _Line | None:
    count = sum(line.stands_for for line in lines if line.change.exercise is exercise)
    if not count:
        return None
    text = f"en nog {count} kleinere {'wijziging' if count == 1 else 'wijzigingen'}"
    change = Change(
        what="rest",
        discipline="",
        region=None,
        region_name=None,
        severity=0,
        time=None,
        text=(DRILL if exercise else "") + text,
        entity="",
        exercise=exercise,
    )
    return _Line(change, count, frozenset((None,)))

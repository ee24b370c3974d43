"""How sure each value is: onbevestigd, bevestigd, tegengesproken, ingetrokken; and numbers that differ.

A report says how sure it is of all that it says (P2000: onbevestigd). A person may judge one value, or
all: that is a value of its own, `verified.<name>` or `verified`, which no feed can say and which a later
report does not undo. Two sources whose numbers differ contradict each other
until somebody judges; both are shown, and what is counted from them is a range.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlob.fold import Entity, Report, words
from mlob.model import Verification

__all__ = ["ALL", "COUNTED", "VERIFIED", "is_judgement", "of_entity", "of_value", "of_word", "ranges"]

VERIFIED = "verified."
"""Before the names of values that hold a person's judgement of another value."""
ALL = "verified"
"""The value that holds a person's judgement of all that is said of an entity."""

COUNTED = frozenset(
    (
        *("casualties", "victims", "dead", "deaths", "injured", "wounded", "missing", "evacuated"),
        *("displaced", "trapped"),
        *("doden", "gewonden", "slachtoffers", "vermisten", "geevacueerd", "geevacueerden", "ontheemden"),
        *("triage_red", "triage_yellow", "triage_green", "triage_black", "decontaminated"),
        *("occupied", "bezet", "opgevangen"),
    )
)
"""Numbers of people: what is added up over incidents and shelters."""


_NOT_COUNTED = frozenset(
    ("accuracy_m", "course", "speed", "severity", "hectometer", "grip", "version", "quantity", "ttl")
)
"""Numbers that change or that describe: the latest is right, and an earlier one does not contradict it."""


def is_judgement(name: str) -> bool:
    """Whether a value is a person's judgement."""
    return name == ALL or name.startswith(VERIFIED)


def of_entity(values: Mapping[str, Any]) -> str:
    """How sure all that is said of an entity is, by its shown values."""
    return str(values.get(ALL) or values.get("verification") or Verification.ONBEVESTIGD)


def of_word(entity: Entity, report: Report, name: str) -> str:
    """How sure a source is of what it said: its own last word on that, for this value or for all."""
    mine = [
        other
        for other in entity.reports.values()
        if other.source == report.source and other.discipline == report.discipline
    ]
    for key in (VERIFIED + name, "verification"):
        told = [(other.at, str(other.values[key])) for other in mine if key in other.values]
        if told:
            return max(told)[1]
    return str(Verification.ONBEVESTIGD)


def of_value(entity: Entity, name: str) -> str:
    """How sure a value is: a person's judgement of it, else contradicted, else the best that is said."""
    judged = words(entity, VERIFIED + name) or words(entity, ALL)
    if judged:
        return str(judged[0][1])
    said = words(entity, name)
    sure = [of_word(entity, entity.reports[oid], name) for oid, _ in said]
    standing = [
        (value, word) for (_, value), word in zip(said, sure, strict=True) if word != Verification.INGETROKKEN
    ]
    if not standing:
        return str(Verification.INGETROKKEN)
    if name not in _NOT_COUNTED and _differ([value for value, _ in standing]):
        return str(Verification.TEGENGESPROKEN)
    for word in (Verification.TEGENGESPROKEN, Verification.BEVESTIGD):
        if any(sure == word for _, sure in standing):
            return str(word)
    return str(Verification.ONBEVESTIGD)


def ranges(entity: Entity, values: Mapping[str, Any]) -> dict[str, list[float]]:
    """Of each number on which standing words differ: the least and the most that is said."""
    found = {}
    for name, value in values.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or name in _NOT_COUNTED:
            continue
        if words(entity, VERIFIED + name):
            continue  # somebody judged which it is
        numbers = [
            word
            for oid, word in words(entity, name)
            if of_word(entity, entity.reports[oid], name) != Verification.INGETROKKEN
            and isinstance(word, int | float)
        ]
        if numbers and min(numbers) != max(numbers):
            found[name] = [min(numbers), max(numbers)]
    return found


def _differ(values: list[Any]) -> bool:
    """Whether these are numbers that are not all the same; words may well differ and both be true."""
    numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    return len(numbers) > 1 and min(numbers) != max(numbers)

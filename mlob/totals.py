"""Totals that say what they do not know: ranges where reports differ, and who is missing from them.

Two reports that may be one incident count as one or as two; numbers on which sources differ add up to
a range; a discipline that is silent makes every total a minimum.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mlob.grouping import Link
from mlob.model import Kind, Verification
from mlob.verification import COUNTED

__all__ = ["counts", "span", "totals"]

Features = Sequence[Mapping[str, Any]]


def totals(
    features: Features, proposed: Iterable[Link], *, exercise: bool, missing: str = ""
) -> dict[str, Any]:
    """Incidents and people in the picture, each with `min`, `max` and `text`.

    Counted is what is real, or with `exercise` everything, as all of it is an exercise then; tests and
    what was withdrawn are not. `missing` says which disciplines are silent, and since when.
    """
    counted = [item for item in features if counts(item["properties"], exercise)]
    incidents = [item for item in counted if item["properties"]["kind"] == Kind.INCIDENT]
    most = len(incidents)
    least = most - _merges({str(item["id"]): _members(item) for item in incidents}, proposed)
    confirmed = sum(item["properties"].get("verification") == Verification.BEVESTIGD for item in incidents)
    people = [_people(name, counted, missing) for name in sorted(COUNTED)]
    return {
        "incidents": {
            "min": least,
            "max": most,
            "confirmed": confirmed,
            "text": span(least, most, missing),
        },
        "people": [row for row in people if row is not None],
        "missing": missing or None,
    }


def span(least: float, most: float, missing: str = "") -> str:
    """ "12", "8-10", or "min. 12, Politie ontbreekt sinds 13:40"."""
    numbers = f"{least:g}" if least == most else f"{least:g}–{most:g}"
    return f"min. {numbers}, {missing}" if missing else numbers


def counts(properties: Mapping[str, Any], exercise: bool) -> bool:
    """Whether something adds to a total: real (or all of it an exercise), no test, not withdrawn."""
    return (
        (exercise or not properties.get("exercise"))
        and not properties.get("test")
        and properties.get("verification") != Verification.INGETROKKEN
    )


def _members(item: Mapping[str, Any]) -> list[str]:
    return list(item["properties"].get("members") or [item["id"]])


def _merges(shown: Mapping[str, Sequence[str]], proposed: Iterable[Link]) -> int:
    """How many fewer there would be if every proposal were true."""
    of = {member: name for name, members in shown.items() for member in members}
    top = {name: name for name in shown}

    def root(name: str) -> str:
        while top[name] != name:
            name = top[name]
        return name

    fewer = 0
    for link in proposed:
        if link.a in of and link.b in of:
            a, b = root(of[link.a]), root(of[link.b])
            fewer += a != b
            top[a] = b
    return fewer


def _people(name: str, counted: Features, missing: str) -> dict[str, Any] | None:
    """The sum of one number over all that tell it; None when nobody does."""
    least = most = 0.0
    told = unconfirmed = 0
    for item in counted:
        properties = item["properties"]
        value = properties.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        told += 1
        unconfirmed += properties.get("verification") != Verification.BEVESTIGD
        ranges = properties.get("ranges")
        low, high = ranges.get(name, (value, value)) if isinstance(ranges, Mapping) else (value, value)
        least, most = least + low, most + high
    if not told:
        return None
    return {
        "name": name,
        "min": least,
        "max": most,
        "told_by": told,
        "unconfirmed": unconfirmed,
        "text": span(least, most, missing),
    }

"""One thing that is different between two pictures, and what comes first of many."""

from __future__ import annotations

import msgspec

from mlob.model import Discipline

__all__ = ["SEVERE", "Change", "relief", "worst_first"]

SEVERE = 3
"""From this severity on a change always has a line of its own."""

_RANK = (
    *("grip", "silent", "overdue", "new", "severity", "verification", "status", "figure", "request"),
    *("promised", "asked", "arrived", "departed", "needed_by", "phase", "gone", "speaks"),
)
_DISCIPLINES = ("", *Discipline)


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is different; `time` is when it was so (observed, UTC ISO) or None.

    `what` is a code: grip, phase, new, gone, severity, status, verification, title, moved, extended, area,
    advice, figure, units, request, promised, asked, departed, arrived, overdue, needed_by, urgent, silent,
    speaks, exercise; in a summary also rest (what did not fit), and a group has the code of its members.
    """

    what: str
    discipline: str
    """brandweer ... overig, or "" for a region, a request, or what is of all."""
    region: str | None
    region_name: str | None
    severity: int
    """0-4, for the order and the weight on the page."""
    time: str | None
    text: str
    """The sentence: Dutch, with local time; renderers escape it."""
    entity: str
    """The id of the feature, or "" for what is of no one thing."""
    exercise: bool
    grip: int = 0
    """The GRIP level that it came to: of what is as severe, the highest comes first."""


def relief(severity: int) -> int:
    """The weight of good news about something: never hidden when it was severe, never above new bad news."""
    return min(severity, SEVERE)


def worst_first(change: Change) -> tuple[object, ...]:
    """The order of changes: by severity, then by what cannot wait, by discipline, region and time."""
    return (
        -change.severity,
        change.exercise,
        _RANK.index(change.what) if change.what in _RANK else len(_RANK),
        _DISCIPLINES.index(change.discipline) if change.discipline in _DISCIPLINES else len(_DISCIPLINES),
        -change.grip,
        change.region or "~",
        change.time or "~",
        change.text,
        change.entity,
    )

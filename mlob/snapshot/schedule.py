"""When a briefing is made by itself: times of day in the Netherlands, each day once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

import msgspec

from mlob.moment import AMSTERDAM, moment

__all__ = ["Due", "due", "moments"]


class Due(msgspec.Struct, frozen=True):
    """Which briefing is to be made now, and which are no longer made (UTC, oldest first)."""

    make: datetime | None
    skipped: tuple[datetime, ...]


def moments(times: Sequence[time], after: datetime, until: datetime) -> list[datetime]:
    """Every moment past `after` up to `until` at which the clock says one of `times`; UTC, in order.

    A time that the clock passes twice (end of summer time) counts the first time; one that it skips
    counts when it would have been by the time before.
    """
    if until <= after or not times:
        return []
    first, last = after.astimezone(AMSTERDAM).date(), until.astimezone(AMSTERDAM).date()
    found = set()
    for days in range((last - first).days + 1):
        for clock in times:
            local = datetime.combine(first + timedelta(days=days), clock)
            at = moment(local.isoformat())
            if after < at <= until:
                found.add(at)
    return sorted(found)


def due(times: Sequence[time], after: datetime, now: datetime, late: timedelta) -> Due:
    """What to do now about the moments since `after`: the newest is made unless it is too late for it."""
    found = moments(times, after, now)
    if found and now - found[-1] <= late:
        return Due(found[-1], tuple(found[:-1]))
    return Due(None, tuple(found))

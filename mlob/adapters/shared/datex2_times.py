"""When a record of DATEX II counts, and how it stands at a moment: planned, going on, over, withdrawn.

What a record says of later holds from then on: it counts from the start of a period once that has begun,
and from the end once that is past. So the same record read again says the same, and what it says next
is newer, without a clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from mlob.formats.datex2 import Record
from mlob.formats.datex2_record import Period

__all__ = ["GOING", "OVER", "PLANNED", "Standing", "standing"]

PLANNED, GOING, OVER = "gepland", "actueel", "beëindigd"
SUSPENDED, WITHDRAWN = "opgeschort", "ingetrokken"
SHOWN = timedelta(hours=1)
"""How long what was withdrawn stays in the picture, so that everyone has seen it."""
GONE = timedelta(minutes=15)
"""The same for what is over."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a record stands since `since`; until `until` it counts; in or before which period that is."""

    state: str
    since: datetime | None
    until: datetime | None
    period: Period


def standing(record: Record, versioned: datetime | None, now: datetime) -> Standing:
    """How a record, that says what it says since `versioned`, stands at a moment."""
    overall = record.overall
    if record.cancelled or record.ended:
        state, shown = (WITHDRAWN, SHOWN) if record.cancelled else (OVER, GONE)
        until = None if versioned is None else versioned + shown
        return Standing(state=state, since=versioned, until=until, period=overall)
    if record.validity == "suspended":
        return Standing(state=SUSPENDED, since=versioned, until=overall.end, period=overall)
    if overall.end is not None and overall.end <= now and not _overruns(record, versioned):
        return _over(overall.end, versioned, overall)
    if record.validity == "active":
        end = overall.end if overall.end is not None and overall.end > now else None
        return Standing(state=GOING, since=versioned, until=end, period=overall)
    return _timed(record.periods or (overall,), overall, versioned, now)


def _overruns(record: Record, versioned: datetime | None) -> bool:
    """Whether a record was called active after its own end: that says that it takes longer."""
    end = record.overall.end
    return record.validity == "active" and versioned is not None and end is not None and versioned > end


def _timed(periods: Sequence[Period], overall: Period, versioned: datetime | None, now: datetime) -> Standing:
    """How what is defined by its times stands."""
    begun = [period for period in periods if period.start is None or period.start <= now]
    going = [period for period in begun if period.end is None or period.end > now]
    if going:
        period = max(going, key=lambda item: item.start or datetime.min.replace(tzinfo=now.tzinfo))
        end = period.end or overall.end
        return Standing(
            state=GOING,
            since=_latest(versioned, period.start),
            until=end,
            period=Period(start=period.start, end=end),
        )
    past = [period.end for period in begun if period.end is not None]
    coming = [period for period in periods if period.start is not None and period.start > now]
    if coming:
        period = min(coming, key=lambda item: item.start or now)
        return Standing(
            state=PLANNED, since=_latest(versioned, *past), until=period.end or overall.end, period=period
        )
    return _over(max(past), versioned, overall)


def _over(end: datetime, versioned: datetime | None, overall: Period) -> Standing:
    since = _latest(versioned, end)
    return Standing(state=OVER, since=since, until=None if since is None else since + GONE, period=overall)


def _latest(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)

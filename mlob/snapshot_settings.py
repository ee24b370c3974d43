"""`[snapshots]` of mlob.toml: how long packages are kept, and when a briefing is made by itself."""

from __future__ import annotations

import re
from datetime import time

import msgspec

__all__ = ["Snapshots", "faults", "times"]

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_MOST = 100_000
_AT_MOST = 48
"""Briefings a day: one each half hour."""


class Snapshots(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How snapshot packages are kept and when they are made.

    A package is deleted once it is older than `keep`, or when there are more than `most`, the oldest
    first. `at` are times of day in the Netherlands at which one is made in the forms `formats` (all when
    it names none); one that was missed is made late when that is no later than `late`.
    """

    keep: str = "90d"
    most: int = 500
    at: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    late: str = "2h"


def times(snapshots: Snapshots) -> list[time]:
    """The times of day in `at`, in order; what is no time is left out."""
    found = {match.groups() for text in snapshots.at if (match := _CLOCK.fullmatch(text))}
    return sorted(time(int(hour), int(minute)) for hour, minute in found)


def faults(snapshots: Snapshots) -> list[str]:
    """What is wrong; mlob/config.py reads the lengths of time, mlob/check.py knows the forms."""
    found = [
        f"at: geen tijd: {text!r} (voorbeeld: 08:00)" for text in snapshots.at if not _CLOCK.fullmatch(text)
    ]
    if len(set(snapshots.at)) < len(snapshots.at):
        found.append("at: een tijd staat er twee keer")
    if len(snapshots.at) > _AT_MOST:
        found.append(f"at: hoogstens {_AT_MOST} tijden")
    if not 1 <= snapshots.most <= _MOST:
        found.append(f"most: een getal van 1 tot en met {_MOST}")
    return found

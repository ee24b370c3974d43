"""What came in before its time: from clocks that run ahead, kept apart until that time has come.

A checkpoint serves a moment only when all in it had been observed by then, and one source whose clock is
two minutes ahead would hold each checkpoint back by two minutes. So of what such a source speaks of, a
checkpoint has what was known before, and the entries since by themselves, to be folded as far as the
moment goes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from mlob.fold import Entity

__all__ = ["Ahead", "Early"]

MOST = 5000
"""Entries kept apart; with more than these a checkpoint rather holds them and serves later moments."""


class Early(msgspec.Struct, array_like=True):
    """What was spoken of too early: its record before that, and each entry about it since (JSON).

    `until` is the time at which all of these count.
    """

    name: str
    before: Entity | None
    since: list[msgspec.Raw]
    until: datetime


class Ahead:
    """All of it, while the journal is folded; `now` is the latest time at which anything was received."""

    def __init__(self, found: Iterable[Early] = ()) -> None:
        self.of = {item.name: item for item in found}

    def take(self, name: str, known: Entity | None, at: datetime, raw: bytes, now: datetime) -> None:
        """Note an entry about something, with a record of that of which nothing will change."""
        early = self.of.get(name)
        if early is not None and early.until > now:
            early.since.append(msgspec.Raw(raw))
            early.until = max(early.until, at)
        elif at > now:
            self.of[name] = Early(name, known, [msgspec.Raw(raw)], at)
        elif early is not None:
            del self.of[name]

    def awaited(self, name: str, at: datetime, now: datetime) -> bool:
        """Whether `take` will keep a record of something as it is now."""
        return at > now and (name not in self.of or self.of[name].until <= now)

    def settle(self, now: datetime) -> bool:
        """Let go what counts by now; whether so little is left that it may be kept apart."""
        self.of = {name: early for name, early in self.of.items() if early.until > now}
        return sum(len(early.since) for early in self.of.values()) <= MOST

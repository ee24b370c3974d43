"""The live picture as CoT events, made once for all clients, and what each client still has to get.

A client owes us nothing: what changed while it was busy is a set of ids, and it gets the newest event of
each once it reads again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime

import msgspec

from mlob.audience import EVERYONE, Audience
from mlob.broadcast import Mirror
from mlob.changes import Changes
from mlob.outward.cot_event import Around, Event, deletion, events

__all__ = ["Feed", "Waiting"]

log = logging.getLogger(__name__)

_AT_ONCE = 200
"""Features made events between two looks at the event loop: some 10 ms."""
_CHUNK = 64 * 1024
"""Bytes after which a client is given what there is."""


class Waiting:
    """What one client still has to get, and what it has been told of."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.wake = asyncio.Event()
        self.pong = False
        self._told: dict[str, bool] = {}
        self._due: dict[str, None] = {}
        self.note(feed.events)

    def note(self, uids: Iterable[str]) -> None:
        """These events changed, or are no more."""
        self._due.update(dict.fromkeys(uids))
        self.wake.set()

    def asked(self) -> None:
        """It asks whether we are there; asking twice before the answer is asking once."""
        self.pong = True
        self.wake.set()

    def take(self, now: datetime) -> bytes:
        """The next events for it, the longest waiting first; nothing when it has all."""
        found: list[bytes] = []
        size = 0
        while self._due and size < _CHUNK:
            uid = next(iter(self._due))
            del self._due[uid]
            event = self.feed.events.get(uid)
            if event is not None:
                self._told[uid] = event.exercise
                raw = event.raw
            elif uid in self._told:
                raw = deletion(uid, self.feed.around, now, self._told.pop(uid))
            else:
                continue  # it came and went while this client was busy
            found.append(raw)
            size += len(raw)
        if not self._due:
            self.wake.clear()
        return b"".join(found)


class Feed:
    """The events by uid, as one audience may see them; `around()` says what is the same for all."""

    def __init__(
        self, mirror: Mirror, around: Callable[[], Awaitable[Around]], audience: Audience = EVERYONE
    ) -> None:
        self.mirror = mirror
        self.audience = audience
        self.around = Around(system="")
        self.events: dict[str, Event] = {}
        self.clients: set[Waiting] = set()
        self._around = around
        self._uids: dict[str, tuple[str, ...]] = {}
        self._changes = Changes()
        mirror.followers.append(self._changes)

    async def follow(self) -> None:
        """Make events of what changes, for ever."""
        while True:
            await self._changes.wake.wait()
            if self.mirror.cursor is None:  # at the start; it renews us once it has the picture
                self._changes.wake.clear()
                continue
            names = self._changes.take()
            if names is None:
                self.around = await self._around()
                names = {*self._uids, *self.mirror.features}
            await self._make(names)

    async def _make(self, names: Iterable[str]) -> None:
        changed: list[str] = []
        for count, name in enumerate(names, 1):
            changed += self._one(name)
            if count % _AT_ONCE == 0:
                self._tell(changed)
                changed = []
                await asyncio.sleep(0)
        self._tell(changed)

    def _tell(self, uids: list[str]) -> None:
        if uids:
            for client in self.clients:
                client.note(uids)

    def _one(self, name: str) -> list[str]:
        """Make the events of one feature; the uids of those that are otherwise now."""
        raw = self.mirror.features.get(name)
        seen = None if raw is None else self.audience(name, raw)
        found: dict[str, Event] = {}
        if seen is not None:
            try:
                found = {event.uid: event for event in events(msgspec.json.decode(seen), self.around)}
            except Exception:  # a fault of ours in one feature never stops the others
                log.exception("fault in making CoT of %s; it is left out", name)
        before = self._uids.pop(name, ())
        if found:
            self._uids[name] = tuple(found)
        changed = [uid for uid, event in found.items() if self.events.get(uid) != event]
        gone = [uid for uid in before if uid not in found]
        self.events.update(found)
        for uid in gone:
            del self.events[uid]
        return changed + gone

    def now(self) -> datetime:
        """The clock of what is sent."""
        return datetime.now(UTC)

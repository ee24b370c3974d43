"""A moment of the past, as the calls of the API that take `at` and `known_at` see it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from starlette.datastructures import QueryParams

from mlob import fold, grouping, sources
from mlob.grouping import Link
from mlob.heard import heard
from mlob.moment import moment
from mlob.past import Moment
from mlob.web.node import Node
from mlob.web.problems import Problem

__all__ = ["Asked", "Then", "asked", "folded", "then"]

_AT_ONCE = 2
"""Questions about the past that are worked on at the same time."""
_WAITING = 40
"""Questions that may wait for that; who drags a slider asks many."""
_FREE = 0.1
"""s of work after which a question lets the viewers go first."""
_LONGEST_BREATH = 0.05
_working = asyncio.Semaphore(_AT_ONCE)
_waiting = 0

T = TypeVar("T")


class Asked:
    """The two times of a question: how it was at `at`, as far as we knew at `known_at`.

    Without `known_at`: as far as we know now. Without `at`: how it was when we knew that.
    """

    def __init__(self, at: datetime | None, known_at: datetime | None, now: datetime) -> None:
        self.known_at = known_at or now
        self.at = at or min(self.known_at, now)


class Then:
    """What was known then, in the shapes of the live mirror (mlob/broadcast.py)."""

    def __init__(self, here: Node, times: Asked, found: Moment) -> None:
        self.times, self.cursor, self.entities = times, found.cursor, found.entities
        self.links: dict[str, Link] = {link.id: link for link in grouping.links_of(found.entities.values())}
        self.groups = grouping.groups(self.links.values(), found.entities)
        moment = min(times.at, times.known_at)
        self.sources = heard(here.settings.sources, found.entities, found.contacts, moment)
        self.disciplines = sources.disciplines(self.sources)

    def parts(self, name: str) -> Sequence[fold.Entity]:
        """The entities that were shown as one with this one; none when it was unknown."""
        members = self.groups.get(name, (name,))
        return [self.entities[member] for member in members if member in self.entities]

    def health(self) -> dict[str, Any]:
        """`sources` and `disciplines` as CONTRACT shapes them; counts of then are not known."""
        return {"sources": self.sources, "disciplines": self.disciplines}


def asked(params: QueryParams, now: datetime | None = None) -> Asked | None:
    """The times that a question names, or None for how it is now; a Problem when one is no time."""
    at, known_at = _moment(params, "at"), _moment(params, "known_at")
    return None if at is None and known_at is None else Asked(at, known_at, now or datetime.now(UTC))


def _moment(params: QueryParams, name: str) -> datetime | None:
    raw = params.get(name)
    if not raw:
        return None
    try:
        return moment(raw.replace(" ", "+"))  # a plus in a query string reads as a space
    except (ValueError, OverflowError):
        text = f"{raw[:40]!r} is geen tijd; geef ISO 8601, bijvoorbeeld 2026-11-23T14:00:00+01:00"
        raise Problem(422, f"{name}: {text}", errors={name: text}) from None


class _Pace:
    """Lets the event loop go first once a question has taken longer than most: half of the time is its own.

    A thread that reckons holds the interpreter for milliseconds at a time, and each write to a viewer
    waits for that.
    """

    def __init__(self) -> None:
        self._begun = self._last = time.monotonic()

    def breathe(self) -> None:
        now = time.monotonic()
        if now - self._begun > _FREE:
            time.sleep(min(_LONGEST_BREATH, max(0.001, now - self._last)))
            self._last = time.monotonic()


async def then(here: Node, times: Asked, also: Collection[str] = ()) -> Then:
    """What was known then; `also` names what is asked for whether it had expired or not."""

    def work(breathe: Callable[[], None]) -> Then:
        return Then(here, times, here.past.moment(here.store, times.at, times.known_at, breathe, also))

    return await folded(work)


async def folded(work: Callable[[Callable[[], None]], T]) -> T:
    """Do what reads the past, beside the event loop and a few at a time.

    `work` gets what it must call every few milliseconds. A Problem when too many wait already.
    """
    global _waiting
    if _waiting >= _WAITING:
        raise Problem(503, "Er zijn te veel vragen over het verleden tegelijk. Probeer het zo opnieuw.")
    _waiting += 1
    try:
        async with _working:
            return await asyncio.to_thread(work, _Pace().breathe)
    finally:
        _waiting -= 1

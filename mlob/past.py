"""The picture at a moment: as it was at `at`, as far as we knew at `known_at`.

A fold over what was journalled up to `known_at` and observed up to `at`, in journal order. It starts at
the newest checkpoint that holds nothing else (mlob/checkpoints), and so gives exactly what folding the
whole journal gives, which it does where there is no checkpoint.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import redis

from mlob import fold, history, journal
from mlob.checkpoints import segments
from mlob.checkpoints.box import Unusable
from mlob.checkpoints.folding import Folding
from mlob.checkpoints.segments import Line
from mlob.checkpoints.shelf import Place, Shelf, View
from mlob.journal import START, order
from mlob.model import Observation, effective_at

__all__ = ["Moment", "Past", "picture"]

log = logging.getLogger(__name__)

_SOME = 500
"""Entries between two breaths: a few milliseconds."""
_START = order(START)

T = TypeVar("T")


class Moment(msgspec.Struct, frozen=True):
    """What was known then, up to the entry `cursor`.

    `entities` by id, in the order of their ids; `contacts` has of each source when it was last received
    from. What had expired by `at` may be left out, when all that is linked to it had expired too.
    """

    cursor: str
    entities: dict[str, fold.Entity]
    contacts: dict[str, datetime]


class Past:
    """Answers for any moment; what left the store comes from the archive in `folder`.

    `breathe` is called every few milliseconds of work, so that it may let others go first. For several
    threads. Raises ArchiveError.
    """

    def __init__(self, folder: Path | None, checkpoints: Path | None) -> None:
        self.folder = folder
        self.shelf = Shelf(checkpoints)

    def moment(
        self,
        client: redis.Redis,
        at: datetime,
        known_at: datetime,
        breathe: Callable[[], None] = lambda: None,
        also: Collection[str] = (),
    ) -> Moment:
        """What was observed up to `at`, as far as it was journalled up to `known_at`.

        `also` names what is asked for whether it had expired or not.
        """
        return self._ask(
            client, lambda view: _Reading(self, client, view, breathe).moment(at, known_at, also)
        )

    def lines(
        self,
        client: redis.Redis,
        at: datetime,
        known_at: datetime,
        wanted: Callable[[Line], bool],
        count: int,
        *,
        after: str = START,
        before: str | None = None,
        breathe: Callable[[], None] = lambda: None,
    ) -> tuple[str, list[Line]]:
        """The cursor at `known_at`, and `count` lines that were known then about what was up to `at`.

        Newest first, between two cursors (both exclusive). They are what the live timeline showed, by the
        same rule (mlob/entries.py) from the same journal, and go back to its beginning. A line says what
        was known when it was told, so it may name what counts as later than `at`. There is one difference:
        the live state forgets what expired a day ago (mlob/projector.py) and calls it new when it is heard
        of again; here it is remembered, and the line says what changed, or is not there when nothing did.
        """

        def found(view: View) -> tuple[str, list[Line]]:
            reading = _Reading(self, client, view, breathe)
            last = history.until_place(known_at)
            upper = last if before is None else min(last, _before(order(before)))
            rows = reading.lines(upper, order(after), count, told)
            return reading.end(last), list(islice(rows, count))

        def told(line: Line) -> bool:
            return datetime.fromisoformat(line["time"]) <= at and wanted(line)

        return self._ask(client, found)

    def _ask(self, client: redis.Redis, question: Callable[[View], T]) -> T:
        """Answer from what is on the shelf; once more, without it, when a file there is not sound."""
        name = history.name_of(client)
        while True:
            view = self.shelf.look(name)
            try:
                return question(view)
            except Unusable as error:
                log.warning("checkpoint passed over: %s", error)
                self.shelf.discard(error.path)


def _before(place: Place) -> Place:
    """The last place before one."""
    ms, sequence = place
    return (ms, sequence - 1) if sequence else (ms - 1, history.MOST)


class _Reading:
    """One question, with what was on the shelf when it was asked."""

    def __init__(self, past: Past, client: redis.Redis, view: View, breathe: Callable[[], None]) -> None:
        self.past, self.client, self.view, self.breathe = past, client, view, breathe
        self._cursor = _START

    def moment(self, at: datetime, known_at: datetime, also: Collection[str]) -> Moment:
        last = history.until_place(known_at)
        base, near = self.view.before(last, at), self.view.before(last)
        folding = self._from(base, at)
        start = _START if base is None else order(base[1].cursor)
        middle = _START if near is None else order(near[1].cursor)
        contacts = {} if near is None else dict(near[1].contacts)
        for observation in self._between(start, middle, at):
            folding.apply(observation)
        for _, observation in self._journal(middle, last):
            seen = contacts.get(observation.source)
            if seen is None or seen < observation.received_at:
                contacts[observation.source] = observation.received_at
            if effective_at(observation.observed_at, observation.received_at) <= at:
                folding.apply(observation)
        for name in also:
            folding.find(name)
        held = folding.entities
        return Moment(_name(max(self._cursor, middle)), {name: held[name] for name in sorted(held)}, contacts)

    def _from(self, pair: Any, at: datetime | None = None) -> Folding:
        return Folding() if pair is None else Folding(*self.past.shelf.open(pair, self.breathe), at)

    def _between(self, place: Place, last: Place, at: datetime) -> Iterator[Observation]:
        """What was observed up to `at`, from a checkpoint that serves `at` to a later one that does not."""
        while place < last:
            segment = self.view.onward(place, last)
            if segment is not None and segment[1].greatest > at:  # what is not late in it is later than `at`
                yield from (item for _, item in segments.late(*segment, at))
                self.breathe()
                place = order(segment[1].cursor)
                continue
            stop = self.view.next(place, last)
            for _, item in self._journal(place, stop):
                if effective_at(item.observed_at, item.received_at) <= at:
                    yield item
            place = stop

    def _journal(self, after: Place, last: Place) -> Iterator[tuple[str, Observation]]:
        """What is journalled from a place to a place, without what cannot be read."""
        entries = history.read_raw(self.client, self.past.folder, after, last)
        for number, (place, raw) in enumerate(entries):
            if number % _SOME == 0:
                self.breathe()
            self._cursor = place
            observation = journal.decode(name := _name(place), raw)
            if observation is not None:
                yield name, observation

    def lines(self, upper: Place, lower: Place, count: int, wanted: Callable[[Line], bool]) -> Iterator[Line]:
        """The wanted lines from a place back to a place, newest first; at least `count` if there are."""
        place = upper
        while place > lower:
            segment = self.view.back(place)
            if segment is None:
                pair = self.view.before(_before(place))
                start = _START if pair is None else order(pair[1].cursor)
                told = deque(filter(wanted, self._told(pair, start, place)), maxlen=count)
                found: Iterator[Line] = reversed(told)
            else:
                start = order(segment[1].after)
                found = filter(wanted, segments.lines(*segment))
            for line in found:
                if order(line["cursor"]) <= lower:
                    return
                yield line
            self.breathe()
            place = start

    def _told(self, pair: Any, start: Place, last: Place) -> Iterator[Line]:
        """The lines from a checkpoint, or the beginning, up to a place."""
        folding = self._from(pair)
        for name, item in self._journal(start, last):
            line = folding.tell(name, item)
            if line is not None:
                yield line

    def end(self, last: Place) -> str:
        """The last entry at or before a place."""
        near = self.view.before(last)
        middle = _START if near is None else order(near[1].cursor)
        rows = history.read_raw(self.client, self.past.folder, middle, last)
        newest = deque((place for place, _ in rows), maxlen=1)
        return _name(newest[0] if newest else middle)


def _name(place: Place) -> str:
    return f"{place[0]}-{place[1]}"


def picture(
    client: redis.Redis,
    folder: Path | None,
    at: datetime,
    known_at: datetime,
    checkpoints: Path | None = None,
) -> tuple[str, dict[str, fold.Entity]]:
    """The cursor of the last observation known by then, and every entity that was said by then."""
    found = Past(folder, checkpoints).moment(client, at, known_at)
    return found.cursor, found.entities

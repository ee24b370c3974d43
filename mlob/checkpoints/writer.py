"""Makes checkpoints: folds the journal a second time, behind the projector, and lays down what it has.

One process does this (mlob/archive.py), with a fold of its own, so that the projector never waits for a
file. Killed anywhere it starts at the newest checkpoint that is sound. What it leaves half done has no
name, or a name that nothing counts on yet: first what was laid aside, then the segment, then the
checkpoint, each on disk before the next.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import msgspec
import redis

from mlob import history, hours, journal
from mlob.checkpoints import cold, segments, states, thinning
from mlob.checkpoints.ahead import Ahead
from mlob.checkpoints.box import Box, Unusable
from mlob.checkpoints.cold import Cold
from mlob.checkpoints.folding import Folding, copied
from mlob.checkpoints.segments import Late, Line
from mlob.checkpoints.shelf import Shelf
from mlob.checkpoints.states import State
from mlob.journal import START, order
from mlob.model import Kind, Observation, effective_at
from mlob.redis_server import SPACE_LEAST

__all__ = ["Writer"]

log = logging.getLogger(__name__)

FEWEST, MOST = 10_000, 50_000
"""Entries between two whole checkpoints: a quarter of the entities, within these."""
PARTS = 8
"""Parts of that; after each but the last stands one that holds only what changed since the whole one."""
ASIDE_AFTER = timedelta(hours=1)
"""How long ago something must have expired to be laid aside; what comes back soon need not go."""
OVER_AFTER = timedelta(minutes=5)
"""The same for an incident or a note: when these are over they seldom come back."""
ASIDE_AT_ONCE = 1000
"""Of what could be laid aside, so many make a file."""
_ROOM = 2 * SPACE_LEAST
"""Bytes free on the disk below which nothing is made: the journal comes first."""
_SOME = 1000


class Writer:
    """Follows the journal; `alive` is called before each page and may raise to end the work."""

    def __init__(
        self,
        client: redis.Redis,
        archive: Path,
        folder: Path,
        alive: Callable[[], None] = lambda: None,
    ) -> None:
        self.client = client
        self.archive = archive
        self.folder = folder
        self.alive = alive
        self.journal = ""
        self.cursor = START
        self._shelf = Shelf(folder)
        self._part: list[Late] = []
        self._there: set[str] = set()
        self._touched: set[str] = set()
        self._full = False

    def step(self, most: int | None = None) -> int:
        """Fold what was journalled since, `most` entries of it; how many that were.

        Raises ArchiveError, OSError or RedisError; the next step goes on.
        """
        try:
            return self._step(most)
        except Unusable as error:  # what was laid aside cannot be read: start where it is not needed
            log.warning("checkpoint passed over: %s", error)
            error.path.unlink(missing_ok=True)
            self.journal = ""
            return 0

    def _step(self, most: int | None) -> int:
        if not self._begin() or self._no_room():
            return 0
        number = 0
        rows = history.read_raw(self.client, self.archive, order(self.cursor))
        for number, (place, raw) in enumerate(islice(rows, most), start=1):
            if number % _SOME == 1:
                self.alive()
            self.cursor = f"{place[0]}-{place[1]}"
            observation = journal.decode(self.cursor, raw)
            if observation is not None:
                self._take(observation, raw)
            self._folded += 1
            if self._folded - self._last.folded >= self._enough():
                if self._no_room():
                    break
                self._cut()
            elif self._folded - self._halfway >= self._enough() // PARTS:
                self._cut_part()
        return number

    def _enough(self) -> int:
        return min(MOST, max(FEWEST, len(self._folding.entities) // 4))

    def _no_room(self) -> bool:
        """Whether the disk is too full; told when that begins and ends."""
        full = shutil.disk_usage(self.folder).free < _ROOM
        if full != self._full:
            log.warning("checkpoints: %s", "the disk is too full, none is made" if full else "made again")
            self._full = full
        return full

    def _begin(self) -> bool:
        """Start where the newest checkpoint is, once, and again when this is another journal."""
        name = history.name_of(self.client)
        if name in ("", self.journal):
            return bool(name)
        hours.make_folder(self.folder, above=1)
        newest = order(journal.newest(self.client))
        while True:
            pair = self._shelf.look(name).newest(newest)
            try:
                self._resume(pair)
                break
            except Unusable as error:
                log.warning("checkpoint passed over: %s", error)
                self._shelf.discard(error.path)
        thinning.sweep(self.folder, self._shelf.look(name))
        self.journal = name
        return True

    def _resume(self, pair: tuple[Box, State] | None) -> None:
        if pair is None:
            start, never = START, states.NEVER
            self._last = State(cursor=start, greatest=never, received=never, folded=0, contacts={}, cold=())
            self._folding, self._ahead = Folding(), Ahead()
        else:
            self._last = pair[1]
            held, aside = self._shelf.open(pair, self.alive)
            self._folding, self._ahead = Folding(held, aside), Ahead(held.early)
            self._folding.keep()
            self._shelf.forget()
        self.cursor, self._received = self._last.cursor, self._last.received
        self._greatest = max([self._last.greatest, *(early.until for early in self._ahead.of.values())])
        self._folded, self._contacts = self._last.folded, dict(self._last.contacts)
        self._start_anew()
        self._late, self._lines = list[Late](), list[Line]()

    def _take(self, observation: Observation, raw: bytes) -> None:
        at = effective_at(observation.observed_at, observation.received_at)
        late = Late(self.cursor, at, msgspec.Raw(raw))
        if at < self._last.greatest:
            self._late.append(late)
        if at < self._newest.greatest:
            self._part.append(late)
        self._greatest = max(self._greatest, at)
        self._received = now = max(self._received, observation.received_at)
        seen = self._contacts.get(observation.source)
        if seen is None or seen < observation.received_at:
            self._contacts[observation.source] = observation.received_at
        name, known = observation.entity, None
        self._touched.add(name)
        if self._ahead.awaited(name, at, now) and (found := self._folding.find(name)) is not None:
            known = copied(found)
        self._ahead.take(name, known, at, raw, now)
        line = self._folding.tell(self.cursor, observation)
        if line is not None:
            self._lines.append(line)

    def _cut(self) -> None:
        """Lay down what is folded."""
        serves = max(self._last.greatest, min(self._greatest, self._received))
        if not self._ahead.settle(serves):
            serves, self._ahead = self._greatest, Ahead()
        self._lay_aside(serves)
        state = self._state(serves)
        span = (self._last.cursor, self.cursor)
        segments.save(self.folder, self.journal, span, self._last.greatest, self._late, self._lines)
        if self._newest is not self._last:
            self._save_part()
        states.save(self.folder, self.journal, state, self._folding.entities, self._ahead.of.values())
        self._last, self._late, self._lines = state, [], []
        self._start_anew()
        thinning.thin(self.folder, self.journal, self._shelf)

    def _cut_part(self) -> None:
        """Lay down what changed since the last whole checkpoint."""
        self._halfway = self._folded
        serves = max(self._last.greatest, min(self._greatest, self._received))
        if not self._last.folded or not self._ahead.settle(serves) or self._no_room():
            return
        held = self._folding.entities
        names = self._touched | (held.keys() - self._there)
        some = {name: held[name] for name in names if name in held}
        state = self._state(serves, on=self._last.cursor)
        self._save_part()
        states.save(self.folder, self.journal, state, some, self._ahead.of.values())
        self._newest = state
        self._part.clear()

    def _save_part(self) -> None:
        """Say what came in late since the newest checkpoint."""
        span = (self._newest.cursor, self.cursor)
        segments.save(self.folder, self.journal, span, self._newest.greatest, self._part, None)

    def _start_anew(self) -> None:
        """What a whole checkpoint holds is known; what changes from now on is not in it."""
        self._newest, self._halfway = self._last, self._folded
        self._part.clear()
        self._there = set(self._folding.entities)
        self._touched = set(self._ahead.of)

    def _state(self, serves: datetime, on: str = "") -> State:
        aside = self._folding.cold
        return State(
            cursor=self.cursor,
            on=on,
            greatest=serves,
            received=self._received,
            folded=self._folded,
            contacts=self._contacts.copy(),
            cold=() if aside is None else aside.names,
        )

    def _lay_aside(self, serves: datetime) -> None:
        """Take out what expired long ago, so that checkpoints do not grow for ever."""
        if serves - states.NEVER < ASIDE_AFTER:
            return
        limits = dict.fromkeys(cold.LEAVE, serves - ASIDE_AFTER)
        limits |= dict.fromkeys((Kind.INCIDENT, Kind.NOTE), serves - OVER_AFTER)
        some = cold.due(self._folding.entities, limits, self.alive)
        found = [item for item in some if self._ahead.of.keys().isdisjoint(item.keys)]
        if sum(len(item.entities) for item in found) < ASIDE_AT_ONCE:
            return
        aside = self._folding.cold or Cold()
        name = cold.save(self.folder, self.journal, found)
        aside = Cold.open(self.folder, [name, *aside.names], self.journal)
        while len(aside.files) > 1 and aside.files[1].held <= 2 * aside.files[0].held:
            two = cold.merge(self.folder, self.journal, Cold(aside.files[:2]))
            aside = Cold.open(self.folder, [two, *aside.names[2:]], self.journal)
        self._folding.cold = aside
        for item in found:
            for entity in item.entities:
                del self._folding.entities[entity.id]

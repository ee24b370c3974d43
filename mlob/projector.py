"""The one writer of state: folds the journal and commits, batch by batch."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import msgspec
import redis

from mlob import entries, fold, grouping, history, journal, keys, state
from mlob.config import Settings
from mlob.errors import StoreError
from mlob.lease import Lease
from mlob.model import Kind, Observation
from mlob.silence import Watch

__all__ = ["Projector", "run"]

log = logging.getLogger(__name__)

BATCH = 1000
"""Entries of each stream that one commit covers at most."""
KEPT_AFTER_EXPIRY = timedelta(hours=24)
"""An expired record still outvotes late, older reports for this long."""
_IDLE_MS = 500
_PURGE_EVERY = 60.0  # s
_LOOKED_AT = 2000
"""Records that one commit looks at for that: all of a country at once hold the picture up."""


class Projector:
    """The fold with its memory: all records, and the cursor up to which they hold.

    A state that was lost is folded anew: what left the store comes from the archive in `folder`, and
    ArchiveError says what is missing there.
    """

    def __init__(self, client: redis.Redis, folder: Path | None = None) -> None:
        self.client = client
        history.join(client, folder)
        try:
            self.cursor, self.entities = state.load(client)
        except msgspec.DecodeError as error:
            log.warning("the state was written by another version (%s): folding the journal anew", error)
            history.whole(client, folder)  # nothing is forgotten that cannot be folded again
            state.clear(client)
            self.cursor, self.entities = state.load(client)
        self._archived: Iterator[journal.Entry] | None = None
        if history.behind(client, self.cursor):
            log.warning("folding from the archive, from %s", self.cursor)
            self._archived = history.read_all(client, folder, self.cursor)
        self._purged = time.monotonic()
        self._unseen: list[str] = []

    def step(self) -> int:
        """Fold and commit what the journal has after our cursor; how many entries that were.

        Raises StoreError when another projector has committed in the meantime.
        """
        batch = self._next()
        if not batch:
            return 0
        changed: dict[str, fold.Entity] = {}
        lines = []
        for cursor, observation in batch:
            line = self._fold(cursor, observation, changed) if observation is not None else None
            if line is not None:
                lines.append((cursor, line))
        dropped = self._expired(changed)
        change = state.Commit(
            old=self.cursor,
            new=batch[-1][0],
            changed=list(changed.values()),
            dropped=dropped,
            lines=lines,
        )
        if not state.commit(self.client, change):
            raise StoreError("een andere projector schrijft de stand")
        self.cursor = change.new
        return len(batch)

    def _next(self) -> list[journal.Entry]:
        """What follows our cursor: from the archive until that is done, then from the store alone.

        Nothing past our cursor leaves the store (mlob/retention.py), so there is no way back to the archive.
        """
        if self._archived is not None:
            if batch := list(islice(self._archived, BATCH)):
                return batch
            self._archived = None
        return journal.read(self.client, self.cursor, BATCH)

    def _fold(
        self, cursor: str, observation: Observation, changed: dict[str, fold.Entity]
    ) -> entries.Seen | None:
        entity = self.entities.get(observation.entity)
        told = observation.kind not in entries.UNTOLD
        before = entries.look(entity) if told and entity is not None else None
        if entity is None:
            entity = self.entities[observation.entity] = fold.begin(observation)
        if not fold.apply(entity, observation):
            return None
        changed[entity.id] = entity
        if not told:
            return None
        return entries.line(cursor, before, entries.look(entity), observation)

    def _expired(self, changed: dict[str, fold.Entity]) -> list[str]:
        """Records that left the live picture long ago; each is looked at once a minute."""
        if not self._unseen and time.monotonic() - self._purged >= _PURGE_EVERY:
            self._purged, self._unseen = time.monotonic(), list(self.entities)
        some = self._unseen[-_LOOKED_AT:]
        del self._unseen[-_LOOKED_AT:]
        limit = datetime.now(UTC) - KEPT_AFTER_EXPIRY
        gone = [name for name in some if name not in changed and self._over(name, limit)]
        for name in gone:
            del self.entities[name]
        return gone

    def _over(self, name: str, limit: datetime) -> bool:
        """Whether a record expired before the limit, or is a link as old to something that is not here."""
        entity = self.entities.get(name)
        if entity is None:
            return False
        if entity.kind is not Kind.LINK:
            leaves = fold.expires_at(entity)
            return leaves is not None and leaves < limit
        if entity.reports[entity.head].at > limit:
            return False
        link = grouping.link_of(entity)
        return link is None or link.a not in self.entities or link.b not in self.entities


def run(settings: Settings, url: str) -> None:
    """Project for ever: wait out a store that is away, and start again from its state."""
    failing = False
    while True:
        try:
            with redis.Redis.from_url(url, socket_timeout=30, socket_connect_timeout=5) as client:
                lease = Lease(client, keys.LEASE)
                lease.wait()
                projector = Projector(client, settings.archive)
                log.info("projecting from %s", projector.cursor)
                failing = False
                _follow(projector, Watch(settings.sources, client), lease)
        except (redis.RedisError, StoreError) as error:
            if not failing:
                log.warning("projecting stopped: %s; trying again", error)
            failing = True
            time.sleep(0.5)


def _follow(projector: Projector, watch: Watch, lease: Lease) -> None:
    looked = 0.0
    while True:
        if time.monotonic() - looked >= 0.5:
            if not lease.hold():
                raise StoreError("een andere projector heeft het overgenomen")
            watch.look(datetime.now(UTC))
            looked = time.monotonic()
        if projector.step() == 0:
            journal.wait(projector.client, projector.cursor, _IDLE_MS)

"""A web node's mirror of the state, and its viewers: each feature is encoded once, slow ones skip.

A viewer owes us nothing: what changed while its socket was busy is remembered as a set of ids, and
it gets the newest bytes of each once it reads again. One that does not read is closed.
"""

from __future__ import annotations

import asyncio
import heapq
import logging
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import redis.asyncio
from redis.exceptions import RedisError

from mlob import fold, grouping, journal, keys, sources, state
from mlob.changes import Changes
from mlob.config import Settings
from mlob.groups import Groups
from mlob.model import Kind, iso
from mlob.picture import collection, shown

__all__ = ["Mirror", "Viewer"]

log = logging.getLogger(__name__)

INTERVAL = 0.25
"""s between looks at the state: at most 4 deltas a second."""
TICK = 2.0
"""s between ticks, by which a viewer knows that the connection lives."""
LINES = 2000
"""Timeline lines that the mirror holds."""
RECENT = 240
"""Batches kept for viewers that come back: a minute at the highest rate."""
LINES_SENT = 300
"""Timeline lines in a first picture."""
LARGE = 256 * 1024
"""Bytes from which a message waits for its turn, so that only a few of them lie in memory at once."""
_SKEW = timedelta(seconds=10)
"""How long what expired is told again to viewers that come back."""
_LINK = f"{Kind.LINK}:"
_FAR_BEHIND = 20_000
"""Changes pending for a viewer after which it gets a fresh picture."""

_encode = msgspec.json.Encoder().encode


class Batch:
    """What one look at the state brought; its bytes are joined once, for all viewers that keep up."""

    def __init__(self, names: set[str], lines: list[bytes], health: bool) -> None:
        self.names = names
        self.lines = lines
        self.health = health
        self.bytes: bytes | None = None

    def merged(self, later: Batch) -> Batch:
        """This batch and a later one, for a viewer that missed both."""
        return Batch(self.names | later.names, self.lines + later.lines, self.health or later.health)


class Viewer:
    """What one viewer still has to get; its socket task waits on `wake` and takes `message()`.

    One that keeps up needs no task: `write` takes bytes at once where its connection has room for them.
    """

    def __init__(
        self, mirror: Mirror, cursor: str | None = None, write: Callable[[bytes], bool] | None = None
    ) -> None:
        self.mirror = mirror
        self._write = write or (lambda message: False)
        self._idle = False  # whether nothing is on its way to it or waits for it
        self.wake = asyncio.Event()
        self.wake.set()
        self.missing = None if cursor is None else mirror.since(cursor)
        self.whole = self.missing is None
        self.tick = False

    def note(self, batch: Batch) -> None:
        """Write what changed, or remember it; one that falls far behind gets a fresh picture instead."""
        if self._idle:
            message = batch.bytes or self.mirror.delta_message(batch)
            if len(message) <= LARGE and self._write(message):
                return
            self._idle = False
        if not self.whole:
            self.missing = batch if self.missing is None else self.missing.merged(batch)
            if len(self.missing.names) > _FAR_BEHIND or len(self.missing.lines) > LINES:
                self.renew()
        self.wake.set()

    def renew(self) -> None:
        """Send the whole picture next."""
        self.whole, self.missing, self._idle = True, None, False
        self.wake.set()

    def beat(self, tick: bytes) -> None:
        """Write the tick, or remember that one is due."""
        if not (self._idle and self._write(tick)):
            self.tick = True
            self.wake.set()

    def delivered(self) -> None:
        """What `message()` gave is on its way."""
        self._idle = self.missing is None and not self.whole

    def message(self) -> bytes | None:
        """The bytes to send now, newest values only; None when there is nothing.

        Until `delivered()` is called nothing else is written.
        """
        found = self._next()
        self._idle = found is None
        return found

    def _next(self) -> bytes | None:
        self.wake.clear()
        batch, self.missing = self.missing, None
        if self.whole:
            self.whole = self.tick = False
            return self.mirror.picture_message()
        if batch is not None:
            return self.mirror.delta_message(batch)
        if self.tick:
            self.tick = False
            return self.mirror.tick_message()
        return None


class Mirror:
    """The picture as this web node knows it, up to `cursor`; None before the first read."""

    def __init__(self, settings: Settings, client: redis.asyncio.Redis, version: str) -> None:
        self.settings = settings
        self.client = client
        self.version = version
        self.cursor: str | None = None
        self.read_at: datetime | None = None
        self.entities: dict[str, fold.Entity] = {}
        self.features: dict[str, bytes] = {}
        self._joined = Groups()
        self.links, self.groups = self._joined.links, self._joined.of
        self.lines: deque[dict[str, Any]] = deque(maxlen=LINES)
        self.sources: list[sources.SourceState] = []
        self.disciplines: list[sources.DisciplineState] = []
        self.viewers: set[Viewer] = set()
        self.followers: list[Changes] = []
        self._leaving: list[tuple[datetime, str]] = []
        self._awaited: dict[str, datetime] = {}
        self._loaded = ""
        self._recent: deque[tuple[str, Batch]] = deque(maxlen=RECENT)
        self._expired: deque[tuple[datetime, str]] = deque()
        self._unsaid: dict[str, bytes] = {}
        self._resumed: dict[str, Batch] = {}
        self._picture: bytes | None = None

    async def run(self) -> None:
        """Follow the state for ever; a store that is away is waited out, and the picture kept."""
        failing = False
        ticked = looked = 0.0
        clock = asyncio.get_running_loop().time
        while True:
            try:
                health = False
                if clock() - looked >= 1.0:
                    health, looked = await self._look(), clock()
                await self._follow(health)
                if clock() - ticked >= TICK:
                    ticked = clock()
                    self._tick()
                if failing:
                    log.info("store is back; mirror at %s", self.cursor)
                failing = False
            except RedisError as error:
                if not failing:
                    log.warning("store is away: %s; keeping the picture of %s", error, self.cursor)
                failing = True
            except Exception:  # a fault of ours: what we hold may be half, so read it all again
                log.exception("fault in the mirror; reading the whole state again")
                self.cursor = None
                await asyncio.sleep(TICK)
            await asyncio.sleep(INTERVAL)

    async def _follow(self, health: bool) -> None:
        before = self.cursor
        if before is None:
            change = await state.load_async(self.client, LINES)
        else:
            change = await state.pull(self.client, before, LINES)
        names = self._absorb(change)
        names |= self._expire(datetime.now(UTC))
        self.read_at = datetime.now(UTC)
        if change.whole or names or change.lines or health:
            self._resumed.clear()
            self._picture = None
        if change.whole:
            self._recent.clear()
            for viewer in self.viewers:
                viewer.renew()
            for follower in self.followers:
                follower.renew()
        elif names or change.lines or health:
            batch = Batch(names, [_encode(line) for line in change.lines], health)
            self._recent.append((before or journal.START, batch))
            for viewer in self.viewers:
                viewer.note(batch)
            for follower in self.followers:
                follower.note(names)

    def _absorb(self, change: state.Change) -> set[str]:
        """Take a change; the ids under which something else is shown now, or no longer."""
        if change.whole:
            self._forget_all(change.cursor)
        touched = set()
        for name, entity in change.entities.items():
            if name.startswith(_LINK):
                self._joined.tell(name, entity)
                continue
            if (entity is None) != (name not in self.entities):
                self._joined.touch(name)
            touched.add(name)
            if entity is None:
                self.entities.pop(name, None)
            else:
                self.entities[name] = entity
        touched |= self._joined.settle(self.entities)
        touched |= {self.groups[name][0] for name in touched if name in self.groups}
        told = {name for name in touched if name in self.features}
        for name in touched:
            self._show(name)
        self.lines.extend(change.lines)
        self.cursor = change.cursor
        return told | {name for name in touched if name in self.features}

    def _forget_all(self, cursor: str) -> None:
        self._unsaid = {
            name: _encode(item) for name, item in collection({}, datetime.now(UTC), shapes=False).items()
        }
        self.features = self._unsaid.copy()
        for part in (self.entities, self._joined, self.lines, self._leaving, self._awaited):
            part.clear()
        self._loaded = cursor

    def parts(self, name: str) -> list[fold.Entity]:
        """The entities that are shown as one with this one; none when it is unknown."""
        members = self.groups.get(name, (name,))
        return [self.entities[member] for member in members if member in self.entities]

    def _show(self, name: str) -> None:
        """Encode what stands under this id, or take it out."""
        parts = self.parts(name)
        if not parts or self.groups.get(name, (name,))[0] != name:
            self._leave(name)
            return
        leaves = grouping.expires_at(parts)
        if leaves is not None and leaves <= datetime.now(UTC):
            self._leave(name)
            return
        self._await(name, leaves)
        self.features[name] = _encode(shown(parts))

    def _await(self, name: str, leaves: datetime | None) -> None:
        """Look at this entity again when it may have to leave; once in the queue however often it moves."""
        if leaves is not None and not (name in self._awaited and self._awaited[name] <= leaves):
            self._awaited[name] = leaves
            heapq.heappush(self._leaving, (leaves, name))

    def _leave(self, name: str) -> bool:
        """Take a feature out of the picture, a region back to what nobody said; whether that changed it."""
        before = self.features.pop(name, None)
        if name in self._unsaid:
            self.features[name] = self._unsaid[name]
        return before != self.features.get(name)

    def _expire(self, now: datetime) -> set[str]:
        """Entities whose time to live has passed since we last looked."""
        gone = set()
        while self._leaving and self._leaving[0][0] <= now:
            due, name = heapq.heappop(self._leaving)
            if self._awaited.get(name) != due:
                continue  # it has been told to leave earlier since
            del self._awaited[name]
            parts = self.parts(name)
            leaves = grouping.expires_at(parts) if parts else None
            if leaves is not None and leaves > now:
                self._await(name, leaves)
            elif leaves is not None and self._leave(name):
                gone.add(name)
        self._expired.extend((now, name) for name in gone)
        while self._expired and now - self._expired[0][0] > _SKEW:
            self._expired.popleft()
        return gone

    async def _look(self) -> bool:
        """Read what each source counted; whether something changed."""
        async with self.client.pipeline(transaction=False) as pipe:
            for source in self.settings.sources:
                pipe.hgetall(keys.SOURCE + source.name)
            counts = await pipe.execute()
        now = datetime.now(UTC)
        rows = [
            sources.source_state(source, found, now)
            for source, found in zip(self.settings.sources, counts, strict=True)
        ]
        changed = rows != self.sources
        self.sources, self.disciplines = rows, sources.disciplines(rows)
        return changed

    def since(self, cursor: str) -> Batch | None:
        """What changed after a recent cursor; None when that is not certain here.

        Features expire by the clock while the cursor stands: where a viewer stood at the cursor with
        which this node started, or where its batches have left the memory, nobody knows which of them
        it saw leave. Another node may also have told it a moment later than we did.
        """
        known = [before for before, _ in self._recent]
        faded = known[:1] == [cursor] and len(known) == RECENT
        if cursor == self._loaded or faded or cursor not in {*known, self.cursor}:
            return None
        if cursor not in self._resumed:
            found = Batch({name for _, name in self._expired}, [], True)
            for _, batch in list(self._recent)[known.index(cursor) if cursor in known else len(known) :]:
                found.names |= batch.names
                found.lines += batch.lines
            self._resumed[cursor] = found
        return self._resumed[cursor]

    def _tick(self) -> None:
        tick = self.tick_message()
        for viewer in self.viewers:
            viewer.beat(tick)

    def health(self) -> dict[str, Any]:
        """`sources` and `disciplines` as CONTRACT shapes them."""
        return {"sources": self.sources, "disciplines": self.disciplines}

    def picture_message(self) -> bytes:
        """The first message of a socket; joined once for all who come in between two changes."""
        if self._picture is None:
            self._picture = self._join_picture()
        return self._picture

    def _join_picture(self) -> bytes:
        lines = [_encode(line) for line in list(self.lines)[-LINES_SENT:]]
        head = _encode({"type": "picture", "cursor": self.cursor or journal.START, **self.health()})
        features = b",".join(self.features.values())
        return head[:-1] + b',"features":[' + features + b'],"timeline":[' + b",".join(lines) + b"]}"

    def delta_message(self, batch: Batch) -> bytes:
        """A delta with the newest bytes of what the batch names; gone is what has no bytes."""
        if batch.bytes is None:
            put = [self.features[name] for name in batch.names if name in self.features]
            drop = [name for name in batch.names if name not in self.features]
            health = self.health() if batch.health else {}
            head = _encode({"type": "delta", "cursor": self.cursor, "drop": drop, **health})
            tail = (b',"put":[', b",".join(put), b'],"timeline":[', b",".join(batch.lines), b"]}")
            batch.bytes = b"".join((head[:-1], *tail))
        return batch.bytes

    def tick_message(self) -> bytes:
        """The heartbeat."""
        return _encode(
            {
                "type": "tick",
                "cursor": self.cursor or journal.START,
                "time": iso(datetime.now(UTC)),
                "version": self.version,
            }
        )

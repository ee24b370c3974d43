"""What of the journal moves to the archive, and how: an hour at a time, let go only when it is safe there.

An hour of a stream moves when all of this holds:

- it ended as long ago as the settings keep it in the store (an hour or more, so late enough);
- something was journalled after it: ids only rise, so nothing can be added to it any more;
- the projector has folded all of it. Whoever starts from earlier than the store reaches - a state that
  was lost, a checkpoint, a question about the past - reads through mlob/history.py, and so from here.

First the file, on disk under its name; then its manifest, likewise; then the mark in the store from
which readers take the hour from the file; then the entries leave the store. Killed between any two,
the next run goes on: what has no mark yet is verified or written again, what has one is let go.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import redis

from mlob import history, hours, journal, keys, parquet
from mlob.errors import ArchiveError, StoreError
from mlob.journal import order
from mlob.lua import MARK, SWEEP
from mlob.redis_server import SPACE_LEAST

__all__ = ["Archive"]

log = logging.getLogger(__name__)

_PAGE = 2000  # entries that the store gives in one answer, so that others do not wait
_SLICE = 10_000  # ms of a stream that the store lets go in one go: 2 ms of its time at 1,000 entries a second
_ROOM = 2 * SPACE_LEAST  # of the store on the same disk we stay well clear


class Due(msgspec.Struct, frozen=True):
    """An hour that may move: which, the entry before its first, its first and its last."""

    number: int
    after: str
    first: str
    last: str


class Archive:
    """Moves what is due; `keep` says how long each stream stays in the store after an hour ended.

    `alive` is called before each page, and raises StoreError when the work is no longer ours.
    """

    def __init__(
        self,
        client: redis.Redis,
        folder: Path,
        keep: dict[str, timedelta],
        alive: Callable[[], None] = lambda: None,
    ) -> None:
        self.client = client
        self.folder = folder
        self.keep = keep
        self.alive = alive
        self.journal = ""

    def tidy(self, now: datetime) -> list[hours.Manifest]:
        """Move every hour that is due at `now`; the manifests of those that moved.

        Raises StoreError, OSError or RedisError for the first fault; a fault in one stream does not
        stop the other.
        """
        self._join()
        moved: list[hours.Manifest] = []
        fault: StoreError | OSError | None = None
        for stream in hours.STREAMS:
            try:
                self._sweep(stream)
                while (due := self._due(stream, now)) is not None:
                    moved.append(self._move(stream, due))
            except (StoreError, OSError) as error:
                fault = fault or error
        if fault is not None:
            raise fault
        return moved

    def _join(self) -> None:
        self.journal = history.join(self.client, self.folder)
        for stream in hours.STREAMS:
            last = None
            with contextlib.suppress(ArchiveError):  # for who reads it; what is in the store must move on
                last = hours.newest(self.folder, stream)
            if last is not None and last.journal != self.journal:
                raise StoreError(
                    f"{self.folder}: dit archief hoort bij een andere opslag; neem een andere map"
                )

    def _due(self, stream: str, now: datetime) -> Due | None:
        """The oldest hour that is still in the store, when it may move."""
        after = history.archived(self.client, stream)
        first = self._one(stream, after)
        if first is None:
            return None
        number = hours.hour(first)
        end = (number + 1) * hours.HOUR
        over = end <= (now - self.keep[stream]).timestamp() * 1000
        if not over or order(journal.newest(self.client))[0] < end:
            return None
        rows: Any = self.client.xrevrange(hours.STREAMS[stream], max=str(end - 1), min=first, count=1)
        last = rows[0][0].decode()
        cursor: Any = self.client.get(keys.CURSOR)
        if cursor is None or order(cursor.decode()) < order(last):
            return None
        return Due(number, after, first, last)

    def _one(self, stream: str, after: str) -> str | None:
        rows: Any = self.client.xrange(hours.STREAMS[stream], min=f"({after}", count=1)
        return rows[0][0].decode() if rows else None

    def _move(self, stream: str, due: Due) -> hours.Manifest:
        path = hours.file(self.folder, stream, due.number)
        manifest = self._finished(path, due) or self._write(path, stream, due)
        values = [stream, due.after, due.last, manifest.size]
        if not journal.run(self.client, MARK, [keys.ARCHIVED, keys.CURSOR], values):
            raise StoreError(f"{hours.named(path)}: een ander archief of de projector was ons voor")
        self._sweep(stream)
        log.info("archived %s: %d entries, %d bytes", hours.named(path), manifest.rows, manifest.size)
        return manifest

    def _finished(self, path: Path, due: Due) -> hours.Manifest | None:
        """The manifest of a file that an earlier run finished and did not mark; None: write it (again)."""
        try:
            found = hours.load(path)
            if order(found.last) <= order(due.after):
                raise StoreError(f"{hours.named(path)}: dit uur staat al in het archief")
            hours.verify(path, found)
        except ArchiveError:
            return None
        same = (found.journal, found.after, found.first, found.last)
        return found if same == (self.journal, due.after, due.first, due.last) else None

    def _write(self, path: Path, stream: str, due: Due) -> hours.Manifest:
        """Write an hour and read it back: what the store is about to let go must be what was kept."""
        given = hashlib.blake2b()
        count = parquet.write(path, _counted(self._pages(stream, due), given))
        manifest = hours.vouch(path, self.journal, due.after, due.first, due.last, count)
        kept = hashlib.blake2b()
        for row in parquet.read(path, manifest, order(due.after), order(due.last)):
            kept.update(_mark(row))
        if kept.digest() != given.digest():
            raise StoreError(f"{hours.named(path)}: leest anders terug dan het is geschreven")
        hours.seal(path, manifest)
        return manifest

    def _pages(self, stream: str, due: Due) -> Iterator[Sequence[parquet.Row]]:
        after = due.after
        while after != due.last:
            self.alive()
            self._refuse_full()
            rows: Any = self.client.xrange(hours.STREAMS[stream], min=f"({after}", max=due.last, count=_PAGE)
            if not rows:
                raise StoreError(f"{stream} {due.last}: verdwenen terwijl het werd gearchiveerd")
            yield [(order(name.decode()), fields[b"o"]) for name, fields in rows]
            after = rows[-1][0].decode()

    def _refuse_full(self) -> None:
        if shutil.disk_usage(self.folder).free < _ROOM:
            raise StoreError(
                f"{self.folder}: minder dan {_ROOM >> 20} MiB vrij; er wordt niets gearchiveerd "
                "en de opslag groeit"
            )

    def _sweep(self, stream: str) -> None:
        """Let go what is in the archive, a little at a time so that others do not wait."""
        key, last = hours.STREAMS[stream], order(history.archived(self.client, stream))
        while (first := self._one(stream, journal.START)) is not None and order(first) <= last:
            values = [stream, order(first)[0] + _SLICE]
            if not journal.run(self.client, SWEEP, [key, keys.ARCHIVED], values):
                raise StoreError(f"{stream}: de opslag weet niet meer wat er in het archief staat")


def _counted(
    pages: Iterator[Sequence[parquet.Row]], digest: hashlib.blake2b
) -> Iterator[Sequence[parquet.Row]]:
    for page in pages:
        for row in page:
            digest.update(_mark(row))
        yield page


def _mark(row: parquet.Row) -> bytes:
    """A row as bytes that no other row gives, so that a digest tells them apart."""
    (ms, seq), raw = row
    return b"%d-%d %d:%b" % (ms, seq, len(raw), raw)

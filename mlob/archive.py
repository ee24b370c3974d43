"""The worker that moves the journal to the archive (mlob/retention.py): when, and which of several.

In between it makes checkpoints of what was journalled (mlob/checkpoints/writer.py).
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import redis

from mlob import hours, keys
from mlob.checkpoints.writer import Writer
from mlob.config import Settings, duration
from mlob.errors import ArchiveError, StoreError
from mlob.lease import Lease
from mlob.retention import Archive

__all__ = ["run"]

log = logging.getLogger(__name__)

_EVERY = 60.0  # s between looks for hours that are over
_BREATH = 2.0  # s between signs of life
_SOME = 20_000
"""Entries folded at a time for checkpoints, so that no hour waits long for its turn."""
_HELD_MS = 60_000  # a worker that is started again has its lease back, another machine waits


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Be the only worker in this folder; stand by until then."""
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            log.info("another worker writes the archive in %s; standing by", folder)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _now() -> datetime:
    return datetime.now(UTC)


def run(settings: Settings, url: str, clock: Callable[[], datetime] = _now) -> None:
    """Archive for ever, behind everything else: wait out a store that is away and a disk that is full."""
    os.nice(10)
    hours.make_folder(settings.archive, above=1)
    told = _Told()
    with _alone(settings.archive):
        while True:
            try:
                with redis.Redis.from_url(url, socket_timeout=30, socket_connect_timeout=5) as client:
                    _follow(client, settings, clock, told)
            except (redis.RedisError, StoreError) as error:
                told.tell(str(error))
                time.sleep(_BREATH)


def _place(folder: Path) -> str:
    """Who holds the lease: this folder on this machine, whichever process works in it."""
    return f"{socket.gethostname()}:{folder.resolve()}"


class _Told:
    """Logs a fault when it begins, changes or ends, and not each minute that it lasts."""

    def __init__(self, what: str = "archiving") -> None:
        self._what = what
        self._fault = ""

    def tell(self, fault: str) -> None:
        if fault and fault != self._fault:
            log.warning("%s stopped: %s; trying again", self._what, fault)
        elif self._fault and not fault:
            log.info("%s again", self._what)
        self._fault = fault


def _follow(client: redis.Redis, settings: Settings, clock: Callable[[], datetime], told: _Told) -> None:
    lease = Lease(client, keys.ARCHIVE_LEASE, _HELD_MS, _place(settings.archive))
    lease.wait()
    keep = {"facts": duration(settings.store.keep), "positions": duration(settings.store.keep_positions)}
    alive = _Sign(lease).give
    archive = Archive(client, settings.archive, keep, alive)
    writer = Writer(client, settings.archive, settings.checkpoints, alive)
    wrote = _Told("making checkpoints")
    while True:
        fault = ""
        try:
            archive.tidy(clock())
        except (StoreError, OSError) as error:
            fault = str(error)
        told.tell(fault)
        deadline = time.monotonic() + _EVERY
        while time.monotonic() < deadline:
            _insist(lease)
            if not _write(writer, wrote):
                time.sleep(_BREATH)


def _write(writer: Writer, told: _Told) -> int:
    """Go on with the checkpoints; how many entries that took. Without them the past is only slower."""
    fault, done = "", 0
    try:
        done = writer.step(_SOME)
    except (ArchiveError, OSError) as error:
        fault = str(error)
    told.tell(fault)
    return done


class _Sign:
    """Says that we live, once a second, however often it is asked to."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease
        self._given = 0.0

    def give(self) -> None:
        if time.monotonic() - self._given >= 1.0:
            _insist(self._lease)
            self._given = time.monotonic()


def _insist(lease: Lease) -> None:
    if not lease.hold():
        raise StoreError("een archief op een andere machine heeft het overgenomen")

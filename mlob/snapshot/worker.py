"""The worker that makes briefings: one at a time, apart from the picture, and never stuck.

It is a process of its own so that neither the time nor the memory of a rendering, nor its crash, is
that of a web node or of the projector. Of several workers one has the lease; the others stand by.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import redis

from mlob import keys
from mlob.config import Settings
from mlob.errors import MlobError
from mlob.lease import Lease
from mlob.snapshot import forms, memory, orders, shelf
from mlob.snapshot import keys as signing
from mlob.snapshot.desk import Desk

__all__ = ["LONGEST", "MEMORY", "run"]

LONGEST = 300.0
"""s that one order may take."""
MEMORY = 250 * 2**20
"""Bytes of memory after which the process starts itself again, between two orders."""

_HELD_MS = 5000
_BEAT = 1.0  # s between signs of life
_LOOK = 0.1  # s between looks for an order
_TIDY = 60.0  # s between looks for what is old
_BREATH = 2.0  # s before a store that is away is tried again
_TOO_LONG = "Dit duurde te lang (meer dan {minutes:.0f} minuten{part}) en is afgebroken."

log = logging.getLogger(__name__)


def _now() -> datetime:
    return datetime.now(UTC)


def run(settings: Settings, url: str, clock: Callable[[], datetime] = _now) -> None:
    """Make what is ordered, for ever, behind everything else; wait out a store that is away."""
    os.nice(5)
    _first_to_go()
    memory.frugal()
    forms.known()  # what renders is loaded before the first order, not by it
    told = ""
    while True:
        try:
            with redis.Redis.from_url(url, socket_timeout=30, socket_connect_timeout=5) as client:
                _serve(client, settings, clock)
        except (redis.RedisError, orders.Lost, MlobError, OSError) as error:
            if str(error) != told:
                log.warning("briefings stopped: %s; trying again", error)
            told = str(error)
            time.sleep(_BREATH)


def _first_to_go() -> None:
    """When memory runs out it is this process that the system ends, and not the picture."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")


def _serve(client: redis.Redis, settings: Settings, clock: Callable[[], datetime]) -> None:
    lease = Lease(client, keys.SNAPSHOTS_LEASE, _HELD_MS)
    lease.wait()
    shelf.offer_key(settings.packages, signing.load_or_make(settings.data_dir).public_key())
    watch = _Watch(lease)
    desk = watch.desk = Desk(client, settings, clock, watch.check)
    desk.adopt()
    watch.start()
    try:
        _work(client, desk, watch)
    finally:
        watch.over.set()


def _work(client: redis.Redis, desk: Desk, watch: _Watch) -> None:
    tidied = looked = 0.0
    while True:
        watch.check()
        now = time.monotonic()
        if now - looked >= _BEAT:
            looked = now
            desk.keep_to_schedule()
        if now - tidied >= _TIDY:
            tidied = now
            desk.tidy()
        order = orders.waiting(client)
        if order is None:
            time.sleep(_LOOK)
            continue
        watch.began = time.monotonic()
        desk.make(order)
        watch.began = None
        memory.give_back()
        if memory.held() > MEMORY:
            log.info("the worker of the briefings starts itself again: it holds %d MB", memory.held() >> 20)
            client.delete(keys.SNAPSHOTS_LEASE)
            start_again()


class _Watch(threading.Thread):
    """Keeps the lease while an order is being made, and ends what takes too long.

    A rendering that hangs in a library cannot be stopped from within: the process begins anew.
    """

    desk: Desk

    def __init__(self, lease: Lease) -> None:
        super().__init__(daemon=True)
        self.lease = lease
        self.began: float | None = None
        self.over = threading.Event()
        self._lost = False

    def check(self) -> None:
        """Raise Lost when another worker has taken over."""
        if self._lost:
            raise orders.Lost("een andere werker heeft het overgenomen")

    def run(self) -> None:
        while not self.over.wait(_BEAT):
            with contextlib.suppress(redis.RedisError):
                self._lost = self._lost or not self.lease.hold()
            began = self.began
            if began is not None and time.monotonic() - began > LONGEST:
                self._end()

    def _end(self) -> None:
        busy = self.desk.busy
        part = f", bij {busy.part}" if busy is not None and busy.part else ""
        with contextlib.suppress(redis.RedisError, OSError):
            self.desk.give_up(_TOO_LONG.format(minutes=LONGEST / 60, part=part))
        start_again()


def start_again() -> None:
    """Become a new process in the place of this one."""
    os.execv(sys.executable, [sys.executable, "-m", "mlob", *sys.argv[1:]])

"""Everything on this machine: the store and the workers as children, started again when they end."""

from __future__ import annotations

import gc
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType

from mlob.config import Settings
from mlob.errors import StoreError
from mlob.redis_server import SPACE_LEAST, EmbeddedRedis, checked, die_with_parent

__all__ = ["Child", "House", "begin_work", "spare_garbage_collection"]

log = logging.getLogger(__name__)

_LOOK = 0.2  # s between looks at the children
_GRACE = 8.0  # s that a child gets to end in order
_SPACE_EVERY = 1.0  # s between looks at the disk
_FIRST = 0.2  # s before the first new start
_CALM = 30.0  # s that a child must have run for its pauses to start small again


class Pauses:
    """When something that ended may start again: at once after a calm run, else ever later."""

    def __init__(self, most: float) -> None:
        self.most = most
        self._pause = 0.0
        self._started = 0.0
        self._due = 0.0

    def ended(self, now: float) -> None:
        """It ended."""
        calm = now - self._started > _CALM
        self._pause = _FIRST if calm else min(self.most, max(_FIRST, self._pause * 2))
        self._due = now + self._pause

    def over(self, now: float) -> bool:
        """Whether it may start; when it may, it counts as started."""
        if now < self._due:
            return False
        self._started = now
        return True


class Child:
    """One worker process, with growing pauses between its starts."""

    def __init__(self, name: str, arguments: Sequence[str]) -> None:
        self.name = name
        self.arguments = list(arguments)
        self.process: subprocess.Popen[bytes] | None = None
        self._pauses = Pauses(most=10.0)

    def tend(self, now: float) -> None:
        """Start it when it does not run and its pause is over."""
        if self.process is not None and self.process.poll() is None:
            return
        if self.process is not None:
            self._pauses.ended(now)
            log.warning("%s ended (%s); starting it again", self.name, self.process.returncode)
            self.process = None
        if self._pauses.over(now):
            self.process = subprocess.Popen(
                [sys.executable, "-m", "mlob", *self.arguments],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - started from the main thread, before others
            )

    def stop(self) -> None:
        """Ask it to end."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, deadline: float) -> None:
        """Wait until it ended, by force when it takes too long."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class House:
    """The store (embedded unless the settings name one) and the children, kept running."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store = None if settings.store.url else EmbeddedRedis(settings.data_dir)
        self.children: list[Child] = []
        self._end = threading.Event()
        self._pauses = Pauses(most=5.0)
        self._up = True
        self._looked = 0.0

    def open(self) -> str:
        """Start the store; its url. Raises StoreError."""
        return checked(self.settings.store.url) if self.store is None else self.store.start()

    def worker(self, name: str, url: str, extra: Sequence[str] = ()) -> None:
        """Add a worker: `mlob <name>` with these settings."""
        arguments = [name, "--redis", url, "--data-dir", str(self.settings.data_dir), *extra]
        if self.settings.path is not None:
            arguments += ["--config", str(self.settings.path)]
        self.children.append(Child(name, arguments))

    def live(self, started: Callable[[], None]) -> None:
        """Keep everything running until SIGTERM or SIGINT; then end it in order."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked)
        try:
            self.start()
            started()
            while not self._end.wait(_LOOK):
                self._tend()
        finally:
            self.close()

    def start(self) -> None:
        """Start what does not run yet."""
        self._tend()

    def close(self) -> None:
        """End the workers, then the store."""
        for child in self.children:
            child.stop()
        deadline = time.monotonic() + _GRACE
        for child in self.children:
            child.wait(deadline)
        if self.store is not None:
            self.store.stop()

    def _asked(self, number: int, frame: FrameType | None) -> None:
        self._end.set()

    def _tend(self) -> None:
        now = time.monotonic()
        if self.store is not None:
            self._tend_store(self.store, now)
        for child in self.children:
            child.tend(now)

    def _tend_store(self, store: EmbeddedRedis, now: float) -> None:
        """Start the store again, for as long as it takes; the workers wait and say that it is away."""
        if store.alive():
            if now - self._looked >= _SPACE_EVERY:
                if not self._up:
                    log.info("redis-server runs again")
                self._up, self._looked = True, now
                self._watch_space(store)
            return
        if self._up:
            log.warning("redis-server ended; starting it again")
            self._pauses.ended(now)
        self._up, self._looked = False, now
        if not self._pauses.over(now):
            return
        self._pauses.ended(now)  # unless it is up at the next look, this was one more try
        try:
            store.restart()
        except StoreError as error:
            log.error("store: %s", error)

    @staticmethod
    def _watch_space(store: EmbeddedRedis) -> None:
        if store.watch_space():
            if store.short:
                log.error("disk: less than %d MiB free; nothing more is taken", SPACE_LEAST >> 20)
            else:
                log.warning("disk: there is room again")


def begin_work() -> None:
    """In a worker: end at once when asked to, and look for cyclic garbage rarely."""
    spare_garbage_collection()
    signal.signal(signal.SIGTERM, lambda number, frame: os._exit(0))
    signal.signal(signal.SIGINT, lambda number, frame: os._exit(0))


def spare_garbage_collection() -> None:
    """Look for cyclic garbage rarely.

    Records and observations hold no cycles; walking all of them again and again halved the rate.
    """
    gc.set_threshold(100_000, 50, 1000)

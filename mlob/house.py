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
from mlob.redis_server import EmbeddedRedis, die_with_parent

__all__ = ["Child", "House"]

log = logging.getLogger(__name__)

_LOOK = 0.2  # s between looks at the children
_GRACE = 8.0  # s that a child gets to end in order
_CALM = 30.0  # s that a child must have run for its pauses to start small again


class Child:
    """One worker process, with growing pauses between its starts."""

    def __init__(self, name: str, arguments: Sequence[str]) -> None:
        self.name = name
        self.arguments = list(arguments)
        self.process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._pause = 0.0
        self._due = 0.0

    def tend(self, now: float) -> None:
        """Start it when it does not run and its pause is over."""
        if self.process is not None and self.process.poll() is None:
            return
        if self.process is not None:
            ran = now - self._started
            self._pause = 0.2 if ran > _CALM else min(10.0, max(0.2, self._pause * 2))
            self._due = now + self._pause
            log.warning("%s ended (%s); starting it again", self.name, self.process.returncode)
            self.process = None
        if now >= self._due:
            self._started = now
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

    def open(self) -> str:
        """Start the store; its url. Raises StoreError."""
        return self.settings.store.url if self.store is None else self.store.start()

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
        if self.store is not None and not self.store.alive():
            log.warning("redis-server ended; starting it again")
            try:
                self.store.restart()
            except StoreError as error:
                log.error("store: %s", error)
                return
        now = time.monotonic()
        for child in self.children:
            child.tend(now)


def begin_work() -> None:
    """In a worker: end at once when asked to, and look for cyclic garbage rarely.

    Records and observations hold no cycles; walking all of them again and again halved the rate.
    """
    gc.set_threshold(100_000, 50, 1000)
    signal.signal(signal.SIGTERM, lambda number, frame: os._exit(0))
    signal.signal(signal.SIGINT, lambda number, frame: os._exit(0))

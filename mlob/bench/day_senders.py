"""The sources of a day: connections that send what is due, and a thread that posts."""

from __future__ import annotations

import http.client
import itertools
import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

from mlob.bench.outside import post

__all__ = ["Poster", "Stream"]

_PATIENCE = 120.0


class Stream:
    """One connection; frames are due evenly over the time, the first at its start."""

    def __init__(self, port: int, frames: Iterator[bytes], amount: int, seconds: float) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        self.amount, self.sent = amount, 0
        self.late_s = 0.0
        self._frames = itertools.islice(frames, amount)
        self._step = seconds / amount

    def send(self, started: float) -> None:
        """Send what is due by now (`started`: monotonic); blocks while the other side does not take it."""
        due = min(self.amount, int((time.monotonic() - started) / self._step) + 1)
        some = list(itertools.islice(self._frames, due - self.sent))
        if some:
            self.socket.sendall(b"".join(some))
            first, self.sent = self.sent, due
            self.late_s = max(self.late_s, time.monotonic() - started - first * self._step)

    def close(self) -> None:
        """End the connection."""
        self.socket.close()


class Poster(threading.Thread):
    """Posts each frame when it is due; `refused` are the answers that were no 202."""

    def __init__(
        self, port: int, key: str, pushes: dict[str, Iterator[tuple[timedelta, bytes]]], started: float
    ) -> None:
        super().__init__(daemon=True)
        self.port, self.key, self.started = port, key, started
        self.sent = dict.fromkeys(pushes, 0)
        self.refused: list[str] = []
        self.slowest_s = 0.0
        self._due = sorted(
            (after.total_seconds(), name, frame) for name, some in pushes.items() for after, frame in some
        )

    def run(self) -> None:
        """Until all is posted."""
        for after, name, frame in self._due:
            time.sleep(max(0.0, self.started + after - time.monotonic()))
            begun = time.monotonic()
            try:
                status, answer = post(self.port, f"/api/v1/ingest/{name}", frame, self.key)
            except (OSError, http.client.HTTPException) as error:
                status, answer = 0, repr(error)
            self.slowest_s = max(self.slowest_s, time.monotonic() - begun)
            self.sent[name] += 1
            if status != 202:
                self.refused.append(f"{name}: {status} {str(answer)[:200]}")

"""An inlet for tests of transports: keeps what came in, and refuses what begins with `fout`."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from mlob import transports
from mlob.model import Source
from tests.observations import source

__all__ = ["Lane", "Sink", "during", "running", "until"]


class Sink:
    """An inlet; `settings` are those of its source."""

    def __init__(self, mark: str = "", **settings: Any) -> None:
        self.source: Source = source("proef", **settings)
        self.name = self.source.name
        self.mark = mark
        self.lanes: list[Lane] = []
        self.lost = 0

    def lose(self, amount: int) -> None:
        """Count what could not be kept."""
        self.lost += amount

    def open(self) -> Lane:
        """A lane of its own."""
        self.lanes.append(Lane(self))
        return self.lanes[-1]

    @property
    def data(self) -> bytes:
        """All that came in, a lane after the other."""
        return b"".join(lane.data for lane in self.lanes)

    @property
    def payloads(self) -> list[bytes]:
        """What came in whole."""
        return [payload for lane in self.lanes for payload in lane.payloads]


class Lane:
    """A way in that counts lines as frames."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.data = b""
        self.payloads: list[bytes] = []
        self.closed = False

    @property
    def rejected(self) -> int:
        return sum(line.startswith(b"fout") for line in self.data.splitlines())

    @property
    def accepted(self) -> int:
        return len(self.data.splitlines()) - self.rejected

    async def feed(self, data: bytes, mark: str = "") -> None:
        """Keep bytes."""
        self.data += data
        self.sink.mark = mark or self.sink.mark

    async def whole(self, payloads: Sequence[bytes], mark: str = "") -> None:
        """Keep payloads."""
        self.payloads += payloads
        self.sink.mark = mark or self.sink.mark

    async def close(self) -> None:
        """Remember that it ended."""
        self.closed = True


async def until(what: Callable[[], object], seconds: float = 90.0) -> None:
    """Wait for something to become true; TimeoutError when it does not."""
    async with asyncio.timeout(seconds):
        while not what():
            await asyncio.sleep(0.01)


async def running(url: str, sink: Any, body: Callable[[], Awaitable[None]]) -> None:
    """Run the transport while `body` acts; it must end when it is cancelled."""
    task = asyncio.create_task(transports.known()[transports.scheme(url)].run(url, sink))
    try:
        await body()
        assert not task.done()
    finally:
        task.cancel()
        async with asyncio.timeout(60):
            with contextlib.suppress(asyncio.CancelledError):
                await task


def during(url: str, sink: Any, body: Callable[[], Awaitable[None]]) -> None:
    """The same, in an event loop of its own."""
    asyncio.run(running(url, sink, body))

"""Bytes in, reconnect, nothing else. A file here ends with `TRANSPORT = Transport(...)`."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import cache
from typing import Protocol

import msgspec

from mlob.errors import SourceError
from mlob.model import Source
from mlob.registers import declarations

__all__ = ["Inlet", "Lane", "Transport", "backoff", "known", "persist", "scheme"]

log = logging.getLogger(__name__)

CHUNK = 256 * 1024
"""Bytes read at once: what has piled up goes to the journal in one group."""


_AGAIN = (0.1, 0.5)
"""Seconds before a connection that was up is made again: one that accepts and hangs up costs little."""


class Lane(Protocol):
    """One connection's way into the journal; `feed` returns when what it was given is journalled.

    `accepted` and `rejected` count the frames of this lane that could and could not be read.
    """

    accepted: int
    rejected: int

    async def feed(self, data: bytes, mark: str = "") -> None:
        """Take bytes; `mark` says where the source stands after them."""

    async def whole(self, payloads: Sequence[bytes], mark: str = "") -> None:
        """Take payloads that are each complete (datagrams, messages, pages): none runs on in the next."""

    async def close(self) -> None:
        """Take what was left unfinished."""


class Inlet(Protocol):
    """What a transport is given: new lanes, and the mark up to which the source was taken."""

    source: Source
    name: str
    mark: str

    def open(self) -> Lane:
        """A lane of its own for one connection."""

    def lose(self, amount: int) -> None:
        """Count frames that came in and could not be kept."""


def _no_fault(url: str) -> str:
    return ""


class Transport(msgspec.Struct, frozen=True, kw_only=True):
    """How bytes come in for some url schemes; `run(url, inlet)` goes on until cancelled.

    `fault(url)` says what is wrong with a url, or nothing. `patient`: the other side keeps what we do
    not take (a file, a page), so that nothing needs to be kept here while the store is away.
    """

    schemes: tuple[str, ...]
    run: Callable[[str, Inlet], Awaitable[None]]
    fault: Callable[[str], str] = _no_fault
    patient: bool = False


@cache
def known() -> dict[str, Transport]:
    """Every transport in this folder, by url scheme."""
    found = declarations(__name__, "TRANSPORT")
    return {scheme: item for item in found if isinstance(item, Transport) for scheme in item.schemes}


def scheme(url: str) -> str:
    """The scheme of a source's url."""
    return url.partition(":")[0]


async def backoff(*, first: float = 0.5, most: float = 30.0) -> AsyncIterator[int]:
    """Attempt numbers with growing pauses and full jitter between them, for ever."""
    attempt = 0
    while True:
        yield attempt
        attempt += 1
        await asyncio.sleep(random.uniform(first / 2, min(most, first * 2 ** min(attempt, 10))))


async def persist(name: str, once: Callable[[Callable[[], None]], Awaitable[None]]) -> None:
    """Run a connection again and again; log the first failure and the recovery, not each repetition.

    `once(up)` calls `up()` when it is connected, and returns or raises when the connection ends.
    """
    failing = False
    while True:
        was_up = False

        def up() -> None:
            nonlocal failing, was_up
            if failing:
                log.info("source %s: connected again", name)
            failing, was_up = False, True

        async for _ in backoff():
            reason = "verbinding gesloten"
            try:
                await once(up)
            except (OSError, SourceError) as error:
                reason = str(error) or type(error).__name__
            if not failing:
                log.warning("source %s: %s; trying again", name, reason)
            failing = True
            if was_up:
                await asyncio.sleep(random.uniform(*_AGAIN))
                break

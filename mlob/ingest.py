"""The worker that holds the connections: frames in, observations journalled, rubbish quarantined."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import redis.asyncio
from redis.exceptions import RedisError

from mlob import formats, keys, transports
from mlob.config import Settings
from mlob.model import Source
from mlob.receive import GROUP, journalled
from mlob.spool import Spool

__all__ = ["Lane", "Letterbox", "run"]

log = logging.getLogger(__name__)

FOLDER = "spool"
"""In the data dir: a folder a source for frames that wait for the store."""


class Letterbox:
    """One source's way in: hands each connection a lane of its own (transports.Inlet).

    While the store is away, frames of a source that cannot wait go to its spool and from there to the
    journal once the store is back; without a spool the source is held back.
    """

    def __init__(
        self, source: Source, client: redis.asyncio.Redis, mark: str = "", spool: Spool | None = None
    ) -> None:
        self.source = source
        self.client = client
        self.name = source.name
        self.mark = mark
        self.spool = spool
        self.away = False
        self._lost = 0
        self._again = asyncio.Event()
        if spool:
            self._again.set()

    def open(self) -> Lane:
        """A lane with a splitter of its own."""
        return Lane(self)

    def lose(self, amount: int) -> None:
        """Count frames that could not be kept; told when the store is there."""
        self._lost += amount

    async def take(self, frames: Sequence[bytes], mark: str) -> tuple[int, int]:
        """Journal frames, or spool them; else hold the source back while the store is away.

        Returns how many frames were accepted and rejected; what is spooled counts as accepted, as
        nobody has read it yet.
        """
        accepted = rejected = 0
        received_at = datetime.now(UTC)
        if frames and self.away and await self._spooled(frames, received_at):
            return len(frames), 0
        async for _ in transports.backoff(first=0.1, most=2.0):
            try:
                if frames:
                    taken, _, _ = await journalled(self.client, self.source, frames, received_at)
                    accepted, rejected = taken.accepted, len(taken.rejects)
                if mark:
                    await self.client.hset(keys.SOURCE + self.name, "mark", mark)
                    self.mark = mark
                await self._tell()
            except RedisError as error:
                self._gone(error)
                if frames and not mark and await self._spooled(frames, received_at):
                    return len(frames), 0
                continue
            self._back()
            break
        return accepted, rejected

    async def _spooled(self, frames: Sequence[bytes], received_at: datetime) -> bool:
        """Put frames on disk; False when there is no spool or the disk does not take them."""
        if self.spool is None:
            return False
        try:
            await asyncio.to_thread(self.spool.put, frames, received_at)
        except OSError as error:
            log.error("source %s: spool: %s; holding on", self.name, error)
            return False
        self._again.set()
        return True

    async def drain(self) -> None:
        """Bring what is on disk to the journal whenever there is something; for ever."""
        while self.spool is not None:
            await self._again.wait()
            async for _ in transports.backoff(first=0.1, most=2.0):
                try:
                    await self._drained(self.spool)
                    await self._tell()
                except RedisError as error:
                    self._gone(error)
                    continue
                self._back()
                break

    async def _drained(self, spool: Spool) -> None:
        while (found := await asyncio.to_thread(spool.take, GROUP)) is not None:
            received_at, frames = found
            await journalled(self.client, self.source, frames, received_at)
            spool.done()
        self._again.clear()

    async def _tell(self) -> None:
        """Add what was lost to what the store counts."""
        lost = self._lost + (self.spool.lost if self.spool is not None else 0)
        if lost:
            await self.client.hincrby(keys.SOURCE + self.name, "lost", lost)
            self._lost = 0
            if self.spool is not None:
                self.spool.lost = 0

    def _gone(self, error: RedisError) -> None:
        if not self.away:
            how = "holding on" if self.spool is None else "keeping what comes on disk"
            log.warning("source %s: store is away (%s); %s", self.name, error, how)
        self.away = True

    def _back(self) -> None:
        if self.away:
            log.info("source %s: store is back", self.name)
        self.away = False


class Lane:
    """One connection: bytes to frames, frames to the journal, a group at a time."""

    def __init__(self, letterbox: Letterbox) -> None:
        self.letterbox = letterbox
        self.splitter = formats.splitter(letterbox.source)
        self.accepted = self.rejected = 0

    async def feed(self, data: bytes, mark: str = "") -> None:
        """Take bytes; returns when the frames that they complete are journalled."""
        await self._take(self.splitter.feed(data), mark)

    async def whole(self, payloads: Sequence[bytes], mark: str = "") -> None:
        """Take complete payloads; returns when their frames are journalled."""
        source = self.letterbox.source
        form = formats.known()[source.format]
        await self._take(
            [frame for payload in payloads for frame in formats.split(form, payload, source)], mark
        )

    async def close(self) -> None:
        """Take the last frame, which nothing ended."""
        await self._take(self.splitter.close(), "")

    async def _take(self, frames: Sequence[bytes], mark: str) -> None:
        for start in range(0, len(frames), GROUP):
            accepted, rejected = await self.letterbox.take(frames[start : start + GROUP], "")
            self.accepted += accepted
            self.rejected += rejected
        if mark:
            await self.letterbox.take((), mark)


async def _receive(source: Source, client: redis.asyncio.Redis, folder: Path) -> None:
    transport = transports.known()[transports.scheme(source.url)]
    spool = None if transport.patient else Spool(folder / source.name)
    mark: Any = b""
    # Who cannot wait is heard at once; only who goes on from a mark needs to know it first.
    async for _ in transports.backoff(first=0.1, most=2.0):
        try:
            mark = await client.hget(keys.SOURCE + source.name, "mark") or b""
            break
        except RedisError:
            if spool is not None:
                break
    letterbox = Letterbox(source, client, mark.decode(), spool)
    async with asyncio.TaskGroup() as group:
        group.create_task(letterbox.drain())
        group.create_task(_run(transport, letterbox))


async def _run(transport: transports.Transport, letterbox: Letterbox) -> None:
    await transport.run(letterbox.source.url, letterbox)


async def serve(settings: Settings, url: str) -> None:
    """Hold every source's connection until cancelled; one that fails for good does not stop the others.

    Without any source it waits: who adds one to the settings starts the house again anyway.
    """
    if not settings.sources:
        log.info("no source in the settings: nothing comes in but what people report")
        await asyncio.Event().wait()
    client = redis.asyncio.Redis.from_url(url, socket_timeout=30, socket_connect_timeout=5)
    try:
        async with asyncio.TaskGroup() as group:
            for source in settings.sources:
                group.create_task(_guarded(source, client, settings.data_dir / FOLDER))
    finally:
        await client.aclose()


async def _guarded(source: Source, client: redis.asyncio.Redis, folder: Path) -> None:
    async for _ in transports.backoff(first=1.0, most=60.0):
        try:
            await _receive(source, client, folder)
        except Exception:
            log.exception("source %s: fault; starting it again", source.name)


def run(settings: Settings, url: str) -> None:
    """Receive for ever."""
    asyncio.run(serve(settings, url))

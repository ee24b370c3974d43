"""The worker that holds the connections: frames in, observations journalled, rubbish quarantined."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import redis.asyncio
from redis.exceptions import RedisError

from mlob import formats, keys, transports
from mlob.config import Settings
from mlob.model import Source
from mlob.receive import GROUP, journalled

__all__ = ["Lane", "Letterbox", "run"]

log = logging.getLogger(__name__)


class Letterbox:
    """One source's way in: hands each connection a lane of its own (transports.Inlet)."""

    def __init__(self, source: Source, client: redis.asyncio.Redis, mark: str = "") -> None:
        self.source = source
        self.client = client
        self.name = source.name
        self.mark = mark
        self.away = False

    def open(self) -> Lane:
        """A lane with a splitter of its own."""
        return Lane(self)

    async def take(self, frames: Sequence[bytes], mark: str) -> tuple[int, int]:
        """Journal frames; while the store is away, hold the source back and try again.

        Returns how many frames were accepted and rejected.
        """
        accepted = rejected = 0
        received_at = datetime.now(UTC)
        async for _ in transports.backoff(first=0.1, most=2.0):
            try:
                if frames:
                    taken, _, _ = await journalled(self.client, self.source, frames, received_at)
                    accepted, rejected = taken.accepted, len(taken.rejects)
                if mark:
                    await self.client.hset(keys.SOURCE + self.name, "mark", mark)
                    self.mark = mark
            except RedisError as error:
                if not self.away:
                    log.warning("source %s: store is away (%s); holding on", self.name, error)
                self.away = True
                continue
            if self.away:
                log.info("source %s: store is back", self.name)
            self.away = False
            break
        return accepted, rejected


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


async def _receive(source: Source, client: redis.asyncio.Redis) -> None:
    mark: Any = b""
    async for _ in transports.backoff(first=0.1, most=2.0):
        try:
            mark = await client.hget(keys.SOURCE + source.name, "mark") or b""
            break
        except RedisError:
            continue
    letterbox = Letterbox(source, client, mark.decode())
    await transports.known()[transports.scheme(source.url)].run(source.url, letterbox)


async def serve(settings: Settings, url: str) -> None:
    """Hold every source's connection until cancelled; one that fails for good does not stop the others."""
    client = redis.asyncio.Redis.from_url(url, socket_timeout=30, socket_connect_timeout=5)
    try:
        async with asyncio.TaskGroup() as group:
            for source in settings.sources:
                group.create_task(_guarded(source, client))
    finally:
        await client.aclose()


async def _guarded(source: Source, client: redis.asyncio.Redis) -> None:
    async for _ in transports.backoff(first=1.0, most=60.0):
        try:
            await _receive(source, client)
        except Exception:
            log.exception("source %s: fault; starting it again", source.name)


def run(settings: Settings, url: str) -> None:
    """Receive for ever."""
    asyncio.run(serve(settings, url))

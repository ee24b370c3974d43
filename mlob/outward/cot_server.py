"""`mlob cot`: a TCP server where TAK clients (ATAK, WinTAK, iTAK) get the live picture as CoT, XML.

It is a worker of its own with a mirror of its own: what a client does there never touches the pages. One
way only: what clients send is read and dropped, but for their pings, which are answered.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import socket
from typing import Any

import redis.asyncio
from redis.exceptions import RedisError

from mlob import keys
from mlob.audience import without
from mlob.broadcast import Mirror
from mlob.config import Settings
from mlob.cot_out_settings import address
from mlob.outward.cot_event import Around, pong
from mlob.outward.cot_feed import Feed, Waiting
from mlob.transports import backoff
from mlob.transports.tcp import keep

__all__ = ["PATIENCE", "Server", "run"]

log = logging.getLogger(__name__)

PATIENCE = 8.0
"""s in which a client must take what was sent: TRUST asks to cut off within 10 s."""
_CLIENTS = 256
"""At most so many clients at once."""
_BUFFER = 64 * 1024
"""Bytes that may wait for one client here, and again so many in the kernel."""
_READ = 16 * 1024
_TAIL = 2048
"""Bytes kept of what a client sent, for a ping that comes in two pieces."""
_PING = re.compile(rb"""<(?:\w+:)?event\s[^>]{0,1500}?\btype\s*=\s*["']t-x-c-t["']""")


class Server:
    """The clients of one feed."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self._full = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Send to one client until it leaves or does not read."""
        if len(self.feed.clients) >= _CLIENTS:
            if not self._full:
                log.warning("CoT: %d clients; more are refused", _CLIENTS)
            self._full = True
            writer.close()
            return
        self._full = False
        _narrow(writer)
        waiting = Waiting(self.feed)
        self.feed.clients.add(waiting)
        tasks = [asyncio.create_task(_listen(reader, waiting)), asyncio.create_task(_send(writer, waiting))]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.feed.clients.discard(waiting)
            for task in tasks:
                task.cancel()
            for task in tasks:
                with contextlib.suppress(asyncio.CancelledError, OSError):
                    await task
            writer.transport.abort()  # what it did not read is not waited for


def _narrow(writer: asyncio.StreamWriter) -> None:
    """Let little wait on its way, so that one that does not read is noticed, and keep asking if it lives."""
    keep(writer)
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
    writer.transport.set_write_buffer_limits(high=_BUFFER)


async def _listen(reader: asyncio.StreamReader, waiting: Waiting) -> None:
    """Drop what a client sends, but for its pings."""
    held = b""
    while data := await reader.read(_READ):
        held += data
        end = 0
        for ping in _PING.finditer(held):
            waiting.asked()
            end = ping.end()
        held = held[end:][-_TAIL:]


async def _send(writer: asyncio.StreamWriter, waiting: Waiting) -> None:
    """Write what waits; returns when the client does not take it in time."""
    while True:
        await waiting.wake.wait()
        now = waiting.feed.now()
        data = waiting.take(now)
        if waiting.pong:
            waiting.pong = False
            data += pong(now)
        if not data:
            continue
        writer.write(data)
        try:
            async with asyncio.timeout(PATIENCE):
                await writer.drain()
        except TimeoutError:
            log.info("CoT: a client did not read for %.0f s and is cut off", PATIENCE)
            return


async def _around(settings: Settings, client: redis.asyncio.Redis) -> Around:
    """What is the same for all events; waits until the store has a name."""
    organisation = settings.organisation
    async for _ in backoff(first=0.2, most=2.0):
        with contextlib.suppress(RedisError):
            name: Any = await client.get(keys.JOURNAL)
            if name:
                return Around(
                    system=name.decode(), marking=organisation.marking, exercise=organisation.exercise
                )
    raise AssertionError("backoff never ends")


async def serve(settings: Settings, url: str) -> None:
    """Serve until cancelled; an address that is taken is tried again."""
    client = redis.asyncio.Redis.from_url(url, socket_timeout=10, socket_connect_timeout=5)
    mirror = Mirror(settings, client, "")
    audience = without(frozenset(settings.cot_out.without))
    feed = Feed(mirror, lambda: _around(settings, client), audience)
    server = Server(feed)
    host, port = address(settings.cot_out.listen)

    async def listen() -> None:
        async for _ in backoff(first=0.5, most=10.0):
            try:
                async with await asyncio.start_server(server.serve, host, port, limit=_READ) as listening:
                    log.info("CoT for TAK clients at tcp://%s:%d", host, port)
                    await listening.serve_forever()
            except OSError as error:
                log.warning("CoT: %s:%d: %s; trying again", host, port, error)

    try:
        async with asyncio.TaskGroup() as group:
            for task in (mirror.run(), feed.follow(), listen()):
                group.create_task(task)
    finally:
        await client.aclose()


def run(settings: Settings, url: str) -> None:
    """Serve for ever."""
    asyncio.run(serve(settings, url))

"""How frames leave: served to who connects, over a connection of our own, or posted."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from typing import Protocol

__all__ = ["Connected", "Pushed", "Sender", "Served", "call"]

log = logging.getLogger(__name__)

_AGAIN = 0.5  # s between two tries
_WAITING = 2000  # lines kept for a source that has not come yet
_TOGETHER = 200  # features in one POST
_RETRIED = (429, 502, 503, 504)
# The system is on this machine or this network: a proxy of the environment has no business between.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Sender(Protocol):
    """One source's way out."""

    async def run(self) -> None:
        """Keep the connection; goes on until cancelled (or ends at once where there is none)."""

    async def send(self, bodies: Sequence[str]) -> None:
        """Send frames in their order."""


class Served:
    """Lines to everybody who connects; what was said before anybody came waits for the first."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._listeners: set[asyncio.StreamWriter] = set()
        self._waiting: list[bytes] = []

    async def run(self) -> None:
        """Listen until cancelled."""
        server = await asyncio.start_server(self._serve, *self._address)
        try:
            await asyncio.Event().wait()
        finally:
            server.close()
            for writer in list(self._listeners):
                writer.close()

    async def send(self, bodies: Sequence[str]) -> None:
        """Write lines to all listeners; a listener that left is forgotten."""
        lines = "".join(f"{body}\n" for body in bodies).encode()
        if not self._listeners:
            self._waiting = [*self._waiting, lines][-_WAITING:]
        for writer in list(self._listeners):
            await _written(writer, lines)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._listeners.add(writer)
        waiting, self._waiting = self._waiting, []
        try:
            await _written(writer, b"".join(waiting))
            with contextlib.suppress(OSError):
                await reader.read()
        finally:
            self._listeners.discard(writer)
            writer.close()


class Connected:
    """Documents over a connection to a source that listens; made again when it breaks."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._queue: asyncio.Queue[bytes] = asyncio.Queue(maxsize=64)

    async def run(self) -> None:
        """Connect and write until cancelled; what was being written when it broke is written again."""
        pending = b""
        while True:
            try:
                _, writer = await asyncio.open_connection(*self._address)
            except OSError:
                await asyncio.sleep(_AGAIN)
                continue
            try:
                while True:
                    pending = pending or await self._queue.get()
                    writer.write(pending)
                    await writer.drain()
                    pending = b""
            except OSError as error:
                log.info("listening source at %s:%d left: %s", *self._address, error)
                await asyncio.sleep(_AGAIN)
            finally:
                writer.close()

    async def send(self, bodies: Sequence[str]) -> None:
        """Queue documents; while the other side is away the newest are dropped: units report again soon."""
        if bodies:
            with contextlib.suppress(asyncio.QueueFull):
                self._queue.put_nowait("\n".join(bodies).encode() + b"\n")


class Pushed:
    """Frames posted with the source's key; GeoJSON features together, other documents one by one."""

    def __init__(self, url: str, key: str, form: str) -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {key}"}
        self._together = form == "geojson"
        self._turn = asyncio.Lock()

    async def run(self) -> None:
        """Nothing to keep."""

    async def send(self, bodies: Sequence[str]) -> None:
        """Post frames and wait until they are journalled."""
        async with self._turn:
            for payload in self._payloads(bodies):
                await call(self._url, payload, self._headers)

    def _payloads(self, bodies: Sequence[str]) -> list[bytes]:
        if not self._together:
            return [body.encode() for body in bodies]
        parts = [bodies[start : start + _TOGETHER] for start in range(0, len(bodies), _TOGETHER)]
        return [
            ('{"type":"FeatureCollection","features":[' + ",".join(part) + "]}").encode() for part in parts
        ]


async def call(url: str, payload: bytes | None = None, headers: Mapping[str, str] | None = None) -> bytes:
    """The answer of a POST (or GET without a payload); waits while the system is away.

    What the system refuses is logged and answered with nothing: one frame must not stop the others.
    """
    request = urllib.request.Request(url, data=payload, headers=dict(headers or {}))
    while True:
        try:
            return await asyncio.to_thread(_exchange, request)
        except urllib.error.HTTPError as error:
            if error.code not in _RETRIED:
                log.warning("%s refused (%d): %s", url, error.code, error.read(500).decode(errors="replace"))
                return b""
        except OSError:
            log.debug("%s is away", url)
        await asyncio.sleep(_AGAIN)


def _exchange(request: urllib.request.Request) -> bytes:
    with _OPENER.open(request, timeout=10) as response:
        content: bytes = response.read()
        return content


async def _written(writer: asyncio.StreamWriter, lines: bytes) -> None:
    with contextlib.suppress(OSError):
        writer.write(lines)
        await writer.drain()

"""WebSocket client (`ws://host/path`, `wss://host/path`): each message, text or bytes, holds whole frames."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from mlob.errors import SourceError
from mlob.transports import Inlet, Transport, certificates, headers, persist

LIMIT = 16 * 1024 * 1024
"""Longest message in bytes, after decompression; a longer one closes the connection (RFC 6455, 1009)."""
_OPEN, _CLOSE = 10.0, 2.0  # s for the handshake at either end
_PING_EVERY, _PING_WAIT = 20.0, 20.0  # s: a half-open connection ends in 40 s
_GATHER = 0.005  # s in which messages that follow each other go to the journal together
_GROUP = 1024 * 1024  # bytes that go to the journal together
_WIRE = logging.getLogger(f"{__name__}.wire")
_WIRE.setLevel(logging.INFO)  # at DEBUG the headers of the handshake are logged, secrets and all


class Direct(connect):
    """A connection to the host in the settings and to no other: redirects are not followed."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        """Leave every answer but 101 what it is: a failure."""
        return exc


async def _group(socket: ClientConnection) -> list[bytes]:
    """The next message and what follows it at once; raises ConnectionClosed when nothing comes any more."""
    found = [await socket.recv(decode=False)]
    size = len(found[0])
    with contextlib.suppress(TimeoutError, ConnectionClosed):
        async with asyncio.timeout(_GATHER):
            while size < _GROUP:
                found.append(await socket.recv(decode=False))
                size += len(found[-1])
    return found


async def _listen(url: str, inlet: Inlet, up: Callable[[], None]) -> None:
    context = certificates.client(inlet.source) if url.startswith("wss:") else None
    async with Direct(
        url,
        additional_headers=await asyncio.to_thread(headers.secret, inlet.source, url),
        logger=_WIRE,
        ssl=context,
        max_size=LIMIT,
        open_timeout=_OPEN,
        close_timeout=_CLOSE,
        ping_interval=_PING_EVERY,
        ping_timeout=_PING_WAIT,
        proxy=None,
    ) as socket:
        up()
        lane = inlet.open()
        while True:
            await lane.whole(await _group(socket))


async def _run(url: str, inlet: Inlet) -> None:
    async def once(up: Callable[[], None]) -> None:
        try:
            await _listen(url, inlet, up)
        except WebSocketException as error:
            raise SourceError(f"{type(error).__name__}: {error}") from error

    await persist(inlet.name, once)


def _fault(url: str) -> str:
    try:
        parts = urlsplit(url)
        sound = bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        return str(error)
    if parts.username is not None or parts.password is not None:
        return "een naam of wachtwoord hoort niet in de url"
    return "" if sound else f"geen host in {url!r}"


TRANSPORT = Transport(schemes=("ws", "wss"), run=_run, fault=_fault)

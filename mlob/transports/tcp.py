"""TCP: connect to a source (`tcp://host:port`) or let sources connect (`tcp-listen://host:port`).

`tls://` and `tls-listen://` do the same under TLS, with the certificates in the source's settings.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from mlob.errors import SourceError
from mlob.transports import CHUNK, Inlet, Transport, certificates, persist

__all__ = ["TRANSPORT", "keep"]

log = logging.getLogger(__name__)

_CONNECT_TIMEOUT = 10.0  # s, for TCP and for the handshake of TLS
_GOODBYE = 2.0  # s in which the other side may answer that TLS ends
_KEEP_IDLE, _KEEP_EVERY, _KEEP_TRIES = 30, 10, 3  # s, s, times (tcp(7))
_CONNECTIONS = 256
"""At most so many senders at once on one listening source."""


def _address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or 0


def _fault(url: str) -> str:
    try:
        host, port = _address(url)
    except ValueError as error:
        return str(error)
    return "" if host and port else f"geen host en poort in {url!r}"


def _tls(url: str, inlet: Inlet) -> dict[str, Any]:
    """What asyncio needs to know for the TLS that a scheme asks for; nothing for plain TCP."""
    if not url.startswith("tls"):
        return {}
    make = certificates.server if url.startswith("tls-listen:") else certificates.client
    return {
        "ssl": make(inlet.source),
        "ssl_handshake_timeout": _CONNECT_TIMEOUT,
        "ssl_shutdown_timeout": _GOODBYE,
    }


def keep(writer: asyncio.StreamWriter) -> None:
    """Let the kernel ask whether the other side still lives, so that a half-open connection ends in a minute.

    Without it a source behind a broken line stays silent for ever, although it could be dialled again.
    """
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("IDLE", _KEEP_IDLE), ("INTVL", _KEEP_EVERY), ("CNT", _KEEP_TRIES)):
        if option := getattr(socket, f"TCP_KEEP{name}", None):
            connection.setsockopt(socket.IPPROTO_TCP, option, value)


async def _drain(reader: asyncio.StreamReader, inlet: Inlet) -> None:
    lane = inlet.open()
    while data := await reader.read(CHUNK):
        await lane.feed(data)
    await lane.close()


async def _connect(url: str, inlet: Inlet) -> None:
    host, port = _address(url)

    async def once(up: Callable[[], None]) -> None:
        try:
            reader, writer = await asyncio.wait_for(
                asyncio.open_connection(host, port, limit=CHUNK, **_tls(url, inlet)), _CONNECT_TIMEOUT
            )
        except TimeoutError:
            raise SourceError(f"{host}:{port} antwoordt niet") from None
        up()
        keep(writer)
        try:
            await _drain(reader, inlet)
        finally:
            await _close(writer)

    await persist(inlet.name, once)


async def _listen(url: str, inlet: Inlet) -> None:
    host, port = _address(url)
    senders: set[asyncio.StreamWriter] = set()
    full = False

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal full
        if len(senders) >= _CONNECTIONS:
            if not full:
                log.warning("source %s: %d senders; more are refused", inlet.name, _CONNECTIONS)
            full = True
            await _close(writer)
            return
        full = False
        senders.add(writer)
        keep(writer)
        try:
            await _drain(reader, inlet)
        except OSError as error:
            log.info("source %s: a sender broke off: %s", inlet.name, error)
        finally:
            senders.discard(writer)
            await _close(writer)

    async def once(up: Callable[[], None]) -> None:
        server = await asyncio.start_server(serve, host, port, limit=CHUNK, **_tls(url, inlet))
        up()
        async with server:
            await server.serve_forever()

    await persist(inlet.name, once)


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


async def _run(url: str, inlet: Inlet) -> None:
    await (_listen if url.startswith(("tcp-listen:", "tls-listen:")) else _connect)(url, inlet)


TRANSPORT = Transport(schemes=("tcp", "tcp-listen", "tls", "tls-listen"), run=_run, fault=_fault)

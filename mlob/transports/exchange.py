"""One HTTP GET, or POST of a question (RFC 9110, 9112): bounded in size and time, from the judged address."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit

import h11
import msgspec

from mlob.errors import SourceError
from mlob.transports import CHUNK, reach

__all__ = ["Answer", "get", "port"]

_PORTS = {"http": 80, "https": 443}
_CONNECT = 10.0  # s for one address


class Answer(msgspec.Struct, frozen=True):
    """Status, headers (lower case names) and body of an answer; the body of a 200 only."""

    status: int
    headers: dict[str, str]
    body: bytes = b""


def port(parts: SplitResult) -> int:
    """The port of a url, which need not say it."""
    return parts.port or _PORTS[parts.scheme]


def _request(parts: SplitResult, headers: dict[str, str], question: bytes) -> h11.Request:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.netloc.rpartition("@")[2]
    always = {"Host": host, "User-Agent": "mlob", "Accept-Encoding": "gzip", "Connection": "close"}
    if question:
        always |= {"Content-Type": "application/json", "Content-Length": str(len(question))}
    method = "POST" if question else "GET"
    return h11.Request(method=method, target=target, headers=list((always | headers).items()))


async def _connected(
    host: str, number: int, allow: Sequence[str], context: ssl.SSLContext | None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection with the first address of the host that answers; raises what the last one did."""
    failed: OSError = OSError(f"{host} heeft geen adres")
    for where in await reach.addresses(host, number, allow):
        try:
            async with asyncio.timeout(_CONNECT):
                return await asyncio.open_connection(
                    where, number, ssl=context, server_hostname=host if context else None, limit=CHUNK
                )
        except OSError as error:  # TimeoutError is one
            failed = error if str(error) else OSError(f"{where} antwoordt niet")
    raise failed


async def get(
    url: str,
    headers: dict[str, str],
    allow: Sequence[str],
    limit: int,
    context: ssl.SSLContext | None,
    question: bytes = b"",
) -> Answer:
    """Ask once, follow nothing; raises SourceError and OSError. The caller sets the time.

    With a `question` (JSON) it is a POST.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    reader, writer = await _connected(host, port(parts), allow, context)
    connection = h11.Connection(h11.CLIENT)
    try:
        writer.write(connection.send(_request(parts, headers, question)) or b"")
        if question:
            writer.write(connection.send(h11.Data(data=question)) or b"")
        writer.write(connection.send(h11.EndOfMessage()) or b"")
        await writer.drain()
        return await _answer(reader, connection, limit)
    except h11.ProtocolError as error:
        raise SourceError(f"{host} spreekt geen HTTP: {error}") from error
    finally:
        writer.transport.abort()


async def _event(reader: asyncio.StreamReader, connection: h11.Connection) -> object:
    while (event := connection.next_event()) is h11.NEED_DATA:
        connection.receive_data(await reader.read(CHUNK))
    return event


async def _answer(reader: asyncio.StreamReader, connection: h11.Connection, limit: int) -> Answer:
    head = await _event(reader, connection)
    while isinstance(head, h11.InformationalResponse):
        head = await _event(reader, connection)
    if not isinstance(head, h11.Response):
        raise SourceError("de verbinding sloot zonder antwoord")
    headers = {name.decode("ascii"): value.decode("latin-1") for name, value in head.headers}
    if head.status_code != 200:
        return Answer(head.status_code, headers)
    body = bytearray()
    while isinstance(event := await _event(reader, connection), h11.Data):
        body += event.data
        if len(body) > limit:
            raise SourceError(f"antwoord langer dan {limit} bytes")
    return Answer(200, headers, bytes(body))

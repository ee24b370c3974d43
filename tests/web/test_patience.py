"""A connection that asks nothing, or asks it too slowly, is closed."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import uvicorn

from mlob.web import patience
from tests.system import free_port


async def answers(scope: Any, receive: Any, send: Any) -> None:
    """An app that says yes."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ja"})


async def ask(port: int, *pieces: bytes, pause: float = 0.0) -> bytes:
    """All that comes back until the other side closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for piece in pieces:
        writer.write(piece)
        await asyncio.sleep(pause)
    try:
        async with asyncio.timeout(90):
            return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


@pytest.mark.parametrize(
    ("pieces", "answered"),
    [
        ((), False),
        ((b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",), False),
        ((b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\nHost:"), True),
        ((b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",), True),
    ],
)
def test_patience_has_an_end(
    monkeypatch: pytest.MonkeyPatch, pieces: tuple[bytes, ...], answered: bool
) -> None:
    monkeypatch.setattr(patience, "HEADER_SECONDS", 1.0)

    async def go() -> None:
        port = free_port()
        settings = uvicorn.Config(
            answers, port=port, http=patience.PatientProtocol, lifespan="off", log_level="critical"
        )
        server = uvicorn.Server(settings)
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        found = await ask(port, *pieces)
        assert found.endswith(b"ja") is answered
        server.should_exit = True
        await serving

    asyncio.run(go())

"""WebSocket client against a real server: messages, reconnection, limits, redirects, TLS."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from mlob import transports
from mlob.transports import certificates, websocket
from tests.certs import Authority
from tests.inlets import Sink, running, until
from tests.observations import source
from tests.system import free_port

Talk = Callable[[ServerConnection], Awaitable[None]]


def listening(
    sink: Sink, talk: Talk, done: Callable[[], object], scheme: str = "ws", **settings: Any
) -> None:
    """The transport beside a server that talks, until `done`."""
    port = free_port()

    async def go() -> None:
        async with serve(talk, "127.0.0.1", port, close_timeout=1, **settings):
            await running(f"{scheme}://127.0.0.1:{port}/feed", sink, lambda: until(done))

    asyncio.run(go())


async def three(connection: ServerConnection) -> None:
    await connection.send("één")
    await connection.send(b"\x00twee")
    await connection.send(["stukken ", "van drie"])
    await connection.wait_closed()


THREE = ["één".encode(), b"\x00twee", b"stukken van drie"]


def test_each_message_is_whole_text_or_bytes() -> None:
    sink = Sink()
    listening(sink, three, lambda: len(sink.payloads) == 3)
    assert sink.payloads == THREE


def test_it_comes_back_and_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    sink = Sink()

    async def briefly(connection: ServerConnection) -> None:
        for number in range(3):
            await connection.send(f"{len(sink.lanes)}.{number}")

    with caplog.at_level(logging.INFO, "mlob.transports"):
        listening(sink, briefly, lambda: len(sink.payloads) >= 6)
    assert len(sink.payloads) % 3 == 0
    failures, recoveries = (caplog.text.count(text) for text in ("trying again", "connected again"))
    assert 1 <= recoveries <= failures <= recoveries + 1


def test_a_message_over_the_limit_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(websocket, "LIMIT", 1000)
    sink = Sink()

    async def bomb(connection: ServerConnection) -> None:
        await connection.send("klein")
        await connection.send("0" * 1_000_000)  # compresses to about 1 kB
        await connection.wait_closed()

    listening(sink, bomb, lambda: sink.payloads and "1009" in caplog.text)
    assert set(sink.payloads) == {b"klein"}


def test_a_redirect_is_not_followed(caplog: pytest.LogCaptureFixture) -> None:
    sink, visits = Sink(), []

    def elsewhere(connection: ServerConnection, request: Request) -> Response | None:
        visits.append(request.path)
        if request.path == "/feed":
            answer = connection.respond(HTTPStatus.FOUND, "")
            answer.headers["Location"] = "/elders"
            return answer
        return None

    listening(sink, three, lambda: len(visits) >= 2, process_request=elsewhere)
    assert set(visits) == {"/feed"}
    assert "302" in caplog.text
    assert sink.lanes == []


def test_a_silent_server_is_noticed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """One that opens and then answers no ping, like a line that was cut."""
    monkeypatch.setattr(websocket, "_PING_EVERY", 0.05)
    monkeypatch.setattr(websocket, "_PING_WAIT", 0.05)
    sink = Sink()

    async def deaf(connection: ServerConnection) -> None:
        connection.transport.pause_reading()
        await asyncio.sleep(1)
        connection.transport.abort()

    listening(sink, deaf, lambda: "ping timeout" in caplog.text)


def test_tls_with_both_certificates(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    door = certificates.server(source(ca_file=authority.ca_file, **authority.sign("server")))
    sink = Sink(ca_file=authority.ca_file, **authority.sign("klant"))
    listening(sink, three, lambda: len(sink.payloads) == 3, "wss", ssl=door)
    assert sink.payloads == THREE


def test_a_server_that_we_do_not_trust_is_refused(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    door = certificates.server(source(**Authority(tmp_path, "vreemd").sign("server")))
    sink = Sink(ca_file=Authority(tmp_path, "eigen").ca_file)
    listening(sink, three, lambda: "CERTIFICATE_VERIFY_FAILED" in caplog.text, "wss", ssl=door)
    assert sink.lanes == []


@pytest.mark.parametrize("url", ["ws:", "ws:///pad", "wss://h:70000/", "ws://naam:woord@h/", "ws://h:0/"])
def test_a_url_that_cannot_work_is_a_fault(url: str) -> None:
    transport = transports.known()[transports.scheme(url)]
    assert transport.fault(url)
    assert not transport.fault("wss://voorbeeld.nl/feed?sleutel=1")

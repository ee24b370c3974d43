"""TLS over real sockets: both ways, with and without client certificates, renewal, and who is refused."""

from __future__ import annotations

import asyncio
import contextlib
import os
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from mlob import transports
from mlob.transports import certificates
from tests.certs import Authority
from tests.inlets import Sink, during, running, until
from tests.observations import source
from tests.system import free_port


async def dialled(port: int, context: ssl.SSLContext | None, text: bytes) -> None:
    """Connect as soon as somebody listens, send, and hang up; errors of TLS come out."""
    async with asyncio.timeout(90):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
                break
            except ConnectionRefusedError:
                await asyncio.sleep(0.01)
    writer.write(text)
    with contextlib.suppress(OSError):
        await writer.drain()
        writer.close()
        await writer.wait_closed()


def listening(sink: Sink, *callers: tuple[ssl.SSLContext | None, bytes]) -> None:
    """The listening transport while callers come one after the other; what the last says must arrive."""
    port = free_port()

    async def body() -> None:
        for context, text in callers:
            await dialled(port, context, text)
        await until(lambda: sink.data.endswith(callers[-1][1]))

    during(f"tls-listen://127.0.0.1:{port}", sink, body)


def serving(sink: Sink, door: ssl.SSLContext, done: Callable[[], object]) -> None:
    """The connecting transport beside a server that says `hallo`."""
    port = free_port()

    async def hello(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hallo")
        with contextlib.suppress(OSError):
            await reader.read()
        writer.close()

    async def go() -> None:
        async with await asyncio.start_server(hello, "127.0.0.1", port, ssl=door):
            await running(f"tls://127.0.0.1:{port}", sink, lambda: until(done))

    asyncio.run(go())


def test_only_who_has_our_certificate_may_send(tmp_path: Path) -> None:
    ours, theirs = Authority(tmp_path, "eigen"), Authority(tmp_path, "vreemd")
    sink = Sink(ca_file=ours.ca_file, **ours.sign("server"))
    strangers = [
        certificates.client(source(ca_file=ours.ca_file)),
        certificates.client(source(ca_file=ours.ca_file, **theirs.sign("vreemde"))),
    ]
    known = certificates.client(source(ca_file=ours.ca_file, **ours.sign("klant")))
    listening(sink, *[(context, b"vals") for context in strangers], (None, b"plat"), (known, b"echt"))
    assert sink.data == b"echt"


def test_without_an_authority_anyone_may_send_but_nobody_listens_in(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    sink = Sink(**authority.sign("server"))
    listening(sink, (certificates.client(source(ca_file=authority.ca_file)), b"echt"))
    assert sink.data == b"echt"


def test_connecting_shows_our_certificate_and_checks_theirs(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    door = certificates.server(source(ca_file=authority.ca_file, **authority.sign("server")))
    sink = Sink(ca_file=authority.ca_file, **authority.sign("klant"))
    serving(sink, door, lambda: sink.data)
    assert sink.data == b"hallo"


def test_a_server_that_we_do_not_trust_is_left(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    ours, theirs = Authority(tmp_path, "eigen"), Authority(tmp_path, "vreemd")
    sink = Sink(ca_file=ours.ca_file)
    serving(sink, certificates.server(source(**theirs.sign("server"))), lambda: "trying again" in caplog.text)
    assert "CERTIFICATE_VERIFY_FAILED" in caplog.text
    assert sink.lanes == []


def test_a_certificate_that_comes_later_is_waited_for(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    authority = Authority(tmp_path)
    made, later = authority.sign("server"), tmp_path / "later.pem"
    sink = Sink(cert_file=str(later), key_file=made["key_file"])
    port = free_port()

    async def body() -> None:
        await until(lambda: "trying again" in caplog.text)
        os.rename(made["cert_file"], later)
        await dialled(port, certificates.client(source(ca_file=authority.ca_file)), b"er")
        await until(lambda: sink.data == b"er")

    during(f"tls-listen://127.0.0.1:{port}", sink, body)
    assert "No such file" in caplog.text


def test_tls_urls_are_checked_like_those_of_tcp() -> None:
    for scheme in ("tls", "tls-listen"):
        fault = transports.known()[scheme].fault
        assert fault(f"{scheme}://nergens")
        assert not fault(f"{scheme}://127.0.0.1:8089")

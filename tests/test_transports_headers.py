"""Secrets in headers, against real servers: sent where they belong, nowhere else, and never logged."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from mlob.errors import SourceError
from mlob.transports import certificates, exchange, headers
from tests.certs import Authority
from tests.inlets import Sink, running, until
from tests.observations import source
from tests.system import free_port
from tests.test_transports_pages import Service, linked, polled
from tests.test_transports_poll import Site, answer, polling

SECRET = "Bearer heel-geheim-1234567890"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A file with a secret, as an editor leaves it."""
    path = tmp_path / "knmi.key"
    path.write_text(f"  {SECRET}\r\n")
    return path


@pytest.fixture(autouse=True)
def _unlogged(caplog: pytest.LogCaptureFixture) -> Any:
    """Everything is logged that anything would log, and no secret is in it."""
    with caplog.at_level(logging.DEBUG):
        yield
    assert not [record for record in caplog.get_records("call") if "heel-geheim" in record.getMessage()]


def sink(key: Path, port: int, scheme: str = "http", **settings: Any) -> Sink:
    """The inlet of a source on this machine that wants a secret."""
    told = {"url": f"{scheme}://127.0.0.1:{port}/feed", "header_files": {"Authorization": str(key)}}
    return Sink(**{"every": "50ms", "allow": ("127.0.0.1",), **told, **settings})


def asked(
    site: Site, key: Path, done: Callable[[Sink], object], scheme: str = "http", **more: Any
) -> list[str]:
    """What a site is asked, until `done`."""
    port, door = free_port(), more.pop("door", None)
    inlet = sink(key, port, scheme, **more)
    polling(site, inlet, lambda: done(inlet), port, scheme, door)
    return site.asked


def test_a_poll_sends_it_each_time_anew(key: Path) -> None:
    found = asked(site := Site(answer(b"een")), key, lambda inlet: len(site.asked) >= 2)
    assert all(f"\r\nAuthorization: {SECRET}\r\n" in request for request in found)
    key.write_text("\ufeffander")
    found = asked(Site(answer(b"een")), key, lambda inlet: inlet.payloads)
    assert "\r\nAuthorization: ander\r\n" in found[0]


def test_also_over_tls_and_to_the_pages_that_follow(key: Path, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    door = certificates.server(source(ca_file=authority.ca_file, **authority.sign("server")))
    trust = {"ca_file": authority.ca_file, **authority.sign("klant")}
    found = asked(Site(answer(b"een")), key, lambda inlet: inlet.payloads, "https", door=door, **trust)
    assert SECRET in found[0]
    service = Service(lambda offset: linked("?offset=1" if not offset else "", offset))
    polled(service, lambda sink: sink.mark, header_files={"X-Api-Key": str(key)})
    assert [f"X-Api-Key: {SECRET}" in asked for asked in service.asked[:2]] == [True, True]


def test_a_redirect_to_another_place_does_not_get_it(key: Path, caplog: pytest.LogCaptureFixture) -> None:
    other, port, here = Site(answer(b"elders")), free_port(), free_port()
    site = Site(answer(status="302 Found", Location=f"http://127.0.0.1:{port}/"))

    async def go() -> None:
        async with (
            await asyncio.start_server(site, "127.0.0.1", here),
            await asyncio.start_server(other, "127.0.0.1", port),
        ):
            inlet = sink(key, here)
            await running(inlet.source.url, inlet, lambda: until(lambda: "doorverwezen" in caplog.text))

    asyncio.run(go())
    assert (SECRET in site.asked[0], other.asked) == (True, [])


@pytest.mark.parametrize("reply", [answer(status="401 Nee"), b"SSH-2.0\r\n\r\n", answer(b"half")[:-2]])
def test_a_failure_does_not_log_it(key: Path, reply: bytes, caplog: pytest.LogCaptureFixture) -> None:
    assert SECRET in asked(Site(reply), key, lambda inlet: "trying again" in caplog.text)[0]


def test_a_websocket_sends_it(key: Path) -> None:
    port, got = free_port(), []
    inlet = sink(key, port, "ws")

    async def talk(connection: ServerConnection) -> None:
        assert connection.request is not None
        got.append(connection.request.headers.get("Authorization"))
        await connection.send("een")
        await connection.wait_closed()

    async def go() -> None:
        quiet = logging.getLogger("tests.server")
        quiet.setLevel(logging.WARNING)  # the server of the test would log what it is sent
        async with serve(talk, "127.0.0.1", port, logger=quiet, close_timeout=1):
            await running(inlet.source.url, inlet, lambda: until(lambda: inlet.payloads))

    asyncio.run(go())
    assert got == [SECRET]


@pytest.mark.parametrize("content", [b"", b" \r\n", b"een\ntwee", b"caf\xc3\xa9", b"a\x00b", b"x" * 9000])
@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_a_file_that_holds_no_header_is_named_and_nothing_is_sent(
    key: Path, content: bytes, scheme: str, caplog: pytest.LogCaptureFixture
) -> None:
    key.write_bytes(content)
    found = asked(Site(answer(b"een")), key, lambda inlet: "regel leesbare tekst" in caplog.text, scheme)
    assert (str(key) in caplog.text, found) == (True, [])


def test_a_file_that_is_gone_is_waited_for(key: Path, caplog: pytest.LogCaptureFixture) -> None:
    content = key.read_bytes()
    key.unlink()

    def back(inlet: Sink) -> bool:
        if "kan niet worden gelezen" in caplog.text and not key.exists():
            key.write_bytes(content)
        return bool(inlet.payloads)

    assert SECRET in asked(Site(answer(b"een")), key, back)[0]


HOME = "https://api.voorbeeld.nl/a"


@pytest.mark.parametrize(
    ("home", "url", "sent"),
    [
        (HOME, "https://api.voorbeeld.nl/b?c", True),
        (HOME, "https://api.voorbeeld.nl:443/b", True),
        ("http://127.0.0.1/a", "https://127.0.0.1/a", True),
        (HOME, "https://api.voorbeeld.nl:8443/b", False),
        (HOME, "http://api.voorbeeld.nl/b", False),
        (HOME, "https://voorbeeld.nl/b", False),
        (HOME, "https://api.voorbeeld.nl.kwaad.nl/", False),
        ("http://127.0.0.1:8000/a", "https://127.0.0.1/a", False),
    ],
)
def test_to_its_own_host_only(key: Path, home: str, url: str, sent: bool) -> None:
    known = source(url=home, header_files={"Authorization": str(key)})
    assert bool(headers.secret(known, url)) is sent


def test_never_in_the_clear_whatever_the_settings_say(key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = source(url="http://api.voorbeeld.nl/", header_files={"Authorization": str(key)})
    with pytest.raises(SourceError, match="niet onversleuteld"):
        headers.secret(known, known.url)
    asked: list[str] = []
    monkeypatch.setattr(exchange, "get", lambda *arguments: asked.append(arguments[0]))
    inlet = Sink(url=known.url, header_files=known.header_files)
    asyncio.run(running(known.url, inlet, lambda: asyncio.sleep(0.2)))
    assert asked == []

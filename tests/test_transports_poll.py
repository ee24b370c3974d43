"""HTTP poll against real servers: changes, redirects, limits, and what may not be reached."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import logging
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from mlob import transports
from mlob.errors import SourceError
from mlob.transports import certificates, page, poll, reach
from tests.certs import Authority
from tests.inlets import Sink, running, until
from tests.observations import source
from tests.system import free_port

ALLOW = ("127.0.0.1",)


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """An answer as bytes on the wire."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *lines, "", ""]).encode() + body


class Site:
    """A server that gives its answers in turn, the last one again and again, and keeps the questions."""

    def __init__(self, *answers: bytes, hold: bool = False) -> None:
        self.answers = list(answers)
        self.hold = hold
        self.asked: list[str] = []

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            self.asked.append((await reader.readuntil(b"\r\n\r\n")).decode())
            found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            writer.write(found)
            await writer.drain()
            if self.hold:
                await reader.read()
        writer.close()


def polling(
    site: Site,
    sink: Sink,
    done: Callable[[], object],
    port: int = 0,
    scheme: str = "http",
    door: ssl.SSLContext | None = None,
) -> None:
    """The transport beside a site, until `done`."""
    port = port or free_port()

    async def go() -> None:
        async with await asyncio.start_server(site, "127.0.0.1", port, ssl=door):
            await running(f"{scheme}://127.0.0.1:{port}/feed?soort=1", sink, lambda: until(done))

    asyncio.run(go())


def polled(**settings: object) -> Sink:
    return Sink(every="50ms", **{"allow": ALLOW, **settings})


def test_a_page_is_asked_again_and_taken_when_it_changed() -> None:
    site = Site(
        answer(b"een", ETag='"a"', Last_Modified="Mon, 23 Nov 2026 12:00:00 GMT"),
        answer(status="304 Not Modified"),
        answer(b"twee", ETag='"b"'),
        answer(status="304 Not Modified"),
    )
    sink = polled()
    polling(site, sink, lambda: len(site.asked) >= 5)
    assert sink.payloads == [b"een", b"twee"]
    first, second, third, fourth = site.asked[:4]
    assert first.startswith("GET /feed?soort=1 HTTP/1.1\r\n")
    assert "if-" not in first.lower()
    for asked in (second, third):
        assert 'If-None-Match: "a"' in asked
        assert "If-Modified-Since: Mon, 23 Nov 2026 12:00:00 GMT" in asked
    assert 'If-None-Match: "b"' in fourth
    assert "If-Modified-Since" not in fourth


def test_once_a_rhythm_the_whole_page_is_asked_so_that_who_answers_is_not_silent() -> None:
    site = Site(
        answer(b"een", ETag='"a"'), *[answer(status="304 Not Modified")] * 2, answer(b"een", ETag='"a"')
    )
    sink = polled(rhythm="100ms")
    polling(site, sink, lambda: len(sink.payloads) >= 2)
    assert any("If-None-Match" not in asked for asked in site.asked[1:])


def test_the_next_address_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    async def both(host: str, port: int, allow: object) -> list[str]:
        return ["127.0.0.2", "127.0.0.1"]  # nobody listens on the first

    monkeypatch.setattr(reach, "addresses", both)
    sink = polled()
    polling(Site(answer(b"een")), sink, lambda: sink.payloads)


def test_a_restart_asks_for_what_is_newer_but_never_with_the_mark_of_another_page() -> None:
    port, site, sink = free_port(), Site(answer(b"een", ETag='"a"')), polled()
    polling(site, sink, lambda: sink.mark, port)
    again, other = Site(answer(b"x")), Site(answer(b"x"))
    polling(again, Sink(sink.mark, every="50ms", allow=ALLOW), lambda: again.asked, port)
    assert 'If-None-Match: "a"' in again.asked[0]
    polling(other, Sink(sink.mark, every="50ms", allow=ALLOW), lambda: other.asked)
    assert "If-None-Match" not in other.asked[0]


def test_a_page_may_be_packed_and_come_in_chunks() -> None:
    packed = gzip.compress(b"een ", mtime=0) + gzip.compress(b"twee", mtime=0)
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (packed[:7], packed[7:])) + b"0\r\n\r\n"
    site = Site(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n" + chunks)
    sink = polled()
    polling(site, sink, lambda: sink.payloads)
    assert sink.payloads[0] == b"een twee"


def test_a_redirect_within_the_host_is_followed() -> None:
    site = Site(answer(status="302 Found", Location="/nieuw"), answer(b"hier"))
    sink = polled()
    polling(site, sink, lambda: sink.payloads)
    assert site.asked[1].startswith("GET /nieuw HTTP/1.1")


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (
            answer(status="302 Found", Location="http://voorbeeld.nl/"),
            "doorverwezen naar http://voorbeeld.nl",
        ),
        (answer(status="302 Found", Location="http://127.0.0.1:1/"), "doorverwezen naar"),
        (answer(status="302 Found", Location="file:///etc/hostname"), "doorverwezen naar file"),
        (answer(status="302 Found", Location="/feed"), "te vaak doorverwezen"),
        (answer(status="500 Fout"), "antwoord 500"),
        (answer(b"0" * 3000), "langer dan 2000"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"0" * 3000, "langer dan 2000"),
        (answer(gzip.compress(b"0" * 1_000_000, mtime=0)), "uitgepakt langer dan 32000"),
        (answer(gzip.compress(b"0" * 100, mtime=0)[:-4]), "gzip is afgebroken"),
        (answer(b"\x1f\x8b\x08rommel en nog meer"), "gzip is kapot"),
        (answer(b"half")[:-2], "spreekt geen HTTP"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "spreekt geen HTTP"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000, "spreekt geen HTTP"),
    ],
)
def test_what_is_not_a_sound_page_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, reply: bytes, reason: str
) -> None:
    monkeypatch.setattr(poll, "LIMIT", 2000)
    sink = polled()
    polling(Site(reply), sink, lambda: "trying again" in caplog.text)
    assert reason in caplog.text
    assert sink.lanes == []


def test_a_server_that_drips_is_left(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(poll, "TIMEOUT", 0.1)
    sink = polled()
    polling(Site(answer(b"half")[:-2], hold=True), sink, lambda: "niet klaar" in caplog.text)


def test_failure_and_recovery_are_said_once(caplog: pytest.LogCaptureFixture) -> None:
    site = Site(answer(b"een"), answer(status="500 Fout"), answer(status="503 Weg"), answer(b"twee"))
    sink = polled()
    with caplog.at_level(logging.INFO, "mlob.transports"):
        polling(site, sink, lambda: b"twee" in sink.payloads and "connected again" in caplog.text)
    assert caplog.text.count("trying again") == caplog.text.count("connected again") == 1


def test_a_server_may_ask_for_rest(caplog: pytest.LogCaptureFixture) -> None:
    site, sink = Site(answer(status="429 Te veel", Retry_After="3600"), answer(b"een")), polled()

    async def rest() -> None:
        await until(lambda: "antwoord 429" in caplog.text)
        await asyncio.sleep(1.2)  # longer than the longest first pause of back-off

    port = free_port()

    async def go() -> None:
        async with await asyncio.start_server(site, "127.0.0.1", port):
            await running(f"http://127.0.0.1:{port}/", sink, rest)

    asyncio.run(go())
    assert len(site.asked) == 1


def test_a_validator_that_cannot_be_sent_back_is_not_kept() -> None:
    site, sink = Site(answer(b"een", ETag='"caf\xe9"')), polled()
    polling(site, sink, lambda: len(sink.payloads) >= 2)
    assert "If-None-Match" not in site.asked[1]


def test_this_machine_is_not_reached_unless_it_is_listed(caplog: pytest.LogCaptureFixture) -> None:
    site, sink = Site(answer(b"geheim")), polled(allow=())
    polling(site, sink, lambda: "geen openbaar adres" in caplog.text)
    assert site.asked == []


def test_tls_with_both_certificates(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    door = certificates.server(source(ca_file=authority.ca_file, **authority.sign("server")))
    sink = polled(ca_file=authority.ca_file, **authority.sign("klant"))
    polling(Site(answer(b"een")), sink, lambda: sink.payloads, scheme="https", door=door)


PRIVATE = [
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.1.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "2001::1",
    "2002:a00:1::1",
    "fc00::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("text", PRIVATE)
def test_what_is_not_public_may_not_be_reached(text: str) -> None:
    assert not reach.permitted(text, ())


@pytest.mark.parametrize(
    ("text", "allow"),
    [
        ("145.0.0.1", ()),
        ("2a02:a400::1", ()),
        ("10.1.2.3", ("10.0.0.0/8",)),
        ("::ffff:10.1.2.3", ("10.1.2.3",)),
        ("fd00::1", ("fc00::/7", "10.0.0.0/8")),
    ],
)
def test_what_is_public_or_listed_may(text: str, allow: tuple[str, ...]) -> None:
    assert reach.permitted(text, allow)
    assert not reach.permitted("192.168.0.1", allow)


def test_a_redirect_may_only_become_safer() -> None:
    assert page.redirected("http://h/a", "https://h/b") == "https://h/b"
    for before, location in (
        ("https://h/a", "http://h/a"),
        ("http://h:8080/a", "https://h/b"),
        ("http://h/a", "https://h:444/b"),
        ("http://h/a", "//ander/b"),
        ("http://h/a", "http://naam@h/b"),
    ):
        with pytest.raises(SourceError):
            page.redirected(before, location)


def test_a_page_that_unpacks_to_much_is_taken_a_piece_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poll, "LIMIT", 2000)
    page, sink = b"regel\n" * 5000, polled()
    polling(Site(answer(gzip.compress(page), ETag='"a"')), sink, lambda: sink.mark)
    assert (sink.lanes[0].data, sink.lanes[0].closed, sink.payloads) == (page, True, [])


@pytest.mark.parametrize(
    "url",
    ["http:", "http:///pad", "https://h:70000/", "http://n:w@h/", "http://h:0/", "http://h/a b", "http://é/"],
)
def test_a_url_that_cannot_work_is_a_fault(url: str) -> None:
    transport = transports.known()[transports.scheme(url)]
    assert transport.fault(url)
    assert not transport.fault("https://voorbeeld.nl/feed?soort=1")


class Asked(Site):
    """A site that keeps what was posted too."""

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = int(head.lower().partition("content-length:")[2].partition("\r")[0])
            self.asked.append(head + (await reader.readexactly(length)).decode())
            writer.write(self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])
            await writer.drain()
        writer.close()


def test_a_service_that_answers_to_a_question_only_is_asked_it() -> None:
    site, sink = Asked(answer(b"antwoord")), polled(ask='{"Locatie": "x"}')
    polling(site, sink, lambda: len(site.asked) > 1)
    assert all(item.startswith("POST /feed?soort=1 ") for item in site.asked)
    assert all(item.endswith('{"Locatie": "x"}') for item in site.asked)
    assert "content-type: application/json" in site.asked[0].lower()
    assert b"".join(sink.payloads).startswith(b"antwoord")


def test_a_question_is_not_turned_into_another_by_a_redirect() -> None:
    site, sink = Asked(answer(status="302 Found", Location="/elders")), polled(ask='{"Locatie": "x"}')
    polling(site, sink, lambda: len(site.asked) > 1)
    assert not sink.payloads
    assert all("/elders" not in item.partition("\r\n")[0] for item in site.asked)

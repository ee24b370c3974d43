"""Links of a polled index against a real server: once each, bounded, and one that fails costs only itself."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import logging
from collections.abc import Callable

import msgspec
import pytest

from mlob.transports import links
from tests.inlets import Sink, running, until
from tests.system import free_port
from tests.test_transports_poll import answer

ALERT = b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>%s</identifier></alert>'


def index(*urls: str, version: str = "1") -> bytes:
    entries = "".join(f'<entry><updated>{version}</updated><link href="{url}"/></entry>' for url in urls)
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'.encode()


class Site:
    """A server that gives each path what it has now, and keeps the questions."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        self.pages = pages
        self.asked: list[str] = []
        self.heads: list[str] = []
        self.hold: set[str] = set()
        self.open = self.most = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        self.open += 1
        self.most = max(self.most, self.open)
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await self.serve(reader, writer)
        finally:
            self.open -= 1
            writer.close()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one question."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        path = head.split()[1]
        self.asked.append(path)
        self.heads.append(head)
        if path in self.hold:
            await reader.read()
        await asyncio.sleep(0.01)
        writer.write(self.pages.get(path, answer(status="404 Weg")))
        await writer.drain()

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return self.asked.count(path)


def polling(site: Site, sink: Sink, done: Callable[[], object], port: int = 0) -> None:
    port = port or free_port()

    async def go() -> None:
        async with await asyncio.start_server(site, "127.0.0.1", port):
            await running(f"http://127.0.0.1:{port}/", sink, lambda: until(done))

    sink.source = msgspec.structs.replace(sink.source, url=f"http://127.0.0.1:{port}/")
    asyncio.run(go())


def polled(mark: str = "", **settings: object) -> Sink:
    return Sink(mark, **{"every": "50ms", "format": "cap", "allow": ("127.0.0.1",), **settings})


def test_what_an_index_points_at_is_fetched_once() -> None:
    page = index("/1.cap", "/2.cap", "/1.cap#weer")
    site = Site({"/": answer(page, ETag='"a"'), "/1.cap": answer(ALERT % b"1")})
    site.pages["/2.cap"] = answer(gzip.compress(ALERT % b"2"))
    sink = polled()
    polling(site, sink, lambda: site.count("/") >= 4)
    assert site.count("/1.cap") == site.count("/2.cap") == 1
    assert sink.payloads[0] == page
    assert set(sink.payloads) == {page, ALERT % b"1", ALERT % b"2"}
    assert "application/cap+xml" in next(head for head in site.heads if "/1.cap" in head)
    assert 'If-None-Match: "a"' in site.heads[-1]


def test_an_entry_that_changed_is_fetched_again() -> None:
    site = Site({"/": answer(index("/1.cap")), "/1.cap": answer(ALERT % b"1")})
    sink = polled()

    def changed() -> bool:
        if ALERT % b"1" in sink.payloads:
            site.pages |= {"/": answer(index("/1.cap", version="2")), "/1.cap": answer(ALERT % b"1b")}
        return ALERT % b"1b" in sink.payloads

    polling(site, sink, changed)


def test_one_that_fails_does_not_cost_the_others_and_is_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    site = Site({"/": answer(index("/weg.cap", "/2.cap"), ETag='"a"'), "/2.cap": answer(ALERT % b"2")})
    sink = polled()

    def mended() -> bool:
        if site.count("/weg.cap") >= 3:
            site.pages["/weg.cap"] = answer(ALERT % b"1")
        return ALERT % b"1" in sink.payloads and "all links followed again" in caplog.text

    with caplog.at_level(logging.INFO, "mlob.transports.links"):
        polling(site, sink, mended)
    assert site.count("/2.cap") == 1
    assert caplog.text.count("links not followed") == 1
    assert "/weg.cap: antwoord 404" in caplog.text
    # As long as one is missing the page is asked whole: "not changed" would hide it.
    assert "If-None-Match" not in site.heads[1]


def test_other_hosts_only_when_they_are_listed_and_private_ones_only_when_allowed() -> None:
    port = free_port()
    elsewhere = f"http://localhost:{port}/1.cap"
    for follow, allow, reached in [
        ((), ("127.0.0.1", "::1"), False),
        (("localhost",), ("127.0.0.1", "::1"), True),
    ]:
        site = Site({"/": answer(index(elsewhere, "file:///etc/hostname")), "/1.cap": answer(ALERT % b"1")})
        polling(site, polled(follow=follow, allow=allow), lambda site=site: site.count("/") >= 3, port)
        assert bool(site.count("/1.cap")) == reached


def test_a_listed_host_on_an_address_that_is_not_public_is_not_reached(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    site = Site({"/": answer(index("http://127.0.0.2:1/1.cap"))})
    polling(site, polled(follow=("127.0.0.2",)), lambda: "geen openbaar adres" in caplog.text)


def test_no_more_than_so_many_at_a_poll_and_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "MOST", 20)
    urls = [f"/{number}.cap" for number in range(50)]
    site = Site({"/": answer(index(*urls), ETag='"a"'), **dict.fromkeys(urls, answer(ALERT % b"1"))})
    sink = polled()
    polling(site, sink, lambda: any("If-None-Match" in head for head in site.heads))
    assert sorted(site.asked) == sorted([*urls, *["/"] * site.count("/")])
    assert site.asked[:22].count("/") == 2
    assert 1 < site.most <= links.AT_ONCE


def test_one_that_drips_is_left(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(links, "TIMEOUT", 0.1)
    site = Site({"/": answer(index("/traag.cap", "/2.cap")), "/2.cap": answer(ALERT % b"2")})
    site.hold = {"/traag.cap"}
    sink = polled()
    polling(site, sink, lambda: "niet klaar" in caplog.text and ALERT % b"2" in sink.payloads)


def test_all_of_one_poll_within_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "TOGETHER", 0.1)
    urls = [f"/{number}.cap" for number in range(100)]
    site = Site({"/": answer(index(*urls)), **dict.fromkeys(urls, answer(ALERT % b"1"))})
    sink = polled()
    polling(site, sink, lambda: all(site.count(url) for url in urls))
    assert site.count("/") >= 2


def test_one_that_is_too_long_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(links, "LIMIT", 2000)
    bomb = gzip.compress(b"0" * 1_000_000)
    site = Site(
        {"/": answer(index("/1.cap", "/2.cap")), "/1.cap": answer(b"0" * 3000), "/2.cap": answer(bomb)}
    )
    sink = polled()
    polling(site, sink, lambda: "links not followed" in caplog.text)
    assert set(sink.payloads) == {index("/1.cap", "/2.cap")}


def test_a_restart_does_not_fetch_again_what_the_mark_says() -> None:
    port = free_port()
    site = Site({"/": answer(index("/1.cap")), "/1.cap": answer(ALERT % b"1")})
    sink = polled()
    polling(site, sink, lambda: sink.mark, port)
    again = Site(site.pages)
    polling(again, polled(sink.mark), lambda: again.count("/") >= 2, port)
    assert again.count("/1.cap") == 0


def test_what_is_remembered_is_bounded_by_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "REMEMBERED", 3)
    urls = [f"/{number}.cap" for number in range(5)]
    site = Site({"/": answer(index(*urls)), **dict.fromkeys(urls, answer(ALERT % b"1"))})
    sink = polled()

    kept: list[int] = []

    def emptied() -> bool:
        if sink.mark:
            kept.append(len(msgspec.json.decode(sink.mark)["links"]))
            site.pages["/"] = answer(index("/1.cap"))
        return bool(kept) and kept[-1] == 1

    polling(site, sink, emptied)
    assert set(kept) == {3, 1}


def test_a_format_without_links_follows_nothing() -> None:
    site = Site({"/": answer(index("/1.cap")), "/1.cap": answer(ALERT % b"1")})
    polling(site, polled(format="geojson"), lambda: site.count("/") >= 3)
    assert site.count("/1.cap") == 0

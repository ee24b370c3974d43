"""Sets of pages from a real server: followed on its own host, bounded, marked once whole."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from mlob.errors import SourceError
from mlob.transports import pages
from tests.inlets import Sink, running, until
from tests.system import free_port
from tests.test_transports_poll import answer

Page = Callable[[int], dict[str, Any]]


class Service:
    """A server of pages by offset, each with an entity tag; `page` says what one holds."""

    def __init__(self, page: Page, status: Callable[[int], str] = lambda offset: "200 OK") -> None:
        self.page = page
        self.status = status
        self.asked: list[str] = []
        self.base = ""

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            request = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.asked.append(request)
            offset = int(request.split()[1].lower().partition("offset=")[2] or 0)
            body = json.dumps(self.page(offset)).encode()
            writer.write(answer(body, self.status(offset), ETag=f'"{offset}"'))
            await writer.drain()
        writer.close()


def polled(service: Service, done: Callable[[Sink], object], form: str = "ogc", **settings: Any) -> Sink:
    """The transport beside a service, until `done`; its sink."""
    port = free_port()
    service.base = f"http://127.0.0.1:{port}"
    sink = Sink(format=form, url=service.base, allow=("127.0.0.1",), **{"every": "50ms", **settings})

    async def go() -> None:
        async with await asyncio.start_server(service, "127.0.0.1", port):
            await running(f"{service.base}/items?f=json", sink, lambda: until(lambda: done(sink)))

    asyncio.run(go())
    return sink


def linked(target: str, offset: int = 0) -> dict[str, Any]:
    links = [{"rel": "next", "href": target}] if target else []
    return {"type": "FeatureCollection", "features": [], "links": links, "at": offset}


def offsets(sink: Sink) -> list[int]:
    """Which pages came in, in order."""
    return [json.loads(body)["at"] for body in sink.payloads]


def upto(last: int) -> Page:
    return lambda offset: linked(f"/items?f=json&offset={offset + 1}" if offset < last else "", offset)


def test_every_page_is_taken_and_the_set_is_asked_whole_again() -> None:
    service = Service(upto(3))
    sink = polled(service, lambda sink: len(sink.payloads) >= 8)
    assert offsets(sink)[:8] == [0, 1, 2, 3, 0, 1, 2, 3]
    assert not any("If-None-Match" in asked for asked in service.asked)
    assert [asked.split()[1] for asked in service.asked[:2]] == ["/items?f=json", "/items?f=json&offset=1"]


def test_a_set_of_one_page_is_asked_for_changes_only() -> None:
    service = Service(upto(0))
    polled(service, lambda sink: len(service.asked) >= 2)
    assert 'If-None-Match: "0"' in service.asked[1]


def test_the_mark_comes_after_the_last_page() -> None:
    service = Service(upto(2), lambda offset: "500 Fout" if offset == 2 else "200 OK")
    sink = polled(service, lambda sink: len(service.asked) >= 3)
    assert (offsets(sink)[:2], sink.mark) == ([0, 1], "")
    sink = polled(Service(upto(2)), lambda sink: sink.mark)
    assert offsets(sink)[:3] == [0, 1, 2]


@pytest.mark.parametrize(
    "target",
    [
        "items?f=json&offset=1",
        "?f=json&offset=1",
        "http://127.0.0.1/items?offset=1",
        "https://127.0.0.1:9/i?offset=1",
    ],
)
def test_links_may_be_relative_or_tell_a_port_that_only_the_service_knows(target: str) -> None:
    service = Service(lambda offset: linked("" if offset else target, offset))
    assert offsets(polled(service, lambda sink: len(sink.payloads) >= 2))[:2] == [0, 1]


@pytest.mark.parametrize(
    "target",
    ["http://voorbeeld.nl/items?offset=1", "//voorbeeld.nl/", "file:///etc/passwd", "http://n:w@127.0.0.1/"],
)
def test_another_host_is_not_asked(target: str, caplog: pytest.LogCaptureFixture) -> None:
    service = Service(lambda offset: linked(target, offset))
    sink = polled(service, lambda sink: "dat mag niet" in caplog.text)
    assert (len(service.asked), sink.mark) == (1, "")


def test_a_page_that_comes_again_ends_the_set() -> None:
    by_url = Service(lambda offset: linked(f"/items?f=json&offset={(offset + 1) % 2}", offset))
    assert offsets(polled(by_url, lambda sink: sink.mark))[:2] == [0, 1]
    by_content = Service(lambda offset: linked("/items?f=json&offset=1"))
    assert len(polled(by_content, lambda sink: sink.mark, every="1h").payloads) == 1


def test_arcgis_is_asked_on_from_what_it_gave() -> None:
    def page(offset: int) -> dict[str, Any]:
        return {"features": [{"n": offset}, {}], "exceededTransferLimit": offset < 2, "at": offset}

    service = Service(page)
    sink = polled(service, lambda sink: sink.mark, "geojson")
    assert offsets(sink)[:2] == [0, 2]


def test_a_format_without_pages_is_left_alone() -> None:
    service = Service(upto(3))
    sink = polled(service, lambda sink: sink.mark, "cap")
    assert set(offsets(sink)) == {0}


def test_a_set_without_end_is_left(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(pages, "PAGES", 5)
    service = Service(upto(10**9))
    sink = polled(service, lambda sink: "meer dan 5 pagina's" in caplog.text, every="1h")
    assert (offsets(sink), sink.mark) == ([0, 1, 2, 3, 4], "")


@pytest.mark.parametrize(("name", "most"), [("BYTES", 300), ("SECONDS", 0.0)])
def test_a_set_that_is_too_much_is_left(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, name: str, most: float
) -> None:
    monkeypatch.setattr(pages, name, most)
    service = Service(upto(100))
    sink = polled(service, lambda sink: "aan pagina's" in caplog.text, every="1h")
    assert (len(offsets(sink)) < 5, sink.mark) == (True, "")


def test_where_the_next_page_is() -> None:
    base = "http://h/items?f=json"
    assert pages.within(base, "/b c?é=1#deel") == "http://h/b%20c?%C3%A9=1"
    assert pages.within(base, "https://h/b") == "https://h/b"
    assert pages.within("https://h:8443/a", "http://h/b") == "https://h:8443/b"
    assert pages.within(base, "/%41\r\nX: y") == "http://h/%41X:%20y"
    for target in ("http://[", "http://h:x/", "mailto:a@h", "/" + "a" * 9000):
        with pytest.raises(SourceError):
            pages.within(base, target)

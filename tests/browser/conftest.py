"""One system and one browser for all browser tests; pages are opened by each test.

They end with the last test of this folder, not with the run: Playwright's synchronous interface keeps an
event loop running in this thread, and under it nobody else can call `asyncio.run`.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import chromium
from tests.system import DIGEST, KEY, System, free_port

expect.set_options(timeout=chromium.READY_MS)  # a slow machine is no fault; what never comes still is

PAGER = free_port()
"""Port on which the system takes P2000 lines."""


def _sources(pager: int) -> str:
    push = f'url = "push:"\nkey_sha256 = ["{DIGEST}"]\nrhythm = "1h"\n'
    return f"""
[[source]]
name = "p2000"
format = "p2000"
disciplines = ["brandweer", "politie", "ghor"]
url = "tcp-listen://127.0.0.1:{pager}"
timezone = "UTC"
rhythm = "1s"
[[source]]
name = "defensie"
format = "cot"
disciplines = ["defensie"]
{push}
[[source]]
name = "buren"
format = "geojson"
disciplines = ["gemeenten"]
{push}
[[source]]
name = "gemeenten"
format = "geojson"
disciplines = ["gemeenten", "ghor", "politie"]
{push}
"""


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium; without one every browser test is skipped."""
    if chromium.executable() is None:
        pytest.skip("no chromium on PATH: apt-get install chromium")
    with chromium.started() as found:
        yield found


@pytest.fixture(scope="package")
def system(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The whole system, with a socket for P2000 and letterboxes for the rest."""
    folder = tmp_path_factory.mktemp("browser")
    with System(folder, _sources(PAGER), 'name = "LOCC"\nexercise = true') as found:
        yield found


@pytest.fixture(scope="package")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """One profile for all tests, so that each file is read and compiled once."""
    context = browser.new_context(locale="nl-NL")
    context.set_default_timeout(chromium.READY_MS)
    yield context
    context.close()


@pytest.fixture
def opened(profile: BrowserContext, system: System) -> Iterator[Callable[..., Page]]:
    """Opens pages of the system, and fails the test when one of them logged an error or called outside."""
    pages: list[Page] = []
    faults: list[str] = []

    def open_page(
        path: str, *, width: int = 1100, height: int = 720, scheme: Any = "dark", ready: bool = True
    ) -> Page:
        page = profile.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda asked: _outside(asked.url, system.port, faults))
        page.goto(system.base + path)
        if ready:
            page.wait_for_function("window.mlob && window.mlob.ready", timeout=chromium.READY_MS)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert faults == []


def _outside(url: str, port: int, faults: list[str]) -> None:
    if not url.startswith(("data:", "blob:", "about:", f"http://127.0.0.1:{port}", f"ws://127.0.0.1:{port}")):
        faults.append(f"outside host: {url}")


def page_out(message: str) -> None:
    """Send one P2000 line to the socket of the system."""
    line = f"FLEX|2099-01-01 12:00:00|1600/2/K/A|00.069|001002650|ALN|{message}\r\n"
    with socket.create_connection(("127.0.0.1", PAGER), timeout=60) as sender:
        sender.sendall(line.encode())


def tell(system: System, *features: dict[str, Any]) -> None:
    """Post GeoJSON features as the gemeenten do."""
    body = {"type": "FeatureCollection", "features": list(features)}
    status, answer = system.post("/api/v1/ingest/gemeenten", json.dumps(body).encode(), KEY)
    assert (status, answer["rejected"]) == (202, []), answer


def feature(name: str, lon: float, lat: float, **properties: Any) -> dict[str, Any]:
    """A GeoJSON point feature of the gemeenten."""
    return {
        "type": "Feature",
        "id": name,
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {"discipline": "gemeenten", **properties},
    }

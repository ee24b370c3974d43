"""Debian's Chromium under Playwright, with a software renderer: the same on every machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

__all__ = ["executable", "open_page", "started"]

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
READY_MS = 60_000


def executable() -> str | None:
    """Chromium's path, or None where there is none."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


@contextmanager
def started() -> Iterator[Browser]:
    """A browser, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=_ARGUMENTS)
        yield browser
        browser.close()


def open_page(
    browser: Browser,
    url: str,
    *,
    width: int = 1440,
    height: int = 900,
    scheme: Any = "dark",
    ready: bool = True,
) -> Page:
    """A page of a fresh profile; `ready` waits until its map stands."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, locale="nl-NL"
    )
    context.set_default_timeout(READY_MS)
    page = context.new_page()
    page.goto(url)
    if ready:
        page.wait_for_function("window.mlob && window.mlob.ready", timeout=READY_MS)
    return page

"""A connection that goes and comes back: the page says so, keeps its picture, and catches up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import chromium
from tests.system import System

Open = Callable[..., Page]


@pytest.mark.parametrize("path", ["/", "/wand"])
def test_a_lost_connection_is_said_and_recovers(browser: Browser, tmp_path: Path, path: str) -> None:
    with System(tmp_path, "") as system:
        page = chromium.open_page(browser, system.base + path)
        expect(page.locator("#band")).to_be_hidden()
        system.kill("web")
        # the worker that ended is started again at once; hold the page off by cutting its network
        page.context.set_offline(True)
        band = page.locator("#band")
        expect(band).to_contain_text("Geen verbinding sinds", timeout=15_000)
        expect(band).to_contain_text("U ziet de stand van")
        assert page.evaluate("mlob.count('region')") == 25
        assert page.locator("#picture.is-lost, #wall.is-lost").count() == 1
        page.context.set_offline(False)
        expect(band).to_be_hidden(timeout=40_000)
        assert page.evaluate("mlob.connected") is True
        page.context.close()

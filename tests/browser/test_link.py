"""A connection that goes and comes back: the pages say so, keep their picture, and catch up."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.system import System

Open = Callable[..., Page]


def test_a_lost_connection_is_said_and_recovers(opened: Open, system: System) -> None:
    both = [opened("/"), opened("/wand")]
    for page in both:
        expect(page.locator("#band")).to_be_hidden()
    both[0].context.set_offline(True)  # the worker that ends is started again at once: hold the pages off
    system.kill("web")
    for page in both:
        expect(page.locator("#band")).to_contain_text("Geen verbinding sinds")
        expect(page.locator("#band")).to_contain_text("U ziet de stand van")
        assert page.evaluate("mlob.count('region')") == 25
        assert page.locator("#picture.is-lost, #wall.is-lost").count() == 1
    both[0].context.set_offline(False)
    for page in both:
        expect(page.locator("#band")).to_be_hidden()
        assert page.evaluate("mlob.connected") is True

"""axe-core on every page and state: nothing serious, nothing critical (WCAG 2.2 AA)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import feature, tell
from tests.browser.test_picture import stamp
from tests.system import System

Open = Callable[..., Page]

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN = """async () => (await axe.run(document, {resultTypes: ['violations'],
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})).violations
    .filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.slice(0, 4).map((node) => node.html.slice(0, 160)).join(' | ')}`)"""


def faults(page: Page) -> list[str]:
    """What axe finds serious or critical in the page as it stands."""
    page.wait_for_function("document.getAnimations().every((one) => !(one instanceof CSSTransition))")
    found = page.evaluate(RUN)
    assert isinstance(found, list)
    return found


def faults_in_both(page: Page) -> list[str]:
    """The same, in the light and in the dark."""
    found = []
    for scheme in ("light", "dark"):
        page.evaluate(
            "(scheme) => document.documentElement.setAttribute('data-mantine-color-scheme', scheme)", scheme
        )
        found += [f"{scheme}: {fault}" for fault in faults(page)]
    return found


def test_nothing_serious_on_the_picture(opened: Open, system: System) -> None:
    tell(
        system,
        feature("axe", 5.8, 50.9, kind="incident", title="Voor axe", severity=3, observed_at=stamp(-5)),
    )
    page = opened("/", scheme="dark")
    page.wait_for_function("mlob.feature('incident:gemeenten:axe')")
    page.evaluate(AXE)
    assert faults(page) == []
    page.get_by_role("button", name="Licht of donker").click()
    assert faults(page) == []
    for tab in ("Bijstand", "Tabel"):
        page.get_by_role("tab", name=tab).click()
        assert faults(page) == []
    page.get_by_role("tab", name="Tijdlijn").click()
    page.locator("#timeline .entry", has_text="Voor axe").first.click()
    expect(page.locator("#detail .fact").first).to_be_visible()
    assert faults(page) == []


@pytest.mark.parametrize("path", ["/wand", "/wand?thema=licht"])
def test_nothing_serious_on_the_wall(opened: Open, system: System, path: str) -> None:
    page = opened(path, width=1920, height=1080)
    page.evaluate(AXE)
    assert faults(page) == []

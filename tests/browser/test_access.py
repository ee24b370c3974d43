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

STATES = [
    ("/", "dark"),
    ("/", "light"),
    ("/?tab=bijstand", "light"),
    ("/?tab=tabel", "dark"),
    ("/?kies=incident:gemeenten:axe", "light"),
    ("/wand", "dark"),
    ("/wand?thema=licht", "light"),
]


@pytest.mark.parametrize(("path", "scheme"), STATES)
def test_nothing_serious(opened: Open, system: System, path: str, scheme: str) -> None:
    there = feature("axe", 5.8, 50.9, kind="incident", title="Voor axe", severity=3, observed_at=stamp(-5))
    tell(system, there)
    page = opened(path, scheme=scheme)
    page.wait_for_function("mlob.feature('incident:gemeenten:axe')")
    if "kies" in path:
        expect(page.locator("#detail .fact").first).to_be_visible(timeout=15_000)
    page.wait_for_timeout(800)
    page.evaluate(AXE)
    assert page.evaluate(RUN) == []

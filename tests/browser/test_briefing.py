"""The page `/briefing`: write, make a package, fetch and check it; another browser sees it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from mlob.snapshot import keys as signing
from mlob.snapshot import package
from tests.browser import chromium
from tests.browser.conftest import feature, tell
from tests.browser.test_access import AXE, faults
from tests.browser.test_picture import stamp
from tests.system import System

Open = Callable[..., Page]


@pytest.fixture(autouse=True)
def something(system: System) -> None:
    tell(system, feature("dijk", 5.8, 50.9, kind="incident", title="Dijk verzakt", severity=4,
                         observed_at=stamp()))  # fmt: skip


def only(page: Page, *forms: str) -> None:
    """Tick these forms and no other."""
    for box in page.locator("#briefing-order input[type=checkbox]").all():
        box.set_checked(box.get_attribute("value") in forms)


def write(page: Page, section: str, text: str) -> None:
    area = page.locator(f'textarea[data-section="{section}"]')
    area.fill(text)
    expect(page.locator("#briefing-texts-count")).to_contain_text("1 niet bewaard")


def make(page: Page) -> None:
    """Order, and wait until it is there."""
    page.get_by_role("button", name="Maak briefing").press("Enter")
    expect(page.locator(".order-far .notice.done")).to_contain_text("is klaar", timeout=60_000)


def test_a_text_a_package_and_somebody_else_who_sees_both(
    opened: Open, system: System, browser: Browser, tmp_path: Path
) -> None:
    page = opened("/briefing?tab=teksten", width=1440, height=900)
    expect(page.locator("#briefing-stand")).to_contain_text("Stand van")
    page.get_by_label("Uw naam").fill("Zoë")
    page.get_by_label("Uw naam").blur()
    write(page, "kaart", "Let op de dijk bij Meerssen.")
    page.get_by_label("Naam in de lijst").fill("Proef")
    only(page, "geojson", "html", "pdf")
    page.evaluate("""() => { window.heard = []; new MutationObserver(() =>
        heard.push(document.querySelector('#speak').textContent))
        .observe(document.querySelector('#speak'), {childList: true}) }""")
    make(page)
    expect(page.locator("#briefing-texts-count")).to_have_text("")
    page.wait_for_function("window.heard.some((words) => words.includes('is klaar'))")
    row = page.locator("#briefing-list > li", has_text="Proef")
    expect(row).to_contain_text("klaar")
    expect(row).to_contain_text("Zoë")
    with page.expect_download() as waiting:
        row.get_by_role("link", name="Heel pakket").press("Enter")
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    verified = package.verify(path)
    assert verified.manifest.exercise is True
    assert "Let op de dijk bij Meerssen." in package.content(path, "beeld.html").decode()
    assert package.content(path, "briefing.pdf").startswith(b"%PDF-")
    key = tmp_path / "sleutel.pem"
    key.write_bytes(page.request.get(f"{system.base}/api/v1/snapshots/key").body())
    assert package.verify(path, signing.load_public(key)) == verified
    row.get_by_role("button", name="Controleer").press("Enter")
    expect(row).to_contain_text("Heel en ondertekend")
    expect(row).to_contain_text("1 keer opgehaald")

    other = chromium.open_page(browser, f"{system.base}/briefing?tab=teksten")
    expect(other.locator("#briefing-list > li", has_text="Proef")).to_contain_text("Zoë")
    expect(other.locator('textarea[data-section="kaart"]')).to_have_value("Let op de dijk bij Meerssen.")
    other.context.close()
    link = row.get_by_role("link", name="Beeld van toen")
    assert verified.manifest.at.replace(":", "%3A") in str(link.get_attribute("href"))
    link.click()
    page.wait_for_url("**/?om=*")
    page.wait_for_function("window.mlob && window.mlob.ready", timeout=chromium.READY_MS)


def test_of_two_writers_nobody_loses_a_text(opened: Open, system: System) -> None:
    mine, yours = (opened("/briefing?tab=teksten", width=1440) for _ in range(2))
    area = mine.locator('textarea[data-section="vooruitblik"]')
    expect(area).to_be_visible()
    area.fill("Van mij")
    theirs = yours.locator('textarea[data-section="vooruitblik"]')
    expect(theirs).to_be_visible()
    theirs.fill("Van de ander")
    theirs.press("Control+Enter")
    box = mine.locator(".remark", has=area)
    expect(box.get_by_role("alert")).to_contain_text("Van de ander")
    expect(area).to_have_value("Van mij")
    box.get_by_role("button", name="Zet ze onder elkaar").press("Enter")
    expect(area).to_have_value("Van de ander\n\nVan mij")
    box.get_by_role("button", name="Bewaar").press("Enter")
    expect(theirs).to_have_value("Van de ander\n\nVan mij")


def test_what_was_typed_survives_a_page_that_is_closed(opened: Open, system: System) -> None:
    page = opened("/briefing?tab=teksten", width=1440)
    area = page.locator('textarea[data-section="inzet"]')
    expect(area).to_be_visible()
    area.fill("Half af")
    page.close(run_before_unload=False)
    again = opened("/briefing?tab=teksten", width=1440)
    area = again.locator('textarea[data-section="inzet"]')
    expect(area).to_have_value("Half af")
    area.fill("")
    expect(again.locator("#briefing-texts-count")).to_have_text("")


def test_a_moment_of_the_past_and_the_changes_since(opened: Open, system: System) -> None:
    page = opened("/briefing?tab=wijzigingen&om=2026-01-05T14:00&bekend=nu", width=1440)
    expect(page.locator("#briefing-stand")).to_contain_text("5 jan")
    expect(page.locator("#briefing-changes")).to_contain_text("geen eerdere briefing")
    page.get_by_role("tab", name="Teksten").click()
    expect(page.locator("#briefing-texts")).to_contain_text("teksten van toen")
    assert page.locator("#briefing-texts textarea").count() == 0
    page.get_by_role("tab", name="Wijzigingen").click()
    page.get_by_label("Nu", exact=True).check()
    only(page, "geojson")
    make(page)
    page.wait_for_function("!location.search.includes('om=')")
    tell(system, feature("brug", 5.7, 50.8, kind="incident", title="Brug dicht na aanvaring", severity=3,
                         observed_at=stamp()))  # fmt: skip
    page.wait_for_function("mlob.feature('incident:gemeenten:brug')")
    page.get_by_role("button", name="Ververs").press("Enter")
    expect(page.locator("#briefing-changes li", has_text="Brug dicht")).to_be_visible()
    page.get_by_role("tab", name="Voorbeeld").click()
    frame = page.frame_locator("#briefing-frame iframe")
    expect(frame.locator("body")).to_contain_text("Brug dicht na aanvaring")
    assert page.locator("#briefing-frame iframe").get_attribute("sandbox") == ""


def answers(route: Route, status: int, body: dict[str, Any]) -> None:
    kind = "application/json" if status < 400 else "application/problem+json"
    route.fulfill(status=status, content_type=kind, body=json.dumps(body))


def test_what_fails_says_why_and_what_is_wrong_stands_at_its_field(opened: Open, system: System) -> None:
    page = opened("/briefing", width=1440)
    expect(page.locator("#briefing-stand")).to_contain_text("Stand van")
    only(page)
    page.get_by_role("button", name="Maak briefing").press("Enter")
    expect(page.locator('#briefing-order [data-path="formats"] .wrong')).to_contain_text("minstens een vorm")
    only(page, "html")
    empty = dict.fromkeys(("at", "known_at", "since", "made_at", "marking", "exercise", "size"))
    failed = empty | {"id": "x", "state": "mislukt", "fault": "De vorm html kon niet worden gemaakt (x).",
                      "files": [], "fetched": [], "title": "Kapot", "author": "A",
                      "ordered_at": stamp()}  # fmt: skip
    page.route("**/api/v1/snapshots", lambda route: (
        answers(route, 202, failed | {"state": "wacht"}) if route.request.method == "POST"
        else answers(route, 200, {"snapshots": [failed], "deleted": 0})))  # fmt: skip
    page.get_by_role("button", name="Maak briefing").press("Enter")
    expect(page.locator(".order-far")).to_contain_text("De vorm html kon niet worden gemaakt")
    row = page.locator("#briefing-list > li", has_text="Kapot")
    expect(row.locator(".notice")).to_contain_text("De vorm html")
    expect(row.locator(".made-mislukt")).to_have_text("mislukt")
    page.unroute("**/api/v1/snapshots")
    page.route("**/api/v1/snapshots", lambda route: answers(
        route, 503, {"detail": "De opslag antwoordt niet.", "reference": "ABCD1234"}))  # fmt: skip
    page.get_by_role("button", name="Maak briefing").press("Enter")
    alert = page.locator("#briefing-order").get_by_role("alert").filter(has_text="ABCD1234")
    expect(alert).to_be_visible()
    expect(page.locator("#briefing-list").get_by_role("alert")).to_contain_text("ABCD1234")


def test_nothing_serious_for_a_screen_reader(opened: Open, system: System) -> None:
    page = opened("/briefing", width=1440, scheme="light")
    expect(page.locator("#briefing-stand")).to_contain_text("Stand van")
    page.evaluate(AXE)
    assert faults(page) == []
    page.get_by_role("button", name="Licht of donker").click()
    page.get_by_label("Een eerder moment").check()
    page.get_by_label("Met wat wij wisten").select_option("vrij")
    for tab in ("Wijzigingen", "Teksten"):
        page.get_by_role("tab", name=tab).click()
        assert faults(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert faults(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390

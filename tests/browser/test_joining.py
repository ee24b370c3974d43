"""One incident out of many reports, in a real browser: shown as one, taken apart, joined again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import feature, page_out, tell
from tests.browser.test_picture import stamp
from tests.system import System, wait_until

Open = Callable[..., Page]


def group(system: System, name: str) -> Any:
    """The feature that a member is shown in, once it is shown with others."""

    def look() -> Any:
        found = system.get("/api/v1/picture?kind=incident")["features"]
        return next((item for item in found if name in item["properties"].get("members", [])), None)

    return wait_until(look)


def test_reports_of_two_disciplines_are_one_until_somebody_takes_them_apart(
    opened: Open, system: System
) -> None:
    page_out("P 1 BLB-02 BR woning Zandstraat Horst 234431")
    tell(
        system,
        feature("zand", 6.0535, 51.454, kind="incident", title="Brand in woning Zandstraat Horst",
                observed_at=stamp(), discipline="politie"),
    )  # fmt: skip
    name = "incident:gemeenten:zand"
    shown = group(system, name)["id"]
    other = next(item for item in group(system, name)["properties"]["members"] if item != name)
    page = opened(f"/?kies={other}")
    detail = page.locator("#detail")
    expect(detail).to_contain_text("Samengevoegd uit 2 meldingen")
    expect(detail).to_contain_text("zelfde straat")
    assert page.evaluate("mlob.chosen") == shown
    assert page.evaluate("(id) => mlob.store.resolve(id)", other) == shown
    page.keyboard.press("Escape")
    page.locator("#timeline .entry", has_text="Zandstraat").first.click()
    expect(page.locator("#timeline .entry.chosen", has_text="Zandstraat")).to_have_count(2)
    expect(detail).to_contain_text("Samengevoegd uit 2 meldingen")
    detail.locator(".link", has_text="p2000").get_by_role("button", name="Los maken").press("Enter")
    reason = detail.get_by_label("Waarom?")
    expect(reason).to_be_focused()
    reason.press_sequentially("twee branden")
    reason.press("Enter")
    expect(detail).not_to_contain_text("Samengevoegd")
    wait_until(lambda: "members" not in system.feature(name)["properties"])
    status, _ = system.post("/api/v1/links", {"a": name, "b": other, "verdict": "samen"})
    assert status == 201
    expect(detail).to_contain_text("Samengevoegd uit 2 meldingen")

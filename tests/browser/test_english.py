"""The English page: days are English, and what the server says in Dutch is marked as Dutch."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import tell
from tests.browser.test_bijstand import Open, capacity, filed, step
from tests.browser.test_picture import stamp
from tests.system import System

MARKED = """(wanted) => [...document.querySelectorAll(wanted)].map((element) => {
    const words = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
    return words.parentElement.closest("[lang]").lang;
})"""
"""The language of the first words of each element."""


def test_days_are_english_and_dutch_is_marked(opened: Open, system: System) -> None:
    tell(system, capacity("VR23", "pompen", 1))
    seen = filed(
        system, title="Too many", needed_by=stamp(30 * 60), urgent=True, signatures=[], by_phone=True
    )
    step(system, seen, "toezeggen", supplier="VR23", items=[{"id": "a", "quantity": 2}])
    page = opened(f"/bijstand?taal=en&verzoek={seen['id']}", width=1440)
    detail = page.locator("#aid-detail")
    expect(detail.locator("h2")).to_have_text("Too many")
    expect(detail.locator(".point[data-code=te_veel_toegezegd]")).to_contain_text("1 te veel")
    day = re.compile(r"^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d\d:\d\d")
    expect(detail.locator(".point.due time").first).to_have_text(day)
    for dutch in ("#aid-detail .point", "#aid-detail .log div > span", "#board .request .points"):
        found = page.evaluate(MARKED, dutch)
        assert set(found) == {"nl"}, dutch
    day = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ [A-Z][a-z]+ · CES?T")
    expect(page.locator("header", has_text=day).first).to_be_visible()
    page = opened(f"/bijstand?verzoek={seen['id']}", width=1440)
    day = re.compile(r"^(ma|di|wo|do|vr|za|zo) \d\d:\d\d")
    expect(page.locator("#aid-detail .point.due time").first).to_have_text(day)


def test_the_table_says_that_too_much_is_promised(opened: Open, system: System) -> None:
    tell(system, capacity("VR22", "zandzakken", 4, 1))
    seen = filed(system, title="Zandzakken", items=[{"id": "a", "resource": "zandzakken", "quantity": 9}])
    seen = step(system, seen, "in_behandeling_nemen")
    seen = step(system, seen, "uitzetten")
    step(system, seen, "toezeggen", supplier="VR22", items=[{"id": "a", "quantity": 5}])
    page = opened("/bijstand?middel=zandzakken", width=1440)
    page.get_by_role("tab", name="Capaciteit").click()
    cell = page.locator("#capacity-table .ag-row [col-id=free]")
    expect(cell).to_have_text("▲ 2 te veel")
    expect(cell).to_have_class(re.compile(r"\bbad\b"))

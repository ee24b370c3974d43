"""The page `/bronnen`: who is silent, what was refused and what becomes of it, what may be the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import feature, page_out, tell
from tests.browser.test_access import AXE, faults
from tests.browser.test_picture import stamp
from tests.system import KEY, System, wait_until

Open = Callable[..., Page]


def refuse(system: System, frame: bytes, source: str = "gemeenten") -> str:
    """Have a frame refused; its id in the quarantine."""
    (reject,) = system.post(f"/api/v1/ingest/{source}", frame, KEY)[1]["rejected"]
    return str(reject["quarantine"])


def test_sources_stand_worst_first_with_shape_word_and_age(opened: Open, system: System) -> None:
    tell(system, feature("bron", 5.8, 50.9, kind="incident", title="Voor de bronnen", observed_at=stamp()))
    page = opened("/bronnen")
    rows = page.locator("#sources-table .ag-center-cols-container .ag-row")
    expect(rows).to_have_count(4)
    page.wait_for_function("document.querySelector('#sources-summary').textContent.includes('4 bronnen')")
    states = [rows.nth(index).get_attribute("row-id") for index in range(4)]
    shown = {row["name"]: row["state"] for row in system.get("/api/v1/sources")["sources"]}
    order = ["nooit", "stil", "vertraagd", "actueel"]
    ranks = [order.index(shown[str(name)]) for name in states]
    assert ranks == sorted(ranks)
    mine = page.locator('.ag-row[row-id="gemeenten"]').first
    expect(mine).to_contain_text("actueel")
    shape = (
        "getComputedStyle(document.querySelector('.ag-row[row-id=\"gemeenten\"] .state'), '::before').content"
    )
    assert "●" in page.evaluate(shape)
    age = mine.locator('[col-id="age"]')
    before = age.inner_text()
    expect(age).not_to_have_text(before)


def test_a_source_by_keyboard_says_how_to_make_a_key_and_shows_none(opened: Open, system: System) -> None:
    page = opened("/bronnen")
    cell = page.locator('.ag-row[row-id="gemeenten"] [col-id="name"]')
    expect(cell).to_be_visible()
    cell.focus()
    page.keyboard.press("Enter")
    detail = page.locator("#source")
    expect(detail).to_contain_text("mlob key add gemeenten")
    expect(detail).to_contain_text("stuurt zelf")
    page.wait_for_function("document.activeElement.id === 'source'")
    assert KEY not in page.content()
    page.wait_for_function("location.search.includes('bron=gemeenten')")
    before = detail.locator("dd").nth(3).inner_text()
    tell(system, feature("nog", 5.8, 50.9, kind="incident", title="Nog een", observed_at=stamp()))
    expect(detail.locator("dd").nth(3)).not_to_have_text(before)
    page.keyboard.press("Escape")
    expect(detail).to_be_hidden()
    page.wait_for_function(
        "document.activeElement.closest('.ag-row')?.getAttribute('row-id') === 'gemeenten'"
    )
    p2000 = opened("/bronnen?bron=p2000").locator("#source")
    expect(p2000).to_contain_text("verbindt met ons (TCP)")
    expect(p2000).not_to_contain_text("mlob key")


def test_a_refused_message_is_read_as_text_tried_again_and_discarded(opened: Open, system: System) -> None:
    name = refuse(system, b'<event><b onclick="window.caught=1">vet</b>\xe2\x80\xae', "defensie")
    page = opened("/bronnen?van=defensie")
    row = page.locator(f'#refused [data-key="{name}"] button')
    expect(row).to_be_visible()
    row.press("Enter")
    frame = page.locator("#refused-frame")
    expect(frame.locator("pre")).to_contain_text('<b onclick="window.caught=1">vet</b><U+202E>')
    assert frame.locator("pre *").count() == 0
    frame.get_by_role("button", name="Lees opnieuw").press("Enter")
    expect(frame.get_by_role("alert")).to_contain_text("nog steeds niet te lezen")
    expect(frame.get_by_role("alert")).to_contain_text("(referentie ")
    frame.get_by_role("button", name="Gooi weg…").press("Enter")
    reason = frame.get_by_label("Waarom mag dit weg?")
    expect(reason).to_be_focused()
    reason.press_sequentially("proef")
    other = refuse(system, b"<event/>", "defensie")  # what comes in meanwhile takes nothing away
    expect(page.locator(f'#refused [data-key="{other}"]')).to_be_visible()
    expect(reason).to_be_focused()
    expect(reason).to_have_value("proef")
    reason.press("Enter")
    expect(frame).to_contain_text("Weggegooid")
    expect(page.locator(f'#refused [data-key="{name}"]')).to_have_count(0)
    page.get_by_role("tab", name="Afgehandeld").click()
    expect(page.locator("#settled")).to_contain_text("proef")
    assert page.evaluate("window.caught") is None


def test_what_is_no_text_is_base64_and_what_somebody_else_settled_says_so(
    opened: Open, system: System
) -> None:
    name = refuse(system, b"\xff\xfe\x00binair", "defensie")
    page = opened(f"/bronnen?bericht={name}")
    frame = page.locator("#refused-frame")
    expect(frame).to_contain_text("base64")
    expect(frame.locator("pre")).to_have_text("//4AYmluYWly")
    assert system.post(f"/api/v1/quarantine/{name}/discard", {"reason": "elders"})[0] == 200
    refuse(system, b"<event/>", "defensie")
    expect(frame).to_contain_text("Al afgehandeld: weggegooid")
    expect(frame.get_by_role("button", name="Lees opnieuw")).to_have_count(0)


def proposed(system: System, name: str) -> Any:
    """The proposal about this entity."""
    found = system.get("/api/v1/links")["proposed"]
    return next((link for link in found if name in (link["a"], link["b"])), None)


def test_what_may_be_the_same_is_joined_or_kept_apart_with_a_reason(opened: Open, system: System) -> None:
    page = opened("/bronnen")
    for place, lon, lat in (("Weert", 5.698, 51.25), ("Roermond", 5.987, 51.194)):
        page_out(f"P 2 BLB-01 Ongeval wegvervoer Stationsplein {place}")
        tell(system, feature(f"ong-{place}", lon, lat, kind="incident", title=f"Aanrijding bij {place}",
                             observed_at=stamp(), discipline="politie"))  # fmt: skip
    links = [wait_until(lambda name=name: proposed(system, f"incident:gemeenten:ong-{name}"))
             for name in ("Weert", "Roermond")]  # fmt: skip
    first, second = (page.locator(f'#proposals [data-key="{link["id"]}"]') for link in links)
    expect(first).to_contain_text("Aanrijding bij Weert")
    expect(first).to_contain_text("kans")
    first.get_by_role("button", name="Samenvoegen").press("Enter")
    expect(first).to_have_count(0)
    wait_until(lambda: "members" in (system.feature("incident:gemeenten:ong-Weert") or
                                     {"properties": {"members": []}})["properties"])  # fmt: skip
    second.get_by_role("button", name="Niet hetzelfde").press("Enter")
    reason = second.get_by_label("Waarom?")
    expect(reason).to_be_focused()
    reason.press_sequentially("andere straat")
    reason.press("Enter")
    expect(second).to_have_count(0)
    wait_until(lambda: proposed(system, "incident:gemeenten:ong-Roermond") is None)


def test_a_server_that_does_not_answer_is_said(opened: Open, system: System) -> None:
    def broken(route: Route) -> None:
        route.fulfill(status=503, content_type="application/problem+json",
                      body='{"detail": "De opslag antwoordt niet.", "reference": "ABCD1234"}')  # fmt: skip

    page = opened("/bronnen", ready=False)
    page.route("**/api/v1/quarantine", broken)
    page.route("**/api/v1/links", lambda route: route.abort())
    page.reload()
    expect(page.locator("#refused")).to_contain_text("De opslag antwoordt niet. (referentie ABCD1234)")
    expect(page.locator("#proposals")).to_contain_text("De server antwoordt niet")


def test_nothing_serious_for_a_screen_reader(opened: Open, system: System) -> None:
    name = refuse(system, b"<event>axe", "defensie")
    page = opened(f"/bronnen?bron=gemeenten&bericht={name}", scheme="light")
    expect(page.locator("#refused-frame pre")).to_be_visible()
    expect(page.locator("#source")).to_be_visible()
    page.evaluate(AXE)
    assert faults(page) == []
    page.get_by_role("button", name="Licht of donker").click()
    page.get_by_role("button", name="Gooi weg…").click()
    assert faults(page) == []
    page.get_by_role("tab", name="Afgehandeld").click()
    assert faults(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert faults(page) == []


def test_what_the_server_says_is_marked_as_dutch_on_the_english_page(opened: Open, system: System) -> None:
    name = refuse(system, b"<event/>", "defensie")
    page = opened(f"/bronnen?taal=en&bron=defensie&bericht={name}", width=1900)
    page.evaluate(AXE)
    row = page.locator(f'#refused [data-key="{name}"]')
    expect(row.locator("small [lang=nl]")).to_contain_text("event", timeout=15_000)
    expect(page.locator("#refused-frame h3 [lang=nl]")).to_contain_text("event")
    expect(page.locator("#source .said-of")).to_have_attribute("lang", "nl")
    told = page.locator('.ag-row[row-id="defensie"] [col-id="text"] [lang=nl]')
    expect(told).not_to_be_empty()
    expect(page.locator('.ag-row[row-id="defensie"] [col-id="state"] [lang=nl]')).to_have_count(0)
    assert faults(page) == []

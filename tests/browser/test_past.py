"""The page `/` at a moment of the past, in a real browser: two clocks, the address, and back to now."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import feature, tell
from tests.browser.test_access import AXE, faults
from tests.browser.test_picture import stamp
from tests.system import System, wait_until

Open = Callable[..., Page]

LATE = "incident:gemeenten:laat"


def report(system: System, name: str, title: str, minutes: float) -> str:
    """Send an incident about so many minutes from now; its id once it is in the picture."""
    tell(system, feature(name, 5.6, 51.2, kind="incident", title=title, observed_at=stamp(minutes)))
    found = f"incident:gemeenten:{name}"
    wait_until(lambda: system.feature(found))
    return found


def go(page: Page, minutes: float) -> None:
    """To so many minutes from now, as the slider does."""
    page.evaluate("(minutes) => mlob.past.go(Math.round(Date.now() / 60000 + minutes) * 60000)", minutes)
    shown(page)


def shown(page: Page) -> None:
    """Wait until what was asked for is what is shown."""
    page.wait_for_function(
        "(mlob.past.wanted?.at ?? null) === (mlob.moment?.at ?? null)"
        " && (mlob.past.wanted?.known ?? null) === (mlob.moment?.known ?? null)"
    )


def known(page: Page, name: str) -> bool:
    return bool(page.evaluate("(name) => Boolean(mlob.feature(name))", name))


def test_a_late_report_is_absent_from_what_we_knew_and_present_in_what_was(
    opened: Open, system: System
) -> None:
    name = report(system, "laat", "Kelder onder water", -90)
    page = opened("/")
    page.wait_for_function("(name) => mlob.feature(name)", arg=name)
    go(page, -30)
    band = page.locator("#past")
    expect(band).to_contain_text("Niet live")
    expect(band).to_contain_text("zoals wij het toen wisten")
    assert not known(page, name)
    expect(page.locator("#timeline")).not_to_contain_text("Kelder onder water")
    page.get_by_role("radio", name="Wat was er toen").check()
    shown(page)
    expect(band).to_contain_text("met wat wij nu weten")
    assert known(page, name)
    expect(page.locator("#timeline")).to_contain_text("Kelder onder water")
    assert re.search(r"om=\d{4}-\d\d-\d\dT\d\d:\d\d&bekend=nu", page.url)
    again = opened(page.url.removeprefix(system.base))
    shown(again)
    assert again.evaluate("mlob.moment") == page.evaluate("mlob.moment")
    assert known(again, name)
    go(page, -120)
    assert not known(page, name)


def test_an_address_in_utc_opens_that_moment_and_says_what_was_not_known(
    opened: Open, system: System
) -> None:
    name = report(system, "later", "Later gemeld", -20)
    moment = (datetime.now(UTC) - timedelta(minutes=10)).replace(microsecond=0)
    iso = moment.isoformat().replace("+00:00", "Z")
    page = opened(f"/?om={quote(iso)}&bekend={quote(iso)}&kies={quote(name)}&zoek=later&kaart=51.2,5.6,9")
    shown(page)
    assert page.evaluate("mlob.moment.at") == moment.timestamp() * 1000
    expect(page.locator("#detail")).to_contain_text("nog niet bekend")
    expect(page.locator("#pause")).to_be_hidden()
    expect(page.locator('[data-count="incidenten"]')).to_have_text(re.compile(r"\d"))
    page.get_by_role("button", name="Terug naar nu").click()
    expect(page.locator("#past")).to_be_hidden()
    expect(page.locator("#detail h2")).to_have_text("Later gemeld")
    assert page.evaluate("mlob.chosen") == name
    page.wait_for_function(
        "['kaart=51.2,5.6,9', 'zoek=later'].every((part) => location.search.includes(part))"
        " && !location.search.includes('om=')"
    )
    expect(page.locator("#filter-search")).to_have_value("later")


def test_what_comes_meanwhile_is_counted_and_there_on_the_way_back(opened: Open, system: System) -> None:
    page = opened("/")
    go(page, -15)
    name = report(system, "intussen", "Intussen gebeurd", 0)
    expect(page.locator("#past")).to_contain_text(re.compile("Intussen kwam"))
    assert not known(page, name)
    expect(page.locator("#timeline")).not_to_contain_text("Intussen gebeurd")
    expect(page.locator("#pause")).to_be_hidden()
    page.evaluate("window.sameDocument = true")
    page.get_by_role("button", name="Nu", exact=True).click()
    assert known(page, name)
    expect(page.locator("#timeline")).to_contain_text("Intussen gebeurd")
    after = report(system, "daarna", "Daarna gebeurd", 0)
    page.wait_for_function("(name) => mlob.feature(name)", arg=after)
    expect(page.locator("#timeline")).to_contain_text("Daarna gebeurd")
    assert page.evaluate("window.sameDocument") is True


def test_back_and_forward_follow_the_moments_somebody_stayed_at(opened: Open, system: System) -> None:
    page = opened("/")
    page.evaluate("document.getElementById('map').dataset.same = '1'")
    go(page, -60)
    page.wait_for_function("!mlob.past.sliding")
    first = page.evaluate("mlob.moment.at")
    page.evaluate(
        "for (let n = 30; n > 25; n -= 1) mlob.past.go((Math.floor(Date.now() / 60000) - n) * 60000)"
    )
    shown(page)
    page.wait_for_function("!mlob.past.sliding")
    page.get_by_role("tab", name="Tabel").click()
    page.wait_for_function("location.search.includes('tab=tabel')")
    page.go_back()
    page.wait_for_function("(at) => mlob.moment?.at === at", arg=first)
    assert "tab=tabel" in page.url
    page.go_back()
    page.wait_for_function("mlob.moment === null")
    expect(page.locator("#past")).to_be_hidden()
    page.go_forward()
    page.wait_for_function("(at) => mlob.moment?.at === at", arg=first)
    assert page.locator("#map[data-same='1'] canvas").count() == 1


def test_by_keyboard_only(opened: Open, system: System) -> None:
    page = opened("/")
    slider = page.get_by_role("slider", name="Moment van het beeld")
    assert slider.get_attribute("aria-valuetext") == "nu, live"
    slider.focus()
    page.keyboard.press("ArrowLeft")
    shown(page)
    start = page.evaluate("mlob.moment.at")
    page.keyboard.press("PageDown")
    shown(page)
    assert start - page.evaluate("mlob.moment.at") == 3_600_000
    page.keyboard.press("Home")
    shown(page)
    day = start - page.evaluate("mlob.moment.at")
    assert 23 * 3_600_000 < day <= 24 * 3_600_000
    expect(page.locator("#speak")).to_contain_text("Beeld van")
    page.keyboard.press("End")
    page.wait_for_function("mlob.moment === null")
    expect(page.locator("#speak")).to_contain_text("Live")
    page.get_by_role("button", name="15 min terug").press("Enter")
    shown(page)
    page.get_by_role("radio", name="Wat wisten wij toen").press("ArrowRight")
    page.wait_for_function("mlob.moment?.known === null")
    field = page.get_by_role("textbox", name="Ga naar dag en tijd")
    field.fill("0007")
    field.press("Enter")
    page.wait_for_function("new Date(mlob.moment?.at).getMinutes() === 7")
    page.get_by_role("button", name="Nu", exact=True).press("Enter")
    page.wait_for_function("mlob.moment === null")


def test_a_click_on_the_strip_goes_there(opened: Open, system: System) -> None:
    page = opened("/")
    box = page.get_by_role("slider").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 30)
    expect(page.locator(".time-tip")).to_contain_text("meldingen")
    page.mouse.down()
    page.mouse.up()
    shown(page)
    ago = page.evaluate("Date.now() - mlob.moment.at") / 3_600_000
    assert 11 < ago < 13
    assert page.locator("#clock.past").count() == 1
    assert page.locator("#picture.is-past").count() == 1


def test_both_times_free(opened: Open, system: System) -> None:
    page = opened("/")
    go(page, -30)
    page.get_by_text("Vrij", exact=True).click()
    page.get_by_role("textbox", name="Zoals bekend op").fill("0000")
    page.get_by_role("button", name="Toon").click()
    page.wait_for_function(
        "mlob.moment && mlob.moment.known !== null && mlob.moment.known !== mlob.moment.at"
    )
    expect(page.locator("#past")).to_contain_text("zoals bekend op")
    expect(page.locator("#past")).to_contain_text("00:00")


def test_a_failure_keeps_the_last_picture_and_can_be_tried_again(opened: Open, system: System) -> None:
    page = opened("/")
    go(page, -10)
    first = page.evaluate("mlob.moment.at")
    problem = {"title": "Stuk", "detail": "De opslag antwoordt niet.", "reference": "ab12"}

    def refuse(route: Route) -> None:
        route.fulfill(status=503, json=problem)

    page.route("**/api/v1/picture?*", refuse)
    page.evaluate("mlob.past.move(-3600000)")
    expect(page.get_by_role("alert").filter(has_text="kan niet worden getoond")).to_contain_text("ab12")
    assert page.evaluate("mlob.moment.at") == first
    page.unroute("**/api/v1/picture?*", refuse)
    page.get_by_role("button", name="Opnieuw").click()
    shown(page)
    expect(page.locator(".past-wrong")).to_be_hidden()
    assert first - page.evaluate("mlob.moment.at") == 3_600_000


SLIDE = """async () => {
    const own = window.fetch;
    const log = [];
    let moved = 0;
    window.fetch = async (url, how) => {
        if (!String(url).startsWith('/api/v1/picture?')) return own(url, how);
        log.push('asked');
        const first = moved;  // a server that takes as long as six moments of the slide
        while (moved < Math.min(first + 6, 40)) await new Promise((done) => setTimeout(done, 5));
        try {
            return await own(url, how);
        } finally {
            log.push('answered');  // or given up, which a slow machine makes of it
        }
    };
    const base = Math.floor(Date.now() / 60000) * 60000;
    for (let minutes = 200; minutes > 160; minutes -= 1) {
        mlob.past.go(base - minutes * 60000);
        await new Promise((done) => setTimeout(done, 25));
        moved += 1;
    }
    while (mlob.moment?.at !== base - 161 * 60000) await new Promise((done) => setTimeout(done, 50));
    window.fetch = own;
    return log;
}"""


def test_while_sliding_the_server_is_asked_no_more_than_it_answers(opened: Open, system: System) -> None:
    page = opened("/")
    log = page.evaluate(SLIDE)
    assert log == ["asked", "answered"] * (len(log) // 2)
    assert 2 <= len(log) // 2 <= 8  # of forty moments


def test_the_hour_that_comes_twice_asks_which(opened: Open, system: System) -> None:
    page = opened("/")
    found: Any = page.evaluate(
        """async () => { const d = await import('/assets/js/dutchtime.js');
        return [d.momentsOf('2025-10-26T02:30'), d.momentsOf('2025-03-30T02:30'),
            d.momentsOf('2025-10-26T02:30').map(d.written), d.written(d.read('2025-07-01T14:00')),
            d.read('2025-10-26T02:30 01:00'), d.read('gisteren')] }"""
    )
    twice, skipped, texts, plain, second, wrong = found
    assert twice[1] - twice[0] == 3_600_000
    assert len(skipped) == 1
    assert texts == ["2025-10-26T02:30+02:00", "2025-10-26T02:30+01:00"]
    assert (plain, second, wrong) == ("2025-07-01T14:00", twice[1], None)
    again = opened(f"/?om={quote(texts[1])}")
    shown(again)
    assert again.evaluate("mlob.moment.at") == twice[1]
    which = again.locator(".timebar > .time-field").get_by_role(
        "combobox", name="Dit uur komt twee keer voor"
    )
    expect(which).to_have_value(str(twice[1]))
    which.select_option(index=0)
    again.wait_for_function("(at) => mlob.moment?.at === at", arg=twice[0])


def test_nothing_serious_in_the_past_and_one_line_when_narrow(opened: Open, system: System) -> None:
    name = report(system, "axe-toen", "Voor axe toen", -40)
    page = opened(f"/?om={quote(stamp(-20))}&bekend=nu&kies={quote(name)}", scheme="light")
    shown(page)
    expect(page.locator("#detail .fact").first).to_be_visible()
    page.evaluate(AXE)
    assert faults(page) == []
    page.get_by_role("button", name="Licht of donker").click()
    page.get_by_text("Vrij", exact=True).click()
    assert faults(page) == []
    narrow = opened("/", width=400, height=800)
    bar = narrow.locator("#timebar")
    box = bar.bounding_box()
    assert box is not None
    assert box["height"] < 60
    assert box["x"] + box["width"] <= 400
    expect(narrow.get_by_role("slider")).to_be_hidden()
    narrow.get_by_role("button", name="15 min terug").click()
    shown(narrow)
    narrow.get_by_role("button", name="Meer", exact=True).click()
    expect(narrow.get_by_role("slider")).to_be_visible()
    narrow.evaluate(AXE)
    assert faults(narrow) == []
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 400

"""The page `/`, read in a real browser: what is sent comes on the map, in the timeline and in its table."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import feature, page_out, tell
from tests.system import KEY, System

Open = Callable[..., Page]

ON_THE_MAP = """([layer, id]) => mlob.map.queryRenderedFeatures({layers: [layer]})
    .some((feature) => feature.properties.id === id)"""


SAID = """() => {
    const disciplines = document.querySelector('#disciplines');
    window.said = [];
    const note = () => window.said.push(disciplines.querySelector('li')?.textContent ?? '');
    new MutationObserver(note).observe(disciplines,
        {subtree: true, childList: true, characterData: true, attributes: true});
}"""
"""Keeps all that the first discipline ever said: each state lasts some seconds only."""


def stamp(minutes: float = 0) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")


def drawn(page: Page, layer: str, name: str) -> None:
    """Wait until the feature is among what the layer has drawn."""
    page.wait_for_function(ON_THE_MAP, arg=[layer, name])


def test_a_frame_on_a_socket_is_on_the_map_in_the_timeline_and_in_its_table(
    opened: Open, system: System
) -> None:
    page = opened("/")
    page_out("P 1 BLB-02 Ongeval wegvervoer Ringbaan-West Weert")
    line = page.locator("#timeline .entry", has_text="Ringbaan-West").first
    expect(line).to_be_visible()
    page.wait_for_function("mlob.count('incident') > 0")
    name = page.evaluate(
        "mlob.store.ofKind('incident').find((one) => /Ringbaan-West/.test(one.properties.title)).id"
    )
    drawn(page, "incidenten", name)
    page.get_by_role("tab", name="Tabel").click()
    row = page.locator(f'.ag-row[row-id="{name}"]')
    expect(row).to_contain_text("Ringbaan-West")
    expect(page.locator('[data-count="incidenten"]')).not_to_have_text("0")


def test_a_silent_source_turns_its_discipline_late_and_then_silent(opened: Open, system: System) -> None:
    page = opened("/")
    brandweer = page.locator("#disciplines li").first
    expect(brandweer).to_contain_text("brandweer", ignore_case=True)
    page.evaluate(SAID)
    page_out("P 1 BLB-02 Brand woning Kerkstraat Weert")
    page.wait_for_function("/actueel.*vertraagd.*stil/s.test(window.said.join('\\n'))")
    before = brandweer.locator("time").inner_text()
    expect(brandweer.locator("time")).not_to_have_text(before)


def test_detail_says_value_source_and_both_times(opened: Open, system: System) -> None:
    seen = stamp(-7)
    tell(system, feature("sporthal", 5.83, 50.865, kind="facility", title="Opvang sporthal", capacity=180,
                         occupancy=46, observed_at=seen))  # fmt: skip
    page = opened("/?kaart=50.865,5.83,11")
    name = "facility:gemeenten:sporthal"
    drawn(page, "voorzieningen", name)
    point = page.evaluate("mlob.map.project([5.83, 50.865])")
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + point["x"], box["y"] + point["y"])
    detail = page.locator("#detail")
    expect(detail).to_contain_text("Opvang sporthal")
    fact = detail.locator(".fact", has_text="Bezet")
    expect(fact).to_contain_text("46")
    expect(fact).to_contain_text("gemeenten")
    times = fact.locator("time")
    expect(times).to_have_count(2)
    assert times.first.get_attribute("datetime") != times.last.get_attribute("datetime")
    assert "UTC" in (times.first.get_attribute("title") or "")
    assert page.evaluate("mlob.chosen") == name
    page.keyboard.press("Escape")
    expect(detail).to_be_hidden()
    page.wait_for_function("document.activeElement.className.startsWith('maplibregl-canvas')")


def test_two_sources_that_differ_stand_side_by_side(opened: Open, system: System) -> None:
    said = feature("VR21", 5.6, 51.6, kind="region", vr="VR21", grip=1, observed_at=stamp(-4))
    tell(system, {**said, "geometry": None})
    other = {
        **said,
        "geometry": None,
        "properties": {**said["properties"], "grip": 2, "observed_at": stamp(-1)},
    }
    body = json.dumps({"type": "FeatureCollection", "features": [other]}).encode()
    assert system.post("/api/v1/ingest/buren", body, KEY)[1]["rejected"] == []
    page = opened("/?kies=region:VR21")
    fact = page.locator("#detail .fact.differ", has_text="GRIP")
    expect(fact).to_contain_text("bronnen verschillen")
    expect(fact.locator(".said")).to_have_count(2)
    expect(fact.locator(".fact-value")).to_have_text("2")
    expect(fact).to_contain_text("buren")


def test_zoom_choice_scroll_and_detail_survive_updates(opened: Open, system: System) -> None:
    name = "unit:gemeenten:boot"
    tell(system, feature("boot", 5.9, 50.9, kind="unit", title="Boot 1", observed_at=stamp(-2)))
    page = opened(f"/?kaart=50.9,5.9,10.5&kies={name}")
    expect(page.locator("#detail")).to_contain_text("Boot 1")
    before = page.evaluate("[mlob.map.getZoom(), mlob.map.getCenter().lng, mlob.map.getCenter().lat]")
    for step in range(1, 4):
        moved = feature(
            "boot", 5.9 + step / 1000, 50.9, kind="unit", title="Boot 1", observed_at=stamp(-2 + step / 10)
        )
        tell(system, moved, feature(f"ander-{step}", 5.8, 50.9, kind="incident", title=f"Ander {step}"))
        page.wait_for_function("([id, lon]) => mlob.feature(id)?.geometry.coordinates[0] === lon",
                               arg=[name, 5.9 + step / 1000])  # fmt: skip
    after = page.evaluate("[mlob.map.getZoom(), mlob.map.getCenter().lng, mlob.map.getCenter().lat]")
    assert before == after
    assert page.evaluate("mlob.chosen") == name
    expect(page.locator("#detail")).to_be_visible()
    page.wait_for_function("(name) => location.search.includes(`kies=${name}`)", arg=name)
    page.wait_for_function("location.search.includes('kaart=50.9,5.9,10.5')")


def test_pause_counts_what_waits_and_resume_shows_it(opened: Open, system: System) -> None:
    page = opened("/")
    page.locator("#pause").click()
    tell(system, feature("pauze", 5.6, 51.2, kind="incident", title="Tijdens de pauze", observed_at=stamp()))
    expect(page.locator("#pause")).to_contain_text("wachten")
    assert page.evaluate("mlob.feature('incident:gemeenten:pauze')") is None
    page.locator("#pause").click()
    expect(page.locator("#timeline")).to_contain_text("Tijdens de pauze")
    drawn(page, "incidenten", "incident:gemeenten:pauze")


HELD = """async () => {
    const { Store } = await import("/assets/js/store.js");
    const store = new Store();
    const told = [];
    store.on("waiting", (n) => told.push(n));
    const feature = (id, n) => ({ id, properties: { n }, geometry: null });
    const picture = (...features) => store.take({ type: "picture", cursor: "0-0", features, timeline: [] });
    const delta = (n, put, drop) => store.take({ type: "delta", cursor: `${n}-0`, put, drop,
        timeline: [{ cursor: `${n}-0`, entity: "incident:a:1", text: "regel",
            time: new Date(n * 1000).toISOString() }] });
    picture(feature("blijft", 0), feature("weg", 0));
    store.flush();
    const gaps = [];
    store.on("gap", () => gaps.push(store.lines.length));
    store.pause(true);
    for (let n = 1; n <= 20000; n += 1)
        delta(n, [feature("blijft", n), feature(`kort-${n}`, n)], [`kort-${n - 1}`]);
    delta(20001, [], ["weg", "kort-20000"]);
    const size = store.held.put.size + store.held.drop.size;
    const lines = store.held.lines.size;
    const still = store.features.get("blijft").properties.n;
    const waits = told.at(-1);
    store.pause(false);
    const after = [...store.features.values()].map(({ id, properties }) => [id, properties.n]);
    store.flush();
    store.pause(true);
    picture(feature("blijft", 20000), feature("nieuw", 1)); // after a gap: only one of them is news
    const news = told.at(-1);
    store.pause(false);
    return { size, lines, still, waits, after, news, gaps, kept: store.lines.length,
        ids: [...store.features.keys()] };
}"""


def test_a_pause_of_a_night_holds_no_more_than_one_picture(opened: Open) -> None:
    found = opened("/").evaluate(HELD)
    assert (found["size"], found["waits"], found["lines"]) == (2, 2, 2000)
    assert (found["still"], found["after"]) == (0, [["blijft", 20000]])
    assert (found["news"], found["ids"]) == (1, ["blijft", "nieuw"])
    assert (found["kept"], found["gaps"]) == (2000, [2000])


OLDER = """async () => {
    const { Timeline } = await import("/assets/js/timeline.js");
    const now = Date.now;
    const at = (minutes) => new Date(now() - minutes * 60000).toISOString();
    const line = { key: "a", cursor: "1-0", entity: "incident:a:1", text: "Brand", time: at(20),
        known: at(5) };
    const store = { lines: [line], ready: true, features: new Map(), on() {}, resolve: (id) => id,
        regionName: () => "", whereabouts: () => "" };
    const list = document.createElement("ul");
    const timeline = new Timeline(list, store, () => {});
    const said = () => [list.querySelector("time").textContent, list.querySelector("small").textContent];
    const before = said();
    const row = list.firstChild;
    Date.now = () => now() + 26 * 3600000;
    try { timeline.grow(); } finally { Date.now = now; }
    return { before, after: said(), same: row === list.firstChild };
}"""


def test_a_row_of_the_timeline_that_is_no_longer_of_today_says_of_which_day(opened: Open) -> None:
    found = opened("/").evaluate(OLDER)
    day = r"(ma|di|wo|do|vr|za|zo) \d\d:\d\d"
    assert not any(re.search(day, said) for said in found["before"])
    assert all(re.search(day, said) for said in found["after"])
    assert found["same"]


def test_filters_reach_map_and_lists_and_live_in_the_address(opened: Open, system: System) -> None:
    tell(system, feature("f1", 5.5, 51.5, kind="incident", title="Filterproef gemeente", observed_at=stamp()))
    page = opened("/?zoek=filterproef")
    drawn(page, "incidenten", "incident:gemeenten:f1")
    expect(page.locator("#timeline .entry")).to_have_count(1)
    expect(page.locator("#filter-search")).to_have_value("filterproef")
    page.get_by_role("checkbox", name="Gemeenten", exact=True).uncheck()
    expect(page.locator("#timeline")).to_contain_text("Geen meldingen met deze filters")
    page.wait_for_function("mlob.map.queryRenderedFeatures({layers: ['incidenten']}).length === 0")
    page.wait_for_function("location.search.includes('disciplines=')")
    page.locator("#filter-clear").click()
    expect(page.locator("#filter-search")).to_have_value("")
    drawn(page, "incidenten", "incident:gemeenten:f1")


def test_a_warning_is_found_by_each_region_that_it_covers(opened: Open, system: System) -> None:
    corners = [[5.6, 50.78], [6.2, 50.78], [6.2, 51.5], [5.6, 51.5], [5.6, 50.78]]
    said = feature("zuid", 0, 0, kind="area", title="Code rood voor het zuiden", observed_at=stamp())
    tell(system, {**said, "geometry": {"type": "Polygon", "coordinates": [corners]}})
    name = "area:gemeenten:zuid"
    for code in ("VR23", "VR24"):
        page = opened(f"/?regio={code}&zoek=code+rood+voor+het+zuiden&kies={name}")
        drawn(page, "gebieden-vlak", name)
        expect(page.locator("#timeline .entry")).to_contain_text("Limburg-Noord, Zuid-Limburg")
        expect(page.locator("#detail header")).to_contain_text("Limburg-Noord, Zuid-Limburg")
    page = opened(f"/?regio=VR01&zoek=code+rood+voor+het+zuiden&kies={name}")
    expect(page.locator("#detail header")).to_contain_text("Code rood")
    expect(page.locator("#timeline")).to_contain_text("Geen meldingen met deze filters")
    page.wait_for_function("mlob.map.queryRenderedFeatures({layers: ['gebieden-vlak']}).length === 0")


def test_a_region_under_grip_is_filled_and_labelled(opened: Open, system: System) -> None:
    grip: dict[str, Any] = {
        "type": "Feature",
        "id": "VR23",
        "geometry": None,
        "properties": {
            "kind": "region",
            "discipline": "gemeenten",
            "vr": "VR23",
            "grip": 2,
            "phase": "respons",
            "observed_at": stamp(),
        },
    }
    page = opened("/")
    tell(system, grip)
    drawn(page, "regios-vlak", "region:VR23")
    page.wait_for_function("mlob.map.queryRenderedFeatures({layers: ['griplabels']}).length >= 1")
    expect(page.locator("#timeline")).to_contain_text("GRIP 2")


def test_markup_in_a_feed_is_only_text(opened: Open, system: System) -> None:
    nasty = '<img src=x onerror="window.caught=1"><b>vet</b>'
    tell(system, feature("markup", 5.4, 51.4, kind="incident", title=nasty, observed_at=stamp()))
    page = opened("/?kies=incident:gemeenten:markup")
    expect(page.locator("#detail h2")).to_have_text(nasty)
    expect(page.locator("#timeline")).to_contain_text(nasty)
    page.get_by_role("tab", name="Tabel").click(force=True)
    assert page.evaluate("window.caught") is None
    assert page.locator("#timeline img, #detail img").count() == 0


def test_bijstand_shows_what_is_outstanding(opened: Open, system: System) -> None:
    body = {
        "kind": "wvr51",
        "title": "68 militairen voor zandzakken",
        "operation": None,
        "requester": {"organisation": "VRZL", "role": "voorzitter veiligheidsregio", "name": "Voorbeeld"},
        "region": "VR24",
        "urgent": True,
        "by_phone": True,
        "needed_by": stamp(130),
        "items": [
            {"id": "a", "resource": "militairen", "quantity": 68, "unit": "personen", "task": "zandzakken"}
        ],
        "fields": {"motivering": "Eigen eenheden zijn uitgeput."},
        "signatures": [],
    }
    assert system.post("/api/v1/requests", body)[0] == 201
    page = opened("/?tab=bijstand")
    card = page.locator("#requests .request", has_text="68 militairen")
    expect(card).to_contain_text("Militairen")
    expect(card.locator(".amount b")).to_have_text("68")
    expect(card.locator("header time")).to_have_text("nog 2:09")


def test_by_keyboard_only(opened: Open, system: System) -> None:
    tell(
        system, feature("toets", 5.3, 51.6, kind="incident", title="Met het toetsenbord", observed_at=stamp())
    )
    page = opened("/?tab=tabel&zoek=toetsenbord")
    cell = page.locator('.ag-row[row-id="incident:gemeenten:toets"] .ag-cell').first
    expect(cell).to_be_visible()
    cell.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#detail")).to_contain_text("Met het toetsenbord")
    page.wait_for_function("document.activeElement.id === 'detail'")
    page.keyboard.press("Escape")
    expect(page.locator("#detail")).to_be_hidden()
    page.wait_for_function(
        "document.activeElement.closest('.ag-row')?.getAttribute('row-id') === 'incident:gemeenten:toets'"
    )

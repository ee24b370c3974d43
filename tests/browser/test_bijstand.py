"""The page `/bijstand`: a request from the first call to the last promise, seen by two people at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import tell
from tests.browser.test_access import AXE, faults_in_both
from tests.browser.test_picture import stamp
from tests.system import System, wait_until

Open = Callable[..., Page]

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
DRAWN = """([layer, id]) => mlob.map.queryRenderedFeatures({layers: [layer]})
    .some((feature) => feature.properties.id === id)"""


def capacity(supplier: str, resource: str, total: int, minimum: int = 0) -> dict[str, Any]:
    """What a supplier has of a resource, as a GeoJSON feature without a place."""
    said = {"kind": "capacity", "discipline": "gemeenten", "supplier": supplier, "resource": resource,
            "total": total, "in_use": 0, "minimum": minimum, "observed_at": stamp(-5)}  # fmt: skip
    return {"type": "Feature", "id": f"{supplier}-{resource}", "geometry": None, "properties": said}


def filed(system: System, **more: Any) -> Any:
    """A request that is there already."""
    body = {
        "kind": "wvr51",
        "title": "Twee pompen",
        "requester": {"organisation": "VRZL", "role": "voorzitter veiligheidsregio", "name": "Voorbeeld"},
        "region": "VR24",
        "urgent": False,
        "needed_by": stamp(130),
        "items": [{"resource": "pompen", "quantity": 2}],
        "fields": {"motivering": "Eigen pompen zijn uitgeput."},
        "signatures": [{"name": "A. Voorbeeld", "role": "voorzitter veiligheidsregio"}],
        **more,
    }
    status, view = system.post("/api/v1/requests", body)
    assert status == 201, view
    return view


def step(system: System, view: Any, name: str, **more: Any) -> Any:
    """A step that somebody else takes."""
    said = {"step": name, "version": view["version"], **more}
    status, found = system.post(f"/api/v1/requests/{view['id']}/steps", said)
    assert status == 200, found
    return found


def card(page: Page, title: str) -> Any:
    return page.locator("#board .request", has_text=title)


def fill_in(page: Page, title: str, operation: str) -> None:
    """The form for two gemeenten, of which one has signed."""
    page.get_by_role("button", name="Nieuw verzoek").press("Enter")
    page.get_by_label("Soort bijstand").select_option("bevolkingszorg")
    expect(page.locator("#aid-detail")).to_contain_text("Eerst bellen")
    expect(page.locator("#aid-detail .route")).to_contain_text("LOCC brengt vraag en aanbod samen")
    page.get_by_label("Spoed", exact=True).check()
    page.get_by_label("Wat is er nodig").fill(title)
    page.get_by_label("Organisatie").fill("Veiligheidsregio Zuid-Limburg")
    page.get_by_label("Functie").first.fill("burgemeester")
    for gemeente in ("Valkenburg aan de Geul", "Meerssen"):
        page.get_by_label("Gemeente", exact=True).fill(gemeente)
        page.get_by_label("Gemeente", exact=True).press("Enter")
    expect(page.get_by_label("Regio", exact=True)).to_have_value("VR24")
    page.get_by_label("Middel (verplicht)").select_option("noodhulpteams")
    page.get_by_label("Aantal Valkenburg aan de Geul").fill("2")
    page.get_by_label("Aantal Meerssen").fill("1")
    signer = page.locator(".signer", has_text="Valkenburg aan de Geul")
    signer.get_by_label("Getekend door").fill("D. Voorbeeld")
    signer.get_by_label("Functie").fill("burgemeester")
    page.get_by_label("Naam van de operatie").fill(operation)
    page.get_by_label("Uw naam").fill("Coördinator Een")


def test_two_gemeenten_from_form_to_promise_and_a_second_page_sees_it(
    opened: Open, system: System, tmp_path: Path
) -> None:
    tell(system, capacity("VR23", "noodhulpteams", 3, 1), capacity("VR07", "noodhulpteams", 6, 2))
    page, other = opened("/bijstand", width=1440), opened("/bijstand")
    fill_in(page, "Noodhulp opvang", "Hoogwater Geul")
    page.get_by_role("button", name="Dien 2 verzoeken in").press("Enter")
    detail = page.locator("#aid-detail")
    expect(detail.locator("h2")).to_have_text("Hoogwater Geul")
    expect(detail.locator(".title-line .complete")).to_have_text("niet compleet")
    expect(detail.locator(".points-list")).to_contain_text("Gemeente Meerssen heeft nog geen eigen")
    expect(card(other, "Noodhulp opvang (Meerssen)")).to_be_visible()
    name = page.evaluate("new URLSearchParams(location.search).get('operatie')")
    assert system.get(f"/api/v1/operations/{name}")["complete"] is False

    detail.get_by_role("button", name="Noodhulp opvang (Meerssen)").first.click()
    expect(detail).to_contain_text("Nog niet ondertekend")
    detail.get_by_role("button", name="Ondertekenen", exact=True).press("Enter")
    form = detail.get_by_role("form", name="Ondertekenen")
    form.get_by_label("Getekend door").fill("M. Voorbeeld")
    form.get_by_role("button", name="Ondertekenen").press("Enter")
    expect(detail).to_contain_text("Vastgelegd: Ondertekenen")
    expect(detail.locator(".log")).to_contain_text("Coördinator Een")
    detail.get_by_role("button", name="Naar de operatie").click()
    expect(detail.locator(".title-line .complete")).to_have_text("compleet")

    detail.get_by_role("button", name="Vraag advies").press("Enter")
    for title in ("Snelst", "Gelijkmatig", "Minste leveranciers"):
        expect(detail.get_by_role("region", name=title)).to_contain_text("houdt")
    expect(detail).to_contain_text("er is niets toegewezen")
    assert all(item["promised"] == 0 for item in system.get(f"/api/v1/operations/{name}")["items"])
    detail.get_by_role("button", name="Neem over: Snelst").press("Enter")
    detail.get_by_role("button", name="Bevestig de toezeggingen").press("Enter")
    expect(detail).to_contain_text("toezeggingen vastgelegd")
    expect(detail.locator(".items-part .outstanding")).to_have_text("✓ 0")
    for title in ("Noodhulp opvang (Meerssen)", "Noodhulp opvang (Valkenburg aan de Geul)"):
        expect(card(other, title)).to_contain_text("Toegezegd")
        expect(card(other, title).locator(".line")).to_contain_text("✓")

    card(other, "(Meerssen)").click()
    expect(other.locator("#aid-detail .log")).to_contain_text("Toegezegd (1 team door Veiligheidsregio")
    with other.expect_download() as download:
        other.get_by_role("link", name="EDXL-RM").click()
    download.value.save_as(tmp_path / "uit.xml")
    told = (tmp_path / "uit.xml").read_text(encoding="utf-8")
    assert "EDXLDistribution" in told
    assert "CommitResource" in told
    request = other.evaluate("new URLSearchParams(location.search).get('verzoek')")
    beeld = opened(f"/?kaart=51.3,5.9,8&kies={request}")
    beeld.wait_for_function(DRAWN, arg=["bijstandslijnen-toegezegd", request])
    expect(beeld.get_by_role("link", name="Naar het verzoek")).to_have_attribute(
        "href", f"/bijstand?verzoek={request.replace(':', '%3A')}"
    )


def test_a_stale_step_says_what_changed_and_keeps_what_was_typed(opened: Open, system: System) -> None:
    view = filed(system, title="Verzoek voor twee")
    page = opened(f"/bijstand?verzoek={view['id']}")
    detail = page.locator("#aid-detail")
    detail.get_by_role("button", name="Bericht van de aanvrager vastleggen").click()
    form = detail.get_by_role("form")
    form.get_by_label("Reden of toelichting").fill("De aanvrager belt terug.")

    steps = [view]

    def first(route: Route) -> None:
        if len(steps) == 1:  # between the choice and the call somebody else was quicker
            steps.append(step(system, view, "in_behandeling_nemen", reason="door een ander"))
        route.continue_()

    page.route("**/steps", first)
    form.get_by_role("button", name="Bericht van de aanvrager vastleggen").click()
    expect(form).to_contain_text("Iemand anders heeft intussen een stap gezet")
    expect(form).to_contain_text("in behandeling genomen: door een ander")
    expect(form.get_by_label("Reden of toelichting")).to_have_value("De aanvrager belt terug.")
    expect(detail.locator(".tags")).to_contain_text("In behandeling")
    form.get_by_role("button", name="Bericht van de aanvrager vastleggen").click()
    expect(detail).to_contain_text("Vastgelegd")
    expect(detail.locator(".log")).to_contain_text("De aanvrager belt terug.")


def test_an_open_form_stays_while_the_request_changes(opened: Open, system: System) -> None:
    view = filed(system, title="Verzoek dat verandert")
    page = opened(f"/bijstand?verzoek={view['id']}")
    detail = page.locator("#aid-detail")
    detail.get_by_role("button", name="Afstemmen met het NCC").click()
    reason = detail.get_by_label("Reden of toelichting")
    reason.fill("Besproken met")
    step(system, view, "in_behandeling_nemen")
    expect(detail).to_contain_text("Het verzoek is intussen veranderd")
    expect(reason).to_be_focused()
    expect(reason).to_have_value("Besproken met")
    page.keyboard.press("Escape")
    expect(reason).to_have_count(0)
    page.keyboard.press("Escape")
    expect(detail).to_be_hidden()
    page.wait_for_function("(id) => document.activeElement.dataset.id === id", arg=view["id"])


def test_what_is_wrong_stands_at_its_field(opened: Open, system: System) -> None:
    page = opened("/bijstand?nieuw=1")
    kind = page.get_by_label("Soort bijstand")
    expect(kind.locator("option[value=wvr51]")).to_have_count(1)
    assert kind.locator("option[value=msob_zh]").count() == 0
    kind.select_option("pw59")
    expect(page.locator("#aid-detail")).to_contain_text("loopt niet via het LOCC")
    expect(page.get_by_role("button", name="Dien in")).to_be_hidden()
    kind.select_option("wvr51")
    page.get_by_label("Functie").first.fill("burgemeester")
    page.get_by_label("Aantal", exact=False).first.fill("veel")
    for path in ("at", "needed_by"):
        page.locator(f'.field[data-path="{path}"] .time').fill("25:99")
    page.get_by_role("button", name="Dien in").click()
    wrong = {"title": "Vul dit veld in", "requester.role": "Deze functie mag dit niet aanvragen",
             "needed_by": "geen tijdstip", "at": "geen tijdstip",
             "fields.motivering": "Vul dit veld in"}  # fmt: skip
    for path, text in wrong.items():
        box = page.locator(f'.field[data-path="{path}"]')
        expect(box.locator(".wrong")).to_contain_text(text)
        expect(box.locator("[aria-invalid=true]").first).to_be_visible()
    expect(page.locator(".item-line")).to_contain_text("Vul een getal in")
    expect(page.get_by_label("Wat is er nodig")).to_be_focused()
    page.locator("#aid-detail .close").first.click()
    page.get_by_role("button", name="Nieuw verzoek").click()
    expect(page.get_by_label("Functie").first).to_have_value("burgemeester")


def test_who_closes_without_the_signed_form_hears_before_that_he_must_say_why(
    opened: Open, system: System
) -> None:
    view = filed(system, title="Twee pompen zonder formulier", urgent=True, signatures=[])
    page = opened(f"/bijstand?verzoek={view['id']}", width=1280)
    (item,) = view["items"]
    view = step(system, view, "toezeggen", supplier="VR20", items=[{"id": item["id"], "quantity": 2}])
    for name in ("instemmen", "alarmeren", "vertrekken", "aankomen", "beeindigen", "nafase"):
        view = step(system, view, name)
    page.locator('#aid-detail [data-act="sluiten"]').click(timeout=15_000)
    form = page.locator(".step-form")
    reason = form.get_by_label("Reden of toelichting")
    expect(reason).to_have_attribute("aria-required", "true")
    expect(form.locator('.field[data-path="reason"]')).to_contain_text("nooit gekomen")
    expect(form.get_by_label("Verrekening")).not_to_have_attribute("aria-required", "true")


def test_a_scan_is_attached_and_given_back(opened: Open, system: System, tmp_path: Path) -> None:
    view = filed(system, title="Verzoek met een scan")
    page = opened(f"/bijstand?verzoek={view['id']}")
    papers = page.locator(".papers")
    expect(papers).to_be_visible()
    choose = papers.locator("input[type=file]")
    choose.set_input_files({"name": "handtekening.pdf", "mimeType": "application/pdf", "buffer": PDF})
    link = papers.get_by_role("link", name="handtekening.pdf")
    expect(link).to_be_visible()
    with page.expect_download() as download:
        link.click()
    download.value.save_as(tmp_path / "scan.pdf")
    assert (tmp_path / "scan.pdf").read_bytes() == PDF
    choose.set_input_files({"name": "vals.pdf", "mimeType": "application/pdf", "buffer": b"<html>"})
    expect(papers.get_by_role("status")).to_contain_text("(referentie ")
    with page.expect_download() as form:
        papers.get_by_role("link", name="Formulier (PDF)").click()
    form.value.save_as(tmp_path / "formulier.pdf")
    assert (tmp_path / "formulier.pdf").read_bytes().startswith(b"%PDF")


def test_the_board_sorts_by_urgency_and_filters_by_region(opened: Open, system: System) -> None:
    later = filed(system, title="Later nodig", needed_by=stamp(700), region="VR23")
    late = filed(system, title="Al te laat", needed_by=stamp(-35), region="VR23")
    filed(system, title="Met spoed", urgent=True, needed_by=stamp(800), region="VR23")
    page = opened("/bijstand?regio=VR23")
    titles = page.locator("#board .column").first.locator(".title")
    expect(titles).to_have_text(["Al te laat", "Met spoed", "Later nodig"])
    expect(card(page, "Al te laat").locator(".left")).to_contain_text("35 min te laat")
    expect(card(page, "Later nodig").locator(".left")).to_contain_text("nog 11 u")
    expect(card(page, "Later nodig")).to_contain_text("Wet veiligheidsregio's, artikel 51")
    page.get_by_label("Alleen spoed").check()
    expect(titles).to_have_text(["Met spoed"])
    page.wait_for_function("location.search.includes('spoed=1') && location.search.includes('regio=VR23')")
    for view in (later, late):
        step(system, view, "intrekken", reason="niet meer nodig")
    page.get_by_label("Alleen spoed").uncheck()
    expect(card(page, "Later nodig")).to_have_count(0)
    page.get_by_label("Ook afgeronde").check()
    expect(card(page, "Later nodig")).to_contain_text("Ingetrokken")


def test_two_operations_that_claim_the_same_are_one_conflict(opened: Open, system: System) -> None:
    tell(system, capacity("DEF", "blushelikopters", 3))
    for title in ("Brand in de Peel", "Brand op de Meinweg"):
        filed(system, title=title, items=[{"resource": "blushelikopters", "quantity": 2}])
    wait_until(lambda: system.get("/api/v1/load?hours=48")["conflicts"])
    page = opened("/bijstand?tab=belasting", width=1440)
    expect(page.locator("#load-conflicts .conflict")).to_contain_text("4 blushelikopters")
    row = page.locator('#load-table .ag-row[row-id="blushelikopters helikopters"]')
    expect(row.locator('[col-id="left"]')).to_have_text("-1")
    expect(page.locator("#load-summary")).to_contain_text("1 te kort")
    expect(page.locator("#load-graph .bars path")).not_to_have_count(0)
    page.get_by_role("button", name="operatie 1").first.click()
    expect(page.locator("#aid-detail h2")).to_contain_text("Brand")


def test_messages_are_read_in(opened: Open, system: System, tmp_path: Path) -> None:
    view = filed(system, title="Verzoek om te lezen")
    page = opened(f"/bijstand?verzoek={view['id']}")
    with page.expect_download() as download:
        page.get_by_role("link", name="EDXL-RM").click()
    download.value.save_as(tmp_path / "uit.xml")
    page.get_by_role("button", name="Nieuw verzoek").click()
    page.locator(".import input").set_input_files(tmp_path / "uit.xml")
    expect(page.locator(".import")).to_contain_text("Gelezen")
    page.locator(".import input").set_input_files(
        {"name": "x.xml", "mimeType": "text/xml", "buffer": b"<vals/>"}
    )
    expect(page.locator(".import")).to_contain_text("(referentie ")


def test_nothing_serious_for_a_screen_reader(opened: Open, system: System) -> None:
    view = filed(system, title="Voor axe")
    view = step(system, view, "in_behandeling_nemen")
    view = step(system, view, "uitzetten", supplier="Defensie")
    step(system, view, "toezeggen", supplier="Defensie", items=[{"id": "a", "quantity": 1}])
    page = opened("/bijstand")
    expect(card(page, "Voor axe")).to_be_visible()
    page.evaluate(AXE)
    assert faults_in_both(page) == []
    card(page, "Voor axe").click()
    page.get_by_role("button", name="Toezeggen", exact=True).click()
    assert faults_in_both(page) == []
    page.get_by_role("button", name="Naar de operatie").click()
    page.get_by_role("button", name="Vraag advies").click()
    expect(page.locator(".proposal-card").first).to_be_visible()
    assert faults_in_both(page) == []
    page.get_by_role("button", name="Nieuw verzoek").click()
    page.get_by_label("Soort bijstand").select_option("msob")
    assert faults_in_both(page) == []
    page.get_by_role("tab", name="Belasting").click()
    expect(page.locator("#load-graph .bars").first).to_be_visible()
    assert faults_in_both(page) == []
    page.get_by_role("tab", name="Operaties").click()
    page.set_viewport_size({"width": 390, "height": 800})
    assert faults_in_both(page) == []


def test_a_server_that_does_not_answer_is_said(opened: Open, system: System) -> None:
    def broken(route: Route) -> None:
        said = json.dumps({"detail": "De opslag antwoordt niet.", "reference": "AB12"})
        route.fulfill(status=503, content_type="application/problem+json", body=said)

    page = opened("/bijstand", ready=False)
    page.route("**/api/v1/requests", broken)
    page.reload()
    expect(page.locator("#board")).to_contain_text("De opslag antwoordt niet. (referentie AB12)")


def test_a_supplier_who_promised_elsewhere_since_the_advice_is_told_of_first(
    opened: Open, system: System
) -> None:
    tell(system, capacity("VR05", "waterwerpers", 3, 1))
    asked = {"items": [{"resource": "waterwerpers", "quantity": 2}], "urgent": True, "needed_by": stamp(600)}
    mine = filed(system, title="Waterwerpers hier", **asked)
    theirs = filed(system, title="Waterwerpers daar", **asked)
    wait_until(lambda: system.get("/api/v1/capacity?resource=waterwerpers")["capacity"])
    detail = opened(f"/bijstand?operatie={mine['operation']}").locator("#aid-detail")
    detail.get_by_role("button", name="Vraag advies").press("Enter")
    detail.get_by_role("button", name="Neem over: Snelst").press("Enter")
    step(system, theirs, "toezeggen", supplier="VR05", items=[{"id": "a", "quantity": 2}])
    wait_until(lambda: system.get("/api/v1/capacity?resource=waterwerpers")["capacity"][0]["free"] == 0)
    detail.get_by_role("button", name="Bevestig de toezeggingen").press("Enter")
    expect(detail).to_contain_text("deze leverancier heeft er nog 0 vrij")
    assert system.get(f"/api/v1/requests/{mine['id']}")["promises"] == []
    detail.get_by_role("button", name="Bevestig de toezeggingen").press("Enter")
    expect(detail).to_contain_text("1 toezegging vastgelegd")

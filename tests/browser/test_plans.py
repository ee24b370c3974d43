"""The page `/bijstand`: plans of operations, who has what, and the register of experts."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import tell
from tests.browser.test_access import AXE, faults, faults_in_both
from tests.browser.test_bijstand import capacity, filed
from tests.browser.test_picture import stamp
from tests.system import System, wait_until

Open = Callable[..., Page]


def put(system: System, path: str, body: dict[str, Any], actor: str = "Collega") -> Any:
    """What somebody else changes."""
    request = urllib.request.Request(
        f"{system.base}/api/v1{quote(path)}", data=json.dumps(body).encode(), method="PUT"
    )
    request.add_header("X-Mlob-Actor", actor)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.loads(answer.read())


def plan(system: System, name: str, **body: Any) -> Any:
    return put(system, f"/operations/{name}/plan", body)


def at(form: Locator, path: str) -> Locator:
    """The input of a field, by the name that the server gives it."""
    return form.locator(f'.field[data-path="{path}"]').locator("input, select, textarea").first


def test_an_event_is_planned_before_anybody_asks(opened: Open, system: System) -> None:
    page, other = opened("/bijstand?tab=operaties", width=1280), opened("/bijstand?tab=operaties")
    page.evaluate(AXE)
    page.get_by_role("button", name="Nieuwe gebeurtenis").press("Enter")
    detail = page.locator("#aid-detail")
    page.keyboard.type("NAVO-top Den Haag")
    at(detail, "plan.-.resource").select_option("me_pelotons")
    expect(at(detail, "plan.-.unit")).to_have_value("pelotons")
    at(detail, "plan.-.quantity").fill("twaalf")
    detail.locator(".date").first.fill("24-6-27")
    detail.locator(".time").first.fill("700")
    detail.locator(".date").last.fill("31-6-27")
    assert faults(page) == []
    detail.get_by_role("button", name="Maak de operatie").click()
    expect(detail.locator('.field[data-path="plan.0.quantity"]')).to_contain_text("Vul een getal in")
    expect(detail.locator('.field[data-path="plan.0.until"]')).to_contain_text("geen tijdstip")
    at(detail, "plan.0.quantity").fill("12")
    detail.locator(".date").last.fill("26-6-27")
    detail.get_by_role("button", name="Maak de operatie").click()
    expect(detail.locator("h2")).to_have_text("NAVO-top Den Haag")
    expect(detail.locator(".phases .now")).to_have_text("Preparatie")
    expect(detail.locator(".planned-items")).to_contain_text("do 24 jun 2027 07:00")
    expect(detail.locator(".planned-items")).to_contain_text("0 van 12")
    expect(other.locator("#operations .request", has_text="NAVO-top")).to_be_visible()

    detail.get_by_role("button", name="Vul in: Komende 24 uur").press("Enter")
    page.keyboard.type("Nog 2 pelotons bij de route")
    at(detail, "outlook.24.unknown.-.what").fill("Hoeveel betogers komen er?")
    at(detail, "outlook.24.unknown.-.asked").fill("Politie Den Haag")
    at(detail, "outlook.24.unknown.-.asked").press("Tab")
    assert faults(page) == []
    detail.get_by_role("button", name="Leg vast").click()
    card = detail.get_by_role("region", name="Komende 24 uur")
    expect(card).to_contain_text("gevraagd aan Politie Den Haag")
    expect(card).to_contain_text("geldt tot")
    expect(other.locator("#operations .request", has_text="NAVO-top")).to_contain_text("1 open vraag")

    detail.get_by_role("button", name="Vraag aan: ME-pelotons").click()
    page.get_by_label("Soort bijstand").select_option("pw56_oo")
    expect(detail).to_contain_text("Dit verzoek komt in de operatie NAVO-top Den Haag")
    expect(detail.get_by_label("Middel (verplicht)")).to_have_value("me_pelotons")
    expect(detail.locator(".item-line .quantity")).to_have_value("12")
    name = other.evaluate(
        "mlob.store.ofKind('note').find((row) => row.properties.title.startsWith('NAVO')).id"
    )
    beeld = opened(f"/?kies={name}")
    expect(beeld.locator("#detail")).to_contain_text("NAVO-top Den Haag")
    assert "outlook." not in beeld.locator("#detail").inner_text()
    expect(beeld.get_by_role("link", name="Naar de operatie")).to_be_visible()


def test_two_coordinators_change_one_plan(opened: Open, system: System) -> None:
    name = "operation:test:twee"
    plan(system, name, title="Plan voor twee", outlook={"12": {"need": "20 boten"}})
    page = opened(f"/bijstand?tab=operaties&operatie={name}")
    detail = page.locator("#aid-detail")
    detail.get_by_role("button", name="Wijzig: Komende 12 uur").click()
    need = detail.get_by_label("Wat er dan nodig is")
    need.fill("25 boten")
    plan(system, name, outlook={"12": {"need": "30 boten"}})
    expect(detail.get_by_role("alert")).to_contain_text("30 boten")
    expect(need).to_have_value("25 boten")

    others = []

    def first(route: Route) -> None:
        if not others:  # between the choice and the call somebody else was quicker
            others.append(plan(system, name, outlook={"12": {"need": "35 boten"}}))
        route.continue_()

    page.route("**/plan", first)
    detail.get_by_role("button", name="Leg vast").click()
    expect(detail.get_by_role("alert")).to_contain_text("Iemand anders heeft het plan")
    expect(detail.get_by_role("alert")).to_contain_text("35 boten")
    expect(need).to_have_value("25 boten")
    detail.get_by_role("button", name="Leg vast").click()
    expect(detail.get_by_role("region", name="Komende 12 uur")).to_contain_text("25 boten")
    assert system.get(f"/api/v1/operations/{name}/plan")["outlook"]["12"]["need"] == "25 boten"

    others.clear()
    page.unroute("**/plan")
    detail.get_by_role("button", name="Vul in: Komende 48 uur").click()
    detail.get_by_label("Toelichting").fill("Rustig")

    def elsewhere(route: Route) -> None:
        if not others:  # a change of another part is nobody's trouble
            others.append(plan(system, name, title="Plan van twee"))
        route.continue_()

    page.route("**/plan", elsewhere)
    detail.get_by_role("button", name="Leg vast").click()
    expect(detail.get_by_role("region", name="Komende 48 uur")).to_contain_text("Rustig")
    expect(detail.locator("h2")).to_have_text("Plan van twee")


def test_the_nafase_has_points_and_going_back_takes_a_reason(opened: Open, system: System) -> None:
    name = "operation:test:nafase"
    plan(system, name, title="Brand voorbij", phase="respons")
    page = opened(f"/bijstand?tab=operaties&operatie={name}", scheme="light")
    page.evaluate(AXE)
    detail = page.locator("#aid-detail")
    detail.get_by_role("button", name="Naar de nafase").press("Enter")
    detail.get_by_role("button", name="Zet in de nafase").click()
    expect(detail.locator(".phases .now")).to_have_text("Nafase")
    point = detail.get_by_label("Nieuw punt bij Afwikkeling")
    point.fill("Kosten van de helikopters")
    point.press("Enter")
    box = detail.get_by_role("checkbox", name="Kosten van de helikopters")
    expect(box).not_to_be_checked()
    box.check()
    expect(detail.locator(".point-rows")).to_contain_text("gedaan")
    said = system.get(f"/api/v1/operations/{name}/plan")["settlement"]
    assert [(row["text"], row["done"]) for row in said] == [("Kosten van de helikopters", True)]
    detail.get_by_role("button", name="Terug naar de respons").click()
    assert faults(page) == []
    detail.get_by_role("button", name="Zet in de respons").click()
    expect(detail.get_by_role("alert").first).to_contain_text("alleen met een reden")
    detail.get_by_label("Reden of toelichting").fill("De brand laaide op")
    detail.get_by_role("button", name="Zet in de respons").click()
    expect(detail.locator(".phase-line")).to_contain_text("De brand laaide op")


def test_a_figure_by_hand_counts_in_the_advice(opened: Open, system: System) -> None:
    view = filed(
        system, title="Water inzetten", region="VR25", items=[{"resource": "waterzuivering", "quantity": 1}]
    )
    page = opened("/bijstand?tab=capaciteit&middel=waterzuivering", width=1280)
    page.evaluate(AXE)
    expect(page.locator("#capacity-missing")).to_contain_text("gaf nog niets op")
    page.locator("#capacity-missing").get_by_role("button", name="Defensie").press("Enter")
    detail = page.locator("#aid-detail")
    expect(at(detail, "properties.resource")).to_have_value("waterzuivering")
    detail.get_by_label("In gebruik").fill("veel")
    detail.get_by_role("button", name="Leg de opgave vast").click()
    expect(detail.locator('.field[data-path="properties.total"]')).to_contain_text("Vul in hoeveel er zijn")
    expect(detail.locator('.field[data-path="properties.in_use"]')).to_contain_text("Vul een getal in")
    detail.get_by_label("Totaal").fill("3")
    detail.get_by_label("In gebruik").fill("4")
    detail.get_by_role("button", name="Leg de opgave vast").click()
    expect(detail.locator('.field[data-path="properties.in_use"]')).to_contain_text("niet meer in gebruik")
    assert faults(page) == []
    detail.get_by_label("In gebruik").fill("1")
    detail.get_by_label("Uw naam").fill("Meldtafel Twee")
    detail.get_by_role("button", name="Leg de opgave vast").click()
    expect(detail).to_contain_text("Vastgelegd door Meldtafel Twee")
    row = page.locator('#capacity-table .ag-row[row-id="DEF:waterzuivering"]')
    expect(row.locator('[col-id="free"]')).to_have_text("2")
    expect(page.locator("#capacity-missing")).to_contain_text("gaven iets op")
    assert faults(page) == []
    old = capacity("VR01", "waterzuivering", 1)
    tell(system, old | {"properties": old["properties"] | {"observed_at": stamp(-7 * 60)}})
    page.set_viewport_size({"width": 1900, "height": 800})  # a column beyond the edge is not built
    aged = page.locator('#capacity-table .ag-row[row-id="VR01:waterzuivering"] [col-id="age"]')
    expect(aged).to_have_class(re.compile(r"\bwarn\b"))
    expect(row.locator('[col-id="age"]')).not_to_have_class(re.compile(r"\bwarn\b"))
    page.goto(f"{system.base}/bijstand?operatie={view['operation']}")
    page.get_by_role("button", name="Vraag advies").click()
    expect(page.locator(".proposal-card").first).to_contain_text("Defensie")


def test_an_expert_is_entered_altered_and_found(opened: Open, system: System) -> None:
    name = "EXP-017"
    page = opened("/bijstand?tab=deskundigen", width=1280)
    page.evaluate(AXE)
    page.get_by_role("button", name="Nieuwe inschrijving").press("Enter")
    detail = page.locator("#aid-detail")
    page.keyboard.type("JANSEN")
    detail.get_by_label("Soort of module").fill("usar")
    at(detail, "expertise.-").fill("logistiek")
    detail.get_by_label("Beschikbaar vanaf").fill("1-5-2027")
    at(detail, "training.-.course").fill("UCPM 0612345678")
    detail.get_by_role("button", name="Leg vast").click()
    expect(detail.locator('.field[data-path="pseudonym"]')).to_contain_text("met een cijfer erin")
    expect(detail.locator('.field[data-path="training.0.course"]')).to_contain_text("van een persoon")
    assert faults_in_both(page) == []
    detail.get_by_label("Pseudoniem").fill(name)
    at(detail, "training.0.course").fill("UCPM")
    detail.get_by_role("button", name="Leg vast").click()
    expect(detail).to_contain_text(f"Vastgelegd: {name}")

    entry = {"resource": "usar", "expertise": ["logistiek", "tolk"], "version": 1}
    put(system, f"/experts/{name}", entry)
    detail.get_by_label("Soort of module").fill("usar, zwaar")
    detail.get_by_role("button", name="Leg vast").click()
    expect(detail.get_by_role("alert")).to_contain_text("tolk")
    expect(detail.get_by_label("Soort of module")).to_have_value("usar, zwaar")
    detail.get_by_role("button", name="Leg vast").click()
    expect(detail).to_contain_text(f"Vastgelegd: {name}")
    wait_until(lambda: system.get("/api/v1/experts?expertise=tolk")["experts"] == [])

    page.locator("#experts-head").get_by_label("Deskundigheid").fill("logistiek")
    page.get_by_label("Beschikbaar op").fill("2-5-27")
    page.get_by_label("Beschikbaar op").press("Tab")
    row = page.locator(f'#experts-table .ag-row[row-id="{name}"]')
    expect(row).to_contain_text("usar, zwaar")
    page.get_by_label("Beschikbaar op").fill("2-4-27")
    page.get_by_label("Beschikbaar op").press("Tab")
    expect(row).to_have_count(0)
    assert faults_in_both(page) == []
    page.set_viewport_size({"width": 400, "height": 800})
    assert faults_in_both(page) == []


def test_what_the_server_says_is_marked_as_dutch_on_the_english_page(opened: Open, system: System) -> None:
    view = filed(system, title="For an English reader", by_phone=True, signatures=[])
    page = opened(f"/bijstand?taal=en&verzoek={view['id']}")
    point = page.locator(".points-list .point").first
    expect(point.locator("[lang=nl]")).to_contain_text("Het verzoek")
    page.get_by_role("button", name="Record word from the requester").click()
    page.get_by_role("form").get_by_role("button", name="Record word from the requester").click()
    expect(page.locator(".step-form .wrong[lang=nl]").first).to_be_visible()

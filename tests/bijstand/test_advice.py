"""Advice: three proposals, each with its reasons, what lacks and how sure it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mlob.bijstand import advice, catalogue
from mlob.bijstand.confidence import Limits
from mlob.bijstand.travel import Travel
from mlob.model import Verification, iso
from tests.bijstand.sourcing import MIDDLE, NOW, asked, demanded, promised, stocked, told

ENGINES = "tankautospuiten"


def advised(views: Any, entities: Any, operation: str | None = None, exercise: bool = False) -> Any:
    """The answer, and its proposals by name."""
    wanted = demanded(*views, exercise=exercise)
    stocks = stocked(entities, wanted, exercise=exercise)
    found = advice.advise(wanted, stocks, Travel(), Limits(), NOW, operation)
    return found, {proposal["name"]: proposal for proposal in found["proposals"]}


def gives(proposal: Any) -> dict[str, float]:
    return {row["supplier"]: row["quantity"] for row in proposal["choices"]}


def why_not(proposal: Any) -> dict[str, str]:
    return {row["supplier"]: row["reason"] for row in proposal["not_chosen"]}


NEAR_AND_FAR = [
    told("VR09", ENGINES, total=20, in_use=4, minimum=12),
    told("VR07", ENGINES, total=30, in_use=0, minimum=20),
    told("VR04", ENGINES, total=40, in_use=0, minimum=20),
]


def wanted(quantity: float = 12, **more: Any) -> Any:
    return asked("x", (ENGINES, quantity), geometry=MIDDLE, region="VR25", **more)


def test_three_proposals() -> None:
    found, by_name = advised([wanted()], NEAR_AND_FAR)
    assert list(by_name) == ["snelst", "gelijkmatig", "minste leveranciers"]
    assert gives(by_name["snelst"]) == {"VR09": 4, "VR07": 8}
    assert gives(by_name["gelijkmatig"]) == {"VR09": 2, "VR07": 4, "VR04": 6}
    assert gives(by_name["minste leveranciers"]) == {"VR04": 12}
    assert all(not proposal["shortfall"] and proposal["optimal"] for proposal in by_name.values())
    assert found["items"][0]["outstanding"] == 12
    assert found["travel"].startswith("Over de weg: hemelsbreed x 1,3 bij 60 km/u")
    assert "niets toegewezen" in found["text"]


def test_a_choice_is_what_the_step_needs() -> None:
    _, by_name = advised([wanted(version=7)], NEAR_AND_FAR)
    first = by_name["snelst"]["choices"][0]
    assert (first["request"], first["version"], first["supplier"]) == ("request:bediening:x", 7, "VR09")
    assert first["items"] == [{"id": "a", "quantity": 4}]
    assert first["remaining"] == {"available": 16, "after": 12, "minimum": 12, "share": 0.75}
    at = NOW + timedelta(minutes=first["travel_minutes"])
    assert first["arrives_at"] == iso(at)
    assert first["reason"].startswith("Als eerste ter plaatse, houdt er 12 van 16; om 14:")
    assert first["reason"].endswith("minimum 12.")


def test_what_was_promised_is_asked_no_more() -> None:
    _, by_name = advised([wanted(**promised("k", "VR09", 3))], NEAR_AND_FAR)
    assert gives(by_name["snelst"]) == {"VR09": 1, "VR07": 8}


def test_why_not() -> None:
    entities = [
        *NEAR_AND_FAR,
        told("VR01", ENGINES, total=30, minimum=0),
        told("VR13", ENGINES, total=10, in_use=2, minimum=8),
        told("VR14", ENGINES, total=5, in_use=5, minimum=0),
        told("VR06", ENGINES, total=9, minimum=0, minutes=60 * 25),
        told("VR25", ENGINES, total=9, minimum=0),
        told("VR10", ENGINES, total=9, minimum=0, unit="personen"),
        told("VR05", ENGINES, total=9, minimum=0),
    ]
    other = asked("y", (ENGINES, 1), region="VR05", operation="operation:x")
    _, by_name = advised([wanted(hours=2), other], entities, "operation:x")
    mine = [row for row in by_name["snelst"]["not_chosen"] if row["request"].endswith(":x")]
    reasons = {row["supplier"]: row["reason"] for row in mine}
    assert reasons["VR01"] == "te_ver"
    assert reasons["VR13"] == "minimum"
    assert reasons["VR14"] == "niets_vrij"
    assert reasons["VR06"] == "verouderd"
    assert reasons["VR25"] == "eigen_regio"
    assert reasons["VR10"] == "andere_eenheid"
    assert reasons["VR05"] == "vraagt_zelf"
    assert reasons["VR24"] == "geen_opgave"
    assert reasons["VR04"] == "niet_nodig"
    texts = {row["supplier"]: row["text"] for row in mine}
    assert texts["VR13"] == "Heeft er nog 8 en moet er 8 houden."
    assert texts["VR06"].startswith("De opgave is 25 uur oud; na 24 uur telt zij niet mee")
    assert texts["VR01"].startswith("Te ver: er om ")


def test_a_shortfall_says_why_and_from_when() -> None:
    far = [told("VR01", ENGINES, total=30, minimum=0), told("VR09", ENGINES, total=3, minimum=1)]
    _, by_name = advised([wanted(5, hours=2)], far)
    for proposal in by_name.values():
        (short,) = proposal["shortfall"]
        assert short["quantity"] == 3
        assert short["soonest"] > iso(NOW + timedelta(hours=2))
        assert "22 gaven geen opgave" in short["reason"]
        assert "1 komt te laat" in short["reason"]
        assert short["reason"].startswith("Alles wat vrij is, is ingedeeld")
        assert proposal["confidence"] == "middel"
        assert "Te kort: 3 tankautospuiten" in proposal["text"]


def test_when_it_is_overdue_nothing_is_too_late() -> None:
    _, by_name = advised([wanted(2, hours=-1)], [told("VR09", ENGINES, total=3, minimum=0)])
    assert gives(by_name["snelst"]) == {"VR09": 2}
    assert "later dan gevraagd" in by_name["snelst"]["choices"][0]["reason"]
    assert by_name["snelst"]["choices"][0]["late"]


def test_the_urgent_and_the_soonest_go_first() -> None:
    views = [
        asked("a", (ENGINES, 3), region="VR22", hours=9),
        asked("b", (ENGINES, 3), region="VR23", hours=6),
        asked("c", (ENGINES, 3), region="VR24", hours=9, urgent=True),
    ]
    found, by_name = advised(views, [told("VR21", ENGINES, total=5, minimum=0)])
    assert [row["request"][-1] for row in found["items"]] == ["c", "b", "a"]
    given = {row["request"][-1]: row["quantity"] for row in by_name["snelst"]["choices"]}
    assert given == {"c": 3, "b": 2}
    assert {row["request"][-1]: row["quantity"] for row in by_name["snelst"]["shortfall"]} == {"b": 1, "a": 3}
    elsewhere = [row for row in by_name["snelst"]["not_chosen"] if row["reason"] == "elders_nodig"]
    assert [row["request"][-1] for row in elsewhere] == ["a"]


def test_one_operation_or_all() -> None:
    views = [asked("a", (ENGINES, 2), region="VR22"), asked("b", (ENGINES, 2), region="VR23")]
    entities = [told("VR21", ENGINES, total=9, minimum=0)]
    both, _ = advised(views, entities)
    one, by_name = advised(views, entities, "operation:a")
    assert (len(both["items"]), len(one["items"])) == (2, 1)
    assert one["others"] == [
        {"operation": "operation:b", "resource": ENGINES, "unit": "voertuigen", "outstanding": 2}
    ]
    assert "ook andere operaties vragen om tankautospuiten" in one["text"]
    assert gives(by_name["snelst"]) == {"VR21": 2}
    assert both["others"] == []


def test_nothing_is_open() -> None:
    found, by_name = advised([asked("x", (ENGINES, 2), state="gesloten")], NEAR_AND_FAR)
    assert (found["items"], by_name) == ([], {})
    assert found["text"].startswith("Er staat niets open")


def test_an_exercise_is_marked_and_apart() -> None:
    views = [wanted(exercise=True), asked("y", (ENGINES, 2), region="VR01")]
    real, _ = advised(views, NEAR_AND_FAR)
    assert [row["request"][-1] for row in real["items"]] == ["y"]
    game, _ = advised(views, NEAR_AND_FAR, exercise=True)
    assert [row["request"][-1] for row in game["items"]] == ["x"]
    assert game["text"].startswith("OEFENING.")


def test_a_platoon_stands_in_for_boats() -> None:
    boats = asked("x", ("reddingseenheden", 10), region="VR24")
    entities = [
        told("NRV", "reddingseenheden", total=4, minimum=0),
        told("NRV", "reddingsvlootpelotons", total=2, minimum=0),
    ]
    _, by_name = advised([boats], entities)
    (row,) = by_name["snelst"]["choices"]
    assert (row["units"], row["quantity"], row["unit"]) == (1, 16, "boten")
    assert (row["resource"], row["instead_of"]) == ("reddingsvlootpelotons", "reddingseenheden")
    assert "1 telt als 16" in row["reason"]
    assert row["items"] == [{"id": "a", "quantity": 16}]


@pytest.fixture
def norm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Helicopters that may take a day to leave, as the catalogue says it."""
    known = dict(catalogue.known())
    known["blushelikopters"] = type(known["blushelikopters"])(
        code="blushelikopters",
        name="Blushelikopters (FBO)",
        name_en="",
        discipline=known["blushelikopters"].discipline,
        unit="helikopters",
        norm_minutes=1440,
        vehicle="air",
    )
    monkeypatch.setattr(catalogue, "known", lambda: known)


@pytest.mark.usefixtures("norm")
def test_a_norm_is_a_limit_and_what_the_supplier_says_is_not() -> None:
    fire = asked("x", ("blushelikopters", 2), region="VR22", hours=3)
    _, by_name = advised([fire], [told("DEF", "blushelikopters", total=4, minimum=0)])
    (row,) = by_name["snelst"]["choices"]
    assert (row["late"], row["ready_minutes"], row["travel_minutes"]) == (True, 1440, 14)
    assert "tenzij de eenheid eerder vertrekt dan de norm" in row["reason"]
    assert by_name["snelst"]["confidence"] == "middel"
    _, by_name = advised([fire], [told("DEF", "blushelikopters", total=4, minimum=0, ready_minutes=60)])
    (row,) = by_name["snelst"]["choices"]
    assert (row["late"], row["arrives_at"]) == (False, iso(NOW + timedelta(minutes=74)))
    _, by_name = advised([fire], [told("DEF", "blushelikopters", total=4, minimum=0, ready_minutes=300)])
    assert why_not(by_name["snelst"]) == {"DEF": "te_ver"}


@pytest.mark.parametrize(
    ("figure", "confidence", "why"),
    [
        ({"minutes": 10, "minimum": 2}, "hoog", "10 min oud"),
        ({"minutes": 61, "minimum": 2}, "middel", "61 min oud"),
        ({"minutes": 60 * 7, "minimum": 2}, "laag", "7 uur oud"),
        ({"minutes": 10}, "middel", "zelf moet houden"),
        ({"minutes": 10, "minimum": 2, "ready_minutes": None}, "middel", "de opkomsttijd bekend"),
        ({"minutes": 10, "minimum": 2, "ready_minutes": 0}, "hoog", "10 min oud"),
        ({"minutes": 10, "minimum": 2, "in_use": None}, "middel", "in gebruik"),
        (
            {"minutes": 10, "minimum": 2, "verification": Verification.TEGENGESPROKEN},
            "laag",
            "tegengesproken",
        ),
    ],
)
def test_confidence(figure: dict[str, Any], confidence: str, why: str) -> None:
    values = {"total": 20, "in_use": 0, "ready_minutes": 5} | figure
    _, by_name = advised([wanted(2)], [told("VR09", ENGINES, **values)])
    assert by_name["snelst"]["confidence"] == confidence
    assert why in by_name["snelst"]["confidence_reason"]
    assert f"Betrouwbaarheid {confidence}" in by_name["snelst"]["text"]
    unknown = "opkomsttijd niet bekend" in by_name["snelst"]["choices"][0]["reason"]
    assert unknown is (values["ready_minutes"] is None)


def test_who_goes_where_nobody_knows() -> None:
    lost = asked("x", (ENGINES, 2), region=None)
    _, by_name = advised([lost], [told("VR09", ENGINES, total=20, in_use=0, minimum=0)])
    (row,) = by_name["snelst"]["choices"]
    assert (row["arrives_at"], row["travel_minutes"], row["km"]) == (None, None, None)
    assert by_name["snelst"]["last_arrival"] is None
    assert by_name["snelst"]["confidence"] == "laag"


def test_nobody_can_give_anything() -> None:
    _, by_name = advised([wanted(2)], [])
    proposal = by_name["snelst"]
    assert (proposal["choices"], proposal["confidence"]) == ([], "laag")
    assert "niemand kan nu iets leveren" in proposal["text"]
    assert proposal["shortfall"][0]["quantity"] == 2
    assert proposal["shortfall"][0]["reason"].startswith("Niemand kan dit nu leveren; ")


@pytest.mark.parametrize(("minutes", "confidence"), [(10, "hoog"), (90, "middel"), (600, "laag")])
def test_that_nobody_can_is_as_sure_as_what_they_said(minutes: float, confidence: str) -> None:
    fire = asked("x", ("blushelikopters", 2), region="VR22")
    figure = told("DEF", "blushelikopters", total=4, in_use=4, minimum=0, minutes=minutes)
    _, by_name = advised([fire], [figure])
    assert by_name["snelst"]["confidence"] == confidence
    _, by_name = advised([asked("x", ("dijkwachten", 2))], [])
    assert by_name["snelst"]["confidence"] == "laag"


def test_half_a_thing_is_asked() -> None:
    _, by_name = advised([wanted(2.5)], [told("VR09", ENGINES, total=20, in_use=0, minimum=0)])
    assert gives(by_name["snelst"]) == {"VR09": 3}
    assert by_name["snelst"]["shortfall"] == []


def test_words_of_messages_are_understood() -> None:
    view, values = wanted(2)
    view["items"][0]["resource"] = "Fire engines"
    _, by_name = advised([(view, values)], [told("VR09", ENGINES, total=20, in_use=0, minimum=0)])
    assert gives(by_name["snelst"]) == {"VR09": 2}
    view["items"][0]["resource"] = "iets anders"
    _, by_name = advised([(view, values)], NEAR_AND_FAR)
    assert by_name["snelst"]["shortfall"][0]["resource"] == "iets anders"

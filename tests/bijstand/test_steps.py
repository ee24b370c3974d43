"""Steps: what the table allows, what is refused and why, what is written in the log."""

from __future__ import annotations

from typing import Any

import pytest

from mlob.bijstand import roles, states, steps
from mlob.bijstand.allowing import allowed, refusal
from mlob.bijstand.parts import Faults
from mlob.errors import TransitionError
from tests.bijstand.walks import BODY, SIGNED, Walk, promised

STATES = (
    *("vooraankondiging", "ontvangen", "onvolledig", "in_behandeling", "doorgestuurd", "uitgezet"),
    *("deels_toegezegd", "toegezegd", "ingestemd", "gealarmeerd", "onderweg", "ingezet", "afgeschaald"),
    *("beeindigd", "nafase", "gesloten", "afgewezen", "heroverweging", "ingetrokken"),
)
STEPS = (
    *("melden", "ontvangen", "aanvullen", "ondertekenen", "in_behandeling_nemen", "afstemmen_ncc"),
    *("doorsturen", "uitzetten", "toezeggen", "intrekken_toezegging", "instemmen", "alarmeren"),
    *("vertrekken", "aankomen", "aflossen", "verlengen", "afschalen", "beeindigen", "nafase", "sluiten"),
    *("afwijzen", "heroverwegen", "intrekken", "heropenen"),
)
BY_PHONE = {"by_phone": True, "signatures": []}


def test_the_names_are_those_that_were_agreed() -> None:
    assert set(states.STATES) == set(STATES)
    assert tuple(steps.TABLE) == STEPS
    assert all(step.sources | step.urgent <= states.STATES for step in steps.TABLE.values())
    assert all(step.to in states.STATES for step in steps.TABLE.values() if step.to is not None)
    assert all(set(step.by) <= roles.KNOWN and step.by for step in steps.TABLE.values())


def test_every_state_can_be_left_and_reached() -> None:
    walk = promised()
    seen = {"ontvangen", walk.view["state"]}
    for name in ("instemmen", "alarmeren", "vertrekken", "aankomen", "afschalen", "beeindigen", "nafase"):
        assert name in walk.view["allowed_steps"]
        seen.add(walk.take(name)["state"])
    seen.add(walk.take("sluiten", settlement="verrekend")["state"])
    assert seen == {
        *("ontvangen", "toegezegd", "ingestemd", "gealarmeerd", "onderweg", "ingezet"),
        *("afgeschaald", "beeindigd", "nafase", "gesloten"),
    }
    assert walk.view["allowed_steps"] == ["heropenen"]
    assert walk.take("heropenen", reason="te vroeg gesloten")["state"] == "nafase"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("urgent", [False, True])
def test_a_pair_is_in_the_table_or_refused_with_a_reason(state: str, step: str, urgent: bool) -> None:
    view = promised().view | {"state": state, "urgent": urgent}
    why = refusal(view, step)
    table = steps.TABLE[step]
    inside = state in table.sources or (urgent and state in table.urgent)
    if step == "heroverwegen":  # not of this kind
        assert why is not None
    elif table.moves:
        assert why is None or inside or why.startswith("Dit kan")
    else:
        assert (why is None) is inside
    if why is not None:
        assert why.endswith(".")
        with pytest.raises(TransitionError):
            standing(view).take(step)
    assert (step in allowed(view)) is (why is None)


def standing(view: dict[str, Any]) -> Walk:
    """A walk that stands at a view of our own making."""
    walk = Walk()
    walk.view = view
    return walk


def test_an_unknown_step_is_invalid() -> None:
    for name in ("vliegen", "", None, 3, ["melden"]):
        with pytest.raises(Faults, match="step"):
            Walk().take(name)  # type: ignore[arg-type]


def test_without_urgency_the_signature_comes_first() -> None:
    walk = promised(signatures=[])
    with pytest.raises(TransitionError, match="ondertekend"):
        walk.take("instemmen")
    walk.take("ondertekenen", signature=SIGNED)
    assert walk.take("instemmen")["state"] == "ingestemd"


def test_urgent_help_leaves_before_the_paper_which_stays_open() -> None:
    walk = Walk(urgent=True, **BY_PHONE)
    assert walk.view["state"] == "vooraankondiging"
    walk.take("toezeggen", supplier="Defensie", items=[{"id": "a", "quantity": 68}])
    for step in ("alarmeren", "vertrekken", "aankomen"):
        walk.take(step)
        assert "formulier" in {point["code"] for point in walk.view["open"]}
    assert walk.view["state"] == "ingezet"
    walk.take("ondertekenen", signature=SIGNED)
    assert (walk.view["state"], walk.view["open"]) == ("ingezet", [])
    slow = Walk(**BY_PHONE)
    assert not {"toezeggen", "alarmeren", "in_behandeling_nemen"} & set(slow.view["allowed_steps"])
    with pytest.raises(TransitionError, match="spoed"):
        slow.take("alarmeren")


def test_the_form_comes_in() -> None:
    walk = Walk(**BY_PHONE)
    assert walk.take("ontvangen", way="e-mail")["state"] == "ontvangen"
    assert {point["code"] for point in walk.view["open"]} == {"ondertekening"}
    assert Walk(**BY_PHONE).take("ondertekenen", signature=SIGNED)["state"] == "ontvangen"


def test_incomplete_and_complete_again() -> None:
    walk = Walk(fields=BODY["fields"])
    assert walk.take("aanvullen", reason="de opkomstlocatie ontbreekt")["state"] == "onvolledig"
    texts = {point["code"]: point["text"] for point in walk.view["open"]}
    assert texts == {"onvolledig": "Het verzoek is onvolledig: de opkomstlocatie ontbreekt"}
    assert walk.take("aanvullen", fields={"opkomstlocatie": "Sittard"})["state"] == "ontvangen"
    assert walk.view["fields"]["opkomstlocatie"] == "Sittard"
    assert walk.view["open"] == []
    walk.take("aanvullen", items=[{"id": "a", "quantity": 80}, {"resource": "zandzakken", "quantity": 9}])
    assert [(item["id"], item["requested"]) for item in walk.view["items"]] == [("a", 80), ("b", 9)]
    walk.take("aanvullen", needed_by="2026-07-15T08:00", region="VR23", urgent=True)
    assert (walk.view["needed_by"], walk.view["region"]) == ("2026-07-15T06:00:00Z", "VR23")
    with pytest.raises(Faults, match="reason"):
        walk.take("aanvullen")


@pytest.mark.parametrize("step", ["afwijzen", "intrekken", "intrekken_toezegging"])
def test_what_needs_a_reason(step: str) -> None:
    walk = promised()
    with pytest.raises(Faults, match="reason: Geef een reden"):
        walk.take(step)
    with pytest.raises(Faults, match="reason: Dit moet tekst zijn"):
        walk.take(step, reason=3)
    assert walk.take(step, reason="niet meer nodig")["log"][-1]["reason"] == "niet meer nodig"


def test_withdrawn_and_reopened_promises_lapse() -> None:
    walk = promised()
    walk.take("intrekken", reason="het water zakt")
    assert walk.view["allowed_steps"] == ["heropenen"]
    with pytest.raises(Faults, match="reason"):
        walk.take("heropenen")
    walk.take("heropenen", reason="het water stijgt weer")
    assert (walk.view["state"], walk.view["items"][0]["promised"]) == ("ontvangen", 0)


def test_consultation_is_told_and_changes_nothing() -> None:
    walk = Walk()
    seen = walk.take("afstemmen_ncc", reason="NCC is akkoord", at="2026-07-14T16:00", way="telefoon")
    assert seen["state"] == "ontvangen"
    row = seen["log"][-1]
    assert (row["step"], row["actor"], row["role"], row["way"]) == (
        *("afstemmen_ncc", "tester", "LOCC", "telefoon"),
    )
    assert (row["time"], row["from"], row["to"]) == ("2026-07-14T14:00:00Z", "ontvangen", None)
    assert row["text"] == "afgestemd met het NCC: NCC is akkoord"


def test_the_role_follows_the_route_of_the_kind() -> None:
    minister = {"organisation": "IenW", "role": "minister van Infrastructuur en Waterstaat", "name": "C"}
    walk = Walk(kind="msob", requester=minister, signatures=[SIGNED | {"role": "minister van IenW"}])
    walk.take("in_behandeling_nemen")
    with pytest.raises(TransitionError, match="hoort niet bij de soort"):
        walk.take("uitzetten")
    walk.take("doorsturen")
    seen = walk.take("toezeggen", items=[{"id": "a", "quantity": 68}])
    assert (seen["log"][-1]["role"], seen["log"][-1]["supplier"]) == ("DOC", "Defensie")
    with pytest.raises(Faults, match="role"):
        walk.take("instemmen", role="aanvrager")


def test_a_notification_tells_of_help_that_is_there() -> None:
    walk = Walk(kind="wvr51_5", fields={})
    assert walk.view["state"] == "ingezet"
    assert (walk.view["items"][0]["arrived"], walk.view["items"][0]["outstanding"]) == (68, 0)
    assert not {"toezeggen", "instemmen", "vertrekken"} & set(walk.view["allowed_steps"])
    assert walk.through("afschalen", "beeindigen")["state"] == "beeindigd"


def test_relief_extension_and_the_end() -> None:
    walk = promised()
    walk.through("instemmen", "alarmeren", "vertrekken", "aankomen")
    with pytest.raises(Faults, match="until"):
        walk.take("verlengen")
    with pytest.raises(Faults, match="later"):
        walk.take("verlengen", until="2026-07-14T10:00Z")
    assert walk.take("verlengen", until="2026-07-16T10:00Z")["until"] == "2026-07-16T10:00:00Z"
    assert walk.view["due"][-1]["code"] == "einde"
    assert walk.take("aflossen", supplier="13 Ltbrig")["state"] == "ingezet"
    walk.take("afschalen", items=[{"id": "a", "quantity": 20}])
    assert walk.view["promises"][0]["released"] == 20
    walk.take("beeindigen")
    assert walk.view["promises"][0]["released"] == 68
    assert walk.take("nafase")["open"][-1]["code"] == "verrekening"
    assert walk.take("sluiten", settlement="verrekend")["open"] == []


@pytest.mark.parametrize("filed", [BY_PHONE, {"by_phone": False, "signatures": []}])
def test_closing_without_the_signed_form_takes_a_reason(filed: dict[str, Any]) -> None:
    walk = promised(urgent=True, **filed)
    walk.through("instemmen", "alarmeren", "vertrekken", "aankomen", "beeindigen", "nafase")
    was = [point["code"] for point in walk.view["open"] if point["code"] in ("formulier", "ondertekening")]
    assert was
    assert walk.view["needs"] == {
        "ondertekenen": ("signature",),
        "sluiten": ("reason",),
        "heropenen": ("reason",),
    }
    with pytest.raises(Faults, match="reason: Het ondertekende formulier is nooit gekomen"):
        walk.take("sluiten", settlement="verrekend")
    walk.take("sluiten", settlement="verrekend", reason="de gemeente bestaat niet meer")
    assert walk.view["log"][-1]["text"] == (
        "gesloten (zonder ondertekend formulier): de gemeente bestaat niet meer"
    )
    assert [point["code"] for point in walk.view["open"]] == was


def test_a_form_that_came_in_unsigned_is_no_signed_form() -> None:
    walk = promised(urgent=True, **BY_PHONE)
    walk.through("instemmen", "alarmeren", "vertrekken", "aankomen", "beeindigen", "nafase")
    walk.take("ondertekenen", signature=SIGNED)
    assert "sluiten" not in walk.view["needs"]
    assert walk.take("sluiten", settlement="verrekend")["state"] == "gesloten"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"role": "koning"}, "role"),
        ({"way": "duif"}, "way"),
        ({"at": "morgen"}, "at"),
        ({"at": "2027-01-01T00:00"}, "at"),
        ({"at": 5}, "at"),
        ({"reason": "x" * 1001}, "reason"),
        ({"supplier": ["x"]}, "supplier"),
        ({"items": "a"}, "items"),
        ({"items": ["a"]}, "items.0"),
        ({"items": [{"id": "q", "quantity": 1}]}, "items.0.id"),
        ({"items": [{"id": "a", "quantity": 0}]}, "items.0.quantity"),
        ({"items": [{"id": "a", "quantity": 1}, {"id": "a", "quantity": 1}]}, "items.1.id"),
        ({"settlement": {}}, "settlement"),
    ],
)
def test_what_is_said_must_be_right(said: dict[str, Any], field: str) -> None:
    with pytest.raises(Faults) as error:
        Walk().take("in_behandeling_nemen", **said)
    assert [fault.field for fault in error.value.faults] == [field]


def test_parts_add_up_to_the_whole() -> None:
    """0.1 + 0.7 is 0.7999999999999999 as a binary fraction; a request is not short of the rest."""
    item = BODY["items"][0] | {"quantity": 0.8}
    walk = Walk(items=[item])
    walk.through("in_behandeling_nemen", "uitzetten")
    for part in (0.1, 0.7):
        seen = walk.take("toezeggen", supplier="DEF", items=[{"id": item["id"], "quantity": part}])
    assert seen["state"] == "toegezegd"
    assert (seen["items"][0]["promised"], seen["items"][0]["outstanding"]) == (0.8, 0)
    walk.through("instemmen", "alarmeren")
    for part in (0.3, 0.5):
        seen = walk.take("vertrekken", items=[{"id": item["id"], "quantity": part}])
    assert seen["items"][0]["departed"] == 0.8
    assert "vertrekken" not in seen["allowed_steps"]


@pytest.mark.parametrize("quantity", [1e300, 10**400])
def test_too_much_is_said_to_be_too_much(quantity: float) -> None:
    with pytest.raises(Faults, match="te groot"):
        promised().take("toezeggen", supplier="DEF", items=[{"id": "a", "quantity": quantity}])


def test_who_signs_has_signed() -> None:
    later = SIGNED | {"at": "2100-01-01T00:00:00Z"}
    with pytest.raises(Faults, match="nog niet geweest"):
        Walk(signatures=[]).take("ondertekenen", signature=later)


def test_who_may_sign() -> None:
    walk = Walk(signatures=[])
    with pytest.raises(Faults, match="niet ondertekenen"):
        walk.take("ondertekenen", signature=SIGNED | {"role": "stagiair"})
    seen = walk.take("ondertekenen")
    assert seen["signatures"][0]["name"] == "A. Voorbeeld"
    assert seen["log"][-1]["text"] == "ondertekend (A. Voorbeeld, voorzitter veiligheidsregio)"


def test_with_spoed_the_decision_may_come_after_the_help_left_and_only_once() -> None:
    walk = Walk(urgent=True, **BY_PHONE)
    walk.take("toezeggen", supplier="Defensie", items=[{"id": "a", "quantity": 68}])
    walk.through("alarmeren", "vertrekken", "aankomen")
    assert "instemmen" in walk.view["allowed_steps"]
    view = walk.take("instemmen")
    assert (view["state"], view["items"][0]["arrived"]) == ("ingezet", 68)
    assert view["log"][-1]["text"] == "ingestemd"
    assert "formulier" in [point["code"] for point in view["open"]]
    with pytest.raises(TransitionError, match="Er is al ingestemd"):
        walk.take("instemmen")
    agreed = promised(urgent=True).through("instemmen", "alarmeren")
    assert "instemmen" not in agreed["allowed_steps"]
    assert "instemmen" not in promised().through("instemmen", "alarmeren")["allowed_steps"]

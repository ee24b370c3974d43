"""The plan of an operation: phases, outlooks with white spots, line items, the nafase; what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mlob import entries, fold
from mlob.bijstand import operations, plans
from mlob.bijstand.load import load
from mlob.errors import TransitionError
from mlob.model import Discipline, Kind, Observation, Reception, observation
from tests.bijstand import sourcing
from tests.bijstand.sourcing import PERSON
from tests.bijstand.walks import Walk

NOW = datetime(2025, 6, 1, 8, 0, tzinfo=UTC)
NAME = "operatie:navo-top"
LINE = {"resource": "militairen", "quantity": 500, "from": "2025-06-22T00:00", "until": "2025-06-26T00:00"}


class Plan:
    """A plan that is changed step by step, each change folded into the one before."""

    def __init__(self, phase: str = "preparatie") -> None:
        self.values: dict[str, Any] = {}
        self.phase = phase
        self.now = NOW

    @property
    def view(self) -> dict[str, Any]:
        return plans.view(NAME, self.values, exercise=False)

    def put(self, actor: str = "Anna", **body: Any) -> dict[str, Any]:
        assert plans.validate(body) == []
        self.now += timedelta(minutes=1)
        self.values |= plans.change(self.view, self.phase, body, actor, self.now)
        self.phase = self.view["phase"] or self.phase
        return self.view


def test_an_empty_plan() -> None:
    found = Plan().view
    assert (found["version"], found["phase"], found["plan"]) == (0, None, [])
    assert found["outlook"]["24"] == {
        "need": None,
        "notes": None,
        "at": None,
        "by": None,
        "until": None,
        "unknown": [],
    }


def test_an_outlook_with_white_spots() -> None:
    plan = Plan()
    spots = ["Duur van de stroomstoring | Liander | 09:30", {"what": "Aantal bezoekers", "asked": "politie"}]
    found = plan.put(outlook={"12": {"need": "20 bussen", "notes": "rustig", "unknown": spots}})
    outlook = found["outlook"]["12"]
    assert (outlook["need"], outlook["by"]) == ("20 bussen", "Anna")
    assert (outlook["at"], outlook["until"]) == ("2025-06-01T08:01:00Z", "2025-06-01T20:01:00Z")
    assert outlook["unknown"] == [
        {"what": "Duur van de stroomstoring", "asked": "Liander", "at": "09:30"},
        {"what": "Aantal bezoekers", "asked": "politie", "at": None},
    ]
    later = plan.put(actor="Bas", outlook={"12": {"need": "geen"}, "48": {"need": "aflossing"}})
    assert later["outlook"]["12"] | {"at": 0, "until": 0} == outlook | {
        "need": "geen",
        "by": "Bas",
        "at": 0,
        "until": 0,
    }
    assert plan.put(outlook={"12": later["outlook"]["12"]})["outlook"]["12"]["unknown"] == outlook["unknown"]
    assert plan.values["told"] == "vooruitblik 12 uur"


def test_phases_go_on_one_by_one_and_back_with_a_reason() -> None:
    plan = Plan()
    assert plan.put(phase="preparatie")["phase"] == "preparatie"
    with pytest.raises(TransitionError, match="eerst de respons"):
        plan.put(phase="nafase")
    assert plan.put(phase="respons")["phase_at"] == "2025-06-01T08:03:00Z"
    assert plan.put(phase="nafase", reason="")["phase"] == "nafase"
    with pytest.raises(TransitionError, match="met een reden"):
        plan.put(phase="respons", reason=" ")
    back = plan.put(actor="Bas", phase="preparatie", reason="de top is verzet")
    assert (back["phase"], back["phase_by"], back["phase_reason"]) == (
        "preparatie",
        "Bas",
        "de top is verzet",
    )


@pytest.mark.parametrize(
    ("current", "allowed"),
    [
        ("preparatie", ["respons"]),
        ("respons", ["preparatie", "nafase"]),
        ("nafase", ["preparatie", "respons"]),
    ],
)
def test_allowed_phases(current: str, allowed: list[str]) -> None:
    assert plans.allowed_phases(current) == allowed


def test_line_items_are_said_whole() -> None:
    plan = Plan()
    first = plan.put(plan=[LINE, {"resource": "tankautospuiten", "quantity": 4, "note": "reserve"}])
    assert [(row["resource"], row["quantity"], row["unit"]) for row in first["plan"]] == [
        ("militairen", 500, "personen"),
        ("tankautospuiten", 4, "voertuigen"),
    ]
    assert first["plan"][0]["from"] == "2025-06-21T22:00:00Z"
    again = plan.put(plan=first["plan"])
    assert again["plan"] == first["plan"]
    assert plan.put(plan=[again["plan"][1]])["plan"] == [again["plan"][1]]
    assert plan.values["plan.2.resource"] is None
    assert plan.put(plan=[])["plan"] == []


def test_points_belong_to_the_nafase_and_keep_who_said_them() -> None:
    plan = Plan("respons")
    with pytest.raises(TransitionError, match="nafase"):
        plan.put(settlement=["Kosten van Defensie"])
    first = plan.put(phase="nafase", settlement=["Kosten van Defensie"], evaluation=["Wie belde wie?"])
    assert first["settlement"] == [
        {"text": "Kosten van Defensie", "done": False, "actor": "Anna", "at": "2025-06-01T08:02:00Z"}
    ]
    then = plan.put(actor="Bas", settlement=[*first["settlement"], {"text": "Schade", "done": True}])
    assert [(row["actor"], row["done"]) for row in then["settlement"]] == [("Anna", False), ("Bas", True)]
    assert then["evaluation"] == first["evaluation"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"fase": "respons"}, "fase"),
        ({"phase": "oorlog"}, "phase"),
        ({"phase": ["respons"]}, "phase"),
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"exercise": "ja"}, "exercise"),
        ({"version": True}, "version"),
        ({"outlook": []}, "outlook"),
        ({"outlook": {"36": {}}}, "outlook.36"),
        ({"outlook": {"12": "veel"}}, "outlook.12"),
        ({"outlook": {"12": {"needs": "x"}}}, "outlook.12.needs"),
        ({"outlook": {"12": {"need": 5}}}, "outlook.12.need"),
        ({"outlook": {"12": {"unknown": "x"}}}, "outlook.12.unknown"),
        ({"outlook": {"12": {"unknown": ["a|b|c|d"]}}}, "outlook.12.unknown.0"),
        ({"outlook": {"12": {"unknown": ["|b|c"]}}}, "outlook.12.unknown.0.what"),
        ({"outlook": {"12": {"unknown": [{"what": "a|b"}]}}}, "outlook.12.unknown.0.what"),
        ({"outlook": {"12": {"unknown": ["a"] * 51}}}, "outlook.12.unknown"),
        ({"plan": [5]}, "plan.0"),
        ({"plan": [{"quantity": 1}]}, "plan.0.resource"),
        ({"plan": [LINE | {"resource": "eenhoorns"}]}, "plan.0.resource"),
        ({"plan": [LINE | {"quantity": 0}]}, "plan.0.quantity"),
        ({"plan": [LINE | {"quantity": True}]}, "plan.0.quantity"),
        ({"plan": [LINE | {"from": "morgen"}]}, "plan.0.from"),
        ({"plan": [LINE | {"until": "2025-06-21T00:00"}]}, "plan.0.until"),
        ({"plan": [LINE | {"who": "Jan"}]}, "plan.0.who"),
        ({"settlement": [""]}, "settlement.0.text"),
        ({"evaluation": [{"text": "x", "done": "ja"}]}, "evaluation.0.done"),
        ({"evaluation": [None]}, "evaluation.0"),
    ],
)
def test_what_does_not_hold_is_named(body: dict[str, Any], field: str) -> None:
    assert [fault.field for fault in plans.validate(body)] == [field]


def test_values_of_a_strange_type_do_not_break_the_view() -> None:
    found = plans.view(NAME, {"plan.count": "veel", "outlook.12.unknown": 5, "phase": 3}, exercise=False)
    assert (found["plan"], found["outlook"]["12"]["unknown"], found["phase"]) == ([], [], None)


def loaded(plan: dict[str, Any], *views: Any, exercise: bool = False) -> Any:
    """The load in 24 hours of what is asked and planned, with 4 helicopters."""
    wanted = plans.with_planned(sourcing.demanded(*views, exercise=exercise), [plan], exercise=exercise)
    there = [sourcing.told("DEF", "blushelikopters", total=4, in_use=0, minimum=0)]
    return load(wanted, sourcing.stocked(there, wanted, exercise=exercise), sourcing.NOW, 24)


def test_what_is_planned_claims_until_it_is_asked() -> None:
    starts = (sourcing.NOW + timedelta(hours=6)).isoformat()
    line = {"resource": "blushelikopters", "quantity": 3, "from": starts}
    plan = Plan().put(title="Top", phase="preparatie", plan=[line]) | {"title": "Top"}
    other = sourcing.asked("peel", ("blushelikopters", 4), hours=0)
    (conflict,) = loaded(plan, other)["conflicts"]
    assert (conflict["claimed"], conflict["planned"]) == (7, True)
    assert conflict["operations"] == [NAME, "operation:peel"]
    assert conflict["text"].startswith("Top en Verzoek peel vragen samen 7 blushelikopters")
    assert conflict["text"].endswith("gepland en nog niet gevraagd is.")
    assert loaded(plan, other)["resources"][0]["planned"] is True

    mine = sourcing.asked("top", ("blushelikopters", 2), hours=6, operation=NAME)
    (row,) = loaded(plan, mine)["resources"]
    assert max(point["claimed"] for point in row["series"]) == 3
    all_of_it = sourcing.asked("top", ("blushelikopters", 3), hours=6, operation=NAME)
    assert "planned" not in loaded(plan, all_of_it)["resources"][0]


def test_an_exercise_or_what_is_over_claims_nothing() -> None:
    plan = Plan().put(phase="preparatie", plan=[{"resource": "blushelikopters", "quantity": 3}])
    assert loaded(plan)["resources"] != []
    assert loaded(plan | {"exercise": True})["resources"] == []
    assert loaded(plan, exercise=True)["resources"] == []
    assert loaded(plan | {"phase": "nafase"})["resources"] == []


def said(entity: str, at: datetime, **values: Any) -> Observation:
    return observation(
        Reception(source=PERSON, received_at=at),
        discipline=Discipline.OVERIG,
        kind=Kind.NOTE,
        entity=entity,
        observed_at=at,
        title="NAVO-top",
        properties=values,
    )


def test_one_line_in_the_timeline_for_a_phase_and_none_for_a_line_item() -> None:
    name = plans.entity_id(NAME)
    first = said(name, NOW, told="fase preparatie; vooruitblik 12 uur")
    second = said(name, NOW + timedelta(minutes=1), **{"plan.count": 0})
    entity = fold.begin(first)
    fold.apply(entity, first)
    seen = entries.look(entity)
    line = entries.line("1-0", None, seen, first)
    assert line is not None
    assert line["text"] == "NAVO-top: fase preparatie; vooruitblik 12 uur"
    fold.apply(entity, second)
    assert entries.line("2-0", seen, entries.look(entity), second) is None
    assert plans.told("note:bron:1", {"told": "x"}) == ""


def test_an_operation_that_is_only_planned() -> None:
    plan = Plan()
    plan.put(title="x", phase="preparatie")
    view = plan.view | {"title": "NAVO-top", "exercise": True}
    found = operations.operation(NAME, [], view)
    assert (found["title"], found["phase"], found["exercise"]) == ("NAVO-top", "preparatie", True)
    assert (found["requests"], found["complete"], found["plan"]) == ([], False, view)
    assert operations.operation(NAME, [], plan.view | {"phase": None})["phase"] == "preparatie"


def test_the_plan_decides_the_phase_of_requests() -> None:
    request = Walk().view | {"operation": NAME}
    assert operations.operation(NAME, [request])["phase"] == "respons"
    plan = Plan().put(phase="preparatie")
    found = operations.operations([request, Walk().view | {"operation": "o"}], [plan])
    assert {row["id"]: row["phase"] for row in found} == {NAME: "preparatie", "o": "respons"}
    assert [row["plan"] for row in found if row["id"] == "o"] == [None]

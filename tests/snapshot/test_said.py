"""A sentence has the time at which its value was said, not that of the newest report of the thing."""

from __future__ import annotations

from typing import Any

from mlob import fold, grouping, picture
from mlob.bijstand import acts
from mlob.links import RULE, link_id
from mlob.model import Discipline, Kind, Observation
from mlob.snapshot.diff import changes
from tests.observations import said
from tests.snapshot import samples

MINUTE = 60.0
REGION = "region:VR24"


def folded(*observations: Observation) -> fold.Entity:
    entity = fold.begin(observations[0])
    for observation in observations:
        fold.apply(entity, observation)
    return entity


def region(minutes: float, by: str = "regio", **values: Any) -> Observation:
    return said(
        by=by,
        discipline=Discipline.GEMEENTEN,
        kind=Kind.REGION,
        entity=REGION,
        seconds=minutes * MINUTE,
        **values,
    )


def incident(minutes: float, by: str = "p2000", number: int = 1, **values: Any) -> Observation:
    return said(by=by, entity=f"incident:x:{number}", seconds=minutes * MINUTE, **values)


def moment(minutes: float, *features: dict[str, Any]) -> dict[str, Any]:
    hour, minute = divmod(12 * 60 + int(minutes), 60)
    return {"features": list(features), "at": f"2026-11-23T{hour:02}:{minute:02}:00Z", "exercise": False}


def texts(before: list[Observation], after: list[Observation]) -> list[str]:
    old = [picture.present(folded(*before))] if before else []
    return [
        change.text
        for change in changes(moment(0, *old), moment(180, picture.present(folded(*before, *after))))
    ]


def test_a_later_report_of_something_else_does_not_move_the_time_of_grip() -> None:
    two, four = region(-60, properties={"grip": 2}), region(21, properties={"grip": 4})
    later = region(100, title="Zuid-Limburg"), region(110, by="ander", geometry=samples.point(5.8, 50.9))
    assert texts([two], [four]) == ["GRIP 2 → 4 in Zuid-Limburg 13:21"]
    assert texts([two], [four, *later]) == ["GRIP 2 → 4 in Zuid-Limburg 13:21"]
    assert texts([two], [four, *later, region(120, properties={"phase": "respons"})]) == [
        "GRIP 2 → 4 in Zuid-Limburg 13:21",
        "Fase respons in Zuid-Limburg 15:00",
    ]


def test_of_several_words_it_is_the_one_that_is_shown() -> None:
    two, other = region(-60, properties={"grip": 2}), region(50, by="lcms", properties={"grip": 3})
    four = region(21, by="regio", properties={"grip": 4})
    assert texts([two], [four, other, region(90, title="x")]) == ["GRIP 2 → 3 in Zuid-Limburg 13:50"]


def test_each_value_of_an_incident_has_its_own_time() -> None:
    first = incident(-30, title="Brand", severity=1, status="gemeld", geometry=samples.point(5.8, 50.9))
    worse = incident(10, severity=3)
    handled = incident(20, by="meldkamer", status="ter plaatse")
    moved = incident(40, geometry=samples.point(5.9, 50.9))
    hurt = incident(50, properties={"gewonden": 3})
    last = incident(90, properties={"body": "nog een bericht"})
    found = {
        text.rpartition(" (")[2].strip(")") for text in texts([first], [worse, handled, moved, hurt, last])
    }
    assert found == {"13:10", "13:20", "13:40", "13:50"}


def test_a_person_who_confirms_has_the_time_of_that() -> None:
    first = incident(-30, title="Brand", severity=2)
    judged = incident(15, by="mlob", properties={"verified": "bevestigd"})
    assert texts([first], [judged, incident(60, properties={"body": "x"})]) == [
        "Incident bevestigd: Brand (13:15)"
    ]


def test_reports_that_are_one_thing_say_when_what_is_shown_was_said() -> None:
    one = folded(incident(0, title="Brand", severity=3), incident(5, title="Grote brand"))
    other = folded(incident(30, by="x", number=2, title="Rook", severity=1))
    link = said(
        discipline=Discipline.OVERIG,
        kind=Kind.LINK,
        entity=link_id(one.id, other.id),
        properties={"a": one.id, "b": other.id, "rule": RULE, "score": 0.9, "automatic": True},
    )
    found = picture.collection(
        {entity.id: entity for entity in (one, other, folded(link))}, link.observed_at, shapes=False
    )
    properties = found[one.id]["properties"]
    assert properties["members"] == [one.id, other.id]
    assert properties["title"] == "Grote brand"
    assert properties["observed_at"] == "2026-11-23T12:30:00Z"
    assert properties["said_at"] == {"severity": "2026-11-23T12:00:00Z", "title": "2026-11-23T12:05:00Z"}
    assert grouping.merged([one, other])[1]["severity"] == 3


def test_a_step_of_a_request_keeps_its_time_after_another() -> None:
    filed = {
        "state": "ontvangen",
        "version": 1,
        "item_ids": ["a"],
        "item.a.resource": "boten",
        "item.a.requested": 16,
        "item.a.promised": 0,
    }

    def request(minutes: float, by: str = "loket", **values: Any) -> Observation:
        return said(
            by=by,
            discipline=Discipline.OVERIG,
            kind=Kind.REQUEST,
            entity="request:x:1",
            seconds=minutes * MINUTE,
            **values,
        )

    act = acts.Act(
        step="toezeggen",
        at="2026-11-23T12:20:00Z",
        known="2026-11-23T12:20:00Z",
        actor="A",
        role="coordinator",
        version=2,
        to="deels_toegezegd",
    )
    promised = request(
        20,
        properties={
            "item.a.promised": 10,
            "version": 2,
            "state": "deels_toegezegd",
            "step_state": "deels_toegezegd",
            **acts.write(act),
        },
    )
    note = request(90, properties={"fields.x": "later", "version": 3})
    before = [request(-60, title="Boten", properties=filed)]
    (text,) = texts(before, [promised, note])
    assert text.startswith("Boten: 10 van 16 toegezegd, was 0 (13:20")
    told = picture.present(folded(*before, promised, note))["properties"]["said_at"]
    assert told["state"] == "2026-11-23T12:20:00Z"
    assert told["item.a.requested"] == "2026-11-23T11:00:00Z"


def test_a_unit_and_a_thing_of_one_report_carry_nothing_more() -> None:
    assert "said_at" not in picture.present(folded(incident(0, title="x")))["properties"]
    unit = said(kind=Kind.UNIT, title="B1"), said(kind=Kind.UNIT, seconds=5, course=10.0)
    assert "said_at" not in picture.present(folded(*unit))["properties"]

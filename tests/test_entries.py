"""Lines of the timeline: a sentence for what changed, nothing for what did not."""

from __future__ import annotations

from typing import Any

import pytest

from mlob import entries, fold
from mlob.model import Discipline, Kind, Observation, Verification
from tests.bijstand.walks import Walk
from tests.observations import said


def told(*items: Observation) -> list[dict[str, Any] | None]:
    entity = None
    found = []
    for number, item in enumerate(items):
        before = None if entity is None else entries.look(entity)
        entity = entity or fold.begin(item)
        fold.apply(entity, item)
        found.append(entries.line(f"{number}-0", before, entries.look(entity), item))
    return found


def grip(seconds: float, **properties: Any) -> Observation:
    return said(kind=Kind.REGION, entity="region:VR24", seconds=seconds, properties=properties)


def test_grip_rises_and_falls() -> None:
    lines = told(grip(0, grip=2), grip(1, grip=4), grip(2, grip=1), grip(3, grip=0))
    assert [line and (line["text"], line["severity"]) for line in lines] == [
        ("GRIP 2", 3),
        ("GRIP 2 → 4", 4),
        ("GRIP 4 → 1", 1),
        ("GRIP 1 → 0", 1),
    ]
    assert all(line and line["region"] == "VR24" for line in lines)


def test_grip_0_from_the_start_is_no_news() -> None:
    assert told(grip(0, grip=0)) == [None]


def test_a_phase() -> None:
    (line,) = told(grip(0, phase="nafase"))
    assert line is not None
    assert line["text"] == "Fase: nafase"


@pytest.mark.parametrize("kind", [Kind.UNIT, Kind.CAPACITY])
def test_positions_and_capacities_tell_nothing(kind: Kind) -> None:
    assert told(said(kind=kind, title="x")) == [None]


def test_an_incident_is_told_once() -> None:
    lines = told(
        said(title="brand", status="gemeld", severity=1),
        said(seconds=1, title="brand", status="gemeld", severity=1),
        said(seconds=2, title="brand", status="meester", severity=1),
    )
    assert [line and line["text"] for line in lines] == ["brand", None, "brand: meester"]


def test_a_late_report_that_changes_nothing_shown_tells_nothing() -> None:
    assert told(said(seconds=5, title="nieuw"), said(seconds=1, title="oud"))[1] is None


def test_a_withdrawal() -> None:
    lines = told(
        said(title="dijkdoorbraak", status="gemeld"),
        said(seconds=1, status="ingetrokken", verification=Verification.INGETROKKEN),
    )
    assert lines[1] is not None
    assert lines[1]["text"] == "Ingetrokken: dijkdoorbraak"
    assert lines[1]["verification"] == "ingetrokken"


def test_both_times_and_the_discipline() -> None:
    (line,) = told(
        said(discipline=Discipline.GHOR, title="x", late=90, properties={"veiligheidsregio": "VR01"})
    )
    assert line is not None
    assert (line["time"], line["known"]) == ("2026-11-23T12:00:00Z", "2026-11-23T12:01:30Z")
    assert (line["discipline"], line["region"]) == ("ghor", "VR01")


def test_messages_about_a_request_are_told() -> None:
    def about(seconds: float, text: str, **values: Any) -> Observation:
        log = {f"log.m{seconds}": f"2026-11-23T12:00:00Z {text}"}
        return said(kind=Kind.REQUEST, seconds=seconds, properties=log, **values)

    lines = told(
        about(0, "Toezegging van A: 3 boten"),
        about(1, "Verzoek", title="Boten", status="ontvangen"),
        about(2, "Toezegging van B: 1 boot"),
        about(3, "x" * 500),
    )
    texts = [line["text"] for line in lines if line]
    assert texts[:3] == ["Toezegging van A: 3 boten", "Boten: ontvangen", "Boten: Toezegging van B: 1 boot"]
    assert len(texts[3]) == len("Boten: ") + 240


def test_a_step_of_a_request_is_told_in_words() -> None:
    walk = Walk(exercise=True)
    walk.through("in_behandeling_nemen", "uitzetten")
    walk.take("toezeggen", supplier="Defensie", items=[{"id": "a", "quantity": 68}])
    walk.take("afstemmen_ncc")
    lines = [line and line["text"] for line in told(*walk.said)]
    assert lines == [
        "68 militairen voor zandzakken",
        "68 militairen voor zandzakken: in behandeling genomen",
        "68 militairen voor zandzakken: uitgezet",
        "68 militairen voor zandzakken: toegezegd (68 personen door Defensie)",
        "68 militairen voor zandzakken: afgestemd met het NCC",
    ]


def test_a_wide_area_is_about_each_region_that_it_covers() -> None:
    codes = ["VR23", "VR24"]
    where = {"veiligheidsregio": "VR23", "veiligheidsregios": codes}
    (wide,) = told(said(kind=Kind.AREA, title="Code rood", properties=where))
    (narrow,) = told(said(kind=Kind.AREA, title="Code geel", properties={"veiligheidsregio": "VR23"}))
    assert wide is not None
    assert narrow is not None
    assert (wide["region"], wide["regions"]) == ("VR23", codes)
    assert "regions" not in narrow


def test_an_exercise_beside_what_is_real_is_told_as_one() -> None:
    def drill(seconds: float, **properties: Any) -> Observation:
        return said(
            by="oefenleiding", kind=Kind.REGION, entity="region:VR24", seconds=seconds, properties=properties,
            exercise=True,
        )  # fmt: skip

    lines = told(grip(0, grip=2), drill(1, grip=4), drill(2, grip=4), grip(3, grip=3), drill(4, grip=5))
    assert [line and (line["text"], line["exercise"]) for line in lines] == [
        ("GRIP 2", False),
        ("GRIP 4", True),
        None,
        ("GRIP 2 → 3", False),
        ("GRIP 4 → 5", True),
    ]

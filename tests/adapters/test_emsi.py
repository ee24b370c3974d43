"""EMSI -> incident, units and notes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from mlob.adapters.shared.emsi import observe
from mlob.formats.emsi import Event, Message, Mission, Position, Resource
from mlob.model import Discipline, Kind, Observation, Verification
from tests.conformance.golden import reception

HERE = Position(points=((5.9, 50.9),))


def seen(**values: Any) -> list[Observation]:
    given = {"id": "m", "mode": "ACTUAL", "type": "UPDATE", "created": None, "event": Event(id="e"), **values}
    return list(observe(Message(**given), reception("emsi"), discipline=Discipline.GEMEENTEN))


def test_only_the_first_discipline_of_a_source() -> None:
    message = Message(id="m", mode="ACTUAL", type="UPDATE", created=None, event=Event(id="e"))
    assert not list(observe(message, reception("emsi"), discipline=Discipline.GHOR))


@pytest.mark.parametrize("values", [{"mode": "SYSTEM"}, {"type": "ACK"}, {"type": "ERROR"}])
def test_receipts_say_nothing(values: dict[str, str]) -> None:
    assert not seen(**values)


def test_an_exercise_and_a_test_are_marked() -> None:
    assert seen(mode="EXERCS")[0].exercise
    assert seen(mode="TEST")[0].properties["test"] is True


def test_all_that_a_test_says_is_a_test_and_of_no_severity() -> None:
    unit = Resource(id="r", name="n", status="AVAILB", position=HERE)
    mission = Mission(id="o", name="BLUSSEN", type="FIR", status="IPR")
    found = seen(mode="TEST", event=Event(id="e", scale=4), resources=(unit,), missions=(mission,))
    assert [item.properties["test"] for item in found] == [True, True, True]
    assert found[0].severity == 0


def test_a_cancellation_withdraws_the_incident_and_says_no_more() -> None:
    unit = Resource(id="r", name="n", status="AVAILB", position=HERE)
    (found,) = seen(type="CANCEL", resources=(unit,), event=Event(id="e", positions=(HERE,)))
    assert (found.verification, found.geometry) == (Verification.INGETROKKEN, None)


def test_only_resources_that_are_somewhere_are_units() -> None:
    units = (
        Resource(id="a", name="A", status="IN_USE/ON_SCENE", position=HERE),
        Resource(id="b", name="B", status="STUK"),
    )
    incident, unit = seen(resources=units)
    assert (unit.kind, unit.status, unit.entity) == (Kind.UNIT, "ter plaatse", "unit:golden:a")
    assert incident.properties["resources"] == ["A (ter plaatse)", "B (STUK)"]


def test_a_mission_is_a_note() -> None:
    mission = Mission(id="o", name="#REDDEN#BOOT#", type="SAV", status="CANCLD")
    note = seen(missions=(mission,))[1]
    assert (note.kind, note.title, note.status) == (Kind.NOTE, "Opdracht: REDDEN BOOT", "ingetrokken")


@pytest.mark.parametrize(
    ("type", "count", "drawn"),
    [
        ("POINT", 1, "Point"),
        ("POINT", 3, "MultiPoint"),
        (None, 2, "MultiPoint"),
        ("LINE", 2, "LineString"),
        ("POLYGON", 2, "MultiPoint"),
        ("POLYGON", 3, "Polygon"),
    ],
)
def test_geometry(type: str | None, count: int, drawn: str) -> None:
    points = ((5.0, 51.0), (5.1, 51.0), (5.1, 51.1))[:count]
    (found,) = seen(event=Event(id="e", positions=(Position(points=points, type=type),)))
    assert found.geometry
    assert found.geometry["type"] == drawn


def test_the_time_of_the_message_then_of_the_event() -> None:
    early, late = datetime(2021, 7, 15, 10, tzinfo=UTC), datetime(2021, 7, 15, 12, tzinfo=UTC)
    assert seen(created=late, event=Event(id="e", observed=early))[0].observed_at == late
    assert seen(event=Event(id="e", observed=late, declared=early))[0].observed_at == late
    assert seen(event=Event(id="e", declared=early))[0].observed_at == early


@pytest.mark.parametrize(
    ("codes", "category"), [((), None), (("FIR/CLA",), "brand"), (("ASR/ATM",), "ASR/ATM")]
)
def test_category(codes: tuple[str, ...], category: str | None) -> None:
    found = seen(event=Event(id="e", categories=codes))[0]
    assert found.properties.get("category") == category
    assert found.title == (category or "e")

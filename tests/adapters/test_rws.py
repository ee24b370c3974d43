"""Waterwebservices: the newest of each quantity, at its own time, and predictions beside it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from mlob import formats, intake
from mlob.adapters.shared.rws import TTL
from mlob.fold import apply, begin, expires_at
from mlob.formats.rws import FORMAT
from mlob.model import Discipline, Observation
from tests.formats.test_rws import item
from tests.observations import source

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
SOURCE = source("rws", Discipline.OVERIG, format="rws")


def said(*items: dict[str, Any], at: datetime = NOW) -> list[Observation]:
    frames = formats.split(FORMAT, json.dumps({"WaarnemingenLijst": items}).encode())
    taken = intake.take(SOURCE, frames, at)
    assert not taken.rejects
    return taken.observations


def quantity(code: str, **more: Any) -> dict[str, Any]:
    return {"AquoMetadata": {"Grootheid": {"Code": code}, "Compartiment": {"Code": "OW"}, **more}}


def test_of_the_series_of_a_quantity_only_the_newest_counts() -> None:
    old = item(at="1901-01-01T08:00:00.000+01:00", value=1.0)
    (found,) = said(old, item(value=125.0), old)
    assert found.entity == "facility:rws:a"
    assert (found.properties["waterstand"], found.properties["level_m_nap"]) == (125.0, 1.25)
    assert (found.status, found.properties["category"]) == ("125 cm NAP", "waterstand")
    assert found.observed_at == datetime(2026, 11, 23, 13, 30, tzinfo=UTC)


def test_of_two_at_one_time_the_one_to_nap_counts() -> None:
    local = {"Grootheid": {"Code": "WATHTE"}, "Hoedanigheid": {"Code": "PLAATSLR"}, "Eenheid": {"Code": "cm"}}
    for order in (
        [item(value=1), item(value=2, AquoMetadata=local)],
        [item(value=2, AquoMetadata=local), item(value=1)],
    ):
        (found,) = said(*order)
        assert (found.properties["waterstand"], found.properties["waterstand_reference"]) == (1.0, "NAP")


def test_a_latest_value_of_years_ago_is_over_at_once() -> None:
    (found,) = said(item(at="1994-12-31T23:50:00.000+01:00"))
    entity = begin(found)
    apply(entity, found)
    assert found.observed_at.year == 1994
    leaves = expires_at(entity)
    assert leaves is not None
    assert leaves == found.observed_at + timedelta(seconds=TTL) < NOW


def test_quantities_of_one_location_are_one_facility_each_at_its_own_time() -> None:
    found = said(
        item(value=9.5, at="2026-11-23T13:00:00.000+01:00", **quantity("T")),
        item(value=125.0),
        item(value=540.0, **quantity("Q", Eenheid={"Code": "m3/s"})),
    )
    assert [len([name for name in one.properties if name.endswith("_at")]) for one in found] == [1, 2]
    entity = begin(found[0])
    for one in found:
        apply(entity, one)
    values = entity.values
    assert (values["watertemperatuur"], values["waterstand"], values["discharge_m3_s"]) == (9.5, 125.0, 540.0)
    assert (values["category"], values["status"]) == ("waterstand", "125 cm NAP")
    assert values["watertemperatuur_at"] < values["waterstand_at"]


def test_predictions_are_a_facility_beside_it() -> None:
    points = [
        (f"2026-11-23T{hour}:00:00.000+01:00", value) for hour, value in ((14, 9.0), (16, 20.0), (18, 30.0))
    ]
    metingen = [{"Tijdstip": at, "Meetwaarde": {"Waarde_Numeriek": value}} for at, value in points]
    expected = quantity(
        "WATHTE", ProcesType="verwachting", Eenheid={"Code": "cm"}, Hoedanigheid={"Code": "NAP"}
    )
    found = said(item(), item(MetingenLijst=metingen, **expected))
    assert [one.entity for one in found] == ["facility:rws:a", "facility:rws:a/verwachting"]
    assert "waterstand_max" not in found[0].properties
    prediction = found[1]
    assert (prediction.properties["waterstand"], prediction.properties["waterstand_max"]) == (20.0, 30.0)
    assert (prediction.status, prediction.once != "") == ("verwachting 20 cm NAP", True)
    assert prediction.valid_to == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    assert said(item(MetingenLijst=metingen, **expected), at=NOW + timedelta(days=1)) == []


def test_tides_are_not_the_course_of_the_water() -> None:
    (found,) = said(item(), item(value=200, **quantity("WATHTE", Groepering={"Code": "GETETM2"})))
    assert (found.properties["waterstand"], found.properties["waterstand_getijextreem"]) == (12.5, 200.0)


def test_another_discipline_first() -> None:
    frames = formats.split(FORMAT, json.dumps({"WaarnemingenLijst": [item()]}).encode())
    mixed = source("rws", Discipline.POLITIE, Discipline.OVERIG, format="rws")
    assert [one.discipline for one in intake.take(mixed, frames, NOW).observations] == [Discipline.POLITIE]

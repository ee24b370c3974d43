"""EDXL-HAVE -> facilities: status in Dutch, totals of beds."""

from __future__ import annotations

from typing import Any

import pytest

from mlob.adapters.shared.edxl_have import observe
from mlob.formats.edxl_have import Beds, Hospital, Report
from mlob.model import Discipline, Observation
from tests.conformance.golden import reception


def seen(**values: Any) -> Observation:
    report = Report(version="1.0", hospitals=(Hospital(id="1", name="A", **values),))
    (found,) = observe(report, reception("edxl_have"), discipline=Discipline.GEMEENTEN)
    return found


def test_only_the_first_discipline_of_a_source() -> None:
    report = Report(version="1.0", hospitals=(Hospital(id="1", name="A"),))
    assert not list(observe(report, reception("edxl_have"), discipline=Discipline.GHOR))


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({}, (None, None)),
        ({"clinical_status": "Normal"}, ("normaal", 0)),
        ({"clinical_status": "Full"}, ("vol", 2)),
        ({"facility_status": "Closed", "ems_traffic": "Closed"}, ("gesloten", 3)),
        (
            {"facility_status": "Normal", "ems_traffic": "Closed", "clinical_status": "Full"},
            ("ambulancestop", 2),
        ),
    ],
)
def test_the_worst_counts(values: dict[str, str], status: tuple[str | None, int | None]) -> None:
    found = seen(**values)
    assert (found.status, found.severity) == status


def test_no_total_when_a_type_leaves_its_number_out() -> None:
    beds = (Beds(type="Burn", available=2, baseline=3), Beds(type="AdultICU", available=1))
    properties = seen(beds=beds).properties
    assert (properties.get("beds"), properties["free_beds"], properties["ic_free"]) == (None, 3, 1)
    assert properties["free_beds_burn"] == 2


def test_a_type_that_stands_there_twice_is_counted_once_for_all() -> None:
    beds = (Beds(type="AdultICU", available=4, status="Vacant/Available"), Beds(type="AdultICU", available=3))
    properties = seen(beds=beds).properties
    assert (properties["free_beds_adulticu"], properties["ic_free"]) == (7, 7)
    assert properties["beds_status_adulticu"] == "Vacant/Available"


def test_operating_rooms_are_no_beds() -> None:
    assert "free_beds" not in seen(beds=(Beds(type="OperatingRooms", available=4),)).properties

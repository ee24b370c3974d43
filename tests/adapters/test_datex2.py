"""DATEX II: how a record stands at a moment, as what it is shown, how severe and how sure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from mlob.adapters.shared.datex2 import observe
from mlob.fold import apply, begin
from mlob.formats.datex2 import Situation
from mlob.formats.datex2_place import Place
from mlob.formats.datex2_record import Period, Record
from mlob.model import Discipline, Kind, Observation, Reception, Verification
from tests.observations import source

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SOURCE = source("ndw", Discipline.OVERIG, format="datex2")
LANES = "RoadOrCarriagewayOrLaneManagement"


def hour(number: float) -> datetime:
    return NOON + timedelta(hours=number)


def said(
    at: float = 0, kind: str = "Accident", about: Situation | None = None, **values: Any
) -> list[Observation]:
    record = Record(**{"id": "R", "type": kind, "versioned": hour(-2), **values})
    message = msgspec.structs.replace(about or Situation(version="3", id="S"), records=(record,))
    where = Reception(source=SOURCE, received_at=hour(at))
    assert list(observe(message, where, discipline=Discipline.POLITIE)) == []
    return list(observe(message, where, discipline=Discipline.OVERIG))


def one(at: float = 0, kind: str = "Accident", **values: Any) -> Observation:
    (found,) = said(at, kind, **values)
    return found


def times(start: float | None, end: float | None = None) -> dict[str, Any]:
    return {"overall": period(start, end)}


def period(start: float | None, end: float | None = None) -> Period:
    return Period(start=None if start is None else hour(start), end=None if end is None else hour(end))


@pytest.mark.parametrize(
    ("values", "status", "observed", "ttl"),
    [
        ({}, "actueel", -2, 3 * 3600),
        (times(-3), "actueel", -2, 3 * 3600),
        (times(-1), "actueel", -1, 3 * 3600),
        (times(-3, 4), "actueel", -2, 6 * 3600),
        (times(1, 4), "gepland", -2, 6 * 3600),
        (times(1), "gepland", -2, 6 * 3600),
        (times(-3, -1), "beëindigd", -1, 900),
        (times(-4, -3), "beëindigd", -2, 900),
        ({**times(-3, 4), "ended": True}, "beëindigd", -2, 900),
        ({**times(-3, 4), "cancelled": True}, "ingetrokken", -2, 3600),
        ({**times(-3, 4), "validity": "suspended"}, "opgeschort", -2, 6 * 3600),
        ({**times(1, 4), "validity": "active"}, "actueel", -2, 6 * 3600),
        ({**times(-4, -1), "validity": "active"}, "beëindigd", -1, 900),
        ({**times(-4, -3), "validity": "active"}, "actueel", -2, 3 * 3600),
    ],
)
def test_how_it_stands(values: dict[str, Any], status: str, observed: float, ttl: float) -> None:
    found = one(**values)
    assert (found.status, found.observed_at, found.ttl) == (status, hour(observed), ttl)
    assert found.id == one(at=0.25, **values).id  # read again, it says the same


def test_nights_of_works_one_after_another() -> None:
    nights = {"periods": (period(-8, -1), period(6, 15), period(30, 39)), **times(-8, 39)}
    found = [one(at, "MaintenanceWorks", **nights) for at in (-2, 0, 7, 16, 33, 40)]
    assert [item.status for item in found] == [
        "actueel",
        "gepland",
        "actueel",
        "gepland",
        "actueel",
        "beëindigd",
    ]
    assert [item.valid_from for item in found[:5]] == [hour(start) for start in (-8, 6, 6, 30, 30)]
    times_of = [item.observed_at for item in found]
    assert times_of == sorted(set(times_of))
    entity = begin(found[0])
    for item in reversed(found):
        apply(entity, item)
    assert entity.values["status"] == "beëindigd"


def test_what_begins_long_from_now_says_nothing_yet() -> None:
    assert said(at=0, **times(25)) == []
    assert len(said(at=2, **times(25))) == 1


def test_without_a_time_of_its_own_it_gets_that_of_what_is_around_it() -> None:
    about = Situation(version="2", id="S", published=hour(-5))
    assert said(about=about, versioned=None)[0].observed_at == hour(-5)
    assert said(versioned=None)[0].once


@pytest.mark.parametrize(
    ("kind", "value", "shown", "category", "title"),
    [
        ("Accident", "", Kind.INCIDENT, "ongeval", "Ongeval A2"),
        ("VehicleObstruction", "brokenDownVehicle", Kind.INCIDENT, "obstakel", "Voertuig met pech A2"),
        ("AbnormalTraffic", "slowTraffic", Kind.AREA, "file", "Langzaam verkeer A2"),
        (LANES, "roadClosed", Kind.AREA, "afsluiting", "Weg afgesloten A2"),
        (LANES, "laneClosures", Kind.AREA, "maatregel", "Rijstrook afgesloten A2"),
        ("MaintenanceWorks", "resurfacingWork", Kind.AREA, "werkzaamheden", "Wegwerkzaamheden A2"),
        ("GeneralNetworkManagement", "bridgeSwingInOperation", Kind.AREA, "brugopening", "Brugopening A2"),
        ("GenericSituationRecord", "bridgeSwingInOperation", Kind.AREA, "brugopening", "Brugopening A2"),
        ("NieuwSoort", "", Kind.AREA, "overig", "NieuwSoort A2"),
    ],
)
def test_what_it_is(kind: str, value: str, shown: Kind, category: str, title: str) -> None:
    kinds = (("xType", value),) if value else ()
    found = one(0, kind, kinds=kinds, place=Place(road="A2"))
    assert (found.kind, found.properties["category"], found.title) == (shown, category, title)


@pytest.mark.parametrize(
    ("action", "values", "status"),
    [
        ("implemented", {}, "open"),
        ("beingImplemented", {}, "gaat open"),
        ("beingTerminated", {}, "gaat dicht"),
        ("implemented", times(-3, -1), "beëindigd"),
        ("approved", times(1), "gepland"),
        (None, {}, "actueel"),
    ],
)
def test_a_bridge(action: str | None, values: dict[str, Any], status: str) -> None:
    kinds = (("generalNetworkManagementType", "bridgeSwingInOperation"),)
    assert one(0, "GeneralNetworkManagement", kinds=kinds, action=action, **values).status == status


@pytest.mark.parametrize(
    ("kind", "own", "overall", "severity"),
    [
        ("Accident", "highest", "low", 4),
        ("Accident", None, "high", 3),
        ("Accident", "unknown", "none", 0),
        ("Accident", "unknown", "unknown", 2),
        ("MaintenanceWorks", "unknown", None, None),
    ],
)
def test_severity(kind: str, own: str | None, overall: str | None, severity: int | None) -> None:
    about = Situation(version="2", id="S", severity=overall)
    assert said(0, kind, about, severity=own)[0].severity == severity


@pytest.mark.parametrize(
    ("values", "verification"),
    [
        ({"probability": "certain"}, Verification.BEVESTIGD),
        ({"probability": "probable"}, Verification.ONBEVESTIGD),
        ({"probability": "riskOf"}, Verification.ONBEVESTIGD),
        ({"probability": "certain", "cancelled": True}, Verification.INGETROKKEN),
        ({}, None),
    ],
)
def test_how_sure(values: dict[str, Any], verification: Verification | None) -> None:
    assert one(**values).verification == verification


def test_exercises_tests_and_what_is_not_for_everyone() -> None:
    def about(status: str, confidentiality: str = "noRestriction") -> Observation:
        situation = Situation(version="2", id="S", information=status, confidentiality=confidentiality)
        return said(about=situation)[0]

    assert about("technicalExercise").exercise
    assert (about("test").severity, about("test").properties["test"]) == (0, True)
    assert (about("real").exercise, about("real").marking) == (False, None)
    assert about("real", "internalUse").marking == "internalUse"


def test_places() -> None:
    line = ((5.0, 51.0), (5.1, 51.1), (5.2, 51.2))
    where = Place(points=((5.5, 51.5),), lines=(line,))
    assert one(place=where).geometry == {"type": "Point", "coordinates": [5.5, 51.5]}
    assert one(place=Place(lines=(line,))).geometry == {"type": "Point", "coordinates": [5.1, 51.1]}
    found = one(0, "MaintenanceWorks", place=where).geometry
    assert found == {"type": "LineString", "coordinates": [list(point) for point in line]}
    two = one(0, "MaintenanceWorks", place=Place(rings=(line, line[::-1]))).geometry
    assert two is not None
    assert (two["type"], len(two["coordinates"])) == ("MultiPolygon", 2)
    assert one().geometry is None

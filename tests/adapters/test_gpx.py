"""GPX -> units and areas."""

from __future__ import annotations

from mlob.adapters.shared.gpx import observe
from mlob.formats.gpx import Point, Route, Track, Waypoint
from mlob.model import Discipline, Kind, Observation
from tests.conformance.golden import reception

HERE = (5.9, 50.9)


def seen(message: Track | Route | Waypoint) -> Observation:
    (found,) = observe(message, reception("gpx"), discipline=Discipline.GEMEENTEN)
    return found


def test_only_the_first_discipline_of_a_source() -> None:
    message = Waypoint(ordinal=1, position=HERE)
    assert not list(observe(message, reception("gpx"), discipline=Discipline.GHOR))


def test_a_track_is_a_unit_by_its_name() -> None:
    named = seen(Track(ordinal=1, last=Point(position=HERE, speed=2.0), points=9, name="Dijkwacht 3"))
    assert (named.kind, named.entity, named.speed) == (Kind.UNIT, "unit:golden:Dijkwacht 3", 2.0)
    nameless = seen(Track(ordinal=2, last=Point(position=HERE), points=9))
    assert (nameless.entity, nameless.title) == ("unit:golden:gpx spoor 2", "Spoor 2")


def test_routes_and_waypoints_are_areas() -> None:
    route = seen(Route(ordinal=1, points=(HERE, (6.0, 51.0)), name="Evacuatie"))
    place = seen(Waypoint(ordinal=3, position=HERE, symbol="Flag"))
    assert (route.kind, route.entity, place.kind) == (Kind.AREA, "area:golden:route Evacuatie", Kind.AREA)
    assert (place.title, place.properties) == ("Punt 3", {"symbol": "Flag"})


def test_the_second_of_a_name_has_a_number() -> None:
    assert seen(Waypoint(ordinal=2, position=HERE, name="Pomp", twin=1)).entity == "area:golden:punt Pomp#1"
    assert seen(Waypoint(ordinal=2, position=HERE, name="Pomp", twin=1)).title == "Pomp"

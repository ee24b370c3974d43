"""How long it takes, and that it is said how that was found."""

from __future__ import annotations

import pytest

from mlob.bijstand.travel import Travel, distance

UTRECHT, MAASTRICHT = (5.12222, 52.09083), (5.68889, 50.84833)


def test_a_straight_line() -> None:
    assert distance(UTRECHT, MAASTRICHT) == pytest.approx(143.5, abs=1)
    assert distance(UTRECHT, UTRECHT) == 0


def test_the_road_and_the_air() -> None:
    travel = Travel()
    road, air = (travel.journey(UTRECHT, MAASTRICHT, way) for way in ("road", "air"))
    assert (road.km, road.minutes) == (pytest.approx(186.7, abs=1), pytest.approx(187, abs=1))
    assert (air.km, air.minutes) == (pytest.approx(143.6, abs=1), pytest.approx(44, abs=1))
    assert travel.journey(UTRECHT, MAASTRICHT, "ufo").minutes == road.minutes
    slow = Travel(detour=1.0, speeds={"road": 30.0})
    assert slow.journey(UTRECHT, MAASTRICHT, "road").minutes == pytest.approx(288, abs=1)


def test_what_the_routing_server_says_goes_first() -> None:
    travel = Travel(roads={(UTRECHT, MAASTRICHT): 111.2})
    found = travel.journey(UTRECHT, MAASTRICHT, "road")
    assert (found.minutes, found.routed) == (112, True)
    assert not travel.journey(MAASTRICHT, UTRECHT, "road").routed
    assert not travel.journey(UTRECHT, MAASTRICHT, "air").routed


def test_it_says_how() -> None:
    assert Travel().text(["road"]) == (
        "Over de weg: hemelsbreed x 1,3 bij 60 km/u. De opkomsttijd van de eenheid telt mee."
    )
    both = Travel(failure="niet bereikbaar").text(["air", "road", "air"])
    assert "door de lucht: hemelsbreed bij 200 km/u" in both
    assert "De routeplanner gaf geen antwoord (niet bereikbaar)" in both
    assert "volgens de routeplanner" in Travel(roads={(UTRECHT, MAASTRICHT): 1.0}).text([])

"""Figures of capacity: what counts, how old it is, and what open requests hold of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mlob.bijstand import capacity
from mlob.bijstand.capacity import Stock
from mlob.model import Verification, iso
from tests.bijstand.sourcing import NOW, asked, demanded, promised, stocked, told

KEY = ("VR05", "tankautospuiten")


def stock(*views: Any, exercise: bool = False, **values: Any) -> Stock:
    entity = told(*KEY, **values)
    return stocked([entity], demanded(*views, exercise=exercise), exercise=exercise)[KEY]


def test_free_is_what_is_there_less_what_is_promised_and_kept() -> None:
    found = stock(
        asked("x", ("tankautospuiten", 9), **promised("k", "Twente", 3)), total=20, in_use=4, minimum=8
    )
    assert (found.figure.present, found.promised, found.cover, found.free) == (16, 3, 13, 5)
    row = capacity.row(found, NOW)
    assert row == {
        "supplier": "VR05",
        "name": "Twente",
        "resource": "tankautospuiten",
        "unit": "voertuigen",
        "total": 20,
        "in_use": 4,
        "available": 16,
        "promised": 3,
        "minimum": 8,
        "free": 5,
        "over": 0,
        "observed_at": iso(NOW - timedelta(minutes=10)),
        "age_s": 600,
        "source": "bediening",
        "actor": None,
        "verification": "onbevestigd",
        "exercise": False,
    }


@pytest.mark.parametrize(
    ("values", "present", "in_use", "free"),
    [
        ({"total": 20, "in_use": 4}, 16, 4, 16),
        ({"total": 20}, 20, None, 20),
        ({"available": 7}, 7, None, 7),
        ({"available": 7, "total": 20}, 7, 13, 7),
        ({"available": 7, "total": 20, "in_use": 4}, 7, 13, 7),
        ({"total": 4, "in_use": 9}, 0, 9, 0),
        ({"total": 4, "minimum": 9}, 4, None, 0),
        ({"total": 4.9}, 4.9, None, 4),
        ({"total": 20, "promised": 6}, 20, None, 14),
        ({"total": 20, "minimum": "veel"}, 20, None, 20),
    ],
)
def test_what_a_supplier_may_say(
    values: dict[str, Any], present: float, in_use: float | None, free: int
) -> None:
    found = stock(**values)
    assert (found.figure.present, found.figure.in_use, found.free) == (present, in_use, free)


@pytest.mark.parametrize(
    ("values", "over"),
    [
        ({"total": 20, "in_use": 4}, 0),
        ({"total": 20, "in_use": 4, "minimum": 13}, 0),
        ({"total": 20, "in_use": 4, "minimum": 15}, 2),
        ({"total": 6, "in_use": 5}, 2),
        ({"total": 4, "in_use": 9}, 8),
        ({"available": 1}, 2),
        ({"available": 8, "minimum": 7}, 2),
        ({"available": 2, "total": 20}, 1),
        ({"available": 0, "minimum": 9}, 3),
        ({"total": 2.5}, 0.5),
    ],
)
def test_more_than_there_is_does_not_hide_behind_zero(values: dict[str, Any], over: float) -> None:
    found = stock(asked("x", ("tankautospuiten", 9), **promised("k", "Twente", 3)), **values)
    assert capacity.row(found, NOW)["over"] == over


def test_a_minimum_alone_is_nothing_over() -> None:
    assert stock(total=4, minimum=9).over == 0


@pytest.mark.parametrize(
    "values", [{"minimum": 3}, {"total": "tien"}, {"total": True}, {"total": -1}, {"in_use": 3}, {}]
)
def test_what_is_no_figure(values: dict[str, Any]) -> None:
    assert stocked([told(*KEY, **values)]) == {}


def test_the_age_is_that_of_the_number_that_counts() -> None:
    entity = told(*KEY, minutes=600, total=20, minimum=5)
    assert stocked([entity])[KEY].figure.observed_at == NOW - timedelta(minutes=600)
    told(*KEY, minutes=20, in_use=6, entity=entity)
    assert stocked([entity])[KEY].figure.observed_at == NOW - timedelta(minutes=20)
    told(*KEY, minutes=5, available=9, entity=entity, source="regio")
    found = stocked([entity])[KEY]
    assert (found.figure.present, found.figure.source) == (9, "regio")
    assert found.figure.observed_at == NOW - timedelta(minutes=5)
    told(*KEY, minutes=1, in_use=2, entity=entity)
    assert stocked([entity])[KEY].figure.present == 18


def test_sources_that_differ_and_what_was_withdrawn() -> None:
    entity = told(*KEY, total=20)
    told(*KEY, total=12, source="regio", minutes=5, entity=entity)
    assert stocked([entity])[KEY].figure.verification == Verification.TEGENGESPROKEN
    withdrawn = told(*KEY, total=20, verification=Verification.INGETROKKEN)
    assert stocked([withdrawn]) == {}


def test_what_left_is_taken_off_until_the_figure_knows() -> None:
    """A figure from before the departure still counts them as there; one from after does not."""

    def view(at: float | None) -> Any:
        moment = None if at is None else iso(NOW - timedelta(minutes=at))
        left = promised("k", "VR05", 3, departed=2, departed_at=moment)
        return asked("x", ("tankautospuiten", 9), **left)

    before, after, unknown = (stock(view(at), total=20, in_use=4) for at in (5, 60, None))
    assert (before.promised, before.away, before.free) == (3, 0, 13)
    assert (after.promised, after.away, after.free) == (1, 2, 15)
    assert unknown.promised == 3
    assert after.pool == 18


def test_what_is_away_is_not_there_whatever_the_figure_says() -> None:
    """Four helicopters that are all away, and a later figure by which none is in use: four, and none free."""
    left = promised("k", "VR05", 4, departed=4, departed_at=iso(NOW - timedelta(minutes=60)))
    for figure in ({"total": 4, "in_use": 0}, {"total": 4, "available": 4}, {"total": 4, "in_use": 3}):
        found = stock(asked("x", ("tankautospuiten", 4), **left), **figure)
        assert (found.free, found.pool) == (0, 4)


@pytest.mark.parametrize(
    ("more", "promise"),
    [
        (promised("k", "VR06", 3), 0),
        (promised("k", "een buurman", 3), 0),
        (promised("k", "VR05", 3, unit="personen"), 0),
        (promised("k", "VR05", 3, released=3, departed=3), 0),
        (promised("k", "VR05", 3) | {"state": "gesloten"}, 0),
        (promised("k", "Veiligheidsregio Twente", 2) | promised("l", "VR05", 1), 3),
    ],
)
def test_which_promises_hold_something(more: dict[str, Any], promise: float) -> None:
    assert stock(asked("x", ("tankautospuiten", 9), **more), total=20).promised == promise


def test_an_exercise_stays_apart() -> None:
    entity = told(*KEY, total=20)
    told(*KEY, total=5, source="spel", minutes=1, exercise=True, entity=entity)
    only = told("VR06", "tankautospuiten", total=5, exercise=True)
    played = asked("x", ("tankautospuiten", 9), exercise=True, **promised("k", "VR05", 3))
    meant = asked("y", ("tankautospuiten", 9), **promised("k", "VR05", 1))
    real = stocked([entity, only], demanded(played, meant))
    assert {key: (found.figure.total, found.promised) for key, found in real.items()} == {KEY: (20, 1)}
    game = stocked([entity, only], demanded(played, meant, exercise=True), exercise=True)
    assert [found.figure.total for found in game.values()] == [5, 5]
    assert game[KEY].promised == 4
    fallback = stocked([told(*KEY, total=20)], exercise=True)
    assert fallback[KEY].figure.total == 20


def test_names_of_people_and_what_is_over() -> None:
    named = told("Twente", "Tankautospuiten", total=3)
    assert list(stocked([named])) == [KEY]
    assert stocked([told("NIEMAND", "tankautospuiten", total=3)]) == {}
    assert stocked([told(*KEY, total=3, minutes=10, ttl=60)]) == {}
    newest = stocked([told(*KEY, total=3), told("VR05", "Tankautospuiten", total=4, minutes=1)])
    assert newest[KEY].figure.total == 4


def test_who_gave_no_figure() -> None:
    known = stocked([told(*KEY, total=3)])
    without = capacity.without(known, "tankautospuiten")
    assert len(without) == 24
    assert "VR05" not in without
    assert capacity.without(known, "blushelikopters") == ["DEF"]
    assert len(capacity.without(known, None)) == 43


def test_the_base_and_the_time_to_leave_of_the_unit_itself() -> None:
    place = {"type": "Point", "coordinates": [6.0, 52.0]}
    figure = stock(total=3, geometry=place, ready_minutes=15).figure
    assert (figure.point, figure.ready_minutes) == ((6.0, 52.0), 15)

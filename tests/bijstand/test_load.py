"""Load: what is claimed when, and two operations that claim the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mlob.bijstand.load import claims, load
from mlob.model import iso
from tests.bijstand.sourcing import NOW, asked, demanded, promised, stocked, told

HELICOPTERS = "blushelikopters"


def loaded(views: Any, entities: Any, hours: int = 24, exercise: bool = False) -> Any:
    wanted = demanded(*views, exercise=exercise)
    return load(wanted, stocked(entities, wanted, exercise=exercise), NOW, hours)


def at(hours: float) -> str:
    return iso(NOW + timedelta(hours=hours))


FOUR = told("DEF", HELICOPTERS, total=4, in_use=0, minimum=0)


def test_two_fires_and_four_helicopters() -> None:
    """Deurnese Peel and Meinweg, April 2020."""
    peel = asked("peel", (HELICOPTERS, 4), region="VR22", hours=1, urgent=True)
    meinweg = asked("meinweg", (HELICOPTERS, 4), region="VR23", hours=4)
    found = loaded([peel, meinweg], [FOUR])
    (conflict,) = found["conflicts"]
    assert conflict == {
        "resource": HELICOPTERS,
        "unit": "helikopters",
        "from": at(4),
        "until": at(24),
        "claimed": 8,
        "available": 4,
        "operations": ["operation:meinweg", "operation:peel"],
        "text": "Verzoek meinweg en Verzoek peel vragen samen 8 blushelikopters, er zijn er 4: "
        "van 18:00 tot 21-04 14:00.",
    }
    assert found["shortages"] == []
    (row,) = found["resources"]
    assert len(found["hours"]) == len(row["series"]) == 24
    assert found["hours"][0] == at(0)
    assert [point["claimed"] for point in row["series"][:6]] == [0, 4, 4, 4, 8, 8]
    assert {point["available"] for point in row["series"]} == {4}
    assert row["unknown"] == 0


def test_a_conflict_is_told_by_the_names_of_the_operations() -> None:
    views = [
        asked(name, (HELICOPTERS, 4), hours=1, operation=f"operation:{name}", operation_title=f"Brand {name}")
        for name in ("Peel", "Meinweg")
    ]
    (conflict,) = loaded(views, [told("DEF", HELICOPTERS, total=4)])["conflicts"]
    assert conflict["text"].startswith("Brand Meinweg en Brand Peel vragen samen 8 ")


def test_one_after_the_other_is_no_conflict() -> None:
    peel = asked("peel", (HELICOPTERS, 4), hours=0, until=at(4))
    meinweg = asked("meinweg", (HELICOPTERS, 4), hours=4)
    assert loaded([peel, meinweg], [FOUR])["conflicts"] == []
    later = asked("peel", (HELICOPTERS, 4), hours=0, until=at(4.5))
    (conflict,) = loaded([later, meinweg], [FOUR])["conflicts"]
    assert (conflict["from"], conflict["until"]) == (at(4), at(4.5))


def test_one_operation_that_asks_too_much_is_a_shortage() -> None:
    found = loaded([asked("peel", (HELICOPTERS, 6), hours=2)], [FOUR])
    assert found["conflicts"] == []
    assert found["shortages"][0]["operations"] == ["operation:peel"]


def test_alone_too_much_and_later_somebody_else() -> None:
    """Each exceeds it at another time: they are not in each other's way."""
    first = asked("a", (HELICOPTERS, 6), hours=0, until=at(2))
    second = asked("b", (HELICOPTERS, 6), hours=2)
    found = loaded([first, second], [FOUR])
    assert found["conflicts"] == []
    assert [row["operations"] for row in found["shortages"]] == [["operation:a"], ["operation:b"]]


def test_what_was_promised_and_left_is_counted_once() -> None:
    gone = promised("k", "DEF", 3, departed=2, departed_at=at(-1), until=at(6))
    found = loaded([asked("peel", (HELICOPTERS, 4), hours=2, **gone)], [told(*("DEF", HELICOPTERS), total=4)])
    claimed = [point["claimed"] for point in found["resources"][0]["series"][:8]]
    assert claimed == [2, 2, 4, 4, 4, 4, 1, 1]
    assert found["resources"][0]["series"][0]["available"] == 4
    assert found["shortages"] == []


def test_in_use_for_us_is_there_for_us() -> None:
    """The figure knows that two left: they are in use, and claimed by the operation that has them."""
    gone = promised("k", "DEF", 2, departed=2, departed_at=at(-1))
    figure = told("DEF", HELICOPTERS, total=4, in_use=2, minimum=0)
    found = loaded([asked("peel", (HELICOPTERS, 2), hours=2, **gone)], [figure])
    assert {point["available"] for point in found["resources"][0]["series"]} == {4}


def test_who_gave_no_figure_covers_what_he_brings() -> None:
    """A team from somebody without a figure is there: no shortage, until it goes home."""
    brought = promised("k", "een buurman", 2, departed=2, departed_at=at(-1), until=at(6))
    none_left = told("DEF", HELICOPTERS, total=4, in_use=4)
    found = loaded([asked("peel", (HELICOPTERS, 2), hours=0, **brought)], [none_left])
    assert found["shortages"] == []
    assert [point["available"] for point in found["resources"][0]["series"][4:7]] == [2, 2, 0]
    found = loaded([asked("peel", (HELICOPTERS, 3), hours=0, **brought)], [none_left])
    assert (found["shortages"][0]["claimed"], found["shortages"][0]["available"]) == (3, 2)


def test_without_a_figure_nothing_is_said() -> None:
    found = loaded([asked("a", (HELICOPTERS, 6)), asked("b", (HELICOPTERS, 6))], [])
    assert found["conflicts"] == found["shortages"] == []
    assert found["resources"][0]["unknown"] == 1
    assert found["resources"][0]["series"][0] == {"t": at(0), "claimed": 12, "available": None}


def test_an_exercise_claims_nothing_real() -> None:
    views = [asked("a", (HELICOPTERS, 4)), asked("b", (HELICOPTERS, 4), exercise=True)]
    assert loaded(views, [FOUR])["conflicts"] == []
    assert loaded(views, [FOUR])["resources"][0]["series"][0]["claimed"] == 4
    assert loaded(views, [FOUR], exercise=True)["conflicts"] == []


_hours = st.integers(-4, 30)
_asked = st.tuples(st.sampled_from("abc"), st.integers(1, 6), _hours, _hours)


@given(st.lists(_asked, min_size=1, max_size=6), st.integers(0, 12))
def test_a_conflict_is_where_and_only_where_it_is(rows: list[tuple[str, int, int, int]], there: int) -> None:
    """Against every quarter of an hour looked at by itself."""
    views = [
        asked(f"{name}{number}", (HELICOPTERS, quantity), hours=start, until=at(stop), operation=name)
        for number, (name, quantity, start, stop) in enumerate(rows)
    ]
    wanted = demanded(*views)
    stocks = stocked([told("DEF", HELICOPTERS, total=there, in_use=0, minimum=0)])
    found = load(wanted, stocks, NOW, 24)
    every = list(claims(wanted, NOW, NOW + timedelta(hours=24)))
    for quarter in range(96):
        moment = NOW + timedelta(minutes=15 * quarter + 1)
        mine = [claim for claim in every if claim.start <= moment < claim.end]
        total, names = sum(claim.amount for claim in mine), {claim.operation for claim in mine}
        covering = [row for row in found["conflicts"] if _within(row, moment)]
        assert len(covering) == (total > there and len(names) > 1)
        assert len([row for row in found["shortages"] if _within(row, moment)]) == (
            total > there and len(names) == 1
        )
        if covering:
            assert names <= set(covering[0]["operations"])
            assert covering[0]["claimed"] >= total


def _within(row: Any, moment: datetime) -> bool:
    return bool(row["from"] <= iso(moment) < row["until"])

"""How many of the changes a page gets: nothing severe is hidden, nothing is counted twice."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from mlob.snapshot.diff import Change, changes, summary
from tests.snapshot.test_diff import incident, now, then


def test_an_exercise_says_so_and_is_never_added_to_what_is_real() -> None:
    drill = [incident(number, exercise=True, severity=1) for number in range(10)]
    real = [incident(number + 50, severity=1) for number in range(10)]
    found = changes(then(), now(*drill, *real))
    assert all(change.text.startswith("OEFENING: ") is change.exercise for change in found)
    told = [change.text for change in summary(found, 4)]
    assert sum(text.startswith("OEFENING: 10 nieuwe incidenten") for text in told) == 1
    assert sum(text.startswith("10 nieuwe incidenten") for text in told) == 1
    whole = changes(then(), now(*real, exercise=True))
    assert all(change.exercise and change.text.startswith("OEFENING: ") for change in whole)


def test_a_summary_that_fits_is_all() -> None:
    found = changes(then(), now(*(incident(number) for number in range(20))))
    assert summary(found, 20) == found
    assert summary([], 5) == []


def test_a_summary_groups_what_is_light_and_counts_what_does_not_fit() -> None:
    light = [incident(number, title=f"Brand {number}") for number in range(30)]
    heavy = [incident(number, severity=4, title="Ramp") for number in range(40, 47)]
    odd = [incident(number, severity=2, discipline="politie", title="Relletje") for number in range(50, 52)]
    found = changes(then(), now(*light, *heavy, *odd))
    told = summary(found, 10)
    assert [change.severity for change in told] == [4] * 7 + [2, 2, 0]
    assert told[-1].text.startswith("30 nieuwe incidenten brandweer in Zuid-Limburg: Brand 0 (16:30); Br")
    assert told[-1].text.endswith("; en nog 27")
    few = summary(found, 8)
    assert [change.severity for change in few] == [4] * 7 + [0]
    assert few[-1].text == "en nog 32 kleinere wijzigingen"
    least = summary(found, 1)
    assert [change.severity for change in least] == [4] * 7 + [0]


MANY = st.lists(st.tuples(st.integers(0, 4), st.booleans(), st.sampled_from("abc")), max_size=60)


@given(MANY, st.integers(1, 30))
def test_nothing_severe_is_hidden_and_no_count_is_lost(drawn: list[tuple[int, bool, str]], most: int) -> None:
    found = [made(number, *each) for number, each in enumerate(drawn)]
    told = summary(found, most)
    severe = {change.text for change in found if change.severity >= 3}
    assert {change.text for change in told if change.severity >= 3} == severe
    assert [change.severity for change in told] == sorted((c.severity for c in told), reverse=True)
    assert len(told) <= max(most, len(severe) + 2)
    for drill in (False, True):
        mine = [stands_for(change) for change in told if change.exercise is drill]
        assert sum(mine) == sum(change.exercise is drill for change in found)


def made(number: int, severity: int, drill: bool, place: str) -> Change:
    return Change(
        what="new",
        discipline="brandweer",
        region=place,
        region_name=place,
        severity=severity,
        time=None,
        text=f"{'OEFENING: ' if drill else ''}Nieuw incident in {place}: {number}",
        entity=f"incident:x:{number}",
        exercise=drill,
    )


def stands_for(change: Change) -> int:
    found = re.match(r"(?:OEFENING: )?(?:en nog )?(\d+)", change.text)
    return int(found[1]) if found else 1

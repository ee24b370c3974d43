"""The division against every division there is, on small cases; and what happens when time is over."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlob.bijstand.division import (
    Aim,
    Lane,
    Pool,
    Problem,
    Units,
    components,
    greedy,
    measure,
    shortfall,
    taken,
)
from mlob.bijstand.solver import solve


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """At most 3 needs, 4 stocks and 6 lanes: few enough to try everything."""
    needs = draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))
    classes = draw(st.lists(st.integers(0, 2), min_size=len(needs), max_size=len(needs)))
    pools = [
        Pool(owner, free, free + draw(st.integers(0, 4)))
        for owner, free in draw(
            st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3)), min_size=1, max_size=4)
        )
    ]
    pairs = st.tuples(st.integers(0, len(pools) - 1), st.integers(0, len(needs) - 1))
    lanes = [
        Lane(
            pool,
            need,
            draw(st.sampled_from([1, 1, 1, 2, 4])),
            draw(st.integers(0, 4)) * 10,
            draw(st.booleans()),
        )
        for pool, need in draw(st.lists(pairs, min_size=1, max_size=6, unique=True))
    ]
    ranks = sorted(set(classes))
    return Problem(tuple(needs), tuple(ranks.index(rank) for rank in classes), tuple(pools), tuple(lanes))


def everything(problem: Problem) -> list[Units]:
    """Every division that the stocks allow."""
    most = [
        min(problem.pools[lane.pool].free, -(-problem.needs[lane.need] // lane.each))
        for lane in problem.lanes
    ]
    return [
        units for units in itertools.product(*(range(amount + 1) for amount in most)) if fits(problem, units)
    ]


def fits(problem: Problem, units: Units) -> bool:
    given = taken(problem, units)
    return all(amount <= pool.free for amount, pool in zip(given, problem.pools, strict=True))


@given(problems())
def test_nothing_is_better(problem: Problem) -> None:
    for part, _ in components(problem):
        every = everything(part)
        for aim, division in solve(part).items():
            assert division.proven
            assert fits(part, division.units)
            best = min(measure(part, aim, units) for units in every)
            assert measure(part, aim, division.units) == pytest.approx(best)


@given(problems())
def test_the_whole_is_its_parts(problem: Problem) -> None:
    whole = solve(problem)
    seen: list[int] = []
    for part, lanes in components(problem):
        for aim, division in solve(part).items():
            assert tuple(whole[aim].units[lane] for lane in lanes) == division.units
        seen += lanes
    assert sorted(seen) == list(range(len(problem.lanes)))


@given(problems())
def test_by_hand_it_fits_but_is_no_better(problem: Problem) -> None:
    by_hand = greedy(problem)
    assert fits(problem, by_hand)
    best = solve(problem)
    for aim in Aim:
        assert shortfall(problem, best[aim].units) <= shortfall(problem, by_hand)


def test_each_aim_is_another_division() -> None:
    """Three near regions with little, one far with plenty, one that has much and can miss it."""
    pools = (Pool(0, 2, 4), Pool(1, 2, 3), Pool(2, 6, 6), Pool(3, 6, 30))
    lanes = (Lane(0, 0, 1, 30), Lane(1, 0, 1, 40), Lane(2, 0, 1, 90), Lane(3, 0, 1, 120))
    found = solve(Problem((6,), (0,), pools, lanes))
    assert found[Aim.FASTEST].units == (2, 2, 2, 0)
    assert found[Aim.EVEN].units == (0, 0, 1, 5)
    assert found[Aim.FEWEST].units == (0, 0, 6, 0)


def test_the_pressing_need_goes_first() -> None:
    problem = Problem((3, 3), (1, 0), (Pool(0, 4, 4),), (Lane(0, 0, 1, 10), Lane(0, 1, 1, 200)))
    for division in solve(problem).values():
        assert division.units == (1, 3)


def test_a_substitute_goes_whole() -> None:
    problem = Problem((10,), (0,), (Pool(0, 1, 1), Pool(1, 9, 9)), (Lane(0, 0, 16, 20), Lane(1, 0, 1, 60)))
    assert solve(problem)[Aim.FASTEST].units == (1, 0)
    problem = Problem((10,), (0,), (Pool(0, 1, 1), Pool(1, 12, 12)), (Lane(0, 0, 16, 60), Lane(1, 0, 1, 20)))
    assert solve(problem)[Aim.FASTEST].units == (0, 10)


def test_late_is_the_last_resort() -> None:
    """Even, and fewest, do not make anything late that could be in time."""
    pools = (Pool(0, 2, 9), Pool(1, 2, 9), Pool(2, 9, 90))
    lanes = (Lane(0, 0, 1, 50), Lane(1, 0, 1, 60), Lane(2, 0, 1, 500, late=True))
    for division in solve(Problem((4,), (0,), pools, lanes)).values():
        assert division.units == (2, 2, 0)
    for division in solve(Problem((5,), (0,), pools, lanes)).values():
        assert division.units == (2, 2, 1)


def test_equals_are_told_apart_by_their_place() -> None:
    pools = tuple(Pool(owner, 2, 4) for owner in (2, 0, 1))
    lanes = tuple(Lane(pool, 0, 1, 30) for pool in range(3))
    assert solve(Problem((2,), (0,), pools, lanes))[Aim.FASTEST].units == (0, 2, 0)
    assert solve(Problem((2,), (0,), pools, lanes))[Aim.EVEN].units == (0, 1, 1)


def test_large_numbers() -> None:
    pools = tuple(Pool(owner, 40_000 + owner, 90_001) for owner in range(5))
    lanes = tuple(Lane(pool, 0, 1, 60 + pool) for pool in range(5))
    found = solve(Problem((100_000,), (0,), pools, lanes))
    assert all(division.proven and sum(division.units) == 100_000 for division in found.values())
    assert found[Aim.EVEN].units == (20_000,) * 5
    assert found[Aim.FASTEST].units == (40_000, 40_001, 19_999, 0, 0)


def test_without_time_it_is_done_by_hand_and_said_so() -> None:
    problem = Problem((3,), (0,), (Pool(0, 4, 4),), (Lane(0, 0, 1, 10),))
    for division in solve(problem, seconds=0).values():
        assert division.units == (3,)
        assert not division.proven


def test_nothing_to_divide() -> None:
    for division in solve(Problem((), (), (), ())).values():
        assert division.units == ()

"""Advice for the whole country at once, beside what one would do by hand: how good, and how long it takes.

By hand: the most pressing line first, each from the nearest supplier that has any left. Both get the same
lines, stocks and travel times, in the same run.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import msgspec

from mlob import regions
from mlob.bijstand import catalogue, suppliers
from mlob.bijstand.advice import advise, outstanding, problem_of
from mlob.bijstand.capacity import Figure, Key, Stock
from mlob.bijstand.confidence import Limits
from mlob.bijstand.demand import Demand, Item
from mlob.bijstand.division import Aim, Problem, Units, components, greedy, measure, shortfall
from mlob.bijstand.lanes import ways
from mlob.bijstand.solver import solve
from mlob.bijstand.travel import Travel

__all__ = ["measure_country"]

_NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
_KEPT = 0.6  # of what a region has, at most

T = TypeVar("T")
_AIMS = {Aim.FASTEST: "last_arrival", Aim.EVEN: "largest_share", Aim.FEWEST: "suppliers"}


def _country(dice: random.Random, lines: int, kinds: int) -> tuple[Demand, dict[Key, Stock]]:
    """Every region's figure for so many resources, and so many lines that are asked somewhere."""
    resources = sorted(catalogue.known())[:kinds]
    stocks = {}
    for region in regions.names():
        for resource in resources:
            total = dice.randint(1, 40)
            figure = Figure(
                supplier=region,
                resource=resource,
                unit=catalogue.known()[resource].unit,
                total=total,
                in_use=dice.randint(0, total // 2),
                present=total,
                minimum=round(total * _KEPT * dice.random()),
                observed_at=_NOW - timedelta(minutes=dice.randint(1, 300)),
                source="bench",
                verification="onbevestigd",
                ready_minutes=dice.randint(10, 60),
            )
            stocks[figure.key] = Stock(figure, figure.in_use or 0, 0)
    return Demand(tuple(_lines(dice, lines, resources))), stocks


def _lines(dice: random.Random, lines: int, resources: Sequence[str]) -> Iterator[Item]:
    for number in range(lines):
        region, resource = dice.choice(list(regions.names())), dice.choice(resources)
        quantity = dice.randint(2, 60)
        yield Item(
            request=f"request:bench:{number}",
            version=1,
            operation=f"operation:bench:{number % 6}",
            title=f"Verzoek {number}",
            id="a",
            resource=resource,
            unit=catalogue.known()[resource].unit,
            requested=quantity,
            outstanding=quantity,
            urgent=dice.random() < 0.3,
            needed_by=_NOW + timedelta(hours=dice.choice([3, 4, 6, 12])),
            region=region,
            point=suppliers.middle(region),
        )


def _reached(problem: Problem, aim: Aim, units: Units) -> float:
    """What an aim is about, over all parts: the sum of last arrivals or suppliers, the mean of shares."""
    values = []
    for part, lanes in components(problem):
        told = measure(part, aim, [units[lane] for lane in lanes])
        values.append(sum(told[len(part.ranks) + 1 : -1]))
    return statistics.fmean(values) if aim is Aim.EVEN else sum(values)


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    found = work()
    return found, time.perf_counter() - started


class _Run(msgspec.Struct, frozen=True):
    """One country: seconds of each way, what lacks by each, and what each aim is about by each."""

    whole: float
    divided: float
    by_hand: float
    short: tuple[int, int]
    parts: int
    proven: bool
    reached: dict[Aim, tuple[float, float]]


def _run(demand: Demand, stocks: dict[Key, Stock]) -> _Run:
    _, whole = _timed(lambda: advise(demand, stocks, Travel(), Limits(), _NOW))
    items = outstanding(demand)
    found, _ = ways(items, stocks, Travel(), _NOW, oldest=Limits().oldest, asking=items)
    problem = problem_of(items, found)
    divisions, divided = _timed(lambda: solve(problem))
    hand, by_hand = _timed(lambda: greedy(problem))
    best = divisions[Aim.FASTEST].units
    return _Run(
        whole=whole,
        divided=divided,
        by_hand=by_hand,
        short=(sum(shortfall(problem, best)), sum(shortfall(problem, hand))),
        parts=len(list(components(problem))),
        proven=all(division.proven for division in divisions.values()),
        reached={
            aim: (_reached(problem, aim, division.units), _reached(problem, aim, hand))
            for aim, division in divisions.items()
        },
    )


def _seconds(values: Sequence[float]) -> dict[str, float]:
    return {"median": round(statistics.median(values), 3), "most": round(max(values), 3)}


def _beside(pairs: Sequence[tuple[float, float]]) -> dict[str, float]:
    ours, hand = (statistics.fmean(values) for values in zip(*pairs, strict=True))
    return {
        "optimal": round(ours, 3),
        "by_hand": round(hand, 3),
        "ratio": round(ours / hand, 3) if hand else 1.0,
    }


def measure_country(runs: int, lines: int = 30, kinds: int = 40) -> dict[str, Any]:
    """Seconds of the whole answer and of the division alone, and each aim beside the division by hand."""
    dice = random.Random(20260420)
    found = [_run(*_country(dice, lines, kinds)) for _ in range(runs)]
    by_hand = statistics.median(run.by_hand for run in found)
    return {
        "bench": "advice",
        "runs": runs,
        "regions": len(regions.names()),
        "resources": kinds,
        "items": lines,
        "parts": round(statistics.fmean(run.parts for run in found), 1),
        "proven": all(run.proven for run in found),
        "seconds": _seconds([run.whole for run in found]),
        "solve_seconds": _seconds([run.divided for run in found]),
        "by_hand_seconds": round(by_hand, 5),
        "slower_than_by_hand": round(statistics.median(run.divided for run in found) / by_hand),
        "shortfall": _beside([run.short for run in found]),
        **{name: _beside([run.reached[aim] for run in found]) for aim, name in _AIMS.items()},
    }

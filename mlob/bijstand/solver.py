"""The optimal division of needs over stocks, for each aim.

Objectives come one after the other (lexicographic): the least shortfall, the most pressing class first;
as little as possible that comes late; what the aim says; the least arrival time, a unit at a time, and the
supplier that comes first.
What shares no need and no stock is solved by itself. A bound that no division can beat is tried first:
mostly it holds, and one program says so; where it does not, the best value is found by a program of its
own, and then the division that has it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from fractions import Fraction

import msgspec

from mlob.bijstand.division import (
    Aim,
    Lane,
    Problem,
    Units,
    components,
    greedy,
    lateness,
    prices,
    shortfall,
    taken,
)
from mlob.bijstand.program import Program, UnsolvedError, load

__all__ = ["Division", "solve"]

_STEPS = 1 << 40
"""Shares are tried in steps this fine: it tells apart all fractions of stocks up to a million."""
_NEVER = float("inf")


class Division(msgspec.Struct, frozen=True):
    """How many units go by each lane; `proven` is false where time was over and a rule of thumb was used."""

    units: Units
    proven: bool


def solve(
    problem: Problem, seconds: float = 5.0, clock: Callable[[], float] = time.monotonic
) -> dict[Aim, Division]:
    """The optimal division for each aim, within so many seconds."""
    load()
    deadline = clock() + seconds
    found = {aim: [0] * len(problem.lanes) for aim in Aim}
    proven = dict.fromkeys(Aim, True)
    for part, lanes in components(problem):
        search = _Search(part, lambda: deadline - clock())
        for aim in Aim:
            try:
                units = search.best(aim)
            except UnsolvedError:
                units, proven[aim] = greedy(part), False
            for lane, amount in zip(lanes, units, strict=True):
                found[aim][lane] = amount
    return {aim: Division(tuple(units), proven[aim]) for aim, units in found.items()}


class _Search:
    """The divisions of one component."""

    def __init__(self, problem: Problem, left: Callable[[], float]) -> None:
        self.problem = problem
        self.left = left
        self.prices = prices(problem)
        self.lacking: list[int] | None = None
        self.late: int | None = None

    def best(self, aim: Aim) -> Units:
        """The optimum for an aim; raises UnsolvedError."""
        if self.lacking is None:
            lacking = self._least_shortfall()
            self.late = self._least_late(lacking)
            self.lacking = lacking
        found = {Aim.FASTEST: self._fastest, Aim.EVEN: self._even, Aim.FEWEST: self._fewest}
        return found[aim](self.lacking)

    def _least_shortfall(self) -> list[int]:
        """What each class lacks at least; for one need that is what the stocks lack.

        While every unit counts as one, the amounts that can be served together are the independent vectors
        of a polymatroid, of which decreasing weights give the lexicographic optimum (Edmonds, 1970): one
        program. With substitutes a unit may do more for a less pressing need: one program a class.
        """
        count = len(self.problem.ranks)
        if all(lane.each == 1 for lane in self.problem.lanes):
            if len(self.problem.needs) == 1:
                return [max(0, self.problem.needs[0] - sum(pool.free for pool in self.problem.pools))]
            return list(shortfall(self.problem, self._served([count - rank for rank in range(count)], [])))
        known: list[int] = []
        for rank in range(count):
            units = self._served([float(rank == other) for other in range(count)], known)
            known.append(shortfall(self.problem, units)[rank])
        return known

    def _least_late(self, lacking: Sequence[int]) -> int | None:
        """How much comes late at least; None when nothing can."""
        program = Program(self.problem, lacking)
        terms = program.overdue()
        for column, amount in terms:
            program.price(column, amount)
        return lateness(self.problem, self._solved(program)) if terms else None

    def _served(self, weights: Sequence[float], lacking: Sequence[int]) -> Units:
        program = Program(self.problem, lacking)
        for column, rank in zip(program.lacks, self.problem.classes, strict=True):
            program.price(column, weights[rank])
        return self._solved(program)

    def _solved(self, program: Program) -> Units:
        units = program.solve(self.left())
        if units is None:
            raise UnsolvedError("what was possible no longer is")
        return units

    def _cheapest(self, program: Program) -> Units | None:
        for column, price in zip(program.units, self.prices, strict=True):
            program.price(column, price)
        return program.solve(self.left())

    def _needed(self, lacking: Sequence[int]) -> list[int]:
        """What each class gets."""
        wanted = [0 for _ in self.problem.ranks]
        for amount, rank in zip(self.problem.needs, self.problem.classes, strict=True):
            wanted[rank] += amount
        return [amount - missing for amount, missing in zip(wanted, lacking, strict=True)]

    def _fastest(self, lacking: Sequence[int]) -> Units:
        latest = [_earliest(self.problem, rank, amount) for rank, amount in enumerate(self._needed(lacking))]
        if (units := self._cheapest(self._before(lacking, latest))) is not None:
            return units
        bounds, latest = latest, [_NEVER for _ in latest]
        for rank, bound in enumerate(bounds):
            program = self._before(lacking, latest)
            last = program.column(max(0.0, bound), max(lane.minutes for lane in self.problem.lanes))
            program.price(last, 1)
            for number, lane in enumerate(self.problem.lanes):
                if self.problem.rank(lane) == rank and program.most[number]:
                    used = program.column(0, 1, whole=True)
                    program.row([(program.units[number], 1), (used, -program.most[number])], most=0)
                    program.row([(last, 1), (used, -lane.minutes)], least=0)
            pairs = zip(self.problem.lanes, self._solved(program), strict=True)
            mine = (lane.minutes for lane, amount in pairs if amount and self.problem.rank(lane) == rank)
            latest[rank] = max(mine, default=-1)
        return self._sure(self._cheapest(self._before(lacking, latest)))

    def _before(self, lacking: Sequence[int], latest: Sequence[float]) -> Program:
        """The program in which nothing for a class arrives later than its bound."""
        allowed = [lane.minutes <= latest[self.problem.rank(lane)] for lane in self.problem.lanes]
        return Program(self.problem, lacking, self.late, allowed=allowed)

    def _even(self, lacking: Sequence[int]) -> Units:
        bound = _least_share(self.problem, sum(self._needed(lacking)))
        caps = _capped(self.problem, bound)
        if (units := self._cheapest(Program(self.problem, lacking, self.late, caps=caps))) is not None:
            return units
        program = Program(self.problem, lacking, self.late)
        share = program.column(float(bound), 1)
        program.price(share, 1)
        for number, pool in enumerate(self.problem.pools):
            program.row([*program.given(number), (share, -pool.cover)], most=0)
        given = zip(taken(self.problem, self._solved(program)), self.problem.pools, strict=True)
        caps = _capped(self.problem, max(Fraction(amount, pool.cover) for amount, pool in given))
        return self._sure(self._cheapest(Program(self.problem, lacking, self.late, caps=caps)))

    def _fewest(self, lacking: Sequence[int]) -> Units:
        bound = _least_owners(self.problem, sum(self._needed(lacking)))
        program, owners = self._owned(lacking)
        program.row([(owner, 1) for owner in owners], most=bound)
        if (units := self._cheapest(program)) is not None:
            return units
        program, owners = self._owned(lacking)
        program.row([(owner, 1) for owner in owners], least=bound)
        for owner in owners:
            program.price(owner, 1)
        pairs = zip(self.problem.lanes, self._solved(program), strict=True)
        count = len({self.problem.owner(lane) for lane, amount in pairs if amount})
        program, owners = self._owned(lacking)
        program.row([(owner, 1) for owner in owners], most=count)
        return self._sure(self._cheapest(program))

    def _owned(self, lacking: Sequence[int]) -> tuple[Program, list[int]]:
        """The program with a variable for each owner that says whether it gives anything."""
        program = Program(self.problem, lacking, self.late)
        names = sorted({pool.owner for pool in self.problem.pools})
        used = {name: program.column(0, 1, whole=True) for name in names}
        for number, lane in enumerate(self.problem.lanes):
            gives = (used[self.problem.owner(lane)], -program.most[number])
            program.row([(program.units[number], 1), gives], most=0)
        for number, pool in enumerate(self.problem.pools):
            program.row([*program.given(number), (used[pool.owner], -pool.free)], most=0)
        return program, list(used.values())

    @staticmethod
    def _sure(units: Units | None) -> Units:
        if units is None:
            raise UnsolvedError("what was possible no longer is")
        return units


def _reach(lanes: Sequence[Lane], free: Sequence[int]) -> int:
    """Never less than what lanes can serve: each pool at the most that a unit of it counts as."""
    best: dict[int, int] = {}
    for lane in lanes:
        best[lane.pool] = max(best.get(lane.pool, 0), lane.each)
    return sum(free[pool] * each for pool, each in best.items())


def _earliest(problem: Problem, rank: int, amount: int) -> float:
    """Minutes before which a class cannot get so much, whatever else is asked."""
    if not amount:
        return -1
    free = [pool.free for pool in problem.pools]
    mine = [lane for lane in problem.lanes if problem.rank(lane) == rank]
    for minutes in sorted({lane.minutes for lane in mine}):
        if _reach([lane for lane in mine if lane.minutes <= minutes], free) >= amount:
            return minutes
    return _NEVER


def _least_share(problem: Problem, amount: int) -> Fraction:
    """The share below which the pools together cannot give so much."""
    low, high = 0, _STEPS
    while low < high:
        middle = (low + high) // 2
        if _reach(problem.lanes, _capped(problem, Fraction(middle, _STEPS))) >= amount:
            high = middle
        else:
            low = middle + 1
    return Fraction(high, _STEPS)


def _capped(problem: Problem, share: Fraction) -> list[int]:
    """How many units each pool may give when none gives more than a share of what it has."""
    return [min(pool.free, pool.cover * share.numerator // share.denominator) for pool in problem.pools]


def _least_owners(problem: Problem, amount: int) -> int:
    """Fewer owners than these cannot give so much."""
    by_owner: dict[int, list[Lane]] = {}
    for lane in problem.lanes:
        by_owner.setdefault(problem.owner(lane), []).append(lane)
    free = [pool.free for pool in problem.pools]
    largest = sorted((_reach(lanes, free) for lanes in by_owner.values()), reverse=True)
    count = 0
    while amount > 0 and count < len(largest):
        amount -= largest[count]
        count += 1
    return count

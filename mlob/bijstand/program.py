"""A division as a mixed integer program, solved by HiGHS (scipy.optimize.milp)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from mlob.bijstand.division import Problem, Units, lateness, shortfall, taken

__all__ = ["Program", "UnsolvedError", "load"]

_OPTIMAL, _INFEASIBLE = 0, 2  # status of scipy.optimize.milp
_UNLIMITED = np.inf


def load() -> None:
    """Load HiGHS: half a second that only who asks for advice pays, before the time of a solution runs."""
    import scipy.optimize
    import scipy.sparse  # noqa: F401


class UnsolvedError(Exception):
    """No optimum was proven within the time."""


class Program:
    """Whole units by each lane, what each need lacks, and whatever is added to be minimised.

    `lacking` is how much each class may lack, as far as that is decided, `late` how much may come late;
    `allowed` which lanes may be used, `caps` how many units each pool gives at most.
    """

    def __init__(
        self,
        problem: Problem,
        lacking: Sequence[int] = (),
        late: int | None = None,
        *,
        allowed: Sequence[bool] | None = None,
        caps: Sequence[int] | None = None,
    ) -> None:
        self.problem = problem
        self.lacking = lacking
        self.late = late
        self.caps = [pool.free for pool in problem.pools] if caps is None else caps
        self._prices: list[float] = []
        self._bounds: list[tuple[float, float]] = []
        self._whole: list[bool] = []
        self._rows: list[tuple[float, float]] = []
        self._entries: list[tuple[int, int, float]] = []
        self._lanes: list[list[int]] = [[] for _ in problem.pools]
        most = [
            min(self.caps[lane.pool], -(-problem.needs[lane.need] // lane.each)) for lane in problem.lanes
        ]
        if allowed is not None:
            most = [amount if may else 0 for amount, may in zip(most, allowed, strict=True)]
        self.most = most
        self.units = [self.column(0, amount, whole=True) for amount in most]
        self.lacks = [self.column(0, need) for need in problem.needs]
        self._constrain()

    def column(self, least: float, most: float, *, whole: bool = False) -> int:
        """A new variable; its number."""
        self._prices.append(0)
        self._bounds.append((least, most))
        self._whole.append(whole)
        return len(self._prices) - 1

    def row(
        self, terms: Iterable[tuple[int, float]], least: float = -_UNLIMITED, most: float = _UNLIMITED
    ) -> None:
        """A new constraint: the sum of variables, each times a number, lies within bounds."""
        number = len(self._rows)
        self._rows.append((least, most))
        self._entries += [(number, column, factor) for column, factor in terms]

    def price(self, column: int, amount: float) -> None:
        """What a unit of a variable costs."""
        self._prices[column] = amount

    def given(self, pool: int) -> list[tuple[int, float]]:
        """What a pool gives, as terms of a constraint."""
        return [(self.units[lane], 1) for lane in self._lanes[pool]]

    def _constrain(self) -> None:
        problem = self.problem
        for number, lane in enumerate(problem.lanes):
            self._lanes[lane.pool].append(number)
        served: list[list[tuple[int, float]]] = [[(lack, 1)] for lack in self.lacks]
        for column, lane in zip(self.units, problem.lanes, strict=True):
            served[lane.need].append((column, lane.each))
        for terms, wanted in zip(served, problem.needs, strict=True):
            self.row(terms, least=wanted)
        for pool, cap in enumerate(self.caps):
            self.row(self.given(pool), most=cap)
        for rank, amount in enumerate(self.lacking):
            mine = [column for column, of in zip(self.lacks, problem.classes, strict=True) if of == rank]
            self.row([(column, 1) for column in mine], most=amount)
        if self.late is not None:
            self.row(self.overdue(), most=self.late)

    def overdue(self) -> list[tuple[int, float]]:
        """What comes late, as terms of a constraint."""
        pairs = zip(self.units, self.problem.lanes, strict=True)
        return [(column, lane.each) for column, lane in pairs if lane.late]

    def solve(self, seconds: float) -> Units | None:
        """The optimal units by each lane; None when nothing satisfies the constraints.

        Raises UnsolvedError when the time is over first, or when an answer does not hold.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import coo_array

        if seconds <= 0:
            raise UnsolvedError("no time left")
        rows, columns, factors = zip(*self._entries, strict=True)
        matrix = coo_array((factors, (rows, columns)), shape=(len(self._rows), len(self._prices)))
        least, most = zip(*self._rows, strict=True)
        lower, upper = zip(*self._bounds, strict=True)
        found = milp(
            np.asarray(self._prices, dtype=float),
            constraints=LinearConstraint(matrix.tocsc(), least, most),
            bounds=Bounds(lower, upper),
            integrality=np.asarray(self._whole, dtype=int),
            options={"mip_rel_gap": 0.0, "time_limit": seconds},
        )
        if found.status == _INFEASIBLE:
            return None
        if found.status != _OPTIMAL:
            raise UnsolvedError(str(found.message))
        units = tuple(int(amount) for amount in np.rint(found.x[: len(self.units)]))
        if not self._holds(units):
            raise UnsolvedError("rounded away")
        return units

    def _holds(self, units: Units) -> bool:
        """Whether whole units do what the solver's floating numbers did."""
        given = taken(self.problem, units)
        return (
            all(0 <= amount <= most for amount, most in zip(units, self.most, strict=True))
            and all(amount <= cap for amount, cap in zip(given, self.caps, strict=True))
            and all(
                amount <= most
                for amount, most in zip(shortfall(self.problem, units), self.lacking, strict=False)
            )
            and (self.late is None or lateness(self.problem, units) <= self.late)
        )

"""Needs, stocks and what can go where; how good a division of the one over the other is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec

__all__ = [
    "Aim",
    "Lane",
    "Pool",
    "Problem",
    "Units",
    "components",
    "greedy",
    "measure",
    "prices",
    "shortfall",
]
__all__ += ["taken"]

Units = tuple[int, ...]
"""How many units go by each lane."""


class Aim(StrEnum):
    """What a division is best at, once as much as possible is covered."""

    FASTEST = "snelst"
    """The last unit arrives earliest, of the most pressing class first."""
    EVEN = "gelijkmatig"
    """The largest share that any supplier gives of what it has is least."""
    FEWEST = "minste leveranciers"
    """Fewest suppliers."""


class Pool(msgspec.Struct, frozen=True):
    """A stock: whose it is (a number), how many units are free and how many there are (`cover`, >= free)."""

    owner: int
    free: int
    cover: int


class Lane(msgspec.Struct, frozen=True):
    """A way to serve a need: a unit of a pool counts as `each` there, and arrives after so many minutes.

    `late` is when that is after it is needed, and yet better than nothing.
    """

    pool: int
    need: int
    each: int
    minutes: int
    late: bool = False


class Problem(msgspec.Struct, frozen=True):
    """`needs` in whole units and `classes` that say how pressing each is, 0 first; pools, and lanes."""

    needs: tuple[int, ...]
    classes: tuple[int, ...]
    pools: tuple[Pool, ...]
    lanes: tuple[Lane, ...]

    @property
    def ranks(self) -> range:
        """The classes, the most pressing first."""
        return range(1 + max(self.classes, default=-1))

    def rank(self, lane: Lane) -> int:
        """The class of what a lane serves."""
        return self.classes[lane.need]

    def owner(self, lane: Lane) -> int:
        """Whose units go by a lane."""
        return self.pools[lane.pool].owner


def components(problem: Problem) -> Iterator[tuple[Problem, list[int]]]:
    """The parts that share no need and no stock, each with which lanes of the whole it has."""
    top: dict[tuple[str, int], tuple[str, int]] = {}

    def root(name: tuple[str, int]) -> tuple[str, int]:
        while top.setdefault(name, name) != name:
            name = top[name]
        return name

    for lane in problem.lanes:
        top[root(("pool", lane.pool))] = root(("need", lane.need))
    groups: dict[tuple[str, int], list[int]] = {}
    for number, lane in enumerate(problem.lanes):
        groups.setdefault(root(("need", lane.need)), []).append(number)
    for lanes in groups.values():
        yield _part(problem, [problem.lanes[lane] for lane in lanes]), lanes


def _part(problem: Problem, lanes: Sequence[Lane]) -> Problem:
    """The problem of some lanes alone; what comes first stays first."""
    needs, pools = sorted({lane.need for lane in lanes}), sorted({lane.pool for lane in lanes})
    classes = sorted({problem.classes[need] for need in needs})
    place = {need: number for number, need in enumerate(needs)}
    stock = {pool: number for number, pool in enumerate(pools)}
    return Problem(
        needs=tuple(problem.needs[need] for need in needs),
        classes=tuple(classes.index(problem.classes[need]) for need in needs),
        pools=tuple(problem.pools[pool] for pool in pools),
        lanes=tuple(
            msgspec.structs.replace(lane, pool=stock[lane.pool], need=place[lane.need]) for lane in lanes
        ),
    )


def shortfall(problem: Problem, units: Sequence[int]) -> Units:
    """What each class lacks."""
    left = list(problem.needs)
    for lane, amount in zip(problem.lanes, units, strict=True):
        left[lane.need] -= amount * lane.each
    lacking = [0 for _ in problem.ranks]
    for amount, rank in zip(left, problem.classes, strict=True):
        lacking[rank] += max(0, amount)
    return tuple(lacking)


def lateness(problem: Problem, units: Sequence[int]) -> int:
    """How much comes late."""
    pairs = zip(problem.lanes, units, strict=True)
    return sum(amount * lane.each for lane, amount in pairs if lane.late)


def taken(problem: Problem, units: Sequence[int]) -> Units:
    """How many units each pool gives."""
    found = [0] * len(problem.pools)
    for lane, amount in zip(problem.lanes, units, strict=True):
        found[lane.pool] += amount
    return tuple(found)


def prices(problem: Problem) -> Units:
    """What a unit costs by each lane: the minutes of all that it counts as, and less than a minute for
    the place of its owner, so that the first one gives where it makes no difference.
    """
    owners = sorted({pool.owner for pool in problem.pools})
    return tuple(
        lane.each * lane.minutes * len(owners) + owners.index(problem.owner(lane)) for lane in problem.lanes
    )


def measure(problem: Problem, aim: Aim, units: Sequence[int]) -> tuple[float, ...]:
    """What is minimised, of one component; the first difference decides."""
    used = [lane for lane, amount in zip(problem.lanes, units, strict=True) if amount]
    reached: list[float]
    if aim is Aim.FASTEST:
        reached = [
            max((lane.minutes for lane in used if problem.rank(lane) == rank), default=-1)
            for rank in problem.ranks
        ]
    elif aim is Aim.EVEN:
        pairs = zip(taken(problem, units), problem.pools, strict=True)
        reached = [max((amount / pool.cover for amount, pool in pairs), default=0)]
    else:
        reached = [len({problem.owner(lane) for lane in used})]
    total = sum(price * amount for price, amount in zip(prices(problem), units, strict=True))
    return (*shortfall(problem, units), lateness(problem, units), *reached, total)


def greedy(problem: Problem) -> Units:
    """What one would do by hand: the most pressing need first, each from the nearest that has any left."""
    left = [pool.free for pool in problem.pools]
    mine: dict[int, list[int]] = {}
    for number, lane in enumerate(problem.lanes):
        mine.setdefault(lane.need, []).append(number)
    units = [0] * len(problem.lanes)
    for need in sorted(mine, key=lambda need: (problem.classes[need], need)):
        wanted = problem.needs[need]
        for number in sorted(mine[need], key=lambda number: (problem.lanes[number].minutes, number)):
            lane = problem.lanes[number]
            units[number] = min(left[lane.pool], -(-max(0, wanted) // lane.each))
            left[lane.pool] -= units[number]
            wanted -= units[number] * lane.each
    return tuple(units)

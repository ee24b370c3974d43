"""Where a unit is at a moment: along its route at its own speed, and then to and fro on the last part."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

import msgspec

__all__ = ["Fix", "Position", "Unit", "fix"]

Position = tuple[float, float]
METRES_PER_DEGREE = 111_320.0


class Unit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A unit that moves: `speed` in km/h; `start` is when it is at the first point of its route.

    Once at the end it goes to and fro between the end and the point with index `patrol`. Before
    `seen` (default: `start`) and from `until` on nobody reports it: one that is sent elsewhere stands
    in the list again, with its next route. `values` fill the open places of its frame.
    """

    id: str
    source: str
    frame: str
    route: str
    speed: float
    start: datetime
    seen: datetime | None = None
    until: datetime | None = None
    patrol: int = 0
    values: dict[str, str] = {}


class Fix(msgspec.Struct, frozen=True):
    """Position (degrees WGS 84), course (degrees from north), speed (m/s)."""

    lon: float
    lat: float
    course: float
    speed: float


def fix(route: Sequence[Position], unit: Unit, at: datetime) -> Fix:
    """Where `unit` is at scenario time `at`."""
    legs = [_metres(a, b) for a, b in pairwise(route)]
    speed = unit.speed / 3.6
    travelled = max(0.0, (at - unit.start).total_seconds()) * speed
    whole, tail = sum(legs), sum(legs[unit.patrol :])
    back = False
    if travelled > whole and tail > 0:
        over = (travelled - whole) % (2 * tail)
        back = over <= tail
        travelled = whole - over if back else whole - 2 * tail + over
    return _along(route, legs, min(travelled, whole), back, speed)


def _along(
    route: Sequence[Position], legs: Sequence[float], travelled: float, back: bool, speed: float
) -> Fix:
    for leg, (here, there) in zip(legs, pairwise(route), strict=True):
        if travelled <= leg and leg > 0:
            share = travelled / leg
            course = _course(here, there)
            return Fix(
                here[0] + share * (there[0] - here[0]),
                here[1] + share * (there[1] - here[1]),
                (course + 180.0) % 360.0 if back else course,
                speed,
            )
        travelled -= leg
    return Fix(route[-1][0], route[-1][1], 0.0, 0.0)


def _metres(here: Position, there: Position) -> float:
    return math.hypot(*_east_north(here, there)) * METRES_PER_DEGREE


def _course(here: Position, there: Position) -> float:
    return math.degrees(math.atan2(*_east_north(here, there))) % 360.0


def _east_north(here: Position, there: Position) -> tuple[float, float]:
    shrink = math.cos(math.radians((here[1] + there[1]) / 2))
    return (there[0] - here[0]) * shrink, there[1] - here[1]

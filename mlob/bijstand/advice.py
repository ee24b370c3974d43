"""Advice on who could give what is still outstanding: three proposals, each with its reasons.

It never assigns anything. A person accepts a choice by taking the step `toezeggen` with the `request`,
`version`, `items` and `supplier` of that choice.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from mlob.bijstand import reasons, suppliers
from mlob.bijstand.capacity import Key, Stock, number
from mlob.bijstand.confidence import Limits
from mlob.bijstand.demand import Demand, Item
from mlob.bijstand.division import Lane, Pool, Problem
from mlob.bijstand.lanes import Way, vehicle, ways
from mlob.bijstand.proposal import Proposal
from mlob.bijstand.solver import solve
from mlob.bijstand.travel import Travel
from mlob.model import iso

__all__ = ["MOST_ITEMS", "advise", "outstanding", "problem_of"]

MOST_ITEMS = 300
"""Lines that are advised on at once, the most pressing first."""
_FAR = datetime.max.replace(tzinfo=UTC)

Row = dict[str, Any]


def outstanding(demand: Demand, operation: str | None = None) -> list[Item]:
    """The lines that still lack something, of one operation or of all, the most pressing first."""
    found = [item for item in demand.items if item.outstanding > 0 and operation in (None, item.operation)]
    return sorted(found, key=lambda item: (_pressing(item), item.request, item.id))[:MOST_ITEMS]


def advise(
    demand: Demand,
    stocks: Mapping[Key, Stock],
    travel: Travel,
    limits: Limits,
    now: datetime,
    operation: str | None = None,
) -> Row:
    """What `GET /advice` answers."""
    items = outstanding(demand, operation)
    found, blocked = ways(items, stocks, travel, now, oldest=limits.oldest, asking=demand.items)
    divisions = solve(problem_of(items, found)) if items else {}
    others = _others(demand, items, operation)
    return {
        "operation": operation,
        "at": iso(now),
        "items": [_asked(item) for item in items],
        "proposals": [
            Proposal(items, found, blocked, division, now).told(aim, limits)
            for aim, division in divisions.items()
        ],
        "others": others,
        "travel": travel.text(vehicle(way.stock.figure.resource) for way in found),
        "text": reasons.whole(
            len(items), (row["resource"] for row in others), exercise=any(item.exercise for item in items)
        ),
    }


def problem_of(items: Sequence[Item], found: Sequence[Way]) -> Problem:
    """The lines and the ways to serve them, as numbers; a lane for each way."""
    classes = sorted({_pressing(item) for item in items})
    owners = {code: place for place, code in enumerate(suppliers.known())}
    place: dict[Key, int] = {}
    pools: list[Pool] = []
    lanes: list[Lane] = []
    for way in found:
        if way.key not in place:
            place[way.key] = len(pools)
            pools.append(Pool(owners[way.key[0]], way.stock.free, math.floor(way.stock.cover)))
        lanes.append(Lane(place[way.key], way.item, way.each, way.minutes, way.late))
    return Problem(
        needs=tuple(math.ceil(item.outstanding) for item in items),
        classes=tuple(classes.index(_pressing(item)) for item in items),
        pools=tuple(pools),
        lanes=tuple(lanes),
    )


def _pressing(item: Item) -> tuple[bool, datetime]:
    """Urgent before the rest, then what is needed first."""
    return not item.urgent, item.needed_by or _FAR


def _asked(item: Item) -> Row:
    return {
        "request": item.request,
        "operation": item.operation,
        "item": item.id,
        "title": item.title,
        "resource": item.resource,
        "unit": item.unit,
        "outstanding": number(item.outstanding),
        "urgent": item.urgent,
        "needed_by": None if item.needed_by is None else iso(item.needed_by),
    }


def _others(demand: Demand, items: Sequence[Item], operation: str | None) -> list[Row]:
    """What other operations still ask of the same resources: advice on one reckons with none of it."""
    mine = {item.resource for item in items}
    found: dict[tuple[str, str, str], float] = {}
    for item in demand.items:
        if operation not in (None, item.operation) and item.resource in mine and item.outstanding > 0:
            key = (item.operation, item.resource, item.unit)
            found[key] = found.get(key, 0) + item.outstanding
    return [
        {"operation": name, "resource": resource, "unit": unit, "outstanding": number(amount)}
        for (name, resource, unit), amount in sorted(found.items())
    ]

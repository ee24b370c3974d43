"""Load: what operations claim of each resource in the coming hours, against all that is there for bijstand.

An item claims from when it is needed until when its request, or the promise for it, ends; without an end
until the horizon. What is there is the pool of every supplier with a figure: what he may give, has promised
and has given; what somebody without a figure promised or gave covers its own claim. More claimed than there
is, by two operations or more at the same time, is one conflict; by one operation it is a shortage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import msgspec

from mlob.bijstand.capacity import Key, Stock, number, without
from mlob.bijstand.demand import Demand, Item, Promise, same_unit
from mlob.bijstand.reasons import name
from mlob.bijstand.words import amount, clock, listed
from mlob.model import iso

__all__ = ["HOURS", "Claim", "claims", "load"]

HOURS = (1, 72)
"""Least and most hours ahead."""
_HOUR = timedelta(hours=1)
_NOT_ASKED = "Daarin telt mee wat gepland en nog niet gevraagd is."

Row = dict[str, Any]


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """So much of a resource for an operation, from one moment until another; asked for, or planned.

    What is `brought` comes from somebody of whom no figure is known: it is in no pool.
    """

    operation: str
    title: str
    resource: str
    unit: str
    amount: float
    start: datetime
    end: datetime
    planned: bool = False
    brought: bool = False


class _Window(msgspec.Struct, frozen=True):
    """A stretch of time in which the same claims hold."""

    start: datetime
    end: datetime
    claimed: float
    by: dict[str, float]
    brought: float = 0

    @property
    def pooled(self) -> float:
        """What is claimed of those who gave a figure, or of nobody yet."""
        return self.claimed - self.brought


def load(demand: Demand, stocks: Mapping[Key, Stock], now: datetime, hours: int) -> Row:
    """What `GET /load` answers: by the hour what is claimed and what there is, and each conflict."""
    first = now.replace(minute=0, second=0, microsecond=0)
    marks = [first + _HOUR * hour for hour in range(hours)]
    end = first + _HOUR * hours
    titles = {item.operation: item.title for item in reversed(demand.items)}
    titles |= {item.operation: item.operation_title for item in demand.items if item.operation_title}
    rows: list[Row] = []
    over: dict[bool, list[Row]] = {True: [], False: []}
    for (resource, unit), mine in sorted(_grouped(claims(demand, now, end, stocks)).items()):
        there = _stocks(stocks, resource, unit)
        pool = sum(stock.pool for stock in there) if there else None
        windows = list(_windows(mine, now, end))
        rows.append(
            {
                "resource": resource,
                "name": name(resource),
                "unit": unit,
                "unknown": len(without({stock.figure.key for stock in there}, resource)),
                "figure_age_s": _oldest(there, now),
                "series": _series(windows, pool, marks),
                **({"planned": True} if any(claim.planned for claim in mine) else {}),
            }
        )
        for together in over if pool is not None else ():
            for run in _exceeding(windows, pool or 0, together=together):
                row = _exceeded(resource, unit, run, pool or 0, titles, now)
                if any(_planned(claim, run) for claim in mine):
                    row |= {"planned": True, "text": f"{row['text']} {_NOT_ASKED}"}
                over[together].append(row)
    return {
        "at": iso(now),
        "hours": [iso(mark) for mark in marks],
        "resources": rows,
        "conflicts": over[True],
        "shortages": over[False],
    }


def claims(
    demand: Demand, now: datetime, end: datetime, stocks: Mapping[Key, Stock] | None = None
) -> Iterator[Claim]:
    """What each line claims: what is promised for it by promise, and what it still lacks.

    With `stocks` also which of it somebody brings who is in none of them.
    """
    items = {(item.request, item.id): item for item in demand.items}
    for promise in demand.promises:
        item = items.get((promise.request, promise.item))
        if item is not None:
            until = promise.until or item.until
            start = promise.arrives_at or item.needed_by
            brought = stocks is not None and not _stocked(stocks, promise)
            for quantity, since in ((promise.away, now), (promise.waiting, start)):
                for claim in _claim(item, quantity, since, until, now, end):
                    yield msgspec.structs.replace(claim, brought=brought)
    for item in demand.items:
        yield from _claim(item, item.outstanding, item.needed_by, item.until, now, end)


def _claim(
    item: Item, quantity: float, start: datetime | None, until: datetime | None, now: datetime, end: datetime
) -> Iterator[Claim]:
    """A claim within the horizon; what is overdue, or of no known time, is claimed from now."""
    begins, ends = max(start or now, now), min(until or end, end)
    if quantity > 0 and begins < ends:
        yield Claim(
            operation=item.operation,
            title=item.title,
            resource=item.resource,
            unit=item.unit,
            amount=quantity,
            start=begins,
            end=ends,
            planned=item.planned,
        )


def _stocked(stocks: Mapping[Key, Stock], promise: Promise) -> bool:
    """Whether the pool of its supplier counts a promise."""
    stock = stocks.get((promise.supplier or "", promise.resource))
    return stock is not None and same_unit(promise.unit, stock.figure.unit)


def _planned(claim: Claim, run: Sequence[_Window]) -> bool:
    """Whether this claim is only planned, and takes part in these windows."""
    return claim.planned and claim.start < run[-1].end and claim.end > run[0].start


def _grouped(found: Iterable[Claim]) -> dict[tuple[str, str], list[Claim]]:
    groups: dict[tuple[str, str], list[Claim]] = {}
    for claim in found:
        groups.setdefault((claim.resource, claim.unit.casefold()), []).append(claim)
    return groups


def _stocks(stocks: Mapping[Key, Stock], resource: str, unit: str) -> list[Stock]:
    """Who has any of it, as far as is known."""
    return [
        stock for (_, of), stock in stocks.items() if of == resource and same_unit(stock.figure.unit, unit)
    ]


def _oldest(there: Sequence[Stock], now: datetime) -> int | None:
    ages = [round((now - stock.figure.observed_at).total_seconds()) for stock in there]
    return max(0, *ages) if ages else None


def _windows(mine: Sequence[Claim], now: datetime, end: datetime) -> Iterator[_Window]:
    """From edge to edge of the claims, in one sweep."""
    changes: dict[datetime, list[tuple[str, int, float, float]]] = {now: [], end: []}
    for claim in mine:
        own = claim.amount if claim.brought else 0
        changes.setdefault(claim.start, []).append((claim.operation, 1, claim.amount, own))
        changes.setdefault(claim.end, []).append((claim.operation, -1, -claim.amount, -own))
    running: dict[str, tuple[int, float]] = {}
    brought = 0.0
    for start, stop in pairwise(sorted(changes)):
        for operation, more, amount_more, own in changes[start]:
            brought += own
            count, sum_ = running.pop(operation, (0, 0.0))
            if count + more:
                running[operation] = (count + more, sum_ + amount_more)
        by = {operation: sum_ for operation, (_, sum_) in running.items()}
        yield _Window(start, stop, sum(by.values()), by, brought)


def _series(windows: Sequence[_Window], pool: float | None, marks: Sequence[datetime]) -> list[Row]:
    """The most that is claimed within each hour, and what there is then."""
    rows: list[Row] = []
    for mark in marks:
        within = [window for window in windows if window.start < mark + _HOUR and window.end > mark]
        peak = max(within, key=lambda window: (window.pooled, window.claimed), default=None)
        claimed, brought = (peak.claimed, peak.brought) if peak else (0, 0)
        available = None if pool is None else pool + brought
        rows.append({"t": iso(mark), "claimed": number(claimed), "available": number(available)})
    return rows


def _exceeding(windows: Iterable[_Window], pool: float, *, together: bool) -> Iterator[list[_Window]]:
    """Runs of windows without a gap in which more is claimed than there is, by several or by the same one."""
    run: list[_Window] = []
    for window in windows:
        if window.pooled <= pool + 1e-9 or (len(window.by) > 1) is not together:
            continue
        if run and (run[-1].end != window.start or not (together or run[-1].by.keys() == window.by.keys())):
            yield run
            run = []
        run.append(window)
    if run:
        yield run


def _exceeded(
    resource: str, unit: str, run: Sequence[_Window], pool: float, titles: Mapping[str, str], now: datetime
) -> Row:
    peak = max(run, key=lambda window: window.pooled)
    there = pool + peak.brought
    operations = sorted({operation for window in run for operation in window.by})
    names = [titles.get(operation) or operation for operation in operations]
    start, stop = clock(run[0].start, now), clock(run[-1].end, now)
    text = (
        f"{listed(names)} {'vragen samen' if len(names) > 1 else 'vraagt'} {amount(peak.claimed)} "
        f"{name(resource)}, er zijn er {amount(there)}: van {start} tot {stop}."
    )
    return {
        "resource": resource,
        "unit": unit,
        "from": iso(run[0].start),
        "until": iso(run[-1].end),
        "claimed": number(peak.claimed),
        "available": number(there),
        "operations": operations,
        "text": text,
    }

"""What each supplier has of a resource, uses, promised and must keep, and how old that figure is.

Figures come as observations of `capacity:<supplier>:<resource>`: `total`, `in_use` or `available`,
`promised`, `minimum`, `unit`, all absolute. What may be given is

    free = total - in_use - promised - minimum

in whole units. `available` is what is there to send, so total - in_use; of the two the one that was
observed last counts. `promised` is what open requests hold that the figure does not know to have left,
or what the supplier himself says when that is more. Who promised or uses more than that is `over`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from mlob import fold, verification
from mlob.bijstand import catalogue, suppliers
from mlob.bijstand.acts import exact
from mlob.bijstand.demand import Promise, resource_code, same_unit
from mlob.bijstand.suppliers import Point
from mlob.model import Kind, Verification, iso

__all__ = ["Figure", "Key", "Stock", "figures", "named", "number", "row", "stocks", "without"]

Key = tuple[str, str]
"""Supplier and resource."""


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """What a supplier has of a resource, in `unit`; `present` is what is there to send (total - in_use).

    `observed_at` is the time of the number that makes `present`, `actor` the person who entered it.
    `point` is the unit's own base, `ready_minutes` how long it takes until it leaves, where the supplier
    says so.
    """

    supplier: str
    resource: str
    unit: str
    present: float
    observed_at: datetime
    source: str
    actor: str | None = None
    verification: str
    total: float | None = None
    in_use: float | None = None
    minimum: float | None = None
    promised: float = 0
    point: Point | None = None
    ready_minutes: float | None = None
    exercise: bool = False

    @property
    def key(self) -> Key:
        """Whose it is, and of what."""
        return self.supplier, self.resource

    @property
    def knows_use(self) -> bool:
        """Whether it says what is in use, or only how many there are."""
        return self.total is None or self.in_use is not None


class Stock(msgspec.Struct, frozen=True):
    """A figure, with what open requests hold of it: promised, and what left before the figure was made."""

    figure: Figure
    promised: float
    away: float

    @property
    def cover(self) -> float:
        """What is there and not promised: what a share is taken of."""
        return max(0, self.figure.present - self.promised)

    @property
    def free(self) -> int:
        """Whole units that may be given without going below the minimum."""
        return math.floor(max(0, self.cover - (self.figure.minimum or 0)) + 1e-9)

    @property
    def over(self) -> float:
        """How many are promised or in use that are not there, or that the minimum does not leave."""
        figure = self.figure
        there = figure.present if figure.total is None else figure.total
        taken = self.promised + (0 if figure.total is None else figure.in_use or 0)
        return exact(min(taken, max(0, taken + (figure.minimum or 0) - there)))

    @property
    def pool(self) -> float:
        """All that is for bijstand: given, promised or free."""
        return max(0, self.figure.present - (self.figure.minimum or 0)) + self.away


def figures(entities: Iterable[fold.Entity], now: datetime, *, exercise: bool) -> dict[Key, Figure]:
    """The figure of each supplier for each resource.

    What an exercise says counts only in an exercise, and there before what is real.
    """
    found: dict[Key, Figure] = {}
    for entity in entities:
        if entity.kind is not Kind.CAPACITY:
            continue
        figure = _figure(entity, now, exercise=exercise)
        if figure is None:
            continue
        if figure.key not in found or found[figure.key].observed_at < figure.observed_at:
            found[figure.key] = figure
    return dict(sorted(found.items()))


def stocks(known: Mapping[Key, Figure], promised: Iterable[Promise]) -> dict[Key, Stock]:
    """Each figure with what open requests hold of it; promises in another unit cannot be taken off."""
    held: dict[Key, float] = {}
    away: dict[Key, float] = {}
    for promise in promised:
        key = (promise.supplier or "", promise.resource)
        figure = known.get(key)
        if figure is None or not same_unit(promise.unit, figure.unit):
            continue
        since = promise.departed_at
        gone = figure.knows_use and since is not None and since <= figure.observed_at
        held[key] = held.get(key, 0) + promise.waiting + (0 if gone else promise.away)
        away[key] = away.get(key, 0) + (promise.away if gone else 0)
    for key, out in away.items():
        # Who says that fewer are in use than we know to be away counts those as there: they are not.
        used = known[key].in_use
        missed = 0 if used is None else max(0, out - used)
        held[key], away[key] = held[key] + missed, out - missed
    return {
        key: Stock(figure, max(held.get(key, 0), figure.promised), away.get(key, 0))
        for key, figure in known.items()
    }


def row(stock: Stock, now: datetime) -> dict[str, Any]:
    """What `GET /capacity` tells of a stock."""
    figure = stock.figure
    return {
        "supplier": figure.supplier,
        "name": suppliers.known()[figure.supplier].name,
        "resource": figure.resource,
        "unit": figure.unit,
        "total": number(figure.total),
        "in_use": number(figure.in_use),
        "available": number(figure.present),
        "promised": number(stock.promised),
        "minimum": number(figure.minimum),
        "free": stock.free,
        "over": number(stock.over),
        "observed_at": iso(figure.observed_at),
        "age_s": max(0, round((now - figure.observed_at).total_seconds())),
        "source": figure.source,
        "actor": figure.actor,
        "verification": figure.verification,
        "exercise": figure.exercise,
    }


def without(known: Collection[Key], resource: str | None) -> list[str]:
    """Suppliers that are asked for a resource, or for anything, and gave no figure."""
    if resource is not None:
        return [code for code in suppliers.expected(resource) if (code, resource) not in known]
    told = {supplier for supplier, _ in known}
    return [code for code in suppliers.known() if code not in told]


def number(value: float | None) -> float | None:
    """A number as people write it: whole where it is whole."""
    return int(value) if value is not None and float(value).is_integer() else value


def _figure(whole: fold.Entity, now: datetime, *, exercise: bool) -> Figure | None:
    entity = _reality(whole, exercise=exercise)
    if entity is None:
        return None
    leaves = fold.expires_at(entity)
    code, resource = named(entity)
    if code is None or not resource or (leaves is not None and leaves <= now):
        return None
    total, in_use, available = (_said(entity, name) for name in ("total", "in_use", "available"))
    if available is not None and (total is None or in_use is None or in_use[1].at <= available[1].at):
        present, report, name = *available, "available"
        used = None if total is None else max(0, total[0] - present)
    elif total is not None:
        used = None if in_use is None else in_use[0]
        present = max(0, total[0] - (used or 0))
        report, name = (total[1], "total") if in_use is None else (in_use[1], "in_use")
    else:
        return None
    asked = catalogue.known().get(resource)
    unit = fold.shown(entity, "unit")
    return Figure(
        supplier=code,
        resource=resource,
        unit=str(unit[1]) if unit and isinstance(unit[1], str) and unit[1] else (asked.unit if asked else ""),
        present=present,
        observed_at=report.observed_at,
        source=report.source,
        actor=_actor(report),
        verification=verification.of_value(entity, name),
        total=None if total is None else total[0],
        in_use=used,
        minimum=_value(entity, "minimum"),
        promised=_value(entity, "promised") or 0,
        point=_point(entity),
        ready_minutes=_value(entity, "ready_minutes"),
        exercise=report.exercise,
    )


def _actor(report: fold.Report) -> str | None:
    """The person who gave the figure, where it came in by hand."""
    found = report.values.get("actor")
    return found if isinstance(found, str) else None


def _reality(entity: fold.Entity, *, exercise: bool) -> fold.Entity | None:
    """The entity as real sources tell it, or with `exercise` as the exercise does, when it does."""
    mine = {name: report for name, report in entity.reports.items() if report.exercise is exercise}
    if not mine and exercise:
        mine = entity.reports
    if not mine:
        return None
    head = max(mine, key=lambda name: fold.rank(entity, name))
    return fold.Entity(id=entity.id, kind=entity.kind, head=head, reports=mine)


def named(entity: fold.Entity) -> tuple[str | None, str]:
    """Whose figure an entity is, and of what; None: of nobody that is known."""
    _, _, rest = entity.id.partition(":")
    code, _, resource = rest.partition(":")
    return (code if code in suppliers.known() else suppliers.find(code)), resource_code(resource)


def _said(entity: fold.Entity, name: str) -> tuple[float, fold.Report] | None:
    """A number that stands, with who said it."""
    word = fold.shown(entity, name)
    if word is None or verification.of_value(entity, name) == Verification.INGETROKKEN:
        return None
    return (word[1], entity.reports[word[0]]) if suppliers.is_amount(word[1]) else None


def _value(entity: fold.Entity, name: str) -> float | None:
    word = _said(entity, name)
    return None if word is None else word[0]


def _point(entity: fold.Entity) -> Point | None:
    word = fold.shown(entity, "geometry")
    if word is None or not isinstance(word[1], dict) or word[1].get("type") != "Point":
        return None
    lon, lat = word[1]["coordinates"][:2]
    return float(lon), float(lat)

"""Which supplier could serve which item, by when; and why each of the others cannot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from mlob.bijstand import catalogue, substitutes, suppliers
from mlob.bijstand.capacity import Key, Stock
from mlob.bijstand.demand import Item, same_unit
from mlob.bijstand.suppliers import Point
from mlob.bijstand.travel import ROAD, Journey, Travel

__all__ = ["Blocked", "Reason", "Way", "journeys", "late", "vehicle", "ways"]


class Reason(StrEnum):
    """Why somebody is not in a proposal."""

    OWN = "eigen_regio"
    ASKS = "vraagt_zelf"
    NO_FIGURE = "geen_opgave"
    OLD = "verouderd"
    UNIT = "andere_eenheid"
    NOTHING_FREE = "niets_vrij"
    MINIMUM = "minimum"
    TOO_FAR = "te_ver"
    NOT_NEEDED = "niet_nodig"
    ELSEWHERE = "elders_nodig"


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """A supplier that can serve an item: `item` is its place in the list, a unit counts as `each`.

    `minutes` is from now until arrival, `ready` of those before departure, None where neither the supplier
    nor a norm says how long that takes (counted as at once); `journey` is None when it is
    not known from where or to where. `late` is when the norm for departure makes it late, while it could
    be in time if it leaves sooner: a norm is a limit, and mostly not how long it takes.
    """

    item: int
    stock: Stock
    each: int
    ready: int | None
    minutes: int
    journey: Journey | None
    late: bool = False

    @property
    def key(self) -> Key:
        """Whose stock it is, and of what."""
        return self.stock.figure.key


class Blocked(msgspec.Struct, frozen=True, kw_only=True):
    """A supplier that cannot serve an item; `at` is when it could be there, if that is why."""

    item: int
    supplier: str
    resource: str
    reason: Reason
    stock: Stock | None = None
    at: datetime | None = None

    @property
    def silent(self) -> bool:
        """Whether nobody knows what it has now."""
        return self.reason in (Reason.NO_FIGURE, Reason.OLD)


def vehicle(resource: str) -> str:
    """How a resource travels; who works on foot is brought over the road."""
    known = catalogue.known().get(resource)
    return known.vehicle if known and known.vehicle != "foot" else ROAD


def journeys(items: Iterable[Item], stocks: Mapping[Key, Stock]) -> set[tuple[Point, Point]]:
    """The ways over the road that advice on these items may need: from where, to where."""
    found = set()
    for item in items:
        if item.point is None:
            continue
        for resource, _ in _kinds(item):
            for stock in stocks.values():
                start = _start(stock) if stock.figure.resource == resource else None
                if start is not None and stock.free and vehicle(resource) == ROAD:
                    found.add((start, item.point))
    return found


def ways(
    items: Sequence[Item],
    stocks: Mapping[Key, Stock],
    travel: Travel,
    now: datetime,
    *,
    oldest: timedelta,
    asking: Iterable[Item] = (),
) -> tuple[list[Way], list[Blocked]]:
    """Who can serve each item, and who cannot and why, in a fixed order.

    `asking` are all open items, also of other operations: who asks for a resource himself gives none.
    """
    hungry = {(item.region, item.resource) for item in asking if item.outstanding > 0 and item.region}
    found: list[Way] = []
    blocked: list[Blocked] = []
    for number, item in enumerate(items):
        for code, resource, each in _candidates(item, stocks):
            stock = stocks.get((code, resource))
            reason, at = _refused(item, code, resource, stock, hungry, now - oldest), None
            if reason is None and stock is not None:
                way = _way(number, item, stock, each, travel)
                at = now + timedelta(minutes=way.minutes)
                best = (
                    at if stock.figure.ready_minutes is not None else at - timedelta(minutes=way.ready or 0)
                )
                if not late(item, best, now):
                    found.append(msgspec.structs.replace(way, late=late(item, at, now)))
                    continue
            blocked.append(
                Blocked(
                    item=number,
                    supplier=code,
                    resource=resource,
                    reason=reason or Reason.TOO_FAR,
                    stock=stock,
                    at=at,
                )
            )
    return found, blocked


def late(item: Item, at: datetime, now: datetime) -> bool:
    """Whether that is after it is needed; when that time is over already, nothing is too late."""
    return item.needed_by is not None and item.needed_by > now and at > item.needed_by


def _kinds(item: Item) -> list[tuple[str, int]]:
    """The resource itself, then what may stand in for it, each with what a unit counts as."""
    return [
        (item.resource, 1),
        *((other.resource, other.each) for other in substitutes.serving(item.resource)),
    ]


def _candidates(item: Item, stocks: Mapping[Key, Stock]) -> Iterator[tuple[str, str, int]]:
    """Suppliers in the order of the register: who has a figure, and who is asked for the resource."""
    for resource, each in _kinds(item):
        asked = suppliers.expected(resource) if resource == item.resource else ()
        for code in suppliers.known():
            if (code, resource) in stocks or code in asked:
                yield code, resource, each


def _refused(
    item: Item,
    code: str,
    resource: str,
    stock: Stock | None,
    hungry: set[tuple[str, str]],
    since: datetime,
) -> Reason | None:
    own = suppliers.known()[code].regions
    if item.region in own:
        return Reason.OWN
    if any((region, item.resource) in hungry for region in own):
        return Reason.ASKS
    if stock is None:
        return Reason.NO_FIGURE
    if stock.figure.observed_at < since:
        return Reason.OLD
    # What stands in is counted as the catalogue counts it, the resource itself as the item does.
    if resource == item.resource and not same_unit(item.unit, stock.figure.unit):
        return Reason.UNIT
    if stock.cover < 1:
        return Reason.NOTHING_FREE
    return None if stock.free else Reason.MINIMUM


def _way(number: int, item: Item, stock: Stock, each: int, travel: Travel) -> Way:
    known = catalogue.known().get(stock.figure.resource)
    norm = known.norm_minutes if known else None
    known_ready = stock.figure.ready_minutes if stock.figure.ready_minutes is not None else norm
    ready = None if known_ready is None else round(known_ready)
    start = _start(stock)
    journey = None
    if start is not None and item.point is not None:
        journey = travel.journey(start, item.point, vehicle(stock.figure.resource))
    minutes = (ready or 0) + (journey.minutes if journey else 0)
    return Way(item=number, stock=stock, each=each, ready=ready, minutes=minutes, journey=journey)


def _start(stock: Stock) -> Point | None:
    return stock.figure.point or suppliers.base(stock.figure.supplier, stock.figure.resource)

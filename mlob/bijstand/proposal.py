"""One proposal as a viewer gets it: what is chosen, what is not and why, what lacks, how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from mlob.bijstand import reasons
from mlob.bijstand.capacity import Key, number
from mlob.bijstand.confidence import Limits, judge
from mlob.bijstand.demand import Item
from mlob.bijstand.division import Aim
from mlob.bijstand.lanes import Blocked, Reason, Way
from mlob.bijstand.solver import Division
from mlob.bijstand.suppliers import known
from mlob.model import iso

__all__ = ["Proposal"]

Row = dict[str, Any]


class Proposal:
    """A division of items over ways, told in full."""

    def __init__(
        self,
        items: Sequence[Item],
        found: Sequence[Way],
        blocked: Sequence[Blocked],
        division: Division,
        now: datetime,
    ) -> None:
        self.items = items
        self.blocked = blocked
        self.division = division
        self.now = now
        units = list(zip(found, division.units, strict=True))
        self.chosen = sorted(
            ((way, amount) for way, amount in units if amount),
            key=lambda row: (row[0].item, row[0].minutes, row[0].key),
        )
        self.unused = [way for way, amount in units if not amount]
        self.taken: dict[Key, int] = {}
        given = [0] * len(items)
        for way, amount in self.chosen:
            self.taken[way.key] = self.taken.get(way.key, 0) + amount
            given[way.item] += amount * way.each
        self.lacking = [max(0, item.outstanding - got) for item, got in zip(items, given, strict=True)]

    def told(self, aim: Aim, limits: Limits) -> Row:
        """The proposal of `GET /advice`."""
        short = {number for number, amount in enumerate(self.lacking) if amount > 0}
        mine = [row for row in self.blocked if row.item in short]
        level, why = judge(
            [way for way, _ in self.chosen],
            [row.stock.figure for row in mine if row.stock is not None and not row.silent],
            self.now,
            limits,
            lacking=bool(short),
            unknown=len({row.supplier for row in mine if row.silent}),
            proven=self.division.proven,
        )
        return {
            "name": aim,
            "choices": list(self._choices(aim)),
            "not_chosen": list(self._not_chosen(limits)),
            "shortfall": [self._shortfall(place) for place in sorted(short)],
            "suppliers": len({way.key[0] for way, _ in self.chosen}),
            "last_arrival": self._at(max((way.minutes for way, _ in self.chosen), default=None)),
            "largest_share": round(max((self._share(key) for key in self.taken), default=0.0), 4),
            "optimal": self.division.proven,
            "confidence": level.word,
            "confidence_reason": why,
            "text": reasons.proposal(aim, self, level.word, why),
        }

    def arrival(self, way: Way) -> datetime:
        """When units that go this way are there."""
        return self.now + timedelta(minutes=way.minutes)

    def last(self) -> datetime | None:
        """When the last unit is there; None when nothing is chosen, or a place is not known."""
        if not self.chosen or any(way.journey is None for way, _ in self.chosen):
            return None
        return max(self.arrival(way) for way, _ in self.chosen)

    def _at(self, minutes: int | None) -> str | None:
        found = self.last()
        return None if minutes is None or found is None else iso(found)

    def _share(self, key: Key) -> float:
        stock = next(way.stock for way, _ in self.chosen if way.key == key)
        return self.taken[key] / stock.cover

    def _choices(self, aim: Aim) -> Iterator[Row]:
        for way, amount in self.chosen:
            item, figure = self.items[way.item], way.stock.figure
            quantity = amount * way.each
            yield {
                "request": item.request,
                "version": item.version,
                "operation": item.operation,
                "item": item.id,
                "items": [{"id": item.id, "quantity": quantity}],
                "supplier": figure.supplier,
                "name": known()[figure.supplier].name,
                "resource": figure.resource,
                "instead_of": item.resource if figure.resource != item.resource else None,
                "quantity": quantity,
                "unit": item.unit,
                "units": amount,
                "arrives_at": None if way.journey is None else iso(self.arrival(way)),
                "late": item.needed_by is not None and self.arrival(way) > item.needed_by,
                "ready_minutes": way.ready,
                "travel_minutes": None if way.journey is None else way.journey.minutes,
                "km": None if way.journey is None else way.journey.km,
                "routed": way.journey is not None and way.journey.routed,
                "remaining": self._remaining(way),
                "figure_at": iso(figure.observed_at),
                "figure_age_s": max(0, round((self.now - figure.observed_at).total_seconds())),
                "verification": figure.verification,
                "reason": reasons.choice(aim, self, way, amount),
            }

    def _remaining(self, way: Way) -> Row:
        """What is left at the supplier after the whole proposal."""
        left = way.stock.cover - self.taken[way.key]
        return {
            "available": number(way.stock.cover),
            "after": number(left),
            "minimum": number(way.stock.figure.minimum),
            "share": round(left / way.stock.cover, 4),
        }

    def _not_chosen(self, limits: Limits) -> Iterator[Row]:
        for row in self.blocked:
            text = reasons.blocked(row, self.items[row.item], self.now, limits)
            yield self._unused(row.item, row.supplier, row.resource, row.reason, text, row.at)
        for way in self.unused:
            spoken_for = self.taken.get(way.key, 0) >= way.stock.free
            reason = Reason.ELSEWHERE if spoken_for else Reason.NOT_NEEDED
            text = reasons.unused(way, reason, self.arrival(way), self.now)
            at = None if way.journey is None else self.arrival(way)
            yield self._unused(way.item, way.key[0], way.key[1], reason, text, at)

    def _unused(
        self, item: int, supplier: str, resource: str, reason: Reason, text: str, at: datetime | None
    ) -> Row:
        return {
            "request": self.items[item].request,
            "item": self.items[item].id,
            "resource": resource,
            "supplier": supplier,
            "name": known()[supplier].name,
            "reason": reason,
            "text": text,
            "arrives_at": None if at is None else iso(at),
        }

    def _shortfall(self, place: int) -> Row:
        item = self.items[place]
        mine = [row for row in self.blocked if row.item == place]
        soonest = min((row.at for row in mine if row.at is not None), default=None)
        ways = any(way.item == place for way in (*self.unused, *(way for way, _ in self.chosen)))
        return {
            "request": item.request,
            "item": item.id,
            "resource": item.resource,
            "unit": item.unit,
            "quantity": number(self.lacking[place]),
            "soonest": None if soonest is None else iso(soonest),
            "reason": reasons.shortfall(mine, soonest, self.now, any_free=ways),
        }

"""What the open requests for bijstand ask, and what suppliers promised for them, as plain rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec
from shapely.errors import ShapelyError
from shapely.geometry import shape

from mlob import regions
from mlob.bijstand import catalogue, promises, requests, suppliers
from mlob.bijstand.suppliers import Point
from mlob.moment import moment

__all__ = ["Demand", "Item", "Promise", "of", "place", "resource_code", "same_unit"]

View = Mapping[str, Any]


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an open request; `point` is where it is needed, `region` whose request it is.

    A `planned` one stands in the plan of an operation and is not asked for yet.
    """

    request: str
    version: int
    operation: str
    title: str
    operation_title: str | None = None
    id: str
    resource: str
    unit: str
    requested: float
    outstanding: float
    urgent: bool = False
    needed_by: datetime | None = None
    until: datetime | None = None
    region: str | None = None
    point: Point | None = None
    exercise: bool = False
    planned: bool = False


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody promised for an item, and how much of it left and came back.

    `supplier` is a code; None when nobody is named, or it is not known who `said` is.
    """

    request: str
    operation: str
    item: str
    resource: str
    unit: str
    supplier: str | None
    said: str | None
    quantity: float
    departed: float = 0
    released: float = 0
    departed_at: datetime | None = None
    arrives_at: datetime | None = None
    until: datetime | None = None
    exercise: bool = False

    @property
    def waiting(self) -> float:
        """What has not left yet."""
        return max(0, self.quantity - self.departed)

    @property
    def away(self) -> float:
        """What has left and is not back."""
        return max(0, min(self.departed, self.quantity) - self.released)


class Demand(msgspec.Struct, frozen=True):
    """All that is asked and promised in the open requests of one reality: real, or an exercise."""

    items: tuple[Item, ...] = ()
    promises: tuple[Promise, ...] = ()


def of(requested: Iterable[tuple[View, Mapping[str, Any]]], *, exercise: bool) -> Demand:
    """What the open requests ask: each as `requests.view` gives it, with the values it was made from.

    Without `exercise` only what is real. An exercise may not touch what is real, but what is real does
    limit an exercise: with `exercise` all promises count, and only the items of exercises.
    """
    items: list[Item] = []
    promised: list[Promise] = []
    for view, values in requested:
        if view["state"] in requests.ENDED or (view["exercise"] and not exercise):
            continue
        mine = list(_items(view, values))
        promised += _promises(view, values, mine)
        items += [item for item in mine if item.exercise is exercise]
    return Demand(tuple(items), tuple(promised))


def resource_code(said: Any) -> str:
    """The code of a resource, in whatever words it is named; words that name none stay."""
    text = str(said or "")
    return text if text in catalogue.known() else catalogue.find(text) or text


def same_unit(one: str, other: str) -> bool:
    """Whether two units count the same; "stuks" goes with all."""
    first, second = one.casefold(), other.casefold()
    return first == second or first in promises.PIECES or second in promises.PIECES


def _items(view: View, values: Mapping[str, Any]) -> Iterator[Item]:
    point, region = place(view)
    for item in view["items"]:
        if item["resource"] is None:
            continue
        code = resource_code(item["resource"])
        known = catalogue.known().get(code)
        yield Item(
            request=view["id"],
            version=int(view["version"]),
            operation=str(view["operation"] or view["id"]),
            title=str(view["title"] or ""),
            operation_title=view.get("operation_title"),
            id=item["id"],
            resource=code,
            unit=str(item["unit"] or (known.unit if known else "")),
            requested=item["requested"],
            outstanding=item["outstanding"],
            urgent=bool(view["urgent"]),
            needed_by=_moment(view["needed_by"]),
            until=_moment(view.get("until") or values.get("until")),
            region=region,
            point=point,
            exercise=bool(view["exercise"]),
        )


def _promises(view: View, values: Mapping[str, Any], items: Iterable[Item]) -> Iterator[Promise]:
    by_id = {item.id: item for item in items}
    left = {
        item["id"]: {name: item[name] or 0 for name in ("promised", "departed")} for item in view["items"]
    }
    for row in view["promises"]:
        item = by_id.get(row["item"])
        if item is None or not row["counted"]:
            continue
        quantity, departed = row["quantity"] or 0, row["departed"] or row["arrived"] or 0
        left[item.id]["promised"] -= quantity
        left[item.id]["departed"] -= departed
        yield Promise(
            **_about(item),
            supplier=suppliers.find(str(row["supplier"])) if row["supplier"] else None,
            said=row["supplier"],
            quantity=quantity,
            departed=departed,
            released=row["released"] or 0,
            departed_at=_moment(values.get(f"promise.{row['key']}.departed_at")),
            arrives_at=_moment(row["arrives_at"]),
            until=_moment(row["until"]),
        )
    for name, rest in left.items():
        if name in by_id and rest["promised"] > 0:
            departed = max(0, rest["departed"])
            yield Promise(
                **_about(by_id[name]), supplier=None, said=None, quantity=rest["promised"], departed=departed
            )


def _about(item: Item) -> dict[str, Any]:
    return {
        "request": item.request,
        "operation": item.operation,
        "item": item.id,
        "resource": item.resource,
        "unit": item.unit,
        "exercise": item.exercise,
    }


def place(view: View) -> tuple[Point | None, str | None]:
    """Where the help must go (a point of the geometry, of the gemeente, the middle of the region)."""
    region = view["region"]
    point: Point | None = None
    if view["geometry"]:
        point = _inside(view["geometry"])
    if point is None and view["gemeente"] and (found := regions.gemeente_point(view["gemeente"])):
        point = (found[0], found[1])
    if region is None and point is not None and (place := regions.locate(*point)):
        region = place.veiligheidsregio
    if region not in regions.names():
        return point, None
    return point or suppliers.middle(region), region


def _inside(geometry: dict[str, Any]) -> Point | None:
    try:
        point = shape(geometry).representative_point()
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return None if point.is_empty else (round(point.x, 5), round(point.y, 5))


def _moment(text: Any) -> datetime | None:
    if not isinstance(text, str):
        return None
    try:
        return moment(text)
    except (ValueError, OverflowError):
        return None

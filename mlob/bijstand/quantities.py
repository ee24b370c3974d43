"""What a step does to the quantities of a request: promises given and taken back, departed, arrived.

A step says how many more; what is written is how many in all, in the group of the promise that it is
about (`promise.<key>.*`, as messages of suppliers write them). What has departed never exceeds what is
promised, and what has arrived never what has departed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mlob.bijstand import promises
from mlob.bijstand.acts import exact, number
from mlob.bijstand.allowing import withdrawable
from mlob.bijstand.calls import Call
from mlob.bijstand.parts import Fault, Faults
from mlob.model import Scalar, iso

__all__ = ["lapsed", "moved", "promised", "released", "room", "withdrawn"]

Values = dict[str, Scalar]
Row = Mapping[str, Any]
View = Mapping[str, Any]

_WORDS = {"departed": "vertrekken", "arrived": "aankomen"}


def _rows(view: View, item: str, supplier: str | None) -> list[Row]:
    """The promises that count for an item, of one supplier or of all."""
    return [
        row
        for row in view["promises"]
        if row["counted"] and row["item"] == item and (supplier is None or _is(row["supplier"], supplier))
    ]


def _is(one: Any, other: str) -> bool:
    return str(one or "").casefold() == other.casefold()


def _wanted(view: View, call: Call) -> dict[str, float | None]:
    """How many of which item; None, for every item, when nothing is named: all of it."""
    return {**dict(call.items)} or {item["id"]: None for item in view["items"]}


def _group(key: Any, **fields: Scalar) -> Values:
    return {f"promise.{key}.{name}": value for name, value in fields.items()}


def promised(view: View, call: Call, log: str) -> Values:
    """A promise for each item; one that the supplier made before is raised."""
    found: Values = {}
    by_id = {item["id"]: item for item in view["items"]}
    supplier = str(call.supplier)
    for name, quantity in call.items:
        mine = _rows(view, name, supplier)
        more: Values = {} if call.arrives_at is None else {"arrives_at": call.arrives_at}
        more |= {} if call.until is None else {"until": call.until, "until_message": log}
        if mine:
            key, sum_ = mine[0]["key"], exact(mine[0]["quantity"] + quantity)
            found |= _group(key, quantity=sum_, message=log, **more)
            continue
        item = by_id[name]
        facts: Values = {
            "item": name,
            "supplier": supplier,
            "resource": item["resource"],
            "unit": item["unit"],
        }
        key = promises.key(supplier, name)
        if any(row["key"] == key for row in view["promises"]):  # refused before, or promised with a proviso
            facts |= {"reason": None, "provisional": None}
        found |= _group(key, basis="toezegging", quantity=quantity, message=log, **facts, **more)
    return found


def room(view: View, item: str, supplier: str | None) -> float:
    """How much of the promises for an item, of one supplier or of all, can still be taken back."""
    return exact(sum(withdrawable(row) for row in _rows(view, item, supplier)))


def withdrawn(view: View, call: Call, log: str) -> Values:
    """Promises lowered: of the items and the supplier that are named, else all that has not left."""
    found: Values = {}
    faults: list[Fault] = []
    wanted = _wanted(view, call)
    for place, (name, quantity) in enumerate(wanted.items()):
        rows = [row for row in _rows(view, name, call.supplier) if withdrawable(row) > 0]
        suppliers = {str(row["supplier"]).casefold() for row in rows}
        room = exact(sum(withdrawable(row) for row in rows))
        if quantity is not None and call.supplier is None and len(suppliers) > 1 and quantity < room:
            faults.append(Fault("supplier", "Vul in wie de toezegging intrekt: er zijn er meer."))
        elif quantity is not None and quantity > room:
            faults.append(Fault(f"items.{place}.quantity", f"Er is hoogstens {number(room)} in te trekken."))
        else:
            found |= _lowered(rows, room if quantity is None else quantity, log)
    if not faults and not found:
        faults.append(Fault("supplier", "Van deze leverancier is er niets in te trekken."))
    if faults:
        raise Faults(faults)
    return found


def _lowered(rows: Iterable[Row], quantity: float, log: str) -> Values:
    found: Values = {}
    for row in rows:
        less = min(quantity, withdrawable(row))
        quantity = exact(quantity - less)
        if less > 0:
            found |= _group(row["key"], quantity=exact(row["quantity"] - less), message=log)
    return found


def moved(view: View, call: Call, move: str, log: str) -> Values:
    """What departs or arrives; without items everything that is promised and has not yet.

    Without a supplier the promises are filled in a fixed order. Who arrives has departed.
    """
    found: Values = {}
    faults: list[Fault] = []
    by_id = {item["id"]: item for item in view["items"]}
    wanted = _wanted(view, call)
    for place, (name, quantity) in enumerate(wanted.items()):
        item, rows = by_id[name], _rows(view, name, call.supplier)
        room = exact(min(item["promised"] - item[move], sum(_room(row, move) for row in rows)))
        if quantity is not None and quantity > room:
            text = f"Er kan hoogstens {number(max(0, room))} {_WORDS[move]}: meer is er niet toegezegd."
            faults.append(Fault(f"items.{place}.quantity", text))
        elif room > 0:
            found |= _raised(rows, room if quantity is None else quantity, move, iso(call.at), log)
    if not faults and not found:
        faults.append(Fault("supplier", f"Van deze leverancier kan er niets {_WORDS[move]}."))
    if faults:
        raise Faults(faults)
    return found


def _room(row: Row, move: str) -> float:
    room = exact(row["quantity"] - (row[move] or 0))
    return max(0, room)


def _raised(rows: Iterable[Row], quantity: float, move: str, at: str, log: str) -> Values:
    found: Values = {}
    for row in rows:
        more = min(quantity, _room(row, move))
        if more <= 0:
            continue
        quantity = exact(quantity - more)
        found |= _movement(row, move, exact((row[move] or 0) + more), at, log)
    return found


def _movement(row: Row, move: str, quantity: float, at: str, log: str) -> Values:
    fields: Values = {move: quantity, f"{move}_at": at, f"{move}_message": log}
    found = _group(row["key"], **fields)
    if move == "arrived" and quantity > (row["departed"] or 0):
        found |= _movement(row, "departed", quantity, at, log)
    return found


def released(view: View, call: Call, log: str) -> Values:
    """What goes back: the items that are named, else (`beeindigen`) all that has left."""
    found: Values = {}
    wanted = dict(call.items)
    for row in _gone(view, call.supplier):
        back, out = row["released"] or 0, row["departed"] or row["arrived"] or 0
        if call.step.name == "beeindigen":
            more = exact(out - back)
        else:
            more = exact(min(out - back, wanted.get(row["item"], 0)))
            wanted[row["item"]] = exact(wanted.get(row["item"], 0) - more)
        if more > 0:
            time = iso(call.at)
            found |= _group(row["key"], released=exact(back + more), released_at=time, released_message=log)
    return found


def _gone(view: View, supplier: str | None) -> Iterator[Row]:
    for item in view["items"]:
        yield from _rows(view, item["id"], supplier)


def lapsed(view: View, log: str) -> Values:
    """What of the promises is left when a request is reopened that was over: only what had left."""
    found: Values = {}
    for row in view["promises"]:
        if withdrawable(row) > 0:
            found |= _group(row["key"], quantity=exact(row["quantity"] - withdrawable(row)), message=log)
    return found

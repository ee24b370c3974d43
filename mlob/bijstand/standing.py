"""How a viewed request stands: a row for each promise, and one for what was promised without a name.

A person of the LOCC counts on the item itself, suppliers in rows of their own. Papers tell both, so
that the rows of an item add up to what the item says.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mlob.bijstand.promises import PIECES

__all__ = ["NAMES", "Row", "View", "covered", "promised", "refusal", "said_at", "standing", "step"]

View = Mapping[str, Any]
"""What `requests.view` gives."""
Row = dict[str, Any]

NAMES = (
    "item", "resource", "resource_id", "unit", "supplier", "basis", "quantity", "quantity_text",
    "provisional", "departed", "arrived", "released", "arrives_at", "until", "reason", "status", "place",
    "price", "counted", "recalled",
)  # fmt: skip
"""What a row tells; a fact that nobody gave is None."""


def standing(view: View, ours: str) -> list[Row]:
    """The promises of a request, each under a name of its own.

    One of whom nobody said who makes it, and what is promised on an item beyond all rows, are of `ours`;
    two of the same supplier for the same item are one.
    """
    found: dict[tuple[Any, ...], Row] = {}
    nameless = []
    for said in view.get("promises") or ():
        row = _row(said)
        if row["supplier"] is None and row["resource_id"] is None:
            nameless.append(row)
            continue
        name = (row["item"], str(row["supplier"]).casefold(), row["resource_id"])
        found[name] = _together(found[name], row) if name in found else row
    rows = list(found.values())
    for row in nameless:
        rows.append(row | {"supplier": _free_name(rows, row["item"], ours)})
    for item in view["items"]:
        rows += _rest(item, rows, ours)
    return rows


def promised(view: View, ours: str) -> list[Row]:
    """The rows of which something counts."""
    return [row for row in standing(view, ours) if row["counted"] and row["quantity"]]


def covered(view: View) -> bool:
    """Whether all that was asked is promised."""
    return bool(view["items"]) and not any(item["outstanding"] for item in view["items"])


def _row(said: Mapping[str, Any]) -> Row:
    row: Row = {name: said.get(name) for name in NAMES}
    row["recalled"] = bool(row["recalled"])
    if said.get("counted") is None:
        row["counted"] = bool(row["quantity"]) and not row["recalled"]
    if row["basis"] is None and row["quantity"] is not None:
        row["basis"] = "toezegging"
    return row


def _together(one: Row, other: Row) -> Row:
    """Two promises of one supplier for one item: what counts is added, the later words stand."""
    if not (one["counted"] and other["counted"]):
        return one if one["counted"] else other
    sums = {
        name: one[name] + other[name]
        for name in ("quantity", "departed", "arrived", "released")
        if one[name] is not None and other[name] is not None
    }
    return one | {name: value for name, value in other.items() if value is not None} | sums


def _free_name(rows: Iterable[Row], item: Any, ours: str) -> str:
    taken = {str(row["supplier"]).casefold() for row in rows if row["item"] == item}
    names = itertools.chain([ours], (f"{ours} ({number})" for number in itertools.count(2)))
    return next(name for name in names if name.casefold() not in taken)


def _rest(item: Mapping[str, Any], rows: Iterable[Row], ours: str) -> Iterator[Row]:
    """What an item says beyond its rows; nothing when they tell all."""
    mine = [row for row in rows if row["item"] == item["id"]]
    moved = [row for row in mine if _same_unit(row["unit"], item.get("unit"))]
    counts = sum(row["quantity"] for row in mine if row["counted"] and row["quantity"])
    departed, arrived = (sum(row[name] or 0 for row in moved) for name in ("departed", "arrived"))
    # What has arrived has departed, also when nobody said so.
    gone = item["departed"] if item["departed"] > item["arrived"] else departed
    left = {
        "quantity": max(0, item["promised"] - counts),
        "departed": max(0, gone - departed),
        "arrived": max(0, item["arrived"] - arrived),
    }
    if any(left.values()):
        yield _row(
            {
                "item": item["id"],
                "resource": item.get("resource"),
                "unit": item.get("unit"),
                "supplier": _free_name(mine, item["id"], ours),
                "basis": "toezegging",
            }
            | {name: number or None for name, number in left.items()}
            | {"quantity": left["quantity"]}
        )


def _same_unit(one: Any, other: Any) -> bool:
    first, second = (str(unit or "").casefold() for unit in (one, other))
    return first == second or first in PIECES or second in PIECES


def step(view: View, *names: str) -> Mapping[str, Any] | None:
    """The last step with one of the names in the log of a request, if it has one."""
    found = [line for line in view.get("log") or () if line.get("step") in names]
    return found[-1] if found else None


def refusal(view: View) -> str | None:
    """Why a request was refused, as it was motivated."""
    line = step(view, "afwijzen")
    return None if line is None or not line.get("reason") else str(line["reason"])


def said_at(line: Mapping[str, Any] | None) -> str | None:
    """When a line of the log happened (ISO 8601)."""
    if line is None:
        return None
    found = line.get("time") or line.get("at")
    return None if found is None else str(found)

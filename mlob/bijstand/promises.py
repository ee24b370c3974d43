"""What suppliers promise, send and take back for a request, and what that makes of its items and state.

Suppliers speak in messages of their own. Each fills a group of flat values on the request, so that two
never overwrite each other and the order of arrival does not matter: `promise.<key>.<field>` (counts),
`offer.<key>.<field>` (does not count), `log.<message>` (a line to read) and `recall.<message>` (what the
sender replaced or withdrew). Quantities are absolute, in the unit of the promise.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from mlob.bijstand import acts

__all__ = ["GROUPS", "counted", "key", "log", "offers", "orders", "promises", "state"]

GROUPS = ("promise.", "offer.", "log.", "recall.", "order.")
"""How the flat names begin that a viewer gets as lists, or not at all."""
BEFORE = frozenset(
    {"vooraankondiging", "ontvangen", "onvolledig", "in_behandeling", "doorgestuurd", "uitgezet"}
)
"""States in which nobody at the LOCC has said yet that something is promised."""
PIECES = frozenset({"", "stuks", "stuk", "pieces", "each", "ea"})
"""Units that say no more than that things are counted."""

_SHOWN = (
    "item", "resource", "resource_id", "unit", "supplier", "basis", "quantity", "quantity_text",
    "provisional", "departed", "arrived", "released", "arrives_at", "until", "reason", "status", "place",
    "return_asked", "return_by", "return_answer", "price", "message",
)  # fmt: skip
_MOVES = ("departed", "arrived", "released")
_WHOLE = object()
"""All of a promise moved, whatever its number."""

Row = dict[str, Any]


_NUMBERS = frozenset({"quantity", "requested", "provisional", "departed", "arrived", "released"})


def key(supplier: str, item: str, thing: str = "", message: str = "") -> str:
    """The name of what one supplier says for one item, about a `thing` with a name of its own or not.

    It is the same whether he says it in a message or a person writes down what he said: two words on
    one promise, of which the latest holds. Without supplier and thing it is that of the message.
    """
    parts = (supplier.casefold(), thing, item, "" if supplier or thing else message)
    return hashlib.blake2b(msgspec.json.encode(parts), digest_size=6).hexdigest()


def promises(values: Mapping[str, Any], items: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Each promise with the item that it is for; `counted` tells whether it adds to that item.

    A promise does not count when its message was recalled, when its item is unknown, when it is in
    another unit than the item, or when it is a yes (ResponseToRequestResource) of a supplier who also
    says what he commits to the item (CommitResource).
    """
    asked = {str(item["id"]): item for item in items}
    rows = [_settled(row, values, asked) for row in _groups(values, "promise.")]
    committed = {_who(row) for row in rows if row["basis"] == "toezegging" and not row["recalled"]}
    for row in rows:
        outdone = row["basis"] == "antwoord" and row["supplier"] is not None and _who(row) in committed
        row["counted"] = bool(row["item"] in asked and row["quantity"] and not outdone)
        row["counted"] = row["counted"] and _same_unit(row["unit"], asked[row["item"]].get("unit"))
    return _joined(rows)


def offers(values: Mapping[str, Any], items: Iterable[Mapping[str, Any]]) -> list[Row]:
    """What was offered or quoted for the request; it adds to nothing."""
    asked = {str(item["id"]): item for item in items}
    return [_settled(row, values, asked) | {"counted": False} for row in _groups(values, "offer.")]


def orders(values: Mapping[str, Any]) -> list[str]:
    """What suppliers were told to send within a sequence, as names of `order.<name>.*`, in a fixed order."""
    found = _groups(values, "order.")
    return [str(order["key"]) for order in found if not _recall(values, order.get("message"))]


def log(values: Mapping[str, Any]) -> list[Row]:
    """The steps and messages of a request in the order in which they were taken and sent."""
    rows = []
    for name, line in values.items():
        if name.startswith("log.") and isinstance(line, str):
            message = name.removeprefix("log.")
            act = acts.read(line)
            if act is not None:
                rows.append(acts.row(message, act))
                continue
            time, _, text = line.partition(" ")
            rows.append(
                {"message": message, "time": time, "text": text, "recalled": _recall(values, message)}
            )
    return sorted(rows, key=lambda row: (row["time"].rstrip("Z"), row["message"]))


def counted(item: Row, rows: Iterable[Row]) -> Row:
    """The item with its promises added; no more has departed than is promised, or arrived than departed."""
    mine = [row for row in rows if row["item"] == item["id"]]
    if not mine:
        return item
    promised = acts.exact(item["promised"] + sum(row["quantity"] for row in mine if row["counted"]))
    moved = [row for row in mine if _same_unit(row["unit"], item["unit"])]
    departed, arrived = (
        acts.exact(item[name] + sum(row[name] or 0 for row in moved)) for name in ("departed", "arrived")
    )
    departed = min(max(departed, arrived), promised)
    return item | {
        "promised": promised,
        "departed": departed,
        "arrived": min(arrived, departed),
        "outstanding": max(0, acts.exact(item["requested"] - promised)),
    }


def state(own: str | None, items: Iterable[Mapping[str, Any]], rows: Iterable[Row]) -> str | None:
    """The state that a viewer sees.

    What a person of the LOCC decided stands. Only while that is still before `toegezegd`, promises of
    suppliers speak: `ingezet` once anything has arrived, `onderweg` once anything has left, `toegezegd`
    when every item is covered, `deels_toegezegd` when something is.
    """
    if not isinstance(own, str) or own not in BEFORE or not any(row["counted"] for row in rows):
        return own
    found = list(items)
    if any(item["arrived"] > 0 for item in found):
        return "ingezet"
    if any(item["departed"] > 0 for item in found):
        return "onderweg"
    return "deels_toegezegd" if any(item["outstanding"] > 0 for item in found) else "toegezegd"


def _groups(values: Mapping[str, Any], prefix: str) -> list[Row]:
    found: dict[str, Row] = {}
    for name, value in values.items():
        if name.startswith(prefix):
            key, _, field = name.removeprefix(prefix).partition(".")
            row = found.setdefault(key, {"key": key})
            if _fits(field, value):
                row[field] = value
    return [found[key] for key in sorted(found)]


def _fits(field: str, value: Any) -> bool:
    """Whether a value is what its field holds: a file may say anything."""
    if field in _NUMBERS:
        return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
    return not isinstance(value, list | dict)


def _settled(said: Row, values: Mapping[str, Any], asked: Mapping[str, Mapping[str, Any]]) -> Row:
    """One group as a row: recalled messages taken out, its item found, "all of it" made a number."""
    row: Row = {"key": said["key"]} | {name: said.get(name) for name in _SHOWN}
    row["item"] = _item(said, values, asked)
    row["recalled"] = _recall(values, said.get("message"))
    if row["recalled"]:
        row |= {"quantity": 0, "provisional": None}
    elif row["quantity"] is None and said.get("accepted"):
        row["quantity"] = _all(said, values, asked.get(row["item"], {}))
    withdrawn = {name for name in _SHOWN if _recall(values, said.get(f"{name}_message"))}
    row |= dict.fromkeys(withdrawn)
    for move in _MOVES:
        if row[move] is None and move not in withdrawn and said.get(f"{move}_at"):
            row[move] = _WHOLE if row["quantity"] is None else row["quantity"]
    return row


def _recall(values: Mapping[str, Any], message: Any) -> bool:
    return f"recall.{message}" in values


def _all(said: Row, values: Mapping[str, Any], item: Mapping[str, Any]) -> Any:
    """What somebody says yes to without a number: what the request asks, or what the order told to send."""
    if said.get("answers") in (None, values.get("message")):
        return item.get("requested")
    told = values.get(f"order.{said.get('answers_order')}.requested")
    return told if _fits("requested", told) else None


def _item(said: Row, values: Mapping[str, Any], asked: Mapping[str, Mapping[str, Any]]) -> Any:
    """The item that is meant: the one it answers, the only one of its resource, the only one there is.

    Each message numbers its elements itself (`element`), so that an answer to an answer, or a report,
    may name none of ours.
    """
    if said.get("item") in asked:
        return said["item"]
    named = said.get("resource") or values.get(f"order.{said.get('answers_order')}.resource")
    resource = str(named or "").casefold()
    same = [name for name, item in asked.items() if str(item["resource"]).casefold() == resource]
    if len(same) == 1:
        return same[0]
    if said.get("element") in asked and not resource:
        return said["element"]
    return next(iter(asked)) if len(asked) == 1 else said.get("item")


def _who(row: Row) -> tuple[Any, str]:
    return row["item"], str(row["supplier"]).casefold()


def _same_unit(one: Any, other: Any) -> bool:
    first, second = (str(unit or "").casefold() for unit in (one, other))
    return first == second or first in PIECES or second in PIECES


def _joined(rows: list[Row]) -> list[Row]:
    """Rows that only report movement go with the one promise that they can be about, if there is one.

    A report need not name the supplier as his promise did. One that says of no number that it moved
    moved the whole of its promise; without a promise of its own it adds nothing.
    """
    promised = [row for row in rows if row["basis"] is not None or row["quantity"] is not None]
    loose = [row for row in rows if row["basis"] is None and row["quantity"] is None]
    left = []
    for row in loose:
        about = [other for other in promised if other["counted"] and _about(row, other)]
        if len(about) == 1:
            _join(row, about[0])
        else:
            left.append(row)
    rows = sorted(promised + left, key=lambda row: str(row["key"]))
    return [row | {move: None for move in _MOVES if row[move] is _WHOLE} for row in rows]


def _about(row: Row, promise: Row) -> bool:
    if row["item"] != promise["item"]:
        return False
    pairs = ((row[name], promise[name]) for name in ("resource_id", "supplier"))
    return all(None in pair or str(pair[0]).casefold() == str(pair[1]).casefold() for pair in pairs)


def _join(row: Row, promise: Row) -> None:
    for move in _MOVES:
        said = promise["quantity"] if row[move] is _WHOLE else row[move]
        if said is not None:
            promise[move] = max(said, promise[move] or 0)
    for name in ("status", "place", "arrives_at", "until", "return_asked", "return_by", "return_answer"):
        if promise[name] is None:
            promise[name] = row[name]

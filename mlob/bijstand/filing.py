"""A request that somebody files, as the values of its first observation.

The picture folds values one by one, and a value is a scalar or a list of strings. So a request is
written as flat names (`item.a.requested`, `requester.role`) and each later step only writes the names
that it changes. Quantities are in the unit of their item.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mlob.bijstand import catalogue, kinds
from mlob.bijstand.parts import answer
from mlob.bijstand.points import is_signed
from mlob.model import Scalar, iso
from mlob.moment import moment

__all__ = ["REQUESTER", "SIGNATURE", "answers", "flatten", "initial_state", "item_ids", "item_values"]
__all__ += ["signature_values"]

REQUESTER = ("organisation", "role", "name")
SIGNATURE = ("gemeente", "role", "name", "at")


def initial_state(content: Mapping[str, Any]) -> str:
    """The state after filing: a telephone call without a signature only announces a request.

    A notification tells of bijstand that is already given.
    """
    kind = kinds.known().get(str(content.get("kind")))
    if kind is not None and kind.notification:
        return "ingezet"
    return "vooraankondiging" if content.get("by_phone") and not is_signed(content) else "ontvangen"


def item_ids(items: Iterable[Mapping[str, Any]], taken: Iterable[str] = ()) -> list[str]:
    """The ids of items: those that they have, and letters that are not `taken` for the others."""
    items = list(items)
    used = {item["id"] for item in items if item.get("id")} | set(taken)
    letters = (name for name in _names() if name not in used)
    return [item.get("id") or next(letters) for item in items]


def _names() -> Iterator[str]:
    yield from string.ascii_lowercase
    yield from (f"r{number}" for number in range(27, 10_000))


def flatten(body: Mapping[str, Any], operation: str) -> dict[str, Scalar]:
    """The values of a valid `body` of `POST /requests`: `properties` of the first observation.

    Title and geometry are typed values of an observation; the caller takes them from the body.
    Facts that are not given have no value.
    """
    values: dict[str, Scalar] = {
        "request_kind": body["kind"],
        "operation": operation,
        "state": initial_state(body),
        "version": 1,
        "urgent": bool(body.get("urgent")),
        "by_phone": bool(body.get("by_phone")),
        "exercise_request": bool(body.get("exercise")),
    }
    values |= _place(body) | _of_operation(body)
    if body.get("needed_by"):
        values["needed_by"] = iso(moment(body["needed_by"]))
    for name in REQUESTER:
        if body["requester"].get(name):
            values[f"requester.{name}"] = body["requester"][name]
    values |= answers(body.get("fields") or {}, body["kind"])
    for number, signature in enumerate(body.get("signatures") or []):
        values |= signature_values(number, signature)
    ids = item_ids(body["items"])
    values["item_ids"] = ids
    given = kinds.known()[body["kind"]].notification
    for name, item in zip(ids, body["items"], strict=True):
        values |= item_values(name, item, given=given)
    return values


def _of_operation(body: Mapping[str, Any]) -> dict[str, Scalar]:
    found: dict[str, Scalar] = {}
    if body.get("operation_gemeenten"):
        found["operation_gemeenten"] = sorted(set(body["operation_gemeenten"]))
    for name, value in (("operation_title", "operation_title"), ("phase", "operation_phase")):
        if body.get(name):
            found[value] = body[name]
    return found


def _place(body: Mapping[str, Any]) -> dict[str, Scalar]:
    """For where it is asked; the plain names are for filters, where no geometry gives a better answer."""
    found: dict[str, Scalar] = {}
    for name, locality in (("region", "veiligheidsregio"), ("gemeente", "gemeente")):
        if body.get(name):
            found[f"place.{name}"] = body[name]
            if not body.get("geometry"):
                found[locality] = body[name]
    return found


def answers(fields: Mapping[str, Any], kind: str) -> dict[str, Scalar]:
    """What was answered on the form of a kind, as it is kept."""
    asked = {field.name: field for field in kinds.known()[kind].fields}
    given = {name: value for name, value in fields.items() if value not in (None, "")}
    return {
        f"field.{name}": answer(asked[name], value)[0] if name in asked else value
        for name, value in given.items()
    }


def signature_values(number: int, signature: Mapping[str, Any]) -> dict[str, Scalar]:
    """One signature under its number."""
    found = {name: signature[name] for name in SIGNATURE if signature.get(name)}
    if "at" in found:
        found["at"] = iso(moment(found["at"]))
    return {f"signature.{number}.{name}": value for name, value in found.items()}


def item_values(name: str, item: Mapping[str, Any], *, given: bool = False) -> dict[str, Scalar]:
    """One line of the request; `given` when it is there already, as a notification tells."""
    start: dict[str, Scalar] = {
        "resource": item["resource"],
        "unit": item.get("unit") or catalogue.known()[item["resource"]].unit,
        "requested": item["quantity"],
    }
    start |= dict.fromkeys(("promised", "departed", "arrived"), item["quantity"] if given else 0)
    if item.get("task"):
        start["task"] = item["task"]
    return {f"item.{name}.{key}": value for key, value in start.items()}

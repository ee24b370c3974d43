"""A request for bijstand as observation values and back, and what is still open in it.

The picture folds values one by one, and a value is a scalar or a list of strings. So a request is
written as flat names (`item.a.requested`, `requester.role`) and each later step only writes the names
that it changes. Quantities are in the unit of their item.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from mlob.bijstand import catalogue, kinds, promises
from mlob.bijstand.checks import Fault, validate
from mlob.bijstand.functies import is_one_of
from mlob.model import Scalar, iso

__all__ = [
    "FLAT",
    "Fault",
    "allowed_steps",
    "feature_properties",
    "flatten",
    "initial_state",
    "is_signed",
    "open_points",
    "outstanding",
    "validate",
    "view",
]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ENDED = frozenset({"beeindigd", "nafase", "gesloten", "afgewezen", "ingetrokken"})
"""States in which nothing is outstanding any more."""

FLAT = ("item.", *promises.GROUPS)
"""How the names begin of values that a view has gathered, so that a feature need not carry them."""

_QUANTITIES = ("requested", "promised", "departed", "arrived")
_REQUESTER = ("organisation", "role", "name")
_SIGNATURE = ("gemeente", "role", "name", "at")


def is_signed(content: Mapping[str, Any]) -> bool:
    """Whether somebody of a function that the kind accepts has signed."""
    kind = kinds.known().get(str(content.get("kind")))
    allowed = kind.requesters if kind else ()
    return any(
        not allowed or is_one_of(str(signature["role"]), allowed)
        for signature in content.get("signatures") or []
    )


def initial_state(content: Mapping[str, Any]) -> str:
    """The state after filing: a telephone call without a signature only announces a request."""
    return "vooraankondiging" if content.get("by_phone") and not is_signed(content) else "ontvangen"


def open_points(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """What still has to be supplied for a request (as posted or as viewed): codes with Dutch text."""
    return [{"code": code, "text": text} for code, text in _open_points(content)]


def _open_points(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kind = kinds.known().get(str(content.get("kind")))
    signed = is_signed(content)
    if not signed and content.get("signatures"):
        yield "bevoegdheid", "De handtekening is niet van een functie die dit mag aanvragen."
    elif not signed:
        yield "ondertekening", "Het verzoek is nog niet ondertekend door het bevoegd gezag."
    if content.get("by_phone") and not signed:
        yield "formulier", "Het verzoek is per telefoon gedaan: het formulier moet nog komen."
    gemeente = content.get("gemeente")
    signers = [signature.get("gemeente") for signature in content.get("signatures") or []]
    if kind and kind.per_gemeente and gemeente and signed and not {None, gemeente} & set(signers):
        yield "ondertekening_gemeente", f"De handtekening van gemeente {gemeente} ontbreekt."
    if not (content.get("region") or gemeente or content.get("geometry")):
        yield "gebied", "Het is nog niet bekend waar de bijstand nodig is."
    if not content.get("needed_by"):
        yield "opkomsttijd", "Het is nog niet bekend wanneer de bijstand er moet zijn."
    items = content.get("items")
    if items == []:
        yield "aanvraag", "Het verzoek zelf is nog niet ontvangen, alleen berichten erover."
    elif any(item.get("at_least") for item in items or ()):
        yield "aantal", "Het aantal staat niet in het verzoek: er is met minstens 1 gerekend."
    yield from _unasked_market(kind, content)


def _unasked_market(kind: kinds.RequestKind | None, content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Regeling MSOB, article 3: the market comes first, except when a minister asks."""
    if kind is None or not any(field.name == "markt" for field in kind.fields):
        return
    role = str((content.get("requester") or {}).get("role", ""))
    if not is_one_of(role, ["minister"]) and not (content.get("fields") or {}).get("markt"):
        yield "markt", "De motivering waarom geen marktpartij het kan doen ontbreekt."


def _moment(text: str) -> str:
    """An ISO 8601 moment as UTC; without an offset it is Europe/Amsterdam."""
    moment = datetime.fromisoformat(text)
    return iso(moment if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM))


def _item_ids(items: Iterable[Mapping[str, Any]]) -> list[str]:
    taken = {item["id"] for item in items if item.get("id")}
    letters = (name for name in _names() if name not in taken)
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
    values |= _place(body)
    if body.get("needed_by"):
        values["needed_by"] = _moment(body["needed_by"])
    for name in _REQUESTER:
        if body["requester"].get(name):
            values[f"requester.{name}"] = body["requester"][name]
    for name, text in (body.get("fields") or {}).items():
        if text:
            values[f"field.{name}"] = text
    for number, signature in enumerate(body.get("signatures") or []):
        for name in _SIGNATURE:
            if signature.get(name):
                word = _moment(signature[name]) if name == "at" else signature[name]
                values[f"signature.{number}.{name}"] = word
    return values | _items(body["items"])


def _place(body: Mapping[str, Any]) -> dict[str, Scalar]:
    """For where it is asked; the plain names are for filters, where no geometry gives a better answer."""
    found: dict[str, Scalar] = {}
    for name, locality in (("region", "veiligheidsregio"), ("gemeente", "gemeente")):
        if body.get(name):
            found[f"place.{name}"] = body[name]
            if not body.get("geometry"):
                found[locality] = body[name]
    return found


def _items(items: list[Mapping[str, Any]]) -> dict[str, Scalar]:
    ids = _item_ids(items)
    values: dict[str, Scalar] = {"item_ids": ids}
    for name, item in zip(ids, items, strict=True):
        start: dict[str, Scalar] = {
            "resource": item["resource"],
            "unit": item.get("unit") or catalogue.known()[item["resource"]].unit,
            "requested": item["quantity"],
            "promised": 0,
            "departed": 0,
            "arrived": 0,
        }
        if item.get("task"):
            start["task"] = item["task"]
        values |= {f"item.{name}.{key}": value for key, value in start.items()}
    return values


def _under(values: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {name.removeprefix(prefix): value for name, value in values.items() if name.startswith(prefix)}


def _item(values: Mapping[str, Any], group: str, name: str) -> dict[str, Any]:
    said = _under(values, f"{group}.{name}.")
    quantities = {quantity: said.get(quantity, 0) for quantity in _QUANTITIES}
    return {
        "id": name,
        "resource": said.get("resource"),
        "unit": said.get("unit"),
        "task": said.get("task"),
        "quantity": quantities["requested"],
        **quantities,
        "outstanding": max(0, quantities["requested"] - quantities["promised"]),
        **({"at_least": True} if said.get("at_least") else {}),
    }


def _asked(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The items of the request; of a sequence without one, those that suppliers were told to send."""
    if ids := values.get("item_ids"):
        return [_item(values, "item", name) for name in ids]
    return [_item(values, "order", name) for name in promises.orders(values)]


def _signatures(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for path, value in _under(values, "signature.").items():
        number, _, name = path.partition(".")
        found.setdefault(int(number), dict.fromkeys(_SIGNATURE))[name] = value
    return [found[number] for number in sorted(found)]


def allowed_steps(kind: str, state: str) -> list[str]:
    """The steps of the life cycle that a request of this kind may take from this state."""
    known = kinds.known().get(kind)
    return [] if known is None or state in ENDED else list(known.steps)


def view(entity: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The request as the API shows it (CONTRACT, "Requests"), from the shown values of its entity.

    `values` are the properties of its feature: those of `flatten` with `title`, `geometry` and
    `exercise` beside them. What suppliers promised in messages of their own is added to the items.
    """
    items = _asked(values)
    rows = promises.promises(values, items)
    items = [promises.counted(item, rows) for item in items]
    own = values.get("state") or ("ontvangen" if items else None)
    content: dict[str, Any] = {
        "id": entity,
        "operation": values.get("operation"),
        "state": promises.state(own, items, rows),
        "version": values.get("version", 1),
        "kind": values.get("request_kind"),
        "title": values.get("title"),
        "requester": {name: values.get(f"requester.{name}") for name in _REQUESTER},
        "region": values.get("place.region"),
        "gemeente": values.get("place.gemeente"),
        "geometry": values.get("geometry"),
        "urgent": values.get("urgent", False),
        "by_phone": values.get("by_phone", False),
        "needed_by": values.get("needed_by"),
        "exercise": bool(values.get("exercise_request") or values.get("exercise")),
        "items": items,
        "fields": {name: text for name, text in _under(values, "field.").items() if text is not None},
        "signatures": _signatures(values),
        "promises": rows,
        "offers": promises.offers(values, items),
        "log": promises.log(values),
    }
    content["open"] = open_points(content)
    content["allowed_steps"] = allowed_steps(str(content["kind"]), str(content["state"]))
    return content


def feature_properties(content: Mapping[str, Any]) -> dict[str, Scalar | None]:
    """What the map and its table show of a viewed request; items are JSON objects as strings."""
    shown = ("id", "resource", "unit", "task", *_QUANTITIES, "outstanding")
    return {
        "state": content["state"],
        "status": content["state"],
        "organisation": content["requester"]["organisation"],
        "urgent": content["urgent"],
        "needed_by": content["needed_by"],
        "items": [
            msgspec.json.encode({name: item[name] for name in shown}).decode() for item in content["items"]
        ],
    }


def outstanding(views: Iterable[Mapping[str, Any]], *, exercise: bool = False) -> list[dict[str, Any]]:
    """What is asked and not yet promised, by resource and unit; real requests, or those of exercises.

    The two are never added together. Every resource that a running request names is in it, also at 0.
    """
    totals: dict[tuple[str, str], float] = {}
    for content in views:
        if content["exercise"] is not exercise or content["state"] in ENDED:
            continue
        for item in content["items"]:
            key = (item["resource"], item["unit"])
            totals[key] = totals.get(key, 0) + item["outstanding"]
    return [
        {"resource": resource, "unit": unit, "quantity": quantity}
        for (resource, unit), quantity in sorted(totals.items())
    ]

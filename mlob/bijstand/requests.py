"""A request for bijstand as it is shown: from the values of its entity to the object of the API.

What a request is filed with is in mlob/bijstand/filing.py, its steps in mlob/bijstand/taking.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from mlob.bijstand import promises
from mlob.bijstand.acts import exact
from mlob.bijstand.allowing import allowed, needs
from mlob.bijstand.checks import validate
from mlob.bijstand.due import due
from mlob.bijstand.filing import REQUESTER, SIGNATURE, flatten, initial_state
from mlob.bijstand.parts import Fault
from mlob.bijstand.points import is_signed, open_points
from mlob.bijstand.states import ENDED
from mlob.model import Scalar

__all__ = [
    "ATTACHMENT",
    "ENDED",
    "FLAT",
    "Fault",
    "feature_properties",
    "flatten",
    "initial_state",
    "is_signed",
    "open_points",
    "outstanding",
    "said_at",
    "validate",
    "version",
    "view",
]

ATTACHMENT = "attachment."
"""How the name of an attachment begins; its SHA-256 follows, its value is a list of texts."""
FLAT = ("item.", ATTACHMENT, *promises.GROUPS)
"""How the names begin of values that a view has gathered, so that a feature need not carry them."""

_QUANTITIES = ("requested", "promised", "departed", "arrived")
_ATTACHMENT = ("label", "type", "size", "actor", "at")


def _under(values: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {name.removeprefix(prefix): value for name, value in values.items() if name.startswith(prefix)}


def _number(value: Any) -> Any:
    """A quantity; what is none, as a feed may say it, counts as nothing."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else 0


def _item(values: Mapping[str, Any], group: str, name: str) -> dict[str, Any]:
    said = _under(values, f"{group}.{name}.")
    quantities = {quantity: _number(said.get(quantity)) for quantity in _QUANTITIES}
    return {
        "id": name,
        "resource": said.get("resource"),
        "unit": said.get("unit"),
        "task": said.get("task"),
        "quantity": quantities["requested"],
        **quantities,
        "outstanding": max(0, exact(quantities["requested"] - quantities["promised"])),
        **({"at_least": True} if said.get("at_least") else {}),
    }


def _asked(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The items of the request; of a sequence without one, those that suppliers were told to send."""
    ids = values.get("item_ids")
    if isinstance(ids, list) and ids:
        return [_item(values, "item", str(name)) for name in ids]
    return [_item(values, "order", name) for name in promises.orders(values)]


def _signatures(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for path, value in _under(values, "signature.").items():
        number, _, name = path.partition(".")
        if not (number.isascii() and number.isdecimal() and len(number) < 10):
            continue
        found.setdefault(int(number), dict.fromkeys(SIGNATURE))[name] = value
    return [found[number] for number in sorted(found)]


def _attachments(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The scans and other files of a request, by time; the bytes are kept outside the picture."""
    found = [
        {"sha": sha, **dict(zip(_ATTACHMENT, said, strict=False))}
        for sha, said in _under(values, ATTACHMENT).items()
        if isinstance(said, list) and len(said) == len(_ATTACHMENT)
    ]
    rows = [row | {"size": int(row["size"])} for row in found if str(row["size"]).isdecimal()]
    return sorted(rows, key=lambda row: (row["at"], row["sha"]))


def version(values: Mapping[str, Any]) -> int:
    """The version of a request: that of its newest step, else what it came with."""
    found = [values.get(name) for name in ("version", "step_version")]
    return max((number for number in found if isinstance(number, int)), default=1)


def _decided(values: Mapping[str, Any]) -> str | None:
    """The state that was said: by the newest step, unless the requester withdrew in a message since."""
    said, stepped = values.get("state"), values.get("step_state")
    found = said if stepped is None or said == "ingetrokken" else stepped
    return found if isinstance(found, str) else None


def view(entity: str, values: Mapping[str, Any], now: datetime | None = None) -> dict[str, Any]:
    """The request as the API shows it (CONTRACT, "Requests"), from the shown values of its entity.

    `values` are the properties of its feature: those of `flatten` with `title`, `geometry` and
    `exercise` beside them. What suppliers promised in messages of their own is added to the items.
    `decided` is the state that was said, `state` what promises make of it; `now` tells what is late;
    `needs` says by step that is allowed what must be said with it.
    """
    items = _asked(values)
    rows = promises.promises(values, items)
    items = [promises.counted(item, rows) for item in items]
    own = _decided(values) or ("ontvangen" if items else None)
    content: dict[str, Any] = {
        "id": entity,
        "operation": values.get("operation"),
        "state": promises.state(own, items, rows),
        "decided": own,
        "version": version(values),
        "kind": values.get("request_kind"),
        "title": values.get("title"),
        "requester": {name: values.get(f"requester.{name}") for name in REQUESTER},
        "region": values.get("place.region"),
        "gemeente": values.get("place.gemeente"),
        "geometry": values.get("geometry"),
        "urgent": values.get("urgent", False),
        "by_phone": values.get("by_phone", False),
        "form_received": bool(values.get("form_received")),
        "needed_by": values.get("needed_by"),
        "until": values.get("until"),
        "settlement": values.get("settlement"),
        "exercise": bool(values.get("exercise_request") or values.get("exercise")),
        "operation_title": values.get("operation_title"),
        "operation_phase": values.get("operation_phase"),
        "operation_gemeenten": list(values.get("operation_gemeenten") or ()),
        "items": items,
        "fields": {name: text for name, text in _under(values, "field.").items() if text is not None},
        "signatures": _signatures(values),
        "attachments": _attachments(values),
        "promises": rows,
        "offers": promises.offers(values, items),
        "log": promises.log(values),
    }
    content["filed_at"] = values.get("filed_at") or next((row["time"] for row in content["log"]), None)
    content["open"] = open_points(content)
    content["due"] = due(content, now)
    content["allowed_steps"] = allowed(content)
    content["needs"] = {name: said for name in content["allowed_steps"] if (said := needs(content, name))}
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


def said_at(content: Mapping[str, Any], told: Mapping[str, str], newest: str) -> dict[str, str]:
    """When what a viewed request shows was said, where that is not `newest`; `told` is of its values.

    The state is of the step that made it. Quantities to which suppliers added promises have no one time.
    """
    plain = ("item.",) if content["promises"] else ()
    groups = (ATTACHMENT, "log.", *promises.GROUPS, *plain)
    found = {
        name: time
        for name, time in told.items()
        if name not in ("state", "status", "version") and not name.startswith(groups)
    }
    made = [row["time"] for row in content["log"] if row.get("to") == content["state"]]
    if made and made[-1] != newest:
        found["state"] = made[-1]
    return found


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
            totals[key] = exact(totals.get(key, 0) + item["outstanding"])
    return [
        {"resource": resource, "unit": unit, "quantity": quantity}
        for (resource, unit), quantity in sorted(totals.items())
    ]

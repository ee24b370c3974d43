"""An EDXL-RM request as the values of a bijstand request: the names of mlob.bijstand.requests.flatten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from mlob.adapters.shared import edxl_rm_names as names
from mlob.bijstand import catalogue, kinds
from mlob.errors import DecodeError
from mlob.formats.edxl_rm import Info, Message, Quantity, Resource, Schedule
from mlob.model import Geometry, Reception, Scalar, iso

__all__ = ["at", "is_urgent", "ordered", "title", "values", "when", "where"]

RETURNS = (
    "EndAvailable", "EstimatedReturnDeparture", "RequestedReturnDeparture", "EstimatedReturnArrival",
    "RequestedReturnArrival",
)  # fmt: skip
"""Until when a resource is there, the plainest first."""
PLACES = ("ReportTo", "RequestedArrival")
"""Where a resource must report."""
URGENT = frozenset({"spoed", "urgent"})
"""Values of a Keyword: EDXL-RM has no element for it."""
REPLACED = ("needed_by", "incident", "incident_description", "field.opkomstlocatie", "funding",
            "requester.organisation", "requester.role")  # fmt: skip
"""Facts that an Update takes away when it does not say them again."""
MOST_TITLE = 4
"""Items that a title names; the rest is a number."""


def when(schedule: tuple[Schedule, ...], *types: str) -> datetime | None:
    """The time of the first type, in the order of the types, that has one."""
    return next(
        (item.time for kind in types for item in schedule if item.type == kind and item.time is not None),
        None,
    )


def where(schedule: tuple[Schedule, ...], *types: str) -> str | None:
    """The place, in words, of the first type that has one."""
    return next((item.place for kind in types for item in schedule if item.type == kind and item.place), None)


def at(resources: tuple[Info, ...], *types: str) -> Geometry | None:
    """The place on the map of the first type that has one, in the first resource that says so."""
    return next(
        (
            item.geometry
            for kind in types
            for info in resources
            for item in info.schedule
            if item.type == kind and item.geometry is not None
        ),
        None,
    )


def values(message: Message, reception: Reception, *, ours: bool) -> dict[str, Scalar]:
    """What a request says. `ours` tells that it is one of ours, that the message only carries back.

    The first message of a sequence also says where the life cycle begins; what comes later, an Update
    or an echo, says nothing of that: the request may be further by then.
    """
    update = message.recall is not None
    found: dict[str, Scalar] = {"message": message.id}
    if not update and not ours:
        found |= {"state": "ontvangen", "version": 1, "by_phone": False}
    if reception.source.exercise:
        found["exercise_request"] = True
    facts = _facts(message, reception, ours=ours)
    found |= {
        name: value for name, value in facts.items() if value is not None or (update and name in REPLACED)
    }
    return found | _items(message, first=not update and not ours, update=update)


def _facts(message: Message, reception: Reception, *, ours: bool) -> dict[str, Scalar]:
    """What is said of the request as a whole; None where nothing is."""
    by = names.requester(message)
    needed = [time for info in message.resources if (time := when(info.schedule, "RequestedArrival"))]
    places = (where(info.schedule, *PLACES) for info in message.resources)
    return {
        "request_kind": _kind(message, reception, ours=ours),
        "operation": _operation(message, reception, ours=ours),
        "urgent": is_urgent(message) or (None if ours else False),
        "requester.organisation": None if by is None else names.organisation(by),
        "requester.role": None if by is None else names.function(by),
        "needed_by": iso(min(needed)) if needed else None,
        "incident": next((name for name, _ in message.incidents if name), None),
        "incident_description": next((text for _, text in message.incidents if text), None),
        "funding": list(message.funding) or None,
        "field.opkomstlocatie": next((place for place in places if place), None),
    }


def _kind(message: Message, reception: Reception, *, ours: bool) -> str | None:
    """The legal route: a keyword that is the code of one, else what the source says, else other forms."""
    known = kinds.known()
    words = (value.casefold() for info in message.resources for _, value in _keywords(info))
    said = next((word for word in words if word in known), None)
    if said or ours:
        return said
    given = str(reception.source.defaults.get("request_kind", "overig"))
    if given not in known:
        raise DecodeError(f"defaults.request_kind: geen soort bijstand ({given[:40]!r})")
    return given


def is_urgent(message: Message) -> bool:
    """Whether a keyword says so."""
    return any(value.casefold() in URGENT for info in message.resources for _, value in _keywords(info))


def _keywords(info: Info) -> tuple[tuple[str, str], ...]:
    return () if info.resource is None else info.resource.keywords


def _operation(message: Message, reception: Reception, *, ours: bool) -> str | None:
    """Requests for one incident are one operation; without an incident a request is one by itself."""
    named = next((name for name, _ in message.incidents if name), None) or message.origin
    if named.startswith("operation:"):
        return named
    return None if ours else f"operation:{reception.source.name}:{named}"


def _items(message: Message, *, first: bool, update: bool) -> dict[str, Scalar]:
    """The resources as items `item.<id>.<name>`, and their ids in order.

    An update takes back what an earlier version of the item said and this one does not.
    """
    found: dict[str, Scalar] = {"item_ids": [names.item_id(info.id) for info in message.resources]}
    for info in message.resources:
        begin: dict[str, Any] = dict.fromkeys(("promised", "departed", "arrived"), 0) if first else {}
        said = {name: value for name, value in _item(info) if value is not None or update}
        found |= {f"item.{names.item_id(info.id)}.{name}": value for name, value in (begin | said).items()}
    return found


def ordered(message: Message) -> dict[str, Scalar]:
    """What an order within a sequence tells one supplier to send, beside the items: `order.<key>.<name>`."""
    return {
        f"order.{names.order_key(message.id, info.id)}.{name}": value
        for info in message.resources
        for name, value in (*_item(info), ("message", message.id))
        if value is not None
    }


def _item(info: Info) -> Iterator[tuple[str, Scalar]]:
    """One resource: what is asked, in which unit, and all that is said of it besides."""
    said, quantity = info.resource or Resource(), info.quantity or Quantity()
    code = names.resource(said) or names.label(said)
    known = catalogue.known().get(code)
    needed, until = when(info.schedule, "RequestedArrival"), when(info.schedule, *RETURNS)
    yield "resource", code
    # Who asks for something without a number asks for one at least.
    yield "requested", 1 if quantity.amount is None else quantity.amount
    yield "at_least", True if quantity.amount is None else None
    yield "unit", quantity.unit or (known.unit if known else "stuks")
    yield "quantity_text", quantity.text if quantity.amount is None else None
    yield "task", info.function
    yield "name", said.name if said.name != code else None
    yield "resource_id", said.id
    yield "type", list(said.types) or None
    yield "type_info", [": ".join(leaf) for leaf in said.info] or None
    yield "keywords", [value for _, value in said.keywords] or None
    yield "description", said.description
    yield "demands", list(said.demands) or None
    yield "restrictions", info.restrictions
    yield "order", info.order
    yield "instructions", info.instructions
    yield "place", where(info.schedule, *PLACES)
    yield "needed_by", None if needed is None else iso(needed)
    yield "until", None if until is None else iso(until)


def title(message: Message) -> str:
    """What is asked, as the sender describes it or in the resources themselves."""
    if message.description:
        return message.description
    named = [names.label(info.resource) for info in message.resources]
    rest = len(named) - MOST_TITLE
    return ", ".join(named[:MOST_TITLE]) + (f" en {rest} meer" if rest > 0 else "")

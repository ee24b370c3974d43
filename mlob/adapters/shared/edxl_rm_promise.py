"""What EDXL-RM messages of suppliers and holders add to a request: groups of values, one a promise.

Quantities are absolute: a status says how many have left, never how many more. A resource with an
identifier of its own is one; an answer without a quantity is about all that was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from mlob.adapters.shared import edxl_rm_names as names
from mlob.adapters.shared.edxl_rm_request import RETURNS, when, where
from mlob.bijstand.movements import BACK, LEFT, THERE
from mlob.formats.edxl_rm import Info, Message
from mlob.model import Scalar, iso

__all__ = ["values"]

Group = dict[str, Scalar]

ANSWER = {"Accept": "akkoord", "Decline": "geweigerd", "Provisional": "onder voorbehoud"}
WHERE = ("Current", "ActualArrival", "ReportTo", "Committed", "EstimatedArrival")
"""Where a resource is or goes, what is nearest to now first."""
MOVES: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "departed": (("ActualDeparture",), LEFT),
    "arrived": (("ActualArrival",), THERE),
    "released": (("ActualReturnDeparture", "ActualReturnArrival"), BACK),
}
"""What has moved, by types of the schedule or by a word."""


def values(message: Message) -> Group:
    """The groups `promise.<key>.*` and `offer.<key>.*` that a message fills; a question fills none."""
    fill = _FILLS.get(message.type)
    if fill is None:
        return {}
    kind, of = fill
    found: dict[str, Group] = {}
    for info in message.resources:
        group = of(message, info)
        if group:
            name = names.key(message, info)
            group = _named(message, info) | group
            found[name] = _added(found[name], group) if name in found else group
    return {
        f"{kind}.{name}.{field}": value for name, group in found.items() for field, value in group.items()
    }


def _named(message: Message, info: Info) -> Group:
    """What a group is about. The element that is answered is an item; one's own number only may be."""
    said = info.resource
    element = "element" if info.preceding is None else "item"
    return _present(
        {
            element: names.answered(info),
            "supplier": names.supplier(message, said),
            "resource": names.resource(said),
            "resource_id": said.id if said is not None else None,
            "order": info.order,
        }
    )


def _added(one: Group, other: Group) -> Group:
    """Two resources without a name of their own in one message: their numbers are added."""
    numbers = ("quantity", "provisional", "departed", "arrived", "released")
    both: Group = {
        name: one[name] + other[name]  # type: ignore[operator]
        for name in numbers
        if one.get(name) is not None and other.get(name) is not None
    }
    if "accepted" in other:
        both["accepted"] = one.get("accepted") or other["accepted"]
    return one | _present(other) | both


def _promise(message: Message, info: Info) -> Group:
    """A yes, no or perhaps: every field is written, so that nothing of an earlier one stays."""
    amount, text = _amount(info), info.quantity.text if info.quantity is not None else None
    accepted = info.response == "Accept"
    group: Group = {
        "basis": "toezegging" if message.type == "CommitResource" else "antwoord",
        "quantity": amount if accepted else 0,
        # "A few" is not all that was asked.
        "accepted": accepted and (amount is not None or text is None),
        "answers": message.preceding if message.preceding != message.origin else None,
        "answers_order": _order(message, info),
        "quantity_text": text if amount is None else None,
        "provisional": amount if info.response == "Provisional" else None,
        "reason": info.reason,
        "unit": info.quantity.unit if info.quantity is not None else None,
        "message": message.id,
    }
    if accepted:
        group |= _moved(message, info, "departed", "arrived")
    return group | _terms(message, info)


def _order(message: Message, info: Info) -> str | None:
    """The order that is answered, when it is one and not the request."""
    if message.preceding in (None, message.origin) or info.preceding is None:
        return None
    return names.order_key(str(message.preceding), info.preceding)


def _terms(message: Message, info: Info) -> Group:
    """Price, conditions and times, as far as they are said."""
    said: Group = {
        "price": info.price,
        "restrictions": info.restrictions,
        "instructions": info.instructions,
        "arrives_at": _iso(when(info.schedule, "EstimatedArrival")),
        "place": where(info.schedule, *WHERE),
    }
    return _present(said) | _until(message, when(info.schedule, *RETURNS))


def _until(message: Message, time: datetime | None) -> Group:
    return {} if time is None else {"until": iso(time), "until_message": message.id}


def _moved(message: Message, info: Info, *fields: str) -> Group:
    """What has left, arrived and gone back, by the schedule or else by the status."""
    status = ((info.resource and info.resource.status) or "").casefold()
    found: Group = {}
    for field in fields:
        types, words = MOVES[field]
        time = when(info.schedule, *types)
        if time is None and any(item.type in types for item in info.schedule):
            time = message.sent
        if time is None and status in words:
            time = message.sent
        if time is not None:
            found |= _move(message, info, field, time)
    return found


def _move(message: Message, info: Info, field: str, time: datetime) -> Group:
    return {field: _amount(info), f"{field}_at": iso(time), f"{field}_message": message.id}


def _status(message: Message, info: Info) -> Group:
    said = info.resource
    state = {
        "status": said.status if said is not None else None,
        "availability": said.availability if said is not None else None,
    }
    return _moved(message, info, *MOVES) | _terms(message, info) | _present(state)


def _release(message: Message, info: Info) -> Group:
    time = when(info.schedule, "ActualReturnDeparture") or message.sent
    return _status(message, info) | _move(message, info, "released", time)


def _return_asked(message: Message, info: Info) -> Group:
    by = when(info.schedule, "RequestedReturnDeparture", "RequestedReturnArrival")
    return {
        "return_asked": True,
        "return_asked_message": message.id,
        "return_quantity": _amount(info),
        "return_by": _iso(by),
    }


def _return_answered(message: Message, info: Info) -> Group:
    going = when(info.schedule, "EstimatedReturnDeparture", "RequestedReturnDeparture")
    answer = ": ".join(part for part in (ANSWER.get(info.response or ""), info.reason) if part)
    until = _until(message, going) if info.response == "Accept" else {}
    answered: Group = {"return_answer": answer or None, "return_answer_message": message.id}
    return answered | until | _moved(message, info, "released")


def _extended(message: Message, info: Info) -> Group:
    """A longer stay that the owner agrees to; what he refuses changes nothing."""
    return _until(message, when(info.schedule, *RETURNS)) if info.response == "Accept" else {}


def _offered(message: Message, info: Info) -> Group:
    """What is offered or quoted, with its conditions; it is no promise."""
    said = info.resource
    known = {
        "answer": ANSWER.get(info.response or ""),
        "available_from": _iso(when(info.schedule, "BeginAvailable", "EstimatedDeparture")),
        "availability": said.availability if said is not None else None,
        "place": where(info.schedule, "BeginAvailable", "EstimatedDeparture", "EstimatedArrival"),
    }
    refused, amount = info.response == "Decline", _amount(info)
    return {
        "quantity": 0 if refused else amount,
        "quantity_text": info.quantity.text if info.quantity is not None and amount is None else None,
        "unit": info.quantity.unit if info.quantity is not None else None,
        "reason": info.reason,
        "message": message.id,
        **_terms(message, info),
        **_present(known),
    }


def _amount(info: Info) -> float | None:
    """How many; a resource with an identifier is one; None is all that was asked or promised."""
    if info.quantity is not None and info.quantity.amount is not None:
        return info.quantity.amount
    return 1 if info.resource is not None and info.resource.id else None


def _iso(time: datetime | None) -> str | None:
    return None if time is None else iso(time)


def _present(found: Mapping[str, Scalar]) -> Group:
    return {name: value for name, value in found.items() if value is not None}


_FILLS: dict[str, tuple[str, Callable[[Message, Info], Group]]] = {
    "ResponseToRequestResource": ("promise", _promise),
    "CommitResource": ("promise", _promise),
    "ReportResourceDeploymentStatus": ("promise", _status),
    "ReleaseResource": ("promise", _release),
    "RequestReturn": ("promise", _return_asked),
    "ResponseToRequestReturn": ("promise", _return_answered),
    "ResponseToRequestExtendedDeploymentDuration": ("promise", _extended),
    "ResponseToRequestQuote": ("offer", _offered),
    "OfferUnsolicitedResource": ("offer", _offered),
}
"""What each message fills; questions are only told in the log."""

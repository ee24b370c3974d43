"""EDXL-RM -> bijstand: one request for each sequence of messages, and a note for what nobody asked for.

For the first discipline of the source. Each message adds its line to the request and writes only the
values that it speaks of, under names of its own, so that messages may arrive in any order. A message
that recalls another says so beside it (`recall.<message>`); what the other said then no longer counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

import msgspec

from mlob.adapters.shared import Meaning
from mlob.adapters.shared import edxl_rm_names as names
from mlob.adapters.shared import edxl_rm_promise as promise
from mlob.adapters.shared import edxl_rm_request as asked
from mlob.adapters.shared.edxl_rm_words import line, portion
from mlob.formats.edxl_rm import Message, Recall
from mlob.model import Discipline, Kind, Observation, Reception, Scalar, Verification, iso, observation

__all__ = ["observe", "withdrawn"]

OFFER_TTL = 24 * 3600.0
WITHDRAWN = 3600.0
"""Seconds that an offer that was withdrawn stays in the picture, so that everyone has seen it."""
OFFERED_AT = ("BeginAvailable", "EstimatedDeparture")


def observe(message: Message, reception: Reception, *, discipline: Discipline) -> Iterator[Observation]:
    """One observation; none when another discipline of the source comes first."""
    if reception.source.disciplines[:1] != (discipline,):
        return
    say = partial(observation, reception, discipline=discipline, observed_at=message.sent)
    yield _offer(message, say) if _is_free(message) else _request(message, reception, say)


def withdrawn(message: Message, by: str, sent: datetime) -> Message:
    """The message that withdraws `message`, as an envelope `by` that says Cancel does at `sent`."""
    return msgspec.structs.replace(
        message, id=by, sent=sent, recall=Recall(id=message.id, type="Cancel"), resources=()
    )


def _is_free(message: Message) -> bool:
    """Whether something is offered that no request asked for."""
    alone = message.origin in (message.id, message.recall and message.recall.id)
    return message.type == "OfferUnsolicitedResource" and alone and message.preceding is None


def _request(message: Message, reception: Reception, say: Any) -> Observation:
    entity = names.request(message, reception)
    found: dict[str, Scalar] = {f"log.{message.id}": f"{iso(message.sent)} {line(message)}"}
    typed: dict[str, Any] = {}
    if message.recall is not None:
        found[f"recall.{message.recall.id}"] = message.recall.type
    cancelled = message.recall is not None and message.recall.type == "Cancel"
    if names.opens(message) and cancelled:
        found["state"] = "ingetrokken"
        typed |= {"status": "ingetrokken", "verification": Verification.INGETROKKEN}
    elif names.opens(message):
        ours = names.is_carried_back(message)
        found |= asked.values(message, reception, ours=ours)
        typed |= _typed(message, found, ours=ours)
    elif not cancelled:
        found |= _answer(message)
        if message.origin == message.id and message.description:
            typed["title"] = message.description
    result: Observation = say(kind=Kind.REQUEST, entity=entity, properties=found, **typed)
    return result


def _typed(message: Message, found: dict[str, Scalar], *, ours: bool) -> dict[str, Any]:
    plain = None if ours else 1
    return {
        "title": asked.title(message),
        "status": found.get("state"),
        "severity": 2 if found.get("urgent") else plain,
        "geometry": asked.at(message.resources, *asked.PLACES),
    }


def _answer(message: Message) -> dict[str, Scalar]:
    """What a message within a sequence adds: an order its items, an answer its promises."""
    if message.type == "RequisitionResource":
        return asked.ordered(message)
    return promise.values(message)


def _offer(message: Message, say: Any) -> Observation:
    """What somebody offers of his own accord: a note, until it is no longer available."""
    cancelled = message.recall is not None and message.recall.type == "Cancel"
    first = message.recall.id if message.recall and message.origin == message.id else message.origin
    times = [time for info in message.resources if (time := asked.when(info.schedule, *asked.RETURNS))]
    until = max(times) if times else None
    left = OFFER_TTL if until is None else max(0.0, (until - message.sent).total_seconds())
    by = names.supplier(message, None)
    found: Observation = say(
        kind=Kind.NOTE,
        native_id=first,
        ttl=WITHDRAWN if cancelled else left,
        title=None if cancelled and not message.resources else _offer_title(message, by),
        status="ingetrokken" if cancelled else "aangeboden",
        verification=Verification.INGETROKKEN if cancelled else None,
        geometry=asked.at(message.resources, *OFFERED_AT),
        valid_to=None if cancelled else until,
        properties=_offered(message, by, until),
    )
    return found


def _offer_title(message: Message, by: str | None) -> str:
    what = ", ".join(portion(info) for info in message.resources[: asked.MOST_TITLE])
    return f"Aanbod{f' van {by}' if by else ''}: {what}"


def _offered(message: Message, by: str | None, until: datetime | None) -> dict[str, Scalar]:
    places = (asked.where(info.schedule, *OFFERED_AT) for info in message.resources)
    found: dict[str, Scalar] = {
        "organisation": by,
        "offered": [portion(info) for info in message.resources],
        "resources": [code for info in message.resources if (code := names.resource(info.resource))],
        "available_until": None if until is None else iso(until),
        "place": next((place for place in places if place), None),
        "incident": next((name for name, _ in message.incidents if name), None),
        "text": message.description,
        "message": message.id,
    }
    return {name: value for name, value in found.items() if value is not None and value != []}


MEANING = Meaning(format="edxl_rm", observe=observe)
"""EDXL-RM 1.0, all 16 messages."""

"""Resource messages made up for tests, and what they come to once folded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from mlob import admission, fold
from mlob.adapters.shared.edxl_rm import observe
from mlob.bijstand import requests
from mlob.formats.edxl_rm import Contact, Info, Message, Quantity, Recall, Resource, Schedule
from mlob.model import Discipline, Observation, Reception, Source

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BOATS = Resource(name="Reddingseenheden", types=("reddingseenheden",))
REGION = "Veiligheidsregio Zuid-Limburg"


def source(**settings: Any) -> Source:
    disciplines = settings.pop("disciplines", (Discipline.OVERIG,))
    return Source(name="rm", format="edxl_rm", disciplines=disciplines, **settings)


def message(
    kind: str, name: str, minute: int, *resources: Info, by: str | None = None, **more: Any
) -> Message:
    """A message of a sequence that `r` began, sent so many minutes after noon by the organisation `by`."""
    role = "Requester" if kind in ("RequestResource", "RequisitionResource") else "RespondingOrg"
    return Message(
        type=kind,
        id=name,
        origin=more.pop("origin", "r"),
        sent=NOON + timedelta(minutes=minute),
        contacts=more.pop("contacts", (Contact(role=role, organisation=by),) if by else ()),
        resources=resources,
        **more,
    )


def asked(amount: float | None = 6, minute: int = 0, **more: Any) -> Message:
    """The request for boats that everything else is about."""
    name = more.pop("name", "r")
    quantity = Quantity(amount=amount, unit="boten")
    arrival = Schedule(type="RequestedArrival", time=NOON + timedelta(hours=4))
    resource = more.pop("resource", BOATS)
    info = Info(id="1", resource=resource, quantity=quantity, schedule=(arrival,))
    return message("RequestResource", name, minute, info, by=REGION, **more)


def about(amount: float | None = None, answer: str | None = None, **more: Any) -> Info:
    """What a message says about the boats."""
    quantity = None if amount is None else Quantity(amount=amount)
    return Info(
        id=more.pop("id", "x"),
        preceding=more.pop("preceding", "1"),
        response=answer,
        quantity=quantity,
        schedule=tuple(Schedule(type=kind, time=time) for kind, time in more.pop("times", {}).items()),
        **more,
    )


def recall(name: str, kind: str = "Cancel") -> Recall:
    return Recall(id=name, type=kind)


def seen(said: Message, **settings: Any) -> Observation:
    """The one observation of a message, as the journal would keep it."""
    reception = Reception(source=source(**settings), received_at=NOON + timedelta(days=1))
    (found,) = observe(said, reception, discipline=Discipline.OVERIG)
    return admission.fits(found)


def folded(messages: Iterable[Message]) -> dict[str, fold.Entity]:
    """The entities after these messages, in the order in which they come."""
    entities: dict[str, fold.Entity] = {}
    for said in messages:
        found = seen(said)
        fold.apply(entities.setdefault(found.entity, fold.begin(found)), found)
    return entities


def view(*messages: Message, entity: str = "request:rm:r") -> dict[str, Any]:
    """The request after these messages."""
    return requests.view(entity, folded(messages)[entity].values)


def changed(said: Message, **values: Any) -> Message:
    return msgspec.structs.replace(said, **values)

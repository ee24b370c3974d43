"""One readable Dutch line for each EDXL-RM message: what it asks, promises or reports, and of whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mlob.adapters.shared import edxl_rm_names as names
from mlob.adapters.shared.edxl_rm_request import PLACES, RETURNS, when, where
from mlob.bijstand import catalogue, units
from mlob.formats.edxl_rm import ANSWERS, Info, Message, Quantity
from mlob.moment import AMSTERDAM

__all__ = ["clock", "line", "portion"]

TITLES = {
    "RequestResource": "Verzoek",
    "ResponseToRequestResource": "Antwoord op het verzoek",
    "RequisitionResource": "Opdracht tot levering",
    "CommitResource": "Toezegging",
    "RequestInformation": "Vraag om informatie",
    "ResponseToRequestInformation": "Antwoord op de vraag om informatie",
    "OfferUnsolicitedResource": "Aanbod",
    "ReleaseResource": "Vrijgave",
    "RequestReturn": "Vraag om teruggave",
    "ResponseToRequestReturn": "Antwoord op de vraag om teruggave",
    "RequestQuote": "Vraag om prijsopgave",
    "ResponseToRequestQuote": "Prijsopgave",
    "RequestResourceDeploymentStatus": "Vraag naar de stand van de inzet",
    "ReportResourceDeploymentStatus": "Stand van de inzet",
    "RequestExtendedDeploymentDuration": "Vraag om verlenging",
    "ResponseToRequestExtendedDeploymentDuration": "Antwoord op de vraag om verlenging",
}
RECALLS = {"Update": "vervangt", "Cancel": "trekt in"}
YES_OR_NO = {"Accept": "ja", "Decline": "nee", "Provisional": "onder voorbehoud"}
STEPS = {
    "ActualDeparture": "vertrokken",
    "ActualArrival": "aangekomen",
    "ActualReturnDeparture": "teruggegaan",
    "ActualReturnArrival": "terug",
    "EstimatedArrival": "verwacht",
    "RequestedArrival": "nodig",
    "BeginAvailable": "beschikbaar vanaf",
    "RequestedReturnDeparture": "terug te sturen",
}
MOST_RESOURCES = 12
"""Resources that a line names; the rest is a number."""
LONGEST = 1500


def line(message: Message) -> str:
    """The line; it never names a person."""
    by = names.speaker(message)
    head = TITLES[message.type] + (f" van {by}" if by else "")
    if message.recall is not None:
        head += f" ({RECALLS[message.recall.type]} bericht {message.recall.id})"
    withdrawn = message.recall is not None and message.recall.type == "Cancel"
    resources = () if withdrawn else message.resources
    parts = [_resource(message, info) for info in resources[:MOST_RESOURCES]]
    if len(resources) > MOST_RESOURCES:
        parts.append(f"en {len(resources) - MOST_RESOURCES} meer")
    said = ". ".join(part for part in ("; ".join(parts), message.description) if part)
    text = f"{head}: {said}" if said else head
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def portion(info: Info) -> str:
    """How many of what: "4 Noodpompen", "2 pelotons Militairen"."""
    name = names.label(info.resource)
    own = _own_name(info.resource.name, name) if info.resource is not None else ""
    return f"{_count(info)} {name}{own}".lstrip()


def _count(info: Info) -> str:
    """A number with its unit, or what is written instead of one."""
    quantity = info.quantity or Quantity()
    if quantity.amount is None:
        return quantity.text or ""
    # Fifteen digits: the largest amount that is taken, without an exponent.
    amount = f"{quantity.amount:.15g}".replace(".", ",")
    return f"{amount} {units.counted(quantity.amount, quantity.unit or '')}".rstrip()


def _own_name(said: str | None, label: str) -> str:
    """What the sender calls it, where that is more than the word of the catalogue in another form."""
    same = said is None or said == label or catalogue.find(said) is not None
    return "" if same else f" ({said})"


def clock(time: datetime) -> str:
    """A moment as a person of the LOCC reads it."""
    return time.astimezone(AMSTERDAM).strftime("%d-%m-%Y %H:%M")


def _resource(message: Message, info: Info) -> str:
    return ", ".join((_said(message, info), *_details(message, info)))


def _said(message: Message, info: Info) -> str:
    """The resource, after the answer where there is one."""
    answer = YES_OR_NO.get(info.response or "") if message.type in ANSWERS else None
    what = portion(info)
    if names.resource(info.resource) is None:
        what = f"{_count(info)} van regel {names.answered(info)}".removeprefix(" van ")
    return f"{answer}, {what}" if answer else what


def _details(message: Message, info: Info) -> Iterator[str]:
    by = names.supplier(message, info.resource)
    if by and by != names.speaker(message):
        yield f"van {by}"
    if info.resource is not None and info.resource.status:
        yield info.resource.status
    for kind, word in STEPS.items():
        if any(item.type == kind for item in info.schedule):
            time = when(info.schedule, kind)
            if time is not None:
                yield f"{word} {clock(time)}"
            elif kind.startswith("Actual"):
                yield word
    until = when(info.schedule, *RETURNS)
    if until is not None:
        yield f"tot {clock(until)}"
    place = where(info.schedule, *PLACES, "Current")
    if place:
        yield f"plaats: {place}"
    if info.price:
        yield f"prijs: {info.price}"
    if info.restrictions:
        yield f"voorwaarde: {info.restrictions}"
    if info.reason:
        yield f"reden: {info.reason}"

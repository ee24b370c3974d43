"""EDXL-RM: who asks, promises, sends and releases resources, OASIS Resource Messaging 1.0 (errata 2009)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

import msgspec
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats import Format
from mlob.formats.edxl_rm_fields import Info, Quantity, Resource, Schedule, info
from mlob.formats.edxl_rm_texts import Contact, contact, required
from mlob.formats.framing_xml import LIMIT, XmlSplitter
from mlob.formats.xml import local, namespace, parse
from mlob.formats.xml_fields import found, found_all, text, time
from mlob.model import Reception

__all__ = [
    "ANSWERS",
    "FORMAT",
    "TYPES",
    "Contact",
    "Info",
    "Message",
    "Quantity",
    "Recall",
    "Resource",
    "Schedule",
    "decode",
]

SPACE = "urn:oasis:names:tc:emergency:edxl:rm:"
"""How the namespace of every version and message type begins, in lower case."""
TYPES = (
    "RequestResource",
    "ResponseToRequestResource",
    "RequisitionResource",
    "CommitResource",
    "RequestInformation",
    "ResponseToRequestInformation",
    "OfferUnsolicitedResource",
    "ReleaseResource",
    "RequestReturn",
    "ResponseToRequestReturn",
    "RequestQuote",
    "ResponseToRequestQuote",
    "RequestResourceDeploymentStatus",
    "ReportResourceDeploymentStatus",
    "RequestExtendedDeploymentDuration",
    "ResponseToRequestExtendedDeploymentDuration",
)
"""RM 1.0, 3.2 (MessageContentType): also the root elements."""
ANSWERS = frozenset({
    "ResponseToRequestResource", "CommitResource", "ResponseToRequestReturn", "ResponseToRequestQuote",
    "ResponseToRequestExtendedDeploymentDuration",
})  # fmt: skip
"""Messages of which every ResourceInformation says yes or no (ResponseInformation, 1..1)."""
QUESTIONS = frozenset({"RequestInformation", "ResponseToRequestInformation"})
"""Messages that may be about no resource."""
RECALLS = frozenset({"Update", "Cancel"})
MOST_CONTACTS = 100
MOST_RESOURCES = 500
"""More than fit in one observation; without a limit a message could cost their product in time."""


class Recall(msgspec.Struct, frozen=True, kw_only=True):
    """Which earlier message this one replaces (Update) or withdraws (Cancel)."""

    id: str
    type: str


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One resource message; `origin` is the first message of its sequence, `sent` is UTC.

    `incidents` are (id, description).
    """

    type: str
    id: str
    origin: str
    sent: datetime
    preceding: str | None = None
    description: str | None = None
    recall: Recall | None = None
    incidents: tuple[tuple[str | None, str | None], ...] = ()
    funding: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    resources: tuple[Info, ...] = ()


def decode(frame: bytes, reception: Reception) -> Iterator[Message]:
    """The one message of a document; raises DecodeError, naming the element."""
    root = parse(frame, LIMIT)
    kind, space = local(root), namespace(root).lower()
    if kind not in TYPES or not (space == "" or space.startswith(SPACE)):
        raise DecodeError(f"{kind[:60]}: geen bericht van EDXL-RM 1.0")
    said = required(root, "MessageContentType")
    if said != kind:
        raise DecodeError(f"MessageContentType: waarde {said[:60]!r} past niet bij {kind}")
    if len(found_all(root, "ContactInformation")) > MOST_CONTACTS:
        raise DecodeError(f"ContactInformation: meer dan {MOST_CONTACTS}")
    zone = reception.source.timezone
    sent = time(required(root, "SentDateTime"), "SentDateTime", zone)
    assert sent is not None  # a text that is there is a time or raises
    recall = _recall(root)
    yield Message(
        type=kind,
        id=required(root, "MessageID"),
        origin=_origin(root),
        sent=sent,
        preceding=text(root, "PrecedingMessageID"),
        description=text(root, "MessageDescription"),
        recall=recall,
        incidents=tuple(
            (text(item, "IncidentID"), text(item, "IncidentDescription"))
            for item in found_all(root, "IncidentInformation")
        ),
        funding=tuple(_funding(root)),
        contacts=tuple(contact(item) for item in found_all(root, "ContactInformation")),
        resources=_resources(root, kind, zone, recalled=recall is not None),
    )


def _origin(root: etree._Element) -> str:
    """The first message of the sequence; one that says neither that nor what it follows is itself first."""
    if text(root, "OriginatingMessageID") or text(root, "PrecedingMessageID"):
        return required(root, "OriginatingMessageID")
    if local(root) in ANSWERS:
        raise DecodeError("OriginatingMessageID: ontbreekt of is leeg")
    return required(root, "MessageID")


def _recall(root: etree._Element) -> Recall | None:
    element = found(root, "MessageRecall")
    if element is None:
        return None
    kind = required(element, "RecallType")
    if kind not in RECALLS:
        raise DecodeError(f"RecallType: waarde {kind[:40]!r} staat niet in de standaard")
    return Recall(id=required(element, "RecallMessageID"), type=kind)


def _funding(root: etree._Element) -> Iterator[str]:
    for item in found_all(root, "Funding"):
        parts = (text(item, name) for name in ("FundCode", "FundingInfo"))
        if said := ": ".join(part for part in parts if part):
            yield said


def _resources(root: etree._Element, kind: str, zone: str, *, recalled: bool) -> tuple[Info, ...]:
    """Every ResourceInformation; a recall may do without, as it says which message it is about."""
    elements = found_all(root, "ResourceInformation")
    if len(elements) > MOST_RESOURCES:
        raise DecodeError(f"ResourceInformation: meer dan {MOST_RESOURCES}")
    resources = tuple(info(item, zone) for item in elements)
    if not resources and kind not in QUESTIONS and not recalled:
        raise DecodeError("ResourceInformation: ontbreekt")
    if kind in ANSWERS and any(item.response is None for item in resources) and not recalled:
        raise DecodeError("ResponseInformation: ontbreekt")
    ids = [item.id for item in resources]
    if len(set(ids)) < len(ids):
        twice = next(name for name in ids if ids.count(name) > 1)
        raise DecodeError(f"ResourceInfoElementID: {twice[:60]!r} komt meer dan een keer voor")
    return resources


FORMAT = Format(
    name="edxl_rm",
    title="EDXL-RM (middelen vragen, toezeggen, inzetten, vrijgeven)",
    version="1.0 met errata van 2009, alle 16 berichten",
    reads="nummers, tijd, MessageRecall, incident, organisatie, middel, hoeveelheid, antwoord, planning",
    ignores="namen, nummers en adressen van personen, Radio, ResponsibleParty, straal van een cirkel",
    splitter=partial(XmlSplitter, TYPES, envelopes=("EDXLDistribution",)),
    decode=decode,
)

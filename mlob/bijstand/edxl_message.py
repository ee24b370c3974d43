"""What all messages of EDXL-RM that we write have in common: head, requester, resource, answer, amount."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from lxml import etree

from mlob import regions
from mlob.bijstand import catalogue, kinds
from mlob.bijstand import edxl_xml as xml
from mlob.bijstand.functies import is_one_of
from mlob.bijstand.standing import View

__all__ = ["Writer", "assigned", "message", "origin", "part", "requester", "resource", "response"]

LONGEST_ID = 200
"""Characters of an identifier that our own reader takes."""
WORDS, CODES, STATES = "bijstand", "capaciteit", "stand"
"""Lists of values: legal routes and `spoed`, the catalogue of capacity, and how a deployment stands."""
PERHAPS = "onder voorbehoud"


class Writer(msgspec.Struct, frozen=True, kw_only=True):
    """Which system writes (`sender`), for which organisation, and when things stood so."""

    sender: str
    organisation: str
    at: datetime


def origin(view: View) -> str:
    """The id of a request as that of the message that opens its sequence."""
    name = xml.plain(view["id"])
    if len(name) <= LONGEST_ID:
        return name
    return f"{name[:150]}-{hashlib.blake2b(name.encode(), digest_size=8).hexdigest()}"


def message(
    view: View,
    writer: Writer,
    kind: str,
    body: Sequence[etree._Element],
    *,
    preceding: str | None = None,
    description: str | None = None,
    opens: bool = False,
) -> etree._Element:
    """A message with its head; one that does not open the sequence gets an id of what it says."""
    first = origin(view)
    said = b"".join(etree.tostring(part) for part in body)
    mark = hashlib.blake2b(f"{first} {kind} {preceding} ".encode() + said, digest_size=10).hexdigest()
    return xml.msg(
        kind,
        xml.msg("MessageID", first if opens else f"{writer.sender}/{mark}"),
        xml.msg("SentDateTime", xml.when(writer.at)),
        xml.msg("MessageContentType", kind),
        xml.msg("MessageDescription", description) if description else None,
        xml.msg("OriginatingMessageID", first),
        xml.msg("PrecedingMessageID", preceding) if preceding else None,
        xml.incident(view.get("operation"), _area(view)),
        *body,
    )


def _area(view: View) -> str | None:
    """For which region or gemeente the assistance is."""
    region, gemeente = view.get("region"), view.get("gemeente")
    named = regions.names().get(str(region), region)
    parts = [f"Veiligheidsregio {named}" if named else None, f"gemeente {gemeente}" if gemeente else None]
    return ", ".join(part for part in parts if part) or None


def requester(view: View) -> etree._Element:
    """Who asks: the organisation and the function in whose name, never the person."""
    asks = view.get("requester") or {}
    kind = kinds.known().get(str(view.get("kind")))
    role = str(asks.get("role") or "")
    allowed = kind.requesters if kind else ()
    function = next((name for name in allowed if role and is_one_of(role, [name])), role)
    return xml.contact("Requester", asks.get("organisation"), function)


def part(name: str, *parts: xml.Part) -> etree._Element | None:
    """An element of a message, when there is anything in it."""
    return xml.msg(name, *parts) if any(inner is not None for inner in parts) else None


def resource(
    code: Any,
    *,
    own: Any = None,
    keywords: Sequence[str] = (),
    description: str | None = None,
    status: str | None = None,
) -> etree._Element | None:
    """What a resource is: its own id, its name, its code in the catalogue, and how it stands."""
    known = catalogue.known().get(str(code))
    name = known.name if known else code
    return part(
        "Resource",
        xml.msg("ResourceID", str(own)) if own else None,
        xml.msg("Name", str(name)) if name and name != own else None,
        xml.value("TypeStructure", CODES, str(code)) if known else None,
        *(xml.value("Keyword", WORDS, word) for word in keywords),
        xml.msg("Description", description) if description else None,
        part("ResourceStatus", xml.value("DeploymentStatus", STATES, status) if status else None),
    )


def response(item: str, answer: str, reason: Any = None) -> etree._Element:
    """The answer to an item of the request; who says perhaps must say why (ResponseInformationType)."""
    why = reason or (PERHAPS if answer == "Provisional" else None)
    return xml.msg(
        "ResponseInformation",
        xml.rm("PrecedingResourceInfoElementID", item),
        xml.rm("ResponseType", answer),
        xml.rm("ResponseReason", str(why)) if why else None,
    )


def assigned(quantity: etree._Element | None, *more: etree._Element | None) -> etree._Element | None:
    """How many, and what goes with a number: without one most messages may say nothing of it."""
    return None if quantity is None else part("AssignmentInformation", quantity, *more)

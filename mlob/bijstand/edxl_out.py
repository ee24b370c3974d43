"""A request, or all requests of an operation, as messages of EDXL-RM 1.0 in an envelope of EDXL-DE 1.0.

The messages say how things stand: the request itself, what each supplier promises and sends, what goes
back. Whoever reads them gets the same items, quantities and promises. The first message of a sequence
has the id of the request, so that answers find it again; an id of a later message is made of what it
says, so that the same words are the same message. No message names a person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime

from lxml import etree

from mlob.bijstand import edxl_asked, edxl_promised
from mlob.bijstand import edxl_xml as xml
from mlob.bijstand.edxl_message import Writer
from mlob.bijstand.standing import View, standing
from mlob.errors import TransitionError

__all__ = ["envelope", "is_own", "messages"]

UNMARKED = "Unclassified"
"""combinedConfidentiality must be there (DE 1.0, 3.2.1) also of what has no rubricering."""


def envelope(
    views: Sequence[View], *, sender: str, organisation: str, at: datetime, marking: str = ""
) -> bytes:
    """The document (UTF-8) with the messages of viewed requests, as they stand at `at`.

    `sender` names this system, `organisation` for whom it speaks. Raises TransitionError when there is
    nothing to say, or when an exercise would go together with what is real.
    """
    drills = {bool(view["exercise"]) for view in views}
    if len(drills) > 1:
        raise TransitionError("Een oefening en echte verzoeken gaan niet samen in een bericht.")
    writer = Writer(sender=sender, organisation=organisation, at=at)
    found = [(view, message) for view in views for message in messages(view, writer)]
    if not found:
        raise TransitionError("Er is nog niets gevraagd of toegezegd: er is geen bericht te maken.")
    contents = [_content(view, message) for view, message in found]
    parts = [etree.tostring(content) for content in contents]
    name = hashlib.blake2b(b"".join(parts), digest_size=8).hexdigest()
    head = {
        "distributionID": f"{sender}/{name}",
        "senderID": sender,
        "dateTimeSent": xml.when(at),
        "distributionStatus": "Exercise" if True in drills else "Actual",
        "distributionType": "Report",
        "combinedConfidentiality": marking or UNMARKED,
        "language": "nl",
    }
    root = xml.de("EDXLDistribution", *(xml.de(tag, text) for tag, text in head.items()), *contents)
    document: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return document


def messages(view: View, writer: Writer) -> Iterator[etree._Element]:
    """The messages of one viewed request, in the order in which they follow from each other."""
    yield from edxl_asked.messages(view, writer)
    for row in standing(view, writer.organisation):
        yield from edxl_promised.messages(view, row, writer)


def is_own(message: str, sender: str) -> bool:
    """Whether a later message of a sequence is one that `sender` itself made."""
    return message.startswith(f"{sender}/")


def _content(view: View, message: etree._Element) -> etree._Element:
    embedded = xml.de("xmlContent", xml.de("embeddedXMLContent", message))
    operation = view.get("operation")
    return xml.de(
        "contentObject",
        xml.de("contentDescription", str(view["title"])) if view.get("title") else None,
        xml.de("incidentID", str(operation)) if operation else None,
        embedded,
    )

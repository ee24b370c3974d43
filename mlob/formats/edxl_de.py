"""EDXL-DE: an envelope with messages of other standards, OASIS Distribution Element 1.0 and 2.0."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

import msgspec
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats import Format, cap, cot, edxl_have, edxl_rm, edxl_sitrep, emsi, nvg
from mlob.formats.framing_xml import LIMIT, XmlSplitter
from mlob.formats.xml import local, namespace, parse
from mlob.formats.xml_fields import first, text, time, within
from mlob.model import Reception

__all__ = ["FORMAT", "Content", "Distribution", "decode"]

SPACES = {
    "urn:oasis:names:tc:emergency:edxl:de:1.0": "1.0",
    "urn:oasis:names:tc:emergency:edxl:de:2.0": "2.0",
}
ENVELOPES = ("EdxlDeRequest", "Envelope")
"""What web services put around a distribution; nothing else of them is read."""
STATUS = frozenset({"Actual", "Exercise", "System", "Test"})
"""DE 1.0, 3.2.1 (distributionStatus)."""
CONTENT = ("embeddedXMLContent", "EmbeddedXMLContent")

MOST_NAMES = 20
"""Names of unknown contents that are kept: every observation out of the envelope carries them."""

READERS: dict[str, tuple[str, Callable[[bytes, Reception], Iterator[Any]]]] = {
    "alert": ("cap", cap.decode),
    "event": ("cot", cot.decode),
    "nvg": ("nvg", nvg.decode),
    "emsi": ("emsi", emsi.decode),
    **dict.fromkeys(edxl_have.ROOTS, ("edxl_have", edxl_have.decode)),
    **dict.fromkeys(("sitRep", "SitRep"), ("edxl_sitrep", edxl_sitrep.decode)),
    **dict.fromkeys(edxl_rm.TYPES, ("edxl_rm", edxl_rm.decode)),
}
"""Root element of what may be inside -> its format."""


class Distribution(msgspec.Struct, frozen=True, kw_only=True):
    """The envelope; `unread` are the contents that are of no standard that we know."""

    version: str
    id: str
    sender: str
    sent: datetime
    status: str
    type: str
    confidentiality: str | None = None
    unread: tuple[str, ...] = ()


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """One message out of an envelope, and the name of its format."""

    distribution: Distribution
    form: str
    message: Any


def decode(frame: bytes, reception: Reception) -> Iterator[Content]:
    """The messages of an envelope; raises DecodeError, naming the element and which content it is in.

    One content that its own standard refuses costs the envelope: a sender hears of it, and what is
    shown is whole. Contents of other standards are passed over, as long as one is known.
    """
    root = _root(parse(frame, LIMIT))
    found = list(_contents(root))
    known = [(number, item) for number, item in enumerate(found, 1) if local(item) in READERS]
    others = tuple(dict.fromkeys(local(item) for item in found if local(item) not in READERS))[:MOST_NAMES]
    distribution = _distribution(root, reception.source.timezone, others)
    if found and not known:
        raise DecodeError(f"contentObject: geen inhoud die te lezen is ({', '.join(others)[:80]})")
    for number, item in known:
        form, read = READERS[local(item)]
        try:
            for message in read(_document(item, namespace(root)), reception):
                yield Content(distribution=distribution, form=form, message=message)
        except DecodeError as error:
            raise DecodeError(f"contentObject {number}: {error}") from error


def _root(root: etree._Element) -> etree._Element:
    inner = within(root, "EDXLDistribution") if local(root) in ENVELOPES else root
    if inner is None or local(inner) != "EDXLDistribution" or namespace(inner).lower() not in SPACES:
        raise DecodeError(f"{local(root)[:60]}: geen EDXLDistribution van 1.0 of 2.0")
    return inner


def _contents(root: etree._Element) -> Iterator[etree._Element]:
    """Every element that is embedded, in its order."""
    for holder in root.iter(*("{*}" + name for name in CONTENT)):
        yield from holder


def _document(item: etree._Element, space: str) -> bytes:
    """A content as a document of its own.

    Standards without a namespace, as CoT, take on that of an envelope that has no prefix: it is taken off.
    """
    document = etree.tostring(item, with_tail=False)
    inherited = namespace(item) == space and item.prefix is None
    return document.replace(f' xmlns="{space}"'.encode(), b"", 1) if inherited else document


def _distribution(root: etree._Element, zone: str, unread: tuple[str, ...]) -> Distribution:
    status = first(root, "distributionStatus/StatusKindDefault/Value", "distributionStatus")
    if status not in STATUS:
        raise DecodeError(f"distributionStatus: {_wrong(status)}")
    sent = time(_required(root, "dateTimeSent"), "dateTimeSent", zone)
    assert sent is not None  # a text that is there is a time or raises
    return Distribution(
        version=SPACES[namespace(root).lower()],
        id=_required(root, "distributionID"),
        sender=_required(root, "senderID"),
        sent=sent,
        status=str(status),
        type=text(root, "distributionKind/DistributionKindDefault/Value")
        or _required(root, "distributionType"),
        confidentiality=text(root, "combinedConfidentiality"),
        unread=unread,
    )


def _wrong(value: str | None) -> str:
    return "ontbreekt" if value is None else f"waarde {value[:40]!r} staat niet in de standaard"


def _required(root: etree._Element, name: str) -> str:
    said = text(root, name)
    if said is None:
        raise DecodeError(f"{name}: ontbreekt of is leeg")
    return said


FORMAT = Format(
    name="edxl_de",
    title="EDXL-DE (envelop om andere berichten)",
    version="1.0, en 2.0 waar het dezelfde elementen heeft",
    reads="status, soort, afzender, vertrouwelijkheid; erin CAP, CoT, EDXL-HAVE, -RM, -SitRep, EMSI en NVG",
    ignores="targetArea, keywords, nonXMLContent, handtekeningen, andere inhoud naast wat bekend is",
    splitter=partial(XmlSplitter, "EDXLDistribution", LIMIT, ENVELOPES),
    decode=decode,
)

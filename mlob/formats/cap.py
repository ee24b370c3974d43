"""CAP: warnings, OASIS Common Alerting Protocol 1.1 and 1.2.

A digital signature (ds:Signature) is not checked: `signed` says only that there is one. Elements in
other namespaces, and the order of elements, are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import msgspec
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats import Format
from mlob.formats.cap_fields import Children, Position, circle, ring
from mlob.formats.framing_xml import LIMIT, XmlSplitter
from mlob.formats.xml import local, namespace, parse
from mlob.model import Reception

__all__ = ["FORMAT", "Alert", "Area", "Info", "decode"]

VERSIONS = {"urn:oasis:names:tc:emergency:cap:1.1": "1.1", "urn:oasis:names:tc:emergency:cap:1.2": "1.2"}
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"

# CAP 1.2, 3.2.1 and 3.2.2; version 1.1 has the same values without Avoid and AllClear.
STATUS = frozenset({"Actual", "Exercise", "System", "Test", "Draft"})
MSG_TYPE = frozenset({"Alert", "Update", "Cancel", "Ack", "Error"})
SCOPE = frozenset({"Public", "Restricted", "Private"})
CATEGORY = frozenset({
    "Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE",
    "Other",
})  # fmt: skip
RESPONSE = frozenset({
    "Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None",
})  # fmt: skip
URGENCY = frozenset({"Immediate", "Expected", "Future", "Past", "Unknown"})
SEVERITY = frozenset({"Extreme", "Severe", "Moderate", "Minor", "Unknown"})
CERTAINTY = frozenset({"Observed", "Likely", "Possible", "Unlikely", "Unknown"})

OTHERS = {
    "urn:oasis:names:tc:emergency:cap:1.0": "CAP 1.0",
    "http://www.incident.com/cap/1.0": "CAP 1.0",
    "http://www.w3.org/2005/Atom": "Atom",
    "urn:oasis:names:tc:emergency:EDXL:DE:1.0": "EDXL-DE",
    "urn:oasis:names:tc:emergency:EDXL:DE:2.0": "EDXL-DE",
}
"""What comes along with warnings and is another standard."""
OTHER_ROOTS = {"rss": "RSS", "feed": "Atom", "EDXLDistribution": "EDXL-DE"}


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """Where: rings of (lon, lat), circles of (lon, lat, km), codes as (name of the list, code)."""

    desc: str
    polygons: tuple[tuple[Position, ...], ...] = ()
    circles: tuple[tuple[float, float, float], ...] = ()
    geocodes: tuple[tuple[str, str], ...] = ()


class Info(msgspec.Struct, frozen=True, kw_only=True):
    """What is the matter, in one language; times are UTC."""

    language: str
    categories: tuple[str, ...]
    event: str
    urgency: str
    severity: str
    certainty: str
    responses: tuple[str, ...] = ()
    effective: datetime | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    sender_name: str | None = None
    headline: str | None = None
    description: str | None = None
    instruction: str | None = None
    contact: str | None = None
    parameters: tuple[tuple[str, str], ...] = ()
    event_codes: tuple[tuple[str, str], ...] = ()
    areas: tuple[Area, ...] = ()


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """One message; `references` are the identifiers of the earlier messages it is about."""

    version: str
    identifier: str
    sender: str
    sent: datetime
    status: str
    msg_type: str
    scope: str
    note: str | None = None
    references: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    infos: tuple[Info, ...] = ()
    signed: bool = False


def decode(frame: bytes, reception: Reception) -> Iterator[Alert]:
    """The one alert of a document; raises DecodeError, naming the element."""
    root = parse(frame, LIMIT)
    version = _version(root)
    zone = ZoneInfo(reception.source.timezone)
    found = Children(root)
    yield Alert(
        version=version,
        identifier=found.required("identifier"),
        sender=found.required("sender"),
        sent=found.required_time("sent", zone),
        status=found.choice("status", STATUS),
        msg_type=found.choice("msgType", MSG_TYPE),
        scope=found.choice("scope", SCOPE),
        note=found.text("note"),
        references=tuple(_identifier(item) for item in (found.text("references") or "").split()),
        incidents=tuple((found.text("incidents") or "").split()),
        infos=tuple(_info(item, zone) for item in found.all("info")),
        signed=root.find(SIGNATURE) is not None,
    )


def _version(root: etree._Element) -> str:
    space, name = namespace(root), local(root)
    if name == "alert" and space in VERSIONS:
        return VERSIONS[space]
    other = OTHERS.get(space) or OTHER_ROOTS.get(name)
    if other:
        raise DecodeError(f"{name}: dit is {other}, geen CAP 1.1 of 1.2")
    raise DecodeError(f"{name[:40]}: geen alert van CAP 1.1 of 1.2 ({space[:60] or 'geen namespace'})")


def _identifier(reference: str) -> str:
    """The identifier in "sender,identifier,sent" (CAP 1.2, 3.2.1); some write the identifier alone."""
    parts = reference.split(",")
    return parts[1] if len(parts) == 3 and parts[1] else reference


def _info(element: etree._Element, zone: ZoneInfo) -> Info:
    found = Children(element)
    if not found.all("category"):
        raise DecodeError("category: ontbreekt")
    return Info(
        language=found.text("language") or "en-US",
        categories=found.choices("category", CATEGORY),
        event=found.required("event"),
        responses=found.choices("responseType", RESPONSE),
        urgency=found.choice("urgency", URGENCY),
        severity=found.choice("severity", SEVERITY),
        certainty=found.choice("certainty", CERTAINTY),
        effective=found.time("effective", zone),
        onset=found.time("onset", zone),
        expires=found.time("expires", zone),
        sender_name=found.text("senderName"),
        headline=found.text("headline"),
        description=found.text("description"),
        instruction=found.text("instruction"),
        contact=found.text("contact"),
        parameters=found.pairs("parameter"),
        event_codes=found.pairs("eventCode"),
        areas=tuple(_area(item) for item in found.all("area")),
    )


def _area(element: etree._Element) -> Area:
    found = Children(element)
    return Area(
        desc=found.required("areaDesc"),
        polygons=tuple(ring(text) for text in found.texts("polygon")),
        circles=tuple(circle(text) for text in found.texts("circle")),
        geocodes=found.pairs("geocode"),
    )


FORMAT = Format(
    name="cap",
    title="CAP (waarschuwingen, NL-Alert)",
    version="1.1 en 1.2",
    reads="alert, info in elke taal, area met polygon, circle en geocode",
    ignores="handtekening (ds:Signature, niet gecontroleerd), resource, web, audience, altitude, ceiling",
    splitter=partial(XmlSplitter, "alert", envelopes=tuple(OTHER_ROOTS)),
    decode=decode,
)

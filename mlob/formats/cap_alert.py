"""One alert of CAP 1.0, 1.1 or 1.2, and what it says.

A digital signature (ds:Signature) is not checked: `signed` says only that there is one. Elements in
other namespaces, and the order of elements, are not looked at.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats.cap_fields import Children, Position, circle, ring
from mlob.formats.xml import local, namespace
from mlob.moment import moment

__all__ = ["VERSIONS", "Alert", "Area", "Info", "alert"]

VERSIONS = {
    "http://www.incident.com/cap/1.0": "1.0",
    "urn:oasis:names:tc:emergency:cap:1.0": "1.0",
    "urn:oasis:names:tc:emergency:cap:1.1": "1.1",
    "urn:oasis:names:tc:emergency:cap:1.2": "1.2",
}
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"

# CAP 1.2, 3.2.1 and 3.2.2; the versions before it have no values that this one lacks, but one.
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
_NAMES = re.compile(r'"([^"]+)"|(\S+)')
"""Names apart by white space, in quotes when they hold some (CAP 1.2, 3.2.1, incidents)."""
VERY_LIKELY = "Very Likely"
"""A value of CAP 1.0, that is to be read as "Likely" (CAP 1.2, 3.2.2, certainty)."""
URGENCY = frozenset({"Immediate", "Expected", "Future", "Past", "Unknown"})
SEVERITY = frozenset({"Extreme", "Severe", "Moderate", "Minor", "Unknown"})
CERTAINTY = frozenset({"Observed", "Likely", "Possible", "Unlikely", "Unknown"}) | {VERY_LIKELY}


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
    """One message; `references` are the identifiers of the earlier messages it is about.

    `digest`: this is what an index says of an alert that itself comes after it.
    """

    version: str
    identifier: str
    sender: str | None
    sent: datetime
    status: str
    msg_type: str
    scope: str | None
    note: str | None = None
    references: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    infos: tuple[Info, ...] = ()
    signed: bool = False
    digest: bool = False


def alert(root: etree._Element, zone: ZoneInfo, *, digest: bool = False) -> Alert:
    """What an `alert` element says; raises DecodeError, naming the element.

    The `digest` of an alert may leave out who sent it, for whom, its category and names of areas.
    """
    version = _version(root)
    lenient = digest or version == "1.0"  # CAP 1.0 demands neither scope nor category
    found = Children(root)
    return Alert(
        version=version,
        identifier=found.required("identifier"),
        sender=found.text("sender") if digest else found.required("sender"),
        sent=found.required_time("sent", zone),
        status=found.choice("status", STATUS),
        msg_type=found.choice("msgType", MSG_TYPE),
        scope=None if lenient and not found.all("scope") else found.choice("scope", SCOPE),
        note=found.text("note"),
        references=_identifiers(found.text("references"), version),
        incidents=tuple(quoted or bare for quoted, bare in _NAMES.findall(found.text("incidents") or "")),
        infos=tuple(_info(item, zone, lenient) for item in found.all("info")),
        signed=root.find(SIGNATURE) is not None,
    )


def _version(root: etree._Element) -> str:
    space, name = namespace(root), local(root)
    if name != "alert" or space not in VERSIONS:
        raise DecodeError(
            f"{name[:40]}: geen alert van CAP 1.0, 1.1 of 1.2 ({space[:60] or 'geen namespace'})"
        )
    return VERSIONS[space]


def _identifiers(references: str | None, version: str) -> tuple[str, ...]:
    """The identifiers in "sender,identifier,sent" (CAP 1.2, 3.2.1), the alert that was sent first first.

    The standard has no order for them: the US weather service lists the last first. Some write the
    identifier alone; CAP 1.0 has "identifier/sender".
    """
    said = (references or "").split()
    with suppress(ValueError, OverflowError):
        said = sorted(said, key=lambda item: moment(item.rpartition(",")[2]))
    return tuple(_identifier(item, version) for item in said)


def _identifier(reference: str, version: str) -> str:
    if version == "1.0" and "/" in reference:
        return reference.rpartition("/")[0]
    parts = reference.split(",")
    return parts[1] if len(parts) == 3 and parts[1] else reference


def _info(element: etree._Element, zone: ZoneInfo, lenient: bool) -> Info:
    found = Children(element)
    if not lenient and not found.all("category"):
        raise DecodeError("category: ontbreekt")
    certainty = found.choice("certainty", CERTAINTY)
    return Info(
        language=found.text("language") or "en-US",
        categories=found.choices("category", CATEGORY),
        event=found.required("event"),
        responses=found.choices("responseType", RESPONSE),
        urgency=found.choice("urgency", URGENCY),
        severity=found.choice("severity", SEVERITY),
        certainty="Likely" if certainty == VERY_LIKELY else certainty,
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
        areas=tuple(_area(item, lenient) for item in found.all("area")),
    )


def _area(element: etree._Element, lenient: bool) -> Area:
    found = Children(element)
    return Area(
        desc=(found.text("areaDesc") or "") if lenient else found.required("areaDesc"),
        polygons=tuple(ring(text) for text in found.texts("polygon")),
        circles=tuple(circle(text) for text in found.texts("circle")),
        geocodes=found.pairs("geocode"),
    )

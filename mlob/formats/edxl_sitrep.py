"""EDXL-SitRep: situation reports, OASIS Emergency Data Exchange Language Situation Reporting 1.0."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

import msgspec
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats import Format
from mlob.formats.framing_xml import LIMIT, XmlSplitter
from mlob.formats.gml import Position, point
from mlob.formats.xml import local, namespace, parse
from mlob.formats.xml_fields import first, found, found_all, text, time, within, words
from mlob.model import Reception

__all__ = ["FORMAT", "SitRep", "decode"]

SPACE = "urn:oasis:names:tc:emergency:edxl:sitrep:1.0"
ROOTS = ("sitRep", "SitRep")
SEVERITY = frozenset({"Extreme", "Severe", "Moderate", "Minor", "Unknown"})
PERSONAL = frozenset({"preparedBy", "authorizedBy", "personDetails", "contactInformation"})
"""Elements that hold names and telephone numbers: nothing in them is taken over."""
PLACES = ("observationLocation", "reportingLocation", "EDXLGeoLocation")
LIST, CHOSEN = "ValueListURI", "Value"
"""A value out of a list (EDXL common types): what counts is the field that it stands in."""
MOST_LINES = 200
"""Lines of a report that are taken over: more than any of the forms of the standard has fields."""


class SitRep(msgspec.Struct, frozen=True, kw_only=True):
    """One report; `lines` are the fields of its form as "name: text", times UTC."""

    id: str
    purpose: str
    made: datetime | None
    begin: datetime | None
    end: datetime | None
    number: str | None = None
    version: str | None = None
    incidents: tuple[str, ...] = ()
    urgency: str | None = None
    severity: str | None = None
    confidence: str | None = None
    form: str | None = None
    position: Position | None = None
    lines: tuple[str, ...] = ()


def decode(frame: bytes, reception: Reception) -> Iterator[SitRep]:
    """The one report of a document; raises DecodeError, naming the element."""
    root = parse(frame, LIMIT)
    if local(root) not in ROOTS or namespace(root).lower() != SPACE:
        raise DecodeError(f"{local(root)[:60]}: geen sitRep van EDXL-SitRep 1.0")
    zone = reception.source.timezone
    severity = text(root, "severity")
    if severity is not None and severity not in SEVERITY:
        raise DecodeError(f"severity: waarde {severity[:40]!r} staat niet in de standaard")
    made = [
        time(text(root, path), "timeValue", zone)
        for path in ("authorizedBy/timeValue", "preparedBy/timeValue")
    ]
    yield SitRep(
        id=_required(root, "messageID"),
        purpose=_required(root, "reportPurpose"),
        made=next((moment for moment in made if moment), None),
        begin=time(text(root, "forTimePeriod/fromDateTime"), "fromDateTime", zone),
        end=time(text(root, "forTimePeriod/toDateTime"), "toDateTime", zone),
        number=text(root, "reportNumber"),
        version=text(root, "reportVersion"),
        incidents=tuple(said for item in found_all(root, "incidentID") if (said := words(item))),
        urgency=text(root, "urgency"),
        severity=severity,
        confidence=first(root, "reportConfidence", "confidence"),
        form=_form(root),
        position=_position(root),
        lines=tuple(line for form in found_all(root, "report") for line in _lines(form))[:MOST_LINES],
    )


def _required(root: etree._Element, name: str) -> str:
    said = text(root, name)
    if said is None:
        raise DecodeError(f"{name}: ontbreekt of is leeg")
    return said


def _form(root: etree._Element) -> str | None:
    """Which of the forms of the standard the report is: the xsi:type of its body."""
    report = found(root, "report")
    kind = None if report is None else report.get("{http://www.w3.org/2001/XMLSchema-instance}type")
    return kind.rpartition(":")[2].removesuffix("Type") if kind else None


def _position(root: etree._Element) -> Position | None:
    places = (place for name in PLACES if (place := within(root, name)) is not None)
    return next((position for place in places if (position := point(place)) is not None), None)


def _lines(element: etree._Element) -> Iterator[str]:
    """The filled in fields of a form, in their order, without places and persons."""
    for child in element:
        name = local(child)
        if name in PERSONAL or name in PLACES or name == LIST:
            continue
        if len(child):
            yield from _lines(child)
        elif said := words(child):
            yield f"{local(element) if name == CHOSEN else name}: {said}"


FORMAT = Format(
    name="edxl_sitrep",
    title="EDXL-SitRep (situatierapporten)",
    version="1.0",
    reads="nummer, doel, tijden, incidenten, ernst, plaats (gml:pos) en de ingevulde velden van het rapport",
    ignores="namen en telefoonnummers van personen, bijlagen",
    splitter=partial(XmlSplitter, ROOTS, envelopes=("EDXLDistribution",)),
    decode=decode,
)

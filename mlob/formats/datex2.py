"""DATEX II: situations on the roads, SituationPublication of versions 2 and 3 (CEN/TS 16157).

As NDW publishes them for the Netherlands: accidents, traffic jams, closures, roadworks, bridges that open.
Version 3 has the same elements in other namespaces, one for each part of the model.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats import Format
from mlob.formats.datex2_record import Record, record, type_name
from mlob.formats.framing_datex2 import Datex2Splitter
from mlob.formats.framing_xml import LIMIT
from mlob.formats.xml import local, namespace, parse
from mlob.formats.xml_fields import found_all, text, time, within, words
from mlob.model import Reception

__all__ = ["FORMAT", "Record", "Situation", "decode"]

SPACES = {"http://datex2.eu/schema/2/": "2", "http://datex2.eu/schema/3/": "3"}
PUBLICATION = "SituationPublication"
PAYLOADS = ("payloadPublication", "payload")


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """One situation and its records; times are UTC."""

    version: str
    id: str
    versioned: datetime | None = None
    published: datetime | None = None
    severity: str | None = None
    information: str | None = None
    confidentiality: str | None = None
    records: tuple[Record, ...] = ()


def decode(frame: bytes, reception: Reception) -> Iterator[Situation]:
    """The situations of a frame, most often one; raises DecodeError, naming the element."""
    root = parse(frame, LIMIT)
    found = list(root.iter("{*}situation"))
    if not found:
        _check(root)
    published = words(within(root, "publicationTime"))
    for element in found:
        yield _situation(element, published, reception.source.timezone)


def _check(root: etree._Element) -> None:
    """A publication of situations may be empty; anything else without a situation is refused by name."""
    payloads = [item for name in PAYLOADS for item in root.iter("{*}" + name)]
    if not payloads or _version(payloads[0]) is None:
        raise DecodeError(f"{local(root)[:60]}: geen DATEX II van versie 2 of 3")
    kind = type_name(payloads[0])
    if kind != PUBLICATION:
        raise DecodeError(
            f"{local(payloads[0])}: dit is {kind[:60] or 'iets zonder soort'}, geen {PUBLICATION}"
        )


def _version(element: etree._Element) -> str | None:
    space = namespace(element)
    return next((version for start, version in SPACES.items() if space.startswith(start)), None)


def _situation(element: etree._Element, published: str | None, zone: str) -> Situation:
    version = _version(element)
    if version is None:
        space = namespace(element)[:60] or "geen namespace"
        raise DecodeError(f"situation: geen DATEX II van versie 2 of 3 ({space})")
    name = (element.get("id") or "").strip()
    if not name:
        raise DecodeError("situation: id ontbreekt")
    records = found_all(element, "situationRecord")
    if not records:
        raise DecodeError("situationRecord: ontbreekt")
    return Situation(
        version=version,
        id=name,
        versioned=time(text(element, "situationVersionTime"), "situationVersionTime", zone),
        published=time(published, "publicationTime", zone),
        severity=text(element, "overallSeverity"),
        information=text(element, "headerInformation/informationStatus"),
        confidentiality=text(element, "headerInformation/confidentiality"),
        records=tuple(record(item, zone) for item in records),
    )


FORMAT = Format(
    name="datex2",
    title="DATEX II (situaties op de weg, NDW)",
    version="2.0 tot en met 2.3 en 3, SituationPublication",
    reads="situation en elk situationRecord: soort, tijden en perioden, plaats (punt, lijn, vlak, OpenLR,"
    " Alert-C als tekst), ernst, waarschijnlijkheid, oorzaak, gevolgen, opmerkingen, einde en intrekking",
    ignores="andere publicaties, binaire OpenLR, omleidingsroutes, voertuigkenmerken, hoogten",
    splitter=Datex2Splitter,
    decode=decode,
)

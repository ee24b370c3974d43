"""One situationRecord of DATEX II: what is the matter, when, how sure, and what comes of it."""

from __future__ import annotations

from datetime import datetime

import msgspec
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats.datex2_place import Place, place
from mlob.formats.xml import local
from mlob.formats.xml_fields import found, found_all, real, text, time, whole, words

__all__ = ["Period", "Record", "record", "type_name"]

XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
LOCATIONS = ("locationReference", "groupOfLocations")
"""Where a record says its place, in version 3 and in version 2."""
STAMPS = (
    "situationRecordVersionTime",
    "situationRecordObservationTime",
    "situationRecordFirstSupplierVersionTime",
    "situationRecordCreationTime",
)
"""Times of a record, the one that says most of what it says now first."""
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
DUTCH = "nl"
TRUE = ("true", "1")
"""xs:boolean."""
NAME = "genericSituationRecordName"


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """From when until when; without an end it is not known."""

    start: datetime | None = None
    end: datetime | None = None


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One element of a situation; `kinds` are its own types by element, times are UTC."""

    id: str
    type: str
    versioned: datetime | None = None
    validity: str | None = None
    overall: Period = Period()
    periods: tuple[Period, ...] = ()
    ended: bool = False
    cancelled: bool = False
    probability: str | None = None
    severity: str | None = None
    source: str | None = None
    action: str | None = None
    compliance: str | None = None
    kinds: tuple[tuple[str, str], ...] = ()
    cause: str | None = None
    cause_text: str | None = None
    comments: tuple[str, ...] = ()
    delay_s: float | None = None
    delay_band: str | None = None
    constriction: str | None = None
    lanes_closed: int | None = None
    queue_m: float | None = None
    speed_limit: float | None = None
    place: Place = Place()


def type_name(element: etree._Element) -> str:
    """What xsi:type says, without its prefix."""
    return (element.get(XSI_TYPE) or "").strip().rpartition(":")[2]


def record(element: etree._Element, zone: str) -> Record:
    """What a situationRecord says; raises DecodeError, naming the element."""
    name, kind = (element.get("id") or "").strip(), type_name(element)
    if not name:
        raise DecodeError("situationRecord: id ontbreekt")
    if not kind:
        raise DecodeError("situationRecord: xsi:type ontbreekt")
    stamps = (time(text(element, stamp), stamp, zone) for stamp in STAMPS)
    delay = text(element, "impact/delays/delayTimeValue")
    queue, limit = text(element, "queueLength"), text(element, "temporarySpeedLimit")
    overall, periods = _validity(element, zone)
    return Record(
        id=name,
        type=kind,
        versioned=next((stamp for stamp in stamps if stamp is not None), None),
        validity=text(element, "validity/validityStatus"),
        overall=overall,
        periods=periods,
        ended=text(element, "management/lifeCycleManagement/end") in TRUE,
        cancelled=text(element, "management/lifeCycleManagement/cancel") in TRUE,
        probability=text(element, "probabilityOfOccurrence"),
        severity=text(element, "severity"),
        source=_spoken(found(element, "source/sourceName")) or text(element, "source/sourceIdentification"),
        action=text(element, "operatorActionStatus"),
        compliance=text(element, "complianceOption"),
        kinds=_kinds(element),
        cause=text(element, "cause/causeType"),
        cause_text=_spoken(found(element, "cause/causeDescription")),
        comments=_comments(element),
        delay_s=None if delay is None else real(delay, "delayTimeValue"),
        delay_band=text(element, "impact/delays/delayBand"),
        constriction=text(element, "impact/trafficConstrictionType"),
        lanes_closed=whole(text(element, "impact/numberOfLanesRestricted"), "numberOfLanesRestricted"),
        queue_m=None if queue is None else real(queue, "queueLength"),
        speed_limit=None if limit is None else real(limit, "temporarySpeedLimit"),
        place=place(next((item for name in LOCATIONS for item in found_all(element, name)), None)),
    )


def _validity(element: etree._Element, zone: str) -> tuple[Period, tuple[Period, ...]]:
    """From the first to the last moment, and the periods in between when it is not all the time."""
    specified = found(element, "validity/validityTimeSpecification")
    if specified is None:
        return Period(), ()
    periods = [
        _period(item, "startOfPeriod", "endOfPeriod", zone) for item in found_all(specified, "validPeriod")
    ]
    return _period(specified, "overallStartTime", "overallEndTime", zone), tuple(dict.fromkeys(periods))


def _period(element: etree._Element, start: str, end: str, zone: str) -> Period:
    return Period(start=time(text(element, start), start, zone), end=time(text(element, end), end, zone))


def _kinds(element: etree._Element) -> tuple[tuple[str, str], ...]:
    """Every type that the record says of itself: accidentType, generalNetworkManagementType and such."""
    said = (
        (local(item), (item.text or "").strip())
        for item in element
        if (local(item).endswith("Type") or local(item) == NAME) and not len(item)
    )
    return tuple(dict.fromkeys((name, value) for name, value in said if value))


def _comments(element: etree._Element) -> tuple[str, ...]:
    said = (_spoken(item) for item in found_all(element, "generalPublicComment/comment"))
    return tuple(dict.fromkeys(comment for comment in said if comment))


def _spoken(element: etree._Element | None) -> str | None:
    """A text in several languages: the Dutch one, else the first."""
    if element is None:
        return None
    values = [(_language(item), words(item)) for item in element.iter("{*}value")]
    texts = [said for language, said in values if said and language.startswith(DUTCH)]
    return next(iter(texts or [said for _, said in values if said]), None if values else words(element))


def _language(element: etree._Element) -> str:
    return (element.get("lang") or element.get(LANGUAGE) or "").lower()

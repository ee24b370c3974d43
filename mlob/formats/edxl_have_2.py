"""One facility of EDXL-HAVE 2.0, as the drafts write it: elements in lower camel case."""

from __future__ import annotations

from datetime import datetime

from lxml import etree

from mlob.errors import DecodeError
from mlob.formats.edxl_have_1 import CLINICAL, FACILITY, SECURITY, TRAFFIC
from mlob.formats.edxl_have_fields import Beds, Hospital, choice, triage
from mlob.formats.gml import point
from mlob.formats.xml_fields import LARGEST, first, found, found_all, text, time, whole

__all__ = ["facility", "updated"]

KIND = frozenset({"Hospital", "LongTermCare", "TemporaryFacility"})
STATUS = frozenset({"Open", "Full", "Exceeded", "Inactive"})
AVAILABLE = {"true": True, "1": True, "false": False, "0": False}
PERIOD = ("reportingPeriod/toDateTime", "reportingPeriod/endDateTime", "reportingPeriod/fromDateTime")
"""A report without a time of its own is as new as the period that it speaks of (edxl-ct, TimePeriod)."""


def facility(element: etree._Element, zone: str, reported: datetime | None) -> Hospital:
    """The facility, as new as it says itself, else as the report; raises DecodeError, naming the element."""
    told = found(element, "facilityInformation")
    if told is None:
        raise DecodeError("facilityInformation: ontbreekt")
    name, number = text(told, "facilityName"), text(told, "facilityID")
    if number is None or name is None:
        raise DecodeError(f"{'facilityID' if number is None else 'facilityName'}: ontbreekt of is leeg")
    place = found(told, "facilityGeoLocation")
    emergency = found(told, "emergencyDepartmentStatus")
    here = told if emergency is None else emergency
    items = found_all(element, "serviceList/serviceListItem")
    services = [(text(item, "serviceName"), _available(item)) for item in items]
    return Hospital(
        id=number,
        name=name,
        position=None if place is None else point(place),
        updated=updated(element, zone) or reported,
        kind=choice(text(told, "facilityKind"), "facilityKind", KIND),
        facility_status=choice(text(told, "facilityStatus/status"), "status", FACILITY),
        clinical_status=choice(text(told, "clinicalStatusDefault"), "clinicalStatusDefault", CLINICAL),
        security_status=_security(element),
        ems_traffic=choice(text(here, "emsTraffic/emsTrafficStatus"), "emsTrafficStatus", TRAFFIC),
        ems_reason=text(here, "emsTraffic/emsTrafficReason"),
        ems_capacity=triage(found(here, "emsCapacity"), lower=True),
        ems_census=triage(found(here, "emsCensus"), lower=True),
        offload_min=whole(text(here, "emsAmbulanceStatus/emsOffloadMinutes"), "emsOffloadMinutes"),
        colour=first(
            element,
            "facilityColourStatus/colourCode/Value",
            "facilityColourStatus/colourCodeDefault/Value",
        ),
        beds=tuple(beds for item in items if (beds := _beds(item)) is not None),
        services=tuple(service for service, there in services if service and there),
        services_closed=tuple(service for service, there in services if service and there is False),
        comment=_comment(element),
    )


def updated(element: etree._Element, zone: str) -> datetime | None:
    """The time of a facility, or of the report around all of them."""
    for path in ("lastUpdateTime", *PERIOD):
        if (moment := time(text(element, path), path.rpartition("/")[2], zone)) is not None:
            return moment
    return None


def _security(element: etree._Element) -> str | None:
    path = "securityStatus/securityStatusCodeDefault"
    return choice(first(element, f"{path}/Value", path), "securityStatusCodeDefault", SECURITY)


def _available(item: etree._Element) -> bool | None:
    said = text(item, "serviceStatus/isAvailable")
    if said is None:
        return None
    if said not in AVAILABLE:
        raise DecodeError(f"isAvailable: geen true of false ({said[:40]!r})")
    return AVAILABLE[said]


def _beds(item: etree._Element) -> Beds | None:
    """The beds of a service, under the key of its list; fewer than none free is overcrowded."""
    capacity = found(item, "serviceBedCapacity")
    if capacity is None:
        return None
    kind = first(item, "serviceTaxonomyKeyValue", "serviceName")
    if kind is None:
        raise DecodeError("serviceName: ontbreekt of is leeg")
    return Beds(
        type=kind,
        available=whole(text(capacity, "availableCount"), "availableCount", -LARGEST),
        baseline=whole(text(capacity, "baselineCount"), "baselineCount"),
        status=choice(text(capacity, "availability"), "availability", STATUS),
    )


def _comment(element: etree._Element) -> str | None:
    """What the colour means, unless that is dots."""
    said = text(element, "facilityColourStatus/colourDescription")
    return said if said and said.strip(". ") else None

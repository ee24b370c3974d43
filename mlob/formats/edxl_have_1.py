"""One Hospital of EDXL-HAVE 1.0 (OASIS standard with errata, December 2009)."""

from __future__ import annotations

from lxml import etree

from mlob.errors import DecodeError
from mlob.formats.edxl_have_fields import Beds, Hospital, choice, triage
from mlob.formats.gml import point
from mlob.formats.xml import local
from mlob.formats.xml_fields import LARGEST, found, found_all, text, time, whole, within, words

__all__ = ["hospital"]

# The enumerations of edxl-have.xsd.
FACILITY = frozenset({"Normal", "Compromised", "Evacuating", "Closed"})
CLINICAL = frozenset({"Normal", "Full"})
TRAFFIC = frozenset({"Normal", "Advisory", "Closed", "NotApplicable"})
SECURITY = frozenset({"Normal", "Elevated", "RestrictedAccess", "Lockdown", "Quarantine"})
STAFFING = frozenset({"Adequate", "Insufficient"})
CAPACITY = frozenset({"Vacant/Available", "NotAvailable"})
TRUE = frozenset({"true", "1"})
FALSE = frozenset({"false", "0"})


def hospital(element: etree._Element, zone: str) -> Hospital:
    """The hospital; raises DecodeError, naming the element."""
    name = _name(element)
    position = found(element, "Organization/OrganizationGeoLocation")
    emergency = "EmergencyDepartmentStatus/EMSTraffic"
    facility = "HospitalFacilityStatus"
    services = _services(element)
    updated = time(text(element, "LastUpdateTime"), "LastUpdateTime", zone)
    if updated is None:
        raise DecodeError("LastUpdateTime: ontbreekt")
    return Hospital(
        id=_id(element) or name,
        name=name,
        position=None if position is None else point(position),
        updated=updated,
        facility_status=choice(text(element, f"{facility}/FacilityStatus"), "FacilityStatus", FACILITY),
        clinical_status=choice(text(element, f"{facility}/ClinicalStatus"), "ClinicalStatus", CLINICAL),
        security_status=choice(text(element, f"{facility}/SecurityStatus"), "SecurityStatus", SECURITY),
        ems_traffic=choice(text(element, f"{emergency}/EMSTrafficStatus"), "EMSTrafficStatus", TRAFFIC),
        ems_reason=text(element, f"{emergency}/EMSTrafficReason"),
        ems_capacity=triage(found(element, "EmergencyDepartmentStatus/EMSCapacity")),
        ems_census=triage(found(element, "EmergencyDepartmentStatus/EMSCensus")),
        offload_min=whole(
            text(element, "EmergencyDepartmentStatus/EMSAmbulanceStatus/EMSOffloadMinutes"),
            "EMSOffloadMinutes",
        ),
        staffing=choice(text(element, "HospitalResourcesStatus/Staffing"), "Staffing", STAFFING),
        beds=tuple(_beds(item) for item in found_all(element, "HospitalBedCapacityStatus/BedCapacity")),
        services=tuple(service for service, there in services if there),
        services_closed=tuple(service for service, there in services if not there),
        comment=text(element, "Organization/CommentText"),
    )


def _name(element: etree._Element) -> str:
    told = found(element, "Organization/OrganizationInformation")
    if told is None:
        raise DecodeError("OrganizationInformation: ontbreekt")
    name = words(within(told, "OrganisationName"))
    if name is None:
        raise DecodeError("OrganisationName: ontbreekt of is leeg")
    return name


def _id(element: etree._Element) -> str | None:
    """A number of the hospital, when OASIS CIQ 3.0 (OrganisationID) or an identifier says one."""
    told = found(element, "Organization/OrganizationInformation")
    for item in () if told is None else told.iter("{*}OrganisationName", "{*}Identifier"):
        for attribute, value in item.attrib.items():
            if str(attribute).rpartition("}")[2] in ("ID", "OrganisationID", "PartyID") and value:
                return str(value)
        if local(item) == "Identifier" and (number := words(item)):
            return number
    return None


def _beds(element: etree._Element) -> Beds:
    """A type, or its sub type; of several capacities the first that counts."""
    kind = text(element, "BedType") or text(element, "SubCategoryBedType")
    if kind is None:
        raise DecodeError("BedType: ontbreekt")
    capacity = found(element, "Capacity")
    if capacity is None:
        return Beds(type=kind)
    return Beds(
        type=kind,
        available=whole(text(capacity, "AvailableCount"), "AvailableCount", -LARGEST),
        baseline=whole(text(capacity, "BaselineCount"), "BaselineCount"),
        status=choice(text(capacity, "CapacityStatus"), "CapacityStatus", CAPACITY),
    )


def _services(element: etree._Element) -> list[tuple[str, bool]]:
    """The leaves of ServiceCoverageStatus: name, and whether it is there."""
    coverage = found(element, "ServiceCoverageStatus")
    leaves = [] if coverage is None else [item for item in coverage.iter("{*}*") if not len(item)]
    return [(local(item), told in TRUE) for item in leaves if (told := words(item)) in TRUE | FALSE]

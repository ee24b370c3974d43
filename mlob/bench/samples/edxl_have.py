"""EDXL-HAVE 1.0: a hospital a message."""

from __future__ import annotations

from datetime import datetime

from mlob.bench.samples import XML, Sample, at
from mlob.model import Discipline

__all__ = ["hospital", "hospitals"]


def hospitals(amount: int, start: datetime) -> list[bytes]:
    """Messages of so many hospitals, one a second."""
    return [hospital(number, number, at(start, number)) for number in range(amount)]


def hospital(number: int, turn: int, updated: str) -> bytes:
    """What a hospital says at a turn of its beds."""
    lat, lon = 51.0 + number % 40 * 0.05, 4.6 + number // 40 % 30 * 0.06
    beds = "".join(
        f"<BedCapacity><BedType>{kind}</BedType><Capacity><AvailableCount>{(turn + shift) % most}"
        f"</AvailableCount><BaselineCount>{most}</BaselineCount></Capacity></BedCapacity>"
        for shift, (kind, most) in enumerate((("AdultICU", 16), ("MedicalSurgical", 310), ("Pediatrics", 40)))
    )
    triage = "".join(
        f"<TriageCode><TriageCodeValue>{colour}</TriageCodeValue>"
        f"<TriageCountQuantity>{turn % 7}</TriageCountQuantity></TriageCode>"
        for colour in ("Red", "Yellow", "Green")
    )
    return (
        '<HospitalStatus xmlns="urn:oasis:names:tc:emergency:EDXL:HAVE:1.0"'
        ' xmlns:xnl="urn:oasis:names:tc:ciq:xnl:3" xmlns:gml="http://www.opengis.net/gml"><Hospital>'
        f'<Organization><OrganizationInformation><xnl:OrganisationName xnl:ID="zkh-{number}">'
        f"<xnl:NameElement>Ziekenhuis {number}</xnl:NameElement></xnl:OrganisationName>"
        "</OrganizationInformation><OrganizationGeoLocation><gml:Point>"
        f"<gml:pos>{lat:.3f} {lon:.3f}</gml:pos></gml:Point></OrganizationGeoLocation></Organization>"
        "<EmergencyDepartmentStatus><EMSTraffic><EMSTrafficStatus>Normal</EMSTrafficStatus></EMSTraffic>"
        f"<EMSCapacity>{triage}</EMSCapacity></EmergencyDepartmentStatus>"
        f"<HospitalBedCapacityStatus>{beds}</HospitalBedCapacityStatus>"
        "<HospitalFacilityStatus><FacilityStatus>Normal</FacilityStatus><ClinicalStatus>Normal</ClinicalStatus>"
        "</HospitalFacilityStatus><HospitalResourcesStatus><Staffing>Adequate</Staffing>"
        f"</HospitalResourcesStatus><LastUpdateTime>{updated}</LastUpdateTime></Hospital></HospitalStatus>"
    ).encode()


SAMPLE = Sample(
    format="edxl_have", title="edxl_have", disciplines=(Discipline.GHOR,), bare=XML, frames=hospitals
)

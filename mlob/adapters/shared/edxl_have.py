"""EDXL-HAVE -> facilities: what each hospital can take; for the first discipline of the source.

Beds carry the names that the other sources of hospitals use: `beds` (there), `free_beds`, `ic_free`.
Per type of bed they stand in `beds_<type>` and `free_beds_<type>`; operating rooms are no beds and
stay out of the totals, which are left out where a type leaves its number out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlob.adapters.shared import Meaning
from mlob.formats.edxl_have import Beds, Hospital, Report
from mlob.model import Discipline, Kind, Observation, Reception, Scalar, observation

__all__ = ["observe"]

TTL = 24 * 3600.0
"""Seconds; hospitals report a few times a day."""

FACILITY = {
    "Normal": ("normaal", 0),
    "Compromised": ("beperkt", 2),
    "Evacuating": ("wordt ontruimd", 3),
    "Closed": ("gesloten", 3),
}
"""FacilityStatus: how we say it, and its severity (HAVE 1.0, 3.2.6)."""
KIND = {
    "Hospital": "ziekenhuis",
    "LongTermCare": "zorginstelling",
    "TemporaryFacility": "tijdelijke zorglocatie",
}
TRAFFIC = {
    "Normal": "normaal",
    "Advisory": "beperkt",
    "Closed": "stop",
    "NotApplicable": "geen spoedeisende hulp",
}
INTENSIVE = frozenset({"AdultICU", "PediatricICU", "NeonatalICU"})
NO_BEDS = frozenset({"OperatingRooms"})


def observe(message: Report, reception: Reception, *, discipline: Discipline) -> Iterator[Observation]:
    """One observation a hospital; none when another discipline comes first."""
    if reception.source.disciplines[:1] != (discipline,):
        return
    for hospital in message.hospitals:
        status, severity = _status(hospital)
        yield observation(
            reception,
            discipline=discipline,
            kind=Kind.FACILITY,
            native_id=hospital.id,
            observed_at=hospital.updated,
            ttl=TTL,
            geometry=None
            if hospital.position is None
            else {"type": "Point", "coordinates": list(hospital.position)},
            title=hospital.name,
            status=status,
            severity=severity,
            properties=_properties(hospital),
        )


def _status(hospital: Hospital) -> tuple[str | None, int | None]:
    """The worst that the report says: of the building, of the ambulance entrance, of the wards."""
    if hospital.facility_status not in (None, "Normal"):
        return FACILITY[str(hospital.facility_status)]
    if hospital.ems_traffic == "Closed":
        return "ambulancestop", 2
    if hospital.clinical_status == "Full":
        return "vol", 2
    if hospital.facility_status or hospital.clinical_status:
        return FACILITY["Normal"]
    return None, None


def _properties(hospital: Hospital) -> dict[str, Scalar]:
    found: dict[str, Scalar] = {
        "facility_type": KIND[hospital.kind or "Hospital"],
        "facility_status": hospital.facility_status,
        "clinical_status": hospital.clinical_status,
        "security_status": hospital.security_status,
        "ambulance_entrance": TRAFFIC.get(hospital.ems_traffic or ""),
        "ambulance_reason": hospital.ems_reason,
        "ambulance_wait_min": hospital.offload_min,
        "staffing": hospital.staffing,
        "colour": hospital.colour,
        "services": list(hospital.services),
        "services_closed": list(hospital.services_closed),
        "comment": hospital.comment,
        **{f"triage_{colour.lower()}_room": number for colour, number in hospital.ems_capacity},
        **{f"triage_{colour.lower()}_present": number for colour, number in hospital.ems_census},
        **_beds(hospital.beds),
    }
    return {name: value for name, value in found.items() if value is not None and value != []}


def _beds(told: tuple[Beds, ...]) -> dict[str, Scalar]:
    beds = [item for item in told if item.type not in NO_BEDS]
    found: dict[str, Scalar] = {
        "beds": _total([item.baseline for item in beds]),
        "free_beds": _total([item.available for item in beds]),
        "ic_free": _total([item.available for item in beds if item.type in INTENSIVE]),
    }
    by_name: dict[str, list[Beds]] = {}
    for item in told:
        by_name.setdefault(re.sub(r"\W+", "_", item.type).strip("_").lower(), []).append(item)
    for name, same in by_name.items():
        found[f"beds_{name}"] = _total([item.baseline for item in same])
        found[f"free_beds_{name}"] = _total([item.available for item in same])
        found[f"beds_status_{name}"] = next((item.status for item in same if item.status), None)
    return found


def _total(numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None


MEANING = Meaning(format="edxl_have", observe=observe)

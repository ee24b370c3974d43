"""What EDXL-HAVE 1.0 and 2.0 both say of a hospital, and the elements that they share but for their case."""

from __future__ import annotations

from datetime import datetime

import msgspec
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats.gml import Position
from mlob.formats.xml_fields import found_all, text, whole

__all__ = ["Beds", "Hospital", "choice", "triage"]

COLOURS = frozenset({"Red", "Yellow", "Green", "Black"})
"""HAVE 1.0, 3.2.2 (TriageCodeValue)."""


class Beds(msgspec.Struct, frozen=True, kw_only=True):
    """Beds of one type: free now, and there in all; `status` in words of the standard."""

    type: str
    available: int | None = None
    baseline: int | None = None
    status: str | None = None


class Hospital(msgspec.Struct, frozen=True, kw_only=True):
    """One facility; statuses in the words of the standard, times UTC.

    `ems_capacity` and `ems_census` are (triage colour, patients): what the emergency department can
    take, and has. `offload_min` is minutes that an ambulance waits.
    """

    id: str
    name: str
    position: Position | None = None
    updated: datetime | None = None
    kind: str | None = None
    facility_status: str | None = None
    clinical_status: str | None = None
    security_status: str | None = None
    ems_traffic: str | None = None
    ems_reason: str | None = None
    ems_capacity: tuple[tuple[str, int], ...] = ()
    ems_census: tuple[tuple[str, int], ...] = ()
    offload_min: int | None = None
    colour: str | None = None
    staffing: str | None = None
    beds: tuple[Beds, ...] = ()
    services: tuple[str, ...] = ()
    services_closed: tuple[str, ...] = ()
    comment: str | None = None


def choice(value: str | None, name: str, allowed: frozenset[str]) -> str | None:
    """One of the words of the standard; None when nothing is written."""
    if value is not None and value not in allowed:
        raise DecodeError(f"{name}: waarde {value[:40]!r} staat niet in de standaard")
    return value


def triage(element: etree._Element | None, *, lower: bool = False) -> tuple[tuple[str, int], ...]:
    """Colours and patients of EMSCapacity or EMSCensus; a colour without a number says nothing."""
    if element is None:
        return ()
    names = ("TriageCode", "TriageCodeValue", "TriageCountQuantity")
    code, value, quantity = (name[0].lower() + name[1:] if lower else name for name in names)
    counts = []
    for item in found_all(element, code):
        colour = choice(text(item, value), value, COLOURS)
        number = whole(text(item, quantity), quantity)
        if colour is not None and number is not None:
            counts.append((colour, number))
    return tuple(counts)

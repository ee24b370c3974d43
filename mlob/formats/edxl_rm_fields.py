"""What an EDXL-RM message says of each resource: what it is, how much, the answer, and when and where."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import msgspec
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats.edxl_rm_texts import REACHABLE, leaves, named_leaves, prose, required, values
from mlob.formats.gml_shapes import shape
from mlob.formats.xml_fields import LARGEST, found, found_all, real, text, time, words
from mlob.model import Geometry

__all__ = ["Info", "Quantity", "Resource", "Schedule", "info"]

RESPONSES = frozenset({"Accept", "Decline", "Provisional"})
SCHEDULES = frozenset({
    "RequestedArrival", "EstimatedArrival", "ActualArrival",
    "RequestedDeparture", "EstimatedDeparture", "ActualDeparture",
    "RequestedReturnDeparture", "EstimatedReturnDeparture", "ActualReturnDeparture",
    "RequestedReturnArrival", "EstimatedReturnArrival", "ActualReturnArrival",
    "BeginAvailable", "EndAvailable", "Committed", "Current", "ReportTo", "Route",
})  # fmt: skip
"""RM 1.0, ScheduleTypeType."""

_NUMBER = re.compile(r"(\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d+)?)(?:\s+([^\d\s][^\d]*)|([A-Za-z][^\d]*))?")
"""A number, grouped by thousands or with a fraction, and perhaps what it counts."""
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """How much of what; a text that is no number leaves `amount` open."""

    amount: float | None = None
    unit: str | None = None
    text: str | None = None


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """When and where something is planned or happened; the time is UTC."""

    type: str
    time: datetime | None = None
    place: str | None = None
    geometry: Geometry | None = None


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """A thing, a team or a kind of them; `info` are the leaves of TypeInfo, `keywords` (list, value)."""

    id: str | None = None
    name: str | None = None
    types: tuple[str, ...] = ()
    info: tuple[tuple[str, str], ...] = ()
    keywords: tuple[tuple[str, str], ...] = ()
    description: str | None = None
    demands: tuple[str, ...] = ()
    owner: str | None = None
    status: str | None = None
    availability: str | None = None


class Info(msgspec.Struct, frozen=True, kw_only=True):
    """One ResourceInformation; `preceding` is the element of an earlier message that it answers."""

    id: str
    preceding: str | None = None
    response: str | None = None
    reason: str | None = None
    resource: Resource | None = None
    quantity: Quantity | None = None
    restrictions: str | None = None
    function: str | None = None
    price: str | None = None
    order: str | None = None
    instructions: str | None = None
    schedule: tuple[Schedule, ...] = ()


def info(element: etree._Element, zone: str) -> Info:
    """One ResourceInformation; raises DecodeError, naming the element."""
    response = found(element, "ResponseInformation")
    resource = found(element, "Resource")
    assigned = found(element, "AssignmentInformation")
    return Info(
        id=required(element, "ResourceInfoElementID"),
        preceding=None if response is None else text(response, "PrecedingResourceInfoElementID"),
        response=None if response is None else _response(response),
        reason=None if response is None else _reason(response),
        resource=None if resource is None else _resource(resource),
        schedule=tuple(_schedule(item, zone) for item in found_all(element, "ScheduleInformation")),
        **({} if assigned is None else _assignment(assigned)),
    )


def _response(element: etree._Element) -> str:
    said = required(element, "ResponseType")
    if said not in RESPONSES:
        raise DecodeError(f"ResponseType: waarde {said[:40]!r} staat niet in de standaard")
    return said


def _reason(element: etree._Element) -> str | None:
    codes = [said for item in found_all(element, "ReasonCode/Value") if (said := words(item))]
    return ": ".join(part for part in (", ".join(codes), prose(element, "ResponseReason")) if part) or None


def _resource(element: etree._Element) -> Resource:
    kinds = found(element, "TypeInfo")
    owner = [prose(element, f"OwnershipInformation/{name}") for name in ("Owner", "OwningJurisdiction")]
    demands = (prose(element, name) for name in ("Credentials", "Certifications", "SpecialRequirements"))
    return Resource(
        id=text(element, "ResourceID"),
        name=prose(element, "Name"),
        types=tuple(values(element, "TypeStructure")),
        info=() if kinds is None else tuple(named_leaves(kinds)),
        keywords=tuple(
            (text(item, "ValueListURN") or "", said)
            for item in found_all(element, "Keyword")
            for said in values(item, ".")
        ),
        description=prose(element, "Description"),
        demands=tuple(said for said in demands if said),
        owner=next((said for said in owner if said and not REACHABLE.search(said)), None),
        status=", ".join(values(element, "ResourceStatus/DeploymentStatus")) or None,
        availability=prose(element, "ResourceStatus/Availability"),
    )


def _assignment(element: etree._Element) -> dict[str, Any]:
    quantity, price = found(element, "Quantity"), found(element, "PriceQuote")
    instructions = found(element, "AssignmentInstructions")
    return {
        "quantity": None if quantity is None else _quantity(quantity),
        "restrictions": prose(element, "Restrictions"),
        "function": prose(element, "AnticipatedFunction"),
        "price": None if price is None else " ".join(_amounts(price)) or None,
        "order": text(element, "OrderID"),
        "instructions": None if instructions is None else "; ".join(leaves(instructions)) or None,
    }


def _amounts(element: etree._Element) -> list[str]:
    """What is written of an amount, without the name of the list that its unit is from."""
    return [said for name, said in named_leaves(element) if name != "ValueListURN"]


def _quantity(element: etree._Element) -> Quantity:
    """MeasuredQuantity, QuantityText, or (drafts of the standard) the text of Quantity itself."""
    measured = found(element, "MeasuredQuantity")
    if measured is not None:
        amount = real(required(measured, "Amount"), "Amount")
        if not 0 <= amount <= LARGEST:
            raise DecodeError(f"Amount: geen hoeveelheid vanaf 0 ({amount:g})")
        return Quantity(amount=_tidy(amount), unit=", ".join(values(measured, "UnitOfMeasure")) or None)
    said = " ".join(_amounts(element)) or words(element) or ""
    match = _NUMBER.fullmatch(said)
    if match is None:
        return Quantity(text=said or None)
    number = re.sub("[.,]", "", match[1]) if _GROUPED.fullmatch(match[1]) else match[1].replace(",", ".")
    amount = real(number, "QuantityText")
    if amount > LARGEST:
        raise DecodeError(f"QuantityText: groter dan {LARGEST} ({said[:40]!r})")
    return Quantity(amount=_tidy(amount), unit=(match[2] or match[3] or "").strip() or None, text=said)


def _tidy(amount: float) -> float:
    return int(amount) if amount == int(amount) else amount


def _schedule(element: etree._Element, zone: str) -> Schedule:
    kind = required(element, "ScheduleType")
    if kind not in SCHEDULES:
        raise DecodeError(f"ScheduleType: waarde {kind[:40]!r} staat niet in de standaard")
    location = found(element, "Location")
    return Schedule(
        type=kind,
        time=time(text(element, "DateTime"), "DateTime", zone),
        place=None if location is None else _place(location),
        geometry=None if location is None else _area(location),
    )


def _place(location: etree._Element) -> str | None:
    """Where a resource reports: the description, else the address of the place."""
    address = found(location, "Address")
    said = prose(location, "LocationDescription")
    return said or (None if address is None else ", ".join(leaves(address)) or None)


def _area(location: etree._Element) -> Geometry | None:
    target = found(location, "TargetArea")
    return None if target is None else shape(target)

"""What stands in a resource message of EDXL-RM 1.0: contacts, resources, quantities and schedules."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import msgspec
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats.gml_shapes import shape
from mlob.formats.xml import local
from mlob.formats.xml_fields import LARGEST, found, found_all, real, text, time, within, words
from mlob.model import Geometry

__all__ = ["Contact", "Info", "Quantity", "Resource", "Schedule", "contact", "info", "required"]

RESPONSES = frozenset({"Accept", "Decline", "Provisional"})
SCHEDULES = frozenset({
    "RequestedArrival", "EstimatedArrival", "ActualArrival",
    "RequestedDeparture", "EstimatedDeparture", "ActualDeparture",
    "RequestedReturnDeparture", "EstimatedReturnDeparture", "ActualReturnDeparture",
    "RequestedReturnArrival", "EstimatedReturnArrival", "ActualReturnArrival",
    "BeginAvailable", "EndAvailable", "Committed", "Current", "ReportTo", "Route",
})  # fmt: skip
"""RM 1.0, ScheduleTypeType."""
LONGEST_ID = 200
"""Characters of an identifier: it becomes part of the names of values."""
LONGEST_TEXT = 4000

_NUMBER = re.compile(r"(\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d+)?)(?:\s+([^\d\s][^\d]*)|([A-Za-z][^\d]*))?")
"""A number, grouped by thousands or with a fraction, and perhaps what it counts."""
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_REACHABLE = re.compile(r"@|(?:\d[ ()./-]{0,2}){6,}")
"""An address of e-mail, or six digits and more: how to reach somebody."""


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Who speaks for which organisation; names, numbers and addresses of persons are never taken over.

    `description` is the free text of the sender where it names no person that the contact names and
    no way to reach one: an organisation or a function.
    """

    role: str | None = None
    organisation: str | None = None
    description: str | None = None


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


def required(element: etree._Element, name: str) -> str:
    """An identifier or word that must stand there; raises DecodeError."""
    said = text(element, name)
    if said is None:
        raise DecodeError(f"{name}: ontbreekt of is leeg")
    if len(said) > LONGEST_ID:
        raise DecodeError(f"{name}: langer dan {LONGEST_ID} tekens")
    return said


def contact(element: etree._Element) -> Contact:
    """The organisation and the role of a ContactInformation, without the person."""
    named = [part for person in element.iter("{*}PersonName") for part in _leaves(person)]
    organisation = within(element, "OrganisationName")
    return Contact(
        role=text(element, "ContactRole"),
        organisation=None if organisation is None else " ".join(_leaves(organisation)) or None,
        description=_impersonal(_text(element, "ContactDescription"), named),
    )


def _impersonal(said: str | None, named: list[str]) -> str | None:
    """A description of a contact that names no person of the contact and no way to reach one."""
    if said is None or _REACHABLE.search(said):
        return None
    spoken = {word for part in named for word in re.findall(r"\w{2,}", part.casefold())}
    return None if spoken & set(re.findall(r"\w{2,}", said.casefold())) else said


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
    return ": ".join(part for part in (", ".join(codes), _text(element, "ResponseReason")) if part) or None


def _resource(element: etree._Element) -> Resource:
    kinds = found(element, "TypeInfo")
    owner = [_text(element, f"OwnershipInformation/{name}") for name in ("Owner", "OwningJurisdiction")]
    demands = (_text(element, name) for name in ("Credentials", "Certifications", "SpecialRequirements"))
    return Resource(
        id=text(element, "ResourceID"),
        name=_text(element, "Name"),
        types=tuple(_values(element, "TypeStructure")),
        info=() if kinds is None else tuple(_named_leaves(kinds)),
        keywords=tuple(
            (text(item, "ValueListURN") or "", said)
            for item in found_all(element, "Keyword")
            for said in _values(item, ".")
        ),
        description=_text(element, "Description"),
        demands=tuple(said for said in demands if said),
        owner=next((said for said in owner if said and not _REACHABLE.search(said)), None),
        status=", ".join(_values(element, "ResourceStatus/DeploymentStatus")) or None,
        availability=_text(element, "ResourceStatus/Availability"),
    )


def _assignment(element: etree._Element) -> dict[str, Any]:
    quantity, price = found(element, "Quantity"), found(element, "PriceQuote")
    instructions = found(element, "AssignmentInstructions")
    return {
        "quantity": None if quantity is None else _quantity(quantity),
        "restrictions": _text(element, "Restrictions"),
        "function": _text(element, "AnticipatedFunction"),
        "price": None if price is None else " ".join(_amounts(price)) or None,
        "order": text(element, "OrderID"),
        "instructions": None if instructions is None else "; ".join(_leaves(instructions)) or None,
    }


def _amounts(element: etree._Element) -> list[str]:
    """What is written of an amount, without the name of the list that its unit is from."""
    return [said for name, said in _named_leaves(element) if name != "ValueListURN"]


def _quantity(element: etree._Element) -> Quantity:
    """MeasuredQuantity, QuantityText, or (drafts of the standard) the text of Quantity itself."""
    measured = found(element, "MeasuredQuantity")
    if measured is not None:
        amount = real(required(measured, "Amount"), "Amount")
        if not 0 <= amount <= LARGEST:
            raise DecodeError(f"Amount: geen hoeveelheid vanaf 0 ({amount:g})")
        return Quantity(amount=_tidy(amount), unit=", ".join(_values(measured, "UnitOfMeasure")) or None)
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
    said = _text(location, "LocationDescription")
    return said or (None if address is None else ", ".join(_leaves(address))[:LONGEST_TEXT] or None)


def _area(location: etree._Element) -> Geometry | None:
    target = found(location, "TargetArea")
    return None if target is None else shape(target)


def _text(element: etree._Element, path: str) -> str | None:
    """A text of the sender, cut at a length that a person would still read."""
    said = text(element, path)
    return said if said is None or len(said) <= LONGEST_TEXT else said[: LONGEST_TEXT - 1] + "…"


def _values(element: etree._Element, path: str) -> list[str]:
    """The values chosen from a list (ValueListType)."""
    way = "Value" if path == "." else f"{path}/Value"
    return [said for item in found_all(element, way) if (said := words(item))]


def _leaves(element: etree._Element) -> list[str]:
    return [said for _, said in _named_leaves(element)]


def _named_leaves(element: etree._Element) -> list[tuple[str, str]]:
    """Every text within an element that has no elements in it, and that element's name."""
    return [(local(item), said) for item in element.iter() if not len(item) and (said := words(item))]

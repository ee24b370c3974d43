"""Elements of EDXL-RM 1.0 and EDXL-DE 1.0 as they are written: names, texts, contacts, places, amounts.

Order and namespaces are those of the schemas of OASIS (EDXL-RM, errata of 2009). Who writes a message
gives its parts in the order of the schema; parts that are None are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from mlob.model import Geometry

__all__ = [
    "Part",
    "amount",
    "contact",
    "de",
    "element",
    "incident",
    "msg",
    "plain",
    "rm",
    "schedule",
    "value",
    "when",
]

MSG = "urn:oasis:names:tc:emergency:EDXL:RM:1.0:msg"
RM = "urn:oasis:names:tc:emergency:EDXL:RM:1.0"
DE = "urn:oasis:names:tc:emergency:EDXL:DE:1.0"
XPIL = "urn:oasis:names:tc:ciq:xpil:3"
XNL = "urn:oasis:names:tc:ciq:xnl:3"
GML = "http://www.opengis.net/gml"
PREFIXES = {"rmsg": MSG, "rm": RM, "xpil": XPIL, "xnl": XNL, "gml": GML}

Part = etree._Element | str | None
"""What an element holds: another one, a text, or nothing."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 (2.2) does not know."""
_LISTS = "urn:x-mlob:"
"""How the names of our own lists of values begin."""


def plain(text: object) -> str:
    """A text as XML may hold it."""
    return _NOT_XML.sub("", str(text)).strip()


def element(space: str, name: str, *parts: Part) -> etree._Element:
    """An element with its text or its children; parts that are None are left out."""
    found = etree.Element(f"{{{space}}}{name}", nsmap={"de": DE} if space == DE else PREFIXES)
    for part in parts:
        if isinstance(part, str):
            found.text = plain(part)
        elif part is not None:
            found.append(part)
    return found


def msg(name: str, *parts: Part) -> etree._Element:
    """An element of a message itself."""
    return element(MSG, name, *parts)


def rm(name: str, *parts: Part) -> etree._Element:
    """An element of the types that all messages share."""
    return element(RM, name, *parts)


def de(name: str, *parts: Part) -> etree._Element:
    """An element of the envelope."""
    return element(DE, name, *parts)


def when(moment: datetime) -> str:
    """A moment as the standard wants it: with an offset, and never Z (RM 1.0, 3.2.1; DE 1.0, 3.2.1)."""
    return moment.astimezone(UTC).isoformat()


def value(name: str, urn: str, text: str, space: str = MSG) -> etree._Element:
    """A choice from a list (ValueListType); `urn` names the list."""
    return element(space, name, rm("ValueListURN", _LISTS + urn), rm("Value", text))


def amount(quantity: Any, unit: Any = None, text: Any = None) -> etree._Element | None:
    """Quantity: a number with its unit, else the words that stand for it; None without either."""
    if quantity is None:
        return msg("Quantity", rm("QuantityText", str(text))) if text else None
    counted = value("UnitOfMeasure", "eenheden", str(unit), RM) if unit else None
    return msg("Quantity", rm("MeasuredQuantity", rm("Amount", f"{quantity!r}"), counted))


def contact(role: str, organisation: Any = None, function: Any = None) -> etree._Element:
    """For whom somebody speaks: an organisation and a function, never the name of a person."""
    party = None
    if organisation:
        name = element(XNL, "OrganisationName", element(XNL, "NameElement", str(organisation)))
        party = rm("AdditionalContactInformation", element(XPIL, "PartyName", name))
    description = rm("ContactDescription", str(function)) if function else None
    return msg("ContactInformation", description, rm("ContactRole", role), party)


def incident(name: Any, description: str | None) -> etree._Element | None:
    """The operation that a message belongs to."""
    if not name and not description:
        return None
    said = rm("IncidentDescription", description) if description else None
    return msg("IncidentInformation", rm("IncidentID", str(name)) if name else None, said)


def schedule(
    kind: str, moment: datetime | None = None, place: Any = None, geometry: Geometry | None = None
) -> etree._Element:
    """When or where something is planned or happened."""
    area = None if geometry is None else _shape(geometry)
    location = None
    if place or area is not None:
        described = rm("LocationDescription", str(place)) if place else None
        location = msg("Location", described, None if area is None else rm("TargetArea", area))
    time = None if moment is None else msg("DateTime", when(moment))
    return msg("ScheduleInformation", msg("ScheduleType", kind), time, location)


def _shape(geometry: Geometry) -> etree._Element:
    """A place as one shape of GML (geo-oasis, WhereType); several together become their envelope."""
    kind, places = geometry["type"], geometry["coordinates"]
    if kind == "Point":
        return _point(places)
    if kind == "LineString":
        return element(GML, "LineString", element(GML, "posList", _list(places)))
    if kind == "Polygon":
        edges = ["exterior"] + ["interior"] * (len(places) - 1)
        return element(GML, "Polygon", *map(_edge, edges, places))
    if len(places) == 1:
        return _shape({"type": kind.removeprefix("Multi"), "coordinates": places[0]})
    return _envelope(list(_positions(places)))


def _point(place: Sequence[float]) -> etree._Element:
    return element(GML, "Point", element(GML, "pos", _list([place])))


def _edge(name: str, ring: Sequence[Sequence[float]]) -> etree._Element:
    return element(GML, name, element(GML, "LinearRing", element(GML, "posList", _list(ring))))


def _envelope(places: Sequence[Sequence[float]]) -> etree._Element:
    """The box around positions; of one without a width or a height its first position."""
    west, east = min(place[0] for place in places), max(place[0] for place in places)
    south, north = min(place[1] for place in places), max(place[1] for place in places)
    if not (west < east and south < north):
        return _point(places[0])
    corners = (("lowerCorner", (west, south)), ("upperCorner", (east, north)))
    return element(GML, "Envelope", *(element(GML, name, _list([place])) for name, place in corners))


def _positions(part: Any) -> Iterator[Sequence[float]]:
    if part and isinstance(part[0], int | float):
        yield part
        return
    for inner in part:
        yield from _positions(inner)


def _list(places: Iterable[Sequence[float]]) -> str:
    """Latitude before longitude, as geo-oasis has it; heights are left out."""
    return " ".join(f"{place[1]!r} {place[0]!r}" for place in places)

"""What is wrong with a request that somebody wants to file: one fault for each field."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from mlob.bijstand import catalogue, kinds
from mlob.bijstand.functies import is_one_of

__all__ = ["Fault", "validate"]

MAX_TEXT = 4000
MAX_TITLE = 200
MAX_ITEMS = 100
MAX_SIGNATURES = 400
"""More than the 342 gemeenten."""

_ITEM_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
_REGION = re.compile(r"VR(0[1-9]|1\d|2[0-5])")
_GEMEENTE = re.compile(r"GM\d{4}")
# Control characters, and the marks that turn the direction of text around.
_UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_GEOMETRIES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")


class Fault(msgspec.Struct, frozen=True):
    """A field by its path ("items.0.quantity") and what is wrong with it, in Dutch."""

    field: str
    text: str


def _text(
    content: Mapping[str, Any], name: str, field: str, *, required: bool, limit: int = MAX_TEXT
) -> list[Fault]:
    value = content.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        return [Fault(field, "Vul dit veld in.")] if required else []
    if not isinstance(value, str):
        return [Fault(field, "Dit moet tekst zijn.")]
    if len(value) > limit:
        return [Fault(field, f"De tekst is te lang: hoogstens {limit} tekens.")]
    if _UNSAFE.search(value):
        return [Fault(field, "De tekst bevat tekens die niet mogen.")]
    return []


def _moment(content: Mapping[str, Any], name: str, field: str) -> list[Fault]:
    value = content.get(name)
    if value is None:
        return []
    try:
        datetime.fromisoformat(value).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return [Fault(field, "Dit is geen tijdstip. Voorbeeld: 2026-07-14T16:30.")]
    return []


def _kind(body: Mapping[str, Any]) -> list[Fault]:
    code = body.get("kind")
    kind = kinds.known().get(code) if isinstance(code, str) else None
    if kind is None:
        return [Fault("kind", "Deze soort bijstand bestaat niet.")]
    if kind.referral:
        return [Fault("kind", kind.referral)]
    if kind.archived:
        return [Fault("kind", "Deze soort is gearchiveerd: een nieuw verzoek kan niet meer.")]
    return []


def _requester(body: Mapping[str, Any], kind: kinds.RequestKind | None) -> list[Fault]:
    requester = body.get("requester")
    if not isinstance(requester, dict):
        return [Fault("requester", "Vul in wie de aanvrager is.")]
    faults = _text(requester, "organisation", "requester.organisation", required=True, limit=MAX_TITLE)
    faults += _text(requester, "name", "requester.name", required=False, limit=MAX_TITLE)
    role = _text(requester, "role", "requester.role", required=True, limit=MAX_TITLE)
    if not role and kind and kind.requesters and not is_one_of(requester["role"], kind.requesters):
        allowed = ", ".join(kind.requesters)
        role = [Fault("requester.role", f"Deze functie mag dit niet aanvragen. Wel: {allowed}.")]
    return faults + role


def _quantity(value: object, field: str) -> list[Fault]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return [Fault(field, "Vul een getal in.")]
    if not math.isfinite(value) or not 0 < value <= 1e9:
        return [Fault(field, "Het aantal moet groter zijn dan 0.")]
    return []


def _item(item: object, place: str, seen: set[str]) -> list[Fault]:
    if not isinstance(item, dict):
        return [Fault(place, "Dit is geen regel van het verzoek.")]
    faults: list[Fault] = []
    name = item.get("id")
    if name is not None:
        if not isinstance(name, str) or not _ITEM_ID.fullmatch(name):
            faults.append(Fault(f"{place}.id", "Gebruik alleen letters, cijfers, - en _."))
        elif name in seen:
            faults.append(Fault(f"{place}.id", "Deze regel komt twee keer voor."))
        else:
            seen.add(name)
    resource = item.get("resource")
    if not isinstance(resource, str) or resource not in catalogue.known():
        faults.append(Fault(f"{place}.resource", "Dit middel staat niet in de catalogus."))
    faults += _quantity(item.get("quantity"), f"{place}.quantity")
    faults += _text(item, "unit", f"{place}.unit", required=False, limit=40)
    return faults + _text(item, "task", f"{place}.task", required=False)


def _items(body: Mapping[str, Any]) -> list[Fault]:
    items = body.get("items")
    if not isinstance(items, list) or not items:
        return [Fault("items", "Vraag minstens een middel aan.")]
    if len(items) > MAX_ITEMS:
        return [Fault("items", f"Hoogstens {MAX_ITEMS} regels in een verzoek.")]
    seen: set[str] = set()
    return [fault for number, item in enumerate(items) for fault in _item(item, f"items.{number}", seen)]


def _fields(body: Mapping[str, Any], kind: kinds.RequestKind | None) -> list[Fault]:
    content = body.get("fields")
    if content is None:
        content = {}
    if not isinstance(content, dict):
        return [Fault("fields", "Dit onderdeel moet velden met tekst bevatten.")]
    asked = {field.name: field.required for field in kind.fields} if kind else {}
    faults: list[Fault] = []
    for name in [*asked, *(name for name in content if name not in asked)]:
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(name)):
            faults.append(Fault("fields", "De naam van een veld heeft alleen letters, cijfers, - en _."))
            continue
        faults += _text(content, name, f"fields.{name}", required=asked.get(name, False))
    return faults


def _code(value: object, field: str, shape: re.Pattern[str], allowed: Collection[str] | None) -> list[Fault]:
    if value is None:
        return []
    if isinstance(value, str) and shape.fullmatch(value) and (allowed is None or value in allowed):
        return []
    return [Fault(field, "Deze code bestaat niet.")]


def _signatures(body: Mapping[str, Any], gemeenten: Collection[str] | None) -> list[Fault]:
    signatures = body.get("signatures")
    if signatures is None:
        return []
    if not isinstance(signatures, list) or len(signatures) > MAX_SIGNATURES:
        return [Fault("signatures", "Dit moet een lijst van handtekeningen zijn.")]
    faults: list[Fault] = []
    for number, signature in enumerate(signatures):
        place = f"signatures.{number}"
        if not isinstance(signature, dict):
            faults.append(Fault(place, "Dit is geen handtekening."))
            continue
        faults += _text(signature, "name", f"{place}.name", required=True, limit=MAX_TITLE)
        faults += _text(signature, "role", f"{place}.role", required=True, limit=MAX_TITLE)
        faults += _moment(signature, "at", f"{place}.at")
        faults += _code(signature.get("gemeente"), f"{place}.gemeente", _GEMEENTE, gemeenten)
    return faults


def _positions(value: object, depth: int = 0) -> bool:
    """Whether all is positions: lists of (lon, lat) of the world, at most as deep as a MultiPolygon."""
    if not isinstance(value, list) or not value or depth > 3:
        return False
    if all(isinstance(part, list) for part in value):
        return all(_positions(part, depth + 1) for part in value)
    numbers = [
        part
        for part in value
        if isinstance(part, int | float) and not isinstance(part, bool) and math.isfinite(part)
    ]
    return len(numbers) == len(value) >= 2 and abs(value[0]) <= 180 and abs(value[1]) <= 90


def _geometry(value: object) -> list[Fault]:
    if value is None:
        return []
    if isinstance(value, dict) and value.get("type") in _GEOMETRIES and _positions(value.get("coordinates")):
        return []
    return [Fault("geometry", "Dit is geen plaats op de kaart (GeoJSON, lengte voor breedte).")]


def _flags(body: Mapping[str, Any]) -> list[Fault]:
    return [
        Fault(name, "Kies ja of nee.")
        for name in ("urgent", "by_phone", "exercise")
        if not isinstance(body.get(name), bool | None)
    ]


def validate(
    body: object, *, regions: Collection[str] | None = None, gemeenten: Collection[str] | None = None
) -> list[Fault]:
    """Every fault in the body of `POST /requests`; an empty list means that it may be filed.

    `regions` (VRnn) and `gemeenten` (GMxxxx) are the codes that exist; without them only the shape of
    a code is checked.
    """
    if not isinstance(body, dict):
        return [Fault("", "Het verzoek moet een JSON-object zijn.")]
    faults = _kind(body)
    kind = kinds.known()[body["kind"]] if not faults else None
    faults += _text(body, "title", "title", required=True, limit=MAX_TITLE)
    faults += _text(body, "operation", "operation", required=False, limit=MAX_TITLE)
    faults += _requester(body, kind)
    faults += _code(body.get("region"), "region", _REGION, regions)
    faults += _code(body.get("gemeente"), "gemeente", _GEMEENTE, gemeenten)
    faults += _geometry(body.get("geometry"))
    faults += _flags(body)
    faults += _moment(body, "needed_by", "needed_by")
    faults += _items(body)
    faults += _fields(body, kind)
    return faults + _signatures(body, gemeenten)

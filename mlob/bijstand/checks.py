"""What is wrong with a request that somebody wants to file: one fault for each field."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from mlob.bijstand import catalogue, kinds
from mlob.bijstand.functies import is_one_of
from mlob.bijstand.parts import (
    GEMEENTE,
    ITEM_ID,
    MAX_TITLE,
    REGION,
    Fault,
    answer,
    checked_code,
    checked_geometry,
    checked_moment,
    checked_past,
    checked_quantity,
    checked_signature,
    checked_text,
)
from mlob.model import Phase
from mlob.moment import moment

__all__ = ["LONGEST_AGO", "MAX_ITEMS", "Fault", "checked_fields", "checked_item", "validate"]

MAX_ITEMS = 100
LONGEST_AGO = timedelta(days=30)
"""Before that nothing is filed any more that happened then."""
MAX_SIGNATURES = 400
"""More than the 342 gemeenten."""


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
    faults = checked_text(requester, "organisation", "requester.organisation", required=True, limit=MAX_TITLE)
    faults += checked_text(requester, "name", "requester.name", required=False, limit=MAX_TITLE)
    role = checked_text(requester, "role", "requester.role", required=True, limit=MAX_TITLE)
    if not role and kind and kind.requesters and not is_one_of(requester["role"], kind.requesters):
        allowed = ", ".join(kind.requesters)
        role = [Fault("requester.role", f"Deze functie mag dit niet aanvragen. Wel: {allowed}.")]
    return faults + role


def checked_item(item: object, place: str, seen: set[str]) -> list[Fault]:
    """Faults of one line of a request; `seen` collects the ids that were used."""
    if not isinstance(item, dict):
        return [Fault(place, "Dit is geen regel van het verzoek.")]
    faults: list[Fault] = []
    name = item.get("id")
    if name is not None:
        if not isinstance(name, str) or not ITEM_ID.fullmatch(name):
            faults.append(Fault(f"{place}.id", "Gebruik alleen letters, cijfers, - en _."))
        elif name in seen:
            faults.append(Fault(f"{place}.id", "Deze regel komt twee keer voor."))
        else:
            seen.add(name)
    resource = item.get("resource")
    if not isinstance(resource, str) or resource not in catalogue.known():
        faults.append(Fault(f"{place}.resource", "Dit middel staat niet in de catalogus."))
    faults += checked_quantity(item.get("quantity"), f"{place}.quantity")
    faults += checked_text(item, "unit", f"{place}.unit", required=False, limit=40)
    return faults + checked_text(item, "task", f"{place}.task", required=False)


def _items(body: Mapping[str, Any]) -> list[Fault]:
    items = body.get("items")
    if not isinstance(items, list) or not items:
        return [Fault("items", "Vraag minstens een middel aan.")]
    if len(items) > MAX_ITEMS:
        return [Fault("items", f"Hoogstens {MAX_ITEMS} regels in een verzoek.")]
    seen: set[str] = set()
    return [
        fault for number, item in enumerate(items) for fault in checked_item(item, f"items.{number}", seen)
    ]


def checked_fields(content: object, kind: kinds.RequestKind | None, *, whole: bool = True) -> list[Fault]:
    """Faults of the answers on a form; with `whole` also of what is required and is not in it at all."""
    if content is None:
        content = {}
    if not isinstance(content, dict):
        return [Fault("fields", "Dit onderdeel moet velden met tekst bevatten.")]
    asked = {field.name: field for field in kind.fields} if kind else {}
    faults: list[Fault] = []
    for name in [*(asked if whole else ()), *(name for name in content if not whole or name not in asked)]:
        if not kinds.FIELD_NAME.fullmatch(str(name)):
            faults.append(Fault("fields", "De naam van een veld heeft alleen letters, cijfers, - en _."))
            continue
        faults += _answered(content, str(name), asked.get(str(name)))
    return faults


def _answered(content: Mapping[str, Any], name: str, asked: kinds.Field | None) -> list[Fault]:
    value, place = content.get(name), f"fields.{name}"
    text = isinstance(value, str) or value is None
    if text or asked is None or asked.type not in ("yesno", "number"):
        required = asked is not None and asked.required
        faults = checked_text(content, name, place, required=required)
        if faults or asked is None or value is None or not value.strip():
            return faults
    _, wrong = answer(asked, value)
    return [Fault(place, wrong)] if wrong else []


def _signatures(
    body: Mapping[str, Any], gemeenten: Collection[str] | None, now: datetime | None
) -> list[Fault]:
    signatures = body.get("signatures")
    if signatures is None:
        return []
    if not isinstance(signatures, list) or len(signatures) > MAX_SIGNATURES:
        return [Fault("signatures", "Dit moet een lijst van handtekeningen zijn.")]
    return [
        fault
        for number, signature in enumerate(signatures)
        for fault in checked_signature(signature, f"signatures.{number}", gemeenten, now)
    ]


def _operation(body: Mapping[str, Any], gemeenten: Collection[str] | None) -> list[Fault]:
    """What the request says of the operation that it belongs to: its name, title, phase, gemeenten."""
    faults = checked_text(body, "operation", "operation", required=False, limit=MAX_TITLE)
    faults += checked_text(body, "operation_title", "operation_title", required=False, limit=MAX_TITLE)
    if body.get("phase") is not None and body["phase"] not in list(Phase):
        faults.append(Fault("phase", f"Kies uit: {', '.join(Phase)}."))
    used = body.get("operation_gemeenten")
    if used is None:
        return faults
    if not isinstance(used, list) or len(used) > MAX_SIGNATURES:
        return [*faults, Fault("operation_gemeenten", "Dit moet een lijst van gemeenten zijn.")]
    for number, code in enumerate(used):
        wrong = [] if code is not None else [Fault("", "Deze code bestaat niet.")]
        wrong += checked_code(code, "", GEMEENTE, gemeenten)
        faults += [Fault(f"operation_gemeenten.{number}", fault.text) for fault in wrong]
    return faults


def _filed(body: Mapping[str, Any], now: datetime | None) -> list[Fault]:
    """When it was filed or reported."""
    faults = checked_past(body, "at", "at", now)
    if (
        not faults
        and now is not None
        and body.get("at") is not None
        and moment(body["at"]) < now - LONGEST_AGO
    ):
        return [Fault("at", f"Dit tijdstip is meer dan {LONGEST_AGO.days} dagen geleden.")]
    return faults


def _flags(body: Mapping[str, Any]) -> list[Fault]:
    return [
        Fault(name, "Kies ja of nee.")
        for name in ("urgent", "by_phone", "exercise")
        if not isinstance(body.get(name), bool | None)
    ]


def validate(
    body: object,
    *,
    regions: Collection[str] | None = None,
    gemeenten: Collection[str] | None = None,
    now: datetime | None = None,
) -> list[Fault]:
    """Every fault in the body of `POST /requests`; an empty list means that it may be filed.

    `regions` (VRnn) and `gemeenten` (GMxxxx) are the codes that exist; without them only the shape of
    a code is checked, and without `now` not whether it was filed or signed in the future.
    """
    if not isinstance(body, dict):
        return [Fault("", "Het verzoek moet een JSON-object zijn.")]
    faults = _kind(body)
    kind = kinds.known()[body["kind"]] if not faults else None
    faults += checked_text(body, "title", "title", required=True, limit=MAX_TITLE)
    faults += _operation(body, gemeenten)
    faults += _requester(body, kind)
    faults += checked_code(body.get("region"), "region", REGION, regions)
    faults += checked_code(body.get("gemeente"), "gemeente", GEMEENTE, gemeenten)
    faults += checked_geometry(body.get("geometry"))
    faults += _flags(body)
    faults += checked_moment(body, "needed_by", "needed_by")
    faults += _filed(body, now)
    faults += _items(body)
    faults += checked_fields(body.get("fields"), kind)
    return faults + _signatures(body, gemeenten, now)

"""Experts and modules for international help, by pseudonym: expertise, availability, training, deployments.

An entry is an entity of kind capacity, `capacity:EXP:<pseudonym>`. EXP is no supplier: an entry never
counts in what regions and services have. Whom a pseudonym means is known to whoever gave it, never here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from mlob.bijstand.parts import Fault, checked_text
from mlob.model import Scalar
from mlob.moment import AMSTERDAM, moment

__all__ = ["NOTICE", "PREFIX", "day", "entity_id", "flatten", "validate", "view", "wanted"]

PREFIX = "capacity:EXP:"
NOTICE = "Het register houdt alleen pseudoniemen: geen namen, adressen, telefoonnummers of e-mailadressen."

_PSEUDONYM = re.compile(r"(?=.*[0-9])[A-Z0-9-]{4,16}")
"""At least one digit: capitals alone are as well a surname."""
_DATE = re.compile(r"(?<!\d)(?:\d{4}-\d{2}-\d{2}|\d{2}-\d{2}-\d{4})(?!\d)")
_DIGITS = re.compile(r"\d(?:[\s()./+-]{0,3}\d){7,}")
"""Eight digits or more in a row, as in numbers of telephones and of citizens; dates are taken out before."""
_SHORT = 200
_MOST = 50
_LISTS = {
    "expertise": ("expertise",),
    "training": ("course", "until"),
    "deployments": ("what", "from", "until"),
}
_FIELDS = {"resource", "available_from", "available_until", "version", *_LISTS}
_DAYS = ("from", "until")

View = dict[str, Any]


def entity_id(pseudonym: str) -> str:
    """The entity of an entry."""
    return PREFIX + pseudonym


def validate(pseudonym: str, body: Mapping[str, Any]) -> list[Fault]:
    """Every fault of an entry; what looks like personal data is one."""
    faults = []
    if not _PSEUDONYM.fullmatch(pseudonym) or _personal(pseudonym):
        text = "4 tot en met 16 hoofdletters, cijfers en streepjes, met een cijfer erin; geen naam of nummer."
        faults.append(Fault("pseudonym", text))
    faults += [
        Fault(name[:_SHORT], f"Dit veld bestaat niet. {NOTICE}") for name in body if name not in _FIELDS
    ]
    faults += _text(body, "resource", "resource", required=True)
    version = body.get("version")
    if version is not None and type(version) is not int:
        faults.append(Fault("version", "Dit is geen versie van een inschrijving."))
    faults += _period(body, "available_from", "available_until", "")
    for name in _LISTS:
        faults += _rows(body.get(name), name)
    if not body.get("expertise"):
        faults.append(Fault("expertise", "Noem minstens een deskundigheid."))
    return faults


def _rows(given: Any, name: str) -> Iterator[Fault]:
    if given is None:
        return
    if not isinstance(given, list) or len(given) > _MOST:
        yield Fault(name, f"Dit moet een lijst zijn van hoogstens {_MOST} regels.")
        return
    parts = _LISTS[name]
    for number, row in enumerate(given):
        field = f"{name}.{number}"
        found = _split(row, parts) if isinstance(row, str) else row
        if not isinstance(found, dict) or not set(found) <= {*parts, "valid"}:
            yield Fault(field, f"Schrijf: {' | '.join(parts)}.")
            continue
        where = field if len(parts) == 1 else f"{field}.{parts[0]}"
        yield from _text(found, parts[0], where, required=True)
        yield from _period(found, "from", "until", f"{field}.")


def _text(content: Mapping[str, Any], name: str, field: str, *, required: bool) -> list[Fault]:
    faults = checked_text(content, name, field, required=required, limit=_SHORT)
    text = content.get(name)
    if not faults and isinstance(text, str):
        if _personal(text):
            faults = [Fault(field, f"Dit lijkt op een nummer of adres van een persoon. {NOTICE}")]
        elif "|" in text:
            faults = [Fault(field, "Hier mag geen | in staan.")]
    return faults


def _personal(text: str) -> bool:
    return "@" in text or _DIGITS.search(_DATE.sub("", text)) is not None


def _period(content: Mapping[str, Any], start: str, end: str, place: str) -> list[Fault]:
    faults = []
    days = {name: content.get(name) or None for name in (start, end)}
    for name, value in days.items():
        if value is not None and day(value) is None:
            faults.append(Fault(f"{place}{name}", "Dit is geen datum. Voorbeeld: 2026-07-14."))
    first, last = (day(value) for value in days.values())
    if first and last and last < first:
        faults.append(Fault(f"{place}{end}", "Het einde ligt voor het begin."))
    return faults


def day(value: Any) -> date | None:
    """The day of a date or of a moment, in Amsterdam; None when it is neither."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value) if len(value) == 10 else moment(value).astimezone(AMSTERDAM).date()
    except (ValueError, OverflowError):
        return None


def flatten(pseudonym: str, body: Mapping[str, Any]) -> dict[str, Scalar]:
    """The values of a valid entry; it is said whole, so what it does not name is emptied."""
    values: dict[str, Scalar] = {
        "supplier": "EXP",
        "pseudonym": pseudonym,
        "resource": body["resource"].strip(),
        "available_from": _iso(body.get("available_from")),
        "available_until": _iso(body.get("available_until")),
    }
    for name, parts in _LISTS.items():
        values[name] = [_written(row, parts) for row in body.get(name) or []]
    return values


def _iso(value: Any) -> str | None:
    found = day(value)
    return None if found is None else found.isoformat()


def _written(row: Any, parts: tuple[str, ...]) -> str:
    found = (_split(row, parts) if isinstance(row, str) else row) or {}
    texts = [_iso(found.get(part)) or "" if part in _DAYS else str(found[part]).strip() for part in parts]
    return " | ".join(texts)


def _split(text: str, parts: tuple[str, ...]) -> View | None:
    """The parts of a text between strokes; None when there are too many."""
    found = [part.strip() for part in text.split("|")]
    return dict(zip(parts, found, strict=False)) if len(found) <= len(parts) else None


def view(entity: str, values: Mapping[str, Any], now: datetime) -> View:
    """An entry as the API shows it; of each training whether it still holds today."""
    today = now.astimezone(AMSTERDAM).date()
    found: View = {
        "pseudonym": entity.removeprefix(PREFIX),
        "version": values.get("version", 0),
        "resource": values.get("resource"),
        "expertise": list(values.get("expertise") or ()),
        "available_from": values.get("available_from"),
        "available_until": values.get("available_until"),
    }
    for name in ("training", "deployments"):
        rows = [_split(text, _LISTS[name]) or {} for text in values.get(name) or ()]
        found[name] = [{part: text or None for part, text in row.items()} for row in rows]
    for row in found["training"]:
        until = day(row.get("until"))
        row["valid"] = None if until is None else until >= today
    return found


def wanted(views: Iterable[View], expertise: str, on: date | None) -> tuple[list[View], list[str]]:
    """Who has the expertise and is available on that day, and the pseudonyms of whom that is not known."""
    rows, unknown = [], []
    for found in sorted(views, key=lambda row: str(row["pseudonym"])):
        names = {str(name).casefold() for name in (found["resource"], *found["expertise"])}
        if expertise and expertise.strip().casefold() not in names:
            continue
        start, end = day(found["available_from"]), day(found["available_until"])
        if on is not None and start is None and end is None:
            unknown.append(str(found["pseudonym"]))
        elif on is None or (start or on) <= on <= (end or on):
            rows.append(found)
    return rows, unknown

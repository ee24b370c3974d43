"""Parts of what somebody fills in, each checked by itself: a text, a moment, a quantity, a code, a place.

Every function gives the faults of one field, with the path of the field ("items.0.quantity") as it
stands in the call.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import msgspec

from mlob.bijstand import kinds
from mlob.errors import MlobError
from mlob.model import FUTURE_LIMIT
from mlob.moment import moment

__all__ = [
    "GEMEENTE",
    "ITEM_ID",
    "MAX_TEXT",
    "MAX_TITLE",
    "REGION",
    "Fault",
    "Faults",
    "answer",
    "checked_code",
    "checked_geometry",
    "checked_moment",
    "checked_past",
    "checked_quantity",
    "checked_signature",
    "checked_text",
]

MAX_TEXT = 4000
MAX_TITLE = 200
YES = frozenset({"ja", "yes", "true"})
NO = frozenset({"nee", "no", "false"})

ITEM_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
REGION = re.compile(r"VR(0[1-9]|1\d|2[0-5])")
GEMEENTE = re.compile(r"GM\d{4}")
# Control characters, and the marks that turn the direction of text around.
_UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_GEOMETRIES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
_LEAST, _MOST = 1e-6, 1e9
"""Smallest and largest quantity; sums are kept to six decimals."""
_NO_MOMENT = "Dit is geen tijdstip. Voorbeeld: 2026-07-14T16:30."


class Fault(msgspec.Struct, frozen=True):
    """A field by its path ("items.0.quantity") and what is wrong with it, in Dutch."""

    field: str
    text: str


class Faults(MlobError):
    """Refuse: fields of a call that fail, each with what is wrong."""

    def __init__(self, faults: Collection[Fault]) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.text}" for fault in faults))
        self.faults = tuple(faults)


def checked_text(
    content: Mapping[str, Any], name: str, field: str, *, required: bool, limit: int = MAX_TEXT
) -> list[Fault]:
    """Faults of a text of at most `limit` characters."""
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


def checked_moment(content: Mapping[str, Any], name: str, field: str) -> list[Fault]:
    """Faults of a moment in ISO 8601."""
    value = content.get(name)
    if value is None:
        return []
    try:
        moment(value)
    except (TypeError, ValueError, OverflowError):
        return [Fault(field, _NO_MOMENT)]
    return []


def checked_past(content: Mapping[str, Any], name: str, field: str, now: datetime | None) -> list[Fault]:
    """Faults of a moment that has been; a clock may run ahead of ours by FUTURE_LIMIT."""
    faults = checked_moment(content, name, field)
    if faults or now is None or content.get(name) is None:
        return faults
    ahead = moment(content[name]) > now + FUTURE_LIMIT
    return [Fault(field, "Dit tijdstip is nog niet geweest.")] if ahead else []


def checked_quantity(value: object, field: str) -> list[Fault]:
    """Faults of a positive number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return [Fault(field, "Vul een getal in.")]
    if not value >= _LEAST:
        return [Fault(field, "Het aantal moet groter zijn dan 0.")]
    return [] if value <= _MOST else [Fault(field, "Dit aantal is te groot: hoogstens 1 miljard.")]


def checked_code(
    value: object, field: str, shape: re.Pattern[str], allowed: Collection[str] | None
) -> list[Fault]:
    """Faults of a code; without a list of those that exist only its shape is checked."""
    if value is None:
        return []
    if isinstance(value, str) and shape.fullmatch(value) and (allowed is None or value in allowed):
        return []
    return [Fault(field, "Deze code bestaat niet.")]


def checked_signature(
    signature: object, place: str, gemeenten: Collection[str] | None, now: datetime | None = None
) -> list[Fault]:
    """Faults of one signature: who signed, in which function, when and for which gemeente.

    With `now` also whether the moment has been.
    """
    if not isinstance(signature, dict):
        return [Fault(place, "Dit is geen handtekening.")]
    faults = checked_text(signature, "name", f"{place}.name", required=True, limit=MAX_TITLE)
    faults += checked_text(signature, "role", f"{place}.role", required=True, limit=MAX_TITLE)
    faults += checked_past(signature, "at", f"{place}.at", now)
    return faults + checked_code(signature.get("gemeente"), f"{place}.gemeente", GEMEENTE, gemeenten)


def checked_geometry(value: object) -> list[Fault]:
    """Faults of a place on the map."""
    if value is None:
        return []
    if isinstance(value, dict) and value.get("type") in _GEOMETRIES and _positions(value.get("coordinates")):
        return []
    return [Fault("geometry", "Dit is geen plaats op de kaart (GeoJSON, lengte voor breedte).")]


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


def answer(field: kinds.Field, value: object) -> tuple[str, str]:
    """What is answered to a question on a form, as it is kept, and what is wrong with it (or nothing).

    A yes is kept as "ja", a no as "nee", a number without needless decimals.
    """
    if field.type == "yesno" and isinstance(value, bool | str):
        word = str(value).strip().casefold()
        return ("ja", "") if word in YES else ("nee", "") if word in NO else ("", "Kies ja of nee.")
    if field.type == "number":
        return _number(value)
    if not isinstance(value, str):
        return "", "Dit moet tekst zijn."
    if field.type == "choice" and value not in field.options:
        return "", f"Kies uit: {', '.join(field.options)}."
    if field.type == "moment" and checked_moment({"value": value}, "value", ""):
        return "", _NO_MOMENT
    return value, ""


def _number(value: object) -> tuple[str, str]:
    try:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValueError
        number = float(value.replace(",", ".") if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return "", "Vul een getal in."
    if not math.isfinite(number) or abs(number) > 1e9:
        return "", "Vul een getal in."
    return f"{number:.6f}".rstrip("0").rstrip("."), ""

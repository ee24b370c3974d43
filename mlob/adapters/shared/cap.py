"""CAP alerts -> areas: what is warned of, where, until when; for the first discipline of the source.

An update changes, and a cancellation withdraws, the entity of the first alert it refers to. A test
(`Test`) is an area of severity 0 with the property `test`; `Draft` and `System` messages are notes
without a place; receipts (`Ack`, `Error`) say nothing about the world. What an index says of an alert
that comes after it counts a moment earlier, so that the alert itself has the last word.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from mlob.adapters.shared import Meaning
from mlob.adapters.shared.ellipses import ellipse
from mlob.formats.cap import Alert, Area, Info
from mlob.model import Discipline, Geometry, Kind, Observation, Reception, Scalar, Verification, observation

__all__ = ["observe"]

SEVERITY = {"Extreme": 4, "Severe": 3, "Moderate": 2, "Minor": 1, "Unknown": 0}
STATUS = {"Alert": "actueel", "Update": "bijgewerkt", "Cancel": "ingetrokken"}
DAY = 86_400.0
"""How long an alert without `expires` counts; CAP 1.2, 3.2.2 leaves that to the recipient."""
WITHDRAWN = 3_600.0
"""How long a withdrawn alert stays in the picture, so that everyone has seen the withdrawal."""
BEFORE = timedelta(milliseconds=1)
"""How much earlier than an alert the digest of it counts: both have the time of sending."""
AWARENESS = {"green": 1, "yellow": 2, "orange": 3, "red": 4}
"""Colours of MeteoAlarm (and KNMI) as severity, for an alert that does not say its own."""
LANGUAGES = "***"
"""Between the Dutch and the English text of an NL-Alert."""


def observe(message: Alert, reception: Reception, *, discipline: Discipline) -> Iterator[Observation]:
    """One observation of the alert's area; none when another discipline comes first, or for a receipt."""
    if reception.source.disciplines[:1] != (discipline,) or message.msg_type not in STATUS:
        return
    if message.digest and message.msg_type != "Alert" and not message.references:
        return  # the alert itself comes after it, and says which one it changes
    infos = _infos(message)
    kind = Kind.NOTE if message.status in ("Draft", "System") else Kind.AREA
    cancelled = message.msg_type == "Cancel"
    moments = [found for info in infos if (found := info.onset or info.effective)]
    expires = [info.expires for info in infos if info.expires]
    valid_to = max(expires) if expires and len(expires) == len(infos) else None
    yield observation(
        reception,
        discipline=discipline,
        kind=kind,
        native_id=message.references[0] if message.references else message.identifier,
        observed_at=message.sent - BEFORE if message.digest else message.sent,
        ttl=_ttl(message.sent, valid_to, cancelled),
        valid_from=min(moments) if moments else None,
        valid_to=None if cancelled else valid_to,
        geometry=_geometry(infos) if kind is Kind.AREA else None,
        title=_title(message, infos),
        status=STATUS[message.msg_type],
        severity=_severity(message, infos),
        verification=Verification.INGETROKKEN if cancelled else None,
        exercise=message.status == "Exercise",
        properties=_properties(message, infos),
    )


def _infos(message: Alert) -> list[Info]:
    """The blocks in Dutch, else those in the language of the first."""
    dutch = [info for info in message.infos if info.language.lower().startswith("nl")]
    return dutch or [info for info in message.infos if info.language == message.infos[0].language]


def _ttl(sent: datetime, valid_to: datetime | None, cancelled: bool) -> float:
    if cancelled:
        return WITHDRAWN
    return DAY if valid_to is None else max(0.0, (valid_to - sent).total_seconds())


def _severity(message: Alert, infos: list[Info]) -> int:
    if message.status not in ("Actual", "Exercise"):
        return 0
    said = [SEVERITY[info.severity] or AWARENESS.get(_awareness(info, "level") or "", 0) for info in infos]
    return max(said, default=0)


def _awareness(info: Info, what: str) -> str | None:
    """The word in what MeteoAlarm adds to an info: "2; yellow; Moderate" is yellow, "1; Wind" is wind."""
    said = dict(info.parameters).get(f"awareness_{what}", "")
    parts = [part.strip() for part in said.split(";")]
    return parts[1].lower() if len(parts) > 1 else None


def _title(message: Alert, infos: list[Info]) -> str | None:
    named = [info.headline or info.event for info in infos]
    if named:
        return named[0]
    # A cancellation most often says only why: the warning keeps the title that it had.
    return None if message.references else message.note


def _geometry(infos: list[Info]) -> Geometry | None:
    areas = [area for info in infos for area in info.areas]
    polygons = list(_polygons(areas))
    if len(polygons) > 1:
        return {"type": "MultiPolygon", "coordinates": polygons}
    if polygons:
        return {"type": "Polygon", "coordinates": polygons[0]}
    points = [[lon, lat] for area in areas for lon, lat, _ in area.circles]
    return {"type": "Point", "coordinates": points[0]} if points else None


def _polygons(areas: list[Area]) -> Iterator[Any]:
    """Each ring once, however many blocks repeat it; a circle without a radius is none."""
    seen: set[object] = set()
    for area in areas:
        for shape in (*area.polygons, *area.circles):
            if shape not in seen:
                seen.add(shape)
                yield from _corners(shape)


def _corners(shape: Any) -> Iterator[Any]:
    if isinstance(shape[0], tuple):
        yield [[list(corner) for corner in shape]]
    elif shape[2] > 0:
        lon, lat, km = shape
        yield ellipse(lon, lat, km * 1000, km * 1000)["coordinates"]


def _properties(message: Alert, infos: list[Info]) -> dict[str, Scalar]:
    found: dict[str, Scalar] = {
        "identifier": message.identifier,
        "sender": message.sender,
        "msg_type": message.msg_type,
        "cap_status": message.status,
        "scope": message.scope,
        "references": list(message.references),
        "incidents": list(message.incidents),
        "note": message.note,
        "signed": message.signed or None,
        "test": (message.status == "Test") or None,
    }
    if infos:
        found |= _of_info(infos)
    return {name: value for name, value in found.items() if value is not None and value != []}


def _of_info(infos: list[Info]) -> dict[str, Scalar]:
    """What the first block says, and the names and codes of the areas of all."""
    first = infos[0]
    areas = [area for info in infos for area in info.areas]
    dutch, _, english = (first.description or "").partition(LANGUAGES)
    codes = (f"{name}={code}" for area in areas for name, code in area.geocodes)
    return {
        "language": first.language,
        "event": first.event,
        "category": list(dict.fromkeys(item for info in infos for item in info.categories)),
        "response_type": list(dict.fromkeys(item for info in infos for item in info.responses)),
        "urgency": first.urgency,
        "certainty": first.certainty,
        "cap_severity": first.severity,
        "sender_name": first.sender_name,
        "headline": first.headline,
        "description": dutch.strip() or None,
        "description_en": english.strip() or None,
        "instruction": first.instruction,
        "contact": first.contact,
        "awareness_level": _awareness(first, "level"),
        "awareness_type": _awareness(first, "type"),
        "areas": list(dict.fromkeys(area.desc for area in areas if area.desc)),
        "geocodes": list(dict.fromkeys(codes)),
    }


MEANING = Meaning(format="cap", observe=observe)

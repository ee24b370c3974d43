"""NL-Alert -> an area, for the first discipline of the source.

An alert does not say how severe it is. The rule here: 3 (severe), because NL-Alert is for what
threatens life or health; 4 (extreme) when its Dutch text says levensgevaar or speaks of evacuation; 1
when it says that the danger is over; 0 when it is a test.

Its own times: when it starts, and once it has stopped, when that was. So what the API lists of years
ago is over at once, and the same list again is nothing new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from mlob.adapters.shared import Meaning
from mlob.formats.nl_alert import NlAlert
from mlob.model import Discipline, Geometry, Kind, Observation, Reception, Scalar, Verification, observation

__all__ = ["observe"]

ACTIVE = 7 * 86_400.0
"""Seconds that an alert counts of which nobody says that it stopped: longer than any was broadcast."""
WITHDRAWN = 3_600.0
"""How long one that stopped stays in the picture, so that everyone has seen it."""

TEST = re.compile(
    r"\b(?:controlebericht|testbericht|dit is een test|test[ -]?nl-?alert|nl-?alert[ -]?test)\b", re.I
)
EXERCISE = re.compile(r"\b(?:oefening|oefenbericht)\b", re.IGNORECASE)
OVER = re.compile(
    r"\b(?:einde (?:van )?(?:de |het |deze )?(?:nl-?alert|gevaar|waarschuwing|dreiging)"
    r"|(?:gevaar|dreiging) is (?:geweken|voorbij))\b",
    re.IGNORECASE,
)
LIFE = re.compile(r"levensgevaar|[eë]vacu", re.IGNORECASE)
_LEAD = re.compile(
    r"nl-?alert(?:\s+\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})?(?:,?\s+(?:om\s+)?\d{1,2}[:.]\d{2}(?:\s*uur)?)?[\s.:,!–-]+",
    re.IGNORECASE,
)
"""What nearly every message begins with, and what is no news: its name, and when it was sent."""
_SENTENCE = re.compile(r".*?[.!?](?=\s|$)|[^\n]+")


def observe(message: NlAlert, reception: Reception, *, discipline: Discipline) -> Iterator[Observation]:
    """One area; none when another discipline comes first."""
    if reception.source.disciplines[:1] != (discipline,):
        return
    stopped = message.stop is not None and message.stop <= reception.received_at
    test = bool(TEST.search(message.dutch)) or "test" in (message.type or "").lower()
    yield observation(
        reception,
        discipline=discipline,
        kind=Kind.AREA,
        native_id=message.id,
        observed_at=message.stop if stopped else message.start,
        ttl=WITHDRAWN if stopped else _ttl(message.start, message.stop),
        valid_from=message.start,
        valid_to=message.stop,
        geometry=_geometry(message),
        title=_title(message.dutch),
        status="beëindigd" if stopped else "actueel",
        severity=0 if test else _severity(message.dutch),
        verification=Verification.INGETROKKEN if stopped else None,
        exercise=bool(EXERCISE.search(message.dutch)),
        properties=_properties(message, test),
    )


def _ttl(start: datetime | None, stop: datetime | None) -> float:
    if start is None or stop is None:
        return ACTIVE
    return max(0.0, (stop - start).total_seconds())


def _severity(text: str) -> int:
    if OVER.search(text):
        return 1
    return 4 if LIFE.search(text) else 3


def _title(text: str) -> str:
    """The first sentence that says something."""
    rest = _LEAD.sub("", text, count=1) if _LEAD.match(text) else text
    found = _SENTENCE.match(rest.strip() or text)
    title = " ".join((found[0] if found else text).split())
    return title[:1].upper() + title[1:]


def _geometry(message: NlAlert) -> Geometry | None:
    polygons = [[[list(corner) for corner in ring]] for ring in message.areas]
    if len(polygons) > 1:
        return {"type": "MultiPolygon", "coordinates": polygons}
    return {"type": "Polygon", "coordinates": polygons[0]} if polygons else None


def _properties(message: NlAlert, test: bool) -> dict[str, Scalar]:
    found: dict[str, Any] = {
        "identifier": message.id,
        "category": message.type or "nl-alert",
        "description": message.dutch,
        "description_en": message.english,
        "resource_uri": message.uri,
        "test": test or None,
    }
    return {name: value for name, value in found.items() if value is not None}


MEANING = Meaning(format="nl_alert", observe=observe)

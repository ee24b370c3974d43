"""DATEX II -> each record of a situation: an incident when something happened, else an area.

For the first discipline of the source. An opening of a bridge is an area too, no facility: it closes a
road for a while, a bridge has several of them in one publication, and one that is planned must not
overwrite the one that is going on. What begins more than a day from now says nothing yet.

Publications are snapshots: what is left out of the next one is over. That cannot be told from one
message, so that a record without an end counts for a time that fits what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from mlob.adapters.shared import Meaning
from mlob.adapters.shared.datex2_times import PLANNED, WITHDRAWN, Standing, standing
from mlob.adapters.shared.datex2_words import category, closure, kind, name, status
from mlob.formats.datex2 import Record, Situation
from mlob.formats.datex2_place import Place
from mlob.model import (
    Discipline,
    Geometry,
    Kind,
    Observation,
    Reception,
    Scalar,
    Verification,
    iso,
    observation,
)

__all__ = ["observe"]

AHEAD = timedelta(hours=24)
"""How long before it begins something is in the picture; a year of roadworks is in a publication."""
TTL = {"ongeval": 3.0, "obstakel": 3.0, "file": 1.0, "brugopening": 1.0}
"""Hours that a record without an end counts, by category."""
LONG = 7 * 24.0
"""The same for measures, works and all else."""
SEVERITY = {"highest": 4, "high": 3, "medium": 2, "low": 1, "lowest": 0, "none": 0}
UNSAID = {"ongeval": 2}
"""Severity of what does not say it: an accident is at least moderate."""
SURE = {"certain": Verification.BEVESTIGD}
"""ProbabilityOfOccurrenceEnum; probable and riskOf are not confirmed."""
EXERCISES = ("securityExercise", "technicalExercise")
OPEN = ("noRestriction",)
MOST_PERIODS = 20


def observe(message: Situation, reception: Reception, *, discipline: Discipline) -> Iterator[Observation]:
    """One observation a record; none when another discipline comes first, or of what is far ahead."""
    if reception.source.disciplines[:1] != (discipline,):
        return
    for record in message.records:
        versioned = record.versioned or message.versioned or message.published
        stands = standing(record, versioned, reception.received_at)
        start = stands.period.start
        if stands.state == PLANNED and start is not None and start > reception.received_at + AHEAD:
            continue
        yield _observation(message, record, stands, reception, discipline)


def _observation(
    message: Situation, record: Record, stands: Standing, reception: Reception, discipline: Discipline
) -> Observation:
    test = message.information == "test"
    marking = message.confidentiality
    withdrawn = stands.state == WITHDRAWN
    return observation(
        reception,
        discipline=discipline,
        kind=kind(record),
        native_id=record.id,
        observed_at=stands.since,
        ttl=_ttl(record, stands, reception.received_at),
        valid_from=stands.period.start,
        valid_to=stands.period.end,
        geometry=_geometry(record),
        title=_title(record),
        status=status(record, stands.state),
        severity=0 if test else _severity(message, record),
        verification=Verification.INGETROKKEN if withdrawn else _sure(record),
        marking=None if marking in OPEN else marking,
        exercise=message.information in EXERCISES,
        properties=_properties(message, record, test),
    )


def _ttl(record: Record, stands: Standing, now: datetime) -> float:
    """Seconds from `since` on: to the end when there is one, else as long as such things last."""
    began = stands.since or now
    if stands.until is not None:
        return max(0.0, (stands.until - began).total_seconds())
    lasts = TTL.get(category(record), LONG) * 3600
    later = stands.period.start if stands.state == PLANNED else None
    return lasts if later is None else max(0.0, (later - began).total_seconds()) + lasts


def _severity(message: Situation, record: Record) -> int | None:
    said = (SEVERITY.get(text or "") for text in (record.severity, message.severity))
    return next((value for value in said if value is not None), UNSAID.get(category(record)))


def _sure(record: Record) -> Verification | None:
    if record.probability is None:
        return None
    return SURE.get(record.probability, Verification.ONBEVESTIGD)


def _title(record: Record) -> str:
    place = record.place
    where = place.road or next(iter((*place.names, *place.external)), None)
    return f"{name(record)} {where[:100]}" if where else name(record)


def _geometry(record: Record) -> Geometry | None:
    """Lines and areas as they are; an incident is at one point."""
    place = record.place
    if kind(record) is Kind.INCIDENT:
        point = _point(place)
        return None if point is None else {"type": "Point", "coordinates": point}
    if place.rings:
        return _one_or_many("Polygon", [[_listed(ring)] for ring in place.rings])
    if place.lines:
        return _one_or_many("LineString", [_listed(line) for line in place.lines])
    return _one_or_many("Point", _listed(place.points)) if place.points else None


def _point(place: Place) -> list[float] | None:
    """The point that is said, else the middle one of the first line or ring."""
    if place.points:
        return list(place.points[0])
    line = next(iter((*place.lines, *place.rings)), None)
    return None if line is None else list(line[len(line) // 2])


def _listed(line: Any) -> list[list[float]]:
    return [list(point) for point in line]


def _one_or_many(kind: str, parts: list[Any]) -> Geometry:
    if len(parts) == 1:
        return {"type": kind, "coordinates": parts[0]}
    return {"type": f"Multi{kind}", "coordinates": parts}


def _properties(message: Situation, record: Record, test: bool) -> dict[str, Scalar]:
    place = record.place
    found: dict[str, Scalar] = {
        "category": category(record),
        "situation": message.id,
        "datex_type": record.type,
        "datex_kinds": [value for _, value in record.kinds],
        "closure": closure(record),
        "operator_action": record.action,
        "compliance": record.compliance,
        "probability": record.probability,
        "sender": record.source,
        "cause": record.cause_text or record.cause,
        "description": "\n".join(record.comments) or None,
        "road": place.road,
        "place": ", ".join(place.names) or None,
        "direction": place.direction,
        "carriageway": place.carriageway,
        "alertc": list(place.alertc),
        "location_code": list(place.external),
        "delay_s": record.delay_s,
        "delay_band": record.delay_band,
        "constriction": record.constriction,
        "lanes_closed": record.lanes_closed,
        "queue_m": record.queue_m,
        "speed_limit_km_h": record.speed_limit,
        "periods": [
            f"{'' if item.start is None else iso(item.start)}/{'' if item.end is None else iso(item.end)}"
            for item in record.periods[:MOST_PERIODS]
        ],
        "test": test or None,
    }
    return {name: value for name, value in found.items() if value is not None and value != []}


MEANING = Meaning(format="datex2", observe=observe)

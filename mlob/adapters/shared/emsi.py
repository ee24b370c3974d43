"""EMSI -> the event as an incident, resources that say where they are as units, missions as notes.

For the first discipline of the source. Every message is a whole account, so that what it says counts
from when it was written. Receipts (ACK, ERROR) and SYSTEM messages say nothing about the world. An
address of a mission stays where it is: it may be that of a patient.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from mlob.adapters.shared import Meaning
from mlob.formats.emsi import Event, Message, Mission, Position, Resource
from mlob.model import Discipline, Geometry, Kind, Observation, Reception, Scalar, Verification, observation

__all__ = ["observe"]

TTL = 24 * 3600.0
UNIT_TTL = 3600.0
WITHDRAWN = 3600.0
"""Seconds that what was withdrawn stays in the picture, so that everyone has seen it."""

EVENT_STATUS = {"NST": "nog niet begonnen", "IPR": "gaande", "COM": "afgerond", "STOP": "gestopt"}
MISSION_STATUS = {
    "NST": "nog niet begonnen",
    "IPR": "gaande",
    "PAU": "onderbroken",
    "COM": "afgerond",
    "ABO": "afgebroken",
    "CANCLD": "ingetrokken",
}
RESOURCE_STATUS = {
    "AVAILB": "beschikbaar",
    "UNAV": "niet beschikbaar",
    "MAINTC": "in onderhoud",
    "RESRVD": "gereserveerd",
    "IN_USE/MOBILE": "onderweg",
    "IN_USE/ON_SCENE": "ter plaatse",
}
CATEGORY = {
    "EXP": "explosie",
    "FIR": "brand",
    "FLD": "overstroming",
    "HLT": "gezondheid",
    "POL": "verontreiniging",
    "TRP": "verkeer en vervoer",
}
"""The first part of ETYPE.CATEGORY, where it has one plain Dutch word; else the code itself is shown."""
MARKING = {"RESTRC": "RESTRICTED", "CONFID": "CONFIDENTIAL", "SECRET": "SECRET", "TOPSRT": "TOP SECRET"}
COUNTS = {
    "TRIAGERED": "triage_red",
    "TRIAGEYELLOW": "triage_yellow",
    "TRIAGEGREEN": "triage_green",
    "TRIAGEBLACK": "triage_black",
    "DECONT": "decontaminated",
    "MISSING": "missing",
}
LINES = ("LINE", "CURVE")
FACES = ("POLY", "SURF", "AREA")
"""How POSITION.TYPE begins; points of another type are only points."""


def observe(message: Message, reception: Reception, *, discipline: Discipline) -> Iterator[Observation]:
    """The incident, then units, then notes; none when another discipline comes first, or for a receipt."""
    first = reception.source.disciplines[:1] == (discipline,)
    if not first or message.mode == "SYSTEM" or message.type in ("ACK", "ERROR"):
        return
    common: dict[str, Any] = {
        "discipline": discipline,
        "exercise": message.mode == "EXERCS",
        "marking": MARKING.get(message.security or ""),
        "verification": Verification.INGETROKKEN if message.type == "CANCEL" else None,
    }
    say = partial(observation, reception, **common)
    yield _incident(message, say)
    if message.type == "CANCEL":
        return
    for resource in message.resources:
        if resource.position is not None:
            yield _unit(message, resource, say)
    for mission in message.missions:
        yield _note(message, mission, say)


def _incident(message: Message, say: Any) -> Observation:
    event, cancelled = message.event, message.type == "CANCEL"
    found: Observation = say(
        kind=Kind.INCIDENT,
        native_id=event.id,
        observed_at=_time(message),
        ttl=WITHDRAWN if cancelled else TTL,
        geometry=None if cancelled else next(map(_geometry, event.positions), None),
        # A cancellation may say only which event it is: that keeps the title that it had.
        title=event.name or _category(event) or (None if cancelled else event.id),
        status="ingetrokken" if cancelled else EVENT_STATUS.get(event.status or ""),
        severity=0 if message.mode == "TEST" else None if event.scale is None else event.scale - 1,
        valid_from=event.occurred,
        properties=_present(_of_event(message)),
    )
    return found


def _of_event(message: Message) -> dict[str, Scalar]:
    event = message.event
    counted = event.casualties[-1] if event.casualties else None
    found: dict[str, Scalar] = {
        "category": _category(event),
        "emsi_category": list(event.categories),
        "main_event": event.main_event,
        "certainty": event.certainty,
        "sender": message.sender,
        "text": event.text,
        "context": message.text,
        "place": next((place.name for place in event.positions if place.name), None),
        "displaced": event.displaced,
        "evacuated": event.evacuated,
        "resources": [f"{item.name} ({_status(item)})" for item in message.resources],
        "test": (message.mode == "TEST") or None,
    }
    if counted is not None:
        found |= {COUNTS[name]: number for name, number in counted.counts}
        found["casualties_context"] = counted.context
    return found


def _unit(message: Message, resource: Resource, say: Any) -> Observation:
    found: Observation = say(
        kind=Kind.UNIT,
        native_id=resource.id,
        observed_at=resource.time or _time(message),
        ttl=UNIT_TTL,
        geometry=None if resource.position is None else _geometry(resource.position),
        title=resource.name,
        status=_status(resource),
        properties=_present(
            {
                "resource_class": list(resource.classes),
                "organisation": resource.organisation,
                "quantity": resource.quantity,
                "event": message.event.id,
                "test": (message.mode == "TEST") or None,
            }
        ),
    )
    return found


def _note(message: Message, mission: Mission, say: Any) -> Observation:
    found: Observation = say(
        kind=Kind.NOTE,
        native_id=mission.id,
        observed_at=_time(message),
        ttl=TTL,
        geometry=None if mission.position is None else _geometry(mission.position),
        title=f"Opdracht: {mission.text or mission.name.strip('#').replace('#', ' ')}",
        status=MISSION_STATUS[mission.status],
        valid_from=mission.start,
        valid_to=mission.end,
        properties=_present(
            {
                "mission_type": mission.type,
                "organisation": mission.organisation,
                "mission_priority": mission.priority,
                "mission_resources": list(mission.resources),
                "event": message.event.id,
                "test": (message.mode == "TEST") or None,
            }
        ),
    )
    return found


def _time(message: Message) -> datetime | None:
    return message.created or message.event.observed or message.event.declared


def _status(resource: Resource) -> str:
    return RESOURCE_STATUS.get(resource.status, resource.status)


def _category(event: Event) -> str | None:
    code = event.categories[0] if event.categories else None
    return None if code is None else CATEGORY.get(code.partition("/")[0], code)


def _geometry(position: Position) -> Geometry | None:
    points = [list(point) for point in position.points]
    if len(points) < 2:
        return {"type": "Point", "coordinates": points[0]} if points else None
    kind = (position.type or "").upper()
    if kind.startswith(LINES):
        return {"type": "LineString", "coordinates": points}
    ring = points if points[0] == points[-1] else [*points, points[0]]
    if kind.startswith(FACES) and len(ring) > 3:
        return {"type": "Polygon", "coordinates": [ring]}
    return {"type": "MultiPoint", "coordinates": points}


def _present(found: dict[str, Scalar]) -> dict[str, Scalar]:
    return {name: value for name, value in found.items() if value is not None and value != []}


MEANING = Meaning(format="emsi", observe=observe)

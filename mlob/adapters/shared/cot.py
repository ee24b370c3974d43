"""CoT events -> units, drawings, alarms and notes; for the first discipline of the source.

Atoms (a-*) are units, drawings, routes and range rings (u-d-*, b-m-r, u-r*) areas, alarms (b-a-*)
incidents; markers (b-m-p-*), chat (b-t-f) and all else notes. A delete (t-x-d-d) withdraws the
object that it links to; the other tasking (t-*: pings, the negotiation of TAK protocol 1) says nothing
about the world. Events of another mlob say in an element of their own what they are (cot_own.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlob.adapters.shared import Meaning
from mlob.adapters.shared.cot_geometry import geometry, is_somewhere
from mlob.adapters.shared.cot_own import DELETE, GRACE, VIA, observe_own
from mlob.adapters.shared.cot_types import kind_of, symbol
from mlob.errors import DecodeError
from mlob.formats.cot import Event
from mlob.model import Discipline, Kind, Observation, Reception, Scalar, Verification, observation

__all__ = ["observe"]

ALARM_CANCELLED = "b-a-o-can"
CHAT = "b-t-f"
SEVERITY_OF_ALARM = 3
TITLE_LENGTH = 120
EXERCISE: dict[bool, dict[str, Any]] = {False: {}, True: {"exercise": True}}
"""An event that says nothing of an exercise keeps the id that it had before this was read."""


def observe(message: Event, reception: Reception, *, discipline: Discipline) -> Iterator[Observation]:
    """One observation; none when another discipline comes first, or for a ping."""
    if message.detail.own is not None:
        yield from observe_own(message, message.detail.own, reception, discipline=discipline)
        return
    if reception.source.disciplines[:1] != (discipline,):
        return
    if message.type.startswith(DELETE):
        yield _deletion(message, reception, discipline)
    elif not message.type.startswith("t-"):
        yield _seen(message, reception, discipline)


def _seen(message: Event, reception: Reception, discipline: Discipline) -> Observation:
    known = message.detail
    kind = kind_of(message.type)
    alarm = kind is Kind.INCIDENT
    cancelled = message.type.startswith(ALARM_CANCELLED)
    return observation(
        reception,
        discipline=discipline,
        kind=kind,
        native_id=message.uid,
        observed_at=message.time,
        ttl=_ttl(message),
        valid_from=message.start,
        valid_to=message.stale,
        geometry=geometry(message, kind),
        accuracy_m=message.ce if is_somewhere(message) else None,
        # What cancels an alarm may leave its name out: that keeps the title that it had.
        title=None if cancelled and not known.callsign else _title(message),
        status="ingetrokken" if cancelled else None,
        verification=Verification.INGETROKKEN if cancelled else None,
        severity=SEVERITY_OF_ALARM if alarm and not cancelled else None,
        course=known.course,
        speed=known.speed,
        properties=_properties(message),
        **EXERCISE[message.exercise],
    )


def _deletion(message: Event, reception: Reception, discipline: Discipline) -> Observation:
    if not message.detail.links:
        raise DecodeError("link: ontbreekt, niet te zien wat er weg moet")
    gone = message.detail.links[0]
    via = list(message.detail.via)
    passed: dict[str, Any] = {"properties": {VIA: via}} if via else {}
    # A delete that does not say of what type its object was is most often one of a unit.
    kind = kind_of(gone.type) if "-" in gone.type else Kind.UNIT
    return observation(
        reception,
        discipline=discipline,
        kind=kind,
        native_id=gone.uid,
        observed_at=message.time,
        ttl=GRACE,
        status="ingetrokken",
        verification=Verification.INGETROKKEN,
        **passed,
        **EXERCISE[message.exercise],
    )


def _ttl(message: Event) -> float:
    return max(0.0, (message.stale - message.time).total_seconds()) + GRACE


def _title(message: Event) -> str:
    known = message.detail
    if message.type.startswith(CHAT) and known.remarks:
        return known.remarks[:TITLE_LENGTH]
    return (known.callsign or message.uid)[:TITLE_LENGTH]


def _properties(message: Event) -> dict[str, Scalar]:
    known = message.detail
    found: dict[str, Scalar] = {
        **symbol(message.type),
        "how": message.how,
        "height_m": message.hae if is_somewhere(message) else None,
        "team": known.team,
        "role": known.role,
        "remarks": known.remarks,
        "geofence": known.geofence,
        VIA: list(known.via) or None,
    }
    return {name: value for name, value in found.items() if value is not None}


MEANING = Meaning(format="cot", observe=observe)

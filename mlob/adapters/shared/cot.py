"""CoT events -> units, drawings, alarms and notes; for the first discipline of the source.

Atoms (a-*) are units, drawings, routes and range rings (u-d-*, b-m-r, u-r*) areas, alarms (b-a-*)
incidents; markers (b-m-p-*), chat (b-t-f) and all else notes. A delete (t-x-d-d) withdraws the
object that it links to; the other tasking (t-*: pings, protocol) says nothing about the world.
A position of 0,0 without a known error is "no position", as ATAK writes it for routes.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlob.adapters.shared import Meaning
from mlob.adapters.shared.cot_types import kind_of, symbol
from mlob.adapters.shared.ellipses import ellipse
from mlob.errors import DecodeError
from mlob.formats.cot import Event
from mlob.model import Discipline, Geometry, Kind, Observation, Reception, Scalar, Verification, observation

__all__ = ["observe"]

DELETE = "t-x-d-d"
ALARM_CANCELLED = "b-a-o-can"
CHAT = "b-t-f"
GRACE = 600.0
"""Seconds that an object stays in the picture after it went stale, shown as old."""
SEVERITY_OF_ALARM = 3
TITLE_LENGTH = 120


def observe(message: Event, reception: Reception, *, discipline: Discipline) -> Iterator[Observation]:
    """One observation; none when another discipline comes first, or for a ping."""
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
        geometry=_geometry(message, kind),
        accuracy_m=message.ce,
        title=_title(message),
        status="ingetrokken" if cancelled else None,
        verification=Verification.INGETROKKEN if cancelled else None,
        severity=SEVERITY_OF_ALARM if alarm and not cancelled else None,
        course=known.course,
        speed=known.speed,
        properties=_properties(message),
    )


def _deletion(message: Event, reception: Reception, discipline: Discipline) -> Observation:
    if not message.detail.links:
        raise DecodeError("link: ontbreekt, niet te zien wat er weg moet")
    gone = message.detail.links[0]
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
    )


def _ttl(message: Event) -> float:
    return max(0.0, (message.stale - message.time).total_seconds()) + GRACE


def _title(message: Event) -> str:
    known = message.detail
    if message.type.startswith(CHAT) and known.remarks:
        return known.remarks[:TITLE_LENGTH]
    return (known.callsign or message.uid)[:TITLE_LENGTH]


def _geometry(message: Event, kind: Kind) -> Geometry | None:
    known = message.detail
    somewhere = bool(message.lat or message.lon or message.ce is not None)
    if kind is Kind.AREA:
        if known.ellipse is not None and known.ellipse.major > 0 and known.ellipse.minor > 0 and somewhere:
            shape = known.ellipse
            return ellipse(message.lon, message.lat, shape.major, shape.minor, shape.angle)
        if len(known.path) > 1:
            return _drawn(message)
    return {"type": "Point", "coordinates": [message.lon, message.lat]} if somewhere else None


def _drawn(message: Event) -> Geometry:
    """A closed path or a rectangle (u-d-r, four corners of which the first is not repeated) is a face."""
    corners = [list(corner) for corner in message.detail.path]
    rectangle = message.type.startswith("u-d-r") or message.detail.closed
    if rectangle and corners[0] != corners[-1]:
        corners.append(corners[0])
    if len(corners) > 3 and corners[0] == corners[-1]:
        return {"type": "Polygon", "coordinates": [corners]}
    return {"type": "LineString", "coordinates": corners}


def _properties(message: Event) -> dict[str, Scalar]:
    known = message.detail
    found: dict[str, Scalar] = {
        **symbol(message.type),
        "how": message.how,
        "height_m": message.hae,
        "team": known.team,
        "role": known.role,
        "remarks": known.remarks,
        "geofence": known.geofence,
    }
    return {name: value for name, value in found.items() if value is not None}


MEANING = Meaning(format="cot", observe=observe)

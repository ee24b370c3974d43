"""Events that another mlob sent: what they say in their own words is read as a GeoJSON feature says it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlob.adapters.shared import geojson
from mlob.adapters.shared.cot_geometry import geometry
from mlob.adapters.shared.cot_types import symbol
from mlob.errors import DecodeError
from mlob.formats.cot import Event
from mlob.formats.cot_event import LONGEST_WORD
from mlob.formats.cot_own import Own
from mlob.formats.geojson import Feature
from mlob.model import Discipline, Kind, Observation, Reception, Scalar, Verification, iso, observation

__all__ = ["DELETE", "GRACE", "VIA", "observe_own"]

VIA = "via"
"""The property with the systems that an event passed: none of them takes it in again."""
DELETE = "t-x-d-d"
GRACE = 600.0
"""Seconds that an object stays in the picture after it went stale, shown as old."""


def observe_own(
    message: Event, own: Own, reception: Reception, *, discipline: Discipline
) -> Iterator[Observation]:
    """One observation; none for a further part of a drawing, or when it is another discipline's.

    It belongs to the discipline that it names where the source may speak for that, else to the source's
    first.
    """
    if own.part:
        return
    given: dict[str, Any] = {**own.properties, "exercise": message.exercise}
    if given.get("discipline") not in reception.source.disciplines:
        given["discipline"] = next(iter(reception.source.disciplines), None)
    if given["discipline"] != discipline:
        return
    if message.type.startswith(DELETE):
        yield from _deletion(message, own, reception, discipline)
        return
    feature = Feature(id=message.uid, geometry=_geometry(message, own), properties=_said(message, given))
    yield from geojson.observe(feature, reception, discipline=discipline)


def _geometry(message: Event, own: Own) -> Any:
    if own.geometry is not None or own.placed:
        return own.geometry
    return geometry(message, Kind.AREA if message.detail.path else Kind.UNIT)


def _said(message: Event, given: dict[str, Any]) -> dict[str, Any]:
    """The properties, with what the event says in the words of CoT."""
    known = message.detail
    found: dict[str, Any] = given | {
        "observed_at": iso(message.time),
        "accuracy_m": message.ce,
        "course": known.course,
        "speed": known.speed,
        "height_m": message.hae,
        "team": known.team,
        "role": known.role,
        VIA: list(known.via) or None,
    }
    if "cot_type" in given:
        found |= symbol(str(given["cot_type"])[:LONGEST_WORD])
    return {name: value for name, value in found.items() if value is not None}


def _deletion(
    message: Event, own: Own, reception: Reception, discipline: Discipline
) -> Iterator[Observation]:
    """What was taken away is withdrawn; a region stays, whose last word is of all who speak of it."""
    try:
        kind = Kind(own.properties.get("kind", ""))
    except ValueError:
        raise DecodeError("__mlob: kind: onbekend") from None
    if not message.detail.links:
        raise DecodeError("link: ontbreekt, niet te zien wat er weg moet")
    if kind in (Kind.REGION, Kind.CAPACITY, Kind.LINK):
        return
    properties: dict[str, Scalar] = {VIA: list(message.detail.via)} if message.detail.via else {}
    yield observation(
        reception,
        discipline=discipline,
        kind=Kind.NOTE if kind is Kind.REQUEST else kind,
        native_id=message.detail.links[0].uid,
        observed_at=message.time,
        ttl=GRACE,
        status="ingetrokken",
        verification=Verification.INGETROKKEN,
        properties=properties,
        exercise=message.exercise,
    )

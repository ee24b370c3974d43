"""NVG drawings -> units, facilities and areas with their symbol code; for the first discipline of the source.

A point whose symbol is that of a unit or vehicle is a unit, of an installation a facility; every other
drawing is an area: a line, a face or a point of the overlay. A drawing without a `uri` is known by its
label, and by its place when it has none: it is then a new one when it moves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from mlob.adapters.shared import Meaning
from mlob.adapters.shared.nvg_geometry import geometry
from mlob.formats.nvg import Item
from mlob.model import Discipline, Kind, Observation, Reception, Scalar, observation

__all__ = ["observe"]

TTL = {Kind.UNIT: 3600.0, Kind.FACILITY: 24 * 3600.0, Kind.AREA: 24 * 3600.0}
"""Seconds, for drawings that do not say until when; overlays are sent again long before."""
LETTERS = 10
"""A code of APP-6A to C has 15 characters, of which the last five are modifiers and may be left out."""
UNIT_SETS = frozenset({"01", "02", "05", "10", "11", "15", "27", "30", "35", "40"})
"""Symbol sets of APP-6D, digits 5 and 6: air, space, land units, vehicles, ships, activities."""
FACILITY_SET = "20"


def observe(message: Item, reception: Reception, *, discipline: Discipline) -> Iterator[Observation]:
    """One observation of the drawing; none when another discipline comes first."""
    if reception.source.disciplines[:1] != (discipline,):
        return
    kind = _kind(message)
    yield observation(
        reception,
        discipline=discipline,
        kind=kind,
        native_id=_id(message),
        observed_at=message.time,
        ttl=_ttl(message, kind),
        valid_from=message.begin,
        valid_to=message.end,
        geometry=geometry(message.shape),
        title=message.label or message.text or message.sidc,
        course=message.course if kind is Kind.UNIT else None,
        marking=message.classification,
        properties=_properties(message),
    )


def _kind(message: Item) -> Kind:
    code = message.sidc or ""
    if message.shape.kind != "point" or len(code) < LETTERS:
        return Kind.AREA
    if code[:LETTERS].isdigit():
        group = code[4:6]
        if group == FACILITY_SET:
            return Kind.FACILITY
        return Kind.UNIT if group in UNIT_SETS else Kind.AREA
    if code[0] != "S":  # G: lines and areas of the plan, W: weather, I: signals, O: activities
        return Kind.AREA
    return Kind.FACILITY if code[2] == "G" and code[4] == "I" else Kind.UNIT


def _id(message: Item) -> str:
    if message.uri:
        return message.uri
    if message.label:
        return f"{message.label}#{message.ordinal}" if message.ordinal else message.label
    return hashlib.blake2b(msgspec.json.encode(message.shape), digest_size=8).hexdigest()


def _ttl(message: Item, kind: Kind) -> float:
    """Until the drawing says that it ends, as far as it says when it was drawn."""
    drawn: datetime | None = message.time
    if message.end is not None and drawn is not None:
        return max(0.0, (message.end - drawn).total_seconds())
    return TTL[kind]


def _properties(message: Item) -> dict[str, Scalar]:
    found: dict[str, Any] = {
        "sidc": message.sidc,
        "symbology": message.symbology,
        "modifiers": message.modifiers,
        "text": message.text,
        "group": list(message.group),
        "width_m": message.shape.width,
        "nvg_course": message.course,
        "nvg_speed": message.speed,
    }
    return {name: value for name, value in found.items() if value is not None and value != []}


MEANING = Meaning(format="nvg", observe=observe)

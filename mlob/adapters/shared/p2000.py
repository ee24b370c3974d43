"""P2000 pages -> observations of incidents, for each discipline that was paged.

A page is a lead, not a fact: what it says is onbevestigd. One page to several disciplines is one
incident: entity, kind and content are the same for all, so the id of the entity names none.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec

from mlob.adapters.shared import Meaning
from mlob.adapters.shared.p2000_body import Reading, read
from mlob.adapters.shared.p2000_capcodes import addressees, control_rooms, discipline_of
from mlob.adapters.shared.p2000_types import Category
from mlob.formats.p2000 import Message
from mlob.model import Discipline, Kind, Observation, Reception, Scalar, Verification, observation
from mlob.regions import names

__all__ = ["disciplines", "observe"]

HOUR = 3600.0
TTL_INCIDENT = 4 * HOUR
TTL_RIDE = 2 * HOUR
TTL_NOTE = 1 * HOUR

SEVERITY_OF_PRIORITY = {"A0": 1, "A1": 1, "P1": 1}
"""One for what is driven to with lights; the other priorities count 0."""

SEVERITY_OF_GRIP = {"GRIP 1": 2, "GRIP 2": 3, "GRIP 3": 4, "GRIP 4": 4, "GRIP 5": 4}

DISCIPLINE_OF_CATEGORY: dict[Category | None, Discipline] = {
    Category.OPENBARE_ORDE: Discipline.POLITIE,
    Category.VERKEER: Discipline.POLITIE,
    Category.MEDISCH: Discipline.GHOR,
}
"""Who handles a category when neither capcode nor priority says; brandweer handles the others."""

TITLE_LENGTH = 120
PAGED = frozenset({Discipline.BRANDWEER, Discipline.POLITIE, Discipline.GHOR, Discipline.OVERIG})
"""Who carries pagers."""
_LONG_REFERENCE = re.compile(r"[0-9]{5,}")


def observe(message: Message, reception: Reception, *, discipline: Discipline) -> Iterator[Observation]:
    """One observation when `discipline` was paged, else none."""
    page = _page(message.body, message.capcodes, message.partial)
    if discipline in page.disciplines:
        yield observation(
            reception,
            discipline=discipline,
            kind=page.kind,
            native_id=_native_id(page.reading, message, message.observed_at or reception.received_at),
            observed_at=message.observed_at,
            **page.values,
        )


class _Page(msgspec.Struct, frozen=True):
    """What the text of a page says, the same for every discipline: read once for all."""

    reading: Reading
    disciplines: frozenset[Discipline]
    kind: Kind
    values: dict[str, Any]


@lru_cache(maxsize=256)
def _page(body: str, capcodes: tuple[str, ...], partial: bool) -> _Page:
    reading = read(body, capcodes)
    kind = _kind(reading)
    return _Page(reading, disciplines(capcodes, reading), kind, _values(reading, capcodes, partial, kind))


def disciplines(capcodes: tuple[str, ...], reading: Reading) -> frozenset[Discipline]:
    """Who was paged: by ambulance priority, else by capcodes, else by the grammar of the text."""
    if reading.ambulance:
        return frozenset({Discipline.GHOR})
    paged = frozenset(found for code in addressees(capcodes) if (found := discipline_of(code)))
    if paged:
        return paged
    return frozenset({_by_grammar(reading)})


def _by_grammar(reading: Reading) -> Discipline:
    """Whose page a text without a telling capcode is: nothing is left without a reader."""
    if reading.lmc:
        return Discipline.POLITIE
    if reading.priority or reading.talkgroup:
        return Discipline.BRANDWEER
    return DISCIPLINE_OF_CATEGORY.get(reading.category, Discipline.BRANDWEER)


def _kind(reading: Reading) -> Kind:
    marks, spot = reading.marks, reading.where
    if marks.test and not marks.exercise:
        return Kind.NOTE
    if reading.priority or marks.grip or (marks.exercise and (reading.category or spot.name)):
        return Kind.INCIDENT
    says_what = reading.category or spot.street or reading.road
    return Kind.NOTE if marks.note or not says_what else Kind.INCIDENT


def _values(reading: Reading, capcodes: tuple[str, ...], partial: bool, kind: Kind) -> dict[str, Any]:
    """What the page says, as values of an observation."""
    place = reading.where.place
    withdrawn = reading.marks.withdrawn
    values: dict[str, Any] = {
        "title": _title(reading, kind),
        "status": "ingetrokken" if withdrawn else "gemeld",
        "severity": _severity(reading, kind),
        "ttl": TTL_NOTE if kind is Kind.NOTE else TTL_RIDE if reading.ambulance else TTL_INCIDENT,
        "verification": Verification.INGETROKKEN if withdrawn else Verification.ONBEVESTIGD,
        "properties": _properties(reading, capcodes, partial),
    }
    if place is not None:
        values["geometry"] = {"type": "Point", "coordinates": [place.lon, place.lat]}
        values["accuracy_m"] = place.accuracy_m
    if reading.marks.exercise:
        values["exercise"] = True
    return values


def _properties(reading: Reading, capcodes: tuple[str, ...], partial: bool) -> dict[str, Scalar]:
    spot = reading.where
    found: dict[str, Scalar | None] = {
        "place": spot.name,
        "street": spot.street,
        "road": reading.road,
        "carriageway": reading.carriageway,
        "hectometer": reading.hectometer,
        "postcode": spot.postcode,
        "priority": reading.priority,
        "units": list(reading.called.units) or None,
        "reference": reading.called.reference,
        "talkgroup": reading.talkgroup,
        "category": reading.category,
        "grip": reading.marks.grip,
        "test": reading.marks.test or None,
        "partial": partial or None,
        "capcodes": list(addressees(capcodes)) or None,
        "body": reading.body,
    }
    if spot.place is None and len(reading.narrow) == 1:
        (region,) = reading.narrow
        found["veiligheidsregio"] = region
        found["veiligheidsregio_name"] = names()[region]
    return {name: value for name, value in found.items() if value is not None}


def _severity(reading: Reading, kind: Kind) -> int:
    """0 for tests and notes; else the most that priority, scale of the fire and GRIP say."""
    if kind is Kind.NOTE:
        return 0
    by_priority = SEVERITY_OF_PRIORITY.get(reading.priority or "", 0)
    return max(by_priority, reading.marks.scale, SEVERITY_OF_GRIP.get(reading.marks.grip or "", 0))


def _title(reading: Reading, kind: Kind) -> str:
    """What, where: "BR woning, Hertogstraat, Weert"."""
    road = [reading.road] if reading.road else []
    if reading.carriageway:
        road.append(reading.carriageway)
    if reading.hectometer is not None:
        road.append(f"{reading.hectometer:.1f}".replace(".", ","))
    place = " ".join(road) or reading.where.street
    parts = [_what(reading), place, reading.where.name]
    told = reading.kind_words or reading.priority or (place and reading.where.name)
    if (reading.marks.test and not reading.marks.exercise) or not told:
        return reading.body[:TITLE_LENGTH]
    return ", ".join(part for part in parts if part)[:TITLE_LENGTH]


def _what(reading: Reading) -> str:
    if reading.ambulance:
        return f"Ambulance {reading.priority}"
    words = reading.kind_words or (f"Melding {reading.priority}" if reading.priority else "Melding")
    return f"Oefening: {words}" if reading.marks.exercise else words


def _native_id(reading: Reading, message: Message, moment: datetime) -> str:
    """The same for all pages about one incident, as far as a page alone can tell.

    By the control room's reference within its day, else by category, place and street (or road, or
    the talkgroup where none is named) within the hour, else by the exact time and text. A line
    without a time of its own borrows the hour of reception.
    """
    spot, reference = reading.where, reading.called.reference
    rooms = control_rooms(reading.narrow)
    where = spot.street or " ".join(filter(None, (reading.road, str(reading.hectometer or ""))))
    where = where or (reading.talkgroup if spot.name else None) or ""
    town = f"{spot.name} {spot.place.gemeente}" if spot.place else spot.name or rooms
    if reference and (" " in reference or reading.ambulance or _LONG_REFERENCE.fullmatch(reference)):
        parts = ["ref", reference, rooms, f"{moment:%Y%m%d}"]
    elif where:
        parts = ["where", reading.category or "", where.lower(), town, f"{moment:%Y%m%d%H}"]
    elif message.observed_at is not None:
        parts = ["text", message.observed_at.isoformat(), message.body]
    else:
        parts = ["text", f"{moment:%Y%m%d%H}", message.body]
    if reading.marks.exercise:
        parts.append("exercise")  # never the same as what really happens there
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=9).hexdigest()


MEANING = Meaning(format="p2000", observe=observe, disciplines=PAGED)

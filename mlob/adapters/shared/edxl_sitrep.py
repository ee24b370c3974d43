"""EDXL-SitRep -> a note: what somebody reports of a situation; for the first discipline of the source."""

from __future__ import annotations

from collections.abc import Iterator

from mlob.adapters.shared import Meaning
from mlob.formats.edxl_sitrep import SitRep
from mlob.model import Discipline, Kind, Observation, Reception, Scalar, observation

__all__ = ["observe"]

TTL = 24 * 3600.0
SEVERITY = {"Extreme": 4, "Severe": 3, "Moderate": 2, "Minor": 1, "Unknown": 0}


def observe(message: SitRep, reception: Reception, *, discipline: Discipline) -> Iterator[Observation]:
    """One note; none when another discipline comes first."""
    if reception.source.disciplines[:1] != (discipline,):
        return
    place = message.position
    yield observation(
        reception,
        discipline=discipline,
        kind=Kind.NOTE,
        native_id=message.id,
        observed_at=message.made or message.end,
        ttl=TTL,
        valid_from=message.begin,
        valid_to=message.end,
        geometry=None if place is None else {"type": "Point", "coordinates": list(place)},
        title=message.purpose,
        severity=None if message.severity is None else SEVERITY[message.severity],
        properties=_properties(message),
    )


def _properties(message: SitRep) -> dict[str, Scalar]:
    found: dict[str, Scalar] = {
        "report_number": message.number,
        "report_version": message.version,
        "report_form": message.form,
        "incidents": list(message.incidents),
        "urgency": message.urgency,
        "confidence": message.confidence,
        "report": list(message.lines),
    }
    return {name: value for name, value in found.items() if value is not None and value != []}


MEANING = Meaning(format="edxl_sitrep", observe=observe)

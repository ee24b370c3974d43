"""Types, colours and remarks of the CoT events that we send (CoTtypes.xml of MITRE, spot markers of ATAK).

What came in as an atom keeps its type. Else a type says what it is and of which discipline; incidents are
those of emergency management (`a-.-X-i`), and what has no symbol of its own is a spot marker (`b-m-p-s-m`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mlob.formats.cot_event import LONGEST_WORD
from mlob.model import Discipline, Kind
from mlob.placed import region_words, regions_of

__all__ = ["FREE_FORM", "SPOT", "callsign", "colour", "how", "remarks", "type_of"]

# Event-PUBLIC.xsd of MITRE: what others wrote may be looser than what we send.
_TYPE, _HOW = re.compile(r"\w+(?:-\w+)*(?:;[^;]*)?"), re.compile(r"\w(?:-\w+)*")
SPOT, FREE_FORM = "b-m-p-s-m", "u-d-f"
_UNIT = {
    Discipline.BRANDWEER: "a-f-G-U-i-f",
    Discipline.POLITIE: "a-f-G-U-i-l",
    Discipline.GHOR: "a-f-G-U-i-m",
    Discipline.DEFENSIE: "a-f-G-U",
    Discipline.GEMEENTEN: "a-f-G-U-i-e",
    Discipline.OVERIG: "a-f-G-U-i-o",
}
_FACILITY = {
    Discipline.BRANDWEER: "a-f-G-I-i-f",
    Discipline.POLITIE: "a-f-G-I-i-l",
    Discipline.GHOR: "a-f-G-I-X-H",
    Discipline.DEFENSIE: "a-f-G-I-B",
    Discipline.GEMEENTEN: "a-f-G-I-i-e",
    Discipline.OVERIG: "a-f-G-I-i-o",
}
_INCIDENT = "a-u-X-i"
_ABOUT = (
    ("brand", "a-u-X-i-f"),
    ("ongeval", "a-u-X-i-t"),
    ("verkeer", "a-u-X-i-t"),
    ("medisch", "a-u-X-i-h"),
    ("wateroverlast", "a-u-X-i-m-f"),
    ("wateronge", "a-u-X-i-r"),
    ("storm", "a-u-X-i-m"),
    ("gevaarlijke", "a-u-X-i-e"),
    ("openbare", "a-u-X-i-l"),
)
"""How the category of an incident begins, and its type."""
_RED, _ORANGE, _YELLOW, _GREEN, _CYAN, _WHITE = -65536, -35072, -256, -16711936, -16711681, -1
"""ARGB as the signed number that ATAK writes."""


def type_of(kind: Kind, properties: Mapping[str, Any]) -> str:
    """The CoT type of what has a point."""
    came = properties.get("cot_type")
    if kind in (Kind.UNIT, Kind.FACILITY) and isinstance(came, str) and _is_atom(came):
        return came
    if kind is Kind.UNIT:
        return _UNIT.get(properties["discipline"], _UNIT[Discipline.OVERIG])
    if kind is Kind.FACILITY:
        return _FACILITY.get(properties["discipline"], _FACILITY[Discipline.OVERIG])
    if kind is Kind.INCIDENT:
        about = str(properties.get("category") or "")
        return next((found for start, found in _ABOUT if about.startswith(start)), _INCIDENT)
    return SPOT


def _is_atom(text: str) -> bool:
    return text.startswith("a-") and len(text) <= LONGEST_WORD and _TYPE.fullmatch(text) is not None


def how(properties: Mapping[str, Any]) -> str:
    """How its place was found: as its source said, else relayed (`m-r`), or fused from several (`m-f`)."""
    came = properties.get("how")
    if isinstance(came, str) and len(came) <= LONGEST_WORD and _HOW.fullmatch(came):
        return came
    return "m-f" if len(properties.get("sources") or ()) > 1 else "m-r"


def callsign(kind: Kind, name: str, properties: Mapping[str, Any]) -> str:
    """What stands beside the symbol."""
    title = str(properties.get("title") or name)
    if kind is Kind.REGION:
        return f"GRIP {properties['grip']} {title}"
    return f"Bijstand: {title}" if kind is Kind.REQUEST else title


def colour(kind: Kind, properties: Mapping[str, Any]) -> int:
    """Of markers and drawings."""
    if kind is Kind.REGION:
        return _RED if properties["grip"] >= 3 else _ORANGE if properties["grip"] else _GREEN
    if kind in (Kind.REQUEST, Kind.NOTE):
        return _CYAN if kind is Kind.REQUEST else _WHITE
    severity = properties.get("severity") or 0
    return _RED if severity >= 3 else _ORANGE if severity == 2 else _YELLOW


def remarks(properties: Mapping[str, Any], marking: str, exercise: bool, more: str = "") -> str:
    """What a person reads of it, a line each."""
    severity = properties.get("severity")
    said = (
        ("", "OEFENING" if exercise else ""),
        ("", marking),
        ("Status: ", properties.get("status")),
        ("Ernst (0-4): ", severity if severity else ""),
        ("Discipline: ", ", ".join(properties.get("disciplines") or ())),
        ("Verificatie: ", properties.get("verification")),
        ("Gemeente: ", properties.get("gemeente_name") if len(regions_of(properties)) < 2 else None),
        ("Regio: ", region_words(properties)),
        ("Fase: ", properties.get("phase")),
        ("Bron: ", ", ".join(properties.get("sources") or ())),
        ("", more),
        ("", properties.get("remarks")),
    )
    return "\n".join(f"{label}{text}" for label, text in said if text)

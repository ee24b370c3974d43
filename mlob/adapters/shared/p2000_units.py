"""Call signs and references in a P2000 page: numbers that look alike and are told apart by place.

A call sign starts with the number of its region: RRNNN ambulance, RRNNNN fire engine. A reference
is numbered by the control room: "Rit 583", "bon 573", "ICnum 124744", or the number that ends the
line of an ambulance that was named before (DOMAIN 5.1).
"""

from __future__ import annotations

import re

import msgspec

from mlob.adapters.shared.p2000_capcodes import control_rooms, regions_of_unit
from mlob.adapters.shared.p2000_text import Text

__all__ = ["Called", "called"]

_REFERENCE = re.compile(r"(?<!\w)(rit|bon|icnum|gms)\s*:?\s*([0-9]{1,7})(?!\w)", re.IGNORECASE)
_WORD_AMBU = re.compile(r"(?<!\w)AMBU(?:LANCE)?(?!\w)", re.IGNORECASE)
_FIRST = re.compile(r"\s*([0-9]{5})(?!\w)")
_GARBLED = re.compile(r"\s*[0-9]{2,5}[^\w\s,:;()'-]+(?=[A-Z])")
_AFTER_COLON = re.compile(r":\s*([0-9]{5})\s*$")
_LAST = re.compile(r"(?<![\w,])([0-9]{5})\s*$")
_FIRE = re.compile(r"(?<![\w,-])([0-9]{6})(?![\w,-])")

_UNIT_LAST = frozenset({"VR15", "VR16"})
"""Regions whose ambulance pages end with the call sign (Haaglanden, Hollands Midden)."""


class Called(msgspec.Struct, frozen=True, kw_only=True):
    """Who is called, and the control room's number for it."""

    units: tuple[str, ...] = ()
    reference: str | None = None


def called(text: Text, *, ambulance: bool, fire: bool, regions: frozenset[str]) -> Called:
    """Take call signs and references out of the text; `fire`: the page names a talkgroup."""
    numbered = text.take_all(_REFERENCE, "rit", "bon", "icnum", "gms")
    reference = f"{numbered[0][1].lower()} {numbered[0][2]}" if numbered else None
    if ambulance:
        return Called(units=_ambulance(text, regions), reference=reference)
    units = []
    for match in _FIRE.finditer(text.left):
        home = regions_of_unit(match[1])
        if home and (fire or _same_control_room(home, regions)):
            units.append(match[1])
            text.blank(match.start(), match.end())
    return Called(units=tuple(dict.fromkeys(units)), reference=reference)


def _ambulance(text: Text, regions: frozenset[str]) -> tuple[str, ...]:
    text.take_all(_WORD_AMBU, "ambu")
    first = _FIRST.match(text.left)
    if first and regions_of_unit(first[1]):
        text.blank(first.start(), first.end())
        return (first[1],)
    text.take_start(_GARBLED)
    last = text.take(_AFTER_COLON)
    if last is None:
        last = _LAST.search(text.left)
        home = regions_of_unit(last[1]) if last else frozenset()
        if last is None or not home & _UNIT_LAST or (regions and not regions & _UNIT_LAST):
            return ()
        text.blank(last.start(), last.end())
    return (last[1],)


def _same_control_room(home: frozenset[str], regions: frozenset[str]) -> bool:
    return not regions or bool(set(control_rooms(home)) & set(control_rooms(regions)))

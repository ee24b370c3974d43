"""The text of a P2000 page, read by the grammar of the Dutch control rooms (DOMAIN 5.1).

Every part that is recognised is blanked in a copy of the same length, so that what is left is
place, street and object, and its positions are still those of the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from mlob.adapters.shared.p2000_capcodes import (
    addressees,
    discipline_of,
    likely_regions,
    regions_of_capcodes,
    regions_of_talkgroup,
    regions_of_unit,
)
from mlob.adapters.shared.p2000_marks import Marks, marks_of
from mlob.adapters.shared.p2000_places import Where, where
from mlob.adapters.shared.p2000_text import Text
from mlob.adapters.shared.p2000_types import Category, type_of
from mlob.adapters.shared.p2000_units import Called, called
from mlob.gazetteer import find, regions_of_suffix
from mlob.model import Discipline

__all__ = ["Reading", "read"]

_AMBULANCE = re.compile(r"\s*(A[0-2]|B[1-3]|C[12])(?![\w,])(?!\s+(?:Li|Re)\b)")
_PRIO = re.compile(r"\s*P(?:RIO)?\s*:?\s*([1-5])(?!\w)", re.IGNORECASE)
_BARE = re.compile(r"\s*([1-5])(?=\s+[A-Za-z])")
_MID = re.compile(r"(?<=[\w.])\s+prio\s+([1-5])(?!\w)", re.IGNORECASE)
_TALKGROUP = re.compile(r"(?<!\w)B[A-Z]{2}-(?:OTO-)?[0-9]{2,3}(?!\w)")
_ROAD = re.compile(
    r"(?<![\w-])([AN](?: (?=[0-9]{1,3} (?:Li|Re)\b))?[0-9]{1,3})(?![\w,-])"
    r"(?:\s*(Li|Re|[Ll]inks|[Rr]echts|[LR])(?!\w))?(?:\s+-\s+\1(?!\w))?"
)
_EXIT = re.compile(r"(?<!\w)(?:af|op)rit\s+S?[0-9]{1,3}[a-z]?(?!\w)", re.IGNORECASE)
SIDE = {"l": "Li", "r": "Re"}
"""The side of a road by the letter that the word for it begins with."""
_HECTOMETER = re.compile(
    r"(?:(?<!\w)(?:hmp?|km|hectometer(?:paal)?)[.:]?\s*)?(?<![\w,.-])([0-9]{1,3})[,.]([0-9])(?![\w,.])",
    re.IGNORECASE,
)
_ON_WATER = re.compile(r"(?<!\w)kmr?[.:]?\s*[0-9]{1,4}(?:[,.][0-9]+)?(?!\w)", re.IGNORECASE)
"""A kilometre of a river or canal ("Waal km 884")."""
_POSTCODE = re.compile(r"(?<!\w)([1-9][0-9]{3})\s?([A-Z]{2})(?!\w)")
_CLOSING = re.compile(r"(?<!\w)(?:Let op|Ter info)(?!\w).*$", re.IGNORECASE)
_SUMMONS = re.compile(
    r"(?<!\w)OVD-?(?:BZ|B|G|P)?(?!\w)|(?<!\w)graag (?:tp|ter plaatse) gaan(?!\w)", re.IGNORECASE
)
_RESCUERS = re.compile(r"(?<![\w-])(?:KNRM|Kustwacht(?:centrum)?|SAR)(?![\w-])")
"""Who is called to the water; not where."""
_HELICOPTER = re.compile(
    r"(?<![\w-])(?:Lifeliner|LFL|MMT|traumaheli(?:kopter)?)(?:[ -]?0?[1-5])?(?:\s+(?:inzet|MMT))*(?![\w-])",
    re.IGNORECASE,
)
"""Who flies a doctor to a ride; not where."""
_CALLER = re.compile(r"(?<!\w)(?:OC|MK|MKA|MKB|meldkamer|caco)(?:\s+[A-Z][\w-]+)+", re.IGNORECASE)
"""Who is to be called back, in a note; it is not about where they are."""
_OBJECT_NUMBER = re.compile(r"(?<![\w-])[0-9]{2}-[0-9]{2}-[0-9]{3}(?![\w-])")
_INCIDENT_NUMBER = re.compile(r"\s*[0-9]{5}(?!\w)")

_AT_HOME = re.compile(
    r"woning|woongebouw|flat|appartement|bijgebouw|kamer|keuken|schoorsteen|persoon|patient|afhijs|sluiting|co-?(?:melder|verg)",
    re.IGNORECASE,
)
"""Words of a type that put it in somebody's house."""
_OF_PEOPLE = frozenset({None, Category.MEDISCH, Category.ASSISTENTIE, Category.OPENBARE_ORDE})
"""What is about persons, at their address as often as not; so may be a page that does not say its type."""
_OF_RIDES = frozenset({Category.MEDISCH, Category.ONGEVAL})
"""What an ambulance page may say it is about; else the word is a street or a place (Dieren)."""


_NONE: frozenset[str] = frozenset()


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What one page says; `body` is its text, without house numbers where those may be of a home.

    `narrow` and `wide` are the regions (VRnn) it can be about: by all signs together, and by the
    control rooms that were paged. `hectometer` is in kilometres, as on the roadside marker.
    """

    body: str
    ambulance: bool = False
    lmc: bool = False
    priority: str | None = None
    talkgroup: str | None = None
    category: Category | None = None
    kind_words: str = ""
    road: str | None = None
    carriageway: str | None = None
    hectometer: float | None = None
    where: Where
    called: Called
    marks: Marks
    narrow: frozenset[str]
    wide: frozenset[str]


def read(body: str, capcodes: tuple[str, ...]) -> Reading:
    """Read the text of a page that went to `capcodes` (seven digits each)."""
    text = Text(body)
    marks = marks_of(text, capcodes)
    priority, form, lmc = _priority(text)
    ambulance = form == "ambulance"
    talkgroup = text.take(_TALKGROUP)
    if form == "P" and not talkgroup:
        text.take_start(_INCIDENT_NUMBER)
    regions = _regions(capcodes, talkgroup[0] if talkgroup else "", form)
    units = called(text, ambulance=ambulance, fire=talkgroup is not None, regions=regions)
    narrow, wide = _narrowed(regions, units.units, marks.qualifiers)
    road, postcode = text.take(_ROAD), text.take(_POSTCODE)
    hectometer = text.take(_HECTOMETER) if road else None
    text.take(_OBJECT_NUMBER)
    text.take_all(_ON_WATER, "km")
    if road:
        text.take_all(_EXIT, "rit")
    text.set_aside(_CLOSING, "let op", "ter info")
    text.take_all(_SUMMONS, "ovd", "graag")
    text.take_all(_RESCUERS, "knrm", "kust", "sar")
    if ambulance:
        text.take_all(_HELICOPTER, "lifeliner", "lfl", "mmt", "traumaheli")
    if marks.note:
        text.take_all(_CALLER)
    category, words, span = _type(text, ambulance=ambulance, marks=marks, lmc=lmc, regions=wide)
    place = where(
        text,
        span=span,
        postcode=postcode,
        narrow=narrow,
        wide=wide,
        likely=likely_regions(addressees(capcodes)),
        ambulance=ambulance,
        head=bool(priority or category or road),
        city_first=form == "mid",
        qualifiers=marks.qualifiers,
    )
    private = category in _OF_PEOPLE or _AT_HOME.search(words) or _pages_ambulance(capcodes)
    return Reading(
        body=text.without_house_numbers() if ambulance or private else body,
        ambulance=ambulance,
        lmc=form in ("mid", "bare"),
        priority=priority,
        talkgroup=talkgroup[0] if talkgroup else None,
        category=category,
        kind_words=words,
        road=road[1].replace(" ", "") if road else None,
        carriageway=SIDE[road[2][0].lower()] if road and road[2] else None,
        hectometer=float(f"{hectometer[1]}.{hectometer[2]}") if hectometer else None,
        where=place,
        called=msgspec.structs.replace(units, reference=units.reference or place.reference),
        marks=marks,
        narrow=narrow,
        wide=wide,
    )


def _priority(text: Text) -> tuple[str | None, str, int]:
    """The priority ("A1", "P2"), the form it was written in, and the length of an LMC before it."""
    if match := text.take_start(_AMBULANCE):
        return match[1], "ambulance", 0
    if match := text.take_start(_PRIO):
        return f"P{match[1]}", "P", 0
    if match := text.take(_MID, "prio"):
        return f"P{match[1]}", "mid", match.start()
    if match := text.take_start(_BARE):
        return f"P{match[1]}", "bare", 0
    return None, "", 0


def _pages_ambulance(capcodes: tuple[str, ...]) -> bool:
    return any(discipline_of(code) is Discipline.GHOR for code in addressees(capcodes))


def _regions(capcodes: tuple[str, ...], talkgroup: str, form: str) -> frozenset[str]:
    paged = regions_of_capcodes(addressees(capcodes))
    named = regions_of_talkgroup(talkgroup)
    if named:
        return paged & named or named
    if not paged and form == "mid":
        return regions_of_talkgroup("BNN")  # only Noord-Nederland writes the priority in the middle
    return paged


def _narrowed(
    regions: frozenset[str], units: Sequence[str], qualifiers: Sequence[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """The regions that a page is likely about, and those that it can be about."""
    if not units and not qualifiers:
        return regions, regions
    homes = _NONE.union(*map(regions_of_unit, units))
    province = _NONE.union(*map(regions_of_suffix, qualifiers))
    if not regions:
        return homes & province or province or homes, homes or province
    narrow = regions & homes or regions
    return narrow & province or regions & province or narrow, regions


def _type(
    text: Text, *, ambulance: bool, marks: Marks, lmc: int, regions: frozenset[str]
) -> tuple[Category | None, str, tuple[int, int] | None]:
    """The category, the words that say it, and where in the text those stand."""
    start = len(text.left) - len(text.left.lstrip(" -:,"))
    found = type_of(text.left[start:], anywhere=not ambulance)
    if ambulance and (found is None or found[0] not in _OF_RIDES):
        return Category.PARAATHEID if marks.standby else Category.MEDISCH, "", None
    if found is None:
        return None, "", None
    category, begin, end = found
    begin, end = start + begin, max(start + end, lmc)  # an LMC is all type, whatever its levels say
    if begin == start and not text.left[end:].strip():
        end -= _place_at_end(text.left[begin:end], regions)
    return category, " ".join(text.left[begin:end].split()), (begin, end)


def _place_at_end(words: str, regions: frozenset[str]) -> int:
    """Length of a last word that is not of the type but the place ("BR woning Veen")."""
    _, _, last = words.rstrip().rpartition(" ")
    return len(last) if last[:1].isupper() and last != words and find(last, regions) else 0

"""Marks on a P2000 page beside the incident itself: test, exercise, withdrawal, GRIP, notes."""

from __future__ import annotations

import re
from collections.abc import Collection

import msgspec

from mlob.adapters.shared.p2000_capcodes import GRIP_CAPCODES, TEST_CAPCODES
from mlob.adapters.shared.p2000_text import Text

__all__ = ["Marks", "marks_of"]

_QUALIFIER = re.compile(r"\(([^()]*)\)?")
_TEST = re.compile(
    r"(?<!\w)(?:proef\s?alarm|test\s?oproep|testpagina|testbericht|testalarm|testmelding|(?:systeem|pager|zender)test"
    r"|(?:wekelijkse|maandelijkse) test)(?!\w)|(?<![\w-])test\s*$",
    re.IGNORECASE,
)
_TEST_HEAD = re.compile(r"\s*(?:dit is een )?test(?:melding)?(?![\w-])\s*[:;.-]?", re.IGNORECASE)
_TEST_BEHIND = re.compile(
    r"(?:P(?:RIO)?\s*:?\s*[1-5]|[ABC][0-3])\s+(?:B[A-Z]{2}-[0-9]{2}\s+)?test(?![\w-])", re.IGNORECASE
)
"""A test that a priority was given; elsewhere in a page the word may be part of a name."""
_EXERCISE = re.compile(
    r"(?<![\w-])(?:einde )?(?:oefening|oefen(?:alarm|bericht|melding)|OTO)(?![\w-])\s*[:;.-]*", re.IGNORECASE
)
_REPEATED = re.compile(r"(?<!\w)(?:herhaling|herh\.)(?!\w)\s*[:;-]*", re.IGNORECASE)
_EXERCISE_GROUP = "-OTO-"
_GRIP = re.compile(r"(?<!\w)GRIP\s*:?\s*([0-5])(?!\w)", re.IGNORECASE)
_WITHDRAWN = re.compile(r"intrekken|ingetrokken|geannuleerd|annuleren|inzet vervalt", re.IGNORECASE)
_STANDBY = re.compile(r"(?<!\w)(?:VWS|DP[0-9])(?!\w)")
_DIRECT = re.compile(r"(?<!\w)(?:DIA|(?:Directe|Versnelde) inzet)(?:\s*:\s*(?:ja|nee))?(?!\w)")
_SCALES = (
    (4, re.compile(r"zeer (?:groot|grote)|zeer gr\.", re.IGNORECASE)),
    (3, re.compile(r"(?<!\w)(?:groot|grote|gr\.)(?!\w)", re.IGNORECASE)),
    (2, re.compile(r"(?<!\w)(?:middel\w*)", re.IGNORECASE)),
)
_SCALED = re.compile(r"(?<!\w)(?:BR|brand|HV|IBGS|hulpverlening|natuurbrand)(?!\w)", re.IGNORECASE)
_NOTE = re.compile(
    r"(?:tel(?:efonisch|\.)? ?contact|graag (?:tel|contact|bellen|posten|reactie|melden)"
    r"|contact (?:opnemen|met|mk|oc)|(?:fijne|goede|prettige|rustige) (?:dienst|avond|dag|nacht)"
    r"|einde dienst|bezetting)",
    re.IGNORECASE,
)


_NOTE_SIGNS = ("contact", "graag", "fijne", "goede", "prettige", "rustige", "einde", "bezetting")


class Marks(msgspec.Struct, frozen=True, kw_only=True):
    """`scale` is 2 middel, 3 groot, 4 zeer groot (brand, hulpverlening, gevaarlijke stoffen)."""

    qualifiers: tuple[str, ...] = ()
    test: bool = False
    exercise: bool = False
    withdrawn: bool = False
    standby: bool = False
    note: bool = False
    grip: str | None = None
    scale: int = 0


def marks_of(text: Text, capcodes: Collection[str]) -> Marks:
    """Take the marks out of the text of a page."""
    exercise = bool(text.says(_EXERCISE, "oefen", "oto"))
    qualifiers = tuple(match[1].strip() for match in text.set_aside(_QUALIFIER, "("))
    text.take(_REPEATED, "herh")
    text.take_all(_EXERCISE, "oefen", "oto")
    exercise = exercise or _EXERCISE_GROUP in text.left
    test = bool(text.take_start(_TEST_HEAD, "test")) or text.says(_TEST_BEHIND, "test")
    test = bool(text.take_all(_TEST, "test", "proef")) or any(map(_TEST.search, qualifiers)) or test
    test = test or not TEST_CAPCODES.isdisjoint(capcodes)
    # Scaled up "from GRIP 1 to GRIP 2": the last is what it is now.
    grip = max(_GRIP.finditer(text.whole), key=re.Match.start, default=None) if text.holds("grip") else None
    text.take_all(_GRIP, "grip")
    text.take_all(_DIRECT, "dia", "inzet")
    return Marks(
        qualifiers=tuple(qualifier for qualifier in qualifiers if qualifier),
        test=test or exercise,
        exercise=exercise,
        withdrawn=text.says(_WITHDRAWN, "trekken", "trokken", "annul", "vervalt"),
        standby=bool(text.take_all(_STANDBY, "vws", "dp")),
        note=text.says(_NOTE, *_NOTE_SIGNS),
        grip=f"GRIP {grip[1]}" if grip else _grip_of(capcodes),
        scale=_scale(qualifiers),
    )


def _grip_of(capcodes: Collection[str]) -> str | None:
    return max((GRIP_CAPCODES[code] for code in capcodes if code in GRIP_CAPCODES), default=None)


def _scale(qualifiers: Collection[str]) -> int:
    if not qualifiers:
        return 0
    scaled = [text for text in qualifiers if _SCALED.search(text)]
    return max((level for level, words in _SCALES for text in scaled if words.search(text)), default=0)

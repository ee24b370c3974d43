"""What the words of a report say: what it is about, on which road, in which street.

Control rooms, gemeenten and people put the same thing in other words. Only what several of them say
is compared, so the list is short and its parts are wide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from mlob import gazetteer

__all__ = ["RELATED", "Named", "known", "named", "road", "subjects"]

_SUBJECTS: tuple[tuple[str, str], ...] = (
    ("brand", r"brand|\bbr\b|rook|vlammen|\bfir\b|vuur|nablus|uitslaande"),
    ("natuur", r"natuur|\bbos|heide|berm|duin|veen|bosschage"),
    ("voertuig", r"voertuig|\bauto|vracht|wegvervoer|bromfiets|motor\b|bus\b|caravan"),
    ("ongeval", r"ongeval|aanrijding|botsing|kop-?staart|letsel|geschept|beknel|verkeersongeluk"),
    ("verkeer", r"verkeer|stremming|file\b|weg ?afzet|afgesloten|spookrijder|gladheid|\btrp\b|vervoer"),
    (
        "medisch",
        r"medisch|reanimatie|onwel|gewond|slachtoffer|\bhlt\b|gezondheid|bevalling|ambulance [abc]\d",
    ),
    ("water", r"te water|drenkeling|zwemmer|watersport|schip|boot|vaartuig|kapseis|drijvend|knrm|redding"),
    ("wateroverlast", r"wateroverlast|overstrom|onder water|kelder|regen|dijk|\bfld\b|riool|pomp|water in"),
    ("storm", r"storm|boom|bomen|dakpan|waai|\bdak\b"),
    (
        "stof",
        r"stank|gas|lucht\b|lekkage|\bco\b|gev\w* ?stof|chemi|ibgs|vloeistof|milieu|verontreinig|\bpol\b",
    ),
    ("explosie", r"explosie|ontploff|\bbom|explosief|\beod\b|knal|verdacht|\bexp\b"),
    (
        "geweld",
        r"steek|schiet|geweld|mishandel|vecht|overval|bedreig|inbraak|mes\b|\bpsw\b|openbare orde|ruzie",
    ),
    ("orde", r"demonstr|rellen|ordeverstor|vernieling|menigte|overlast jeugd|betog"),
    ("vermist", r"vermist|vermissing|zoekactie|kwijt|zoek naar"),
    ("dier", r"\bdier|paard|koe\b|hond|schap"),
    ("nuts", r"stroom|nutsvoorz|elektric|waterleiding|gasstoring|storing|zonder licht"),
    ("instort", r"instort|ingestort|gebouw\b.*ingezakt|constructie"),
    (
        "dienst",
        r"dienstverlening|\bdv\b|liftopsluiting|buitensluiting|hulpverlening|ontruim|evacu|persoon vast",
    ),
)
_MEANT = tuple((name, re.compile(words, re.IGNORECASE)) for name, words in _SUBJECTS)

RELATED = frozenset(
    frozenset(pair)
    for pair in (
        *(("brand", other) for other in ("natuur", "voertuig", "medisch", "stof", "explosie", "verkeer")),
        *(("ongeval", other) for other in ("verkeer", "voertuig", "medisch", "brand", "water")),
        *(("verkeer", other) for other in ("voertuig", "storm", "wateroverlast")),
        *(("medisch", other) for other in ("water", "geweld", "stof", "explosie", "instort", "dienst")),
        *(("wateroverlast", other) for other in ("storm", "dienst", "nuts")),
        *(("storm", "dienst"), ("stof", "explosie"), ("stof", "nuts"), ("explosie", "geweld")),
        *(("instort", "brand"), ("instort", "explosie"), ("instort", "dienst"), ("geweld", "orde")),
        *(("vermist", "water"), ("vermist", "medisch"), ("vermist", "geweld"), ("water", "dienst")),
    )
)
"""Subjects under which one incident may be told by different people."""

_ROAD = re.compile(r"(?<![\w-])([AN]\d{1,3})(?!\w)(?:\s+(?:Li|Re|li|re))?(?:.{0,14}?(\d{1,3}[.,]\d))?")
_SMALL = frozenset(
    ("van", "de", "den", "der", "het", "te", "ten", "ter", "op", "aan", "onder", "achter", "la")
)
_STREET_END = re.compile(
    r"(?:straat|straatje|weg|laan|plein|dijk|kade|singel|gracht|pad|hof|steeg|markt|plantsoen|einde|baan"
    r"|ring|dreef|park|haven|wal|brink|berg|tocht|vaart|hoeve|wieken|schans|zand|meent|hoef|griend|kerk)$"
)


@lru_cache(maxsize=8192)
def subjects(text: str) -> frozenset[str]:
    """What a text is about, as far as its words are known; empty when they are not.

    Names do not count, or every fire in a Heideweg were one of nature: after the first word only
    words without a capital.
    """
    first, _, rest = text.partition(" ")
    told = " ".join([first, *(word for word in rest.split() if not word[:1].isupper())])
    return frozenset(name for name, words in _MEANT if words.search(told))


@lru_cache(maxsize=8192)
def road(text: str) -> tuple[str, float | None] | None:
    """A motorway or provincial road and its kilometre: ("A12", 54.3)."""
    found = _ROAD.search(text)
    if found is None:
        return None
    return found[1], float(found[2].replace(",", ".")) if found[2] else None


class Named(msgspec.Struct, frozen=True):
    """What free words name: streets in the form in which they are compared, and the place."""

    streets: frozenset[str] = frozenset()
    place: gazetteer.Place | None = None


@lru_cache(maxsize=8192)
def named(text: str, regions: frozenset[str], place: str = "") -> Named:
    """Streets and place in free words: runs of words with a capital, of which the last may end in a place.

    `place` is the name that is known already; `regions` (VRnn) choose between places of one name.
    """
    streets, found = set(), None
    for run in reversed(_runs(text)):
        rest = run
        if place and gazetteer.key(" ".join(run)).endswith(gazetteer.key(place)):
            rest = run[: len(run) - len(gazetteer.key(place).split())]
        elif found is None and not place:
            known = gazetteer.last_place(run, regions or None, border=True)
            if known is not None and not _STREET_END.search(gazetteer.key(run[-1])):
                found, rest = known[0], run[: -known[1]]
        name = _street(rest)
        if name:
            streets.add(name)
    return Named(frozenset(streets), found)


def _runs(text: str) -> list[list[str]]:
    """Words with a capital that follow each other, with small words in between; the first word is no name."""
    found, run = [], list[str]()
    for piece in re.split(r"[,;:()/]", text):
        words = [word for word in piece.split() if word]
        for word in [*(words[1:] if piece is text or text.startswith(piece) else words), ""]:
            if word[:1].isupper() or word[:2] in ("'t", "d'") or (run and word in _SMALL):
                run.append(word)
            elif run:
                found.append(run)
                run = []
    return [_without_tail(run) for run in found]


def _without_tail(run: list[str]) -> list[str]:
    while run and run[-1] in _SMALL:
        run = run[:-1]
    return run


def _street(run: list[str]) -> str:
    """A run as the name of a street, if it can be one."""
    text = gazetteer.key(" ".join(_without_tail(run)))
    return "" if len(text) < 4 or any(sign.isdigit() for sign in text) else text


def known(names: Iterable[str]) -> frozenset[str]:
    """Street names in the form in which they are compared."""
    return frozenset(key for name in names if (key := gazetteer.key(name)))

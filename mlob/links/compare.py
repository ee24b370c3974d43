"""Two profiles side by side: what agrees, what differs, what cannot be said; each in one word."""

from __future__ import annotations

from functools import lru_cache
from math import cos, hypot, radians

from mlob.links.profile import Profile
from mlob.links.words import RELATED

__all__ = ["alike", "apart_minutes", "compare", "told_apart"]

_DEGREE_M = 111_320.0
_SHORTEST_SUFFIX = 4
_UNIQUE = 8
"""Signs from which a reference is taken to be given once in the country."""


def compare(a: Profile, b: Profile) -> dict[str, str]:
    """Of each aspect how two profiles compare; what neither tells is absent."""
    found = {
        "tijd": _time(apart_minutes(a, b)),
        "kenmerk": _number(a, b),
        "straat": _street(a, b),
        "plaats": _place(a, b),
        "afstand": _distance(a, b),
        "weg": _road(a, b),
        "postcode": _postcode(a, b),
        "aard": _subject(a, b),
        "gespreksgroep": _talkgroup(a, b),
        "ambulance": _ambulance(a, b),
        "nummering": _issued(a, b),
    }
    return {name: word for name, word in found.items() if word}


def apart_minutes(a: Profile, b: Profile) -> int:
    """Minutes between the two reports that lie closest together in time."""
    best, i, j = 1 << 30, 0, 0
    while i < len(a.minutes) and j < len(b.minutes):
        best = min(best, abs(a.minutes[i] - b.minutes[j]))
        if a.minutes[i] < b.minutes[j]:
            i += 1
        else:
            j += 1
    return best


def _time(minutes: int) -> str:
    for limit in (3, 8, 15, 30, 60, 120):
        if minutes <= limit:
            return f"{limit}"
    return "later"


def _number(a: Profile, b: Profile) -> str:
    if not a.numbers or not b.numbers:
        return ""
    shared = a.numbers & b.numbers
    if shared:
        return "uniek" if max(map(len, shared)) >= _UNIQUE else "gelijk"
    ends = any(
        min(len(one), len(two)) >= _SHORTEST_SUFFIX and (one.endswith(two) or two.endswith(one))
        for one in a.numbers
        for two in b.numbers
    )
    return "staart" if ends else "anders"


def told_apart(a: Profile, b: Profile) -> bool:
    """Whether one source gave them ids of their own: to it they are two."""
    return not a.numbered_by.isdisjoint(b.numbered_by)


def _issued(a: Profile, b: Profile) -> str:
    """Whether one control room gave both a number of their own."""
    for issuer in a.issued.keys() & b.issued.keys():
        if a.issued[issuer].isdisjoint(b.issued[issuer]):
            return "ritten" if issuer == "rit" else "twee"
    return ""


def _street(a: Profile, b: Profile) -> str:
    if a.roads and b.roads:
        return ""
    if not a.streets or not b.streets:
        return "beide leeg" if not a.streets and not b.streets else "een leeg"
    if not a.streets.isdisjoint(b.streets):
        return "gelijk"
    if any(alike(one, two) for one in a.streets for two in b.streets):
        return "lijkt"
    return "anders"


@lru_cache(maxsize=16_384)
def alike(one: str, two: str) -> bool:
    """Whether two names differ by what a mishearing changes: two letters, or a part left out."""
    shorter, longer = sorted((one, two), key=len)
    if len(shorter) >= 6 and (f" {shorter}" in longer or f"{shorter} " in longer):
        return True
    most = 2 if len(shorter) >= 7 else 1
    if len(longer) - len(shorter) > most or len(shorter) < 4:
        return False
    row = list(range(len(longer) + 1))
    for i, letter in enumerate(shorter, start=1):
        before, row[0] = row[0], i
        for j, other in enumerate(longer, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != other))
    return row[-1] <= most


def _place(a: Profile, b: Profile) -> str:
    if not a.places or not b.places:
        return ""
    if not a.places.isdisjoint(b.places):
        return "gelijk"
    return "gemeente" if not a.gemeenten.isdisjoint(b.gemeenten) else "anders"


def _distance(a: Profile, b: Profile) -> str:
    """Metres between the two, told beside how well both are known."""
    if a.spot is None or b.spot is None:
        return ""
    metres = _metres(a.spot, b.spot)
    coarse = max(a.spot[0], b.spot[0])
    if coarse > 1000:
        return (
            "grof binnen" if metres <= coarse else "grof erbuiten" if metres <= 2 * coarse + 2000 else "ver"
        )
    for limit in (150, 400, 800, 1500, 3000):
        if metres <= limit:
            return f"{limit} m"
    return "ver"


def _metres(one: tuple[float, float, float], two: tuple[float, float, float]) -> float:
    """A flat map is enough within a region."""
    width = _DEGREE_M * cos(radians(one[2]))
    return hypot((one[1] - two[1]) * width, (one[2] - two[2]) * _DEGREE_M)


def _road(a: Profile, b: Profile) -> str:
    if not a.roads or not b.roads:
        return "een" if a.roads or b.roads else ""
    same = [(one[1], two[1]) for one in a.roads for two in b.roads if one[0] == two[0]]
    if not same:
        return "anders"
    known = [abs(one - two) for one, two in same if one is not None and two is not None]
    if not known:
        return "gelijk"
    off = min(known)
    return "0,5 km" if off <= 0.55 else "1 km" if off <= 1.05 else "2,5 km" if off <= 2.55 else "verder"


def _postcode(a: Profile, b: Profile) -> str:
    if not a.postcodes or not b.postcodes:
        return ""
    if not a.postcodes.isdisjoint(b.postcodes):
        return "gelijk"
    return (
        "wijk"
        if not {one[:4] for one in a.postcodes}.isdisjoint(two[:4] for two in b.postcodes)
        else "anders"
    )


def _subject(a: Profile, b: Profile) -> str:
    if not a.subjects or not b.subjects:
        return ""
    if a.rides_only or b.rides_only:
        return ""
    if not a.subjects.isdisjoint(b.subjects):
        return "gelijk"
    if any(frozenset((one, two)) in RELATED for one in a.subjects for two in b.subjects):
        return "verwant"
    return "anders"


def _talkgroup(a: Profile, b: Profile) -> str:
    if not a.talkgroups or not b.talkgroups:
        return ""
    if not a.talkgroups.isdisjoint(b.talkgroups):
        return "gelijk"
    return "anders" if {one[:3] for one in a.talkgroups} & {two[:3] for two in b.talkgroups} else ""


def _ambulance(a: Profile, b: Profile) -> str:
    """Whether one is only rides, and then what of: place size, urgency, and how soon after the other."""
    if a.rides_only and b.rides_only:
        return "beide"
    if not (a.rides_only or b.rides_only):
        return ""
    ride, other = (a, b) if a.rides_only else (b, a)
    size = max(ride.inhabitants, other.inhabitants)
    place = "dorp" if size < 10_000 else "stadje" if size < 40_000 else "stad" if size < 120_000 else "groot"
    urgent = "A1" if {"A0", "A1"} & ride.priorities else "A2" if "A2" in ride.priorities else "B"
    after = ride.minutes[0] - other.minutes[0]
    soon = "voor" if after < -1 else "0-6" if after <= 6 else "7-15" if after <= 15 else "later"
    return f"{place} {urgent} {soon}"

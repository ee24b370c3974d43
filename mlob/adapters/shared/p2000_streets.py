"""The street in the words of a P2000 page: told from the object before it and the house number behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from mlob.adapters.shared.p2000_text import STREET_ENDING, without_house_numbers

__all__ = ["DIRECTION", "has_street", "is_particle", "is_plain_street", "is_street", "street_of"]

_STREET = re.compile(rf"\S*{STREET_ENDING}(?:-(?:noord|oost|zuid|west))?(?!\w)", re.IGNORECASE)
_PLAIN_STREET = re.compile(
    r"\S*(?:straat|str\.?|weg|laan|plein|singel|kade|dijk|gracht|dreef|steeg|baan|boulevard|plantsoen|allee|pad|markt"
    r"|haven|brug|sluis|tunnel|strjitte|dyk|passage|promenade)(?:-(?:noord|oost|zuid|west))?",
    re.IGNORECASE,
)
"""What is a street and nothing else; buildings and quarters share the other endings."""
_BARE_ENDING = re.compile(STREET_ENDING, re.IGNORECASE)
DIRECTION = re.compile(r"noord|oost|zuid|west|nz|zz|oz|wz|binnen|buiten", re.IGNORECASE)
_PARTICLE = re.compile(r"van|de|der|den|het|ten|ter|te|van't|'t|’t|op|aan|in|la|du|di|von", re.IGNORECASE)
_OBJECT = re.compile(
    r"(?:hotel|\w*kazerne|nationaal|\w*umc\w?|plaza|heijn|mc|ambulancepost|\w*complex|(?:chalet|vakantie|recreatie|bungalow|bedrijven)park|woon\w+|opkomstplaats|camping|\w*school|verpleeghuis"
    r"|zorg\w+|\w*ziekenhui[sz]\w*|binnenstad|\w+terrein|\w*gasthuis|kliniek|lyceum|station|restaurant|caf[eé]|unielocatie|stichting|sporthal|zwembad|kerk"
    r"|parkeergarage|flat|residentie|verzorgingshuis|huize|huis|bedrijf|boerderij|supermarkt|\w*centrum|villa"
    r"|tankstation|winkelcentrum|college|instelling|opvang|hospice|meldkamer|jachthaven)",
    re.IGNORECASE,
)
_OBJECT_BEHIND = re.compile(
    r"\w*(?:ziekenhui[sz]\w*|gasthuis|umc\w?|school)|mc|college|lyceum|kliniek|plaza", re.IGNORECASE
)
"""Of these the name stands before the word, so that what follows is a street."""
_FOREWORD = re.compile(
    r"(?:dr|prof|burg|mr|ds|ir|st|jhr|gen|pres)\.?|burgemeester|pastoor|dokter|dominee|sint|prins|prinses|koning|koningin"
    r"|graaf|hertog|president|admiraal|generaal|minister|oude?|nieuwe?|grote|kleine|lange|korte|eerste|tweede|derde"
    r"|[1-9]e|hoge|lage",
    re.IGNORECASE,
)
"""With what the name of a street begins, also behind the name of an object."""
_OBJECT_CODE = re.compile(r"[A-Z]{2,4}[0-9]{0,3}|[A-Z][0-9]{2}")
"""Code of an object such as a tunnel tube ("SKT DWV L03"), never the start of a street."""


@lru_cache(maxsize=4096)
def is_street(word: str) -> bool:
    """Whether a word ends as the names of streets do."""
    return _STREET.fullmatch(word) is not None


@lru_cache(maxsize=4096)
def is_plain_street(word: str) -> bool:
    """Whether a word is the name of a street and of nothing else."""
    return _PLAIN_STREET.fullmatch(word) is not None


@lru_cache(maxsize=4096)
def is_particle(word: str) -> bool:
    """Whether a word stands between the words of a name."""
    return _PARTICLE.fullmatch(word) is not None


@lru_cache(maxsize=4096)
def _is_object(word: str) -> bool:
    return _OBJECT.fullmatch(word) is not None


def has_street(words: Sequence[str]) -> bool:
    return any(map(is_street, words))


def street_of(words: Sequence[str], *, city_first: bool) -> str | None:
    """The street among `words`: behind an object's name, without house number and without crossing."""
    parts = without_house_numbers(" ".join(words)).split()
    while len(parts) > 1 and _OBJECT_CODE.fullmatch(parts[0]):
        parts = parts[1:]
    if "-" in parts[1:]:
        before = parts[: parts.index("-", 1)]
        if is_plain_street(before[-1]) and not any(map(_is_object, before)):
            parts = before  # two streets that cross
    behind_object = "-" in parts[1:] or (parts and _is_object(parts[0]))
    parts = [word for word in parts if word != "-"]
    if not parts:
        return None
    if behind_object:
        return _behind_object(parts)
    if start := _object_within(parts):
        if _OBJECT_BEHIND.fullmatch(parts[start]):
            return " ".join(_to_street_end(parts[start + 1 :]))
        return _behind_object(parts[start:])
    if not city_first and _is_whole_street(parts) and _is_building(parts):
        return _behind_object(parts)
    if city_first or _is_whole_street(parts):
        return " ".join(_to_street_end(parts)) or None
    return " ".join(parts)


def _object_within(parts: Sequence[str]) -> int:
    """Where behind the first word what an object is stands, with its street behind it; 0 when nowhere."""
    for index in range(len(parts) - 2, 0, -1):
        if _is_object(parts[index]) and any(is_street(word) for word in parts[index + 1 :]):
            return index
    return 0


def _is_building(parts: Sequence[str]) -> bool:
    """Whether the first word may as well be a building or quarter ("Zonneheuvel") before a plain street."""
    return not is_plain_street(parts[0]) and any(is_plain_street(word) for word in parts[1:])


def _is_whole_street(parts: Sequence[str]) -> bool:
    """Whether the first word is a street by itself ("Europaweg"), not the start of one ("Laan van")."""
    bare = _BARE_ENDING.fullmatch(parts[0]) is not None
    return len(parts) > 1 and not bare and _ends_street(parts, 0)


def _ends_street(parts: Sequence[str], index: int) -> bool:
    """Whether a street's name ends with this word: "Laan van" and "Boulevard 1945" go on."""
    if not is_street(parts[index]):
        return False
    following = parts[index + 1] if index + 1 < len(parts) else ""
    bare = len(following) == 1 and following.isupper() and _BARE_ENDING.fullmatch(parts[index]) is not None
    return not (bare or is_particle(following) or following.isdigit())


def _to_street_end(parts: Sequence[str]) -> Sequence[str]:
    for index in range(len(parts)):
        if _ends_street(parts, index):
            behind = index + 1 < len(parts) and DIRECTION.fullmatch(parts[index + 1])
            return parts[: index + (2 if behind else 1)]
    return parts


def _behind_object(parts: Sequence[str]) -> str | None:
    """The last street behind an object's name; without a street's ending it cannot be told apart."""
    ends = [index for index, word in enumerate(parts) if is_street(word) and index > 0]
    if not ends:
        return None
    start = end = ends[-1]
    while start > 1 and is_particle(parts[start - 1]):
        start -= 1
    if start < end and start > 1:
        start -= 1
    while start > 1 and _FOREWORD.fullmatch(parts[start - 1]):
        start -= 1
    return " ".join(parts[start : end + 1])

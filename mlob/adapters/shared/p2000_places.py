"""Where a P2000 page says it is: place, street and postcode out of what is left of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from mlob.adapters.shared.p2000_text import STREET_ENDING, Text, is_year, without_house_numbers
from mlob.gazetteer import Place, abbreviation, first_place, last_place, part_of

__all__ = ["Where", "where"]

Span = tuple[int, int]

_WORD = re.compile(r"\S+")
_CODE = re.compile(r"[1-9]?[A-Z]{3,6}")
_TRAILING_NUMBER = re.compile(r"(?<![\w,])([0-9]{1,6})\s*$")
_POSTCODE_4 = re.compile(r"1[0-4][0-9]{2}")
"""Digits of the postcode, which the control room of Amsterdam writes before the place (10xx to 14xx)."""

_STREET = re.compile(rf"\S*{STREET_ENDING}(?:-(?:noord|oost|zuid|west))?(?!\w)", re.IGNORECASE)
_PLAIN_STREET = re.compile(
    r"\S*(?:straat|str\.?|weg|laan|plein|singel|kade|dijk|gracht|dreef|steeg|baan|boulevard|plantsoen|allee|pad|markt"
    r"|haven|brug|sluis|tunnel|strjitte|dyk|passage|promenade)(?:-(?:noord|oost|zuid|west))?",
    re.IGNORECASE,
)
"""What is a street and nothing else; buildings and quarters share the other endings."""
_BARE_ENDING = re.compile(STREET_ENDING, re.IGNORECASE)
_DIRECTION = re.compile(r"noord|oost|zuid|west|nz|zz|oz|wz|binnen|buiten", re.IGNORECASE)
_PARTICLE = re.compile(r"van|de|der|den|het|ten|ter|te|van't|'t|’t|op|aan|in|la|du|di|von", re.IGNORECASE)
_OBJECT = re.compile(
    r"(?:hotel|\w*kazerne|nationaal|\w*umc\w?|plaza|heijn|mc|ambulancepost|\w*complex|(?:chalet|vakantie|recreatie|bungalow|bedrijven)park|woon\w+|opkomstplaats|camping|\w*school|verpleeghuis"
    r"|zorg\w+|\w*ziekenhuis|\w*gasthuis|kliniek|lyceum|station|restaurant|caf[eé]|unielocatie|stichting|sporthal|zwembad|kerk"
    r"|parkeergarage|flat|residentie|verzorgingshuis|huize|huis|bedrijf|boerderij|supermarkt|\w*centrum|villa"
    r"|tankstation|winkelcentrum|college|instelling|opvang|hospice|meldkamer|jachthaven)",
    re.IGNORECASE,
)
_OBJECT_BEHIND = re.compile(
    r"\w*(?:ziekenhuis|gasthuis|umc\w?|school)|mc|college|lyceum|kliniek|plaza", re.IGNORECASE
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

_WITH_STREET = frozenset({"VR10", "VR11", "VR12", "VR13", "VR15", "VR16", "VR17", "VR18"})
"""Regions whose ambulance pages give the street; the others give the place only (DOMAIN 5.1)."""

MOST_BEHIND = 4
"""Words that may stand behind a place and say nothing of where it is."""

_EDGES = " -:,;|*!"


class Where(msgspec.Struct, frozen=True, kw_only=True):
    """`place` when the gazetteer knows it; `name` is what to call it also when it does not.

    `reference` is the number behind the place that ends the line of an ambulance or police page.
    """

    place: Place | None = None
    name: str | None = None
    street: str | None = None
    postcode: str | None = None
    reference: str | None = None


def where(
    text: Text,
    *,
    span: Span | None,
    postcode: re.Match[str] | None,
    narrow: frozenset[str],
    wide: frozenset[str],
    ambulance: bool,
    head: bool,
    city_first: bool,
    qualifiers: Sequence[str] = (),
) -> Where:
    """Find the place in the text around the words of the type (`span`); then the street before it.

    `qualifiers` stood in brackets. `head`: the page says its priority or type, so that the rest is an
    address. `city_first`: the control room writes the place before the street.
    """
    search = _Search(narrow, wide, qualifiers)
    reference = _reference(text, search)
    before = _words(text.left[: span[0]]) if span else []
    after = _words(text.left[span[1] :]) if span else _words(text.left)
    words = after or before
    city = _words(text.left[postcode.end() :]) if postcode else []
    place, name, rest, first = (_place_first if city_first else _place)(words, city, search)
    if place is None and name is None and before and words is after:
        place, name, rest_before, first = _place(before, [], search)
        rest = rest_before if name else rest
    with_four = ambulance and place is not None and place.veiligheidsregio == "VR13" and not first
    four = rest.pop() if with_four and not postcode and _ends_in_postcode(rest) else None
    if four:
        text.blank(start := text.left.rindex(four), start + len(four))
    if place is not None and not first:
        rest = _behind_name(rest, place.name.split())
    street = _street(rest, city_first=first)
    town_only = ambulance and not wide & _WITH_STREET
    if town_only and street and search.whole(street.split()):
        street = None  # "A1 Tilburg - Breda": from town to town
    if place is None and name is not None:
        name = without_house_numbers(name) or None
    if name is None:
        name, street = _unknown_place(rest, street, town_only=town_only)
    if not ambulance and not head and street and not _has_street(street.split()):
        street = None
    return Where(
        place=place,
        name=name,
        street=street,
        postcode=postcode[1] + postcode[2] if postcode else four,
        reference=reference,
    )


class _Search:
    """Looks for places in the likeliest regions first, then in all that were paged, then around."""

    def __init__(self, narrow: frozenset[str], wide: frozenset[str], qualifiers: Sequence[str]) -> None:
        self.qualifiers = [text for text in qualifiers if text[:1].isupper() and ":" not in text]
        self.tiers = ((narrow, False), (wide, False), (wide, True)) if narrow != wide else ((wide, True),)

    def last(self, words: Sequence[str]) -> tuple[Place, int] | None:
        looks = (last_place(words, regions, border=border) for regions, border in self.tiers)
        found = next((item for item in looks if item), None)
        if found and not found[0].population and len(words) > found[1]:
            finer = part_of(found[0], words[: -found[1]])
            return (finer[0], finer[1] + found[1]) if finer else found
        return found

    def whole(self, words: Sequence[str]) -> bool:
        """Whether all `words` together are a name."""
        found = self.last(words)
        return found is not None and found[1] == len(words)

    def qualified(self, words: Sequence[str]) -> tuple[Place, int] | None:
        """A name that only what stands behind it in brackets makes clear: "Nes (Ameland)", "Hengelo (Ov)"."""
        for behind in (text.split() for text in self.qualifiers):
            found = self.last([*words, *behind])
            if found and found[1] > len(behind):
                return found[0], found[1] - len(behind)
        return None

    def first(self, words: Sequence[str]) -> tuple[Place, int] | None:
        found = (first_place(words, regions, border=border) for regions, border in self.tiers)
        return next((item for item in found if item), None)

    def code(self, letters: str) -> Place | None:
        found = (abbreviation(letters, regions) for regions, _ in self.tiers if regions)
        return next((place for place in found if place), None)


def _place(
    words: list[str], city: list[str], search: _Search
) -> tuple[Place | None, str | None, list[str], bool]:
    """The place, its name, the words that are left, and whether the place stood before the street."""
    if not words:
        return None, None, [], False
    mixed = any(word != word.upper() for word in words) or len(words) <= 2
    code = words[-1] if mixed and _CODE.fullmatch(words[-1]) else None
    street_words = words[: len(words) - len(city)] if city else words
    if code and len(code) >= 4 and not _is_name(code, search):
        known = search.code(code)
        named = search.last(city[:-1] if city else words[:-1])
        trusted = city or known is None  # behind a postcode stands the city's whole name
        place = named[0] if named and (trusted or known == named[0]) else known
        if place or len(code) >= 5:
            rest = street_words if city else words[: len(words) - 1 - (named[1] if named and place else 0)]
            name = place.name if place else " ".join(city[:-1]) or code
            return place, name, list(rest), False
    if found := search.qualified(city or words) or search.last(city or words):
        place, count = found
        return place, place.name, list(street_words if city else words[: len(words) - count]), False
    if city:
        if found := search.first(city):
            return found[0], found[0].name, [*street_words[: -len(city)], *city[found[1] :]], False
        return None, " ".join(city), list(street_words), False
    if (found := search.first(words)) and (len(words) == found[1] or _has_street(words[found[1] :])):
        return found[0], found[0].name, list(words[found[1] :]), True
    if found := _before_words(words, search):
        return found[0], found[0].name, list(words[: found[1]]), False
    return None, None, list(words), False


def _before_words(words: list[str], search: _Search) -> tuple[Place, int] | None:
    """A place right behind a street, with words behind it that say nothing, and how many stand before it.

    Those are in lower case: a capital, or the "en" of a double name, is of a longer name that nobody knows.
    """
    for end in range(len(words) - 1, max(1, len(words) - MOST_BEHIND - 1), -1):
        if (
            not (words[end].islower() or words[end].isdigit())
            or _PARTICLE.fullmatch(words[end])
            or words[end] == "en"
        ):
            return None
        if found := search.last(words[:end]):
            before = [word for word in words[: end - found[1]] if not word.isdigit()]
            return (found[0], end - found[1]) if before and _STREET.fullmatch(before[-1]) else None
    return None


def _place_first(
    words: list[str], city: list[str], search: _Search
) -> tuple[Place | None, str | None, list[str], bool]:
    """As `_place` where the control room writes the place first: the first word when none is known."""
    if found := search.first(words):
        return found[0], found[0].name, words[found[1] :], True
    if len(words) > 1:
        return None, words[0], words[1:], True
    return _place(words, city, search)


def _is_name(code: str, search: _Search) -> bool:
    found = search.last([code])
    return found is not None and len(found[0].name) == len(code)


def _reference(text: Text, search: _Search) -> str | None:
    """Take the number that ends the line: a reference behind a place, or when it is long enough."""
    number = _TRAILING_NUMBER.search(text.left)
    if number is None:
        return None
    if len(number[1]) < 5 and not search.last(_words(text.left[: number.start()])):
        return None
    text.blank(number.start(), number.end())
    return number[1]


def _words(text: str) -> list[str]:
    return [word for raw in _WORD.findall(text) if (word := raw.strip(_EDGES) or ("-" if raw == "-" else ""))]


def _behind_name(words: list[str], name: list[str]) -> list[str]:
    """The words behind the place's own name, when that stands in front too ("DP3 Leiden Haagweg")."""
    return words[len(name) :] if words[: len(name)] == name and len(words) > len(name) else words


def _ends_in_postcode(words: Sequence[str]) -> bool:
    return bool(words and _POSTCODE_4.fullmatch(words[-1])) and not is_year(words, len(words) - 1)


def _unknown_place(
    words: Sequence[str], street: str | None, *, town_only: bool
) -> tuple[str | None, str | None]:
    """Name and street when the gazetteer knows no place: what follows the street's end is its name."""
    parts = [part for part in without_house_numbers(" ".join(words)).split() if part != "-"]
    ends = [index for index, word in enumerate(parts) if _STREET.fullmatch(word)]
    if not ends:
        town = town_only and 0 < len(parts) <= 3
        return (" ".join(parts), None) if town else (None, street)
    plain = [index for index in ends if _PLAIN_STREET.fullmatch(parts[index])]
    end = (plain or ends)[-1] + 1
    if end < len(parts) and _DIRECTION.fullmatch(parts[end]):
        end += 1
    behind = parts[end:]
    if not 0 < len(behind) <= 3 or not behind[0][:1].isupper():
        return None, street
    return " ".join(behind), _street(parts[:end], city_first=False)


def _has_street(words: Sequence[str]) -> bool:
    return any(map(_STREET.fullmatch, words))


def _street(words: Sequence[str], *, city_first: bool) -> str | None:
    """The street among `words`: behind an object's name, without house number and without crossing."""
    parts = without_house_numbers(" ".join(words)).split()
    while len(parts) > 1 and _OBJECT_CODE.fullmatch(parts[0]):
        parts = parts[1:]
    if "-" in parts[1:]:
        before = parts[: parts.index("-")]
        if _PLAIN_STREET.fullmatch(before[-1]) and not any(map(_OBJECT.fullmatch, before)):
            parts = before  # two streets that cross
    behind_object = "-" in parts[1:] or (parts and _OBJECT.fullmatch(parts[0]))
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
        if _OBJECT.fullmatch(parts[index]) and any(_STREET.fullmatch(word) for word in parts[index + 1 :]):
            return index
    return 0


def _is_building(parts: Sequence[str]) -> bool:
    """Whether the first word may as well be a building or quarter ("Zonneheuvel") before a plain street."""
    return not _PLAIN_STREET.fullmatch(parts[0]) and any(_PLAIN_STREET.fullmatch(word) for word in parts[1:])


def _is_whole_street(parts: Sequence[str]) -> bool:
    """Whether the first word is a street by itself ("Europaweg"), not the start of one ("Laan van")."""
    bare = _BARE_ENDING.fullmatch(parts[0]) is not None
    return len(parts) > 1 and not bare and _ends_street(parts, 0)


def _ends_street(parts: Sequence[str], index: int) -> bool:
    """Whether a street's name ends with this word: "Laan van" and "Boulevard 1945" go on."""
    if not _STREET.fullmatch(parts[index]):
        return False
    following = parts[index + 1] if index + 1 < len(parts) else ""
    bare = len(following) == 1 and following.isupper() and _BARE_ENDING.fullmatch(parts[index]) is not None
    return not (bare or _PARTICLE.fullmatch(following) or following.isdigit())


def _to_street_end(parts: Sequence[str]) -> Sequence[str]:
    for index in range(len(parts)):
        if _ends_street(parts, index):
            behind = index + 1 < len(parts) and _DIRECTION.fullmatch(parts[index + 1])
            return parts[: index + (2 if behind else 1)]
    return parts


def _behind_object(parts: Sequence[str]) -> str | None:
    """The last street behind an object's name; without a street's ending it cannot be told apart."""
    ends = [index for index, word in enumerate(parts) if _STREET.fullmatch(word) and index > 0]
    if not ends:
        return None
    start = end = ends[-1]
    while start > 1 and _PARTICLE.fullmatch(parts[start - 1]):
        start -= 1
    if start < end and start > 1:
        start -= 1
    while start > 1 and _FOREWORD.fullmatch(parts[start - 1]):
        start -= 1
    return " ".join(parts[start : end + 1])

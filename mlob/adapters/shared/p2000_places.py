"""Where a P2000 page says it is: place, street and postcode out of what is left of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from mlob.abbreviations import abbreviation
from mlob.adapters.shared.p2000_streets import (
    DIRECTION,
    has_street,
    is_particle,
    is_plain_street,
    is_street,
    street_of,
)
from mlob.adapters.shared.p2000_text import Text, is_year, without_house_numbers
from mlob.gazetteer import Place, first_place, last_place, part_of

__all__ = ["Where", "where"]

Span = tuple[int, int]

_WORD = re.compile(r"\S+")
_CODE = re.compile(r"[1-9]?[A-Z]{3,6}")
_TRAILING_NUMBER = re.compile(r"(?<![\w,])([0-9]{1,6})\s*$")
_POSTCODE_4 = re.compile(r"1[0-4][0-9]{2}")
"""Digits of the postcode, which the control room of Amsterdam writes before the place (10xx to 14xx)."""

_WITH_STREET = frozenset({"VR10", "VR11", "VR12", "VR13", "VR15", "VR16", "VR17", "VR18"})
"""Regions whose ambulance pages give the street; the others give the place only (DOMAIN 5.1)."""

MOST_BEHIND = 4
"""Words that may stand behind a place and say nothing of where it is."""

LONGEST_WORD = 64
"""Letters of a word that are looked at: what is seen of words is remembered, and no name is longer."""

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
    likely: frozenset[str],
    ambulance: bool,
    head: bool,
    city_first: bool,
    qualifiers: Sequence[str] = (),
) -> Where:
    """Find the place in the text around the words of the type (`span`); then the street before it.

    `qualifiers` stood in brackets. `head`: the page says its priority or type, so that the rest is an
    address. `city_first`: the control room writes the place before the street.
    """
    search = _Search(narrow, wide, likely & narrow, qualifiers)
    reference = _reference(text, search)
    before = _words(text.left[: span[0]]) if span else []
    after = _words(text.left[span[1] :]) if span else _words(text.left)
    words = after or before
    city = _words(text.left[postcode.end() :]) if postcode else []
    place, name, rest, first = (_place_first if city_first else _place)(words, city, search)
    if place is None and name is None and before and words is after:
        place, name, rest_before, first = _place(before, [], search)
        rest = (rest_before or rest) if name else rest
    with_four = ambulance and place is not None and place.veiligheidsregio == "VR13" and not first
    four = rest.pop() if with_four and not postcode and _ends_in_postcode(rest) else None
    if four:
        text.blank(start := text.left.rindex(four), start + len(four))
    if place is not None and not first:
        rest = _behind_name(rest, place.name.split())
    street = street_of(rest, city_first=first)
    town_only = ambulance and not wide & _WITH_STREET
    if town_only and street and search.whole(street.split()):
        street = None  # "A1 Tilburg - Breda": from town to town
    if place is None and name is not None:
        name = without_house_numbers(name) or None
    if name is None:
        name, street = _unknown_place(rest, street, town_only=town_only)
    if not ambulance and not head and street and not has_street(street.split()):
        street = None
    return Where(
        place=place,
        name=name,
        street=street,
        postcode=postcode[1] + postcode[2] if postcode else four,
        reference=reference,
    )


def _is_half(words: Sequence[str], count: int) -> bool:
    """Whether the last `count` words are the second half of a double name that nobody knows."""
    before = words[-count - 2 : -count]
    return len(before) == 2 and before[1] == "en" and not is_plain_street(before[0])


class _Search:
    """Looks for places in the likeliest regions first, then in all that were paged, then around."""

    def __init__(
        self,
        narrow: frozenset[str],
        wide: frozenset[str],
        likely: frozenset[str],
        qualifiers: Sequence[str],
    ) -> None:
        self.qualifiers = [text for text in qualifiers if text[:1].isupper() and ":" not in text]
        self.tiers = ((narrow, False), (wide, False), (wide, True)) if narrow != wide else ((wide, True),)
        # Of two places of one name the likely one; an abbreviation must be the only one that fits.
        self.looks = ((likely, False), *self.tiers) if likely and likely != narrow else self.tiers

    def last(self, words: Sequence[str]) -> tuple[Place, int] | None:
        looks = (last_place(words, regions, border=border) for regions, border in self.looks)
        found = next((item for item in looks if item), None)
        if found and _is_half(words, found[1]):
            return None
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
        found = (first_place(words, regions, border=border) for regions, border in self.looks)
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
    if (found := search.first(words)) and (len(words) == found[1] or has_street(words[found[1] :])):
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
            or is_particle(words[end])
            or words[end] == "en"
        ):
            return None
        if found := search.last(words[:end]):
            before = [word for word in words[: end - found[1]] if not word.isdigit()]
            return (found[0], end - found[1]) if before and is_street(before[-1]) else None
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
    found = (raw[:LONGEST_WORD] for raw in _WORD.findall(text))
    return [word for raw in found if (word := raw.strip(_EDGES) or ("-" if raw == "-" else ""))]


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
    ends = [index for index, word in enumerate(parts) if is_street(word)]
    if not ends:
        town = town_only and 0 < len(parts) <= 3
        return (" ".join(parts), None) if town else (None, street)
    plain = [index for index in ends if is_plain_street(parts[index])]
    end = (plain or ends)[-1] + 1
    if end < len(parts) and DIRECTION.fullmatch(parts[end]):
        end += 1
    behind = parts[end:]
    if not 0 < len(behind) <= 3 or not behind[0][:1].isupper():
        return None, street
    return " ".join(behind), street_of(parts[:end], city_first=False)

"""Pager abbreviations of Dutch places, by rule: letters of the name in their order, first letter first."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from functools import cache, lru_cache

from mlob.placenames import REGIONS_OF_SUFFIX, Place, spelled

__all__ = ["abbreviation"]

LONGEST_ABBREVIATION = 6
"""Letters that pagers have room for."""

MOST_LEFT_OUT = 2
"""Consonants that an abbreviation may lack where several places fit it."""

_VOWELS = re.compile(r"[aeiouy]|(?<=i)j")

SHORTEST_ABBREVIATION = 5
"""Letters from which an abbreviation is looked up; shorter ones only stand for a whole name."""


@lru_cache(maxsize=4096)
def abbreviation(code: str, regions: frozenset[str]) -> Place | None:
    """The only place in `regions` that a pager abbreviation fits; None when none or several do.

    An abbreviation of up to six letters keeps letters of the name in their order, first letter
    first (SGRAVH, ROTTDM, ZOETMR); a whole name of up to six letters stands for itself.
    """
    letters = code.lower()
    candidates = [item for item in _spellings() if item[1].veiligheidsregio in regions]
    fits = _distinct(candidates, lambda name, _: name == letters)
    if not fits and len(letters) >= SHORTEST_ABBREVIATION:
        fits = _distinct(candidates, lambda name, _: _fits(letters, name)) or _with_province(
            candidates, letters[:-2], REGIONS_OF_SUFFIX.get(letters[-2:], ())
        )
    # Pagers abbreviate places; a gemeente is meant only where no place in it fits.
    meant = {name: place for name, place in fits.items() if place.population} or fits
    return _closest(letters, meant)


def _closest(letters: str, fits: dict[str, Place]) -> Place | None:
    """Of places that an abbreviation fits the one of which fewest consonants are left out: vowels go first.

    Only six letters are cut from a longer name; fewer are a whole name, or the beginning of too many.
    """
    places = set(fits.values())
    if len(places) < 2 or len(letters) < LONGEST_ABBREVIATION:
        return next(iter(places)) if len(places) == 1 else None
    left_out = {
        place: min(_consonants(name) for name, other in fits.items() if other is place) for place in places
    }
    first, second = sorted(left_out.values())[:2]
    close = first < second and first <= _consonants(letters) + MOST_LEFT_OUT
    return min(places, key=lambda place: left_out[place]) if close else None


def _consonants(letters: str) -> int:
    return len(_VOWELS.sub("", letters))


def _with_province(
    candidates: Iterable[tuple[str, Place]], letters: str, province: Collection[str]
) -> dict[str, Place]:
    """Province letters stand behind a name that is complete without them: the stem of the others."""
    fits = _distinct(
        candidates, lambda name, place: place.veiligheidsregio in province and _fits(letters, name)
    )
    return {name: place for name, place in fits.items() if all(other.startswith(name) for other in fits)}


def _distinct(
    candidates: Iterable[tuple[str, Place]], wanted: Callable[[str, Place], bool]
) -> dict[str, Place]:
    return {name: place for name, place in candidates if wanted(name, place)}


def _fits(letters: str, name: str) -> bool:
    if letters[0] != name[0]:
        return False
    rest = iter(name)
    return all(letter in rest for letter in letters)


@cache
def _spellings() -> tuple[tuple[str, Place], ...]:
    """Every spelling of every name as letters without blanks ("sgravenhage")."""
    return tuple((name.replace(" ", ""), place) for place, names in spelled() for name in names)

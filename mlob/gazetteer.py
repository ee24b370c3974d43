"""Names of Dutch places, and pager abbreviations of them, to a point with an honest accuracy.

`data/places.csv` holds populated places (GeoNames) and, for gemeenten that no place is called
after, a point inside them (CBS). `accuracy_m` of a place is the radius of a disc that holds its
inhabitants at 3,700 per square kilometre, within 1,500 and 8,000 m; of a gemeente the radius of a
disc of its area. So a village gets 1,500 m and Amsterdam 8,000 m.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache, lru_cache
from itertools import islice
from math import cos, hypot, radians

import msgspec

from mlob.paths import DATA

__all__ = [
    "Place",
    "abbreviation",
    "find",
    "first_place",
    "key",
    "last_place",
    "part_of",
    "places",
    "regions_of_suffix",
]

LONGEST = 5
"""Words in the longest name that is looked for ("Capelle aan den IJssel" has four)."""

NEAR_M = 60_000.0
"""As far from the middle of a region may lie what its control room pages to, across its border."""

CLEARLY_BIGGER = 3.0
"""Of two places of one name the bigger is meant when it has this many times the inhabitants."""

LONGEST_ABBREVIATION = 6
"""Letters that pagers have room for."""

MOST_LEFT_OUT = 2
"""Consonants that an abbreviation may lack where several places fit it."""

_VOWELS = re.compile(r"[aeiouy]|(?<=i)j")

SHORTEST_ABBREVIATION = 5
"""Letters from which an abbreviation is looked up; shorter ones only stand for a whole name."""

CITY = 20_000
"""Inhabitants from which a name that exists once is taken at any distance from the region."""

_REGIONS_OF_SUFFIX = {
    "gr": ("VR01",),
    "gn": ("VR01",),
    "fr": ("VR02",),
    "dr": ("VR03",),
    "ov": ("VR04", "VR05"),
    "ge": ("VR06", "VR07", "VR08"),
    "gld": ("VR06", "VR07", "VR08"),
    "ut": ("VR09",),
    "nh": ("VR10", "VR11", "VR12", "VR13", "VR14"),
    "zh": ("VR15", "VR16", "VR17", "VR18"),
    "ze": ("VR19",),
    "zl": ("VR19",),
    "nb": ("VR20", "VR21", "VR22"),
    "l": ("VR23", "VR24"),
    "lb": ("VR23", "VR24"),
    "li": ("VR23", "VR24"),
    "fl": ("VR25",),
}
"""Province letters that official place names carry where a name occurs twice ("Velp GE")."""


_SHORT_WORDS = (
    ("sint", "st"),
    ("aan den", "a d"),
    ("aan den", "ad"),
    ("aan de", "a d"),
    ("aan de", "ad"),
    ("bij", "b"),
    ("en", ""),
    ("eerste", "1e"),
    ("tweede", "2e"),
    ("derde", "3e"),
)
"""Words of names and how they are written short, both in the form of `key`; "&" is no word there."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A named place: position in degrees WGS 84, accuracy in metres, gemeente GMxxxx, region VRnn.

    `population` is 0 for a gemeente that is no place of its own.
    """

    name: str
    lon: float
    lat: float
    accuracy_m: float
    population: int
    gemeente: str
    veiligheidsregio: str


@lru_cache(maxsize=8192)
def key(name: str) -> str:
    """The form in which names are compared: no capitals, diacritics, apostrophes or hyphens."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", re.sub("['’‘`´]", "", plain)).strip()


def places() -> tuple[Place, ...]:
    """Every place and gemeente, in order of name."""
    return tuple(place for place, _ in _places())


def find(name: str, regions: Collection[str] | None = None) -> Place | None:
    """The place that `name` means for a message about `regions` (VRnn); None when that is not sure."""
    return _find(key(name), frozenset(regions or ()))


def last_place(
    words: Sequence[str], regions: Collection[str] | None = None, *, border: bool = True
) -> tuple[Place, int] | None:
    """The place whose name ends `words`, and how many words that is; the longest name first.

    A name inside the regions goes before a longer one outside them, which counts with `border` only.
    """
    counts = range(min(LONGEST, len(words)), 0, -1)
    return _longest([(count, key(" ".join(words[-count:]))) for count in counts], regions, border)


def first_place(
    words: Sequence[str], regions: Collection[str] | None = None, *, border: bool = True
) -> tuple[Place, int] | None:
    """The place whose name begins `words`, and how many words that is; as in `last_place`."""
    counts = range(min(LONGEST, len(words)), 0, -1)
    return _longest([(count, key(" ".join(words[:count]))) for count in counts], regions, border)


def regions_of_suffix(letters: str) -> frozenset[str]:
    """The regions of a province's letters ("Ov", "NH"); none when they are none."""
    return frozenset(_REGIONS_OF_SUFFIX.get(letters.lower(), ()))


def part_of(gemeente: Place, words: Sequence[str]) -> tuple[Place, int] | None:
    """The place in a gemeente whose name ends `words`, and how many words: "Nes" before "Ameland"."""
    for count in range(min(LONGEST, len(words)), 0, -1):
        for place in _index().get(key(" ".join(words[-count:])), ()):
            if place.population and place.gemeente == gemeente.gemeente:
                return place, count
    return None


def _longest(
    names: Sequence[tuple[int, str]], regions: Collection[str] | None, border: bool
) -> tuple[Place, int] | None:
    within = frozenset(regions or ())
    looks = (_anywhere,) if not within else (_inside, _outside) if border else (_inside,)
    for look in looks:
        for count, name in names:
            place = look(name, within) if name else None
            if place is not None:
                return place, count
    return None


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
            candidates, letters[:-2], _REGIONS_OF_SUFFIX.get(letters[-2:], ())
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


@lru_cache(maxsize=8192)
def _find(name: str, regions: frozenset[str]) -> Place | None:
    if not regions:
        return _anywhere(name, regions)
    return _inside(name, regions) or _outside(name, regions)


def _named(name: str) -> tuple[Place, ...]:
    places = _index().get(name, ())
    if places or " " not in name:
        return places
    stem, suffix = name.rsplit(" ", 1)
    province = _REGIONS_OF_SUFFIX.get(suffix, ())
    return tuple(place for place in _index().get(stem, ()) if place.veiligheidsregio in province)


@lru_cache(maxsize=8192)
def _inside(name: str, regions: frozenset[str]) -> Place | None:
    return _biggest([place for place in _named(name) if place.veiligheidsregio in regions], name)


@lru_cache(maxsize=8192)
def _outside(name: str, regions: frozenset[str]) -> Place | None:
    if any(place.veiligheidsregio in regions for place in _named(name)):
        return None  # several inside, none clearly meant: one outside is not meant either
    ranked = sorted((_distance(place, regions), index) for index, place in enumerate(_named(name)))
    if not ranked:
        return None
    distance, index = ranked[0]
    place = _named(name)[index]
    known_city = len(ranked) == 1 and place.population >= CITY
    return place if distance <= NEAR_M or known_city else None


def _anywhere(name: str, regions: frozenset[str]) -> Place | None:
    return _biggest(_named(name), name)


def _biggest(places: Sequence[Place], name: str) -> Place | None:
    if len(places) < 2:
        return places[0] if places else None
    first, second = islice(sorted(places, key=lambda place: -place.population), 2)
    if len({place.gemeente for place in places}) == 1:
        # Parts of one town that are called after both: the first named ("Bunschoten-Spakenburg").
        return next((place for place in places if name.startswith(key(place.name))), first)
    return first if first.population >= CLEARLY_BIGGER * max(second.population, 1) else None


def _distance(place: Place, regions: Iterable[str]) -> float:
    """Metres from the middle of the nearest of `regions`; a flat map is enough within the country."""
    middles = (_middles()[region] for region in regions if region in _middles())
    width = 111_320 * cos(radians(place.lat))
    return min(
        (hypot((place.lon - lon) * width, (place.lat - lat) * 111_320) for lon, lat in middles),
        default=float("inf"),
    )


@cache
def _places() -> tuple[tuple[Place, tuple[str, ...]], ...]:
    """Every place with all its spellings, in the form of `key`."""
    with (DATA / "places.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_row(row) for row in csv.DictReader(file))


def _row(row: dict[str, str]) -> tuple[Place, tuple[str, ...]]:
    place = Place(
        name=row["name"],
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        accuracy_m=float(row["accuracy_m"]),
        population=int(row["population"]),
        gemeente=row["gemeente"],
        veiligheidsregio=row["veiligheidsregio"],
    )
    names = [key(name) for name in (row["name"], *row["alternates"].split("|")) if name]
    return place, tuple(dict.fromkeys([*names, *(short for name in names for short in _shortened(name))]))


def _shortened(name: str) -> Iterable[str]:
    """Other ways in which a name (in the form of `key`) is written: "St. Pancras", "Alphen a/d Rijn"."""
    for word, short in _SHORT_WORDS:
        if f" {word} " in f" {name} ":
            yield " ".join(f" {name} ".replace(f" {word} ", f" {short} ").split())


@cache
def _index() -> dict[str, tuple[Place, ...]]:
    found: dict[str, tuple[Place, ...]] = {}
    for place, names in _places():
        for name in names:
            found[name] = (*found.get(name, ()), place)
    return found


@cache
def _spellings() -> tuple[tuple[str, Place], ...]:
    """Every spelling of every name as letters without blanks ("sgravenhage")."""
    return tuple((name.replace(" ", ""), place) for place, names in _places() for name in names)


@cache
def _middles() -> dict[str, tuple[float, float]]:
    """The mean position (lon, lat) of each region's places."""
    groups: dict[str, list[Place]] = {}
    for place, _ in _places():
        groups.setdefault(place.veiligheidsregio, []).append(place)
    return {
        region: (sum(p.lon for p in group) / len(group), sum(p.lat for p in group) / len(group))
        for region, group in groups.items()
    }

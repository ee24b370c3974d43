"""Names of Dutch places to a point with an honest accuracy.

`data/places.csv` holds populated places (GeoNames) and, for gemeenten that no place is called
after, a point inside them (CBS). `accuracy_m` of a place is the radius of a disc that holds its
inhabitants at 3,700 per square kilometre, within 1,500 and 8,000 m; of a gemeente the radius of a
disc of its area. So a village gets 1,500 m and Amsterdam 8,000 m.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache
from itertools import islice
from math import cos, hypot, radians

from mlob.placenames import REGIONS_OF_SUFFIX, Place, key, spelled

__all__ = [
    "Place",
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

CITY = 20_000
"""Inhabitants from which a name that exists once is taken at any distance from the region."""


def places() -> tuple[Place, ...]:
    """Every place and gemeente, in order of name."""
    return tuple(place for place, _ in spelled())


def find(name: str, regions: Collection[str] | None = None) -> Place | None:
    """The place that `name` means for a message about `regions` (VRnn); None when that is not sure."""
    return _find(key(name), frozenset(regions or ()))


def last_place(
    words: Sequence[str], regions: Collection[str] | None = None, *, border: bool = True
) -> tuple[Place, int] | None:
    """The place whose name ends `words`, and how many words that is; the longest name first.

    A name inside the regions goes before a longer one outside them, which counts with `border` only.
    """
    if not words:
        return None
    most = _longest_with(-1).get(key(words[-1]).rpartition(" ")[2], 0)
    counts = range(min(most, len(words)), 0, -1)
    return _longest([(count, key(" ".join(words[-count:]))) for count in counts], regions, border)


def first_place(
    words: Sequence[str], regions: Collection[str] | None = None, *, border: bool = True
) -> tuple[Place, int] | None:
    """The place whose name begins `words`, and how many words that is; as in `last_place`."""
    if not words:
        return None
    most = _longest_with(0).get(key(words[0]).partition(" ")[0], 0)
    counts = range(min(most, len(words)), 0, -1)
    return _longest([(count, key(" ".join(words[:count]))) for count in counts], regions, border)


def regions_of_suffix(letters: str) -> frozenset[str]:
    """The regions of a province's letters ("Ov", "NH"); none when they are none."""
    return frozenset(REGIONS_OF_SUFFIX.get(letters.lower(), ()))


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
    province = REGIONS_OF_SUFFIX.get(suffix, ())
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
def _index() -> dict[str, tuple[Place, ...]]:
    found: dict[str, tuple[Place, ...]] = {}
    for place, names in spelled():
        for name in names:
            found[name] = (*found.get(name, ()), place)
    return found


@cache
def _longest_with(index: int) -> dict[str, int]:
    """The most words in a name by the first (0) or last (-1) of them: other words need no look.

    Behind a name may stand the letters of its province; what is written in one word may be more.
    """
    found = dict.fromkeys(REGIONS_OF_SUFFIX, LONGEST) if index else {}
    for name in _index():
        parts = name.split()
        found[parts[index]] = max(found.get(parts[index], 0), min(LONGEST, len(parts) + (index == 0)))
    return found


@cache
def _middles() -> dict[str, tuple[float, float]]:
    """The mean position (lon, lat) of each region's places."""
    groups: dict[str, list[Place]] = {}
    for place, _ in spelled():
        groups.setdefault(place.veiligheidsregio, []).append(place)
    return {
        region: (sum(p.lon for p in group) / len(group), sum(p.lat for p in group) / len(group))
        for region, group in groups.items()
    }

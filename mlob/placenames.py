"""Names of Dutch places as `data/places.csv` has them, and the other ways in which they are written."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

import msgspec

from mlob.paths import DATA

__all__ = ["REGIONS_OF_SUFFIX", "Place", "key", "spelled"]

REGIONS_OF_SUFFIX = {
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


@cache
def spelled() -> tuple[tuple[Place, tuple[str, ...]], ...]:
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

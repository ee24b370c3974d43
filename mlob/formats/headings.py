"""Headings of a table, or foreign names of properties: which of them is which value of our model.

A source says so in `columns` (value of ours <- heading). A table of a source that says nothing is read
by its own headings, as far as they are the names of our model or plain Dutch for them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from mlob.gazetteer import key

__all__ = [
    "COORDINATES",
    "FACTS",
    "PLACES",
    "RESERVED",
    "Chosen",
    "Columns",
    "cleaned",
    "found_in",
    "missing",
    "normal",
]

FACTS = frozenset({
    "kind", "discipline", "observed_at", "ttl", "valid_from", "valid_to", "accuracy_m", "title", "status",
    "severity", "course", "speed", "verification", "marking", "exercise",
})  # fmt: skip
"""Values with a meaning of their own (CONTRACT, canonical model)."""

Columns = Mapping[str, str | tuple[str, ...]]
"""Value of ours -> heading, or headings that make it together."""
Chosen = Mapping[str, tuple[str, ...]]
"""Value of ours -> headings as they stand in the table."""

COORDINATES = frozenset({"lat", "lon", "x", "y"})
PLACES = COORDINATES | {"place", "gemeente"}
"""Columns that say where it is, and are no values of the model."""
RESERVED = FACTS | {
    *("id", "vr", "grip", "phase", "resource"),
    *("gemeente", "gemeente_name", "veiligheidsregio", "veiligheidsregio_name"),
}
"""Names that have a meaning: a column that nobody appointed may not speak for them."""

_ALIASES: dict[str, tuple[str, ...]] = {
    **{name: (name.replace("_", " "),) for name in (*FACTS, *PLACES, "postcode", "grip")},
    "id": ("id", "identificatie", "kenmerk", "nummer", "locatienummer"),
    "title": ("title", "titel", "naam"),
    "observed_at": ("observed at", "bijgewerkt", "bijgewerkt op", "laatst bijgewerkt", "tijdstip"),
    "lat": ("lat", "latitude", "breedtegraad"),
    "lon": ("lon", "lng", "long", "longitude", "lengtegraad"),
    "x": ("x", "rd x", "x rd", "x coordinaat"),
    "y": ("y", "rd y", "y rd", "y coordinaat"),
    "place": ("place", "plaats", "plaatsnaam", "woonplaats"),
    "gemeente": ("gemeente", "gemeentenaam", "gemeentecode"),
    "vr": ("vr", "veiligheidsregio", "vr code"),
    "phase": ("phase", "fase"),
    "resource": ("resource", "middel"),
    "capacity": ("capacity", "capaciteit"),
    "occupancy": ("occupancy", "bezetting", "bezet"),
    "available": ("available", "beschikbaar"),
    "in_use": ("in use", "in gebruik"),
    "promised": ("promised", "toegezegd"),
}
"""Headings that need no `columns`, in the form of gazetteer.key."""


@lru_cache(maxsize=4096)
def normal(heading: str) -> str:
    """The form in which headings are compared: no capitals, byte order mark or double blanks."""
    plain = unicodedata.normalize("NFKC", heading).replace("\ufeff", "").replace("\u200b", "")
    return " ".join(plain.casefold().split())


def cleaned(heading: str) -> str:
    """The name of a property for a column that nobody appointed."""
    name = (key(heading) or normal(heading)).replace(" ", "_")
    return f"source_{name}" if name in RESERVED else name


def missing(there: Iterable[str], columns: Columns) -> list[str]:
    """The headings that should be there and are not."""
    if not columns:
        names = {key(heading) for heading in there}
        return [] if names & {*_ALIASES["id"], *_ALIASES["vr"]} else ["id"]
    known = {normal(heading) for heading in there}
    wanted = (heading for name in columns for heading in _headings(columns, name))
    return [heading for heading in wanted if normal(heading) not in known]


def found_in(there: Iterable[str], columns: Columns) -> Chosen:
    """Which headings of a table say which value; where two are alike the first."""
    if not columns:
        return _understood(there)
    known: dict[str, str] = {}
    for heading in there:
        known.setdefault(normal(heading), heading)
    return {
        name: tuple(known.get(normal(heading), heading) for heading in _headings(columns, name))
        for name in columns
    }


def _headings(columns: Columns, name: str) -> tuple[str, ...]:
    found = columns[name]
    return (found,) if isinstance(found, str) else found


def _understood(there: Iterable[str]) -> Chosen:
    known: dict[str, str] = {}
    for heading in there:
        known.setdefault(key(heading), heading)
    chosen = {name: next((a for a in aliases if a in known), None) for name, aliases in _ALIASES.items()}
    return {name: (known[alias],) for name, alias in chosen.items() if alias is not None}

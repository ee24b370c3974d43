"""Dutch words, times and figures of the snapshot, and cleaning of all that feeds say."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mlob.placed import region_words, regions_of
from mlob.plaintext import visible
from mlob.snapshot.content import Cell, When

__all__ = ["DISCIPLINES", "KINDS", "LETTERS", "PEOPLE", "SEVERITIES", "STATES"]
__all__ += [
    "cell",
    "clean",
    "clock",
    "figure",
    "joined",
    "level",
    "number_of",
    "people",
    "place",
    "safe",
    "short",
    "time_cell",
    "when",
]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")

DISCIPLINES = {
    "brandweer": "Brandweer",
    "politie": "Politie",
    "ghor": "GHOR",
    "defensie": "Defensie",
    "gemeenten": "Gemeenten en bevolkingszorg",
    "overig": "Overige partners",
}
LETTERS = {
    "brandweer": "B",
    "politie": "P",
    "ghor": "G",
    "defensie": "D",
    "gemeenten": "Z",
    "overig": "O",
}
"""The letter in the mark of a discipline; with its shape it says which it is without colour."""
KINDS = {
    "incident": "incident",
    "unit": "eenheid",
    "facility": "voorziening",
    "area": "gebied",
    "capacity": "capaciteit",
    "note": "notitie",
    "region": "regio",
    "request": "bijstandsverzoek",
}
SEVERITIES = ("info", "gering", "matig", "ernstig", "extreem")
STATES = {"actueel": "●", "vertraagd": "◐", "onbekend": "?", "stil": "○", "nooit": "✕"}
"""A shape beside the word of a source's state."""
PEOPLE = {
    "casualties": "slachtoffers",
    "victims": "slachtoffers",
    "dead": "doden",
    "deaths": "doden",
    "injured": "gewonden",
    "wounded": "gewonden",
    "missing": "vermisten",
    "evacuated": "geëvacueerd",
    "geevacueerd": "geëvacueerd",
    "geevacueerden": "geëvacueerd",
    "displaced": "ontheemden",
    "trapped": "ingesloten",
    "triage_red": "triage rood (T1)",
    "triage_yellow": "triage geel (T2)",
    "triage_green": "triage groen (T3)",
    "triage_black": "triage zwart",
    "decontaminated": "ontsmet",
    "occupied": "opgevangen",
    "bezet": "opgevangen",
    "people": "mensen in het gebied",
}
"""What numbers of people (mlob/verification.py, COUNTED; `people` of an area) are called."""


def clean(value: object) -> str:
    """Text without control characters and marks that turn text around; nothing is a dash."""
    if value is None or value == "":
        return "–"
    if isinstance(value, list):
        value = ", ".join(str(part) for part in value)
    return visible(str(value))


def safe(value: object) -> str:
    """The same for HTML."""
    return html.escape(clean(value))


def _local(moment: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(moment).astimezone(AMSTERDAM) if moment else None
    except (ValueError, OverflowError):
        return None


def clock(moment: str | None) -> str:
    """A UTC moment as the clock in the Netherlands said it, with its zone: 14 jul 2021 16:30 CEST."""
    local = _local(moment)
    if local is None:
        return clean(moment)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year} {local:%H:%M} {local.tzname()}"


def short(moment: str | None, now: str) -> str:
    """The same beside `now`: without what both share; the zone only in the hour that comes twice."""
    local, here = _local(moment), _local(now)
    if local is None or here is None:
        return clean(moment)
    day = "" if local.date() == here.date() else f"{local.day} {MONTHS[local.month - 1]} "
    year = "" if local.year == here.year else f"{local.year} "
    # An hour comes twice when the same reading of the clock also has another offset.
    twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return f"{day}{year}{local:%H:%M}" + (f" {local.tzname()}" if twice else "")


def time_cell(moment: str | None) -> str:
    """A time as HTML: local on paper, UTC in the machine-readable attribute and on hover."""
    if not moment:
        return "–"
    return f'<time datetime="{safe(moment)}" title="{safe(moment)}">{safe(clock(moment))}</time>'


def figure(value: float) -> str:
    """A quantity as the Dutch write it: 100.000, 2,5."""
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0")
    return text.translate(str.maketrans(",.", ".,"))


def cell(value: Cell, now: str) -> str:
    """A cell of a table as text, its time beside `now`."""
    if isinstance(value, When):
        return short(value.iso, now)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return figure(value)
    return clean(value)


def number_of(count: int, one: str, many: str) -> str:
    """ "1 verzoek", "1.200 verzoeken"."""
    return f"{figure(count)} {one if count == 1 else many}"


def joined(parts: list[str]) -> str:
    """ "a", "a en b", "a, b en c"."""
    return " en ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def people(name: str, among: Iterable[str] = ()) -> str:
    """What a number of people is called; its own name beside that where another is called the same."""
    called = PEOPLE.get(name, str(name))
    twice = any(other != name and PEOPLE.get(other) == called for other in among)
    found = f"{called} ({name})" if twice else called
    return found[:1].upper() + found[1:]


def level(properties: Mapping[str, Any], name: str) -> int:
    """A severity or GRIP level; 0 for what is no number, which a page of somebody else may well hold."""
    value = properties.get(name)
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0


def when(moment: object) -> When:
    """A moment as a cell; nobody says it when it is empty."""
    return When(str(moment)) if moment else When()


def place(properties: Mapping[str, Any]) -> str:
    """Where it is, as a person says it."""
    if len(regions_of(properties)) > 1:
        return region_words(properties)
    names = (properties.get("gemeente_name"), properties.get("veiligheidsregio_name"))
    found = list(dict.fromkeys(str(name) for name in names if name))
    return ", ".join(found) or clean(properties.get("veiligheidsregio"))

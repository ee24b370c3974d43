"""How papers say things in Dutch: moments, amounts, resources, states and the number of a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlob import regions
from mlob.bijstand import catalogue, suppliers, units
from mlob.bijstand.kinds import RequestKind
from mlob.bijstand.standing import View
from mlob.moment import AMSTERDAM, moment
from mlob.plaintext import visible

__all__ = [
    "amount",
    "clean",
    "clock",
    "day",
    "gemeente_name",
    "number",
    "place",
    "portion",
    "reference",
    "resource",
    "route",
    "state",
    "supplier",
]

DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
    "november", "december",
)  # fmt: skip
STATES = {
    "vooraankondiging": "vooraangekondigd",
    "beeindigd": "beëindigd",
    "heroverweging": "in heroverweging",
    "nafase": "in de nafase",
}
"""States that are said with other words than their names."""

STEPS = {
    "doorsturen": "Doorgestuurd",
    "uitzetten": "Uitgezet bij leveranciers",
    "instemmen": "Ingestemd",
    "afwijzen": "Afgewezen",
}
"""Decisions, as the head of a line."""


def clean(text: object) -> str:
    """A text of a person as it may be shown (mlob/plaintext.py); lines stay, without what surrounds them."""
    lines = str(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(visible(line).strip() for line in lines).strip()


def day(text: object) -> str | None:
    """A moment as it is read aloud: woensdag 14 juli 2021 om 20:00 uur. What is no moment stays."""
    if not text:
        return None
    try:
        local = moment(str(text)).astimezone(AMSTERDAM)
    except (ValueError, OverflowError):
        return clean(text)
    return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} {local.year} om {local:%H:%M} uur"


def clock(text: object) -> str | None:
    """The same in few signs, for a column: 14-07-2021 20:00."""
    if not text:
        return None
    try:
        return moment(str(text)).astimezone(AMSTERDAM).strftime("%d-%m-%Y %H:%M")
    except (ValueError, OverflowError):
        return clean(text)


def number(value: Any) -> str:
    """A number as the Dutch write it: 100.000 and 2,5."""
    plain = f"{value:,.10g}" if isinstance(value, float) else f"{value:,}"
    return plain.replace(",", " ").replace(".", ",").replace(" ", ".")


def amount(value: Any, unit: Any) -> str:
    """A number with its unit."""
    return f"{number(value)} {units.counted(value, clean(unit))}" if unit else number(value)


def resource(code: Any) -> str:
    """How a resource is called."""
    known = catalogue.known().get(str(code))
    return known.name if known else clean(code or "onbekend middel")


def portion(code: Any, value: Any, unit: Any) -> str:
    """How many of what: Militairen: 68 personen."""
    return f"{resource(code)}: {amount(value, unit)}"


def state(name: Any) -> str:
    """How a sentence says a state."""
    return STATES.get(str(name), str(name).replace("_", " ")) if name else "onbekend"


def reference(name: object) -> str:
    """The number by which a person calls a request or an operation: its id without kind and source."""
    return clean(str(name).split(":", 2)[-1])


def place(view: View) -> str | None:
    """The region and the gemeente for which it is asked."""
    region, gemeente = view.get("region"), view.get("gemeente")
    name = regions.names().get(str(region))
    parts = [f"Veiligheidsregio {name} ({region})" if name else region, gemeente_name(gemeente)]
    return ", ".join(clean(part) for part in parts if part) or None


def supplier(name: Any) -> str:
    """Who delivers, by name also where somebody wrote the code of a supplier."""
    code = str(name or "")
    if code in regions.names():
        return f"Veiligheidsregio {regions.names()[code]}"
    found = suppliers.known().get(code)
    return found.name if found else clean(name or "onbekend")


def gemeente_name(code: Any) -> Any:
    """A gemeente by its name and its code; what is no code stays as it is."""
    point = regions.gemeente_point(str(code)) if code else None
    found = None if point is None else regions.locate(point[0], point[1])
    known = found is not None and found.gemeente == code
    return f"gemeente {found.gemeente_name} ({code})" if known and found else code


def route(kind: RequestKind) -> list[str]:
    """The acts of a legal route, in their order."""
    acts: list[Any] = list(kind.route)
    return [clean(act if isinstance(act, str) else _act(act)) for act in acts]


def _act(act: Any) -> str:
    said: Mapping[str, Any] | Any = act
    return str(said["act"] if isinstance(said, Mapping) else said.act)

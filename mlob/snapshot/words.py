"""Dutch words, times and figures of the snapshot document, and escaping of all that feeds say."""

from __future__ import annotations

import html
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

__all__ = ["DISCIPLINES", "KINDS", "STATES", "clock", "figure", "safe", "time_cell"]

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
STATES = {"actueel": "●", "vertraagd": "◐", "stil": "○", "nooit": "✕"}
"""A shape beside the word of a source's state."""


def safe(value: object) -> str:
    """Text for HTML; nothing is a dash. Control characters and marks that turn text around go out."""
    if value is None or value == "":
        return "–"
    if isinstance(value, list):
        value = ", ".join(str(part) for part in value)
    plain = "".join(sign for sign in str(value) if sign.isprintable() or sign == "\n")
    return html.escape(plain)


def clock(moment: str | None) -> str:
    """A UTC moment as the clock in the Netherlands said it, with its zone: 14 jul 2021 16:30 CEST."""
    if not moment:
        return "–"
    try:
        local = datetime.fromisoformat(moment).astimezone(AMSTERDAM)
    except (ValueError, OverflowError):
        return str(moment)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year} {local:%H:%M} {local.tzname()}"


def time_cell(moment: str | None) -> str:
    """A time as HTML: local on paper, UTC in the machine-readable attribute and on hover."""
    if not moment:
        return "–"
    return f'<time datetime="{safe(moment)}" title="{safe(moment)}">{safe(clock(moment))}</time>'


def figure(value: float) -> str:
    """A quantity as the Dutch write it: 100.000, 2,5."""
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0")
    return text.translate(str.maketrans(",.", ".,"))


def place(properties: Mapping[str, Any]) -> str:
    """Where it is, as a person says it."""
    names = (properties.get("gemeente_name"), properties.get("veiligheidsregio_name"))
    found = [str(name) for name in names if name]
    return ", ".join(found) or str(properties.get("veiligheidsregio") or "–")

"""What happened where (a1, a2), what it threatens (a3), and where one cannot pass (b2)."""

from __future__ import annotations

from typing import Any

from mlob.model import Kind
from mlob.snapshot import figures
from mlob.snapshot.content import Cell, Paragraph, Section
from mlob.snapshot.sections.brief import (
    Brief,
    Row,
    by_discipline,
    disciplines_of,
    grade,
    said,
    table,
    where,
)
from mlob.snapshot.words import DISCIPLINES, clean, figure, number_of, when

__all__ = ["closures", "incidents", "people_in", "risks"]

SHOWN = 60
"""Incidents of a discipline on paper; severe ones are never left out."""


def incidents(brief: Brief) -> Section:
    """Incidents of each discipline, severe ones first."""
    rows = brief.of(Kind.INCIDENT)
    tables = []
    for _, name, mine in by_discipline(rows):
        found = table(brief, name.partition(" ")[0], name, _columns(("Met", _others)), mine, most=SHOWN)
        tables.append(found)
    said_of = brief.sums["incidents"]
    counts = figures.honest(said_of["min"], said_of["max"], brief.gap)
    sure = figure(said_of["confirmed"]) if said_of["confirmed"] else "geen enkel"
    text = f"{counts} incidenten, waarvan {sure} bevestigd."
    if said_of["min"] != said_of["max"]:
        text += " Van een deel staat niet vast of het om hetzelfde incident gaat."
    if not rows:
        text = "Geen incidenten in dit beeld."
    silent = [
        Paragraph(text=f"{DISCIPLINES.get(row['name'], row['name'])}: {row['state']}.", weight=2)
        for row in figures.silent(brief.material.disciplines)
    ]
    return Section(
        name="incidenten",
        title="Incidenten",
        code="a2",
        paragraphs=(Paragraph(text=text), *silent),
        tables=tuple(tables),
    )


def _others(row: Row) -> str:
    """The other disciplines that report it."""
    return ", ".join(DISCIPLINES.get(code, code).partition(" ")[0] for code in disciplines_of(row)[1:])


def _columns(*more: tuple[str, Any]) -> dict[str, Any]:
    return {
        "Ernst": grade,
        "Wat": lambda row: clean(row.get("title")),
        "Waar": where,
        "Status": "status",
        **dict(more),
        "Gezien": lambda row: said(row)[0],
        "Ontvangen": lambda row: said(row)[1],
        "Bron": lambda row: said(row)[2],
        "Zekerheid": lambda row: said(row)[3],
    }


def _closure(row: Row) -> bool:
    return bool(row.get("closure"))


def risks(brief: Brief) -> Section:
    """Areas of a warning, an effect or an evacuation, worst first."""
    rows = [row for row in brief.of(Kind.AREA) if not _closure(row)]
    if not rows:
        found = (Paragraph(text="Geen waarschuwingen of effectgebieden in dit beeld."),)
        return Section(name="risicos", title="Risico's en effecten", code="a3", paragraphs=found)
    extra: list[tuple[str, Any]] = [("Geldig tot", lambda row: when(row.get("valid_to")))]
    if any(row.get("people") is not None for row in rows):
        extra.insert(0, ("Mensen", "people"))
    return Section(
        name="risicos",
        title="Risico's en effecten",
        code="a3",
        tables=(table(brief, "Gebieden", "Waarschuwingen en effectgebieden", _columns(*extra), rows),),
    )


def closures(brief: Brief) -> Section:
    """What is closed: for who must go there and for who must get away."""
    rows = [row for row in brief.of(Kind.AREA) if _closure(row)]
    if not rows:
        found = (Paragraph(text="Geen afsluitingen in dit beeld."),)
        return Section(name="bereikbaarheid", title="Bereikbaarheid", code="b2", paragraphs=found)
    counted = sum(_closure(row) for row in brief.of(Kind.AREA, counted=True))
    text = f"{number_of(counted, 'afsluiting of hinder', 'afsluitingen of hinder')} in beeld."
    return Section(
        name="bereikbaarheid",
        title="Bereikbaarheid",
        code="b2",
        paragraphs=(Paragraph(text=text),),
        tables=(
            table(brief, "Afsluitingen", "Afsluitingen", _columns(("Soort", "closure")), rows, most=SHOWN),
        ),
    )


def people_in(row: Row, name: str) -> Cell:
    """A number of people of one row, as a range where reports differ."""
    found = figures.bounds(row, name)
    if found is None or found[0] == found[1]:
        return None if found is None else found[0]
    return figures.honest(found[0], found[1], "")

"""The course of events (d4), and the sources with how they are."""

from __future__ import annotations

from functools import partial

from mlob.snapshot.content import Paragraph, Section
from mlob.snapshot.sections.brief import SEVERE, Brief, sheet
from mlob.snapshot.sections.headline import state
from mlob.snapshot.words import DISCIPLINES, clean, level, when

__all__ = ["sources", "timeline"]


def timeline(brief: Brief) -> Section:
    """What was told, what happened last on top: when it was so and since when we know it."""
    section = partial(Section, name="tijdlijn", title="Verloop en resultaten", code="d4")
    entries = sorted(brief.material.timeline, key=lambda entry: str(entry.get("time") or ""), reverse=True)
    if not entries:
        return section(paragraphs=(Paragraph(text="Nog geen meldingen."),))
    shown = sheet(
        name="Tijdlijn",
        title="Tijdlijn, het laatste eerst",
        heads=("Tijd", "Bekend", "Discipline", "Regio", "Wat"),
        rows=tuple(
            (
                when(entry.get("time")),
                when(entry.get("known")),
                clean(DISCIPLINES.get(str(entry.get("discipline")), entry.get("discipline"))).partition(" ")[
                    0
                ],
                clean(brief.region(entry) or None),
                clean(entry.get("text")),
            )
            for entry in entries
        ),
        marked=frozenset(
            number
            for number, entry in enumerate(entries)
            if level(entry, "severity") >= SEVERE and brief.counts(dict(entry))
        ),
        exercise=frozenset(number for number, entry in enumerate(entries) if brief.drill(dict(entry))),
    )
    return section(tables=(shown,))


def sources(brief: Brief) -> Section:
    """Every discipline and every source with its state."""
    material = brief.material
    rows = sorted(material.picture["sources"], key=lambda row: str(row["name"]))
    tables = (
        sheet(
            name="Disciplines",
            title="Disciplines",
            heads=("Discipline", "Toestand", "Laatste bericht"),
            rows=tuple(
                (DISCIPLINES.get(row["name"], clean(row["name"])), state(row), when(row.get("last")))
                for row in material.disciplines
            ),
        ),
        sheet(
            name="Bronnen",
            title="Bronnen",
            heads=("Bron", "Disciplines", "Toestand", "Laatste bericht", "Ritme"),
            rows=tuple(
                (
                    clean(row["name"]),
                    clean([str(code) for code in row.get("disciplines") or ()] or None),
                    state(row),
                    when(row.get("last")),
                    clean(row.get("rhythm")),
                )
                for row in rows
            ),
        ),
    )
    found = tuple(table for table in tables if table.rows)
    told = () if found else (Paragraph(text="Er zijn geen bronnen ingesteld."),)
    return Section(name="bronnen", title="Bronnen", paragraphs=told, tables=found)

"""Page 1: the headline figures, what is missing, what changed since the last briefing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from mlob.model import Kind
from mlob.snapshot import diff, figures
from mlob.snapshot.content import Figure, Paragraph, Section
from mlob.snapshot.diff import Change
from mlob.snapshot.differences.scene import DRILL
from mlob.snapshot.sections.aid import late
from mlob.snapshot.sections.brief import SEVERE, Brief, Row, grade, more, sheet, where
from mlob.snapshot.words import (
    DISCIPLINES,
    STATES,
    clean,
    clock,
    figure,
    joined,
    level,
    number_of,
    people,
    short,
    when,
)

__all__ = ["changed", "headline", "missing"]

LINES = 20
"""Changes on page 1; severe ones are never left out."""
_MATTERS, _LATELY = 2, 14
"""From which severity a line of the timeline is news, and how many of those are told."""
_WORST, _WORST_BESIDE = 8, 3
"""What is severe named on page 1: without changes to tell, and beside those."""


def headline(brief: Brief) -> Section:
    """How many of what, as far as is known, and the worst of it by name."""
    return Section(
        name="kerncijfers",
        title="Kerncijfers",
        figures=tuple(_figures(brief)),
        paragraphs=tuple(_sentences(brief)),
    )


def _figures(brief: Brief) -> Iterator[Figure]:
    gap, incidents, severe = brief.gap, brief.sums["incidents"], brief.severe["incidents"]
    yield Figure(name="Incidenten", text=figures.honest(incidents["min"], incidents["max"], gap))
    yield Figure(
        name="waarvan ernstig",
        text=figures.honest(severe["min"], severe["max"], gap),
        alarm=severe["max"] > 0,
    )
    names = [row["name"] for row in brief.sums["people"]]
    for row in brief.sums["people"]:
        yield Figure(name=people(row["name"], names), text=figures.honest(row["min"], row["max"], gap))
    areas = sum(level(row, "severity") >= SEVERE for row in brief.of(Kind.AREA, counted=True))
    yield Figure(name="Ernstige gebieden", text=figures.honest(areas, areas, gap), alarm=areas > 0)
    grip = brief.grip
    yield Figure(
        name="Regio's met GRIP",
        text=f"{len(grip)}" + (f" (hoogste: GRIP {grip[0][1]})" if grip else ""),
        alarm=bool(grip) and grip[0][1] >= SEVERE,
    )
    units = len(brief.of(Kind.UNIT, counted=True))
    yield Figure(name="Eenheden in beeld", text=figures.honest(units, units, gap))
    yield Figure(name="Bijstandsverzoeken", text=figure(len(brief.running)))
    overdue = len(late(brief))
    yield Figure(name="waarvan bijstand te laat", text=figure(overdue), alarm=overdue > 0)


def _sentences(brief: Brief) -> Iterator[Paragraph]:
    if brief.gap:
        yield Paragraph(text=f"Niet volledig: {brief.gap}.", weight=2)
    if brief.drills:
        yield Paragraph(text=mixed(brief.drills), weight=2)
    grip = brief.grip
    if grip:
        names = joined([f"GRIP {high} in {name}" for name, high in grip])
        yield Paragraph(text=f"{names}.", level=grip[0][1])
    most = _WORST if brief.material.changes is None else _WORST_BESIDE
    worst = [
        row
        for row in (*brief.of(Kind.INCIDENT, counted=True), *brief.of(Kind.AREA, counted=True))
        if level(row, "severity") >= SEVERE
    ]
    worst.sort(key=lambda row: -level(row, "severity"))
    for row in worst[:most]:
        yield Paragraph(
            text=f"{grade(row).capitalize()}: {_named(row)}.", level=min(level(row, "severity"), 4)
        )
    if rest := more(len(worst) - most, "ernstige melding", "ernstige meldingen"):
        yield Paragraph(text=rest, weight=1)


def mixed(drills: int) -> str:
    """That part of the picture is an exercise, and does not count."""
    said = number_of(drills, "onderdeel", "onderdelen")
    if drills == 1:
        return f"In dit beeld staat ook {said} van een oefening. Het telt niet mee."
    return f"In dit beeld staan ook {said} van een oefening. Zij tellen niet mee."


def _named(row: Row) -> str:
    found = where(row)
    title = clean(row.get("title")).rstrip(".")
    return title if found == "–" else f"{title} ({found})"


_UNSURE = (
    "Onbekend: van een moment in het verleden is niet te zien wie alleen hetzelfde herhaalde. Of die toen "
    "stil was, is niet zeker."
)


def missing(brief: Brief) -> Section:
    """Which disciplines and sources do not say what they should: silence is never all-clear."""
    material = brief.material
    rows = [
        *((DISCIPLINES.get(row["name"], row["name"]), row) for row in figures.silent(material.disciplines)),
        *((f"bron {row['name']}", row) for row in figures.silent(material.picture["sources"])),
    ]
    section = partial(Section, name="ontbreekt", title="Wat ontbreekt")
    if not material.picture["sources"] and not material.disciplines:
        told = "Er zijn geen bronnen ingesteld: dit beeld zegt niet wat er is."
        return section(alarm=True, paragraphs=(Paragraph(text=told, weight=2),))
    if not rows:
        return section(paragraphs=(Paragraph(text="Alle disciplines en bronnen zijn actueel."),))
    silence = [number for number, (_, row) in enumerate(rows) if row["state"] in ("stil", "nooit")]
    doubt = any(row["state"] == "onbekend" for _, row in rows)
    shown = sheet(
        name="Ontbreekt",
        title="Disciplines en bronnen: stil of onbekend"
        if doubt
        else "Stille en vertraagde disciplines en bronnen",
        heads=("Discipline of bron", "Toestand", "Laatste nieuws" if doubt else "Laatste bericht"),
        rows=tuple((clean(name), state(row), when(row.get("last"))) for name, row in rows),
        marked=frozenset(silence),
    )
    return section(
        alarm=bool(silence), paragraphs=(Paragraph(text=_UNSURE),) if doubt else (), tables=(shown,)
    )


def state(row: Mapping[str, Any]) -> str:
    """The state of a source or discipline: a shape and its word."""
    return f"{STATES.get(row['state'], '?')} {row['state']}"


def changed(brief: Brief) -> Section:
    """What is different since the last briefing, worst first."""
    material, title = brief.material, "Veranderd sinds de vorige briefing"
    if material.changes is None or material.since is None:
        told = "Er is geen eerdere briefing om mee te vergelijken."
        lately = list(_lately(brief))
        told += " Het laatste nieuws van belang:" if lately else ""
        return Section(name="veranderd", title=title, paragraphs=(Paragraph(text=told, weight=1), *lately))
    against = Paragraph(
        text=f"Vergeleken met {material.since.name}, stand van {clock(material.since.at)}.", weight=1
    )
    lines = [_line(brief, change) for change in diff.summary(material.changes, LINES)]
    if not lines:
        lines = [Paragraph(text="Er is niets veranderd.")]
    return Section(name="veranderd", title=title, paragraphs=(against, *lines))


def _lately(brief: Brief) -> Iterator[Paragraph]:
    """The newest lines of the timeline that matter, where there is nothing to compare with."""
    told = [
        entry
        for entry in brief.material.timeline
        if level(entry, "severity") >= _MATTERS and brief.counts(dict(entry))
    ]
    told.sort(key=lambda entry: str(entry.get("time")), reverse=True)
    for entry in told[:_LATELY]:
        where_ = brief.region(entry)
        text = f"{short(entry.get('time'), brief.material.picture['at'])}  {clean(entry.get('text'))}" + (
            f" ({where_})" if where_ else ""
        )
        yield Paragraph(text=text, level=min(int(entry["severity"]), 4))


def _line(brief: Brief, change: Change) -> Paragraph:
    """A change says itself that it is an exercise; where all is one the page says so, once."""
    text = clean(change.text)
    text = text.removeprefix(DRILL) if brief.material.exercise else text
    return Paragraph(text=text, level=min(max(change.severity, 0), 4))

"""Who is at work: GRIP and counts per veiligheidsregio (d1), units per discipline and region (d3)."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

from mlob import regions
from mlob.model import Kind
from mlob.placed import regions_of
from mlob.snapshot import figures
from mlob.snapshot.content import Cell, Paragraph, Section, Table
from mlob.snapshot.sections.aid import open_of
from mlob.snapshot.sections.brief import SEVERE, Brief, Row, by_discipline, sheet
from mlob.snapshot.words import DISCIPLINES, clean, joined, level, number_of

__all__ = ["per_region", "units"]

_NOWHERE = "Zonder regio"
_ROLES = {
    "Team Member": "teamlid",
    "Team Lead": "teamleider",
    "HQ": "commandopost",
    "Sniper": "scherpschutter",
    "Medic": "geneeskundige hulp",
    "Forward Observer": "waarnemer",
    "RTO": "verbindingen",
    "K9": "hondengeleider",
}
"""The roles from which a user of TAK chooses (ATAK, Team and Role)."""


def per_region(brief: Brief) -> Section:
    """Every region where something is going on; the quiet ones by name."""
    rows: list[tuple[Cell, ...]] = []
    marked: set[int] = set()
    drills: set[int] = set()
    quiet: list[str] = []
    for code, name in (*regions.names().items(), ("", _NOWHERE)):
        row = _region(brief, code, name)
        if row is not None:
            drill = brief.drill(_of(brief, code) or {})
            drills |= {len(rows)} if drill else set()
            marked |= {len(rows)} if (_level(brief, code) or 0) >= SEVERE and not drill else set()
            rows.append(row)
        elif code:
            quiet.append(name)
    shown = sheet(
        name="Regio's",
        title="Per veiligheidsregio",
        heads=("Regio", "GRIP", "Fase", "Incidenten", "Ernstig", "Gebieden", "Eenheden", "Verzoeken", "Open"),
        rows=tuple(rows),
        marked=frozenset(marked),
        exercise=frozenset(drills),
    )
    return Section(
        name="regios",
        title="Bestrijdingsorganisatie per regio",
        code="d1",
        paragraphs=(Paragraph(text=_grip(brief)), *_quiet(brief, quiet)),
        tables=(shown,) if rows else (),
    )


def _grip(brief: Brief) -> str:
    if not brief.grip:
        return "Geen regio meldt GRIP 1 of hoger."
    return joined([f"GRIP {high} in {name}" for name, high in brief.grip]) + "."


def _quiet(brief: Brief, names: list[str]) -> list[Paragraph]:
    if not names:
        return []
    doubt = f" Dat zegt niet dat er niets is: {brief.gap}." if brief.gap else ""
    many = number_of(len(names), "regio", "regio's")
    told = f"Geen meldingen, eenheden of verzoeken in beeld van {many}: "
    return [Paragraph(text=f"{told}{joined(names)}.{doubt}", weight=2 if doubt else 0)]


def _level(brief: Brief, code: str) -> int | None:
    """The GRIP level of a region, 0 when it says so; None when nobody says it."""
    row = _of(brief, code)
    return level(row, "grip") if row is not None and row.get("grip") is not None else None


def _of(brief: Brief, code: str) -> Row | None:
    return next((row for row in brief.of(Kind.REGION) if row.get("vr") == code), None)


def _in(rows: list[Row], code: str) -> list[Row]:
    """Those of a region, or of none (""); an area counts in each that it covers."""
    return [row for row in rows if code in (regions_of(row) or ("",))]


def _region(brief: Brief, code: str, name: str) -> tuple[Cell, ...] | None:
    """The row of one region; None when nothing is going on in it."""
    said = _of(brief, code) or {}
    grip, phase = _level(brief, code), said.get("phase")
    incidents = _in(brief.of(Kind.INCIDENT, counted=True), code)
    areas = _in(brief.of(Kind.AREA, counted=True), code)
    crew = _in(brief.of(Kind.UNIT, counted=True), code)
    asked = [view for view in brief.running if (view["vr"] or "") == code]
    if not (grip or phase or incidents or areas or crew or asked):
        return None
    severe = sum(level(row, "severity") >= SEVERE for row in incidents)
    return (
        f"{name} ({code})" if code else name,
        grip,
        clean(phase) if phase else None,
        len(incidents),
        severe,
        len(areas),
        len(crew),
        len(asked),
        open_of(asked) or None,
    )


def units(brief: Brief) -> Section:
    """Units per region and discipline, and of which sort; never a row for each."""
    crew = brief.of(Kind.UNIT, counted=True)
    section = partial(Section, name="inzet", title="Feitelijke inzet", code="d3")
    left_out = len(brief.of(Kind.UNIT)) - len(crew)
    told = [Paragraph(text=_counts(brief, len(crew)))]
    if left_out:
        text = (
            f"Niet meegeteld: {number_of(left_out, 'eenheid', 'eenheden')} van een oefening of ingetrokken."
        )
        told.append(Paragraph(text=text, weight=2))
    if not crew:
        return section(paragraphs=tuple(told))
    return section(paragraphs=tuple(told), tables=(_matrix(crew), _sorts(crew)))


def _counts(brief: Brief, count: int) -> str:
    if not count:
        return "Geen eenheden in beeld."
    return f"{figures.honest(count, count, brief.gap)} {'eenheid' if count == 1 else 'eenheden'} in beeld."


def _matrix(crew: list[Row]) -> Table:
    codes = [code for code, _, _ in by_discipline(crew)]
    names = {**regions.names(), "": _NOWHERE}
    found = Counter((row.get("veiligheidsregio") or "", row.get("discipline") or "overig") for row in crew)
    here = [code for code in names if any(found[(code, discipline)] for discipline in codes)]
    rows: list[tuple[Any, ...]] = []
    for code in here:
        counts = [found[(code, discipline)] for discipline in codes]
        rows.append((names[code], *(count or None for count in counts), sum(counts)))
    sums = [sum(found[(code, discipline)] for code in here) for discipline in codes]
    rows.append(("Totaal", *sums, sum(sums)))
    return sheet(
        name="Eenheden",
        title="Eenheden per regio",
        heads=("Regio", *(DISCIPLINES[code].partition(" ")[0] for code in codes), "Samen"),
        rows=tuple(rows),
    )


def _role(said: object) -> object:
    """A role in a team (CoT `__group`) in Dutch; what is none of TAK's own stays as it was said."""
    return _ROLES.get(said, said) if isinstance(said, str) else said


def _sorts(crew: list[Row]) -> Table:
    found = Counter(
        (
            row.get("discipline") or "overig",
            clean(row.get("unit_type") or _role(row.get("role"))),
            clean(row.get("status")),
        )
        for row in crew
    )
    order = list(DISCIPLINES)
    ranked = sorted(found.items(), key=lambda pair: (order.index(pair[0][0]), -pair[1], pair[0]))
    return sheet(
        name="Soorten eenheden",
        title="Eenheden naar soort en status",
        heads=("Discipline", "Soort", "Status", "Aantal"),
        rows=tuple((DISCIPLINES[code], sort, status, count) for (code, sort, status), count in ranked),
        most=60,
    )

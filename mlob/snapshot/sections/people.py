"""People: casualties (c2), what the population is told (c4), where it is taken in, and other threats (c5)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from mlob.bijstand import plans
from mlob.model import Kind
from mlob.snapshot import figures
from mlob.snapshot.content import Cell, Paragraph, Section
from mlob.snapshot.sections.brief import Brief, Row, grade, said, table, where
from mlob.snapshot.sections.situation import people_in
from mlob.snapshot.words import clean, figure, number_of, when
from mlob.snapshot.words import people as called
from mlob.verification import COUNTED

__all__ = ["care", "casualties", "population", "threats"]

_MEASURES = {
    "level_m_nap": ("stand", "m NAP"),
    "discharge_m3_s": ("afvoer", "m³/s"),
    "customers": ("klanten", ""),
    "wind_ms": ("wind", "m/s"),
}
"""Numbers of a facility that measures, with their unit."""
_LEVEL = "level_m_nap"
"""A level is told to the centimetre: 13,00 is not 13."""

_AROUND = "people"
"""How many people live or are in an area: a number of the area, which is not added to casualties."""
_TOLD = COUNTED | {_AROUND}


def casualties(brief: Brief) -> Section:
    """Numbers of people: the sums, and who said what of which event."""
    section = partial(Section, name="slachtoffers", title="Slachtoffers en betrokkenen", code="c2")
    rows = [
        row
        for kind in (Kind.INCIDENT, Kind.AREA, Kind.FACILITY, Kind.NOTE)
        for row in brief.of(kind)
        if any(figures.bounds(row, name) is not None for name in _TOLD)
    ]
    if not rows:
        told = "Geen bron noemt aantallen slachtoffers of betrokkenen. Dat zegt niet dat zij er niet zijn."
        return section(paragraphs=(Paragraph(text=told),))
    told_of = sorted({name for row in rows for name in _TOLD if figures.bounds(row, name) is not None})
    columns: dict[str, Any] = {"Wat": lambda row: clean(row.get("title")), "Waar": where}
    columns |= {called(name, told_of): _people(name) for name in told_of}
    columns |= {
        "Gezien": lambda row: said(row)[0],
        "Bron": lambda row: said(row)[2],
        "Zekerheid": lambda row: said(row)[3],
    }
    names = [row["name"] for row in brief.sums["people"]]
    sums = [Paragraph(text=_sum(row, names, brief.gap)) for row in brief.sums["people"]]
    areas = [row for row in brief.of(Kind.AREA, counted=True) if figures.bounds(row, _AROUND) is not None]
    if areas:
        around = figures.honest(*_total(areas, _AROUND), brief.gap)
        where_ = number_of(len(areas), "gebied", "gebieden")
        sums.append(Paragraph(text=f"In {where_} met een waarschuwing of ontruiming: {around} mensen."))
    return section(
        paragraphs=tuple(sums),
        tables=(table(brief, "Slachtoffers", "Wie noemt welke aantallen", columns, rows),),
    )


def _people(name: str) -> Any:
    return lambda row: people_in(row, name)


def _sum(row: Row, names: Sequence[str], gap: str) -> str:
    numbers = figures.honest(row["min"], row["max"], gap)
    told = f"{called(row['name'], names)}: {numbers}, uit {number_of(row['told_by'], 'melding', 'meldingen')}"
    sure = row["unconfirmed"]
    return told + (f", waarvan {figure(sure)} niet bevestigd." if sure else ", alle bevestigd.")


def population(brief: Brief) -> Section:
    """What the population is warned of and told to do."""
    rows = [
        row
        for row in brief.of(Kind.AREA)
        if row.get("instruction") or row.get("description") or row.get("msg_type")
    ]
    section = partial(
        Section, name="bevolking", title="Waarschuwing en voorlichting van de bevolking", code="c4"
    )
    if not rows:
        told = Paragraph(text="Geen waarschuwingen aan de bevolking in dit beeld.")
        return section(paragraphs=(told,))
    columns = {
        "Ernst": grade,
        "Waarschuwing": lambda row: clean(row.get("title")),
        "Afzender": lambda row: row.get("sender_name") or row.get("sender"),
        "Bericht": "description",
        "Advies": "instruction",
        "Van": lambda row: when(row.get("valid_from") or row.get("observed_at")),
        "Tot": lambda row: when(row.get("valid_to")),
    }
    found = table(brief, "Waarschuwingen", "Waarschuwingen en adviezen", columns, rows, most=40)
    return section(tables=(found,))


def care(brief: Brief) -> Section:
    """Hospitals and shelters, with what they can still take."""
    rows = brief.of(Kind.FACILITY)
    hospitals = [row for row in rows if _is_hospital(row)]
    shelters = [row for row in rows if not _is_hospital(row) and _is_shelter(row)]
    others = [row for row in rows if not _is_hospital(row) and not _is_shelter(row) and not _measures(row)]
    what = {"Wat": lambda row: clean(row.get("title")), "Waar": where, "Status": "status"}
    seen = {"Gezien": lambda row: said(row)[0], "Bron": lambda row: said(row)[2]}
    kinds: list[tuple[str, str, list[Row], dict[str, Any]]] = [
        ("Opvang", "Opvanglocaties", shelters, {"Plaatsen": "capacity", "Bezet": _occupied, "Vrij": _free}),
        (
            "Ziekenhuizen",
            "Ziekenhuizen",
            hospitals,
            {"Bedden": "beds", "Vrij": "free_beds", "IC vrij": "ic_free"},
        ),
        ("Voorzieningen", "Andere voorzieningen", others, {"Soort": "facility_type"}),
    ]
    tables = [
        table(brief, name, title, what | own | seen, mine, most=60)
        for name, title, mine, own in kinds
        if mine
    ]
    return Section(
        name="voorzieningen",
        title="Opvang en zorg",
        code="c4",
        paragraphs=tuple(Paragraph(text=text) for text in _room(brief))
        or (Paragraph(text="Geen opvang of ziekenhuizen in dit beeld."),),
        tables=tuple(tables),
    )


def _room(brief: Brief) -> list[str]:
    rows = brief.of(Kind.FACILITY, counted=True)
    shelters = [row for row in rows if not _is_hospital(row) and _is_shelter(row)]
    hospitals = [row for row in rows if _is_hospital(row)]
    found = []
    if shelters:
        taken, room = _total(shelters, "occupancy"), _total(shelters, "capacity")
        found.append(
            f"Opvang: {figures.honest(*taken, brief.gap)} mensen op "
            f"{number_of(len(shelters), 'locatie', 'locaties')} met plaats voor {figures.honest(*room, '')}."
        )
    if hospitals:
        free = _total(hospitals, "free_beds")
        found.append(
            f"Ziekenhuizen: {number_of(len(hospitals), 'locatie', 'locaties')}, "
            f"{figures.honest(*free, '')} bedden vrij."
        )
    return found


def _total(rows: Sequence[Row], name: str) -> tuple[float, float]:
    found = [pair for row in rows if (pair := figures.bounds(row, name)) is not None]
    return sum(low for low, _ in found), sum(high for _, high in found)


def _is_hospital(row: Row) -> bool:
    return "ziekenhuis" in str(row.get("facility_type") or "").casefold() or "beds" in row


def _is_shelter(row: Row) -> bool:
    return "opvang" in str(row.get("facility_type") or "").casefold() or row.get("capacity") is not None


def _occupied(row: Row) -> Cell:
    return people_in(row, "occupancy")


def _free(row: Row) -> Cell:
    """What is free; of a shelter of which either number is in doubt it is not worked out."""
    if row.get("available") is not None:
        return row["available"]  # type: ignore[no-any-return]
    room, taken = figures.bounds(row, "capacity"), figures.bounds(row, "occupancy")
    if room is None or taken is None or room[0] != room[1] or taken[0] != taken[1]:
        return None
    return max(0, room[0] - taken[0])


def _measures(row: Row) -> list[str]:
    found: list[str] = []
    for name, (word, unit) in _MEASURES.items():
        pair = figures.bounds(row, name)
        if pair is not None:
            number = _centimetres(*pair) if name == _LEVEL else figures.honest(*pair, "")
            found.append(f"{word} {number} {unit}".rstrip())
    return found


def _centimetres(least: float, most: float) -> str:
    low, high = (f"{value:.2f}".replace(".", ",") for value in (least, most))
    return low if low == high else f"{low}–{high}"


def threats(brief: Brief) -> Section:
    """What else was told: notes of persons, and what measuring points say."""
    notes = [row for row in brief.of(Kind.NOTE) if not row["id"].startswith(plans.PREFIX)]
    points = [row for row in brief.of(Kind.FACILITY) if _measures(row)]
    section = partial(Section, name="overig", title="Overige meldingen en bedreigingen", code="c5")
    tables = []
    if notes:
        columns = {
            "Ernst": grade,
            "Melding": lambda row: clean(row.get("title")),
            "Waar": where,
            "Gezien": lambda row: said(row)[0],
            "Gemeld door": lambda row: row.get("gemeld_door") or said(row)[2],
            "Zekerheid": lambda row: said(row)[3],
        }
        tables.append(table(brief, "Notities", "Meldingen en notities", columns, notes, most=60))
    if points:
        columns = {
            "Meetpunt": lambda row: clean(row.get("title")),
            "Waar": where,
            "Meting": lambda row: "; ".join(_measures(row)),
            "Gezien": lambda row: said(row)[0],
            "Bron": lambda row: said(row)[2],
        }
        tables.append(table(brief, "Metingen", "Metingen", columns, points, most=60))
    told = () if tables else (Paragraph(text="Geen andere meldingen in dit beeld."),)
    return section(paragraphs=told, tables=tuple(tables))

"""What is expected (c1): the outlook of each operation for 12, 24 and 48 hours, with its white spots."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from mlob.bijstand import plans
from mlob.model import Kind
from mlob.snapshot.content import Paragraph, Section, Table
from mlob.snapshot.sections.brief import Brief, Row, sheet
from mlob.snapshot.words import clean, clock, when

__all__ = ["outlook"]


def outlook(brief: Brief) -> Section:
    """Every plan in the picture, those of exercises last."""
    section = partial(Section, name="vooruitblik", title="Verwachte ontwikkeling", code="c1")
    found = [row for row in brief.of(Kind.NOTE) if row["id"].startswith(plans.PREFIX)]
    views = [
        plans.view(row["id"].removeprefix(plans.PREFIX), row, exercise=bool(row.get("exercise")))
        for row in sorted(found, key=lambda row: (bool(row.get("exercise")), row["id"]))
    ]
    foreseen = _foreseen(brief, views)
    if not foreseen.rows:
        told = (Paragraph(text="Niemand heeft een vooruitblik vastgelegd."),)
        return section(paragraphs=told, tables=tuple(_planned(brief, views)))
    spots = tuple(_spots(brief, views))
    return section(paragraphs=spots, tables=(foreseen, *_planned(brief, views)))


def _name(view: Row) -> str:
    return clean(view["title"] or view["operation"])


def _foreseen(brief: Brief, views: list[Row]) -> Table:
    rows = [
        (view, hours, said)
        for view in views
        for hours, said in view["outlook"].items()
        if said["at"] or said["need"] or said["notes"]
    ]
    return sheet(
        name="Vooruitblik",
        title="Vooruitblik per operatie",
        heads=("Operatie", "Fase", "Termijn", "Wat is nodig", "Toelichting", "Door", "Geldt tot"),
        rows=tuple(
            (
                _name(view),
                view["phase"],
                f"{hours} uur",
                clean(said["need"]),
                clean(said["notes"]),
                clean(said["by"]),
                when(said["until"]),
            )
            for view, hours, said in rows
        ),
        marked=frozenset(number for number, (_, _, said) in enumerate(rows) if _over(brief, said)),
        exercise=frozenset(number for number, (view, _, _) in enumerate(rows) if brief.drill(view)),
    )


def _over(brief: Brief, said: Row) -> bool:
    """Whether the time that it looked ahead to is past: it tells no more what is to come."""
    return bool(said["until"]) and str(said["until"]) < str(brief.material.picture["at"])


def _spots(brief: Brief, views: list[Row]) -> Iterator[Paragraph]:
    """What is not known, and who was asked."""
    for view in views:
        for hours, said in view["outlook"].items():
            drill = "OEFENING: " if brief.drill(view) else ""
            for spot in said["unknown"]:
                asked = f", gevraagd aan {clean(spot['asked'])}" if spot["asked"] else ""
                when = f" op {clean(clock(spot['at']))}" if spot["at"] else ""
                told = f"{drill}Witte vlek ({_name(view)}, {hours} uur): {clean(spot['what'])}{asked}{when}."
                yield Paragraph(text=told, weight=2)


def _planned(brief: Brief, views: list[Row]) -> Iterator[Table]:
    rows = [(view, row) for view in views for row in view["plan"]]
    if rows:
        yield sheet(
            name="Plan",
            title="Geplande middelen",
            heads=("Operatie", "Middel", "Aantal", "Eenheid", "Van", "Tot", "Toelichting"),
            rows=tuple(
                (
                    _name(view),
                    clean(row["name"]),
                    row["quantity"],
                    clean(row["unit"]),
                    when(row["from"]),
                    when(row["until"]),
                    clean(row["note"]),
                )
                for view, row in rows
            ),
            exercise=frozenset(number for number, (view, _) in enumerate(rows) if brief.drill(view)),
        )

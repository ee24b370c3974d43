"""Bijstand (d2): what was asked on which legal ground, what is promised, what is open, what is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from mlob.bijstand import kinds, requests, suppliers
from mlob.bijstand.due import due
from mlob.bijstand.paper_words import amount, reference, resource
from mlob.bijstand.paper_words import state as state_word
from mlob.bijstand.states import ENDED
from mlob.errors import ConfigError
from mlob.model import Kind
from mlob.moment import moment
from mlob.snapshot.content import Cell, Paragraph, Section, Table
from mlob.snapshot.sections.brief import Brief, Row, sheet
from mlob.snapshot.words import clean, clock, joined, number_of, when

__all__ = ["bijstand", "late", "open_of"]


def late(brief: Brief) -> list[Row]:
    """The running requests that should have been there already, the longest late first."""
    return [view for view in brief.running if _overdue(view, brief.now)]


def _overdue(view: Row, now: datetime) -> bool:
    """Whether not all that is asked is there at the time at which it was needed."""
    try:
        needed = moment(str(view["needed_by"])) if view["needed_by"] else None
    except (ValueError, OverflowError):
        return False
    return needed is not None and needed < now and any(_short(item) for item in view["items"])


def _short(item: Row) -> bool:
    return bool(item["arrived"] < item["requested"])


def open_of(views: list[Row]) -> str:
    """What is asked and not promised, in words: "68 personen militairen"; empty when nothing is open."""
    sums: dict[tuple[str, str], float] = {}
    for view in views:
        for item in view["items"]:
            name = (str(item["resource"]), str(item["unit"] or ""))
            sums[name] = sums.get(name, 0) + item["outstanding"]
    parts = [
        f"{amount(count, unit)} {resource(code).lower()}"
        for (code, unit), count in sorted(sums.items())
        if count > 0
    ]
    return joined([clean(part) for part in parts])


def bijstand(brief: Brief) -> Section:
    """All requests in the picture, with their line items."""
    section = partial(Section, name="bijstand", title="Bijstand", code="d2")
    views = sorted(brief.views, key=lambda view: (brief.drill(view), view["state"] in ENDED))
    if not views:
        told = (Paragraph(text="Er zijn geen verzoeken om bijstand."),)
        return section(paragraphs=told, tables=tuple(_capacity(brief)))
    return section(
        alarm=bool(late(brief)),
        paragraphs=tuple(_sentences(brief)),
        tables=(*_outstanding(brief), _requests(brief, views), _items(brief, views), *_capacity(brief)),
    )


def _sentences(brief: Brief) -> Iterator[Paragraph]:
    running = brief.running
    ended = sum(brief.counts(view) for view in brief.views) - len(running)
    text = f"{number_of(len(running), 'lopend verzoek', 'lopende verzoeken')}"
    yield Paragraph(
        text=text + (f"; {number_of(ended, 'verzoek is', 'verzoeken zijn')} afgesloten." if ended else ".")
    )
    if running and not open_of(running):
        yield Paragraph(text="Alles wat is gevraagd, is toegezegd.")
    for view in late(brief):
        yield Paragraph(
            text=f"Te laat: {clean(view['title'])}, nodig op {clock(view['needed_by'])}.", weight=2, level=3
        )
    for view in running:
        for row in due(view, brief.now):
            if row["late"] and row["code"] not in ("opkomst", "einde"):
                told = f"{row['text']} was verwacht om {clock(row['at'])}: {clean(view['title'])}."
                yield Paragraph(text=told, weight=2, level=2)


def _outstanding(brief: Brief) -> Iterator[Table]:
    """The sums of running requests that count here, as long as anything is open."""
    views = [{**view, "exercise": False} for view in brief.views if brief.counts(view)]
    rows = requests.outstanding(views)
    if not any(row["quantity"] > 0 for row in rows):
        return
    yield sheet(
        name="Openstaand",
        title="Nog niet toegezegd, over alle lopende verzoeken",
        heads=("Middel", "Open", "Eenheid"),
        rows=tuple(
            (clean(resource(row["resource"])), row["quantity"], clean(row["unit"] or None)) for row in rows
        ),
        marked=frozenset(number for number, row in enumerate(rows) if row["quantity"] > 0),
    )


def _requests(brief: Brief, views: list[Row]) -> Table:
    overdue = {view["id"] for view in late(brief)}
    return sheet(
        name="Verzoeken",
        title="Verzoeken",
        heads=(*("Kenmerk", "Verzoek", "Grond", "Aanvrager", "Stand", "Spoed", "Nodig op", "Leverancier"),),
        rows=tuple(_request(view) for view in views),
        most=max(200, len(views)),
        marked=frozenset(number for number, view in enumerate(views) if view["id"] in overdue),
        exercise=frozenset(number for number, view in enumerate(views) if brief.drill(view)),
    )


def _request(view: Row) -> tuple[Cell, ...]:
    kind = kinds.known().get(str(view["kind"]))
    ground = f"{kind.title} ({kind.legal_basis})" if kind else view["kind"]
    return (
        reference(view["id"]),
        clean(view["title"]),
        clean(ground),
        clean(view["requester"]["organisation"]),
        clean(state_word(view["state"])),
        "spoed" if view["urgent"] else None,
        when(view["needed_by"]),
        clean(", ".join(view["suppliers"])) if view["suppliers"] else None,
    )


def _items(brief: Brief, views: list[Row]) -> Table:
    rows = [(view, item) for view in views for item in view["items"]]
    return sheet(
        name="Regels",
        title="Wat is gevraagd en toegezegd",
        heads=(*("Kenmerk", "Middel", "Eenheid", "Gevraagd", "Toegezegd", "Onderweg", "Aanwezig", "Open"),),
        rows=tuple(_item(view, item) for view, item in rows),
        most=max(200, len(rows)),
        marked=frozenset(
            number
            for number, (view, item) in enumerate(rows)
            if brief.counts(view) and view["state"] not in ENDED and item["outstanding"] > 0
        ),
        exercise=frozenset(number for number, (view, _) in enumerate(rows) if brief.drill(view)),
    )


def _item(view: Row, item: Row) -> tuple[Cell, ...]:
    """What has departed includes what arrived: under way is the difference."""
    return (
        reference(view["id"]),
        clean(resource(item["resource"])),
        clean(item["unit"] or None),
        item["requested"],
        item["promised"],
        max(0, item["departed"] - item["arrived"]),
        item["arrived"],
        item["outstanding"] if view["state"] not in ENDED else 0,
    )


def _capacity(brief: Brief) -> Iterator[Table]:
    """Capacity that was reported, with what must stay behind."""
    rows = brief.of(Kind.CAPACITY)
    if rows:
        yield sheet(
            name="Capaciteit",
            title="Gemelde capaciteit",
            heads=("Van wie", "Middel", "Eenheid", "Totaal", "In gebruik", "Blijft achter", "Gezien"),
            rows=tuple(_stock(row) for row in rows),
            most=100,
            exercise=frozenset(number for number, row in enumerate(rows) if brief.drill(row)),
        )


def _supplier(row: Row) -> object:
    """Whose capacity it is, by name."""
    code = row.get("vr") or row.get("supplier")
    try:
        known = suppliers.known().get(code) if isinstance(code, str) else None
    except ConfigError:
        known = None
    if known is None:
        return code
    return known.name if known.code in known.name else f"{known.name} ({known.code})"


def _stock(row: Row) -> tuple[Any, ...]:
    return (
        clean(_supplier(row)),
        clean(resource(row.get("resource"))),
        clean(row.get("unit")),
        *(row.get(name) for name in ("total", "in_use", "minimum")),
        when(row.get("observed_at")),
    )

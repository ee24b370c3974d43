"""What stands under a slide: who said what is on it, how old that is, and texts that did not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mlob.snapshot.cells import plain
from mlob.snapshot.content import Content
from mlob.snapshot.material import Material
from mlob.snapshot.slides.pages import Grid, Page
from mlob.snapshot.words import clock

__all__ = ["notes"]


def notes(page: Page, material: Material, content: Content) -> str:
    """The notes of a slide, in Dutch; a paragraph a line."""
    return "\n".join(_lines(page, material, content))


def _lines(page: Page, material: Material, content: Content) -> Iterator[str]:
    drill = "OEFENING. " if content.exercise else ""
    yield f"{drill}Rubricering: {plain(content.marking)}."
    yield plain(content.stand)
    rows = _sources(page, material.picture["sources"])
    if rows:
        yield "Bronnen van deze dia, met hun toestand op dat moment:"
        yield from (_source(row) for row in rows)
    else:
        yield "Er zijn geen bronnen ingesteld."
    yield f"Plaats in het journaal: {plain(content.cursor)}."
    if page.whole:
        yield "Voluit, wat op de dia is ingekort:"
        yield from (text.replace("\n", " ") for text in dict.fromkeys(page.whole))


def _sources(page: Page, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The sources that the tables of a slide name in a column for them; without one, every source."""
    named: set[str] = set()
    for block in page.blocks:
        if isinstance(block, Grid):
            for column, head in enumerate(block.heads):
                if head.lower() in ("bron", "bronnen"):
                    named |= {name.strip() for row in block.rows for name in row[column].split(",")}
    found = [row for row in rows if row["name"] in named]
    return found or list(rows)


def _source(row: Mapping[str, Any]) -> str:
    last = row.get("last")
    heard = f"laatste bericht {clock(last)}" if last else "nog nooit een bericht"
    return f"- {plain(row['name'])}: {plain(row['state'])}, {heard}"

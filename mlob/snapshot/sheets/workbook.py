"""The whole workbook of a briefing, the same bytes for the same material."""

from __future__ import annotations

from collections.abc import Sequence

from mlob.snapshot.content import Cell, Content, Table
from mlob.snapshot.material import Material
from mlob.snapshot.sheets import features
from mlob.snapshot.sheets.book import Book
from mlob.snapshot.sheets.overview import Overview

__all__ = ["workbook"]

_DRILL = "Oefening"


def workbook(material: Material, content: Content) -> bytes:
    """Overview, a sheet for each table with all its rows, and a sheet with every feature."""
    book = Book(content)
    front = Overview(book)
    found = []
    for section in content.sections:
        for table in section.tables:
            heads, rows = _marked(table)
            name, count = book.table(table.name, table.title, heads, rows, marked=table.marked)
            found.append((name, table.title, count))
    every = list(features.rows(material.picture["features"]))
    title = "Alles in het beeld"
    name, count = book.table("Alle gegevens", title, features.HEADS, every)
    found.append((name, title, count))
    front.sheets(found)
    return book.close()


def _marked(table: Table) -> tuple[Sequence[str], Sequence[Sequence[Cell]]]:
    """The table, with a column that says which rows are of an exercise when some are."""
    if not table.exercise:
        return table.heads, table.rows
    rows = [(*row, "OEFENING" if number in table.exercise else None) for number, row in enumerate(table.rows)]
    return (*table.heads, _DRILL), rows

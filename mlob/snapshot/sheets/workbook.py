"""The whole workbook of a briefing, the same bytes for the same material."""

from __future__ import annotations

from mlob.snapshot.content import Content
from mlob.snapshot.material import Material
from mlob.snapshot.sheets import features
from mlob.snapshot.sheets.book import Book, told_apart
from mlob.snapshot.sheets.overview import Overview

__all__ = ["workbook"]


def workbook(material: Material, content: Content) -> bytes:
    """Overview, a sheet for each table with all its rows, and a sheet with every feature."""
    book = Book(content)
    front = Overview(book)
    found = []
    for section in content.sections:
        for table in section.tables:
            heads, rows = told_apart(table)
            name, count = book.table(table.name, table.title, heads, rows, marked=table.marked)
            found.append((name, table.title, count))
    every = list(features.rows(material.picture["features"]))
    title = "Alles in het beeld"
    name, count = book.table("Alle gegevens", title, features.HEADS, every)
    found.append((name, title, count))
    front.sheets(found)
    return book.close()

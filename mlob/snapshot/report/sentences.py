"""What a section of the briefing says, a statement a line."""

from __future__ import annotations

from collections.abc import Iterator

from mlob.snapshot.cells import plain, text
from mlob.snapshot.content import Section, Table
from mlob.snapshot.words import figure

__all__ = ["sentences"]

_MOST_ROWS = 100
"""Rows of a table that a report tells; the data of the snapshot have them all."""


def sentences(section: Section, *, drill: bool) -> Iterator[str]:
    """The statements: figures, sentences, rows of tables, and what a person wrote.

    Rows of an exercise say so, unless (`drill`) all of it is one.
    """
    for item in section.figures:
        yield f"{plain(item.name)}: {plain(item.text)}"
    for paragraph in section.paragraphs:
        yield plain(paragraph.text)
    for table in section.tables:
        yield from _rows(table, named=table.title != section.title, drill=drill)
    if section.remark:
        by = f" ({plain(section.remark_by)})" if section.remark_by else ""
        yield f"Duiding: {plain(section.remark)}{by}"


def _rows(table: Table, *, named: bool, drill: bool) -> Iterator[str]:
    title = f"{plain(table.title)}. " if named else ""
    most = min(table.most, _MOST_ROWS)
    for number, row in enumerate(table.rows[:most]):
        said = "; ".join(
            f"{plain(head)}: {text(cell)}"
            for head, cell in zip(table.heads, row, strict=True)
            if cell is not None and cell != ""
        )
        mark = "OEFENING. " if number in table.exercise and not drill else ""
        yield f"{mark}{title}{said}"
    if (rest := len(table.rows) - most) > 0:
        yield f"{title}En nog {figure(rest)} andere."

"""The first sheet: what it is, how it stands, what is missing, what changed, and what is on the others."""

from __future__ import annotations

from typing import Any

from mlob.snapshot.cells import plain
from mlob.snapshot.content import Content, Section, Table
from mlob.snapshot.sheets.book import Book, expanded, told_apart
from mlob.snapshot.sheets.values import safe
from mlob.snapshot.words import figure

__all__ = ["Overview"]

_MOST_ROWS = 25
"""Rows of a table here; its own sheet has them all."""
_COLUMNS = 8
_LINE = 150
"""Characters on one line of a text that goes over all columns."""


class Overview:
    """Writes the sheet from top to bottom; the list of sheets comes last, when they are known."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._sheet: Any
        self._sheet, _ = book.sheet("Overzicht")
        self._sheet.set_column(0, 0, 44)
        self._sheet.set_column(1, _COLUMNS - 1, 21)
        self._row = 1
        self._front(book.content)
        legal = False
        for section in book.content.sections:
            legal = legal or bool(section.code)
            self._section(section, tables=() if legal else section.tables)

    def _front(self, content: Content) -> None:
        self._sheet.set_row(self._row, 24)
        self._line(plain(content.title), "title")
        if content.exercise:
            self._pair("Oefening", "OEFENING: dit beeld is niet echt")
        self._pair("Rubricering", content.marking)
        self._pair("Organisatie", content.organisation)
        if content.author:
            self._pair("Opsteller", content.author)
        self._text(content.stand, "soft")

    def _section(self, section: Section, *, tables: tuple[Table, ...]) -> None:
        """What a section says, with tables only of what is before the legal list: missing, changed."""
        if not (section.figures or section.paragraphs or section.remark or tables):
            return
        self._row += 1
        self._line(section.title, "section")
        for item in section.figures:
            self._pair(item.name, item.text, marked=item.alarm)
        for paragraph in section.paragraphs:
            severe = paragraph.weight == 2 or paragraph.level >= 3
            self._text(paragraph.text, "marked" if severe else "soft" if paragraph.weight == 1 else "text")
        for table in tables:
            self._table(table)
        if section.remark:
            by = f" ({plain(section.remark_by)})" if section.remark_by else ""
            self._text(f"Duiding: {plain(section.remark)}{by}", "text")

    def _table(self, table: Table) -> None:
        book = self._book
        named, told = told_apart(table)
        heads, rows = expanded(named, told[:_MOST_ROWS])
        for column, head in enumerate(heads):
            self._sheet.write_string(self._row, column, safe(head), book.looks["head"])
        for number, row in enumerate(rows, 1):
            look = "marked" if number - 1 in table.marked else "text"
            for column, said in enumerate(row):
                book.write(self._sheet, self._row + number, column, said, look)
        self._row += len(rows) + 1
        if rest := len(table.rows) - len(rows):
            self._text(f"En nog {figure(rest)} andere, op het eigen blad.", "soft")

    def sheets(self, found: list[tuple[str, str, int]]) -> None:
        """What is on the other sheets: name, title and number of rows of each."""
        self._row += 1
        self._line("Bladen in deze werkmap", "section")
        for name, title, count in found:
            self._sheet.write_url(
                self._row, 0, "internal:'" + name.replace("'", "''") + "'!A1", string=safe(name)
            )
            self._book.write(self._sheet, self._row, 1, safe(title))
            self._book.write(self._sheet, self._row, 2, f"{figure(count)} regels")
            self._row += 1

    def _line(self, said: str, look: str) -> None:
        self._sheet.write_string(self._row, 0, safe(said), self._book.looks[look])
        self._row += 1

    def _pair(self, name: str, said: str, *, marked: bool = False) -> None:
        self._book.write(self._sheet, self._row, 0, safe(name), "soft")
        self._book.write(self._sheet, self._row, 1, safe(said), "marked" if marked else "pair")
        self._row += 1

    def _text(self, said: str, look: str) -> None:
        """A text over all columns; cells that are one do not grow by themselves, so their row is given."""
        shown = safe(said)
        count = sum(-(-max(len(line), 1) // _LINE) for line in shown.split("\n"))
        self._sheet.set_row(self._row, min(15.0 * count, 400.0))
        self._sheet.merge_range(self._row, 0, self._row, _COLUMNS - 1, "", self._book.looks[look])
        self._sheet.write_string(self._row, 0, shown, self._book.looks[look])
        self._row += 1

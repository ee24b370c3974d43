"""One workbook: its looks, and a sheet with a table that can be filtered."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from mlob.snapshot.cells import plain
from mlob.snapshot.content import Cell, Content, Table, When
from mlob.snapshot.sheets.names import Names
from mlob.snapshot.sheets.values import Value, moments, safe, value

__all__ = ["HEAD", "LOCAL", "UNIVERSAL", "Book", "expanded", "told_apart"]

LOCAL, UNIVERSAL = "NL-tijd", "UTC"
"""What the heads of columns with times say; the first is Europe/Amsterdam, winter and summer."""
HEAD = 3
"""The row (from 0) with the heads of a table; above it the marking and what it is."""
_TIME = "dd-mm-yyyy hh:mm:ss"
_NARROW, _WIDE = 9, 60
_MOST_LINES = 8
"""Of a row as it is first seen; a reader may make it higher."""
_LONGEST_LINE = 250
"""Characters of the line at the head of a printed page, of which Excel takes 255."""


class Book:
    """A workbook in the making, in memory."""

    def __init__(self, content: Content) -> None:
        self._written = io.BytesIO()
        self.content = content
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": _TIME,
        }
        self.workbook: Any = xlsxwriter.Workbook(self._written, options)
        self._names = Names()
        self.line = ("OEFENING - " if content.exercise else "") + plain(content.marking)
        made = self.workbook.add_format
        top = {"valign": "top", "text_wrap": True}
        self.looks: dict[str, Any] = {
            "title": made({"bold": True, "font_size": 16}),
            "mark": made({"bold": True, "font_color": "#FFFFFF", "bg_color": "#2D3B47"}),
            "section": made({"bold": True, "font_size": 13, "bottom": 1, "bottom_color": "#A9B5BD"}),
            "head": made(
                {"bold": True, "bg_color": "#F1F4F6", "bottom": 1, "text_wrap": True, "valign": "top"}
            ),
            "soft": made({"font_color": "#55656F", **top}),
            "text": made(top),
            "pair": made({"valign": "top"}),
            "time": made({"num_format": _TIME, "align": "left", "valign": "top"}),
            "marked": made({"bold": True, "bg_color": "#FBECEA", **top}),
            "marked_time": made(
                {"bold": True, "bg_color": "#FBECEA", "num_format": _TIME, "align": "left", "valign": "top"}
            ),
        }
        self._describe()

    def _describe(self) -> None:
        content = self.content
        moment = datetime.fromisoformat(content.known_at.iso).astimezone(UTC).replace(tzinfo=None)
        self.workbook.set_properties(
            {
                "title": plain(content.title)[:255],
                "subject": plain(content.stand)[:255],
                "author": plain(content.author or content.organisation)[:255],
                "company": plain(content.organisation)[:255],
                "keywords": self.line[:255],
                "category": "Briefing",
                "created": moment,
            }
        )

    def sheet(self, wanted: str, *, wide: bool = True) -> tuple[Any, str]:
        """A new sheet with the marking in its first row and on each printed page, and its name."""
        name = self._names.take(wanted)
        sheet = self.workbook.add_worksheet(name)
        line = self.line.replace("&", "&&")[:_LONGEST_LINE]
        sheet.set_header(f"&C{line}")
        sheet.set_footer(f"&C{line}" if len(line) > 200 else f"&L{line}&R&P / &N")
        sheet.set_paper(9)
        if wide:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_row(0, 18, self.looks["mark"])
        sheet.write_string(0, 0, safe(self.line), self.looks["mark"])
        return sheet, name

    def write(self, sheet: Any, row: int, column: int, said: Value, look: str = "text") -> None:
        """A value in its own type."""
        if said is None:
            sheet.write_blank(row, column, None, self.looks[look])
        elif isinstance(said, bool):
            sheet.write_string(row, column, "ja" if said else "nee", self.looks[look])
        elif isinstance(said, datetime):
            times = "marked_time" if look == "marked" else "time"
            sheet.write_datetime(row, column, said, self.looks[times])
        elif isinstance(said, float):
            sheet.write_number(row, column, said, self.looks[look])
        else:
            sheet.write_string(row, column, said, self.looks[look])

    def table(
        self,
        wanted: str,
        title: str,
        heads: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        *,
        marked: frozenset[int] = frozenset(),
    ) -> tuple[str, int]:
        """A sheet with a table: fixed head, filters, widths; its name and the number of rows.

        A column of times becomes two: local time, and UTC for the hour that comes twice.
        """
        sheet, name = self.sheet(wanted)
        sheet.write_string(1, 0, safe(f"{plain(title)}. {plain(self.content.stand)}"))
        heads, values = expanded(heads, rows)
        for column, head in enumerate(heads):
            sheet.write_string(HEAD, column, safe(head), self.looks["head"])
        wide = [_width(head, [row[column] for row in values]) for column, head in enumerate(heads)]
        for column, width in enumerate(wide):
            sheet.set_column(column, column, width)
        for number, row in enumerate(values):
            if high := _height(row, wide):
                sheet.set_row(HEAD + 1 + number, high)
            look = "marked" if number in marked else "text"
            for column, said in enumerate(row):
                self.write(sheet, HEAD + 1 + number, column, said, look)
        last = HEAD + len(values)
        sheet.freeze_panes(HEAD + 1, 0)
        sheet.repeat_rows(0, HEAD)
        if heads:
            sheet.autofilter(HEAD, 0, max(last, HEAD + 1), len(heads) - 1)
        return name, len(values)

    def close(self) -> bytes:
        """The bytes of the workbook."""
        self.workbook.close()
        return self._written.getvalue()


def told_apart(table: Table) -> tuple[Sequence[str], Sequence[Sequence[Cell]]]:
    """The table, with a column that says which rows are of an exercise when some are."""
    if not table.exercise:
        return table.heads, table.rows
    rows = [(*row, "OEFENING" if number in table.exercise else None) for number, row in enumerate(table.rows)]
    return (*table.heads, "Oefening"), rows


def expanded(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> tuple[list[str], list[list[Value]]]:
    """Heads and rows in the types of cells, with two columns for a column of times."""
    times = [
        any(isinstance(row[number], When) for row in rows)
        and all(row[number] is None or isinstance(row[number], When) for row in rows)
        for number in range(len(heads))
    ]
    named: list[str] = []
    for head, time in zip(heads, times, strict=True):
        named.extend((f"{head} ({LOCAL})", f"{head} ({UNIVERSAL})") if time else (head,))
    values: list[list[Value]] = []
    for row in rows:
        cells: list[Value] = []
        for cell, time in zip(row, times, strict=True):
            cells.extend(moments(cell if isinstance(cell, When) else When()) if time else (value(cell),))
        values.append(cells)
    return named, values


def _width(head: str, cells: Sequence[Value]) -> float:
    """Width of a column in characters: of the longest line, within what is good to read."""
    longest = max((_length(cell) for cell in cells), default=0)
    return min(max(longest, min(len(head), 24), _NARROW) + 2, _WIDE)


def _height(row: Sequence[Value], wide: Sequence[float]) -> float | None:
    """Height of a row with texts of several lines, in points; None for one line."""
    count = max(
        (
            sum(-(-max(len(line), 1) // max(int(room) - 2, 1)) for line in said.split("\n"))
            for said, room in zip(row, wide, strict=True)
            if isinstance(said, str)
        ),
        default=1,
    )
    return None if count <= 1 else 15.0 * min(count, _MOST_LINES)


def _length(cell: Value) -> int:
    if isinstance(cell, str):
        return max(map(len, cell.split("\n")))
    if isinstance(cell, datetime):
        return len(_TIME)
    return len(f"{cell:.10g}") if isinstance(cell, float) else 0

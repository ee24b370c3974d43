"""Cells of the content's tables as plain text: for slides and workbooks, where nothing is markup."""

from __future__ import annotations

import re

import msgspec

from mlob.plaintext import visible
from mlob.snapshot.content import Cell, Table, When
from mlob.snapshot.words import clock, figure

__all__ = ["NOTHING", "plain", "spoken", "text"]

NOTHING = "–"
_MOST = 1e15
_BLANKS = re.compile(" +")


def plain(value: object) -> str:
    """A text without what no reader may see: control characters, marks that turn it around, half pairs.

    Line breaks stay; white space in a row becomes one space.
    """
    return _BLANKS.sub(" ", visible(str(value))).strip()


def text(cell: Cell) -> str:
    """A cell as a person reads it: local time with its zone, figures as the Dutch write them."""
    if cell is None or cell == "":
        return NOTHING
    if isinstance(cell, When):
        return clock(cell.iso)
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, int | float):
        return figure(cell) if abs(cell) < _MOST else str(cell)
    return plain(cell) or NOTHING


def spoken(table: Table) -> Table:
    """The table as a page has it: without columns in which nobody said anything."""
    shown = table.rows[: table.most]
    used = [number for number in range(len(table.heads)) if any(row[number] is not None for row in shown)]
    return msgspec.structs.replace(
        table,
        heads=tuple(table.heads[number] for number in used),
        rows=tuple(tuple(row[number] for number in used) for row in table.rows),
    )

"""Cells of the content's tables as plain text: for slides and workbooks, where nothing is markup."""

from __future__ import annotations

import re

from mlob.plaintext import visible
from mlob.snapshot.content import Cell, When
from mlob.snapshot.words import clock, figure

__all__ = ["NOTHING", "plain", "text"]

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

"""How wide the columns of a table are, and how high its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mlob.snapshot.slides import look
from mlob.snapshot.slides.measure import LINE_HEIGHT, cut, lines, width

__all__ = ["MOST_LINES", "PAD", "fitted", "height", "widths"]

PAD = (5.0, 3.5)
"""Room inside a cell, beside and above what it says."""
MOST_LINES = 4
"""A cell with more lines is cut, visibly; all of it is in the notes."""
_WIDEST = 360.0
_NARROWEST = 40.0
_LONGEST = 150.0
"""A column is at least as wide as its longest word, but for words that are longer than this."""


def widths(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, size: float, bold: bool, room: float = look.WIDE
) -> list[float]:
    """Widths of the columns in points, together `room`: what each wants, less what there is not.

    `bold` when any row is, which takes more.
    """
    wanted, least = [], []
    for number, head in enumerate(heads):
        cells = {row[number] for row in rows}
        names = [
            width(head, look.HEAD, bold=True),
            *(width(word, look.HEAD, bold=True) for word in head.split()),
        ]
        natural = max([names[0], *(width(cell, size, bold=bold) for cell in cells)])
        words = [
            *names[1:],
            *(width(word, size, bold=bold) for cell in cells for word in re.split("[ \n]", cell)),
        ]
        least.append(max(_NARROWEST, min(max(words, default=0), _LONGEST) + 2 * PAD[0] + 2))
        wanted.append(max(least[-1], min(natural, _WIDEST) + 2 * PAD[0] + 2))
    if sum(least) >= room:
        return [room * one / sum(least) for one in least]
    spare, asked = room - sum(least), sum(wanted) - sum(least)
    if asked <= spare:
        return [room * one / sum(wanted) for one in wanted]
    return [
        one + spare * (other - one) / asked if asked else one
        for one, other in zip(least, wanted, strict=True)
    ]


def fitted(row: Sequence[str], columns: Sequence[float], *, size: float, bold: bool = False) -> list[str]:
    """The cells of a row as they are shown."""
    return [
        cut(cell, size, wide - 2 * PAD[0], MOST_LINES, bold=bold)
        for cell, wide in zip(row, columns, strict=True)
    ]


def height(row: Sequence[str], columns: Sequence[float], *, size: float, bold: bool = False) -> float:
    """Points that a row takes."""
    most = max(
        lines(cell, size, wide - 2 * PAD[0], bold=bold) for cell, wide in zip(row, columns, strict=True)
    )
    return most * size * LINE_HEIGHT + 2 * PAD[1]

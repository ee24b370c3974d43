"""How a sentence and a table are laid out on a slide: sizes, what is cut, how high it is."""

from __future__ import annotations

from collections.abc import Sequence

from mlob.snapshot.cells import plain
from mlob.snapshot.content import Paragraph, Table
from mlob.snapshot.slides import columns, look
from mlob.snapshot.slides.measure import LINE_HEIGHT, cut, lines
from mlob.snapshot.slides.pages import Grid, Line

__all__ = ["laid", "line", "severe"]

_MOST_LINES = 9
"""A sentence with more lines is cut, visibly; all of it is in the notes."""
_ONE_SLIDE = look.FOOT - look.TOP - 30
"""Room for a table with a title on a slide of its own."""


def severe(item: Paragraph) -> bool:
    """Whether a sentence asks for attention."""
    return item.weight == 2 or item.level >= 3


def laid(table: Table, rows: list[list[str]]) -> Grid | None:
    """The whole table in the largest letters with which it goes on one slide, else in the smallest."""
    if not rows:
        return None
    heads = tuple(plain(head) for head in table.heads)
    bold = [number in table.marked for number in range(len(rows))]
    found = None
    for size in look.TABLE:
        wide = columns.widths(heads, rows, size=size, bold=any(bold))
        shown = [
            columns.fitted(row, wide, size=size, bold=some) for row, some in zip(rows, bold, strict=True)
        ]
        heights = [
            columns.height(row, wide, size=size, bold=some) for row, some in zip(shown, bold, strict=True)
        ]
        head = columns.height(heads, wide, size=look.HEAD, bold=True)
        found = Grid(
            top=0,
            title="",
            size=size,
            columns=tuple(wide),
            heads=heads,
            rows=tuple(map(tuple, shown)),
            heights=(head, *heights),
            right=_figures(table),
            marked=frozenset(number for number, some in enumerate(bold) if some),
            whole=_whole(rows, shown),
        )
        if head + sum(heights) <= _ONE_SLIDE:
            break
    return found


def _whole(rows: Sequence[Sequence[str]], shown: Sequence[Sequence[str]]) -> dict[int, tuple[str, ...]]:
    """By number of its row, the cells that were cut."""
    found = {}
    for number, (row, fitted) in enumerate(zip(rows, shown, strict=True)):
        if said := tuple(cell for cell, short in zip(row, fitted, strict=True) if cell != short):
            found[number] = said
    return found


def _figures(table: Table) -> frozenset[int]:
    """Columns with nothing but numbers: these end at the same side."""
    columns_of = range(len(table.heads))
    found = set()
    for number in columns_of:
        cells = [row[number] for row in table.rows if row[number] is not None]
        if cells and all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells):
            found.add(number)
    return frozenset(found)


def line(item: Paragraph, room: float) -> tuple[Line, float, str]:
    """A sentence as it is shown, the height that it takes, and all of it when it was cut."""
    said = plain(item.text)
    bold = severe(item)
    mark = "▲ " if bold else ""
    size = look.SMALL if item.weight == 1 else look.BODY
    shown = cut(mark + said, size, room, _MOST_LINES, bold=bold)
    colour = look.BAD if item.level >= 3 else look.WARN if item.weight == 2 else look.INK
    shaped = Line(
        text=shown.removeprefix(mark),
        size=size,
        colour=look.SOFT if item.weight == 1 else colour,
        bold=bold,
        mark=mark,
    )
    height = lines(shown, size, room, bold=bold) * size * LINE_HEIGHT + size * 0.5
    return shaped, height, said if shown != mark + said else ""

"""A table as DrawingML (ECMA-376, part 1, 21.1.3), written whole: a call for each cell is what is slow."""

from __future__ import annotations

from collections.abc import Sequence

from mlob.snapshot.slides import look
from mlob.snapshot.slides.columns import PAD
from mlob.snapshot.slides.pages import Grid
from mlob.snapshot.slides.shapes import paragraph, run

__all__ = ["table"]


def _border(side: str, colour: str | None, wide: float = 0.5) -> str:
    if colour is None:
        return f'<a:{side} w="0"><a:noFill/></a:{side}>'
    return f'<a:{side} w="{look.emu(wide)}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:{side}>'


def _style(ground: str | None, line: str) -> str:
    """The look of a cell: hairlines between the rows, none between the columns."""
    beside, above = look.emu(PAD[0]), look.emu(PAD[1])
    beside, above = look.emu(PAD[0]), look.emu(PAD[1])
    inset = f'marL="{beside}" marR="{beside}" marT="{above}" marB="{above}"'
    fill = f'<a:solidFill><a:srgbClr val="{ground}"/></a:solidFill>' if ground else "<a:noFill/>"
    edges = _border("lnL", None) + _border("lnR", None) + _border("lnT", None) + _border("lnB", line)
    return f"<a:tcPr {inset}>{edges}{fill}</a:tcPr>"


_HEAD = _style(look.LAND, look.SOFT)
_PLAIN = _style(None, look.LINE)
_MARKED = _style(look.RED, look.LINE)


def _cell(said: str, style: str, *, size: float, colour: str, bold: bool, right: bool) -> str:
    content = paragraph(run(said, size, colour, bold=bold), align="r" if right else "l")
    return f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{content}</a:txBody>{style}</a:tc>"


def _row(cells: Sequence[str], height: float) -> str:
    return f'<a:tr h="{look.emu(height)}">{"".join(cells)}</a:tr>'


def table(grid: Grid) -> str:
    """The element `a:tbl`; its first row is the head, also to a screen reader."""
    wide = "".join(f'<a:gridCol w="{look.emu(column)}"/>' for column in grid.columns)
    head = [
        _cell(text, _HEAD, size=look.HEAD, colour=look.SOFT, bold=True, right=number in grid.right)
        for number, text in enumerate(grid.heads)
    ]
    rows = [_row(head, grid.heights[0])]
    for number, row in enumerate(grid.rows):
        bold = number in grid.marked
        style = _MARKED if bold else _PLAIN
        cells = [
            _cell(text, style, size=grid.size, colour=look.INK, bold=bold, right=column in grid.right)
            for column, text in enumerate(row)
        ]
        rows.append(_row(cells, grid.heights[number + 1]))
    return f'<a:tbl><a:tblPr firstRow="1"/><a:tblGrid>{wide}</a:tblGrid>{"".join(rows)}</a:tbl>'

"""What a briefing says, as plain data: sections, sentences and tables, before any file form.

The order is that of the legal totaalbeeld (Besluit veiligheidsregio's 2.4.1), after the headline
figures, what is missing and what changed. A rendering decides how it looks, never what it says.
"""

from __future__ import annotations

import msgspec

__all__ = ["Cell", "Content", "Figure", "Paragraph", "Section", "Table", "When"]


class When(msgspec.Struct, frozen=True):
    """A moment (UTC, ISO 8601), shown in local time; empty when it is not known."""

    iso: str = ""


Cell = str | int | float | When | None
"""A cell of a table; None is shown as a dash."""


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Rows under heads; `name` is short and unique in the briefing (the sheet of a workbook).

    `rows` are all there are; a page shows at most `most` and then says `rest(n)` how many more.
    `marked` are the numbers of rows that stand out (severe, late), `exercise` those of an exercise.
    """

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    most: int = 200
    marked: frozenset[int] = frozenset()
    exercise: frozenset[int] = frozenset()


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A headline figure as an honest total: the text may be a range or a minimum."""

    name: str
    text: str
    alarm: bool = False


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence or more; `weight` 0 plain, 1 soft, 2 warning; `level` 0-4 where it is a change."""

    text: str
    weight: int = 0
    level: int = 0


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the briefing; `code` is its place in the legal list ("a2"), empty for what is before it.

    `remark` is what a person wrote for this section, with who and when in `remark_by`.
    """

    name: str
    title: str
    code: str = ""
    alarm: bool = False
    figures: tuple[Figure, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    tables: tuple[Table, ...] = ()
    remark: str = ""
    remark_by: str = ""
    map: bool = False


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """The whole briefing. `stand` says both times and the cursor in words, for under the title."""

    title: str
    organisation: str
    marking: str
    exercise: bool
    stand: str
    at: When
    known_at: When
    cursor: str
    author: str
    sections: tuple[Section, ...]

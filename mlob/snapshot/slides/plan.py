"""From the content of a briefing to slides: nothing runs off a slide, what is long goes on on the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from mlob.snapshot.cells import plain, spoken, text
from mlob.snapshot.content import Cell, Content, Figure, Paragraph, Section, Table, When
from mlob.snapshot.slides import look
from mlob.snapshot.slides.laying import laid, line, severe
from mlob.snapshot.slides.measure import LINE_HEIGHT, cut, lines
from mlob.snapshot.slides.pages import Cards, Line, Map, Page, Words
from mlob.snapshot.words import figure, short

__all__ = ["plan"]

_GAP = 10.0
_CARDS = 204.0
_MOST_CARDS = 10
_ACROSS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 3, 7: 4, 8: 4}
"""Where the headline figures stand on the first slide, how many at most, and how many in a row."""
_REST = _GAP + look.SMALL * (LINE_HEIGHT + 0.5) + 1
"""Room under a table for how many rows there are more."""
_LEAST_ROWS = 3
"""A table with fewer rows left on a slide starts on the next."""
_EXERCISE = "OEFENING: "
_MOST_SLIDES, _MOST_SEVERE = 2, 4
"""Slides of one table, and while its rows stand out; the workbook has all rows."""
_SHORT = 3
"""A section with so many sentences and nothing else shares a slide with its neighbours."""
_OTHERS = "Overige onderdelen"
_BESIDE = 5
"""So many sentences go beside the map."""


def plan(content: Content) -> list[Page]:
    """The slides in their order. The first has the headline figures: those of the first section with any."""
    shown = next((section for section in content.sections if section.figures), None)
    first, left = _opening(content, shown)
    pages = [first]
    sections = [left if section is shown and left else section for section in content.sections]
    for section in _gathered(sections):
        flow = _Flow(section, drill=content.exercise, now=content.at.iso)
        flow.fill()
        pages.extend(flow.numbered())
    return pages


def _opening(content: Content, section: Section | None) -> tuple[Page, Section | None]:
    """The first slide, and what of the section with the headline figures did not go on it."""
    page = Page(title=plain(content.title), opening=True)
    if section is None:
        return page, None
    figures = section.figures[:_MOST_CARDS]
    across = _ACROSS.get(len(figures), 5)
    height = look.CARD_HEIGHT * -(-len(figures) // across)
    page.blocks.append(Cards(top=_CARDS, height=height, figures=figures, across=across))
    said = [line(item, look.WIDE - 8) for item in section.paragraphs]
    taken, top = 0, _CARDS + height
    while taken < len(said) and top + said[taken][1] <= look.FOOT:
        top, taken = top + said[taken][1], taken + 1
    if taken:
        some = tuple(shaped for shaped, _, _ in said[:taken])
        page.blocks.append(Words(top=_CARDS + height, height=top - _CARDS - height, lines=some))
        page.whole.extend(whole for _, _, whole in said[:taken] if whole)
    left = msgspec.structs.replace(
        section, figures=section.figures[_MOST_CARDS:], paragraphs=section.paragraphs[taken:]
    )
    return page, left


def _gathered(sections: Sequence[Section]) -> Iterator[Section]:
    """The sections, with those that say little and stand beside each other as one table."""
    for little, group in groupby(sections, _is_short):
        some = list(group)
        if not little or sum(bool(section.paragraphs) for section in some) == 1:
            yield from some
            continue
        said = [(plain(section.title), item) for section in some for item in section.paragraphs]
        table = Table(
            name="overig",
            title=_OTHERS,
            heads=("Onderdeel", "Stand"),
            rows=tuple((title, item.text) for title, item in said),
            marked=frozenset(number for number, (_, item) in enumerate(said) if severe(item)),
        )
        yield Section(name="overig", title=_OTHERS, tables=(table,))


def _is_short(section: Section) -> bool:
    more = section.map or section.figures or section.remark or section.alarm
    return not more and not any(table.rows for table in section.tables) and len(section.paragraphs) <= _SHORT


class _Flow:
    """One section, from top to bottom over as many slides as it takes."""

    def __init__(self, section: Section, *, drill: bool, now: str) -> None:
        self._section, self._drill, self._now = section, drill, now
        self._pages: list[Page] = []
        self._top = float(look.FOOT)

    def fill(self) -> None:
        """Put the whole section on slides."""
        section = self._section
        if section.map:
            self._map(section.paragraphs)
        self._cards(section.figures)
        if not section.map:
            self._sentences(section.paragraphs)
        for table in section.tables:
            self._table(table)
        if section.remark:
            self._remark(plain(section.remark), plain(section.remark_by))

    def numbered(self) -> list[Page]:
        """The slides, with which of how many in their titles."""
        if len(self._pages) > 1:
            for number, page in enumerate(self._pages, 1):
                page.title += f" ({number}/{len(self._pages)})"
        return self._pages

    def _page(self) -> Page:
        page = Page(title=cut(plain(self._section.title), 26, look.WIDE - 90, 1, bold=True))
        self._pages.append(page)
        self._top = look.TOP
        return page

    def _room(self, needed: float) -> Page:
        """The slide that has so much room left; a new one when the last has not."""
        if not self._pages or self._top + needed > look.FOOT:
            return self._page()
        return self._pages[-1]

    def _map(self, paragraphs: Sequence[Paragraph]) -> None:
        page = self._page()
        beside = [line(item, look.BESIDE) for item in paragraphs[:_BESIDE]]
        page.blocks.append(Map(lines=tuple(shaped for shaped, _, _ in beside)))
        page.whole.extend(whole for _, _, whole in beside if whole)
        self._top = look.FOOT
        self._sentences(paragraphs[_BESIDE:])

    def _cards(self, figures: Sequence[Figure]) -> None:
        across = min(len(figures), 5)
        if not figures:
            return
        for start in range(0, len(figures), across):
            page = self._room(look.CARD_HEIGHT)
            some = tuple(figures[start : start + across])
            page.blocks.append(Cards(top=self._top, height=look.CARD_HEIGHT, figures=some, across=across))
            self._top += look.CARD_HEIGHT
        self._top += _GAP

    def _sentences(self, paragraphs: Sequence[Paragraph]) -> None:
        some: list[Line] = []
        start = self._top
        for item in paragraphs:
            shaped, height, whole = line(item, look.WIDE - 8)
            if not some:
                self._room(height)
                start = self._top
            elif self._top + height > look.FOOT:
                self._words(some, start)
                some = []
                self._page()
                start = self._top
            some.append(shaped)
            self._top += height
            if whole:
                self._pages[-1].whole.append(whole)
        if some:
            self._words(some, start)
            self._top += _GAP

    def _words(self, some: Sequence[Line], top: float) -> None:
        self._pages[-1].blocks.append(Words(top=top, height=self._top - top, lines=tuple(some)))

    def _remark(self, said: str, by: str) -> None:
        room = look.WIDE - 24
        shown = cut(said, look.BODY, room, 12)
        height = (
            lines(shown, look.BODY, room) * look.BODY * LINE_HEIGHT + (look.SMALL * 1.8 if by else 0) + 12
        )
        page = self._room(height)
        if shown != said:
            page.whole.append(said)
        found = [Line(text=shown, size=look.BODY, colour=look.INK)]
        if by:
            found.append(Line(text=by, size=look.SMALL, colour=look.SOFT))
        page.blocks.append(Words(top=self._top, height=height, lines=tuple(found), remark=True))
        self._top += height + _GAP

    def _table(self, table: Table) -> None:
        table = spoken(table)
        whole = laid(table, list(self._rows(table)))
        if whole is None:
            return
        title = "" if table.title == self._section.title else plain(table.title)
        above = look.BODY * LINE_HEIGHT + 4 if title else 0.0
        head, heights, count = whole.heights[0], whole.heights[1:], len(whole.rows)
        start = parts = 0
        while start < count and (parts < _MOST_SLIDES or (start in whole.marked and parts < _MOST_SEVERE)):
            page = self._room(above + head + sum(heights[start : start + _LEAST_ROWS]) + _REST)
            end, used = start, self._top + above + head
            last = look.FOOT - (_REST if parts >= _MOST_SLIDES - 1 or table.rows[count:] else 0)
            while end < count and used + heights[end] <= last:
                used, end = used + heights[end], end + 1
            part = msgspec.structs.replace(
                whole,
                top=self._top,
                title=title and title + (" (vervolg)" if start else ""),
                rows=whole.rows[start:end],
                heights=(head, *heights[start:end]),
                marked=frozenset(number - start for number in whole.marked if start <= number < end),
            )
            page.blocks.append(part)
            page.whole.extend(text for number in range(start, end) for text in whole.whole.get(number, ()))
            start, parts, self._top = end, parts + 1, used + _GAP
        if rest := len(table.rows) - start:
            said = f"En nog {figure(rest)} andere; de werkmap (XLSX) heeft ze."
            self._sentences([Paragraph(text=said, weight=1)])

    def _rows(self, table: Table) -> Iterator[list[str]]:
        for number, row in enumerate(table.rows[: table.most]):
            cells = [_kept(cell, self._now) for cell in row]
            if number in table.exercise and not self._drill and cells:
                cells[0] = _EXERCISE + cells[0]
            yield cells


def _kept(cell: Cell, now: str) -> str:
    """A cell as text; a moment without what it shares with that of the slides, which is below each."""
    if not isinstance(cell, When) or not cell.iso:
        return text(cell)
    said = plain(short(cell.iso, now))
    day, blank, time = said.rpartition(" ") if said[-1:].isdigit() else ("", "", said)
    return day.replace(" ", "\u00a0") + blank + time.replace(" ", "\u00a0")

"""What the templates show of a briefing: its texts as they are read, columns with their widths, maps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from functools import cache, partial
from pathlib import Path
from typing import Any

import msgspec
import typst

from mlob.bijstand.form_content import breakable
from mlob.moment import AMSTERDAM, moment
from mlob.paths import ASSETS
from mlob.snapshot.content import Cell, Content, Figure, Section, Table
from mlob.snapshot.words import cell, clean, clock, number_of

__all__ = ["compiled", "figure", "filled", "forget", "lead", "rest", "sheet", "tagged"]

TEMPLATES = Path(__file__).with_name("templates")
FONTS = ASSETS / "vendor" / "inter"
"""Inter in a form that typst reads; other signs come from the fonts that typst brings."""
STANDARD = "ua-1"
"""PDF/UA-1 (ISO 14289-1): tags, language, title and a text for each picture."""
_NOTHING = clean(None)
"""What stands in a cell of which nobody said anything."""
_REMEMBERED = 10
"""Compilations for which typst keeps a result that nothing asks for again (comemo, `evict(10)`)."""
_SHORT = 18
"""Signs up to which a column is as wide as its longest cell."""
_OWN, _NARROW = 72, 62
"""Signs that such columns may take together, and those of a table that is small whole."""
_WORD = 18
"""Signs of a word that may be broken off at the end of a line."""
_LEADS = ("Wat", "Waarschuwing", "Melding", "Verzoek", "Operatie", "Middel")
"""Heads of columns that say what a row is about; else that is the first."""
_LEAST, _MOST = 9, 60
"""Signs between which the mean of a column tells its share of the width."""


def sheet(content: Content, maps: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """The data of a template; raises ValueError without a marking, as nothing may be printed without."""
    if not content.marking.strip():
        raise ValueError("geen rubricering")
    at = moment(content.at.iso)
    there = at.astimezone(UTC)
    found = {
        "title": clean(content.title),
        "organisation": clean(content.organisation),
        "marking": clean(content.marking),
        "exercise": content.exercise,
        "author": clean(content.author) if content.author else "",
        "moment": clock(content.at.iso),
        "zone": at.astimezone(AMSTERDAM).tzname() or "",
        "stand": clean(content.stand),
        "day": [there.year, there.month, there.day, there.hour, there.minute, there.second],
        "sections": [_section(part, content.at.iso) for part in content.sections],
    }
    return {**breakable(found), "maps": list(maps)}


def compiled(template: str, data: dict[str, Any], at: str, **how: Any) -> Any:
    """The template (a file in templates/) with the data; the same data gives the same bytes.

    Only fonts that come along are used, and the time in the document is that of the picture.
    """
    return typst.compile(
        _template(template),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": msgspec.json.encode(data).decode()},
        timestamp=int(moment(at).timestamp()),
        **how,
    )


def tagged(template: str, data: dict[str, Any], at: str) -> bytes:
    """The PDF, to PDF/UA-1; with a sign that no font has it is tagged without the claim to the standard."""
    make = partial(compiled, template, data, at, format="pdf")
    found: bytes
    try:
        found = make(pdf_standards=STANDARD)
    except typst.TypstError:
        found = make()
    return found


def forget() -> None:
    """Let typst forget what it made of this: it remembers ten compilations, some 40 MB each.

    A compilation of nothing takes 5 ms; after so many the memory of a process that makes one briefing
    after another stays where it was after the first (measured: 210 MB instead of 510 MB after 14).
    """
    for _ in range(_REMEMBERED + 1):
        typst.compile(b"", format="svg", font_paths=_fonts(), ignore_system_fonts=True)


@cache
def _template(name: str) -> bytes:
    return (TEMPLATES / name).read_bytes()


@cache
def _fonts() -> typst.Fonts:
    paths: list[Any] = [str(FONTS)] if FONTS.is_dir() else []
    return typst.Fonts(include_system_fonts=False, font_paths=paths)


def _section(part: Section, now: str) -> dict[str, Any]:
    return {
        "name": part.name,
        "title": clean(part.title),
        "code": part.code,
        "alarm": part.alarm,
        "map": part.map,
        "remark": clean(part.remark) if part.remark else "",
        "remark_by": clean(part.remark_by) if part.remark_by else "",
        "figures": [figure(one) for one in part.figures],
        "paragraphs": [
            {"text": clean(one.text), "weight": one.weight, "level": one.level} for one in part.paragraphs
        ],
        "tables": [_table(one, now, alone=len(part.tables) == 1) for one in part.tables if one.rows],
    }


def figure(one: Figure) -> dict[str, Any]:
    """A number, and smaller what stands behind it in brackets."""
    main, _, rest = one.text.partition(" (")
    return {
        "name": clean(one.name),
        "main": main,
        "rest": f"({rest}" if rest else "",
        "alarm": one.alarm,
    }


def _table(one: Table, now: str, *, alone: bool) -> dict[str, Any]:
    heads, kept = filled(one)
    rows = [[cell(value, now) for value in row] for row in kept]
    right = [_is_number(kept, column) for column in range(len(heads))]
    hidden = len(one.rows) - len(rows)
    return {
        "title": "" if alone and one.title == one.name else clean(one.title),
        "heads": [clean(head) for head in heads],
        "rows": rows,
        "columns": _widths(heads, rows, right),
        "long": [_longest_word(rows, column) > _WORD for column in range(len(heads))],
        "right": right,
        "lead": lead(heads),
        "marked": sorted(number for number in one.marked if number < len(rows)),
        "exercise": sorted(number for number in one.exercise if number < len(rows)),
        "rest": rest(hidden),
    }


def filled(one: Table) -> tuple[list[str], list[list[Cell]]]:
    """The heads and the rows that a page shows, without columns in which nobody said anything."""
    kept = one.rows[: one.most]
    used = [column for column in range(len(one.heads)) if any(row[column] is not None for row in kept)]
    return [one.heads[column] for column in used], [[row[column] for column in used] for row in kept]


def lead(heads: Sequence[str]) -> int:
    """The column that says what a row is about."""
    return next((column for column, head in enumerate(heads) if head in _LEADS), 0)


def rest(hidden: int) -> str:
    """That there are more rows than are shown; empty when there are not."""
    if hidden <= 0:
        return ""
    return f"En nog {number_of(hidden, 'andere regel', 'andere regels')}, hier niet afgedrukt."


def _is_number(rows: Sequence[Sequence[Cell]], column: int) -> bool:
    """Whether a column holds numbers, with perhaps a range among them."""
    said = [row[column] for row in rows if row[column] is not None]
    numbers = sum(isinstance(value, int | float) for value in said)
    return numbers > 0 and numbers * 2 >= len(said)


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> list[float]:
    """0 for a column that is as wide as what is in it, else its share of the rest.

    A table that is small whole is not drawn out over the page; short columns never take most of it.
    """
    longest = [max([len(head), *(len(row[column]) for row in rows)]) for column, head in enumerate(heads)]
    if sum(longest) <= _NARROW:
        return [0] * len(heads)
    own = [column for column, length in enumerate(longest) if right[column] or length <= _SHORT]
    while sum(longest[column] for column in own) > _OWN:
        words = [column for column in own if not right[column]]
        if not words:
            break
        own.remove(max(words, key=lambda column: longest[column]))
    if len(own) == len(heads):
        own.remove(lead(heads))
    return [0 if column in own else _share(head, rows, column) for column, head in enumerate(heads)]


def _share(head: str, rows: Sequence[Sequence[str]], column: int) -> float:
    lengths = [len(row[column]) for row in rows if row[column] != _NOTHING] or [0]
    mean = sum(lengths) / len(lengths)
    word = max(_longest_word(rows, column), len(head))
    share: float = min(max(mean, max(lengths) / 3, word, _LEAST), _MOST) ** 0.7
    return round(share, 2)


def _longest_word(rows: Sequence[Sequence[str]], column: int) -> int:
    return max((len(word) for row in rows for word in row[column].split()), default=0)

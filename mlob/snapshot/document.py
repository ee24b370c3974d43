"""The briefing as one self-contained HTML page in Dutch, to read and to print; no scripts, no links.

It says what the content says (mlob/snapshot/content.py), in its order. The page is a table with a head
and a foot, because browsers repeat those on every printed sheet: the marking and OEFENING stand on each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mlob.snapshot import drawing
from mlob.snapshot.content import Cell, Content, Figure, Paragraph, Section, Table, When
from mlob.snapshot.material import Material
from mlob.snapshot.paper import filled, lead, rest
from mlob.snapshot.style import STYLE
from mlob.snapshot.words import clock, figure, safe, time_cell

__all__ = ["render"]

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_DRILL = '<b class="oefening">OEFENING</b> '
_WEIGHTS = ("", "zacht", "let-op")


def render(material: Material, content: Content) -> bytes:
    """The HTML document (UTF-8) of a briefing; raises ValueError without a marking."""
    if not content.marking.strip():
        raise ValueError("geen rubricering")
    body = "".join((_title(content), *(_section(part, material) for part in content.sections)))
    return _page(body, content).encode()


def _band(content: Content) -> str:
    drill = '<strong class="oefening">OEFENING</strong> ' if content.exercise else ""
    return f'<div class="band">{drill}<span>{safe(content.marking)}</span></div>'


def _page(body: str, content: Content) -> str:
    band = _band(content)
    drill = "OEFENING - " if content.exercise else ""
    title = f"{drill}{content.title} - {clock(content.at.iso)}"
    return (
        '<!doctype html><html lang="nl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{safe(title)}</title><style>{STYLE}</style></head><body>"
        f'<table class="vel" role="presentation"><thead><tr><td>{band}</td></tr></thead>'
        f"<tfoot><tr><td>{band}</td></tr></tfoot>"
        f"<tbody><tr><td><main>{body}</main></td></tr></tbody></table></body></html>"
    )


def _title(content: Content) -> str:
    author = f" Opgesteld door {safe(content.author)}." if content.author else ""
    return (
        f"<header><h1>{safe(content.title)}</h1><p>{safe(content.organisation)}. "
        f"Stand van {time_cell(content.at.iso)}, zoals bekend op {time_cell(content.known_at.iso)}. "
        f"Plaats in het journaal: {safe(content.cursor)}.{author}</p></header>"
    )


def _section(part: Section, material: Material) -> str:
    classes = " ".join(name for name, wanted in (("alarm", part.alarm), ("kaart", part.map)) if wanted)
    code = f'<span class="code">{safe(part.code)}</span> ' if part.code else ""
    return (
        f'<section class="{classes}"><h2>{code}{safe(part.title)}</h2>{_remark(part)}'
        f"{_figures(part.figures)}{''.join(map(_paragraph, part.paragraphs))}"
        f"{_maps(material) if part.map else ''}{''.join(map(_table, part.tables))}</section>"
    )


def _remark(part: Section) -> str:
    if not part.remark:
        return ""
    text = safe(part.remark).replace("\n", "<br>")
    return f"<blockquote><p>{text}</p><footer>{safe(part.remark_by)}</footer></blockquote>"


def _figures(found: Sequence[Figure]) -> str:
    cells = "".join(
        f"<div{_class('hoog') if one.alarm else ''}><dt>{safe(one.name)}</dt><dd>{safe(one.text)}</dd></div>"
        for one in found
    )
    return f'<dl class="cijfers">{cells}</dl>' if cells else ""


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _paragraph(one: Paragraph) -> str:
    name = " ".join(
        part for part in (_WEIGHTS[one.weight], f"niveau{one.level}" if one.level else "") if part
    )
    return f"<p{_class(name)}>{safe(one.text)}</p>"


def _maps(material: Material) -> str:
    """The country, and what is struck from near when that is a part of it; the legend beside them."""
    features = material.picture["features"]
    near = drawing.close_view(features, drawing.NATIONAL.width, drawing.NATIONAL.height)
    drawn = "".join(
        drawing.draw(features, view, exercise=material.exercise, explained=False)
        for view in (drawing.NATIONAL, near)
        if view is not None
    )
    rows = "".join(f"<li>{sign} {safe(words)}</li>" for sign, words in drawing.legend_items())
    return f'{drawn}<ul class="legenda">{rows}</ul>'


def _table(one: Table) -> str:
    heads, rows = filled(one)
    if not rows:
        return ""
    numbers = [any(isinstance(row[column], int | float) for row in rows) for column in range(len(heads))]
    subject = lead(heads)
    head = "".join(
        f'<th scope="col"{_class("getal") if number else ""}>{safe(text)}</th>'
        for text, number in zip(heads, numbers, strict=True)
    )
    lines = "".join(
        f"<tr{_class('hoog') if number in one.marked else ''}>"
        f"{''.join(_cells(row, numbers, subject if number in one.exercise else None))}</tr>"
        for number, row in enumerate(rows)
    )
    hidden = rest(len(one.rows) - len(rows))
    return (
        f"<h3>{safe(one.title)}</h3><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
        + (f'<p class="zacht">{hidden}</p>' if hidden else "")
    )


def _cells(row: Iterable[Cell], numbers: Sequence[bool], drill: int | None) -> Iterator[str]:
    for column, value in enumerate(row):
        text = f"{_DRILL if column == drill else ''}{_cell(value)}"
        yield f"<td{_class('getal') if numbers[column] else ''}>{text}</td>"


def _cell(value: Cell) -> str:
    if isinstance(value, When):
        return time_cell(value.iso)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return figure(value)
    return safe(value)

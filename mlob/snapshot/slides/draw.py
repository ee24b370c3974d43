"""The shapes of a slide, out of its blocks."""

from __future__ import annotations

from collections.abc import Sequence

from mlob.snapshot.cells import plain
from mlob.snapshot.content import Content, Figure
from mlob.snapshot.slides import look
from mlob.snapshot.slides.grid import table
from mlob.snapshot.slides.master import FOOTER
from mlob.snapshot.slides.measure import LINE_HEIGHT, cut, width
from mlob.snapshot.slides.pages import Cards, Grid, Line, Map, Page, Words
from mlob.snapshot.slides.picture import Picture
from mlob.snapshot.slides.shapes import Shapes, paragraph, run
from mlob.snapshot.words import clock

__all__ = ["Linked", "drawn"]

Linked = tuple[str, Picture]
"""A picture with the id of its relation to the slide."""

_GAP = 12.0


def drawn(page: Page, content: Content, maps: Sequence[Linked]) -> str:
    """The element `p:spTree` of a slide."""
    found = Shapes()
    if page.opening:
        _opening(found, page, content)
    else:
        title = run(page.title, 26, look.INK, bold=True)
        found.place("title", "Titel", f"<a:p>{title}</a:p>")
    body = True  # the first sentences are the body of the outline
    for block in page.blocks:
        if isinstance(block, Words):
            _words(found, block, body=body and not page.opening)
            body = body and block.remark
        elif isinstance(block, Cards):
            _cards(found, block)
        elif isinstance(block, Grid):
            _grid(found, block)
        elif maps:
            _map(found, block, maps)
    drill = "OEFENING · " if content.exercise else ""
    foot = f"{drill}{plain(content.marking)} · {plain(content.organisation)} · stand {clock(content.at.iso)}"
    shown = cut(foot, look.SMALL, look.WIDE - 90, 1)
    found.place("ftr", "Rubricering en moment", f"<a:p>{run(shown, look.SMALL, look.SOFT)}</a:p>", idx=FOOTER)
    found.number("Nummer")
    return found.tree()


def _opening(found: Shapes, page: Page, content: Content) -> None:
    title = cut(page.title, 34, look.WIDE - 20, 2, bold=True)
    found.place("ctrTitle", "Titel", f"<a:p>{run(title, 34, look.INK, bold=True)}</a:p>")
    by = f", door {plain(content.author)}" if content.author else ""
    lines = [
        paragraph(run(cut(plain(content.organisation) + by, 18, look.WIDE, 1), 18, look.INK), after=4),
        paragraph(run(cut(plain(content.stand), 14, look.WIDE - 16, 3), 14, look.SOFT)),
    ]
    found.place("subTitle", "Moment", "".join(lines), idx=1)


def _text(lines: Sequence[Line]) -> str:
    return "".join(
        paragraph(run(line.mark + line.text, line.size, line.colour, bold=line.bold), after=line.size * 0.5)
        for line in lines
    )


def _words(found: Shapes, block: Words, *, body: bool) -> None:
    if block.remark:
        found.box("Streep", (look.LEFT, block.top, 4, block.height), fill=look.INFO)
        place = (look.LEFT + 14.0, block.top + 4, look.WIDE - 14.0, block.height - 4)
        found.box("Duiding", place, _text(block.lines))
        return
    place = (float(look.LEFT), block.top, float(look.WIDE), block.height)
    if body:
        found.place("body", "Tekst", _text(block.lines), idx=1, box=place, body=_TIGHT)
    else:
        found.box("Tekst", place, _text(block.lines))


_TIGHT = ' lIns="0" tIns="0" rIns="0" bIns="0"'


def _cards(found: Shapes, block: Cards) -> None:
    wide = (look.WIDE - _GAP * (block.across - 1)) / block.across
    for number, figure in enumerate(block.figures):
        row, column = divmod(number, block.across)
        x = look.LEFT + column * (wide + _GAP)
        _card(found, figure, (x, block.top + row * look.CARD_HEIGHT, wide, look.CARD_HEIGHT - _GAP))


def _card(found: Shapes, figure: Figure, place: tuple[float, float, float, float]) -> None:
    """A number with its name; what asks for attention is red, in bold type and marked."""
    room = place[2] - 20
    said = ("▲ " if figure.alarm else "") + plain(figure.text)
    size = look.CARD
    while size > look.SMALL and width(said, size, bold=True) > room:
        size -= 1
    colour = look.BAD if figure.alarm else look.INK
    text = [
        paragraph(run(cut(said, size, room, 2, bold=True), size, colour, bold=True)),
        paragraph(run(cut(plain(figure.name), look.SMALL, room, 2), look.SMALL, look.SOFT)),
    ]
    found.box(
        "Cijfer", place, "".join(text), fill=look.RED if figure.alarm else look.LAND, anchor="ctr", inset=8
    )


def _grid(found: Shapes, block: Grid) -> None:
    top = block.top
    if block.title:
        above = look.BODY * LINE_HEIGHT + 4
        title = paragraph(
            run(cut(block.title, look.BODY, look.WIDE, 1, bold=True), look.BODY, look.INK, bold=True)
        )
        found.box("Kop van de tabel", (look.LEFT, top, look.WIDE, above), title)
        top += above
    place = (look.LEFT, top, sum(block.columns), sum(block.heights))
    found.frame(block.title or "Tabel", place, table(block))


def _map(found: Shapes, block: Map, maps: Sequence[Linked]) -> None:
    """Pictures beside each other as large as they go, and sentences beside those."""
    room = look.WIDE - (look.BESIDE + _GAP if block.lines else 0) - _GAP * (len(maps) - 1)
    high = float(look.FOOT - look.TOP)
    shapes = [wide / tall for wide, tall in (picture.size for _, picture in maps)]
    high = min(high, room / sum(shapes))
    used = high * sum(shapes) + _GAP * (len(maps) - 1)
    x = look.LEFT + (0 if block.lines else (look.WIDE - used) / 2)
    for (link, picture), shape in zip(maps, shapes, strict=True):
        found.picture("Kaart", picture.told, link, (x, look.TOP, high * shape, high))
        x += high * shape + _GAP
    if block.lines:
        place = (x + _GAP, float(look.TOP), look.LEFT + look.WIDE - x - _GAP, float(look.FOOT - look.TOP))
        found.place("body", "Tekst", _text(block.lines), idx=1, box=place, body=_TIGHT)

"""The master of the slides and its two layouts: marking, OEFENING and number on every slide."""

from __future__ import annotations

from typing import Any

from pptx import Presentation
from pptx.oxml import parse_xml

from mlob.snapshot.slides import look
from mlob.snapshot.slides.shapes import NAMESPACES, Shapes, paragraph, run

__all__ = ["FOOTER", "OPENING", "ORDINARY", "open_deck"]

OPENING, ORDINARY = 0, 1
"""Numbers of the layouts."""
FOOTER = 11
"""The `idx` of the placeholder with marking and moment."""

_TITLE = (look.LEFT, look.TITLE[0], look.WIDE, look.TITLE[1])
_BODY = (look.LEFT, look.TOP, look.WIDE, look.FOOT - look.TOP)
_FOOT = (look.LEFT, look.FOOT + 6, look.WIDE - 80, 20)
_NUMBER = (look.WIDTH - look.LEFT - 70, look.FOOT + 6, 70, 20)
_KEPT = {"Title Slide": "Titel", "Title and Content": "Inhoud"}
_THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"


def open_deck(marking: str, *, exercise: bool) -> Any:
    """An empty deck of 16:9 whose master says `marking`, and OEFENING."""
    deck: Any = Presentation()
    deck.slide_width, deck.slide_height = look.emu(look.WIDTH), look.emu(look.HEIGHT)
    _drop(deck)
    master = deck.slide_master
    _replace(master, _master(marking, exercise=exercise))
    _restyle(master)
    for layout in deck.slide_layouts:
        opening = layout.name == "Title Slide"
        _replace(layout, _layout(opening=opening))
        layout._element.cSld.set("name", _KEPT[layout.name])
    return deck


def _drop(deck: Any) -> None:
    """Take out the layouts and the picture of the file that the library starts from."""
    for layout in list(deck.slide_layouts):
        if layout.name not in _KEPT:
            deck.slide_layouts.remove(layout)
    package = deck.part.package
    for name, relation in list(package._rels.items()):
        if relation.reltype == _THUMBNAIL:
            package._rels.pop(name)


def _replace(part: Any, tree: str) -> None:
    """Give a master or a layout other shapes."""
    content = part._element.cSld
    content.replace(content.spTree, parse_xml(tree))


def _master(marking: str, *, exercise: bool) -> str:
    found = Shapes()
    found.box("Band", (0, 0, look.WIDTH, look.BAND), fill=look.MARK)
    start = 0.0
    if exercise:
        said = paragraph(run("OEFENING", 13, look.INK, bold=True), align="ctr")
        found.box("Oefening", (0, 0, 130, look.BAND), said, fill=look.WARN_BOX, anchor="ctr")
        start = 130
    said = paragraph(run(marking, 13, look.PAPER, bold=True), align="ctr")
    found.box("Rubricering", (start, 0, look.WIDTH - 2 * start, look.BAND), said, anchor="ctr")
    found.place(
        "title", "Titel", "<a:p/>", box=_TITLE, body=' lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"'
    )
    found.place("body", "Tekst", "<a:p/>", idx=1, box=_BODY, body=' lIns="0" tIns="0" rIns="0" bIns="0"')
    found.place("ftr", "Rubricering en moment", "<a:p/>", idx=FOOTER, box=_FOOT, body=_SMALL)
    found.number("Nummer", box=_NUMBER)
    return found.tree()


_SMALL = ' lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"'


def _layout(*, opening: bool) -> str:
    found = Shapes()
    if opening:
        found.place("ctrTitle", "Titel", "<a:p/>", box=(look.LEFT, 38, look.WIDE, 72), body=' anchor="b"')
        found.place("subTitle", "Moment", "<a:p/>", idx=1, box=(look.LEFT, 116, look.WIDE, 76))
    else:
        found.place("title", "Titel", "<a:p/>")
        found.place("body", "Tekst", "<a:p/>", idx=1)
    found.place("ftr", "Rubricering en moment", "<a:p/>", idx=FOOTER)
    found.number("Nummer")
    return found.tree()


def _restyle(master: Any) -> None:
    """Our own sizes of text instead of those of the file that the library starts from."""
    element = master._element
    old = element.find("{http://schemas.openxmlformats.org/presentationml/2006/main}txStyles")
    element.replace(old, parse_xml(_STYLES))
    theme = next(
        relation.target_part for relation in master.part.rels.values() if relation.reltype.endswith("/theme")
    )
    theme._blob = theme.blob.replace(b'typeface="Calibri"', f'typeface="{look.FONT}"'.encode())


def _level(size: float, colour: str, weight: str = "") -> str:
    return (
        f'<a:lvl1pPr marL="0" indent="0" algn="l"><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr lang="nl-NL" sz="{round(size * 100)}"{weight}><a:solidFill><a:srgbClr val="{colour}"/>'
        '</a:solidFill><a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'
        "</a:defRPr></a:lvl1pPr>"
    )


_BOLD = ' b="1"'
_STYLES = (
    f"<p:txStyles {NAMESPACES}><p:titleStyle>{_level(26, look.INK, _BOLD)}</p:titleStyle>"
    f"<p:bodyStyle>{_level(look.BODY, look.INK)}</p:bodyStyle>"
    f"<p:otherStyle>{_level(look.SMALL, look.SOFT)}</p:otherStyle></p:txStyles>"
)

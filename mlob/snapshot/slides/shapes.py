"""Shapes of a slide as PresentationML (ECMA-376, part 1, 19.3 and 20.1): text, bars, the map."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from mlob.snapshot.slides import look

__all__ = ["NAMESPACES", "Shapes", "paragraph", "run"]

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
LANGUAGE = "nl-NL"


def run(text: str, size: float, colour: str, *, bold: bool = False) -> str:
    """Text in one look; line breaks in it become breaks."""
    weight = ' b="1"' if bold else ""
    look_of = (
        f'<a:rPr lang="{LANGUAGE}" sz="{round(size * 100)}"{weight} dirty="0">'
        f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:rPr>'
    )
    parts = (f"<a:r>{look_of}<a:t>{escape(part)}</a:t></a:r>" for part in text.split("\n"))
    return "<a:br/>".join(parts)


def paragraph(runs: str, *, align: str = "l", after: float = 0) -> str:
    """Runs as a paragraph without a bullet; `after` is the room below it, in points."""
    room = f'<a:spcAft><a:spcPts val="{round(after * 100)}"/></a:spcAft>' if after else ""
    return f'<a:p><a:pPr marL="0" indent="0" algn="{align}">{room}<a:buNone/></a:pPr>{runs}</a:p>'


def _frame(x: float, y: float, wide: float, high: float, tag: str = "a:xfrm") -> str:
    emu = look.emu
    return f'<{tag}><a:off x="{emu(x)}" y="{emu(y)}"/><a:ext cx="{emu(wide)}" cy="{emu(high)}"/></{tag}>'


def _fill(colour: str | None) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>' if colour else "<a:noFill/>"


class Shapes:
    """The shapes of one slide, layout or master in their order, each with a number of its own."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def _next(self, name: str, more: str = "") -> str:
        return f'<p:cNvPr id="{len(self._parts) + 2}" name={quoteattr(name)}{more}/>'

    def place(
        self,
        kind: str,
        name: str,
        content: str,
        *,
        idx: int = 0,
        box: tuple[float, float, float, float] | None = None,
        body: str = "",
    ) -> None:
        """A placeholder: what it is to the outline and to screen readers; `box` when not as in the layout."""
        number = f' idx="{idx}"' if idx else ""
        where = _frame(*box) if box else ""
        shape = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>' if box else ""
        self._parts.append(
            f'<p:sp><p:nvSpPr>{self._next(name)}<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            f'<p:nvPr><p:ph type="{kind}"{number}/></p:nvPr></p:nvSpPr><p:spPr>{where}{shape}</p:spPr>'
            f"<p:txBody><a:bodyPr{body}><a:normAutofit/></a:bodyPr><a:lstStyle/>{content}</p:txBody></p:sp>"
        )

    def box(
        self,
        name: str,
        place: tuple[float, float, float, float],
        content: str = "",
        *,
        fill: str | None = None,
        shape: str = "rect",
        anchor: str = "t",
        inset: float = 0,
    ) -> None:
        """A shape with text, or a bar without; only what has text is there for a screen reader."""
        emu = look.emu(inset)
        text = content or "<a:p><a:endParaRPr/></a:p>"
        kind = ' txBox="1"' if content and fill is None else ""
        hidden = "" if content else _DECORATIVE
        known = self._next(name)
        known = known.replace("/>", f">{hidden}</p:cNvPr>") if hidden else known
        self._parts.append(
            f'<p:sp><p:nvSpPr>{known}<p:cNvSpPr{kind}/><p:nvPr userDrawn="1"/></p:nvSpPr>'
            f'<p:spPr>{_frame(*place)}<a:prstGeom prst="{shape}"><a:avLst/></a:prstGeom>{_fill(fill)}'
            f'<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr wrap="square" lIns="{emu}" tIns="{emu}" '
            f'rIns="{emu}" bIns="{emu}" anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>{text}'
            "</p:txBody></p:sp>"
        )

    def picture(self, name: str, told: str, link: str, place: tuple[float, float, float, float]) -> None:
        """A picture by the id of its relation, with what it shows in words."""
        self._parts.append(
            f"<p:pic><p:nvPicPr>{self._next(name, f' descr={quoteattr(told)}')}"
            '<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr/></p:nvPicPr>'
            f'<p:blipFill><a:blip r:embed="{link}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
            f'<p:spPr>{_frame(*place)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
        )

    def frame(self, name: str, place: tuple[float, float, float, float], table: str) -> None:
        """A native table."""
        self._parts.append(
            f"<p:graphicFrame><p:nvGraphicFramePr>{self._next(name)}<p:cNvGraphicFramePr>"
            '<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
            f"{_frame(*place, tag='p:xfrm')}<a:graphic><a:graphicData "
            f'uri="http://schemas.openxmlformats.org/drawingml/2006/table">{table}</a:graphicData>'
            "</a:graphic></p:graphicFrame>"
        )

    def number(self, name: str, *, box: tuple[float, float, float, float] | None = None) -> None:
        """The number of the slide."""
        field = (
            '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
            f'<a:rPr lang="{LANGUAGE}" sz="1200"/>'
            "<a:t>‹nr.›</a:t></a:fld>"
        )
        self.place("sldNum", name, f'<a:p><a:pPr algn="r"/>{field}</a:p>', idx=12, box=box)

    def tree(self) -> str:
        """All of it as the element that a slide holds."""
        return (
            f"<p:spTree {NAMESPACES}>"
            '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
            f"{''.join(self._parts)}</p:spTree>"
        )


_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
"""Says to a screen reader that there is nothing to read (MS-ODRAWXML, decorative)."""

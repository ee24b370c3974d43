"""The form of a request (aanvraagformulier) as a tagged PDF on A4, filled in with what is known.

Texts of persons go to the template as data (JSON in `sys.inputs`), never as source, so that nothing in
them is markup. The same view gives the same bytes: the date of the document is given, and only the
fonts that come along are used.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import msgspec
import typst

from mlob.bijstand.form_content import breakable, content
from mlob.bijstand.kinds import RequestKind
from mlob.bijstand.standing import View
from mlob.paths import ASSETS

__all__ = ["pages", "pdf"]

TEMPLATE = Path(__file__).with_name("templates") / "form.typ"
FONTS = ASSETS / "vendor" / "inter"
"""Inter, where it is there in a form that typst reads (TTF, OTF); else the fonts that typst brings."""
STANDARD = "ua-1"
"""PDF/UA-1 (ISO 14289-1): tags, language and title, so that the form can be read aloud."""


def pdf(view: View, kind: RequestKind, *, organisation: str, marking: str, at: datetime) -> bytes:
    """The PDF of a viewed request as it stands at `at`; raises ValueError without a marking.

    With a sign that no font has it is tagged all the same, without the claim to the standard.
    """
    compiled = partial(_compiled, view, kind, organisation, marking, at, format="pdf")
    found: bytes
    try:
        found = compiled(pdf_standards=STANDARD)
    except typst.TypstError:
        found = compiled()
    return found


def pages(
    view: View, kind: RequestKind, *, organisation: str, marking: str, at: datetime, ppi: float = 110
) -> list[bytes]:
    """The same, each page as a PNG: to look at."""
    found = _compiled(view, kind, organisation, marking, at, format="png", ppi=ppi)
    return [found] if isinstance(found, bytes) else list(found)


def _compiled(
    view: View, kind: RequestKind, organisation: str, marking: str, at: datetime, **how: Any
) -> Any:
    if not marking.strip():
        raise ValueError("a form without a marking")
    shown = breakable(content(view, kind, organisation=organisation, marking=marking, at=at))
    data = msgspec.json.encode(shown)
    return typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": data.decode()},
        timestamp=int(at.timestamp()),
        **how,
    )


@cache
def _fonts() -> typst.Fonts:
    paths: list[Any] = [str(FONTS)] if FONTS.is_dir() else []
    return typst.Fonts(include_system_fonts=False, font_paths=paths)

"""The briefing as a workbook, to sort, filter and count with."""

from __future__ import annotations

from mlob.snapshot.content import Content
from mlob.snapshot.forms import Form
from mlob.snapshot.material import Material

__all__ = ["FORM"]


def _render(material: Material, content: Content) -> dict[str, bytes]:
    # XlsxWriter takes 0.1 s to import, and every command knows the forms by name.
    from mlob.snapshot.sheets.workbook import workbook

    return {"beeld.xlsx": workbook(material, content)}


FORM = Form(name="xlsx", title="Excel: alle tabellen en gegevens", render=_render)

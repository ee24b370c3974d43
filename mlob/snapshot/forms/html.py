"""The briefing as one self-contained HTML page."""

from __future__ import annotations

from mlob.snapshot import document
from mlob.snapshot.content import Content
from mlob.snapshot.forms import Form
from mlob.snapshot.material import Material

__all__ = ["FORM"]


def _render(material: Material, content: Content) -> dict[str, bytes]:
    return {"beeld.html": document.render(material, content)}


FORM = Form(name="html", title="HTML: lezen en afdrukken", render=_render)

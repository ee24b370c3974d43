"""The briefing as slides: native text, native tables, the map as a picture, sources in the notes."""

from __future__ import annotations

from mlob.snapshot.content import Content
from mlob.snapshot.forms import Form
from mlob.snapshot.material import Material

__all__ = ["FORM"]


def _render(material: Material, content: Content) -> dict[str, bytes]:
    # python-pptx takes 0.2 s to import, and every command knows the forms by name.
    from mlob.snapshot.slides.deck import deck

    return {"beeld.pptx": deck(material, content)}


FORM = Form(name="pptx", title="PowerPoint: presenteren en bewerken", render=_render)

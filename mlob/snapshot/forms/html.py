"""The briefing as one self-contained HTML page."""

from __future__ import annotations

from mlob.snapshot import document
from mlob.snapshot.content import Content
from mlob.snapshot.forms import Form
from mlob.snapshot.material import Material

__all__ = ["FORM"]


def _render(material: Material, content: Content) -> dict[str, bytes]:
    found = document.render(
        material.picture,
        material.disciplines,
        material.timeline,
        material.organisation,
        exercise=material.exercise,
    )
    return {"beeld.html": found}


FORM = Form(name="html", title="HTML: lezen en afdrukken", render=_render)

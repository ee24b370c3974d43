"""The warnings and areas of the picture as CAP 1.2, for systems of others."""

from __future__ import annotations

from mlob.snapshot.content import Content
from mlob.snapshot.forms import Form
from mlob.snapshot.material import Material
from mlob.snapshot.warnings.feed import feed

__all__ = ["FORM"]


def _render(material: Material, content: Content) -> dict[str, bytes]:
    return {"beeld.cap.xml": feed(material, content)}


FORM = Form(name="cap", title="CAP: waarschuwingen voor andere systemen", render=_render)

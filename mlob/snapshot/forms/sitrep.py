"""The briefing as situation reports, EDXL-SitRep in EDXL-DE, for systems of others."""

from __future__ import annotations

from mlob.snapshot.content import Content
from mlob.snapshot.forms import Form
from mlob.snapshot.material import Material
from mlob.snapshot.report.envelope import envelope

__all__ = ["FORM"]


def _render(material: Material, content: Content) -> dict[str, bytes]:
    return {"beeld.sitrep.xml": envelope(material, content)}


FORM = Form(name="sitrep", title="EDXL-SitRep: situatierapport voor andere systemen", render=_render)

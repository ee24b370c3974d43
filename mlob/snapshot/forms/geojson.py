"""The picture as one GeoJSON file (RFC 7946)."""

from __future__ import annotations

from mlob.snapshot import geo
from mlob.snapshot.content import Content
from mlob.snapshot.forms import Form
from mlob.snapshot.material import Material

__all__ = ["FORM"]


def _render(material: Material, content: Content) -> dict[str, bytes]:
    found = geo.render(
        material.picture, material.disciplines, material.organisation, exercise=material.exercise
    )
    return {"beeld.geojson": found}


FORM = Form(name="geojson", title="GeoJSON: alle gegevens", render=_render)

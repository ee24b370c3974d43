"""The picture as a GeoPackage, for QGIS and other maps."""

from __future__ import annotations

from mlob.snapshot.content import Content
from mlob.snapshot.forms import Form
from mlob.snapshot.geopackage.file import geopackage
from mlob.snapshot.material import Material

__all__ = ["FORM"]


def _render(material: Material, content: Content) -> dict[str, bytes]:
    return {"beeld.gpkg": geopackage(material, content)}


FORM = Form(name="gpkg", title="GeoPackage: kaartlagen voor QGIS", render=_render)

"""GDAL reads `/ogc` as QGIS and others do (driver OAPIF, by way of pyogrio), page after page."""

from __future__ import annotations

from typing import Any

import pyogrio
import pytest
import shapely

from tests.system import System
from tests.web.ogc.service import COLLECTIONS, KINDS, ask


def layer(system: System, kind: str, **options: Any) -> Any:
    return pyogrio.read_dataframe(f"OAPIF:{system.base}/ogc", layer=kind, **options)


def test_it_lists_the_collections(system: System) -> None:
    assert list(pyogrio.list_layers(f"OAPIF:{system.base}/ogc")[:, 0]) == COLLECTIONS


@pytest.mark.parametrize("kind", KINDS)
def test_it_reads_what_the_picture_has(system: System, kind: str) -> None:
    picture = system.get("/api/v1/picture")["features"]
    wanted = {item["id"]: item["geometry"] for item in picture if item["properties"]["kind"] == kind}
    found = layer(system, kind, PAGE_SIZE=4, INITIAL_REQUEST_PAGE_SIZE=2)
    assert len(found) == len(wanted)
    assert set(found["id"]) == set(wanted)
    assert str(found.crs) == "EPSG:4326"
    for name, geometry in zip(found["id"], found.geometry, strict=True):
        if wanted[name] is None:
            assert geometry is None
        else:
            assert geometry.normalize().equals_exact(_shape(wanted[name], geometry), 1e-9)


def _shape(geometry: Any, like: Any) -> Any:
    """The geometry; GDAL makes the faces of a layer all multiple when some are."""
    found = shapely.geometry.shape(geometry)
    if like.geom_type == "MultiPolygon" and found.geom_type == "Polygon":
        found = shapely.MultiPolygon([found])
    return found.normalize()


def test_a_box_and_properties_that_only_a_later_feature_has(system: System) -> None:
    assert set(layer(system, "unit", bbox=(5.05, 51.9, 5.25, 52.1))["id"]) == {"unit:gms:u01", "unit:gms:u02"}
    assert list(layer(system, "facility")["beds"]) == [12]
    assert "category" in layer(system, "incident", INITIAL_REQUEST_PAGE_SIZE=1).columns


def test_the_schema_says_which_properties_there_are(system: System) -> None:
    found = ask(system, "/collections/facility/schema").json["properties"]["properties"]["properties"]
    assert found["beds"] == {"type": "integer"}
    assert found["observed_at"] == {"type": "string", "format": "date-time"}
    assert found["sources"] == {"type": "array", "items": {"type": "string"}}

"""The documents around the features: landing page, conformance, collections, schemas (OGC 17-069r4, 7)."""

from __future__ import annotations

from typing import Any

from mlob.model import iso
from mlob.web.ogc.asking import GEOJSON, HTML, JSON, OPENAPI, SCHEMA, Asking, Link
from mlob.web.ogc.collections import COLLECTIONS, SHAPES
from mlob.web.ogc.shelf import Rows, Shelf
from mlob.web.texts import Texts

__all__ = ["CLASSES", "CRS84", "called", "collection", "collections", "conformance", "landing", "schema"]

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_TRS = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
CLASSES = tuple(
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}"
    for name in ("core", "geojson", "html", "oas30")
)
"""The conformance classes that hold here."""
_FORMATS = {"observed_at", "received_at", "stale_at", "expires_at", "valid_from", "valid_to", "needed_by"}
"""Properties that are moments."""


def marking(asking: Asking) -> str:
    """The rubricering and whether it is an exercise, in words."""
    organisation, texts = asking.here.settings.organisation, asking.texts
    marked = organisation.marking or texts("app.no_marking")
    return f"{marked} · {texts('app.exercise')}" if organisation.exercise else marked


def landing(asking: Asking) -> dict[str, Any]:
    """The landing page: what this is and where the rest is."""
    texts, organisation = asking.texts, asking.here.settings.organisation
    return {
        "title": f"{organisation.picture} ({organisation.name})",
        "description": texts("ogc.about", marking=marking(asking)),
        "links": [
            *asking.both(JSON),
            asking.link("/api", "service-desc", OPENAPI, texts("ogc.api"), f="json"),
            asking.link("/api", "service-doc", HTML, texts("ogc.api"), f="html"),
            asking.link("/conformance", "conformance", JSON, texts("ogc.conformance")),
            asking.link("/collections", "data", JSON, texts("ogc.collections")),
        ],
    }


def conformance(asking: Asking) -> dict[str, Any]:
    """Which conformance classes hold."""
    return {"conformsTo": list(CLASSES), "links": asking.both(JSON)}


def collections(asking: Asking, shelf: Shelf) -> dict[str, Any]:
    """Every collection."""
    found = [collection(asking, name, shelf.collections[name]) for name in COLLECTIONS]
    return {"links": asking.both(JSON), "collections": found}


def collection(asking: Asking, name: str, rows: Rows, own: bool = False) -> dict[str, Any]:
    """One collection; with `own` as a document of its own."""
    texts, path = asking.texts, f"/collections/{name}"
    links: list[Link] = asking.both(JSON) if own else [asking.link(path, "self", JSON, texts("ogc.metadata"))]
    links += [
        asking.link(f"{path}/items", "items", GEOJSON, texts("ogc.items", form="GeoJSON"), f="json"),
        asking.link(f"{path}/items", "items", HTML, texts("ogc.items", form="HTML"), f="html"),
        asking.link(f"{path}/schema", "describedby", SCHEMA, texts("ogc.schema"), f="json"),
    ]
    extent: dict[str, Any] = {"spatial": {"bbox": [list(rows.extent)], "crs": CRS84}}
    if (period := rows.period) is not None:
        extent["temporal"] = {"interval": [[iso(moment) for moment in period]], "trs": _TRS}
    return {
        "id": name,
        "title": called(texts, name),
        "description": f"{_about(texts, name)} {texts('ogc.collected', marking=marking(asking))}",
        "links": links,
        "extent": extent,
        "itemType": "feature",
        "crs": [CRS84],
    }


def schema(asking: Asking, name: str, rows: Rows) -> dict[str, Any]:
    """What a feature of a collection has, as JSON Schema: the properties that there are now."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": asking.url(f"/collections/{name}/schema"),
        "title": called(asking.texts, name),
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"const": "Feature"},
            "id": {"type": "string"},
            "geometry": _shaped(COLLECTIONS[name].shape),
            "properties": {
                "type": "object",
                "properties": {key: _typed(key, kinds) for key, kinds in sorted(rows.properties.items())},
            },
        },
    }


def called(texts: Texts, name: str) -> str:
    """What a collection is called."""
    found = COLLECTIONS[name]
    title = texts(f"collection.{found.kind}")
    return f"{title}: {texts(f'shape.{found.shape}')}" if found.shape else title


def _about(texts: Texts, name: str) -> str:
    found = COLLECTIONS[name]
    about = texts(f"collected.{found.kind}")
    return f"{about} {texts('ogc.only', shape=texts(f'shape.{found.shape}'))}" if found.shape else about


def _shaped(shape: str) -> dict[str, Any]:
    if not shape:
        return {"type": ["object", "null"]}
    return {"type": "object", "properties": {"type": {"enum": list(SHAPES[shape])}}}


def _typed(name: str, kinds: set[str]) -> dict[str, Any]:
    """The schema of a property; one that is a number here and a text there is a text to who must choose."""
    if kinds == {"integer", "number"}:
        kinds = {"number"}
    if len(kinds) > 1:
        return {"type": "string"}
    (kind,) = kinds
    if kind == "array":
        return {"type": "array", "items": {"type": "string"}}
    return {"type": "string", "format": "date-time"} if name in _FORMATS else {"type": kind}

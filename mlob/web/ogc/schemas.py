"""The schemas of the documents, for the API definition: what OGC 17-069r4 demands, and what ours have."""

from __future__ import annotations

from typing import Any

__all__ = ["SCHEMAS"]

_TEXT = {"type": "string"}
_LINKS = {"type": "array", "items": {"$ref": "#/components/schemas/link"}}
_COUNT = {"type": "integer", "minimum": 0}
_GEOMETRY = {
    "type": "object",
    "nullable": True,
    "required": ["type"],
    "properties": {
        "type": {
            "type": "string",
            "enum": [
                "Point",
                "MultiPoint",
                "LineString",
                "MultiLineString",
                "Polygon",
                "MultiPolygon",
                "GeometryCollection",
            ],
        }
    },
}
_EXTENT = {
    "type": "object",
    "properties": {
        "spatial": {
            "type": "object",
            "properties": {
                "bbox": {
                    "type": "array",
                    "minItems": 1,
                    "items": {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}},
                },
                "crs": _TEXT,
            },
        },
        "temporal": {
            "type": "object",
            "properties": {
                "interval": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "array",
                        "minItems": 2,
                        "maxItems": 2,
                        "items": {"type": "string", "format": "date-time", "nullable": True},
                    },
                },
                "trs": _TEXT,
            },
        },
    },
}


def _object(required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required.split(), "properties": properties}


SCHEMAS: dict[str, Any] = {
    "any": {"type": "object"},
    "link": _object("href rel type", href=_TEXT, rel=_TEXT, type=_TEXT, title=_TEXT),
    "landingPage": _object("links", title=_TEXT, description=_TEXT, links=_LINKS),
    "confClasses": _object("conformsTo", conformsTo={"type": "array", "items": _TEXT}, links=_LINKS),
    "collections": _object(
        "links collections",
        links=_LINKS,
        collections={"type": "array", "items": {"$ref": "#/components/schemas/collection"}},
    ),
    "collection": _object(
        "id links",
        id=_TEXT,
        title=_TEXT,
        description=_TEXT,
        links=_LINKS,
        extent=_EXTENT,
        itemType={"type": "string", "default": "feature"},
        crs={"type": "array", "items": _TEXT},
    ),
    "featureCollectionGeoJSON": _object(
        "type features",
        type={"type": "string", "enum": ["FeatureCollection"]},
        features={"type": "array", "items": {"$ref": "#/components/schemas/featureGeoJSON"}},
        links=_LINKS,
        timeStamp={"type": "string", "format": "date-time"},
        numberMatched=_COUNT,
        numberReturned=_COUNT,
        marking=_TEXT,
        exercise={"type": "boolean"},
    ),
    "featureGeoJSON": _object(
        "type geometry properties",
        type={"type": "string", "enum": ["Feature"]},
        id=_TEXT,
        geometry=_GEOMETRY,
        properties={"type": "object", "nullable": True},
        links=_LINKS,
    ),
    "exception": _object(
        "title status",
        type=_TEXT,
        title=_TEXT,
        status={"type": "integer"},
        detail=_TEXT,
        reference=_TEXT,
    ),
}

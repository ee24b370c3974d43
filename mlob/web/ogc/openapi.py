"""The API definition (OpenAPI 3.0.3): made by hand, small, and of what is here only."""

from __future__ import annotations

from typing import Any

from mlob.web.ogc.asking import GEOJSON, HTML, JSON, OPENAPI, SCHEMA, Asking
from mlob.web.ogc.collections import COLLECTIONS
from mlob.web.ogc.documents import called
from mlob.web.ogc.question import DEFAULT, MOST
from mlob.web.ogc.schemas import SCHEMAS
from mlob.web.texts import LANGUAGES, Texts

__all__ = ["definition"]

_PROBLEM = "application/problem+json"
_ERRORS = {
    "400": "De vraag klopt niet",
    "403": "Deze naam (Host) hoort niet bij dit systeem",
    "404": "Bestaat niet",
    "405": "Hier kan alleen worden gelezen",
    "500": "Er ging iets mis in het systeem",
    "503": "Het beeld is nog niet geladen",
}


def definition(asking: Asking) -> dict[str, Any]:
    """The whole definition, in the language that is asked."""
    texts, organisation = asking.texts, asking.here.settings.organisation
    marking = organisation.marking or texts("app.no_marking")
    return {
        "openapi": "3.0.3",
        "info": {
            "title": f"{organisation.picture} ({organisation.name})",
            "description": texts("ogc.about", marking=marking),
            "version": "1.0.0",
        },
        "servers": [{"url": asking.root}],
        "paths": _paths(texts),
        "components": {
            "schemas": SCHEMAS,
            "responses": {
                code: {
                    "description": text,
                    "content": {_PROBLEM: {"schema": {"$ref": "#/components/schemas/exception"}}},
                }
                for code, text in _ERRORS.items()
            },
        },
    }


def _paths(texts: Texts) -> dict[str, Any]:
    found = {
        "/": _get(texts("ogc.about_landing"), "getLandingPage", JSON, "landingPage", _form(texts)),
        "/api": _get(texts("ogc.about_api"), "getApi", OPENAPI, "any", _form(texts)),
        "/conformance": _get(
            texts("ogc.about_conformance"), "getConformance", JSON, "confClasses", _form(texts)
        ),
        "/collections": _get(
            texts("ogc.about_collections"), "getCollections", JSON, "collections", _form(texts)
        ),
    }
    for name in COLLECTIONS:
        found |= _collection(texts, name)
    return found


def _collection(texts: Texts, name: str) -> dict[str, Any]:
    title, path = called(texts, name), f"/collections/{name}"
    known = _form(texts)
    feature = _parameter("featureId", texts("ogc.param_feature"), {"type": "string"}, "path")
    return {
        path: _get(texts("ogc.about_collection", name=title), f"describe.{name}", JSON, "collection", known),
        f"{path}/schema": _get(
            texts("ogc.about_schema", name=title), f"getSchema.{name}", SCHEMA, "any", known
        ),
        f"{path}/items": _get(
            texts("ogc.about_items", name=title),
            f"getFeatures.{name}",
            GEOJSON,
            "featureCollectionGeoJSON",
            _narrowing(texts, name),
        ),
        f"{path}/items/{{featureId}}": _get(
            texts("ogc.about_item", name=title),
            f"getFeature.{name}",
            GEOJSON,
            "featureGeoJSON",
            [feature, *known],
        ),
    }


def _narrowing(texts: Texts, name: str) -> list[dict[str, Any]]:
    """The parameters of `/items`."""
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT}
    box = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    text = {"type": "string"}
    return [
        _parameter("limit", texts("ogc.param_limit", most=MOST), limit),
        _parameter("bbox", texts("ogc.param_bbox"), box),
        _parameter("datetime", texts("ogc.param_datetime"), text),
        _parameter("after", texts("ogc.param_after"), text),
        *(
            _parameter(key, texts("ogc.param_value"), schema)
            for key, schema in COLLECTIONS[name].filters.items()
        ),
        *_form(texts),
    ]


def _form(texts: Texts) -> list[dict[str, Any]]:
    """In which form and language the answer goes."""
    return [
        _parameter("f", texts("ogc.param_f"), {"type": "string", "enum": ["json", "html"]}),
        _parameter("taal", texts("ogc.param_language"), {"type": "string", "enum": list(LANGUAGES)}),
    ]


def _parameter(name: str, text: str, schema: dict[str, Any], where: str = "query") -> dict[str, Any]:
    style = {"style": "form", "explode": False} if where == "query" else {}
    return {
        "name": name,
        "in": where,
        "description": text,
        "required": where == "path",
        "schema": schema,
        **style,
    }


def _get(
    summary: str, operation: str, kind: str, schema: str, parameters: list[dict[str, Any]]
) -> dict[str, Any]:
    content = {
        kind: {"schema": {"$ref": f"#/components/schemas/{schema}"}},
        HTML: {"schema": {"type": "string"}},
    }
    errors = {code: {"$ref": f"#/components/responses/{code}"} for code in _ERRORS}
    return {
        "get": {
            "summary": summary,
            "operationId": operation,
            "tags": ["Data" if kind == GEOJSON else "Capabilities"],
            "parameters": parameters,
            "responses": {"200": {"description": summary, "content": content}, **errors},
        }
    }

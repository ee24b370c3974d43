"""The addresses below `/ogc`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from mlob.model import iso
from mlob.web.node import node
from mlob.web.ogc import documents, openapi, pages, question
from mlob.web.ogc.asking import GEOJSON, JSON, OPENAPI, SCHEMA, Asking
from mlob.web.ogc.collections import COLLECTIONS
from mlob.web.ogc.shelf import Rows, Shelf
from mlob.web.problems import Problem, problem

__all__ = ["router"]

router = APIRouter()

_READ = ["GET", "HEAD"]
_ALL = [*_READ, "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
_encode = msgspec.json.Encoder().encode


async def _shelf(request: Request) -> Shelf:
    """What the caller may see; with roles the audience is chosen here."""
    shelf = node(request).shelf
    if not await shelf.fresh():
        raise Problem(503, "Het beeld is nog niet geladen. Probeer het zo opnieuw.")
    return shelf


async def _rows(request: Request, name: str) -> Rows:
    if name not in COLLECTIONS:
        raise Problem(404, f"Er is geen collectie {name[:60]!r}; er is {', '.join(COLLECTIONS)}.")
    return (await _shelf(request)).collections[name]


@router.api_route("", methods=_READ)
@router.api_route("/", methods=_READ)
async def get_landing(request: Request) -> Response:
    """What this is and where the rest is."""
    asking = Asking(request, "/")
    asking.only()
    document = documents.landing(asking)
    return asking.page(pages.landing(asking, document)) if asking.html else asking.answer(document)


@router.api_route("/api", methods=_READ)
async def get_api(request: Request) -> Response:
    """The API definition: OpenAPI 3.0."""
    asking = Asking(request, "/api")
    asking.only()
    document = openapi.definition(asking)
    return asking.page(pages.api(asking, document)) if asking.html else asking.answer(document, OPENAPI)


@router.api_route("/conformance", methods=_READ)
async def get_conformance(request: Request) -> Response:
    """Which conformance classes hold."""
    asking = Asking(request, "/conformance")
    asking.only()
    document = documents.conformance(asking)
    return asking.page(pages.conformance(asking, document)) if asking.html else asking.answer(document)


@router.api_route("/collections", methods=_READ)
async def get_collections(request: Request) -> Response:
    """Every collection."""
    asking = Asking(request, "/collections")
    asking.only()
    document = documents.collections(asking, await _shelf(request))
    return asking.page(pages.collections(asking, document)) if asking.html else asking.answer(document)


@router.api_route("/collections/{name}", methods=_READ)
async def get_collection(request: Request, name: str) -> Response:
    """One collection."""
    rows = await _rows(request, name)
    asking = Asking(request, f"/collections/{name}")
    asking.only()
    document = documents.collection(asking, name, rows, own=True)
    return asking.page(pages.collection(asking, document)) if asking.html else asking.answer(document)


@router.api_route("/collections/{name}/schema", methods=_READ)
async def get_schema(request: Request, name: str) -> Response:
    """What the features of a collection have."""
    rows = await _rows(request, name)
    asking = Asking(request, f"/collections/{name}/schema")
    asking.only()
    document = documents.schema(asking, name, rows)
    return asking.page(pages.schema(asking, document)) if asking.html else asking.answer(document, SCHEMA)


@router.api_route("/collections/{name}/items", methods=_READ)
async def get_items(request: Request, name: str) -> Response:
    """A page of features, and the way to the next."""
    rows = await _rows(request, name)
    asking = Asking(request, f"/collections/{name}/items")
    asked = question.read(request.query_params, COLLECTIONS[name])
    if asking.html:
        asked = msgspec.structs.replace(asked, limit=min(asked.limit, pages.MOST))
    page = await question.find(rows, asked)
    organisation = asking.here.settings.organisation
    links = asking.both(GEOJSON)
    if page.more:
        links.append(_next(asking, links[0]["type"], page.rows[-1][0]))
    links.append(asking.link(f"/collections/{name}", "collection", JSON, asking.texts("ogc.metadata")))
    head: dict[str, Any] = {
        "type": "FeatureCollection",
        "numberMatched": page.matched,
        "numberReturned": len(page.rows),
        "timeStamp": iso(datetime.now(UTC)),
        "marking": organisation.marking,
        "exercise": organisation.exercise,
        "links": links,
    }
    if asking.html:
        return asking.page(pages.items(asking, name, head, [row.raw for _, row in page.rows]))
    features = b",".join(row.raw for _, row in page.rows)
    return asking.answer(_encode(head)[:-1] + b',"features":[' + features + b"]}", GEOJSON)


def _next(asking: Asking, kind: str, last: str) -> dict[str, str]:
    """The page that begins after the last feature of this one."""
    query = dict(asking.request.query_params.items()) | {"after": last}
    return asking.link(asking.path, "next", kind, asking.texts("ogc.next"), **query)


@router.api_route("/collections/{name}/items/{feature:path}", methods=_READ)
async def get_item(request: Request, name: str, feature: str) -> Response:
    """One feature."""
    rows = await _rows(request, name)
    row = rows.by_id.get(feature)
    if row is None:
        raise Problem(404, f"In {name!r} is niets met het nummer {feature[:200]!r}.")
    asking = Asking(request, f"/collections/{name}/items/{quote(feature, safe='')}")
    asking.only()
    links = asking.both(GEOJSON)
    links.append(asking.link(f"/collections/{name}", "collection", JSON, asking.texts("ogc.metadata")))
    if asking.html:
        return asking.page(pages.item(asking, name, row.raw, links))
    return asking.answer(row.raw[:-1] + b',"links":' + _encode(links) + b"}", GEOJSON)


@router.api_route("/{path:path}", methods=_ALL)
async def unknown(request: Request, path: str) -> Response:
    """Dash's catch-all must not answer here."""
    if request.method not in _READ:
        answer = problem(405, "Hier kan alleen worden gelezen.")
        answer.headers["allow"] = ", ".join(_READ)
        return answer
    return problem(404, f"Onder /ogc bestaat {path[:200]!r} niet.")

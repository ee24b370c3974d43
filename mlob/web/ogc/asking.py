"""One request to `/ogc`: in which form the answer goes, and the links that stand in it."""

from __future__ import annotations

from collections.abc import Collection as Names
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import msgspec
from fastapi import Request
from starlette.responses import HTMLResponse, Response

from mlob.web.node import Node, node
from mlob.web.ogc.question import FORM, check_names
from mlob.web.problems import Problem
from mlob.web.texts import LANGUAGES, Texts, language

__all__ = ["GEOJSON", "HTML", "JSON", "OPENAPI", "SCHEMA", "Asking", "Link"]

JSON, GEOJSON, HTML = "application/json", "application/geo+json", "text/html"
SCHEMA = "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
_HEADERS = {"cache-control": "no-store", "vary": "accept"}

Link = dict[str, str]
"""`href`, `rel`, `type`, `title` (RFC 8288)."""


class Asking:
    """A request below `/ogc`; `path` is what it asks for, without `/ogc`, as it stands in a link."""

    def __init__(self, request: Request, path: str) -> None:
        self.request = request
        self.path = path
        self.here: Node = node(request)
        self.texts = Texts(self._language())
        self.root = f"{request.url.scheme}://{_host(request.headers.get('host', ''))}/ogc"
        self.html = self._wants_html()

    def only(self, *allowed: str) -> None:
        """Refuse any other parameter of the query than these."""
        check_names(self.request.query_params, (*FORM, *allowed))

    def _language(self) -> str:
        """Dutch, as on the other pages, unless `taal` says otherwise."""
        asked = self.request.query_params.get("taal")
        if asked is not None and asked not in LANGUAGES:
            raise Problem(400, f"taal: {' of '.join(LANGUAGES)}")
        return language(asked)

    def _wants_html(self) -> bool:
        """What `f` says, else what the client likes best; JSON when it does not mind."""
        form = self.request.query_params.get("f")
        if form is not None:
            if form not in ("json", "html"):
                raise Problem(400, "f: json of html")
            return form == "html"
        liked = _liked(self.request.headers.get("accept", ""))
        return liked.get(HTML, 0.0) > max((liked.get(name, 0.0) for name in _JSONS), default=0.0)

    def url(self, path: str, **query: str) -> str:
        """An absolute address below `/ogc`."""
        if self.texts.code != LANGUAGES[0]:
            query["taal"] = self.texts.code
        return f"{self.root}{path}" + (f"?{urlencode(query, quote_via=quote)}" if query else "")

    def link(self, path: str, rel: str, kind: str, title: str, **query: str) -> Link:
        """A link to something below `/ogc`."""
        return {"href": self.url(path, **query), "rel": rel, "type": kind, "title": title}

    def feature(self, collection: str, name: str, **query: str) -> str:
        """The address of a feature, whose id may hold anything."""
        return self.url(f"/collections/{collection}/items/{quote(name, safe='')}", **query)

    def both(self, kind: str) -> list[Link]:
        """This document, and the same in the other form; `kind` is the media type that is not HTML."""
        query = {name: value for name, value in self.request.query_params.items() if name != "f"}
        forms = [("json", kind, "JSON"), ("html", HTML, "HTML")]
        mine, other = reversed(forms) if self.html else forms
        return [
            self.link(self.path, rel, form[1], self.texts(key, form=form[2]), **query, f=form[0])
            for rel, form, key in (("self", mine, "ogc.this"), ("alternate", other, "ogc.other"))
        ]

    def answer(self, content: Any, kind: str = JSON) -> Response:
        """The document, as JSON."""
        body = content if isinstance(content, bytes) else msgspec.json.encode(content)
        return Response(body, media_type=kind, headers=_HEADERS)

    def page(self, text: str) -> Response:
        """The document, as a page."""
        return HTMLResponse(text, headers=_HEADERS)


_JSONS: Names[str] = (JSON, GEOJSON, SCHEMA, OPENAPI.partition(";")[0])


def _liked(accept: str) -> dict[str, float]:
    """How much a client likes each media type that it names (RFC 9110, 12.5.1)."""
    found: dict[str, float] = {}
    for part in accept.split(",")[:50]:
        name, *more = (piece.strip().lower() for piece in part.split(";"))
        found[name] = max(found.get(name, 0.0), _quality(more))
    return found


def _quality(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return min(1.0, max(0.0, float(parameter[2:])))
            except ValueError:
                return 0.0
    return 1.0


def _host(given: str) -> str:
    """Host and port of a Host header that was let in: nothing else that stands there gets into a link."""
    parts = urlsplit(f"//{given}")
    name = parts.hostname or "localhost"
    try:
        port = parts.port
    except ValueError:
        port = None
    return (f"[{name}]" if ":" in name else name) + (f":{port}" if port else "")

"""The same documents for a person: plain HTML with all that the JSON says, the marking on every page.

What feeds say is text, never markup, and never a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import msgspec

from mlob.web.ogc.asking import OPENAPI, SCHEMA, Asking, Link
from mlob.web.ogc.documents import called

__all__ = ["MOST", "api", "collection", "collections", "conformance", "item", "items", "landing", "schema"]

MOST = 200
"""Features on one page of HTML: a person reads no more, and a browser should not hang."""
_STYLES = ("tokens", "type", "ogc")
_COLUMNS = (
    ("ogc.title", "title"),
    ("ogc.status", "status"),
    ("ogc.severity", "severity"),
    ("ogc.discipline", "discipline"),
    ("ogc.verification", "verification"),
    ("ogc.place", "gemeente_name"),
    ("ogc.observed", "observed_at"),
    ("ogc.exercise", "exercise"),
)


def _page(asking: Asking, title: str, parts: Iterable[str], links: Sequence[Link]) -> str:
    organisation, texts = asking.here.settings.organisation, asking.texts
    styles = "".join(f'<link rel="stylesheet" href="/assets/css/{name}.css">' for name in _STYLES)
    band = f'<p class="ogc-exercise">{escape(texts("app.exercise_long"))}</p>'
    marked = organisation.marking or texts("app.no_marking")
    exercise = f" · {escape(texts('app.exercise'))}" if organisation.exercise else ""
    return (
        f'<!doctype html><html lang="{texts.code}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>{styles}"
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head><body class="ogc">'
        f"{band if organisation.exercise else ''}"
        f'<header class="ogc-head"><a href="{escape(asking.url("/", f="html"))}">'
        f"{escape(organisation.picture)} ({escape(organisation.name)})</a>"
        f"<strong>{escape(marked)}{exercise}</strong></header>"
        f"<main><h1>{escape(title)}</h1>{''.join(parts)}"
        f"<h2>{escape(texts('ogc.links'))}</h2>{_links(links)}</main></body></html>"
    )


def _links(links: Iterable[Link]) -> str:
    rows = (
        f'<li><a href="{escape(link["href"])}" rel="{escape(link["rel"])}" type="{escape(link["type"])}">'
        f"{escape(link['title'])}</a> ({escape(link['rel'])}, {escape(link['type'])})</li>"
        for link in links
    )
    return f"<ul>{''.join(rows)}</ul>"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are HTML already."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="ogc-wide" tabindex="0">{table}</div>'


def landing(asking: Asking, document: Mapping[str, Any]) -> str:
    """The landing page."""
    return _page(asking, document["title"], [_text(document["description"])], document["links"])


def conformance(asking: Asking, document: Mapping[str, Any]) -> str:
    """The conformance classes."""
    rows = "".join(f"<li>{escape(name)}</li>" for name in document["conformsTo"])
    return _page(asking, asking.texts("ogc.conformance"), [f"<ul>{rows}</ul>"], document["links"])


def collections(asking: Asking, document: Mapping[str, Any]) -> str:
    """Every collection."""
    parts = [
        f"<section><h2>{escape(item['title'])}</h2>{_about(asking, item)}{_links(item['links'])}</section>"
        for item in document["collections"]
    ]
    return _page(asking, asking.texts("ogc.collections"), parts, document["links"])


def collection(asking: Asking, document: Mapping[str, Any]) -> str:
    """One collection."""
    return _page(asking, document["title"], [_about(asking, document)], document["links"])


def _about(asking: Asking, item: Mapping[str, Any]) -> str:
    texts, extent = asking.texts, item["extent"]
    box = ", ".join(f"{number:g}" for number in extent["spatial"]["bbox"][0])
    lines = [item["description"], f"{texts('ogc.id')}: {item['id']} ({item['itemType']})"]
    lines += [texts("ogc.extent", box=box), texts("ogc.crs", crs=", ".join(item["crs"]))]
    if "temporal" in extent:
        start, end = extent["temporal"]["interval"][0]
        lines.append(texts("ogc.period", start=start, end=end))
    return "".join(map(_text, lines))


def schema(asking: Asking, document: Mapping[str, Any]) -> str:
    """The properties of a collection."""
    found = document["properties"]["properties"]["properties"]
    rows = [(escape(name), escape(" ".join(_said(kind)))) for name, kind in found.items()]
    table = _table([asking.texts("ogc.property"), asking.texts("ogc.type")], rows)
    return _page(asking, document["title"], [_text(asking.texts("ogc.schema")), table], asking.both(SCHEMA))


def _said(kind: Mapping[str, Any]) -> Iterable[str]:
    return (str(kind[name]) for name in ("type", "format") if name in kind)


def items(asking: Asking, name: str, head: Mapping[str, Any], features: Sequence[bytes]) -> str:
    """A page of features."""
    texts = asking.texts
    count = texts(
        "ogc.count",
        returned=head["numberReturned"],
        matched=head["numberMatched"],
        time=head["timeStamp"],
    )
    heads = [texts("ogc.id"), *(texts(key) for key, _ in _COLUMNS), texts("ogc.all")]
    rows = [_row(asking, name, raw) for raw in features]
    links = [link for link in head["links"] if link["rel"] == "next"]
    onward = _links(links) if links else ""
    return _page(asking, called(texts, name), [_text(count), onward, _table(heads, rows)], head["links"])


def _row(asking: Asking, name: str, raw: bytes) -> list[str]:
    feature = msgspec.json.decode(raw)
    properties, texts = feature["properties"], asking.texts
    href = asking.feature(name, feature["id"], f="html")
    cells = [f'<a href="{escape(href)}">{escape(feature["id"])}</a>']
    for _, key in _COLUMNS:
        value = properties.get(key)
        if isinstance(value, bool):
            value = texts("ogc.yes") if value else texts("ogc.no")
        cells.append("" if value is None else escape(str(value)))
    return [*cells, f"<details><summary>{escape(texts('ogc.all'))}</summary>{_raw(raw)}</details>"]


def item(asking: Asking, name: str, raw: bytes, links: Sequence[Link]) -> str:
    """One feature: every property, and its geometry."""
    feature = msgspec.json.decode(raw)
    rows = [
        (escape(key), escape(value if isinstance(value, str) else msgspec.json.encode(value).decode()))
        for key, value in feature["properties"].items()
    ]
    geometry = msgspec.json.encode(feature["geometry"]).decode()
    title = str(feature["properties"].get("title") or feature["id"])
    parts = [
        _text(f"{called(asking.texts, name)}: {feature['id']}"),
        _table([asking.texts("ogc.property"), asking.texts("ogc.all")], rows),
        f"<pre>{escape(geometry)}</pre>",
    ]
    return _page(asking, title, parts, links)


def _raw(raw: bytes) -> str:
    return f"<pre>{escape(msgspec.json.format(raw, indent=1).decode())}</pre>"


def api(asking: Asking, document: Mapping[str, Any]) -> str:
    """The API definition: what can be asked and how it can be narrowed."""
    texts = asking.texts
    rows = []
    for path, operations in document["paths"].items():
        operation = operations["get"]
        filters = "".join(
            f"<li>{escape(one['name'])}: {escape(one['description'])} ({escape(_shape(one))})</li>"
            for one in operation["parameters"]
        )
        rows.append((escape(f"GET {path}"), escape(operation["summary"]), f"<ul>{filters}</ul>"))
    heads = [texts("ogc.path"), texts("ogc.summary"), texts("ogc.parameters")]
    parts = [_text(document["info"]["description"]), _table(heads, rows)]
    return _page(asking, texts("ogc.api"), parts, asking.both(OPENAPI))


def _shape(parameter: Mapping[str, Any]) -> str:
    return msgspec.json.encode(parameter["schema"]).decode()


def _text(text: str) -> str:
    return f"<p>{escape(text)}</p>"

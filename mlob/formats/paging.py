"""Where a page of features says that its set goes on: a next link (OGC API, WFS), or an offset (ArcGIS)."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

__all__ = ["next_page"]

_OFFSET = "resultOffset"  # ArcGIS REST, query of a layer


class _Page(msgspec.Struct):
    """What of a page is about pages; anything else may stand there."""

    links: Any = None
    features: list[msgspec.Raw] = []
    properties: Any = None
    more: Any = msgspec.field(name="exceededTransferLimit", default=None)


_decode = msgspec.json.Decoder(_Page).decode


def next_page(url: str, body: bytes) -> str:
    """The url, perhaps relative to that of the page, of what follows it; nothing when it is the last."""
    try:
        page = _decode(body)
        return _linked(page.links) or _offset(url, page)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError):
        return ""


def _linked(links: Any) -> str:
    """OGC API - Features part 1 (17-069r4), 7.15.5: the link with relation next, in this encoding."""
    for link in links if isinstance(links, list) else ():
        if not isinstance(link, dict) or link.get("rel") != "next":
            continue
        kind, target = link.get("type"), link.get("href")
        if isinstance(target, str) and (not isinstance(kind, str) or "json" in kind.lower()):
            return target
    return ""


def _offset(url: str, page: _Page) -> str:
    """ArcGIS says only that there is more; one asks on from what one has."""
    inside = page.properties.get("exceededTransferLimit") if isinstance(page.properties, dict) else None
    if not page.features or not (page.more is True or inside is True):
        return ""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    before = next((int(value) for name, value in query if name.lower() == _OFFSET.lower()), 0)
    kept = [(name, value) for name, value in query if name.lower() != _OFFSET.lower()]
    asked = urlencode([*kept, (_OFFSET, str(before + len(page.features)))])
    return urlunsplit(parts._replace(query=asked))

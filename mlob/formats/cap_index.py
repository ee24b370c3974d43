"""An index of alerts, Atom (RFC 4287) or RSS 2.0: what its entries say, and where the alerts are."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import etree

from mlob.errors import DecodeError
from mlob.follow import followed, polls
from mlob.formats import Link
from mlob.formats.cap_alert import Alert, alert
from mlob.formats.cap_digest import digest
from mlob.formats.cap_entry import elements, identifier, link, whole
from mlob.formats.framing_feed import LIMIT
from mlob.formats.xml import local, parse
from mlob.formats.xml_fields import first, found_all
from mlob.model import Source

__all__ = ["ROOTS", "alerts", "links"]

ROOTS = ("feed", "rss")
"""Root elements of Atom and of RSS 2.0."""


def alerts(root: etree._Element, source: Source) -> Iterator[Alert]:
    """What the entries of an index say; raises DecodeError, naming the element."""
    zone = ZoneInfo(source.timezone)
    digests: dict[str, list[etree._Element]] = {}
    for entry in _entries(root):
        if held := whole(entry):
            for found in held:
                yield alert(found, zone)
        elif elements(entry):
            digests.setdefault(identifier(entry), []).append(entry)
        else:
            _check(entry, source)
    for name, group in digests.items():
        yield digest(name, group, source, zone)


def links(frame: bytes) -> list[Link]:
    """Where the alerts of an index are that it does not hold itself; none in what is no index."""
    try:
        root = parse(frame, LIMIT)
        if local(root) not in ROOTS:
            return []
        listed = [entry for entry in _entries(root) if not whole(entry)]
    except DecodeError:
        return []
    found = ((link(entry), first(entry, "updated", "pubDate", "sent") or "") for entry in listed)
    return [Link(url, version) for url, version in found if url]


def _entries(root: etree._Element) -> list[etree._Element]:
    return found_all(root, "entry") if local(root) == "feed" else found_all(root, "channel/item")


def _check(entry: etree._Element, source: Source) -> None:
    """Whether somebody fetches what an entry only points at; raises DecodeError when nobody does."""
    url = link(entry)
    if url is None:
        raise DecodeError(f"{local(entry)}: geen alert, geen elementen van CAP en geen link naar een alert")
    if not polls(source):
        raise DecodeError(
            "link: alleen een verwijzing naar een alert; een bron die http(s) pollt haalt die op"
        )
    if followed(source, url) is None:
        raise DecodeError(f"link: {_host(url)} is een andere host en staat niet in follow van de bron")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).netloc or url)[:80]
    except ValueError:
        return url[:80]

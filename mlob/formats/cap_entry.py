"""One entry of an index of alerts: the alert in it, the elements of one, or where it is."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from lxml import etree

from mlob.errors import DecodeError
from mlob.formats.cap_alert import VERSIONS
from mlob.formats.framing_xml import LIMIT
from mlob.formats.xml import local, namespace, parse
from mlob.formats.xml_fields import first, found_all, text, words

__all__ = ["elements", "identifier", "inherited", "link", "sent", "whole"]

CAP_TYPE = re.compile(r"application/(?:cap|common-alerting-protocol)\+xml", re.IGNORECASE)
XML_TYPE = re.compile(r"(?:application|text)/xml", re.IGNORECASE)
TEXTS = ("content", "description", "encoded", "summary")
"""What of an entry may hold an alert as text (Atom 4.1.3, RSS 2.0 description, RSS content module)."""
_WRITTEN = re.compile(r"<(?:[A-Za-z_][\w.\-]*:)?alert[\s>]")
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_XML = "{http://www.w3.org/XML/1998/namespace}"


def whole(entry: etree._Element) -> list[etree._Element]:
    """The alerts that an entry holds, as elements or as text."""
    inside = list(entry.iter("{*}alert"))
    if inside:
        return inside
    said = ((child.text or "") for name in TEXTS for child in found_all(entry, name) if not len(child))
    return [
        parse(_DECLARED.sub("", content).encode(), LIMIT)
        for content in said
        if content.lstrip().startswith("<") and _WRITTEN.search(content)
    ]


def elements(entry: etree._Element) -> list[etree._Element]:
    """The elements of CAP that stand in an entry itself."""
    return [child for child in entry if namespace(child) in VERSIONS and local(child) != "alert"]


def identifier(entry: etree._Element) -> str:
    """The identifier of CAP, else the id of the entry; raises DecodeError without either."""
    said = next((words(item) for item in elements(entry) if local(item) == "identifier"), None)
    found = said or first(entry, "id", "guid")
    if found is None:
        raise DecodeError(f"{local(entry)}: identifier, id en guid ontbreken")
    # The US weather service puts the identifier at the end of an address.
    last = found.rpartition("/")[2]
    return last if last.startswith("urn:") else found


def sent(entry: etree._Element) -> str:
    """When the alert was sent, else when the entry was last changed; as CAP writes a time."""
    said = next((words(item) for item in elements(entry) if local(item) == "sent"), None)
    found = said or first(entry, "updated", "published", "date")
    if found is not None:
        return found
    published = text(entry, "pubDate")
    if published is None:
        raise DecodeError(f"{local(entry)}: sent, updated en pubDate ontbreken")
    try:
        return parsedate_to_datetime(published).isoformat()
    except (ValueError, OverflowError, IndexError, TypeError) as error:
        raise DecodeError(f"pubDate: geen tijd ({published[:40]!r})") from error


def link(entry: etree._Element) -> str | None:
    """The address of the alert: what says that it is CAP goes before what only may be."""
    found: list[tuple[int, str]] = []
    for item in entry:
        name, kind = local(item), item.get("type") or ""
        url = (
            item.get("href")
            or item.get("url")
            or item.get("src")
            or (item.text or "" if name == "link" else "")
        )
        if name not in ("link", "enclosure", "content") or not url.strip():
            continue
        if CAP_TYPE.match(kind):
            found.append((0, url))
        elif item.get("rel", "alternate") == "alternate" and XML_TYPE.match(kind):
            found.append((1, url))
        elif item.get("rel", "alternate") == "alternate" and not kind and name == "link":
            found.append((2, url))
    if not found:
        return None
    try:
        return urljoin(inherited(entry, "base") or "", min(found, key=lambda item: item[0])[1].strip())
    except ValueError:
        return None


def inherited(entry: etree._Element, name: str) -> str | None:
    """xml:base or xml:lang of an entry, or of what is around it."""
    said = (item.get(_XML + name) for item in (entry, *entry.iterancestors()))
    return next((value for value in said if value), None)

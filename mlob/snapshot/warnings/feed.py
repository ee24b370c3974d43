"""All alerts in one feed (Atom, RFC 4287), each whole in its entry: one file that any reader of CAP takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from mlob.snapshot.content import Content
from mlob.snapshot.material import Material
from mlob.snapshot.warnings.alert import CAP, alert, identifier
from mlob.snapshot.xml_out import Space, clean, document, mark, sender

__all__ = ["feed"]

_ATOM = "http://www.w3.org/2005/Atom"
_atom = Space(_ATOM, {None: _ATOM, "cap": CAP})
_XML = "{http://www.w3.org/XML/1998/namespace}"


def feed(material: Material, content: Content) -> bytes:
    """The feed with an alert for each area of the picture, the most severe first.

    Incidents are not in it: an alert is a warning that somebody gave, and of an incident nobody did. A
    reader would also take it for an area. They are in the situation report and in the data.
    """
    areas = [item for item in material.picture["features"] if item["properties"]["kind"] == "area"]
    areas.sort(key=lambda item: (-(item["properties"].get("severity") or 0), str(item["id"])))
    entries = [entry for item in areas if (entry := _entry(item, content)) is not None]
    drill = "OEFENING - " if content.exercise else ""
    name = mark(content.cursor, content.at.iso, content.known_at.iso, content.organisation)
    root = _atom(
        "feed",
        _atom("id", f"urn:x-mlob:beeld:{name}"),
        _atom("title", f"{drill}{clean(content.title)}: waarschuwingen en gebieden"),
        _atom("subtitle", f"{clean(content.marking)}. {clean(content.stand)}"),
        _atom("updated", content.known_at.iso),
        _author(content),
        _rights(content),
        *entries,
    )
    root.set(f"{_XML}lang", "nl-NL")
    return document(root)


def _entry(item: Mapping[str, Any], content: Content) -> etree._Element | None:
    inside = alert(item, content)
    if inside is None:
        return None
    holder = _atom("content", inside)
    holder.set("type", "application/cap+xml")
    return _atom(
        "entry",
        _atom("id", f"urn:x-mlob:cap:{identifier(item, content)}"),
        _atom("title", clean(item["properties"].get("title") or item["id"])),
        _atom("updated", content.known_at.iso),
        _author(content),
        holder,
    )


def _author(content: Content) -> etree._Element:
    name = _atom("name", clean(content.organisation) or "LOCC")
    return _atom("author", name, _atom("email", sender(content.organisation)))


def _rights(content: Content) -> etree._Element:
    return _atom("rights", f"Rubricering: {clean(content.marking)}")

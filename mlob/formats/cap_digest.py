"""The digest of an alert: elements of CAP that stand in the entries of an index, read as that alert.

Where an index has an entry for each area of one alert (MeteoAlarm), those are one. A status or kind of
message that is left out is Actual and Alert; urgency, severity and certainty are Unknown.
"""

from __future__ import annotations

import re
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec
from lxml import etree

from mlob.follow import followed
from mlob.formats.cap_alert import Alert, alert
from mlob.formats.cap_entry import elements, inherited, link, sent
from mlob.formats.xml import local, namespace
from mlob.formats.xml_fields import first, found_all, text, time, words
from mlob.model import Source

__all__ = ["digest"]

HEAD = ("sender", "status", "msgType", "scope", "note", "references", "incidents")
BODY = (
    *("language", "category", "event", "responseType", "urgency", "severity", "certainty", "effective"),
    *("onset", "expires", "senderName", "headline", "description", "instruction", "contact"),
)
PLACE = ("areaDesc", "polygon", "circle")
PAIRS = {"parameter": "info", "eventCode": "info", "geocode": "area"}
OTHER_NAMES = {"message_type": "msgType"}
"""MeteoAlarm names the kind of message in its own way."""
CAP = "cap"
"""The prefix of what is read as if it were an alert."""
_MARKUP = re.compile(r"<[^<>]*>")


def digest(identifier: str, group: list[etree._Element], source: Source, zone: ZoneInfo) -> Alert:
    """The alert that the entries with one identifier are about."""
    entry = group[0]
    space = namespace(elements(entry)[0])
    root = etree.Element(f"{{{space}}}alert", nsmap={CAP: space})
    for item in elements(entry):
        name = OTHER_NAMES.get(local(item), local(item))
        if name in HEAD:
            _add(root, name, words(item))
    _add(root, "identifier", identifier)
    _add(root, "sent", max(map(sent, group), key=lambda said: str(time(said, "sent", source.timezone))))
    for name, usual in (("status", "Actual"), ("msgType", "Alert")):
        if not found_all(root, name):
            _add(root, name, usual)
    if not found_all(root, "sender"):
        _add(root, "sender", first(entry, "author/name", "author", "creator"))
    for one in group:
        _info(root, one)
    url = link(entry)
    comes = url is not None and followed(source, url) is not None
    return msgspec.structs.replace(alert(root, zone, digest=True), digest=comes)


def _info(root: etree._Element, entry: etree._Element) -> None:
    """The info that an entry is: as it stands, or out of the elements in it."""
    said = elements(entry)
    if whole := [item for item in said if local(item) == "info"]:
        root.extend(whole)
        return
    info = _sub(root, "info")
    for item in said:
        name = local(item)
        if name in BODY:
            _add(info, name, words(item) if name != "description" else (item.text or "").strip())
        elif PAIRS.get(name) == "info":
            _pairs(info, item)
    _complete(info, entry)
    places = [item for item in said if local(item) in PLACE or PAIRS.get(local(item)) == "area"]
    if places:
        area = _sub(info, "area")
        for item in places:
            if local(item) in PLACE:
                _add(area, local(item), words(item))
            else:
                _pairs(area, item)
    info.extend(item for item in said if local(item) == "area")


def _complete(info: etree._Element, entry: etree._Element) -> None:
    """What of the info the entry itself says, and what is unknown."""
    for name in ("urgency", "severity", "certainty"):
        if text(info, name) is None:
            _add(info, name, "Unknown")
    if text(info, "event") is None:
        _add(info, "event", text(entry, "title"))
    if text(info, "description") is None:
        said = first(entry, "summary", "description")
        _add(info, "description", _MARKUP.sub(" ", said).strip() if said else None)
    if text(info, "language") is None:
        _add(info, "language", inherited(entry, "lang"))


def _pairs(parent: etree._Element, item: etree._Element) -> None:
    """A pair for every value: an index may have several names in one element, and several codes in a value.

    The names and values of the US weather service are in the namespace of the feed.
    """
    said = [(local(child), words(child) or "") for child in item]
    for (kind, name), (other, value) in pairwise(said):
        if (kind, other) != ("valueName", "value"):
            continue
        for part in (value.split() if local(item) == "geocode" else [value]) or [""]:
            pair = _sub(parent, local(item))
            _sub(pair, "valueName").text = name
            _sub(pair, "value").text = part


def _sub(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{namespace(parent)}}}{name}")


def _add(parent: etree._Element, name: str, value: str | None) -> None:
    if value:
        _sub(parent, name).text = value

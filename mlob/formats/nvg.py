"""NVG: overlays of points, lines and areas, NATO Vector Graphics 1.4, 1.5 and 2.0."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

import msgspec
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats import Format
from mlob.formats.framing_xml import LIMIT, XmlSplitter
from mlob.formats.nvg_shapes import CONTAINERS, NO_DRAWINGS, Shape, degrees, number, shape
from mlob.formats.xml import local, namespace, parse
from mlob.formats.xml_fields import found, time, words
from mlob.model import Reception

__all__ = ["FORMAT", "Item", "Shape", "decode"]

SPACES = (
    "tide.act.nato.int/schemas/2008/10/nvg",
    "tide.act.nato.int/schemas/2009/10/nvg",
    "tide.act.nato.int/schemas/2010/09/nvg",
    "tide.act.nato.int/schemas/2012/10/nvg",
)
"""Of 1.4, 1.5 and 2.0, with http or https in front; senders leave it out as well."""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One drawing; `symbology` names the standard of `sidc` as the document does (app6a, 2525b).

    `group` are the labels of what it stands in; `course` is in degrees, `speed` has no agreed unit.
    """

    shape: Shape
    uri: str | None = None
    label: str | None = None
    symbology: str | None = None
    sidc: str | None = None
    modifiers: str | None = None
    text: str | None = None
    group: tuple[str, ...] = ()
    course: float | None = None
    speed: float | None = None
    time: datetime | None = None
    begin: datetime | None = None
    end: datetime | None = None
    classification: str | None = None
    ordinal: int = 0
    """Which of the drawings with this label it is, from 0."""


def decode(frame: bytes, reception: Reception) -> Iterator[Item]:
    """The drawings of a document; raises DecodeError, naming the element or attribute."""
    root = parse(frame, LIMIT)
    space = namespace(root)
    if local(root) != "nvg" or (space and not space.endswith(SPACES)):
        raise DecodeError(f"{local(root)[:60]}: geen nvg van versie 1.4, 1.5 of 2.0")
    zone = reception.source.timezone
    # Once: to look for it again at every drawing takes a time that grows with their square.
    drawn = _time(root, "TimeStamp", zone)
    seen: dict[str | None, int] = {}
    for element, group in _drawings(root, ()):
        item = _item(element, group, root.get("classification"), drawn, zone)
        ordinal = seen.get(item.label, 0)
        seen[item.label] = ordinal + 1
        yield msgspec.structs.replace(item, ordinal=ordinal) if ordinal else item


def _drawings(
    element: etree._Element, group: tuple[str, ...]
) -> Iterator[tuple[etree._Element, tuple[str, ...]]]:
    """Every drawing, through groups and composites, with the labels of those."""
    for child in element:
        name = local(child)
        if name in CONTAINERS:
            label = child.get("label")
            yield from _drawings(child, (*group, label) if label else group)
        elif name not in NO_DRAWINGS and namespace(child) == namespace(element):
            yield child, group


def _item(
    element: etree._Element,
    group: tuple[str, ...],
    classification: str | None,
    drawn: datetime | None,
    zone: str,
) -> Item:
    symbology, sidc = _symbol(element)
    return Item(
        shape=shape(element),
        uri=element.get("uri") or None,
        label=" ".join((element.get("label") or "").split()) or None,
        symbology=symbology,
        sidc=sidc,
        modifiers=element.get("modifiers") or None,
        text=_child(element, "textInfo") or _child(element, "content"),
        group=group,
        course=None if element.get("course") is None else degrees(element, "course", 0.0, 360.0),
        speed=None if element.get("speed") is None else number(element, "speed"),
        time=_time(element, "TimeStamp", zone) or drawn,
        begin=_time(element, "TimeSpan/begin", zone),
        end=_time(element, "TimeSpan/end", zone),
        classification=classification or None,
    )


def _symbol(element: etree._Element) -> tuple[str | None, str | None]:
    """The standard and the code of `app6a:SFGPUCI----***`; a code alone has no standard."""
    standard, separator, code = (element.get("symbol") or "").strip().rpartition(":")
    return standard if separator and standard else None, code.upper() or None


def _child(element: etree._Element, path: str) -> str | None:
    """The text of a child; versions write its first letter small and large."""
    large = path[0].upper() + path[1:]
    small = path[0].lower() + path[1:]
    return words(found(element, small)) or words(found(element, large))


def _time(element: etree._Element, path: str, zone: str) -> datetime | None:
    said = _child(element, path)
    if said is None and path == "TimeStamp":
        said = words(found(element, "timestamp")) or element.get("timestamp") or element.get("timeStamp")
    return time(said, path, zone)


FORMAT = Format(
    name="nvg",
    title="NVG (NATO Vector Graphics, overlays)",
    version="1.4, 1.5 en 2.0, XML",
    reads="punten, lijnen, vlakken, cirkels, ellipsen, bogen, stroken, pijlen en tekst, met hun symboolcode",
    ignores="stijlen, ExtendedData, metadata, hoogtes; wat een latere overlay weglaat, blijft staan",
    splitter=partial(XmlSplitter, "nvg", LIMIT),
    decode=decode,
)

"""CoT: Cursor on Target event 2.0 as XML, as TAK clients and servers send it (TAK protocol 0)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache, partial
from zoneinfo import ZoneInfo

import msgspec
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats import Format
from mlob.formats.cot_detail import Detail, detail
from mlob.formats.framing_xml import XmlSplitter
from mlob.formats.xml import parse
from mlob.model import Reception
from mlob.moment import moment

__all__ = ["FORMAT", "Event", "decode"]

LIMIT = 1024 * 1024
"""Longest event in bytes."""
UNKNOWN = 999_999.0
"""From here on a number means "not known": 9999999 in the schema, 999999 in the TAK protocol's own text."""

LONGEST_WORD = 128
"""Characters in a type: the longest of CoTtypes.xml has under 40, and what is seen of them is remembered."""

# Event.xsd: type is a path of words, with a remainder behind a semicolon now and then.
_TYPE = re.compile(r"\w+(?:-[^-\s]+)*")
_HOW = re.compile(r"\w(?:-[^-\s]+)*")


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One event; times are UTC, `hae`, `ce` and `le` metres, None when not known."""

    uid: str
    type: str
    time: datetime
    start: datetime
    stale: datetime
    how: str
    lat: float
    lon: float
    hae: float | None
    ce: float | None
    le: float | None
    detail: Detail


def decode(frame: bytes, reception: Reception) -> Iterator[Event]:
    """The one event of a document; raises DecodeError, naming the element or attribute."""
    root = parse(frame, LIMIT)
    if root.tag != "event":
        raise DecodeError(f"{str(root.tag)[:60]}: geen event van CoT 2.0")
    if not (root.get("version") or "").startswith("2"):
        raise DecodeError(f"event@version: geen 2.0 ({str(root.get('version', 'ontbreekt'))[:20]})")
    point, told = _parts(root)
    zone = reception.source.timezone
    yield Event(
        uid=_text(root, "uid"),
        type=_matched(root, "type", _TYPE),
        time=_time(root, "time", zone),
        start=_time(root, "start", zone),
        stale=_time(root, "stale", zone),
        how=_matched(root, "how", _HOW),
        lat=_degrees(point, "lat", 90.0),
        lon=_degrees(point, "lon", 180.0),
        hae=_metres(point, "hae"),
        ce=_distance(point, "ce"),
        le=_distance(point, "le"),
        detail=detail(told),
    )


def _parts(root: etree._Element) -> tuple[etree._Element, etree._Element | None]:
    """The first point and the first detail of an event."""
    point = told = None
    for child in root:
        if child.tag == "point" and point is None:
            point = child
        elif child.tag == "detail" and told is None:
            told = child
    if point is None:
        raise DecodeError("point: ontbreekt")
    return point, told


def _text(event: etree._Element, name: str) -> str:
    text = event.get(name)
    if not text:
        raise DecodeError(f"event@{name}: {'ontbreekt' if text is None else 'is leeg'}")
    return text


def _matched(event: etree._Element, name: str, pattern: re.Pattern[str]) -> str:
    text = _text(event, name)
    if len(text) > LONGEST_WORD or not _matches(pattern, text):
        raise DecodeError(f"event@{name}: onleesbaar ({text[:40]!r})")
    return text


@lru_cache(maxsize=1024)
def _matches(pattern: re.Pattern[str], text: str) -> bool:
    """Senders use few types and say them often."""
    return pattern.fullmatch(text) is not None


def _time(event: etree._Element, name: str, zone: str) -> datetime:
    text = _text(event, name)
    try:
        if len(text) < 19 or text[10] != "T":
            raise ValueError(text)
        found = datetime.fromisoformat(text)
        return found if found.tzinfo is UTC else moment(text, ZoneInfo(zone))
    except (ValueError, OverflowError) as error:
        raise DecodeError(f"event@{name}: geen tijd ({text[:40]!r})") from error


def _number(point: etree._Element, name: str) -> float:
    text = point.get(name)
    if text is None:
        raise DecodeError(f"point@{name}: ontbreekt")
    try:
        value = float(text)
    except ValueError as error:
        raise DecodeError(f"point@{name}: geen getal ({text[:40]!r})") from error
    if not math.isfinite(value):
        raise DecodeError(f"point@{name}: geen getal ({text[:40]!r})")
    return value


def _degrees(point: etree._Element, name: str, most: float) -> float:
    value = _number(point, name)
    if not -most <= value <= most:
        raise DecodeError(f"point@{name}: ligt niet op aarde ({value})")
    return value


def _metres(point: etree._Element, name: str) -> float | None:
    value = _number(point, name)
    return None if value >= UNKNOWN else value


def _distance(point: etree._Element, name: str) -> float | None:
    # Some trackers write -1 for an error they do not know; the position is still worth having.
    value = _metres(point, name)
    return None if value is None or value < 0 else value


FORMAT = Format(
    name="cot",
    title="CoT (Cursor on Target, TAK)",
    version="event 2.0, XML",
    reads="event, point, contact, track, __group, remarks, shape (ellipse, polyline), link",
    ignores="status, takv, kleuren, stijlen, iconen; TAK protocol 1 (protobuf)",
    splitter=partial(XmlSplitter, "event", LIMIT),
    decode=decode,
)

"""CoT: Cursor on Target event 2.0 as XML, as TAK clients and servers send it (TAK protocol 0)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
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
    given = root.attrib
    if not str(given.get("version", "")).startswith("2"):
        raise DecodeError(f"event@version: geen 2.0 ({str(given.get('version', 'ontbreekt'))[:20]})")
    point = root.find("point")
    if point is None:
        raise DecodeError("point: ontbreekt")
    zone = reception.source.timezone
    place = point.attrib
    yield Event(
        uid=_text(given, "uid"),
        type=_matched(given, "type", _TYPE),
        time=_time(given, "time", zone),
        start=_time(given, "start", zone),
        stale=_time(given, "stale", zone),
        how=_matched(given, "how", _HOW),
        lat=_degrees(place, "lat", 90.0),
        lon=_degrees(place, "lon", 180.0),
        hae=_metres(place, "hae"),
        ce=_distance(place, "ce"),
        le=_distance(place, "le"),
        detail=detail(root.find("detail")),
    )


def _text(given: etree._Attrib, name: str) -> str:
    text = given.get(name)
    if not text:
        raise DecodeError(f"event@{name}: {'ontbreekt' if text is None else 'is leeg'}")
    return str(text)


def _matched(given: etree._Attrib, name: str, pattern: re.Pattern[str]) -> str:
    text = _text(given, name)
    if not pattern.fullmatch(text):
        raise DecodeError(f"event@{name}: onleesbaar ({text[:40]!r})")
    return text


def _time(given: etree._Attrib, name: str, zone: str) -> datetime:
    text = _text(given, name)
    try:
        if len(text) < 19 or text[10] != "T":
            raise ValueError(text)
        found = datetime.fromisoformat(text)
        if found.tzinfo is UTC:
            return found
        return moment(text, ZoneInfo(zone))
    except (ValueError, OverflowError) as error:
        raise DecodeError(f"event@{name}: geen tijd ({text[:40]!r})") from error


def _number(place: etree._Attrib, name: str) -> float:
    text = place.get(name)
    if text is None:
        raise DecodeError(f"point@{name}: ontbreekt")
    try:
        value = float(text)
    except ValueError as error:
        raise DecodeError(f"point@{name}: geen getal ({str(text)[:40]!r})") from error
    if not math.isfinite(value):
        raise DecodeError(f"point@{name}: geen getal ({str(text)[:40]!r})")
    return value


def _degrees(place: etree._Attrib, name: str, most: float) -> float:
    value = _number(place, name)
    if not -most <= value <= most:
        raise DecodeError(f"point@{name}: ligt niet op aarde ({value})")
    return value


def _metres(place: etree._Attrib, name: str) -> float | None:
    value = _number(place, name)
    return None if value >= UNKNOWN else value


def _distance(place: etree._Attrib, name: str) -> float | None:
    # Some trackers write -1 for an error they do not know; the position is still worth having.
    value = _metres(place, name)
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

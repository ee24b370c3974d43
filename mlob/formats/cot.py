"""CoT: Cursor on Target event 2.0, as XML (TAK protocol 0) and as protobuf (TAK protocol 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from lxml import etree

from mlob.errors import DecodeError
from mlob.formats import Format
from mlob.formats.cot_detail import detail
from mlob.formats.cot_event import HOW, LIMIT, TYPE, Event, degrees, distance, is_exercise, matched, metres
from mlob.formats.cot_tak import events
from mlob.formats.framing_tak import MAGIC, TakSplitter
from mlob.formats.xml import local, parse
from mlob.model import Reception
from mlob.moment import moment

__all__ = ["FORMAT", "LIMIT", "Event", "decode"]


def decode(frame: bytes, reception: Reception) -> Iterator[Event]:
    """The event of a document or TAK message, if it holds one; raises DecodeError, naming the element."""
    if frame[:1] == MAGIC:
        yield from events(frame)
    else:
        yield _event(parse(frame, LIMIT), reception.source.timezone)


def _event(root: etree._Element, zone: str) -> Event:
    if root.tag != "event":
        root = _plain(root)
    if not (root.get("version") or "").startswith("2"):
        raise DecodeError(f"event@version: geen 2.0 ({str(root.get('version', 'ontbreekt'))[:20]})")
    point, told = _parts(root)
    return Event(
        uid=_text(root, "uid"),
        type=_matched(root, "type", TYPE),
        time=_time(root, "time", zone),
        start=_time(root, "start", zone),
        stale=_time(root, "stale", zone),
        how=_matched(root, "how", HOW),
        lat=degrees(_number(point, "lat"), "point@lat", 90.0),
        lon=degrees(_number(point, "lon"), "point@lon", 180.0),
        hae=metres(_number(point, "hae"), "point@hae"),
        ce=distance(_number(point, "ce"), "point@ce"),
        le=distance(_number(point, "le"), "point@le"),
        detail=detail(told),
        exercise=is_exercise(root.get("opex")),
    )


def _plain(root: etree._Element) -> etree._Element:
    """The same without namespaces: the schema has none, but some senders write one."""
    if local(root) != "event":
        raise DecodeError(f"{str(root.tag)[:60]}: geen event van CoT 2.0")
    for element in root.iter("{*}*"):
        element.tag = local(element)
    return root


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
    return matched(_text(event, name), f"event@{name}", pattern)


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
        return float(text)
    except ValueError as error:
        raise DecodeError(f"point@{name}: geen getal ({text[:40]!r})") from error


FORMAT = Format(
    name="cot",
    title="CoT (Cursor on Target, TAK)",
    version="event 2.0 as XML, TAK protocol 1 (protobuf) as a stream and as datagrams",
    reads="event, point, contact, track, __group, remarks, shape (ellipse, polyline), link, range, bearing",
    ignores="status, takv, precisionlocation, endpoint, TakControl, kleuren, stijlen, iconen",
    splitter=partial(TakSplitter, "event", LIMIT),
    decode=decode,
)

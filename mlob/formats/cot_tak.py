"""TAK protocol 1: a CoT event as the protobuf message TakMessage (protocol.txt and .proto files of ATAK-CIV).

The message class is the one that the package takproto generated from those files. What the fields say
goes straight into an Event; only `xmlDetail`, the part of the detail that has no fields, is XML.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from google.protobuf.message import DecodeError as ProtobufError
from lxml import etree
from takproto.proto import TakMessage

from mlob.errors import DecodeError
from mlob.formats import cot_detail
from mlob.formats.cot_detail import Detail
from mlob.formats.cot_event import HOW, LIMIT, TYPE, Event, degrees, distance, is_exercise, matched, metres
from mlob.formats.framing_tak import payload
from mlob.formats.xml import parse

__all__ = ["events"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def events(frame: bytes) -> Iterator[Event]:
    """The event of one TAK message; none when it only says which versions its sender knows (TakControl)."""
    if len(frame) > LIMIT:
        raise DecodeError(f"bericht: groter dan {LIMIT // 1024} KiB")
    try:
        message = TakMessage.FromString(payload(frame))
    except ProtobufError as error:
        raise DecodeError("TakMessage: geen protobuf van TAK-protocol 1") from error
    if message.HasField("cotEvent"):
        yield _event(message.cotEvent)
    elif not message.HasField("takControl"):
        raise DecodeError("TakMessage: leeg")


def _event(said: Any) -> Event:
    return Event(
        uid=_text(said.uid, "uid"),
        type=matched(_text(said.type, "type"), "cotEvent.type", TYPE),
        time=_time(said.sendTime, "sendTime"),
        start=_time(said.startTime, "startTime"),
        stale=_time(said.staleTime, "staleTime"),
        how=matched(_text(said.how, "how"), "cotEvent.how", HOW),
        lat=degrees(said.lat, "cotEvent.lat", 90.0),
        lon=degrees(said.lon, "cotEvent.lon", 180.0),
        hae=metres(said.hae, "cotEvent.hae"),
        ce=distance(said.ce, "cotEvent.ce"),
        le=distance(said.le, "cotEvent.le"),
        detail=_detail(said.detail) if said.HasField("detail") else cot_detail.EMPTY,
        exercise=is_exercise(said.opex),
    )


def _text(value: str, name: str) -> str:
    if not value:
        raise DecodeError(f"cotEvent.{name}: ontbreekt")
    return value


def _time(milliseconds: int, name: str) -> datetime:
    """A moment from milliseconds since 1970 (cotevent.proto); zero means that none was set."""
    if not milliseconds:
        raise DecodeError(f"cotEvent.{name}: ontbreekt")
    try:
        return EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError as error:
        raise DecodeError(f"cotEvent.{name}: geen tijd ({milliseconds})") from error


def _detail(said: Any) -> Detail:
    """Fields and XML together; what stands in the XML counts over a field for the same (detail.proto, 5)."""
    element = _element(said.xmlDetail) if said.xmlDetail else None
    written = () if element is None else {child.tag for child in element}
    values = {} if element is None else cot_detail.values(element)
    if said.HasField("contact") and "contact" not in written:
        values["callsign"] = said.contact.callsign or None
    if said.HasField("track") and "track" not in written:
        values["course"] = cot_detail.course(said.track.course)
        values["speed"] = cot_detail.speed(said.track.speed)
    if said.HasField("group") and "__group" not in written:
        values["team"] = said.group.name or None
        values["role"] = said.group.role or None
    return Detail(**values) if values else cot_detail.EMPTY


def _element(text: str) -> etree._Element:
    """The `<detail>` whose content a field holds; as deep in its document as it is in one of XML."""
    try:
        root = parse(f"<event><detail>{text}</detail></event>".encode(), LIMIT + 64)
    except DecodeError as error:
        raise DecodeError(f"xmlDetail: {error}") from error
    if len(root) != 1:
        raise DecodeError("xmlDetail: sluit een detail dat het niet opende")
    return root[0]

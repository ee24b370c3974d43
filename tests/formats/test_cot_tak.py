"""TAK protocol 1: a protobuf message says exactly what the XML says that means the same."""

from __future__ import annotations

import contextlib
import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import takproto
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from takproto.proto import TakMessage

from mlob.errors import DecodeError
from mlob.formats.cot import Event, decode
from mlob.formats.cot_event import LIMIT
from tests.conformance.golden import reception
from tests.formats.tak import EPOCH_MS, datagram, document, message, stream, varint

NOON = datetime(2021, 7, 15, 12, tzinfo=UTC)
UNKNOWN = ("999999", "999999.0", "9999999.0")


def read(frame: bytes) -> Event:
    (found,) = decode(frame, reception("cot"))
    return found


def reason(frame: bytes) -> str:
    with pytest.raises(DecodeError) as caught:
        list(decode(frame, reception("cot")))
    return str(caught.value)


texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=12)
words = st.from_regex(r"[A-Za-z]{1,8}", fullmatch=True)
numbers = st.floats(-1000, 10_000).map(repr)
corners = st.tuples(st.floats(-90, 90), st.floats(-180, 180)).map(lambda at: f"{at[0]},{at[1]}")
moments = st.integers(0, 40_000_000).map(lambda n: NOON + timedelta(seconds=n / 4))
TYPES = ["a-f-G-U-C", "a-h-A-M-F-Q", "u-d-f", "u-d-r", "b-m-r", "b-a-o-tbl", "t-x-d-d", "u-rb-a"]


def element(tag: str, /, **attributes: st.SearchStrategy[str]) -> st.SearchStrategy[etree._Element]:
    """An element with all of these attributes."""
    return st.fixed_dictionaries(attributes).map(lambda found: etree.Element(tag, found))


def remarks(text: str) -> etree._Element:
    found = etree.Element("remarks")
    found.text = text
    return found


def shape(axes: tuple[float, float]) -> etree._Element:
    found = etree.Element("shape")
    etree.SubElement(found, "ellipse", major=str(axes[0]), minor=str(axes[1]), angle="30")
    return found


# Each at most once, and whole: else a sender leaves them in the XML (detail.proto, rule 1 for senders).
DETAIL: dict[str, st.SearchStrategy[Any]] = {
    "contact": element("contact", callsign=texts, endpoint=st.just("*:-1:stcp")),
    "__group": element("__group", name=words, role=texts),
    "track": element("track", speed=numbers, course=st.one_of(numbers, st.sampled_from(["NaN", "360.0"]))),
    "takv": element("takv", device=texts, platform=texts, os=texts, version=texts),
    "status": element("status", battery=st.integers(0, 100).map(str)),
    "precisionlocation": element("precisionlocation", geopointsrc=words, altsrc=words),
    "remarks": texts.map(remarks),
    "uid": element("uid", Droid=texts),
    "shape": st.tuples(st.floats(0, 9999), st.floats(0, 9999)).map(shape),
    "__geofence": element("__geofence", trigger=words),
    "range": element("range", value=numbers),
    "bearing": element("bearing", value=numbers),
}
links = st.one_of(
    element("link", point=corners),
    element("link", uid=words, type=st.sampled_from(TYPES), relation=words),
    element("link", uid=words, type=st.just("b-m-p-w"), relation=st.just("c"), point=corners),
)


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """An event as XML that TAK protocol 1 can carry without loss."""
    event = etree.Element("event", version="2.0", uid=draw(texts), type=draw(st.sampled_from(TYPES)))
    event.set("how", draw(st.sampled_from(["m-g", "h-e", "h-g-i-g-o"])))
    for name in ("time", "start", "stale"):
        event.set(name, f"{draw(moments):%Y-%m-%dT%H:%M:%S.%fZ}")
    for name in ("opex", "access", "qos"):
        if value := draw(st.sampled_from(["", "e-Waterkracht", "s", "o-Echt", "Undefined"])):
            event.set(name, value)
    point = etree.SubElement(event, "point", lat=repr(draw(st.floats(-90, 90))))
    point.set("lon", repr(draw(st.floats(-180, 180))))
    for name in ("hae", "ce", "le"):
        point.set(name, draw(st.one_of(numbers, st.sampled_from(UNKNOWN))))
    if draw(st.booleans()):
        detail = etree.SubElement(event, "detail")
        for name in draw(st.lists(st.sampled_from(sorted(DETAIL)), unique=True)):
            detail.append(draw(DETAIL[name]))
        detail.extend(draw(st.lists(links, max_size=4)))
    return etree.tostring(event)


@given(documents(), st.sampled_from([takproto.TAKProtoVer.STREAM, takproto.TAKProtoVer.MESH]))
def test_the_same_event_in_both_ways(xml: bytes, form: takproto.TAKProtoVer) -> None:
    assert read(bytes(takproto.xml2proto(xml, form))) == read(xml)


def test_a_chat_message_keeps_its_whole_detail_in_xml() -> None:
    detail = '<__chat id="Allen"/><contact callsign="PEL-1"/><remarks time="2021">Dijk is dicht</remarks>'
    xml = document("GeoChat.PEL-1.Allen.7", detail)
    found = read(bytes(takproto.xml2proto(xml)))
    assert found == read(xml)
    assert (found.detail.callsign, found.detail.remarks) == ("PEL-1", "Dijk is dicht")


@given(st.integers(1, 253_402_300_799_999))
def test_times_are_milliseconds(milliseconds: int) -> None:
    found = read(stream(message(sendTime=milliseconds)))
    assert (found.time - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1) == milliseconds


def test_unknown_numbers_and_those_that_were_not_set() -> None:
    found = read(stream(message(hae=999999, ce=9999999, le=-1)))
    assert (found.hae, found.ce, found.le) == (None, None, None)
    assert read(stream(message(hae=0, ce=0, le=0))).ce == 0.0


def test_what_stands_in_the_xml_counts_over_the_field() -> None:
    found = message(xml='<contact phone="-"/><track speed="3"/><__group name="Red"/>')
    detail = found.cotEvent.detail
    detail.contact.callsign, detail.group.role, detail.track.course = "veld", "HQ", 90.0
    assert read(stream(found)) == read(document(detail=detail.xmlDetail))


def test_a_message_of_versions_only_says_nothing() -> None:
    control = TakMessage()
    control.takControl.maxProtoVersion = 1
    assert list(decode(stream(control), reception("cot"))) == []
    assert list(decode(datagram(control), reception("cot"))) == []


def test_fields_of_later_versions_are_passed_over() -> None:
    times = b"\x18" + varint(EPOCH_MS) + b"\x20" + varint(EPOCH_MS)
    extension = b"\x82\x01\x03abc"  # field 16 of the event
    raw = message().SerializeToString()
    inner = message().cotEvent.SerializeToString() + extension
    assert read(stream(raw + times)) == read(stream(b"\x12" + varint(len(inner)) + inner)) == read(document())


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"uid": ""}, "cotEvent.uid: ontbreekt"),
        ({"type": ""}, "cotEvent.type: ontbreekt"),
        ({"type": "a f"}, "cotEvent.type: onleesbaar"),
        ({"how": ""}, "cotEvent.how: ontbreekt"),
        ({"how": "m" + "-g" * 100}, "cotEvent.how: onleesbaar"),
        ({"sendTime": 0}, "cotEvent.sendTime: ontbreekt"),
        ({"staleTime": 2**64 - 1}, "cotEvent.staleTime: geen tijd"),
        ({"startTime": 253_402_300_800_000}, "cotEvent.startTime: geen tijd"),
        ({"lat": 90.5}, "cotEvent.lat: ligt niet op aarde"),
        ({"lat": math.nan}, "cotEvent.lat: geen getal"),
        ({"lon": math.inf}, "cotEvent.lon: geen getal"),
        ({"hae": math.nan}, "cotEvent.hae: geen getal"),
        ({"ce": -math.inf}, "cotEvent.ce: geen getal"),
        ({"xml": "<remarks>"}, "xmlDetail: XML: niet goed gevormd"),
        ({"xml": "<!DOCTYPE a><a/>"}, "xmlDetail: DOCTYPE: niet toegestaan"),
        ({"xml": "<a>" * 70 + "</a>" * 70}, "xmlDetail: XML: meer dan 64 lagen diep"),
        ({"xml": "</detail><point/><detail>"}, "xmlDetail: sluit een detail"),
        ({"xml": "&b;"}, "xmlDetail: XML: niet goed gevormd"),
        ({"xml": "<link point='noord'/>"}, "link@point: geen punt"),
        ({"xml": "<track course='west'/>"}, "track@course: geen getal"),
    ],
)
def test_refused(values: dict[str, Any], expected: str) -> None:
    assert reason(stream(message(**values))).startswith(expected)


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (b"\xbf", "TakMessage: onleesbare kop"),
        (b"\xbf\xff\xff\xff\xff\xff\x01", "TakMessage: onleesbare kop"),
        (stream(message())[:-1], "TakMessage: 86 bytes waar de kop er 87 belooft"),
        (b"\xbf\x01\xbf" + b"\xff" * 9, "TakMessage: geen protobuf"),
        (stream(b"\x12\x04*\x02\xff\xfe"), "TakMessage: geen protobuf"),
        (b"\xbf\x01\xbf", "TakMessage: leeg"),
        (stream(b"\x18\x01"), "TakMessage: leeg"),
        (b"\xbf" + b"a" * LIMIT, "bericht: groter dan 1024 KiB"),
    ],
)
def test_frames_that_are_no_message(frame: bytes, expected: str) -> None:
    assert reason(frame).startswith(expected)


@given(st.binary(max_size=60), st.integers(0, 60))
def test_rubbish_in_a_message_is_refused_or_read(rubbish: bytes, at: int) -> None:
    raw = bytes(message(xml="<remarks>a</remarks>").SerializeToString())
    for frame in (stream(raw[:at] + rubbish), b"\xbf\x01\xbf" + raw[:at] + rubbish + raw[at:]):
        with contextlib.suppress(DecodeError):
            list(decode(frame, reception("cot")))

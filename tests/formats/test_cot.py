"""CoT: what is wrong with an event that is refused; numbers and times that trackers do not know."""

from __future__ import annotations

import pytest

from mlob import formats
from mlob.errors import DecodeError
from mlob.formats.cot import FORMAT, Event, decode
from tests.conformance.golden import FOLDER, outcome, reception

XML = (FOLDER / "cot" / "frames.xml").read_bytes()
FRAMES = [frame.decode() for frame in formats.split(FORMAT, XML)]
UNIT, FIELD, RING, LINE = FRAMES[:4]
DELETE = FRAMES[-1]


def event(text: str) -> Event:
    (found,) = decode(text.encode(), reception("cot"))
    return found


@pytest.mark.parametrize(
    ("frame", "old", "new", "reason"),
    [
        (UNIT, "uid='PEL-1'", "", "event@uid: ontbreekt"),
        (UNIT, "uid='PEL-1'", "uid=''", "event@uid: is leeg"),
        (UNIT, "event version='2.0'", "event version='1'", "event@version"),
        (UNIT, "type='a-f-G-U-C'", "type='a f'", "event@type: onleesbaar"),
        (UNIT, "type='a-f-G-U-C'", f"type='a{'-f' * 100}'", "event@type: onleesbaar"),
        (UNIT, "time='2021-07-15T12:00:00.500Z'", "time='TIME'", "event@time: geen tijd"),
        (UNIT, "stale='2021-07-15T12:05:00Z'", "stale='2021-07-35T12:05:00Z'", "event@stale: geen tijd"),
        (UNIT, "lat='51.19'", "", "point@lat: ontbreekt"),
        (UNIT, "lat='51.19'", "lat='noord'", "point@lat: geen getal"),
        (UNIT, "lat='51.19'", "lat='nan'", "point@lat: geen getal"),
        (UNIT, "lat='51.19'", "lat='91'", "point@lat: ligt niet op aarde"),
        (UNIT, "<point", "<punt", "point: ontbreekt"),
        (UNIT, "course='270.0'", "course='west'", "track@course: geen getal"),
        (FIELD, "51.19,5.99", "51.19", "link@point: geen punt"),
        (FIELD, "51.19,5.99", "151.19,5.99", "link@point: punt ligt niet op aarde"),
        (RING, "major='500'", "major='-5'", "ellipse@major: geen straal"),
        (RING, "major='500'", "", "ellipse@major: geen straal"),
        (LINE, "<vertex lat='51.1'", "<vertex lat='x'", "vertex: geen punt"),
    ],
)
def test_refused(frame: str, old: str, new: str, reason: str) -> None:
    assert old in frame
    with pytest.raises(DecodeError, match=reason):
        event(frame.replace(old, new))


def test_another_root() -> None:
    with pytest.raises(DecodeError, match="alert: geen event"):
        event("<alert/>")


def test_without_detail_or_with_an_empty_shape() -> None:
    assert event(FRAMES[7]).detail.callsign is None
    assert event(RING.replace("<ellipse major='500' minor='500' angle='360'/>", "")).detail.ellipse is None


def test_the_first_point_and_detail_count() -> None:
    more = UNIT.replace("</event>", "<point lat='1' lon='1' hae='0' ce='1' le='1'/><detail/></event>")
    assert event(more) == event(UNIT)


def test_a_time_without_an_offset_follows_the_source() -> None:
    assert event(UNIT.replace("12:00:00.500Z", "14:00:00")).time == event(UNIT).start


def test_messages_that_broke_off_and_rubbish_cost_only_themselves() -> None:
    good = UNIT.encode()
    data = good[:90] + good + b"ruis <x> " + good + b"\r\n" + good[:40]
    found = formats.split(FORMAT, data)
    assert found == [good[:90], good, b"ruis <x>", good, good[:40]]


def test_a_delete_without_a_link() -> None:
    text = DELETE.replace("<link uid='PEL-1' relation='none' type='none'/>", "")
    assert outcome("cot", text.encode()) == {"reason": "link: ontbreekt, niet te zien wat er weg moet"}


@pytest.mark.parametrize(
    ("cot_type", "sidc"), [("a-h-S", "SHSP-----------"), ("a-n-A-M-F-q", "SNAPMF---------")]
)
def test_symbols(cot_type: str, sidc: str) -> None:
    (found,) = outcome("cot", UNIT.replace("a-f-G-U-C", cot_type).encode())
    assert found["properties"]["sidc"] == sidc


@pytest.mark.parametrize("cot_type", ["a-f", "a-x-G", "a-f-x", "b-m-p-s-m"])
def test_types_without_a_symbol(cot_type: str) -> None:
    (found,) = outcome("cot", UNIT.replace("a-f-G-U-C", cot_type).encode())
    assert "sidc" not in found["properties"]

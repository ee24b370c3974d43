"""EMSI: the same message as XML and as JSON, and what is refused."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from mlob import formats
from mlob.errors import DecodeError
from mlob.formats.emsi import FORMAT, Message, decode
from mlob.formats.json_tree import load
from tests.conformance.golden import reception

CONTEXT = {"ID": "m", "MODE": "ACTUAL", "MSGTYPE": "UPDATE"}
RESOURCE = {"ID": "r", "NAME": "n", "STATUS": "AVAILB"}
MISSION = {"ID": "o", "NAME": "n", "TYPE": "SAV", "STATUS": "IPR"}


def message(**parts: Any) -> Message:
    frame = msgspec.json.encode({"emsi": {"CONTEXT": CONTEXT, "EVENT": {"ID": "e"}, **parts}})
    (found,) = decode(frame, reception("emsi"))
    return found


def place(**values: Any) -> dict[str, Any]:
    return {"EGEO": [{"POSITION": {"COORD": [{"LAT": 51, "LONG": 5, **values.pop("at", {})}], **values}}]}


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"CONTEXT": None}, "CONTEXT: ontbreekt"),
        ({"EVENT": None}, "EVENT: ontbreekt"),
        ({"EVENT": "brand"}, "EVENT: geen element met inhoud"),
        ({"EVENT": [{"ID": "e"}, {"ID": "f"}]}, "EVENT: staat er meer dan een keer"),
        ({"EVENT": {}}, "ID: ontbreekt"),
        ({"EVENT": {"ID": ["e", "f"]}}, "ID: staat er meer dan een keer"),
        ({"EVENT": {"ID": True}}, "ID: geen tekst"),
        ({"EVENT": {"ID": "e", "SCALE": 9}}, "SCALE: geen cijfer van 1 tot en met 5"),
        ({"EVENT": {"ID": "e", "SCALE": 0}}, "SCALE: geen heel getal vanaf 1"),
        ({"EVENT": {"ID": "e", "STATUS": "BEZIG"}}, "STATUS: waarde 'BEZIG'"),
        ({"EVENT": {"ID": "e", **place(at={"LAT": 99})}}, "COORD: punt ligt niet op aarde"),
        ({"EVENT": {"ID": "e", **place(at={"LONG": "oost"})}}, "LONG: geen getal"),
        ({"EVENT": {"ID": "e", **place(COORDSYS="EPSG-28992")}}, "COORDSYS: onbekend stelsel"),
        ({"EVENT": {"ID": "e", "CASUALTIES": [{"MISSING": -1}]}}, "MISSING: geen heel getal"),
        ({"CONTEXT": {**CONTEXT, "CREATION": "vandaag"}}, "CREATION: geen tijd"),
        ({"CONTEXT": {**CONTEXT, "MSGTYPE": "HOI"}}, "MSGTYPE: waarde 'HOI'"),
        ({"MISSION": [{**MISSION, "STATUS": "X"}]}, "STATUS: waarde 'X'"),
        ({"RESOURCE": [{"ID": "r"}]}, "NAME: ontbreekt"),
    ],
)
def test_refused(parts: dict[str, Any], reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        message(**parts)


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (b"<incident/>", "incident: geen emsi"),
        (b"<emsi/>", "CONTEXT: ontbreekt"),
        (b'{"createCase": {}}', "createCase: geen emsi"),
        (b"{}", "emsi: geen emsi"),
        (b'{"emsi": 1}', "emsi: geen object"),
        (b"[]", "JSON: geen object"),
        (b"{", "JSON: onleesbaar"),
    ],
)
def test_refused_documents(frame: bytes, reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        list(decode(frame, reception("emsi")))


def test_json_has_a_limit_and_a_depth() -> None:
    with pytest.raises(DecodeError, match="groter dan 1 KiB"):
        load(b"[" * 1025, 1024)
    with pytest.raises(DecodeError, match="te diep genest"):
        load(b"[" * 100_000, 1 << 20)


def test_xml_and_json_say_the_same() -> None:
    xml = b"<emsi><CONTEXT><ID>m</ID><MODE>ACTUAL</MODE><MSGTYPE>UPDATE</MSGTYPE></CONTEXT><EVENT><ID>e</ID>"
    xml += b"<SCALE>2</SCALE><EGEO><POSITION><NAME>Plein</NAME><ADDRESS>1</ADDRESS><ADDRESS>2</ADDRESS>"
    xml += b"<COORD><LAT>51</LAT><LONG>5</LONG></COORD></POSITION></EGEO><EGEO/></EVENT></emsi>"
    (found,) = decode(xml, reception("emsi"))
    geo = place(NAME="Plein", ADDRESS=["1", 2])["EGEO"]
    assert found == message(EVENT={"ID": "e", "SCALE": "2", "EGEO": [*geo, None]})
    assert found.event.positions[0].address == "1, 2"


def test_a_place_without_points_is_no_place() -> None:
    found = message(
        EVENT={"ID": "e", "EGEO": [{"POSITION": {"NAME": "Plein"}}]},
        MISSION=[{**MISSION, "POSITION": {}, "RESOURCE_ID": ["None"]}],
        RESOURCE=[{**RESOURCE, "RGEO": [{"TYPE": "CUR", "POSITION": [{}]}]}],
    )
    assert found.event.positions == ()
    assert found.missions[0].resources == ()
    assert found.resources[0].position is None


def test_a_stream_is_xml_or_json_and_the_next_may_be_the_other() -> None:
    splitter = FORMAT.splitter()
    assert splitter.feed(b"\xef\xbb") + splitter.feed(b"\xbf \n") + splitter.close() == []
    assert splitter.feed(b"<emsi></emsi><emsi/>") + splitter.close() == [b"<emsi></emsi>", b"<emsi/>"]
    assert splitter.feed(b'{"a":1}{"b":') + splitter.close() == [b'{"a":1}', b'{"b":']
    assert formats.split(FORMAT, b"") == []

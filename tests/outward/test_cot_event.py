"""A feature as CoT: what TAK clients see, what the schema demands, and that we read back the same thing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import etree

from mlob.errors import DecodeError
from mlob.model import Kind, Observation
from mlob.outward.cot_event import Around, deletion, events, pong
from tests.conformance.golden import observe

HERE = Around(system="ab12", marking="Departementaal Vertrouwelijk")
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
AREA = {
    "type": "MultiPolygon",
    "coordinates": [
        [[[5.0, 52.0], [6.0, 52.0], [6.0, 53.0], [5.0, 52.0]]],
        [[[4.0, 51.0], [4.1, 51.0], [4.1, 51.1], [4.0, 51.0]]],
    ],
}


def feature(kind: str = "unit", geometry: Any = None, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": f"{kind}:bron:1",
        "geometry": geometry or {"type": "Point", "coordinates": [5.983, 51.194]},
        "properties": {
            "kind": kind,
            "discipline": "brandweer",
            "disciplines": ["brandweer"],
            "title": "TS 23-3031",
            "status": "onderweg",
            "severity": 0,
            "verification": "onbevestigd",
            "marking": None,
            "observed_at": "2026-11-25T11:00:00.250Z",
            "received_at": "2026-11-25T11:00:01Z",
            "stale_at": "2026-11-25T11:07:30.250Z",
            "expires_at": "2026-11-25T11:15:00.250Z",
            "sources": ["bron"],
            "exercise": False,
            **properties,
        },
    }


def sent(found: dict[str, Any], around: Around = HERE) -> list[etree._Element]:
    return [etree.fromstring(event.raw) for event in events(found, around)]


def one(found: dict[str, Any], around: Around = HERE) -> etree._Element:
    (event,) = sent(found, around)
    return event


def back(found: dict[str, Any], around: Around = HERE) -> Observation:
    (said,) = [said for event in events(found, around) for said in observe("cot", event.raw)]
    return said


def detail(event: etree._Element, name: str) -> etree._Element:
    element = event.find(f"detail/{name}")
    assert element is not None
    return element


def checked(event: etree._Element) -> None:
    """What the base schema of CoT 2.0 demands (Event-PUBLIC.xsd of MITRE)."""
    assert float(event.get("version", "0")) >= 2
    assert event.get("uid")
    assert re.fullmatch(r"\w+(-\w+)*(;[^;]*)?", event.get("type", ""))
    assert re.fullmatch(r"\w(-\w+)*", event.get("how", ""))
    for name in ("time", "start", "stale"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", event.get(name, "")), name
    assert set(event.keys()) <= {
        "version", "uid", "type", "time", "start", "stale", "how", "access", "qos", "opex",
    }  # fmt: skip
    assert [child.tag for child in event][:1] == ["point"]
    assert len(event.findall("point")) == 1
    assert len(event.findall("detail")) <= 1
    point = {name: float(value) for name, value in event[0].items()}
    assert set(point) == {"lat", "lon", "hae", "ce", "le"}
    assert -90 <= point["lat"] <= 90
    assert -180 <= point["lon"] <= 180


@pytest.mark.parametrize("kind", ["incident", "unit", "facility", "area", "request", "region", "note"])
def test_every_kind_keeps_to_the_schema(kind: str) -> None:
    found = feature(kind, grip=3, vr="VR24") if kind == "region" else feature(kind)
    event = one(found)
    checked(event)
    assert event.get("uid") == found["id"]
    assert event.get("time") == "2026-11-25T11:00:00.250Z"
    assert event.get("stale") == "2026-11-25T11:07:30.250Z"


@pytest.mark.parametrize(
    ("kind", "properties", "cot_type"),
    [
        ("unit", {}, "a-f-G-U-i-f"),
        ("unit", {"discipline": "politie"}, "a-f-G-U-i-l"),
        ("unit", {"discipline": "ghor"}, "a-f-G-U-i-m"),
        ("unit", {"cot_type": "a-f-A-M-H"}, "a-f-A-M-H"),
        ("unit", {"cot_type": 'a-f"><x'}, "a-f-G-U-i-f"),
        ("unit", {"cot_type": "t-x-d-d"}, "a-f-G-U-i-f"),
        ("incident", {"category": "brand"}, "a-u-X-i-f"),
        ("incident", {}, "a-u-X-i"),
        ("facility", {"discipline": "ghor"}, "a-f-G-I-X-H"),
        ("request", {}, "b-m-p-s-m"),
        ("note", {"cot_type": "b-t-f"}, "b-m-p-s-m"),
    ],
)
def test_the_type_says_what_it_is(kind: str, properties: dict[str, Any], cot_type: str) -> None:
    assert one(feature(kind, **properties)).get("type") == cot_type


def test_marking_and_exercise_are_on_it() -> None:
    event = one(feature(exercise=True))
    assert event.get("access") == "Departementaal Vertrouwelijk"
    assert event.get("opex") == "e"
    lines = (detail(event, "remarks").text or "").split("\n")
    assert lines[:2] == ["OEFENING", "Departementaal Vertrouwelijk"]
    assert one(feature(marking="Geheim")).get("access") == "Geheim"
    assert "opex" not in one(feature()).keys()  # noqa: SIM118 - an element is no mapping
    assert one(feature(), Around(system="ab12", exercise=True)).get("opex") == "e"


def test_what_stays_until_told_goes_stale_in_years() -> None:
    found = feature("incident")
    del found["properties"]["stale_at"], found["properties"]["expires_at"]
    assert str(one(found).get("stale")) > "2030"


def test_text_of_feeds_is_no_markup() -> None:
    nasty = 'x"/><event uid="&\x00\uffff\n'
    event = one(feature(title=nasty, remarks="]]></remarks><link/>", status="<b>"))
    assert [child.tag for child in event] == ["point", "detail"]
    assert detail(event, "contact").get("callsign") == 'x"/><event uid="& '
    assert event.findall("detail/link") == []
    assert "]]></remarks><link/>" in (detail(event, "remarks").text or "")


@pytest.mark.parametrize("kind", ["capacity"])
def test_what_is_no_object_on_a_map_is_not_sent(kind: str) -> None:
    assert sent(feature(kind)) == []
    nowhere = feature("incident")
    nowhere["geometry"] = None
    assert sent(nowhere) == []
    assert sent(feature("region", vr="VR24", grip=None)) == []


def test_a_region_stands_in_its_middle_and_keeps_no_place() -> None:
    found = feature("region", vr="VR24", grip=4, phase="respons", title="Limburg-Zuid")
    found["geometry"] = None
    event = one(found)
    assert detail(event, "contact").get("callsign") == "GRIP 4 Limburg-Zuid"
    said = back(found)
    assert (said.entity, said.geometry) == ("region:VR24", None)
    assert (said.properties["grip"], said.properties["phase"]) == (4, "respons")


def test_a_request_without_a_place_stands_in_its_region_and_is_read_as_a_note() -> None:
    found = feature("request", veiligheidsregio="VR24")
    found["geometry"] = None
    assert 5 < float(sent(found)[0][0].get("lon", "0")) < 6.5
    assert (back(found).kind, back(found).geometry) == (Kind.NOTE, None)


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Polygon", "coordinates": [[[5.0, 52.0], [6.0, 52.0], [6.0, 53.0], [5.0, 52.0]]]},
        {"type": "LineString", "coordinates": [[5.0, 52.0], [6.0, 52.0], [6.0, 53.0]]},
        {"type": "LineString", "coordinates": [[5.0, 52.0], [6.0, 52.0], [6.0, 53.0], [5.0, 52.0]]},
        {"type": "MultiLineString", "coordinates": [[[5.0, 52.0], [6.0, 52.0]], [[4.0, 51.0], [4.1, 51.0]]]},
        {"type": "MultiPoint", "coordinates": [[5.0, 52.0], [6.0, 52.0]]},
        {"type": "Point", "coordinates": [5.123456789, 52.987654321]},
        {
            "type": "Polygon",
            "coordinates": [
                [[5.0, 52.0], [6.0, 52.0], [6.0, 53.0], [5.0, 52.0]],
                [[5.5, 52.1], [5.6, 52.1], [5.6, 52.2], [5.5, 52.1]],
            ],
        },
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [5.0, 52.0]}, AREA]},
        AREA,
    ],
    ids=lambda item: item["type"],
)
@pytest.mark.parametrize("kind", ["area", "incident"])
def test_any_geometry_comes_back(kind: str, geometry: dict[str, Any]) -> None:
    assert back(feature(kind, geometry)).geometry == geometry


def test_every_face_of_an_area_is_drawn() -> None:
    first, second = sent(feature("area", AREA))
    assert [event.get("type") for event in (first, second)] == ["u-d-f", "u-d-f"]
    assert first.get("uid") == "area:bron:1"
    assert second.get("uid") == "area:bron:1#deel1"
    assert [link.get("point") for link in second.findall("detail/link")] == [
        "51.0,4.0", "51.0,4.1", "51.1,4.1", "51.0,4.0",
    ]  # fmt: skip


def test_a_ring_of_many_corners_is_drawn_less_finely_and_comes_back_whole() -> None:
    ring = [[5 + (number % 2) / 1000 + number / 5000, 52 + number / 9000] for number in range(3000)]
    geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    (event,) = sent(feature("area", geometry))
    assert 3 < len(event.findall("detail/link")) <= 500
    assert back(feature("area", geometry)).geometry == geometry


@pytest.mark.parametrize("kind", ["incident", "unit", "facility", "area", "note"])
def test_what_we_send_is_read_back_as_the_same_thing(kind: str) -> None:
    found = feature(kind, severity=3, marking="Geheim", exercise=True, accuracy_m=25.0, category="brand")
    said = back(found)
    properties = found["properties"]
    assert (said.kind, said.title, said.status) == (kind, properties["title"], properties["status"])
    assert (said.severity, said.verification, said.marking) == (3, "onbevestigd", "Geheim")
    assert (said.geometry, said.accuracy_m, said.exercise) == (found["geometry"], 25.0, True)
    assert (said.discipline, said.ttl) == ("brandweer", 900.0)
    assert said.observed_at == datetime(2026, 11, 25, 11, 0, 0, 250_000, UTC)
    assert said.properties["category"] == "brand"


def test_a_unit_keeps_its_type_course_and_team() -> None:
    said = back(feature(cot_type="a-f-A-M-H", how="m-g", course=270.0, speed=4.5, team="Cyan", role="HQ"))
    assert (said.course, said.speed) == (270.0, 4.5)
    assert said.properties["cot_type"] == "a-f-A-M-H"
    assert (said.properties["how"], said.properties["team"]) == ("m-g", "Cyan")
    assert said.properties["affiliation"] == "eigen"


def test_the_systems_that_it_passed_are_named_in_order() -> None:
    event = one(feature(via=["00ff", "niet geldig"]))
    assert list(detail(event, "_flow-tags_").keys()) == ["mlob-00ff", "mlob-ab12"]
    assert back(feature(via=["00ff"])).properties["via"] == ["00ff", "ab12"]


def test_a_deletion_withdraws_what_was_sent() -> None:
    raw = deletion("incident:bron:1", HERE, NOW, exercise=True)
    checked(etree.fromstring(raw))
    (said,) = observe("cot", raw)
    assert (said.entity, said.status) == ("incident:golden:incident:bron:1", "ingetrokken")
    assert said.exercise
    assert list(observe("cot", deletion("area:bron:1#deel1", HERE, NOW))) == []
    assert list(observe("cot", deletion("region:VR24", HERE, NOW))) == []


def test_the_answer_to_a_ping_says_nothing_about_the_world() -> None:
    checked(etree.fromstring(pong(NOW)))
    assert list(observe("cot", pong(NOW))) == []


@pytest.mark.parametrize(
    "inside",
    ["geen json", "[]", '{"properties": 3}', "{" * 3000, '{"properties": {"kind": "paleis"}}',
     '{"geometry": {"type": "x"}}',
     '{"properties": {"kind": "unit", "severity": 99}}'],
)  # fmt: skip
def test_what_a_stranger_puts_in_our_element_is_checked(inside: str) -> None:
    raw = next(iter(events(feature(), HERE))).raw
    spoiled = re.sub(rb"<__mlob>.*</__mlob>", f"<__mlob>{inside}</__mlob>".encode(), raw)
    with pytest.raises(DecodeError):
        list(observe("cot", spoiled))


def test_mlob_decode_reads_what_we_send() -> None:
    stream = b"".join(event.raw for kind in ("unit", "incident") for event in events(feature(kind), HERE))
    done = subprocess.run(
        [sys.executable, "-m", "mlob", "decode", "--format", "cot", "--discipline", "brandweer"],
        input=stream,
        capture_output=True,
        check=True,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["kind"], row["title"], row["geometry"]["coordinates"]) for row in rows] == [
        ("unit", "TS 23-3031", [5.983, 51.194]),
        ("incident", "TS 23-3031", [5.983, 51.194]),
    ]
    assert done.stderr == b""

"""CoT: what drawings, measured lines, exercises and the negotiation of TAK protocol 1 mean."""

from __future__ import annotations

import pytest

from mlob.model import Observation
from tests.conformance.golden import observe
from tests.formats.tak import datagram, document, message, stream


def seen(frame: bytes) -> Observation:
    (found,) = observe("cot", frame)
    return found


def drawn(cot_type: str, detail: str, point: str = 'lat="51.2" lon="6.0"') -> object:
    text = document(detail=detail).replace(b"a-f-G-U-C", cot_type.encode())
    return seen(text.replace(b'lat="51.2" lon="6.0"', point.encode())).geometry


@pytest.mark.parametrize(
    ("opex", "exercise"),
    [("e", True), ("e-Waterkracht", True), ("s", True), ("s-x", True), ("o", False), ("o-echt", False)],
)
def test_an_exercise_or_a_simulation_is_marked(opex: str, exercise: bool) -> None:
    text = document().replace(b"<event ", f'<event opex="{opex}" '.encode())
    assert seen(text).exercise is seen(stream(message(opex=opex))).exercise is exercise


def test_without_a_statement_it_is_none() -> None:
    assert not seen(document()).exercise
    assert seen(document()).id == seen(datagram(message())).id


def test_a_cancelled_alarm_keeps_the_name_that_it_had() -> None:
    found = seen(document(detail='<emergency cancel="true"/>').replace(b"a-f-G-U-C", b"b-a-o-can"))
    assert (found.title, found.status) == (None, "ingetrokken")
    named = seen(document(detail='<contact callsign="A1"/>').replace(b"a-f-G-U-C", b"b-a-o-can"))
    assert named.title == "A1"


def test_a_withdrawal_in_an_exercise_stays_in_it() -> None:
    gone = message(type="t-x-d-d", opex="e", xml="<link uid='a' type='a-f-G' relation='none'/>")
    found = seen(stream(gone))
    assert (found.entity, found.status, found.exercise) == ("unit:golden:a", "ingetrokken", True)


@pytest.mark.parametrize("cot_type", ["t-x-takp-v", "t-x-takp-q", "t-x-takp-r", "t-x-c-t"])
def test_the_negotiation_says_nothing_about_the_world(cot_type: str) -> None:
    assert list(observe("cot", document().replace(b"a-f-G-U-C", cot_type.encode()))) == []
    assert list(observe("cot", stream(message(type=cot_type)))) == []


STROKE = "&lt;event>&lt;detail>&lt;link point='51.1,5.9'/>&lt;link point='{}'/>&lt;/detail>&lt;/event>"


def test_a_drawing_by_hand_is_its_strokes() -> None:
    links = "".join(f'<link line="{STROKE.format(end)}"/>' for end in ("51.2,6.0", "51.3,6.1"))
    assert drawn("u-d-f-m", links, 'lat="0" lon="0"') == {
        "type": "MultiLineString",
        "coordinates": [[[5.9, 51.1], [6.0, 51.2]], [[5.9, 51.1], [6.1, 51.3]]],
    }
    one = f'<link line="{STROKE.format("51.2,6.0")}"/><link line="&lt;event/>"/>'
    assert drawn("u-d-f-m", one) == {"type": "LineString", "coordinates": [[5.9, 51.1], [6.0, 51.2]]}


@pytest.mark.parametrize(
    ("bearing", "end"),
    [("0", (6.0, 51.290)), ("90", (6.1435, 51.1999)), ("-90", (5.8565, 51.1999)), ("180", (6.0, 51.110))],
)
def test_a_measured_line_goes_from_its_point(bearing: str, end: tuple[float, float]) -> None:
    found = drawn("u-rb-a", f'<range value="10000"/><bearing value="{bearing}"/>')
    assert isinstance(found, dict)
    start, there = found["coordinates"]
    assert start == [6.0, 51.2]
    assert there == pytest.approx(end, abs=2e-4)


@pytest.mark.parametrize(
    "detail",
    [
        '<bearing value="90"/>',
        '<range value="0"/><bearing value="90"/>',
        '<range value="ver"/><bearing value="90"/>',
        '<range value="1e9"/><bearing value="90"/>',
        '<range value="10"/><bearing value="NaN"/>',
    ],
)
def test_a_measured_line_without_a_measure_is_its_point(detail: str) -> None:
    assert drawn("u-rb-a", detail) == {"type": "Point", "coordinates": [6.0, 51.2]}


def test_rings_reach_as_far_as_the_outermost() -> None:
    ring = "<ellipse major='{0}' minor='{0}' angle='360'/>"
    rings = "".join(ring.format(radius) for radius in (100, 300, 200))
    assert drawn("u-d-c-c", f"<shape>{rings}</shape>") == drawn(
        "u-d-c-c", f"<shape>{ring.format(300)}</shape>"
    )


@pytest.mark.parametrize(("closed", "kind"), [("true", "Polygon"), ("1", "Polygon"), ("0", "LineString")])
def test_a_closed_line_is_a_face(closed: str, kind: str) -> None:
    corners = "".join(f"<vertex lat='51.{n}' lon='{n % 2}'/>" for n in range(3))
    found = drawn("u-d-f", f"<shape><polyline closed='{closed}'>{corners}</polyline></shape>")
    assert isinstance(found, dict)
    assert found["type"] == kind


def test_a_message_without_a_point_has_no_place() -> None:
    found = seen(stream(message(lat=0, lon=0, hae=0, ce=0, le=0)))
    assert (found.geometry, found.accuracy_m, found.properties.get("height_m")) == (None, None, None)

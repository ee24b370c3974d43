"""NVG: drawings, groups, symbols, and what is refused."""

from __future__ import annotations

import pytest

from mlob.errors import DecodeError
from mlob.formats.nvg import Item, decode
from tests.conformance.golden import reception


def items(content: str, attributes: str = "") -> list[Item]:
    return list(decode(f"<nvg {attributes}>{content}</nvg>".encode(), reception("nvg")))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<spiral x='5' y='51'/>", "spiral: onbekende tekening"),
        ("<point y='51'/>", "point@x: ontbreekt"),
        ("<point x='oost' y='51'/>", "point@x: geen getal"),
        ("<point x='5' y='95'/>", "point@x: punt ligt niet op aarde"),
        ("<point x='5' y='51' course='400'/>", "point@course: geen hoek"),
        ("<point x='5' y='51'><TimeStamp>straks</TimeStamp></point>", "TimeStamp: geen tijd"),
        ("<polyline points='5,51'/>", "polyline@points: minder dan 2 punten"),
        ("<polyline points='5,51 6'/>", "polyline@points: geen punt"),
        ("<polygon points='5,51 6,51'/>", "polygon@points: minder dan 3"),
        ("<polygon points='5,51 6,51 5,51'/>", "polygon@points: minder dan 3"),
        ("<multipoint points=''/>", "multipoint@points: minder dan 1"),
        ("<circle cx='5' cy='51' r='-1'/>", "circle@r: afstand bestaat niet"),
        ("<arc cx='5' cy='51' rx='1' ry='1' startangle='0'/>", "arc@endangle: ontbreekt"),
    ],
)
def test_refused(content: str, reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        items(content)


@pytest.mark.parametrize("frame", [b"<svg/>", b'<nvg xmlns="urn:x"/>'])
def test_another_document(frame: bytes) -> None:
    with pytest.raises(DecodeError, match="geen nvg van versie"):
        list(decode(frame, reception("nvg")))


def test_symbols_with_and_without_their_standard() -> None:
    codes = ("app6a:SFGPU-----", "sfgpu-----", "", "2525b:")
    found = items("".join(f"<point x='5' y='51' symbol='{code}'/>" for code in codes))
    assert [(item.symbology, item.sidc) for item in found] == [
        ("app6a", "SFGPU-----"),
        (None, "SFGPU-----"),
        (None, None),
        ("2525b", None),
    ]


def test_the_time_of_the_drawing_then_of_the_document() -> None:
    stamp = "<timeStamp>2021-07-14T20:00:00</timeStamp>"
    own = "<point x='5' y='51' timestamp='2021-07-14T10:00:00Z'/>"
    hours = [item.time and item.time.hour for item in items(stamp + own + "<point x='5' y='51'/>")]
    assert hours == [10, 18]


def test_what_another_namespace_adds_is_no_drawing() -> None:
    assert not items('<x:point xmlns:x="urn:x"/><metadata/><ExtendedData/>')


def test_drawings_of_one_label_are_counted() -> None:
    found = items("<point label='A' x='5' y='51'/><point label=' A' x='5' y='52'/><point x='5' y='51'/>")
    assert [(item.label, item.ordinal) for item in found] == [("A", 0), ("A", 1), (None, 0)]

"""GPX: last points, and what is refused."""

from __future__ import annotations

import pytest

from mlob.errors import DecodeError
from mlob.formats.gpx import Route, Track, Waypoint, decode
from tests.conformance.golden import reception


def found(content: str) -> list[Track | Route | Waypoint]:
    return list(decode(f"<gpx>{content}</gpx>".encode(), reception("gpx")))


def track(points: str) -> Track:
    (item,) = found(f"<trk><trkseg>{points}</trkseg></trk>")
    assert isinstance(item, Track)
    return item


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "trkpt: ontbreekt"),
        ("<trk/><rte/>", "trkpt: ontbreekt"),
        ("<wpt lat='51'/>", "wpt@lon: ontbreekt"),
        ("<wpt lat='x' lon='5'/>", "wpt@lat: geen getal"),
        ("<wpt lat='91' lon='5'/>", "wpt: punt ligt niet op aarde"),
        ("<wpt lat='51' lon='5'><time>vandaag</time></wpt>", "time: geen tijd"),
        (
            "<trk><trkseg><trkpt lat='51' lon='5'><speed>snel</speed></trkpt></trkseg></trk>",
            "speed: geen getal",
        ),
    ],
)
def test_refused(content: str, reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        found(content)


@pytest.mark.parametrize("frame", [b"<kml/>", b'<gpx xmlns="urn:x"/>'])
def test_another_document(frame: bytes) -> None:
    with pytest.raises(DecodeError, match="geen gpx"):
        list(decode(frame, reception("gpx")))


def test_the_last_point_is_the_latest_else_the_last_written() -> None:
    points = "<trkpt lat='51' lon='5'>{}</trkpt><trkpt lat='52' lon='5'/>"
    assert track(points.format("<time>2021-07-15T10:00:00</time>")).last.position == (5, 51)
    assert track(points.format("")).last.position == (5, 52)


def test_times_without_an_offset_are_utc() -> None:
    moment = track("<trkpt lat='51' lon='5'><time>2021-07-15T10:00:00</time></trkpt>").last.time
    assert moment
    assert moment.hour == 10


def test_points_of_one_name_are_told_apart_and_tracks_are_not() -> None:
    point = "<wpt lat='51' lon='5'><name>Pomp</name></wpt>"
    trail = "<trk><name>Team</name><trkseg><trkpt lat='51' lon='5'/></trkseg></trk>"
    items = found(point + point + "<wpt lat='51' lon='5'/>" + trail + trail)
    assert [item.twin for item in items if isinstance(item, Waypoint)] == [0, 1, 0]


@pytest.mark.parametrize(
    ("inner", "reason"),
    [("<a/>" * 700_000, "XML: meer dan 700000 tags"), (f"<a {'=' * 600_001}/>", "XML: meer dan 600000 attr")],
)
def test_more_than_a_tree_of_it_would_fit(inner: str, reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        found(inner)

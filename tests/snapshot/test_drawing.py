import re
from typing import Any

import pytest
from lxml import etree

from mlob import regions
from mlob.snapshot import drawing
from mlob.snapshot.atlas import ground
from mlob.snapshot.atlas.marks import MOST
from mlob.snapshot.atlas.view import NATIONAL
from tests.snapshot import samples, scene


def drawn(features: list[dict[str, Any]], **more: Any) -> str:
    return drawing.draw(features, more.pop("view", NATIONAL), explained=False, **more)


def test_regions_levels_areas_and_marks() -> None:
    text = drawn(samples.picture()["features"], exercise=True)
    assert text.count('class="regio"') == len(regions.names()) - 1
    assert text.count('class="grip"') == 1
    assert ">GRIP 4</text>" in text
    assert text.count('class="teken hoog"') == 1
    assert text.count('class="teken"') == 4
    assert text.count('class="gebied"') == 1


def test_it_is_well_formed_whatever_a_feed_says() -> None:
    features = samples.picture()["features"]
    for item in features:
        item["properties"]["title"] = samples.HOSTILE + "\ufffe\ud800"
    text = drawn(features)
    root = etree.fromstring(text.encode())
    assert not root.findall(".//{*}script")
    assert "\u202e" not in text


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Polygon", "coordinates": [[[1e9, 1e9], [-1e9, 5], [5, 52]]]},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "LineString", "coordinates": [[5, 52], [5.2, 52.1]]},
        {"type": "MultiPoint", "coordinates": [[5, 52], [5.2, 52.1]]},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [5, 52]}]},
        {"type": "Point", "coordinates": []},
        {"type": "MultiPolygon", "coordinates": []},
        {"type": "Onbekend"},
        None,
    ],
)
def test_odd_shapes_are_drawn_or_left_out(geometry: Any) -> None:
    for kind in ("area", "incident"):
        etree.fromstring(drawn([samples.feature(f"{kind}:x:1", geometry, kind=kind)]).encode())


def test_withdrawn_and_tests_are_not_on_it() -> None:
    place = samples.point(5, 52)
    features = [
        samples.feature("incident:x:1", place, verification="ingetrokken"),
        samples.feature("incident:x:2", place, test=True),
    ]
    assert 'class="teken' not in drawn(features)


def test_what_is_near_and_alike_is_one_mark_with_a_number() -> None:
    features = [samples.feature(f"incident:x:{n}", samples.point(5.2, 52.2), title=f"z{n}") for n in range(7)]
    text = drawn(features)
    assert text.count('class="teken"') == 1
    assert ">7</text>" in text
    assert "z0 en nog 6" in text


def test_a_crowd_of_disciplines_is_one_circle_and_severe_stays_on_its_own() -> None:
    features = [
        samples.feature(f"{kind}:x:{code}", samples.point(5.2, 52.2), kind=kind, discipline=code)
        for code in scene.DISCIPLINES
        for kind in ("incident", "unit")
    ]
    features.append(samples.feature("incident:x:e", samples.point(5.2, 52.2), severity=4))
    text = drawn(features)
    assert text.count('class="teken"') == 1
    assert ">12</text>" in text
    assert text.count('class="teken hoog"') == 1
    assert text.rindex("teken hoog") > text.rindex('class="teken"')


def test_no_mark_covers_another() -> None:
    text = drawn(scene.features(400))
    places = [
        (float(x), float(y))
        for x, y in re.findall(r'class="teken[^"]*" transform="translate\(([\d.]+) ([\d.]+)\)', text)
    ]
    assert 20 < len(places) <= MOST
    near = sum(
        abs(a - c) < 6 and abs(b - d) < 6
        for number, (a, b) in enumerate(places)
        for c, d in places[number + 1 :]
    )
    assert near <= len(places) // 20


def test_exercise_among_what_is_real_is_dashed_and_named() -> None:
    feature = samples.feature("incident:x:1", samples.point(5, 52), severity=4, exercise=True)
    text = drawn([feature])
    assert 'class="teken hoog"' not in text
    assert "stroke-dasharray" in text[text.index('class="teken"') :]
    assert "<title>OEFENING: incident:x:1</title>" in text
    assert 'class="teken hoog"' in drawn([feature], exercise=True)


def request(**more: Any) -> dict[str, Any]:
    line = (
        '{"id":"a","resource":"militairen","unit":"personen","requested":68,"promised":8,'
        '"departed":%s,"outstanding":60}'
    )
    known = {
        "kind": "request",
        "state": "uitgezet",
        "items": [line % more.pop("departed", 0)],
        "destination": samples.point(5.86, 51.0),
        "routes": {"type": "MultiLineString", "coordinates": [[[5.12, 52.09], [5.86, 51.0]]]},
    }
    return samples.feature("request:locc:1", None, **{**known, **more})


def test_bijstand_is_a_line_dashed_until_it_has_left() -> None:
    waiting, moving = drawn([request()]), drawn([request(departed=8)])
    assert 'fill="none" stroke-dasharray="5 4"' in waiting
    assert 'fill="none" stroke-dasharray="5 4"' not in moving
    assert "open: 60 personen" in waiting
    assert 'class="bijstand"' not in drawn([request(state="gesloten")])
    assert 'class="bijstand"' not in drawn([request(exercise_request=True)])


def test_a_close_view_where_a_part_is_struck() -> None:
    features = samples.picture()["features"]
    for item in features:
        if item["id"] == "region:VR24":
            item["geometry"] = regions.region_geometry("VR24")
    view = drawing.close_view(features, 700, 905)
    assert view is not None
    assert 5.3 < view.west < 5.83 < view.east < 6.4
    x, y = view.xy((5.83, 50.86))
    assert 150 < x < 550
    assert 200 < y < 700
    assert 'class="teken hoog"' in drawn(features, view=view)
    wide = [
        samples.feature(f"incident:x:{n}", samples.point(*place), severity=4)
        for n, place in enumerate(((6.57, 53.22), (5.69, 50.85), (3.6, 51.4)))
    ]
    assert drawing.close_view(wide, 700, 905) is None
    assert drawing.close_view([], 700, 905) is None


def test_places_borders_scale_and_whose_they_are() -> None:
    text = drawn([])
    assert ">Amsterdam</text>" in text
    assert ">50 km</text>" in text
    for owner in ("CBS/Kadaster", "Natural Earth", "GeoNames"):
        assert owner in text
    unit = NATIONAL.scale / 111.2
    left, right = map(float, re.findall(r"M([\d.]+) [\d.]+V\d+H([\d.]+)V", text)[0])
    assert (right - left) / unit == pytest.approx(50, rel=0.01)


def test_legend_has_every_discipline() -> None:
    text = drawing.draw([])
    for name in ("Brandweer", "Gemeenten en bevolkingszorg", "ernstig of extreem", "regio met GRIP 1 of 2"):
        assert f">{name}</text>" in text
    assert len(drawing.legend_items()) >= 15


def test_the_name_of_a_place_is_read_beside_a_mark_on_it() -> None:
    view = NATIONAL
    town = view.xy((5.69, 50.85))  # Maastricht
    bare, beside = ground.places(view), ground.places(view, [(*town, 10.0)])
    place = re.compile(r'<text x="([\d.]+)" y="([\d.]+)"( text-anchor="\w+")?>Maastricht<')
    old, new = place.search(bare), place.search(beside)
    assert old is not None
    assert new is not None
    assert old.groups() != new.groups()
    full = [(float(x), float(y), 25.0) for x in range(0, view.width, 20) for y in range(0, view.height, 20)]
    assert "<text" not in ground.places(view, full)

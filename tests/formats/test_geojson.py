"""GeoJSON: geometries, reference systems, frames out of collections."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from mlob import formats
from mlob.errors import DecodeError
from mlob.formats.framing_json import GeoJsonSplitter
from mlob.formats.geojson import FORMAT, Feature, decode, geometry
from tests.conformance.golden import reception

POINT = {"type": "Point", "coordinates": [5.98, 51.19]}


def feature(**members: Any) -> Feature:
    frame = msgspec.json.encode({"type": "Feature", "geometry": POINT, "properties": {}, **members})
    (found,) = decode(frame, reception("geojson"))
    return found


def crs(name: object) -> dict[str, Any]:
    return {"type": "name", "properties": {"name": name}}


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"type": "Topology"}, "type: geen Feature"),
        ({"properties": [1]}, "properties: geen object"),
        ({"id": [1]}, "id: geen tekst"),
        ({"id": True}, "id: geen tekst"),
        ({"crs": crs("EPSG:32631")}, "crs: onbekend stelsel"),
        ({"crs": crs(None)}, "crs: naam ontbreekt"),
        ({"crs": crs("EPSG:28992")}, "buiten RD New"),
        ({"geometry": 3}, "geometry: geen object"),
        ({"geometry": {"type": "Cirkel"}}, "geometry.type: onbekend"),
        ({"geometry": {"type": "Point", "coordinates": [5.98]}}, "twee of drie getallen"),
        ({"geometry": {"type": "Point", "coordinates": ["5", "51"]}}, "twee of drie getallen"),
        ({"geometry": {"type": "Point", "coordinates": [True, 51]}}, "twee of drie getallen"),
        ({"geometry": {"type": "Point", "coordinates": [51.19, 5.98]}}, "verwisseld"),
        ({"geometry": {"type": "Point", "coordinates": [500, 500]}}, "niet op aarde"),
        ({"geometry": {"type": "LineString", "coordinates": [[5, 51]]}}, "minstens twee punten"),
        ({"geometry": {"type": "LineString", "coordinates": []}}, "geen lijst of leeg"),
        (
            {"geometry": {"type": "Polygon", "coordinates": [[[5, 51], [6, 51], [6, 52], [5, 52]]]}},
            "gesloten",
        ),
        ({"geometry": {"type": "GeometryCollection", "geometries": []}}, "geometries: ontbreekt"),
    ],
)
def test_refused(members: dict[str, Any], reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        feature(**members)


def test_collections_in_collections_end_somewhere() -> None:
    value: dict[str, Any] = POINT
    for _ in range(8):
        value = {"type": "GeometryCollection", "geometries": [value]}
    with pytest.raises(DecodeError, match="te diep genest"):
        geometry(value)


def test_rd_new_is_converted_with_and_without_its_name() -> None:
    rd = {"type": "Point", "coordinates": [155000, 463000]}
    for members in ({}, {"crs": crs("urn:ogc:def:crs:EPSG::28992")}):
        found = feature(geometry=rd, **members).geometry
        assert found is not None
        # Amersfoort, Onze Lieve Vrouwetoren: the origin of RD New (Kadaster, RDNAPTRANS).
        assert found["coordinates"] == pytest.approx([5.38721, 52.15517], abs=1e-4)


def test_rd_new_by_its_number() -> None:
    """As GeoServer once wrote it."""
    rd = {"type": "Point", "coordinates": [155000, 463000]}
    for code in (28992, "28992"):
        found = feature(geometry=rd, crs={"type": "EPSG", "properties": {"code": code}}).geometry
        assert found is not None
        assert found["coordinates"] == pytest.approx([5.38721, 52.15517], abs=1e-4)


def test_degrees_by_name_numbers_as_id_and_no_properties() -> None:
    found = feature(id=12, crs=crs("urn:ogc:def:crs:OGC:1.3:CRS84"), properties=None, geometry=None)
    assert (found.id, found.geometry, found.properties) == ("12", None, {})


def test_a_frame_that_is_no_object_or_too_long() -> None:
    with pytest.raises(DecodeError, match="geen object"):
        list(decode(b"[1]", reception("geojson")))
    with pytest.raises(DecodeError, match="groter dan"):
        list(decode(b" " * (9 << 20), reception("geojson")))


def test_one_bad_feature_does_not_cost_the_others() -> None:
    data = b'{"type":"FeatureCollection","crs":{"a":1},"features":[{"type":"x"}, 3, {}, {"a":[{}]}]}'
    assert formats.split(FORMAT, data) == [
        b'{"crs":{"a":1},"type":"x"}',
        b"3",
        b"{}",
        b'{"crs":{"a":1},"a":[{}]}',
    ]


def test_a_document_that_broke_off_costs_only_itself() -> None:
    data = b'{"type": "Fea\n{"a": 1}\x1e{"b": "}"}ruis {"c": [2]} staart'
    expected = [b'{"type": "Fea', b'{"a": 1}', b'{"b": "}"}', b"ruis", b'{"c": [2]}', b"staart"]
    assert formats.split(FORMAT, data) == expected


def test_a_document_over_the_limit_comes_out_cut() -> None:
    splitter = GeoJsonSplitter(limit=20)
    data = b'{"a": "' + b"x" * 100 + b'"}{"b": 1}'
    assert splitter.feed(data) == [data[:21], b'{"b": 1}']


def test_text_that_is_not_utf_8() -> None:
    bad = b'{"type": "\x80", "features": []}'
    assert formats.split(FORMAT, bad) == [bad]
    with pytest.raises(DecodeError, match="JSON: onleesbaar"):
        list(decode(bad, reception("geojson")))


def test_a_byte_order_mark_is_no_frame() -> None:
    payload = b'\xef\xbb\xbf{"type":"FeatureCollection","features":[{"type":"Feature","id":1}]}\n'
    assert formats.split(FORMAT, payload) == [b'{"type":"Feature","id":1}']


@pytest.mark.parametrize(("item", "many"), [(b"{}", 400_001), (b"[]", 1_000_001), (b"1", 2_000_002)])
def test_more_than_a_tree_of_it_would_fit_is_refused_as_a_whole(item: bytes, many: int) -> None:
    data = b'{"type":"FeatureCollection","features":[' + b",".join([item] * many) + b"]}"
    (frame,) = formats.split(FORMAT, data)
    with pytest.raises(DecodeError, match="JSON: meer dan"):
        list(decode(frame, reception("geojson")))


def test_more_features_than_real_ones_fit_in_a_document_are_refused_as_a_whole() -> None:
    data = b'{"type":"FeatureCollection","features":[' + b",".join([b"1"] * 100_001) + b"]}"
    (frame,) = formats.split(FORMAT, data)
    with pytest.raises(DecodeError, match="features: geen lijst, of meer dan 100000"):
        list(decode(frame, reception("geojson")))


@pytest.mark.parametrize("data", [b"[[" * 5 + b"]]" * 5 + b"[1]", b'}}[["a","[",""]]]]{}'])
def test_runs_of_brackets_are_counted_one_by_one(data: bytes) -> None:
    whole = formats.split(FORMAT, data)
    splitter = GeoJsonSplitter()
    assert whole == [frame for byte in data for frame in splitter.feed(bytes([byte]))] + splitter.close()

"""OGC API Features: whose time counts, properties by other names, and where the set goes on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from mlob import formats, intake
from mlob.formats.paging import next_page
from mlob.model import Discipline, Observation, Options, Source

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
STAMP = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
URL = "https://api.voorbeeld.nl/collections/opvang/items?f=json"
POINT = {"type": "Point", "coordinates": [5.98, 51.19]}


def take(*properties: dict[str, Any], form: str = "ogc", **settings: Any) -> intake.Taken:
    members = settings.pop("members", {})
    features = [
        {"type": "Feature", "id": number, "geometry": POINT, "properties": item, **members}
        for number, item in enumerate(properties, 1)
    ]
    collection = {"type": "FeatureCollection", "timeStamp": "2026-11-25T14:00:00Z", "features": features}
    source = Source(
        name="dienst",
        format=form,
        disciplines=(Discipline.GEMEENTEN,),
        **{"defaults": {"kind": "facility"}, **settings},
    )
    frames = formats.split(formats.known()[form], msgspec.json.encode(collection), source)
    return intake.take(source, frames, NOW)


def one(properties: dict[str, Any], **settings: Any) -> Observation:
    taken = take(properties, **settings)
    assert taken.rejects == []
    (found,) = taken.observations
    return found


def test_a_feature_without_a_time_is_as_of_its_answer() -> None:
    assert (one({}).observed_at, one({}).once) == (STAMP, "")
    assert one({"observed_at": "2026-11-25T13:00:00Z"}).observed_at.hour == 13
    # GeoJSON knows no timeStamp: there the time of reception counts.
    assert (one({}, form="geojson").observed_at, bool(one({}, form="geojson").once)) == (NOW, True)


def test_but_not_where_the_source_appoints_a_time_that_is_empty() -> None:
    settings = {"columns": {"observed_at": "gemeten"}}
    assert one({"gemeten": "2026-11-25T12:00:00Z"}, **settings).observed_at.hour == 12
    assert one({"gemeten": None}, **settings).observed_at == NOW
    assert one({}, **settings).observed_at == NOW


@pytest.mark.parametrize("stamp", ["2026-11-25T14:00:00", "gisteren", 5, None, "0001-01-01T00:00:00+23:00"])
def test_a_stamp_that_is_none_says_nothing(stamp: Any) -> None:
    assert one({}, members={"timeStamp": stamp}).observed_at == NOW


@pytest.mark.parametrize("form", ["ogc", "geojson"])
def test_properties_by_the_names_of_the_service(form: str) -> None:
    columns = {
        **{"id": "OBJECTID", "title": "naam", "status": "toestand", "observed_at": "bijgewerkt"},
        **{"capacity": "plaatsen", "severity": "ernst", "vr": "regio"},
    }
    given = {
        **{
            "OBJECTID": 68.0,
            "Naam": "Sporthal",
            "toestand": "open",
            "bijgewerkt": 1795613400000,
            "plaatsen": 250,
        },
        **{
            "ernst": "2",
            "regio": "Limburg-Noord",
            "title": "iets anders",
            "los": "blijft",
            "lijst": ["a", "b"],
        },
    }
    found = one(given, form=form, columns=columns)
    assert (found.entity, found.title, found.status, found.severity) == (
        "facility:dienst:68",
        "Sporthal",
        "open",
        2,
    )
    assert found.observed_at == datetime(2026, 11, 25, 13, 30, tzinfo=UTC)
    expected = {
        **{
            "capacity": 250,
            "vr": "VR23",
            "los": "blijft",
            "lijst": ["a", "b"],
            "source_title": "iets anders",
        },
    }
    assert {name: found.properties[name] for name in expected} == expected
    assert "los" not in one(given, form=form, columns=columns, options=Options(only=True)).properties


def test_an_id_of_the_service_goes_before_that_of_the_feature() -> None:
    columns = {"id": ("gemeente", "nr")}
    assert one({"gemeente": "Weert", "nr": 7}, columns=columns).entity == "facility:dienst:Weert/7"
    assert one({}, columns=columns).entity == "facility:dienst:1"


def test_a_place_counts_where_the_feature_has_no_geometry() -> None:
    columns = {"place": "woonplaats", "x": "rdx", "y": "rdy"}
    found = one({"woonplaats": "Weert"}, columns=columns)
    assert (found.geometry, found.accuracy_m) == (POINT, None)
    found = one({"woonplaats": "Weert"}, columns=columns, members={"geometry": None})
    assert (found.properties["gemeente_name"], found.accuracy_m) == ("Weert", 2000.0)
    found = one({"rdx": 196000, "rdy": 356000}, columns=columns, members={"geometry": None})
    assert found.properties["gemeente_name"] == "Roermond"


@pytest.mark.parametrize(
    ("columns", "given", "reason"),
    [
        ({"title": "naam"}, {"naam": {"nl": "x"}}, "naam: geen tekst en geen getal"),
        ({"id": "nr"}, {"nr": [1]}, "nr: geen tekst en geen getal"),
        ({"observed_at": "tijd"}, {"tijd": "straks"}, "tijd: geen tijd ('straks')"),
        ({"lat": "b", "lon": "l"}, {"b": "x", "l": 5}, "b: geen getal ('x')"),
    ],
)
def test_a_bad_value_is_named_as_the_service_names_it(
    columns: dict[str, Any], given: dict[str, Any], reason: str
) -> None:
    (reject,) = take(given, columns=columns).rejects
    assert reject.reason == reason


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"columns": {"lat": "b"}}, "columns.lat: zonder lon"),
        ({"columns": {"geometry": "g"}}, "columns.geometry: dat bepaalt"),
        ({"options": Options(sheet="1")}, "options: alleen only en decimal"),
    ],
)
def test_settings_that_cannot_work(settings: dict[str, Any], fault: str) -> None:
    source = Source(name="x", format="ogc", disciplines=(Discipline.GEMEENTEN,), **settings)
    for form in ("ogc", "geojson"):
        (found,) = formats.known()[form].faults(source)
        assert found.startswith(fault)


def page(**members: Any) -> bytes:
    return msgspec.json.encode({"type": "FeatureCollection", "features": [{}, {}], **members})


@pytest.mark.parametrize(
    ("links", "target"),
    [
        ([{"rel": "next", "href": "/b", "type": "application/geo+json"}], "/b"),
        ([{"rel": "next", "href": "/b"}], "/b"),
        ([{"rel": "next", "href": "/html", "type": "text/html"}, {"rel": "next", "href": "/b"}], "/b"),
        ([{"rel": "next", "href": "/html", "type": "text/html"}], ""),
        ([{"rel": "self", "href": "/a"}, {"rel": "prev", "href": "/0"}], ""),
        ([], ""),
        ("next", ""),
        ([7, {"rel": "next"}, {"rel": "next", "href": 5}], ""),
    ],
)
def test_the_next_link(links: Any, target: str) -> None:
    assert next_page(URL, page(links=links)) == target


def test_arcgis_says_only_that_there_is_more() -> None:
    url = "https://gis.voorbeeld.nl/0/query?where=1%3D1&f=geojson"
    second = "https://gis.voorbeeld.nl/0/query?where=1%3D1&f=geojson&resultOffset=2"
    assert next_page(url, page(exceededTransferLimit=True)) == second
    assert next_page(url, page(properties={"exceededTransferLimit": True})) == second
    assert next_page(second, page(exceededTransferLimit=True)).endswith("resultOffset=4")
    assert next_page(url, page(exceededTransferLimit=False)) == ""
    assert next_page(url, page(exceededTransferLimit=True, features=[])) == ""
    assert next_page(url + "&resultOffset=x", page(exceededTransferLimit=True)) == ""


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"features":5}', b"[" * 100_000, b"\xff", b'{"links":']
)
def test_what_is_no_page_has_no_next(body: bytes) -> None:
    assert next_page(URL, body) == ""

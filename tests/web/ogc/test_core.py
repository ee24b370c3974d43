"""OGC API - Features Part 1: Core 1.0 (OGC 17-069r4), requirement by requirement; each test names its own.

The test suite of the OGC itself (TEAM Engine, Java) is not on this machine.
"""

from __future__ import annotations

import http.client
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from tests.system import System
from tests.web.ogc.service import COLLECTIONS, DOCUMENTS, FEATURES, KINDS, ask

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


def links(found: Any, rel: str) -> list[dict[str, str]]:
    return [link for link in found["links"] if link["rel"] == rel]


def ids(system: System, query: str = "", kind: str = "unit") -> list[str]:
    answer = ask(system, f"/collections/{kind}/items?limit=1000{query}")
    assert answer.status == 200, answer.body
    return [item["id"].removeprefix(f"{kind}:gms:") for item in answer.json["features"]]


@pytest.mark.parametrize("path", ["", "/"])
def test_req_core_root(system: System, path: str) -> None:
    """/req/core/root-op, /req/core/root-success"""
    answer = ask(system, path)
    assert answer.status == 200
    assert {"service-desc", "service-doc", "conformance", "data"} <= {
        link["rel"] for link in answer.json["links"]
    }
    assert links(answer.json, "data")[0]["href"] == f"{system.base}/ogc/collections"
    assert links(answer.json, "conformance")[0]["href"] == f"{system.base}/ogc/conformance"


@pytest.mark.parametrize("rel", ["service-desc", "service-doc"])
def test_req_core_api_definition(system: System, rel: str) -> None:
    """/req/core/api-definition-op, /req/core/api-definition-success"""
    (link,) = links(ask(system, "").json, rel)
    for url in (link["href"], link["href"].partition("?")[0]):
        answer = ask(system, url, accept=link["type"])
        assert answer.status == 200
        assert answer.kind.partition(";")[0] == link["type"].partition(";")[0]


def test_req_core_conformance(system: System) -> None:
    """/req/core/conformance-op, /req/core/conformance-success"""
    found = ask(system, "/conformance")
    assert found.status == 200
    names = {name.rpartition("/")[2] for name in found.json["conformsTo"]}
    assert names == {"core", "geojson", "html", "oas30"}


def test_req_core_http(system: System) -> None:
    """/req/core/http: HTTP 1.1, and HEAD as GET; nothing here can be changed"""
    connection = http.client.HTTPConnection("127.0.0.1", system.port, timeout=60)
    connection.request("HEAD", "/ogc/collections/unit/items")
    answer = connection.getresponse()
    assert (answer.version, answer.status, answer.read()) == (11, 200, b"")
    connection.close()
    for path in ("/collections/unit/items", "/collections", "/nergens"):
        refused = ask(system, path, method="POST")
        assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", [*DOCUMENTS, *FEATURES])
def test_req_core_query_param_unknown(system: System, path: str) -> None:
    """/req/core/query-param-unknown"""
    answer = ask(system, f"{path}?onbekend=1")
    assert (answer.status, answer.kind) == (400, "application/problem+json")
    assert "onbekend" in answer.json["detail"]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=-1", "limit=veel", "limit=1.5", "limit=", "limit=1&limit=2", "f=xml", "f=",
        "taal=fr", "bbox=", "bbox=1,2,3", "bbox=1,2,3,4,5", "bbox=a,b,c,d", "bbox=nan,50,6,52",
        "bbox=4,53,6,52",
        "bbox=-181,50,6,52", "bbox=4,50,6,91", "bbox=1e999,50,6,52", "bbox=4,50,9,6,52,1", "bbox=4,50,6,52,",
        "datetime=", "datetime=gisteren", "datetime=2026-13-01T00:00:00Z", "datetime=2026-11-25T00:00:00",
        "datetime=../..", "datetime=/", "datetime=2026-11-25T00:00:00Z/2026-11-24T00:00:00Z",
        "datetime=2026-11-25T00:00:00Z/x", "datetime=2026-11-25T00:00:00Z/../..",
        "severity=veel", "severity=9", "exercise=ja", "discipline=leger", "veiligheidsregio=Limburg",
        "gemeente=1", "verification=misschien", "status=", "bbox-crs=x",
    ],
)  # fmt: skip
def test_req_core_query_param_invalid(system: System, query: str) -> None:
    """/req/core/query-param-invalid"""
    answer = ask(system, f"/collections/unit/items?{query}")
    assert (answer.status, answer.kind) == (400, "application/problem+json")
    assert answer.json["reference"]


@pytest.mark.parametrize(
    "path",
    ["/nergens", "/collections/paleis", "/collections/paleis/items", "/collections/unit/items/unit:gms:weg",
     "/collections/unit/items/incident:gms:nergens", "/collections/link", "/collections/unit/queryables"],
)  # fmt: skip
def test_what_is_not_there_is_404(system: System, path: str) -> None:
    answer = ask(system, path)
    assert (answer.status, answer.kind) == (404, "application/problem+json")


def test_req_core_crs84(system: System) -> None:
    """/req/core/crs84: longitude first"""
    (found,) = ask(system, "/collections/facility/items").json["features"]
    assert found["geometry"] == {"type": "Point", "coordinates": [5.83, 50.865]}


def test_req_core_fc_md(system: System) -> None:
    """/req/core/fc-md-op, -success, -links, -items, -items-links, -extent"""
    answer = ask(system, "/collections")
    assert (answer.status, answer.kind) == (200, "application/json")
    found = answer.json
    assert [link["type"] for rel in ("self", "alternate") for link in links(found, rel)] == [
        "application/json",
        "text/html",
    ]
    assert [item["id"] for item in found["collections"]] == COLLECTIONS
    for item in found["collections"]:
        assert {link["type"] for link in links(item, "items")} == {"application/geo+json", "text/html"}
        assert all(link["rel"] and link["type"] for link in item["links"])
        assert "Test" in item["description"]
        assert "OEFENING" in item["description"]
        west, south, east, north = item["extent"]["spatial"]["bbox"][0]
        assert item["extent"]["spatial"]["crs"] == CRS84
        inside = ask(system, f"/collections/{item['id']}/items?bbox={west},{south},{east},{north}").json
        assert (
            inside["numberMatched"] == ask(system, f"/collections/{item['id']}/items").json["numberMatched"]
        )
        for first, last in item["extent"].get("temporal", {}).get("interval", []):
            within = ask(system, f"/collections/{item['id']}/items?datetime={first}/{last}").json
            assert within["numberMatched"] == inside["numberMatched"]


@pytest.mark.parametrize("kind", COLLECTIONS)
def test_req_core_sfc_md(system: System, kind: str) -> None:
    """/req/core/sfc-md-op, /req/core/sfc-md-success"""
    answer = ask(system, f"/collections/{kind}")
    assert answer.status == 200
    (listed,) = [item for item in ask(system, "/collections").json["collections"] if item["id"] == kind]
    for name in ("id", "title", "description", "extent", "crs", "itemType"):
        assert answer.json[name] == listed[name]


@pytest.mark.parametrize("kind", KINDS)
def test_req_core_fc_op(system: System, kind: str) -> None:
    """/req/core/fc-op, /req/core/fc-response: the features of the picture"""
    picture = [
        item for item in system.get("/api/v1/picture")["features"] if item["properties"]["kind"] == kind
    ]
    answer = ask(system, f"/collections/{kind}/items?limit=1000")
    assert (answer.status, answer.kind) == (200, "application/geo+json")
    assert picture
    assert answer.json["features"] == sorted(picture, key=lambda item: item["id"])


def test_req_core_fc_limit(system: System) -> None:
    """/req/core/fc-limit-definition, /req/core/fc-limit-response-1: more than the most is the most"""
    assert len(ask(system, "/collections/unit/items?limit=5").json["features"]) == 5
    assert len(ask(system, "/collections/unit/items?limit=10001").json["features"]) == 23
    assert len(ask(system, "/collections/unit/items?limit=99999999999").json["features"]) == 23


@pytest.mark.parametrize(
    ("box", "found"),
    [
        ("5.05,51.9,5.25,52.1", ["u01", "u02"]),
        ("5.1,52,5.2,52", ["u01", "u02"]),
        ("5.05,51.9,-10,5.25,52.1,10", ["u01", "u02"]),
        ("170,51,5.15,53", ["u00", "u01"]),
        ("-20,-20,-10,-10", []),
        ("%205.05,51.9,5.25,52.1", ["u01", "u02"]),
    ],
)
def test_req_core_fc_bbox(system: System, box: str, found: list[str]) -> None:
    """/req/core/fc-bbox-definition, /req/core/fc-bbox-response: with heights, and over the antimeridian"""
    assert ids(system, f"&bbox={box}") == found


def test_req_core_fc_bbox_geometry(system: System) -> None:
    """/req/core/fc-bbox-response: the geometry itself, not the box around it; what has no place, too"""
    assert ids(system, "&bbox=5.8,51.8,5.9,51.9", "area") == []
    assert ids(system, "&bbox=5.0,51.5,5.1,51.6", "area") == ["rook"]
    assert ids(system, "&bbox=4,50,7,52.9", "area") == ["rook"]
    assert ids(system, "&bbox=0,0,1,1", "incident") == ["nergens"]


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ("2026-11-23T12:00:00Z", 23), ("2026-11-23T13:00:00%2B01:00", 23), ("2026-11-23T13:00:00+01:00", 23),
        ("2026-11-23T12:00:01Z", 0), ("2026-11-23T00:00:00Z/2026-11-24T00:00:00Z", 23), ("2026-11-23", 23),
        ("2026-11-23T12:00:00Z/..", 23), ("../2026-11-23T12:00:00Z", 23), ("2026-11-23T12:00:00Z/", 23),
        ("/2026-11-23T11:59:59.999Z", 0), ("2026-11-24T00:00:00Z/..", 0), ("2026-11-22/2026-11-23", 23),
    ],
)  # fmt: skip
def test_req_core_fc_time(system: System, period: str, found: int) -> None:
    """/req/core/fc-time-definition, /req/core/fc-time-response: instants, intervals, open at either end"""
    assert len(ids(system, f"&datetime={period}")) == found


def test_req_core_fc_time_without(system: System) -> None:
    """/req/core/fc-time-response C: what has no time matches, too: regions of which nobody said anything"""
    assert len(ids(system, "&datetime=2000-01-01T00:00:00Z", "region")) == 24


@pytest.mark.parametrize(
    ("query", "kind", "found"),
    [
        ("&severity=3", "incident", ["brand <b>&"]),
        ("&discipline=politie", "incident", ["a/b c#d?e"]),
        ("&disciplines=politie", "incident", ["a/b c#d?e"]),
        ("&category=brand&severity=3", "incident", ["brand <b>&"]),
        ("&category=brand&severity=2", "incident", []),
        ("&exercise=true", "facility", ["opvang"]),
        ("&exercise=false", "facility", []),
        ("&gemeente=GM0994", "facility", ["opvang"]),
        ("&veiligheidsregio=VR24&status=open", "facility", []),
        ("&veiligheidsregio=VR21", "area", ["rook"]),  # of an area, each that it covers
        ("&veiligheidsregio=VR22", "area", ["rook"]),
        ("&veiligheidsregio=VR02", "area", []),
    ],
)
def test_rec_core_fc_filters(system: System, query: str, kind: str, found: list[str]) -> None:
    """/rec/core/fc-filters: properties as parameters"""
    assert ids(system, query, kind) == found


def test_filters_of_a_region(system: System) -> None:
    assert ids(system, "&grip=2&phase=respons", "region") == ["region:VR24"]
    assert len(ids(system, "&status=vrij&bbox=5,51,6,53")) == 5


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("area-polygon", {"rook": "Polygon", "gemengd": "MultiPolygon"}),
        ("area-line", {"dijk": "LineString", "gemengd": "MultiLineString"}),
        ("area-point", {"gemengd": "MultiPoint"}),
        ("area", {"dijk": "LineString", "gemengd": "GeometryCollection", "rook": "Polygon"}),
        ("incident-line", {}),
    ],
)
def test_a_collection_of_one_sort_of_shape(system: System, kind: str, found: dict[str, str]) -> None:
    """QGIS draws of a layer only the sort of its first feature"""
    items = ask(system, f"/collections/{kind}/items").json["features"]
    assert {item["id"].rpartition(":")[2]: item["geometry"]["type"] for item in items} == found
    shape = ask(system, f"/collections/{kind}/schema").json["properties"]["geometry"]
    allowed = shape["properties"]["type"]["enum"] if kind != "area" else set(found.values())
    assert set(found.values()) <= set(allowed)


def test_req_core_fc_links(system: System) -> None:
    """/req/core/fc-links, /req/core/fc-rel-type"""
    found = ask(system, "/collections/unit/items?limit=2&status=vrij").json
    (own,), (other,) = links(found, "self"), links(found, "alternate")
    assert (own["type"], other["type"]) == ("application/geo+json", "text/html")
    assert ask(system, own["href"]).json["features"] == found["features"]
    assert ask(system, other["href"]).kind.startswith("text/html")
    assert all(link["rel"] and link["type"] for link in found["links"])
    assert all(link["href"].startswith(system.base) for link in found["links"])


@pytest.mark.parametrize("query", ["limit=4", "limit=4&status=vrij", "limit=4&bbox=5,51,6.5,53", "limit=23"])
def test_rec_core_fc_next(system: System, query: str) -> None:
    """/rec/core/fc-next-1: each feature once over all pages; the last page has no next"""
    url, seen, pages = f"{system.base}/ogc/collections/unit/items?{query}", [], 0
    while True:
        found = ask(system, url).json
        pages += 1
        seen += [item["id"] for item in found["features"]]
        assert found["numberReturned"] == len(found["features"]) > 0
        onward = links(found, "next")
        if not onward:
            break
        url = onward[0]["href"]
    assert len(seen) == len(set(seen)) == found["numberMatched"]
    assert pages == -(-found["numberMatched"] // int(query.split("&")[0].partition("=")[2]))


def test_req_core_fc_time_stamp(system: System) -> None:
    """/req/core/fc-timeStamp, /req/core/fc-numberMatched, /req/core/fc-numberReturned"""
    found = ask(system, "/collections/unit/items?limit=3&status=vrij").json
    assert abs(datetime.now(UTC) - datetime.fromisoformat(found["timeStamp"])) < timedelta(seconds=20)
    assert (found["numberMatched"], found["numberReturned"]) == (11, 3)


@pytest.mark.parametrize("kind", COLLECTIONS)
def test_req_core_f(system: System, kind: str) -> None:
    """/req/core/f-op, /req/core/f-success, /req/core/f-links: ids may hold what looks like a path"""
    for item in ask(system, f"/collections/{kind}/items?limit=40").json["features"]:
        answer = ask(system, f"/collections/{kind}/items/{quote(item['id'], safe='')}")
        assert (answer.status, answer.kind) == (200, "application/geo+json")
        own, other = links(answer.json, "self")[0], links(answer.json, "alternate")[0]
        assert links(answer.json, "collection")[0]["href"] == f"{system.base}/ogc/collections/{kind}"
        assert ask(system, own["href"]).json == answer.json
        assert ask(system, other["href"]).kind.startswith("text/html")
        assert {name: answer.json[name] for name in item} == item

"""The classes html, geojson and oas30 of OGC API - Features Part 1 (17-069r4), requirement by requirement."""

from __future__ import annotations

import http.client
import re
from typing import Any
from urllib.parse import quote

import pytest
from lxml import html

from tests.system import System
from tests.web.ogc.service import AREA, COLLECTIONS, DOCUMENTS, FEATURES, ask


@pytest.mark.parametrize("path", [*DOCUMENTS, *FEATURES])
def test_req_html(system: System, path: str) -> None:
    """/req/html/definition, /req/html/content: everything as a page, with its links and the marking"""
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    for answer in (ask(system, f"{path}?f=html"), ask(system, path, accept=accept)):
        assert (answer.status, answer.kind) == (200, "text/html; charset=utf-8")
        assert answer.body.startswith(b"<!doctype html>")
        page = html.document_fromstring(answer.body.decode())
        text = page.text_content()
        assert "Test" in text
        assert "OEFENING" in text
        assert page.get("lang") == "nl"
    document = ask(system, f"{path}?f=json").json
    hrefs = {element.get("href") for element in page.iter("a")}
    for link in document.get("links", []):
        if link["rel"] not in ("self", "alternate"):
            assert link["href"] in hrefs


def test_req_html_content_of_features(system: System) -> None:
    """/req/html/content: every property, and nothing that a feed says is markup"""
    name = quote("incident:gms:brand <b>&", safe="")
    for path in (f"/collections/incident/items/{name}", "/collections/incident/items"):
        answer = ask(system, f"{path}?f=html")
        assert b"<b>" not in answer.body
        text = html.document_fromstring(answer.body.decode()).text_content()
        for word in (
            "incident:gms:brand <b>&",
            "50.85",
            "onbevestigd",
            "veiligheidsregio_name",
            "Zuid-Limburg",
        ):
            assert word in text
    page = ask(system, "/collections/unit/items?f=html&limit=9&taal=en")
    assert b'lang="en"' in page.body
    onward = html.document_fromstring(page.body.decode()).xpath("//a[@rel='next']/@href")
    assert "taal=en" in onward[0]
    assert b"unit:gms:u09" in ask(system, onward[0]).body


@pytest.mark.parametrize(
    ("accept", "kind"),
    [("*/*", "application/geo+json"), ("application/geo+json, text/html;q=0.5", "application/geo+json"),
     ("text/html", "text/html"), ("text/html;q=0", "application/geo+json"),
     ("image/png", "application/geo+json"),
     ("text/html;q=x, application/json", "application/geo+json")],
)  # fmt: skip
def test_the_form_is_what_the_client_likes_best(system: System, accept: str, kind: str) -> None:
    assert ask(system, "/collections/unit/items", accept=accept).kind.partition(";")[0] == kind


def test_req_geojson(system: System) -> None:
    """/req/geojson/definition, /req/geojson/content"""
    found = ask(system, "/collections/area/items")
    assert found.kind == "application/geo+json"
    assert found.json["type"] == "FeatureCollection"
    (item,) = (one for one in found.json["features"] if one["id"] == "area:gms:rook")
    assert (item["type"], item["geometry"]) == ("Feature", AREA)
    assert isinstance(found.json["links"], list)
    assert ask(system, "/collections").kind == ask(system, "").kind == "application/json"


def test_req_oas30_definition(system: System) -> None:
    """/req/oas30/oas-definition-1, -2, /req/oas30/oas-impl: what it says is here, and no more"""
    answer = ask(system, "/api")
    assert answer.kind == "application/vnd.oai.openapi+json;version=3.0"
    definition = answer.json
    assert definition["openapi"].startswith("3.0.")
    assert definition["servers"] == [{"url": f"{system.base}/ogc"}]
    used = set(re.findall(r'"#/components/(\w+)/(\w+)"', answer.body.decode()))
    for part, name in used:
        assert name in definition["components"][part]
    operations = [item["get"]["operationId"] for item in definition["paths"].values()]
    assert len(operations) == len(set(operations)) == 4 + 4 * len(COLLECTIONS)
    for path, item in definition["paths"].items():
        assert set(re.findall(r"\{(\w+)\}", path)) == {
            one["name"] for one in item["get"]["parameters"] if one["in"] == "path"
        }
        if "{" not in path:
            assert ask(system, path).kind in item["get"]["responses"]["200"]["content"]


def test_req_oas30_parameters(system: System) -> None:
    """/req/core/fc-limit-definition, fc-bbox-definition, fc-time-definition; each filter is answered"""
    paths = ask(system, "/api").json["paths"]
    for kind in COLLECTIONS:
        found = {one["name"]: one for one in paths[f"/collections/{kind}/items"]["get"]["parameters"]}
        assert found["limit"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 10000, "default": 100}
        assert found["bbox"]["schema"] == {
            "type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"},
        }  # fmt: skip
        assert found["datetime"]["schema"] == {"type": "string"}
        for one in found.values():
            assert (one["style"], one["explode"], one["required"]) == ("form", False, False)
            assert ask(system, f"/collections/{kind}/items?{one['name']}={_example(one)}").status == 200


def _example(parameter: dict[str, Any]) -> str:
    named = {"bbox": "4,50,6,52", "datetime": "2026-11-25T00:00:00Z"}
    patterns = {"^VR[0-9]{2}$": "VR24", "^GM[0-9]{4}$": "GM0994"}
    schema = parameter["schema"]
    if parameter["name"] in named:
        return named[parameter["name"]]
    if "enum" in schema:
        return str(schema["enum"][0])
    if "pattern" in schema:
        return patterns[schema["pattern"]]
    return {"integer": "1", "boolean": "true", "string": "x"}[schema["type"]]


def test_req_oas30_completeness(system: System) -> None:
    """/req/oas30/completeness, /req/oas30/exceptions-codes: every status that this suite saw is in it"""
    for item in ask(system, "/api").json["paths"].values():
        assert {"200", "400", "403", "404", "405", "500", "503"} == set(item["get"]["responses"])


def test_another_name_is_no_way_in_and_gets_into_no_link(system: System) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", system.port, timeout=60)
    for host, status in (("elders.nl", 403), ('localhost:80"><x>', 200), (f"localhost:{system.port}", 200)):
        connection.request("GET", "/ogc?f=html", headers={"Host": host})
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == status
        assert b"<x>" not in body
    connection.close()
    assert f"http://localhost:{system.port}/ogc/collections".encode() in body

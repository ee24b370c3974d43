"""What the outside refuses: calls that make no sense, foreign sites, and words the journal could not keep."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mlob.web.guard import _strays
from tests.system import DIGEST, KEY, System

SOURCES = f"""
[[source]]
name = "gemeenten"
format = "geojson"
disciplines = ["gemeenten"]
url = "push:"
key_sha256 = ["{DIGEST}"]
"""


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with System(tmp_path_factory.mktemp("refusals"), SOURCES) as found:
        yield found


def ask(
    system: System, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
) -> tuple[int, Any]:
    """Status, and the JSON of an answer that has some."""
    connection = http.client.HTTPConnection("127.0.0.1", system.port, timeout=60)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        content = answer.read()
        json_like = "json" in str(answer.getheader("content-type"))
        return answer.status, json.loads(content) if json_like and content else None
    finally:
        connection.close()


def report(system: System, **values: Any) -> tuple[int, Any]:
    body = {"kind": "incident", "discipline": "politie", "title": "Melding", **values}
    return ask(system, "POST", "/api/v1/observations", json.dumps(body).encode())


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api", 404),
        ("GET", "//api/v1/picture", 404),
        ("GET", "/API/v1/picture", 404),
        ("GET", "/api/v1/niets", 404),
        ("DELETE", "/api/v1/niets", 404),
        ("PUT", "/api/v1/picture", 405),
        ("GET", "/api/v1/observations", 405),
        ("GET", "/api/v1/ingest/gemeenten", 405),
        ("GET", "/api/v1/timeline?limit=%C2%B2", 400),
        ("GET", "/api/v1/timeline?after=99999999999999999999999-1", 400),
        ("GET", "/api/v1/timeline?before=+1_0-1", 400),
        ("GET", "/api/v1/quarantine/abc", 404),
        ("GET", "/assets/..%2f..%2fpyproject.toml", 404),
    ],
)
def test_a_problem_in_its_place(system: System, method: str, path: str, status: int) -> None:
    found, problem = ask(system, method, path)
    assert found == status
    assert problem["status"] == status
    assert problem["reference"]


@pytest.mark.parametrize("path", ["/api", "//api/x", "/API/v1", "///Api/"])
def test_paths_that_only_look_like_the_api(path: str) -> None:
    assert _strays(path)


@pytest.mark.parametrize("path", ["/api/v1/picture", "/", "/wand", "/apix", "/assets/api"])
def test_paths_that_are_what_they_seem(path: str) -> None:
    assert not _strays(path)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "[::1"}, 403),
        ({"Host": "example.org@127.0.0.1"}, 403),
        ({"Origin": "http://[::1"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_headers_that_are_tricks(system: System, headers: dict[str, str], status: int) -> None:
    assert ask(system, "POST", "/api/v1/observations", b"{}", headers)[0] == status


def test_a_body_for_the_pages_is_bounded_without_a_length_too(system: System) -> None:
    pieces = (b"x" * 65_536 for _ in range(40))
    path, headers = "/_dash-update-component", {"Content-Type": "application/json"}
    try:
        assert ask(system, "POST", path, pieces, headers)[0] == 413
    except (ConnectionResetError, BrokenPipeError):
        pass  # it was refused while we were still sending
    assert ask(system, "POST", path, b"x" * 2_000_000, headers)[0] == 413


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"status": {"a": 1}}, "status"),
        ({"severity": 1.0}, "severity"),
        ({"entity": "incident:a\nb"}, "id"),
        ({"kind": "region", "properties": {"vr": ["VR24"]}}, "properties.vr"),
        ({"kind": "capacity", "properties": {"vr": "VR24"}}, "properties.resource"),
        ({"properties": {str(number): 1 for number in range(10_000)}}, "properties"),
        ({"properties": {"veiligheidsregio": ["VR24"]}}, "veiligheidsregio"),
    ],
)
def test_a_report_that_the_journal_could_not_keep(system: System, values: dict[str, Any], field: str) -> None:
    status, problem = report(system, **values)
    assert status == 422
    assert field in problem["errors"]
    assert report(system)[0] == 201
    assert system.get("/readyz")["ready"] is True


def test_nesting_has_an_end(system: System) -> None:
    for depth in (100, 900, 200_000):
        body = b'{"a":' + b"[" * depth + b"]" * depth + b"}"
        assert ask(system, "POST", "/api/v1/observations", body)[0] == 400


@pytest.mark.parametrize("body", [b'{"title":"\xff"}', b'{"n":1' + b"0" * 400 + b"}", b'{"n":NaN}'])
def test_a_body_that_cannot_be_read(system: System, body: bytes) -> None:
    for path in ("/api/v1/observations", "/api/v1/requests"):
        status, problem = ask(system, "POST", path, body)
        assert (status, problem["title"]) == (400, "Deze vraag is niet te lezen")


def test_who_acts_is_printable_text(system: System, tmp_path: Path) -> None:
    body = json.dumps({"kind": "note", "discipline": "politie", "title": "Notitie"}).encode()
    headers = {"X-Mlob-Actor": "%0d%0aJan%00%E2%80%AE%1b"}
    status, answer = ask(system, "POST", "/api/v1/observations", body, headers)
    assert status == 201
    with system.store() as store:
        entries = store.xrange("mlob:facts")
    said = [json.loads(fields[b"o"]) for _, fields in entries]
    assert [item["properties"]["actor"] for item in said if item["entity"] == answer["entity"]] == ["Jan"]


def test_a_request_with_an_impossible_place(system: System) -> None:
    body = {
        "kind": "wvr51",
        "title": "Militairen",
        "requester": {"organisation": "VRZL", "role": "voorzitter veiligheidsregio"},
        "region": "VR24",
        "geometry": {"type": "LineString", "coordinates": [5.7, 50.8]},
        "items": [{"resource": "militairen", "quantity": 1, "unit": "personen"}],
        "fields": {"motivering": "Eigen eenheden zijn uitgeput."},
    }
    status, problem = ask(system, "POST", "/api/v1/requests", json.dumps(body).encode())
    assert status == 422
    assert "geometry" in problem["errors"]


def test_a_full_store_is_said_and_passes(system: System) -> None:
    with system.store() as store:
        for setting, value, word in (
            ("min-replicas-to-write", 1, "schijf"),
            ("maxmemory", 1, "geheugen"),
        ):
            store.config_set(setting, value)
            try:
                status, problem = report(system)
            finally:
                store.config_set(setting, 0)
            assert status == 503
            assert word in problem["detail"]
            assert report(system)[0] == 201


def test_rejects_of_a_long_post_keep_their_place(system: System) -> None:
    numbers = b"\x1e".join(b"%d" % number for number in range(1200))
    status, answer = system.post("/api/v1/ingest/gemeenten", numbers, KEY)
    assert status == 202
    assert [reject["index"] for reject in answer["rejected"]] == list(range(1200))
    assert len({reject["quarantine"] for reject in answer["rejected"]}) == 1200


def test_a_post_holds_so_many_frames_at_most(system: System) -> None:
    assert system.post("/api/v1/ingest/gemeenten", b"1\x1e" * 50_001, KEY)[0] == 413


@pytest.mark.parametrize("path", ["/overdracht", "/wandje", "/index.html", "/wp-admin"])
def test_an_address_that_is_no_page_says_so_in_dutch(system: System, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(system.base + path, timeout=60)
    with error.value:
        assert error.value.code == 404
        assert "Deze pagina bestaat niet" in error.value.read().decode()

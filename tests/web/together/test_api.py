"""The outside over HTTP, on the whole system as real processes (CONTRACT)."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.system import KEY, System, wait_until
from tests.web.requested import REQUEST
from tests.web.shelters import collection, shelter


def arrived(system: System, name: str) -> Any:
    return wait_until(lambda: system.feature(name))


def test_health(system: System) -> None:
    assert system.get("/healthz") == {"status": "ok"}
    assert system.get("/readyz")["ready"] is True
    with urllib.request.urlopen(system.base + "/metrics", timeout=60) as answer:
        assert b"mlob_viewers" in answer.read()


def test_a_good_frame_is_accepted_and_a_bad_one_named(system: System) -> None:
    bad = shelter(2, kind="luchtkasteel")
    status, answer = system.post("/api/v1/ingest/gemeenten", collection(shelter(1), bad, shelter(3)), KEY)
    assert status == 202
    assert answer["accepted"] == 2
    (reject,) = answer["rejected"]
    assert reject["index"] == 1
    assert "luchtkasteel" in reject["reason"]
    found = arrived(system, "facility:gemeenten:opvang-1")
    assert found["properties"]["gemeente_name"] == "Valkenburg aan de Geul"
    assert found["properties"]["veiligheidsregio"] == "VR24"
    kept = system.get(f"/api/v1/quarantine/{reject['quarantine']}")
    assert json.loads(kept["frame"])["id"] == "opvang-2"
    assert kept["id"] in [row["id"] for row in system.get("/api/v1/quarantine")["quarantine"]]


@pytest.mark.parametrize(
    ("source", "key", "status"), [("gemeenten", "", 401), ("gemeenten", "fout", 401), ("nergens", KEY, 404)]
)
def test_who_may_not_write(system: System, source: str, key: str, status: int) -> None:
    assert system.post(f"/api/v1/ingest/{source}", b"x", key)[0] == status


def test_what_is_too_large_or_of_another_kind(system: System) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", system.port, timeout=60)
    connection.putrequest("POST", "/api/v1/ingest/gemeenten")
    connection.putheader("Authorization", f"Bearer {KEY}")
    connection.putheader("Content-Length", str(10**9))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()
    for header, value in (("Content-Type", "image/png"), ("Content-Encoding", "br")):
        request = urllib.request.Request(system.base + "/api/v1/ingest/gemeenten", b"x", method="POST")
        request.add_header("Authorization", f"Bearer {KEY}")
        request.add_header(header, value)
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(request, timeout=60)
        assert error.value.code == 415
        error.value.close()


def test_one_page_three_disciplines(system: System) -> None:
    head = "FLEX|2099-01-01 12:00:00|1600/2/K/A|00.069|001002650 001030100|ALN|"
    line = f"{head}P 1 BLB-02 Ongeval Ringbaan Weert".encode()
    status, answer = system.post("/api/v1/ingest/pager", line, KEY)
    assert (status, answer["accepted"]) == (202, 1)
    found = wait_until(
        lambda: [item for item in system.get("/api/v1/picture")["features"] if "pager" in item["id"]]
    )
    assert found[0]["properties"]["disciplines"] == ["brandweer", "politie"]
    assert found[0]["properties"]["verification"] == "onbevestigd"
    assert found[0]["properties"]["future"] is True


def test_the_picture_and_its_filters(system: System) -> None:
    system.post("/api/v1/ingest/gemeenten", collection(shelter(10)), KEY)
    arrived(system, "facility:gemeenten:opvang-10")
    everything = system.get("/api/v1/picture")
    assert everything["type"] == "FeatureCollection"
    assert {"cursor", "at", "known_at", "sources"} <= set(everything)
    regions = [item for item in everything["features"] if item["properties"]["kind"] == "region"]
    assert len(regions) == 25
    assert all(item["geometry"] and "grip" in item["properties"] for item in regions)
    for query, there in (
        ("kind=facility", True),
        ("kind=unit", False),
        ("discipline=gemeenten", True),
        ("discipline=defensie", False),
        ("region=VR24", True),
        ("region=VR01", False),
        ("bbox=5.8,50.8,5.9,50.9", True),
        ("bbox=4,52,5,53", False),
    ):
        names = [item["id"] for item in system.get(f"/api/v1/picture?{query}")["features"]]
        assert ("facility:gemeenten:opvang-10" in names) is there, query
        assert len([name for name in names if name.startswith("region:")]) == 25


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("kind=x", 400),
        ("discipline=x", 400),
        ("bbox=1,2,3", 400),
        ("bbox=9,9,1,1", 400),
        ("bbox=a,b,c,d", 400),
        ("at=gisteren", 422),
        ("known_at=25:00", 422),
    ],
)
def test_a_question_that_makes_no_sense(system: System, query: str, status: int) -> None:
    with pytest.raises(urllib.error.HTTPError) as error:
        system.get(f"/api/v1/picture?{query}")
    assert error.value.code == status
    problem = json.loads(error.value.read())
    assert problem["reference"]
    assert error.value.headers["content-type"] == "application/problem+json"


def test_two_clocks(system: System) -> None:
    """What was reported later about an earlier moment is in the one picture and not in the other."""
    system.post("/api/v1/ingest/gemeenten", collection(shelter(20)), KEY)
    arrived(system, "facility:gemeenten:opvang-20")

    def names(query: str) -> list[str]:
        return [item["id"] for item in system.get(f"/api/v1/picture?{query}")["features"]]

    then = "2026-11-23T12:30:00Z"
    assert "facility:gemeenten:opvang-20" in names(f"at={then}")
    assert "facility:gemeenten:opvang-20" not in names("at=2026-11-23T11:59:00Z")
    assert "facility:gemeenten:opvang-20" not in names(f"at={then}&known_at=2020-01-01T00:00:00Z")


def test_a_person_reports_by_phone(system: System) -> None:
    body = {
        "kind": "incident",
        "title": "Dijk verzakt",
        "discipline": "gemeenten",
        "place": "Heerlen",
        "severity": 3,
        "verification": "bevestigd",
    }
    status, answer = system.post("/api/v1/observations", body)
    assert status == 201
    found = arrived(system, answer["entity"])
    assert found["properties"]["verification"] == "bevestigd"
    assert found["properties"]["accuracy_m"] > 0
    detail = system.get(f"/api/v1/entities/{answer['entity']}")
    title = next(row for row in detail["values"] if row["name"] == "title")
    assert title["said"][0]["source"] == "bediening"
    assert title["said"][0]["observed_at"]
    assert title["said"][0]["received_at"]


def test_grip_by_phone_is_the_regions(system: System) -> None:
    body = {
        "kind": "region",
        "title": "GRIP 4",
        "discipline": "brandweer",
        "properties": {"vr": "VR24", "grip": 4, "phase": "respons"},
    }
    assert system.post("/api/v1/observations", body)[0] == 201
    wait_until(lambda: (system.feature("region:VR24") or {})["properties"]["grip"] == 4)
    lines = system.get("/api/v1/timeline?region=VR24")["entries"]
    assert "GRIP 4" in [line["text"] for line in lines]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "draak"}, "kind"),
        ({"title": ""}, "title"),
        ({"place": "Atlantis aan Zee"}, "place"),
        ({"gemeente": "GM9999"}, "gemeente"),
        ({"geometry": {"type": "Point", "coordinates": [999, 999]}}, "geometry"),
        ({"observed_at": "ooit"}, "observed_at"),
        ({"properties": {"a": {"b": 1}}}, "properties"),
        ({"severity": 9}, "severity"),
        ({"onzin": 1}, "onzin"),
    ],
)
def test_a_report_that_does_not_hold(system: System, change: dict[str, Any], field: str) -> None:
    body = {"kind": "incident", "title": "x", "discipline": "politie"} | change
    status, answer = system.post("/api/v1/observations", body)
    assert status == 422
    assert field in answer["errors"]


@pytest.mark.parametrize("body", [b"", b"[1]", b'{"a": NaN}', b"\xff", b'{"a": 1e999}', b"[" * 100_000])
def test_a_body_that_is_no_object(system: System, body: bytes) -> None:
    assert system.post("/api/v1/observations", body)[0] == 400


def test_a_body_that_is_no_object_is_refused_in_dutch(system: System) -> None:
    for path in ("/api/v1/requests", "/api/v1/observations"):
        status, problem = system.post(path, b"[]")
        assert (status, problem["detail"]) == (
            400,
            "Dit is geen geldig JSON-object: verwacht is een object, gekregen is een lijst.",
        )


def test_a_request_for_bijstand(system: System) -> None:
    status, answer = system.post("/api/v1/requests", REQUEST)
    assert status == 201
    assert answer["state"] == "vooraankondiging"
    assert answer["items"][0]["outstanding"] == 68
    assert answer["open"]
    found = wait_until(
        lambda: [row for row in system.get("/api/v1/requests")["requests"] if row["id"] == answer["id"]]
    )
    assert found[0]["operation"] == answer["operation"]
    totals = system.get("/api/v1/requests")["outstanding"]
    assert {"resource": "militairen", "unit": "personen", "quantity": 68} in totals
    assert system.get(f"/api/v1/requests/{answer['id']}")["title"] == REQUEST["title"]
    feature = arrived(system, answer["id"])
    assert json.loads(feature["properties"]["items"][0])["requested"] == 68


@pytest.mark.parametrize(
    "change",
    [
        {"items": []},
        {"items": [{"id": "a", "resource": "militairen", "quantity": 0, "unit": "personen"}]},
        {"items": [{"id": "a", "resource": "draken", "quantity": 1, "unit": "stuks"}]},
        {"kind": "pw59"},
        {"kind": "nietbestaand"},
        {"requester": {"organisation": "x", "role": "bakker", "name": "y"}},
        {"fields": {}},
    ],
)
def test_a_request_that_does_not_hold(system: System, change: dict[str, Any]) -> None:
    status, answer = system.post("/api/v1/requests", REQUEST | change)
    assert status == 422
    assert answer["errors"]


def test_unknown_paths_and_requests(system: System) -> None:
    for path in (
        "/api/v1/draken",
        "/api/x",
        "/api/v1/requests/x",
        "/api/v1/entities/x",
        "/api/v1/quarantine/1-1",
    ):
        with pytest.raises(urllib.error.HTTPError) as error:
            system.get(path)
        assert error.value.code == 404
        assert json.loads(error.value.read())["status"] == 404


def test_lists(system: System) -> None:
    assert len(system.get("/api/v1/regions")["regions"]) == 25
    kinds = {row["code"]: row for row in system.get("/api/v1/kinds")["kinds"]}
    assert {"wvr51", "msob", "pw56_oo", "int_uit"} <= set(kinds)
    assert {"title", "legal_basis", "requesters", "decides", "per_gemeente", "archived", "fields"} <= set(
        kinds["wvr51"]
    )
    assert {"name", "title"} <= set(system.get("/api/v1/layers")["layers"][0])
    answer = system.get("/api/v1/sources")
    assert [row["name"] for row in answer["sources"]] == ["gemeenten", "pager"]
    assert len(answer["disciplines"]) == 5


def test_the_timeline_pages_by_cursor(system: System) -> None:
    for number in range(30, 36):
        system.post("/api/v1/ingest/gemeenten", collection(shelter(number)), KEY)
    arrived(system, "facility:gemeenten:opvang-35")
    newest = system.get("/api/v1/timeline?limit=3")["entries"]
    older = system.get(f"/api/v1/timeline?limit=3&before={newest[-1]['cursor']}")["entries"]
    assert len({line["cursor"] for line in newest + older}) == 6
    after = system.get(f"/api/v1/timeline?after={newest[1]['cursor']}")["entries"]
    assert [line["cursor"] for line in after] == [newest[0]["cursor"]]
    assert {"cursor", "time", "known", "severity", "discipline", "region", "text", "entity"} <= set(newest[0])


def test_a_foreign_site_may_do_nothing(system: System) -> None:
    for headers in ({"Origin": "http://example.org"}, {"Host": "example.org"}):
        request = urllib.request.Request(system.base + "/api/v1/observations", b"{}", headers, method="POST")
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(request, timeout=60)
        assert error.value.code == 403
        error.value.close()


def test_keys_from_the_command_line_hold_at_once(system: System, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from mlob.__main__ import cli

    options = ["--config", str(system.config), "--data-dir", str(system.data)]

    def mlob(*arguments: str) -> str:
        return CliRunner().invoke(cli, ["key", *arguments, *options], catch_exceptions=False).output.strip()

    key = mlob("add", "gemeenten")
    assert system.post("/api/v1/ingest/gemeenten", collection(shelter(60)), key)[0] == 202
    assert system.post("/api/v1/ingest/pager", b"x", key)[0] == 401
    assert len(mlob("list", "gemeenten").splitlines()) == 1
    assert mlob("revoke", "gemeenten") == "1 ingetrokken"
    assert system.post("/api/v1/ingest/gemeenten", collection(shelter(61)), key)[0] == 401

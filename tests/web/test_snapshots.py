"""Packages over HTTP on the whole system: ordered, made apart from the pages, fetched, never half."""

from __future__ import annotations

import http.client
import io
import json
import os
import signal
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mlob import keys
from mlob.snapshot import keys as signing
from mlob.snapshot import orders, package
from mlob.snapshot.forms import names
from mlob.snapshot.orders import Order
from tests.system import System, wait_until
from tests.web.test_plans import put

LIGHT = {"formats": ["geojson", "html"]}
INCIDENT = {"kind": "incident", "title": "Brand", "discipline": "brandweer", "place": "Weert", "severity": 3}


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with System(tmp_path_factory.mktemp("snapshots"), "") as found:
        yield found


def post(system: System, body: dict[str, Any], **headers: str) -> tuple[int, dict[str, str], Any]:
    """Status, headers and JSON of an order."""
    request = urllib.request.Request(
        f"{system.base}/api/v1/snapshots", data=json.dumps(body).encode(), method="POST"
    )
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, dict(answer.headers), json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), json.loads(error.read())


def fetch(system: System, path: str, who: str = "Bob") -> tuple[int, Any, bytes]:
    request = urllib.request.Request(system.base + path, headers={"X-Mlob-Actor": who})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def entry(system: System, name: str) -> Any:
    return system.get(f"/api/v1/snapshots/{name}")


def ended(system: System, name: str, seconds: float = 120) -> Any:
    def over() -> Any:
        row = entry(system, name)
        return row if row["state"] not in ("wacht", "bezig") else None

    return wait_until(over, seconds)


def made(system: System, **body: Any) -> Any:
    status, _, found = post(system, LIGHT | body)
    assert status == 201, found
    return found


def test_a_package_at_once_and_each_file_by_its_name(system: System, tmp_path: Path) -> None:
    assert system.post("/api/v1/observations", INCIDENT)[0] == 201
    status, headers, found = post(system, LIGHT | {"title": "Eerste"}, X_Mlob_Actor="Anna%20%C3%89")
    assert status == 201
    assert headers["location"] == f"/api/v1/snapshots/{found['id']}"
    assert (found["state"], found["author"], found["title"]) == ("klaar", "Anna É", "Eerste")
    assert (found["marking"], found["exercise"], found["done"], found["total"]) == ("Test", False, 2, 2)
    whole, *inside = found["files"]
    for file in found["files"]:
        status, sent, content = fetch(system, file["url"])
        assert (status, len(content), sent.get_content_type()) == (
            200,
            file["size"],
            file["type"].split(";")[0],
        )
        assert sent["content-disposition"] == f'attachment; filename="{file["name"]}"'
        assert sent["x-content-type-options"] == "nosniff"
        assert sent["content-security-policy"].startswith("sandbox; default-src 'none'")
    path = tmp_path / whole["name"]
    path.write_bytes(fetch(system, whole["url"])[2])
    key = tmp_path / "sleutel.pem"
    key.write_bytes(fetch(system, "/api/v1/snapshots/key")[2])
    verified = package.verify(path, signing.load_public(key))
    assert verified.manifest.cursor == found["cursor"]
    with zipfile.ZipFile(path) as content:
        assert {file["name"] for file in inside} == set(content.namelist())
        picture = json.loads(content.read("beeld.geojson"))
    assert "Brand" in [item["properties"].get("title") for item in picture["features"]]
    told = system.get(f"/api/v1/snapshots/{found['id']}/verify")
    assert (told["ok"], told["fingerprint"]) == (True, verified.fingerprint)
    (row,) = [row for row in system.get("/api/v1/snapshots")["snapshots"] if row["id"] == found["id"]]
    assert {"who": "Bob", "file": whole["name"]}.items() <= row["fetched"][-1].items()


def test_a_picture_of_now_has_all_that_was_acknowledged_before(system: System) -> None:
    for number in range(5):
        title = f"Net gemeld {number}"
        assert system.post("/api/v1/observations", INCIDENT | {"title": title})[0] == 201
        found = made(system, formats=["geojson"])
        url = next(file["url"] for file in found["files"] if file["name"] == "beeld.geojson")
        shown = json.loads(fetch(system, url)[2])
        assert title in [item["properties"].get("title") for item in shown["features"]]
        assert shown["cursor"] == found["cursor"]


@pytest.mark.parametrize("way", ["header", "body"])
def test_an_order_need_not_wait(system: System, way: str) -> None:
    body = LIGHT | ({"wait": False} if way == "body" else {})
    headers = {"Prefer": "respond-async, wait=1"} if way == "header" else {}
    status, sent, found = post(system, body, **headers)
    assert status == 202
    assert {"id", "state", "done", "total", "part"} <= set(found)
    assert sent["location"].endswith(found["id"])
    assert ended(system, found["id"])["state"] == "klaar"
    assert system.get("/api/v1/snapshots")["snapshots"][0]["id"] == found["id"]


def test_the_same_moment_is_the_same_bytes_and_the_picture_of_then(system: System) -> None:
    then = made(system)["at"]
    time.sleep(0.02)
    assert system.post("/api/v1/observations", INCIDENT | {"title": "Na die tijd"})[0] == 201
    one, two = (made(system, at=then, known_at=then) for _ in range(2))
    assert [file["sha256"] for file in one["files"]] == [file["sha256"] for file in two["files"]]
    assert (one["at"], one["known_at"]) == (then, then)
    shown = json.loads(fetch(system, one["files"][1]["url"])[2])
    asked = system.get(f"/api/v1/picture?at={then}&known_at={then}")
    assert {item["id"] for item in shown["features"]} == {item["id"] for item in asked["features"]}
    assert "Na die tijd" not in [item["properties"].get("title") for item in shown["features"]]


def test_since_the_last_one(system: System) -> None:
    before = made(system)
    assert system.post("/api/v1/observations", INCIDENT | {"title": "Nieuw sindsdien"})[0] == 201
    found = made(system, since="last")
    assert found["since"] == before["id"]
    manifest = json.loads(fetch(system, f"/api/v1/snapshots/{found['id']}/manifest.json")[2])
    assert manifest["since"]["cursor"] == before["cursor"]
    assert made(system, since=before["id"])["since"] == before["id"]
    assert made(system, at="2020-01-01T00:00Z", since="last")["since"] is None


def test_who_looks_back_makes_no_newer_briefing_and_compares_with_no_later_one(system: System) -> None:
    newest = made(system)
    long_ago = made(system, at="2020-01-01T00:00Z")
    assert long_ago["known_at"] > newest["known_at"]
    assert made(system, since="last")["since"] == newest["id"]
    status, _, found = post(system, LIGHT | {"at": "2020-01-02T00:00Z", "since": newest["id"]})
    assert (status, set(found["errors"])) == (422, {"since"})
    assert made(system, at="2020-01-02T00:00Z", since=long_ago["id"])["since"] == long_ago["id"]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"formats"}),
        ({"formats": []}, {"formats"}),
        ({"formats": ["hologram", 3]}, {"formats"}),
        ({"formats": "pdf"}, {"formats"}),
        (LIGHT | {"at": "ooit", "known_at": "2099-01-01T00:00Z"}, {"at", "known_at"}),
        (LIGHT | {"at": 5, "title": "a\nb", "wait": "ja"}, {"at", "title", "wait"}),
        (LIGHT | {"since": "../../etc/passwd"}, {"since"}),
        (LIGHT | {"since": ["last"]}, {"since"}),
    ],
)
def test_what_fails_is_told_by_field(system: System, body: dict[str, Any], fields: set[str]) -> None:
    status, _, found = post(system, body)
    assert (status, set(found["errors"])) == (422, fields)


def raw(system: System, path: str) -> int:
    """The status of a path as it stands, without anybody tidying it on the way."""
    connection = http.client.HTTPConnection("127.0.0.1", system.port, timeout=60)
    connection.putrequest("GET", path, skip_host=False)
    connection.endheaders()
    status = connection.getresponse().status
    connection.close()
    return status


def test_no_name_leads_out_of_the_folder(system: System) -> None:
    found = made(system)
    base = f"/api/v1/snapshots/{found['id']}"
    for name in ("../order.json", "order.json", "..%2Forder.json", "%2e%2e%2fsnapshot-key.pem", "%00",
                 "a" * 500, "..%5corder.json", "%2Fetc%2Fpasswd", ".", "inhoud.json"):  # fmt: skip
        assert raw(system, f"{base}/{name}") == 404, name
    for name in ("..", "%2e%2e", "20261125T000000Z-00000009", "snapshot-key.pem", "..%2f.."):
        assert raw(system, f"/api/v1/snapshots/{name}/beeld.html") == 404, name


def test_a_package_that_was_tampered_with_is_not_handed_out(system: System) -> None:
    found = made(system)
    whole = found["files"][0]
    path = system.data / "snapshots" / found["id"] / whole["name"]
    content = bytearray(path.read_bytes())
    content[content.index(b"FeatureCollection")] ^= 1
    path.write_bytes(content)
    for file in found["files"]:
        status, _, answer = fetch(system, file["url"])
        assert status == 503, file["name"]
        assert "beeld.geojson" in json.loads(answer)["detail"]
    told = system.get(f"/api/v1/snapshots/{found['id']}/verify")
    assert (told["ok"], "beeld.geojson" in told["text"]) == (False, True)
    path.unlink()
    assert fetch(system, whole["url"])[0] == 503


def test_too_many_orders_at_once(system: System) -> None:
    os.kill(system.children()["brief"], signal.SIGSTOP)
    try:
        body = LIGHT | {"wait": False}
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: post(system, body), range(orders.MOST_WAITING + 10)))
        statuses = [status for status, _, _ in answers]
        assert statuses.count(202) in (orders.MOST_WAITING, orders.MOST_WAITING + 1)
        assert set(statuses) == {202, 429}
        waits = next(found for status, _, found in answers if status == 202)
        assert fetch(system, f"/api/v1/snapshots/{waits['id']}/beeld.html")[0] == 409
    finally:
        os.kill(system.children()["brief"], signal.SIGCONT)
    for _, _, found in answers:
        if "id" in found:
            assert ended(system, found["id"])["state"] == "klaar"


def test_a_worker_that_is_killed_half_way_makes_it_again(system: System) -> None:
    name = post(system, {"formats": list(names()), "wait": False})[2]["id"]
    wait_until(lambda: entry(system, name)["part"] or None, 30, pause=0.01)
    system.kill("brief")
    found = ended(system, name, 90)
    assert (found["state"], found["total"]) == ("klaar", len(names()))
    with system.store() as store:
        record = store.hget(keys.SNAPSHOTS, name)
    assert record is not None
    assert msgspec.json.decode(record, type=Order).attempts == 2
    folder = system.data / "snapshots" / name
    assert {path.name for path in folder.iterdir()} == {found["files"][0]["name"], "order.json"}
    content = fetch(system, found["files"][0]["url"])[2]
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


def test_a_crash_of_the_worker_does_not_touch_the_picture(system: System) -> None:
    before = system.children()
    system.kill("brief")
    assert system.ready()
    assert wait_until(lambda: system.children().get("brief", before["brief"]) != before["brief"])
    after = system.children()
    assert {name: pid for name, pid in after.items() if name not in ("brief", "ingest")} == {
        name: pid for name, pid in before.items() if name not in ("brief", "ingest")
    }
    assert made(system)["state"] == "klaar"


def remark(system: System, expected: int = 200, who: str = "Anna", **body: Any) -> Any:
    status, answer = put(system, "/briefing/remarks", body, who)
    assert status == expected, answer
    return answer


def texts(system: System, query: str = "") -> dict[str, Any]:
    found = system.get(f"/api/v1/briefing/remarks{query}")["sections"]
    return {row["section"]: row for row in found}


def test_texts_have_versions_and_stand_in_the_package_of_their_moment(system: System) -> None:
    assert texts(system)["kaart"]["version"] == 0
    first = remark(system, section="kaart", text="Let op de <dijk>", version=0)
    assert (first["version"], first["author"], first["title"]) == (1, "Anna", "Kaart")
    then = made(system)
    url = next(file["url"] for file in then["files"] if file["name"] == "beeld.html")
    assert "Let op de &lt;dijk&gt;" in fetch(system, url)[2].decode()
    lost = remark(system, 409, "Bob", section="kaart", text="Van Bob", version=0)
    assert lost["remark"]["text"] == "Let op de <dijk>"
    remark(system, 422, section="zolder", text="x")
    time.sleep(0.02)
    assert remark(system, who="Bob", section="kaart", text="Van Bob", version=1)["version"] == 2
    assert texts(system)["kaart"]["text"] == "Van Bob"
    old = texts(system, f"?at={then['at']}&known_at={then['known_at']}")["kaart"]
    assert (old["text"], old["author"]) == ("Let op de <dijk>", "Anna")
    lines = [line for line in system.get("/api/v1/timeline")["entries"]
             if line["entity"] == "note:briefing:kaart"]  # fmt: skip
    assert [line["text"] for line in lines] == ["Tekst in de briefing: Kaart"]
    assert system.get("/api/v1/requests")["requests"] == []
    remark(system, section="kaart", text="", version=2)
    assert texts(system)["kaart"]["text"] == ""


def test_of_two_writers_at_once_one_is_told(system: System) -> None:
    with ThreadPoolExecutor(4) as pool:
        wrote = pool.map(
            lambda who: put(
                system, "/briefing/remarks", {"section": "inzet", "text": who, "version": 0}, who
            ),
            ("a", "b", "c", "d"),
        )
        assert sorted(status for status, _ in wrote) == [200, 409, 409, 409]


def test_a_preview_says_what_the_briefing_would_say(system: System) -> None:
    status, found = system.post("/api/v1/briefing/preview", {"since": "last"})
    assert (status, found["state"]) == (200, "klaar")
    content = found["content"]
    assert [section["name"] for section in content["sections"]] == list(texts(system))
    assert isinstance(content["changes"], list)
    status, headers, page = fetch(system, f"/api/v1/briefing/preview/{found['id']}/html")
    assert (status, headers["content-security-policy"].startswith("sandbox")) == (200, True)
    assert "content-disposition" not in headers
    assert b"OEFENING" not in page
    assert found["id"] not in [row["id"] for row in system.get("/api/v1/snapshots")["snapshots"]]
    assert fetch(system, f"/api/v1/snapshots/{found['id']}")[0] == 404
    assert fetch(system, f"/api/v1/briefing/preview/{made(system)['id']}/html")[0] == 404
    assert system.post("/api/v1/briefing/preview", {"at": "ooit"})[0] == 422


def test_what_was_made_is_counted(system: System) -> None:
    made(system)
    with urllib.request.urlopen(f"{system.base}/metrics", timeout=60) as answer:
        rows = dict(line.rsplit(" ", 1) for line in answer.read().decode().splitlines() if line[0] != "#")
    assert int(rows['mlob_snapshots_total{result="made"}']) >= 1
    assert rows["mlob_snapshots_waiting"] == "0"

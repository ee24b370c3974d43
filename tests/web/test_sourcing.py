"""Capacity, advice and load over HTTP, on the whole system: two fires and the same helicopters."""

from __future__ import annotations

import json
import urllib.error
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mlob.model import iso
from tests.system import DIGEST, KEY, System, wait_until

SOURCES = f"""
[bijstand]
routing_url = "http://127.0.0.1:9/table/v1/driving"
routing_allow = ["127.0.0.1"]
[[source]]
name = "regio"
format = "geojson"
disciplines = ["brandweer"]
url = "push:"
key_sha256 = ["{DIGEST}"]
"""

PEEL = "Deurnese Peel"


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with System(tmp_path_factory.mktemp("sourcing"), SOURCES) as found:
        _tell(found)
        yield found


def _capacity(system: System, resource: str, **properties: Any) -> None:
    body = {"kind": "capacity", "title": resource, "discipline": "brandweer"}
    status, answer = system.post(
        "/api/v1/observations", body | {"properties": {"resource": resource, **properties}}
    )
    assert status == 201, answer


def _fire(
    system: System, title: str, region: str, hours: float, *items: tuple[str, int], **more: Any
) -> None:
    body = {
        "kind": "wvr51",
        "title": title,
        "requester": {"organisation": region, "role": "voorzitter veiligheidsregio", "name": "A"},
        "region": region,
        "needed_by": iso(datetime.now(UTC) + timedelta(hours=hours)),
        "items": [{"resource": resource, "quantity": quantity} for resource, quantity in items],
        "fields": {"motivering": "Eigen eenheden zijn ingezet."},
        **more,
    }
    status, answer = system.post("/api/v1/requests", body)
    assert status == 201, answer


def _tell(system: System) -> None:
    _capacity(system, "blushelikopters", supplier="DEF", total=4, in_use=0, minimum=0, ready_minutes=30)
    for region, total in (("VR21", 30), ("VR20", 40)):
        figures = {"total": total, "in_use": 2, "minimum": total - 10, "ready_minutes": 5}
        _capacity(system, "tankautospuiten", vr=region, **figures)
    feature = {
        "type": "Feature",
        "id": "x",
        "geometry": None,
        "properties": {
            "kind": "capacity",
            "vr": "VR07",
            "resource": "tankautospuiten",
            "total": 20,
            "in_use": 20,
            "observed_at": iso(datetime.now(UTC) - timedelta(hours=2)),
        },
    }
    assert system.post("/api/v1/ingest/regio", json.dumps(feature).encode(), KEY)[0] == 202
    helicopters, engines = ("blushelikopters", 4), ("tankautospuiten", 12)
    _fire(system, PEEL, "VR22", 3, helicopters, engines, urgent=True)
    _fire(system, "Meinweg", "VR23", 5, ("blushelikopters", 4))
    _fire(system, "Oefening Ede", "VR07", 5, ("blushelikopters", 4), exercise=True)
    wait_until(
        lambda: (
            len(system.get("/api/v1/requests")["requests"]) == 3
            and len(system.get("/api/v1/capacity")["capacity"]) == 4
        )
    )


def test_capacity(system: System) -> None:
    found = system.get("/api/v1/capacity?resource=tankautospuiten")
    rows = {row["supplier"]: row for row in found["capacity"]}
    assert {code: row["free"] for code, row in rows.items()} == {"VR07": 0, "VR20": 8, "VR21": 8}
    assert (rows["VR07"]["source"], rows["VR20"]["source"]) == ("regio", "bediening")
    assert (rows["VR07"]["actor"], rows["VR20"]["actor"]) == (None, "meldtafel")
    assert 7200 <= rows["VR07"]["age_s"] < 7300
    assert rows["VR20"]["age_s"] < 60
    assert len(found["unknown"]) == 22
    assert {"supplier": "VR24", "name": "Zuid-Limburg"} in found["unknown"]
    one = system.get("/api/v1/capacity?region=VR20,DEF")
    assert [row["supplier"] for row in one["capacity"]] == ["DEF", "VR20"]
    assert one["unknown"] == []


def test_advice_on_one_operation(system: System) -> None:
    peel = next(row for row in system.get("/api/v1/requests")["requests"] if row["title"] == PEEL)
    operation = peel["operation"]
    found = system.get(f"/api/v1/advice?operation={operation}")
    assert found["operation"] == operation
    assert [proposal["name"] for proposal in found["proposals"]] == [
        "snelst",
        "gelijkmatig",
        "minste leveranciers",
    ]
    fastest = found["proposals"][0]
    given = {row["supplier"]: row["quantity"] for row in fastest["choices"]}
    assert given == {"DEF": 4, "VR21": 8, "VR20": 4}
    assert fastest["shortfall"] == []
    assert {row["request"] for row in fastest["choices"]} == {peel["id"]}
    assert all(row["version"] == 1 and row["items"] and row["reason"] for row in fastest["choices"])
    assert fastest["confidence"] == "hoog"
    assert "niet bereikbaar" in found["travel"]
    assert "hemelsbreed x 1,3 bij 60 km/u" in found["travel"]
    assert [row["resource"] for row in found["others"]] == ["blushelikopters"]


def test_advice_on_all_that_is_real(system: System) -> None:
    found = system.get("/api/v1/advice")
    assert len(found["items"]) == 3
    for proposal in found["proposals"]:
        assert [row["quantity"] for row in proposal["shortfall"]] == [4]
    requests = system.get("/api/v1/requests")["requests"]
    game = next(row for row in requests if row["exercise"])
    assert game["id"] not in {row["request"] for row in found["items"]}
    only = system.get(f"/api/v1/advice?operation={game['operation']}")
    assert [row["request"] for row in only["items"]] == [game["id"]]
    assert only["text"].startswith("OEFENING.")


def test_load_raises_one_conflict(system: System) -> None:
    found = system.get("/api/v1/load")
    assert len(found["hours"]) == 72
    (conflict,) = found["conflicts"]
    assert (conflict["resource"], conflict["claimed"], conflict["available"]) == ("blushelikopters", 8, 4)
    assert len(conflict["operations"]) == 2
    assert " vragen samen 8 blushelikopters, er zijn er 4: van " in conflict["text"]
    assert all(title in conflict["text"] for title in (PEEL, "Meinweg"))
    series = {row["resource"]: row["series"] for row in found["resources"]}
    assert series["blushelikopters"][0] == {"t": found["hours"][0], "claimed": 0, "available": 4}
    assert series["blushelikopters"][-1]["claimed"] == 8
    assert len(system.get("/api/v1/load?hours=24")["hours"]) == 24


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("capacity?region=VR99", 400),
        ("capacity?region=%00", 400),
        ("load?hours=0", 400),
        ("load?hours=73", 400),
        ("load?hours=x", 400),
        ("advice?operation=operation:nergens", 404),
    ],
)
def test_questions_that_make_no_sense(system: System, path: str, status: int) -> None:
    with pytest.raises(urllib.error.HTTPError) as error:
        system.get(f"/api/v1/{path}")
    assert error.value.code == status
    assert json.loads(error.value.read())["reference"]


@pytest.mark.parametrize(
    ("properties", "field"),
    [
        ({"resource": "tankautospuiten"}, "properties.vr"),
        ({"resource": "tankautospuiten", "supplier": "MARS"}, "properties.supplier"),
        ({"vr": "VR24"}, "properties.resource"),
        ({"vr": "VR24", "resource": "x", "total": "veel"}, "properties.total"),
        ({"vr": "VR24", "resource": "x", "minimum": -1}, "properties.minimum"),
        ({"vr": "VR24", "resource": "x", "total": 2, "in_use": 3}, "properties.in_use"),
    ],
)
def test_a_figure_by_hand_that_does_not_hold(system: System, properties: dict[str, Any], field: str) -> None:
    body = {"kind": "capacity", "title": "x", "discipline": "brandweer", "properties": properties}
    status, answer = system.post("/api/v1/observations", body)
    assert status == 422
    assert field in answer["errors"]


def test_a_person_accepts(system: System) -> None:
    """Last, as it changes what is asked: each choice is a step, and is held back from the next advice."""
    peel = next(row for row in system.get("/api/v1/requests")["requests"] if row["title"] == PEEL)
    version = peel["version"]
    for choice in system.get(f"/api/v1/advice?operation={peel['operation']}")["proposals"][0]["choices"]:
        body = {"step": "toezeggen", "version": version, "items": choice["items"]}
        body |= {"supplier": choice["supplier"], "arrives_at": choice["arrives_at"]}
        status, peel = system.post(f"/api/v1/requests/{choice['request']}/steps", body)
        assert status == 200, peel
        version = peel["version"]
    assert (peel["state"], {item["outstanding"] for item in peel["items"]}) == ("toegezegd", {0})
    held = {
        row["supplier"]: (row["promised"], row["free"]) for row in system.get("/api/v1/capacity")["capacity"]
    }
    assert held == {"DEF": (4, 0), "VR07": (0, 0), "VR20": (4, 4), "VR21": (8, 0)}
    after = system.get(f"/api/v1/advice?operation={peel['operation']}")
    assert (after["items"], after["proposals"]) == ([], [])
    meinweg = system.get("/api/v1/advice")["proposals"][0]
    assert [row["quantity"] for row in meinweg["shortfall"]] == [4]
    assert {"supplier": "DEF", "reason": "niets_vrij"}.items() <= meinweg["not_chosen"][-1].items()
    (conflict,) = system.get("/api/v1/load?hours=24")["conflicts"]
    assert conflict["claimed"] == 8


def test_a_figure_of_an_exercise_by_hand_leaves_the_real_one(system: System) -> None:
    def told(**more: Any) -> tuple[int, Any]:
        body = {"kind": "capacity", "title": "Pompen", "discipline": "brandweer"}
        return system.post("/api/v1/observations", body | more)

    def totals() -> list[int]:
        found = system.get("/api/v1/capacity?resource=noodpompen&region=VR03")["capacity"]
        return [row["total"] for row in found]

    figure = {"vr": "VR03", "resource": "noodpompen"}
    assert told(properties=figure | {"total": 4})[0] == 201
    wait_until(lambda: totals() == [4])
    status, answer = told(properties=figure | {"total": 99}, exercise=True)
    assert status == 201
    wait_until(lambda: "99" in json.dumps(system.get(f"/api/v1/entities/{answer['entity']}")))
    assert totals() == [4]
    assert told(properties=figure | {"total": 99}, exercise="false")[0] == 422


def test_a_figure_that_was_acknowledged_counts_at_once(system: System) -> None:
    for total in range(1, 6):
        _capacity(system, "waterkanonnen", vr="VR13", total=total, in_use=0)
        (row,) = system.get("/api/v1/capacity?resource=waterkanonnen&region=VR13")["capacity"]
        assert row["total"] == total


def test_more_is_promised_than_there_is_and_both_sides_say_so(system: System) -> None:
    _capacity(system, "duikers", supplier="VR03", total=4, in_use=1, minimum=1)
    _fire(system, "Duikers", "VR04", 6, ("duikers", 9), urgent=True)
    seen = next(row for row in system.get("/api/v1/requests")["requests"] if row["title"] == "Duikers")
    said = {"step": "toezeggen", "version": 1, "supplier": "Drenthe", "items": [{"id": "a", "quantity": 5}]}
    status, answer = system.post(f"/api/v1/requests/{seen['id']}/steps", said)
    assert (status, answer["items"][0]["promised"]) == (200, 5)
    (row,) = system.get("/api/v1/capacity?resource=duikers&region=VR03")["capacity"]
    assert (row["free"], row["over"]) == (0, 3)
    operation = system.get(f"/api/v1/operations/{seen['operation']}")
    listed = next(row for row in system.get("/api/v1/requests")["requests"] if row["title"] == "Duikers")
    for found in (answer, system.get(f"/api/v1/requests/{seen['id']}"), listed, operation):
        (point,) = (point for point in found["open"] if point["code"] == "te_veel_toegezegd")
        assert point["text"].startswith("Drenthe heeft meer duikteams ")
        assert "3 te veel" in point["text"]

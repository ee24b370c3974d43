"""Plans of operations and the register of experts over HTTP, on the whole system."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import pytest

from tests.system import System, wait_until
from tests.web.requested import REQUEST

TOP = "operatie:navo-top"
LINE = {"resource": "militairen", "quantity": 500, "from": "2027-06-22T00:00", "until": "2027-06-26T00:00"}


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with System(tmp_path_factory.mktemp("plans"), "") as found:
        yield found


def put(system: System, path: str, body: dict[str, Any], actor: str = "Anna") -> tuple[int, dict[str, Any]]:
    request = urllib.request.Request(
        f"{system.base}/api/v1{quote(path)}", data=json.dumps(body).encode(), method="PUT"
    )
    request.add_header("X-Mlob-Actor", actor)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def planned(system: System, name: str, expected: int = 200, **body: Any) -> dict[str, Any]:
    status, answer = put(system, f"/operations/{name}/plan", body)
    assert status == expected, answer
    return answer


def get(system: System, path: str) -> dict[str, Any]:
    return dict(system.get("/api/v1" + path))


def lines(system: System, name: str) -> list[str]:
    found = get(system, "/timeline")["entries"]
    return [line["text"] for line in found if line["entity"] == f"note:operatie:{name}"]


def status_of(system: System, path: str) -> int:
    try:
        get(system, path)
    except urllib.error.HTTPError as error:
        return error.code
    return 200


def test_a_planned_event_from_preparation_to_nafase(system: System) -> None:
    first = planned(system, TOP, title="NAVO-top", phase="preparatie", plan=[LINE])
    assert (first["version"], first["phase"], first["exercise"]) == (1, "preparatie", False)
    assert first["allowed_phases"] == ["respons"]
    assert get(system, f"/operations/{TOP}/plan") == first
    operation = get(system, f"/operations/{TOP}")
    assert (operation["title"], operation["phase"], operation["requests"]) == ("NAVO-top", "preparatie", [])
    assert operation["plan"]["plan"][0]["resource"] == "militairen"
    assert operation["allowed_phases"] == first["allowed_phases"]

    refused = planned(system, TOP, 409, phase="nafase")
    assert (refused["allowed_phases"], refused["plan"]["version"]) == (["respons"], 1)
    spots = ["Route van de stoet | politie | 09:30"]
    seen = planned(system, TOP, version=1, phase="respons", outlook={"24": {"need": "x", "unknown": spots}})
    assert seen["outlook"]["24"]["unknown"][0]["asked"] == "politie"
    assert planned(system, TOP, 409, version=1, title="Te laat")["plan"]["title"] == "NAVO-top"
    planned(system, TOP, plan=[])
    last = planned(system, TOP, phase="nafase", settlement=["Kosten"], evaluation=["Wie belde wie?"])
    assert (last["settlement"][0]["actor"], last["version"]) == ("Anna", 4)
    assert planned(system, TOP, 409, phase="respons")["detail"].endswith("(reason).")

    assert get(system, f"/operations/{TOP}")["phase"] == "nafase"
    told = [
        "NAVO-top: fase nafase",
        "NAVO-top: fase respons; vooruitblik 24 uur",
        "NAVO-top: fase preparatie",
    ]
    wait_until(lambda: lines(system, TOP) == told)
    name = f"note:operatie:{TOP}"

    def ended() -> Any:
        found = system.feature(name)
        return found if found and found["properties"]["status"] == "nafase" else None

    assert wait_until(ended)["geometry"] is None
    assert TOP in [row["id"] for row in get(system, "/operations")["operations"]]
    assert "behind" not in get(system, "/requests")


def test_an_exercise_and_what_is_real_are_never_mixed(system: System) -> None:
    name = "operatie:oefening"
    assert planned(system, name, title="Oefening", exercise=True)["exercise"] is True
    assert planned(system, name, exercise=False)["exercise"] is False
    found = planned(system, name, exercise=True, phase="preparatie")
    assert (found["title"], found["exercise"], found["version"]) == ("Oefening", True, 3)
    status, answer = system.post("/api/v1/requests", REQUEST | {"operation": name})
    assert (status, list(answer["errors"])) == (422, ["operation"])
    status, answer = system.post("/api/v1/requests", REQUEST | {"operation": name, "exercise": True})
    assert status == 201, answer
    assert list(planned(system, name, 422, exercise=False)["errors"]) == ["exercise"]
    operation = get(system, f"/operations/{name}")
    assert (operation["exercise"], operation["phase"], len(operation["requests"])) == (True, "preparatie", 1)
    feature = wait_until(lambda: system.feature(f"note:operatie:{name}"))
    assert feature["properties"]["exercise"] is True
    assert get(system, "/requests")["outstanding"] == []


def test_the_plan_of_an_operation_with_requests(system: System) -> None:
    status, filed = system.post("/api/v1/requests", REQUEST)
    assert status == 201
    name = filed["operation"]
    empty = get(system, f"/operations/{name}/plan")
    assert (empty["version"], empty["phase"]) == (0, None)
    assert empty["allowed_phases"] == ["preparatie", "nafase"]
    found = planned(system, name, outlook={"12": {"need": "20 boten"}})
    assert (found["title"], found["phase"]) == (REQUEST["title"], None)
    assert get(system, f"/operations/{name}")["plan"]["outlook"]["12"]["need"] == "20 boten"
    assert get(system, f"/requests/{filed['id']}")["id"] == filed["id"]


def test_of_all_at_once_each_is_taken_once_and_the_others_see_it(system: System) -> None:
    name = "operatie:samen"

    def note(number: int) -> tuple[int, dict[str, Any]]:
        return put(system, f"/operations/{name}/plan", {"outlook": {"12": {"notes": f"{number}"}}})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(note, range(8)))
    assert {status for status, _ in answers} <= {200, 409}
    taken = [answer["version"] for status, answer in answers if status == 200]
    assert sorted(taken) == list(range(1, len(taken) + 1))
    assert all(answer["plan"]["version"] > 0 for status, answer in answers if status == 409)
    assert get(system, f"/operations/{name}/plan")["version"] == len(taken)


def test_what_is_planned_shows_in_the_load(system: System) -> None:
    planned(system, "operatie:markt", plan=[{"resource": "blushelikopters", "quantity": 2}])
    planned(system, "operatie:spel", exercise=True, plan=[{"resource": "blushelikopters", "quantity": 5}])
    found = get(system, "/load?hours=2")["resources"]
    (row,) = [row for row in found if row["resource"] == "blushelikopters"]
    assert (row["planned"], row["series"][0]["claimed"]) == (True, 2)


def test_what_does_not_hold(system: System) -> None:
    found = planned(system, TOP, 422, phase="oorlog", plan=[{"resource": "eenhoorns", "quantity": 1}])
    assert sorted(found["errors"]) == ["phase", "plan.0.resource"]
    assert list(planned(system, "x" * 201, 422)["errors"]) == ["operation"]
    assert status_of(system, "/operations/operatie:nergens/plan") == 404
    body = {"kind": "note", "entity": f"note:operatie:{TOP}", "title": "x", "discipline": "overig"}
    status, answer = system.post("/api/v1/observations", body)
    assert (status, list(answer["errors"])) == (422, ["entity"])


def test_the_register_of_experts(system: System) -> None:
    entry = {"resource": "usar", "expertise": ["logistiek"], "available_from": "2027-05-01"}
    status, found = put(system, "/experts/EXP-017", entry | {"training": ["UCPM | 2030-01-01"]})
    assert (status, found["version"]) == (200, 1), found
    assert "pseudoniemen" in found["notice"]
    assert put(system, "/experts/EXP-018", entry | {"available_from": None})[0] == 200
    status, found = put(system, "/experts/EXP-017", entry | {"version": 1})
    assert (status, found["version"], found["training"]) == (200, 2, [])
    status, found = put(system, "/experts/EXP-017", entry | {"version": 1})
    assert (status, found["expert"]["version"], found["expert"]["resource"]) == (409, 2, "usar")
    assert put(system, "/experts/EXP-017", entry)[0] == 409  # whole, by who has not seen what is there

    asked = get(system, "/experts?expertise=Logistiek&available_on=2027-05-02")
    assert [row["pseudonym"] for row in asked["experts"]] == ["EXP-017"]
    assert asked["unknown"] == ["EXP-018"]
    assert get(system, "/experts?expertise=duiken")["experts"] == []
    assert status_of(system, "/experts?available_on=straks") == 400
    for pseudonym, field in (("JANSEN", "pseudonym"), ("J. Jansen", "pseudonym")):
        status, found = put(system, f"/experts/{pseudonym}", entry)
        assert (status, list(found["errors"])) == (422, [field])
    assert list(put(system, "/experts/EXP-019", entry | {"email": "a@b.nl"})[1]["errors"]) == ["email"]

    wait_until(lambda: system.feature("capacity:EXP:EXP-017"))
    assert get(system, "/capacity")["capacity"] == []
    assert "capacity:EXP" not in json.dumps(get(system, "/timeline"))


def test_plans_and_experts_survive_a_restart(system: System) -> None:
    """Last, as the system is away for a moment."""
    before = get(system, f"/operations/{TOP}"), get(system, "/experts")
    system.stop()
    system.start()
    assert (get(system, f"/operations/{TOP}"), get(system, "/experts")) == before
    assert planned(system, TOP, title="NAVO-top Den Haag")["version"] == before[0]["plan"]["version"] + 1

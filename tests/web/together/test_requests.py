"""The life cycle of a request over HTTP: steps, versions, operations; nothing lost, nothing taken twice."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mlob.model import iso
from mlob.moment import moment
from tests.system import System, wait_until
from tests.web.requested import REQUEST

SIGNED = {"role": "voorzitter veiligheidsregio", "name": "A. Voorbeeld"}
MAYOR = {"organisation": "Gemeente", "role": "burgemeester", "name": "B. Voorbeeld"}


def filed(system: System, **change: Any) -> dict[str, Any]:
    status, answer = system.post("/api/v1/requests", REQUEST | change)
    assert status == 201, answer
    return dict(answer)


def step(system: System, seen: dict[str, Any], name: str, expected: int = 200, **said: Any) -> dict[str, Any]:
    body = {"step": name, "version": seen["version"]} | said
    status, answer = system.post(f"/api/v1/requests/{seen['id']}/steps", body)
    assert status == expected, answer
    return dict(answer)


def get(system: System, path: str) -> dict[str, Any]:
    return dict(system.get("/api/v1" + path))


def answered(system: System, path: str) -> tuple[int, dict[str, Any]]:
    """Status and content of a GET, also when it is an error."""
    try:
        return 200, get(system, path)
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def test_a_request_says_when_it_was_reported(system: System) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    earlier = now - timedelta(minutes=50)
    seen = filed(system, urgent=True, by_phone=True, at=earlier.isoformat())
    assert seen["filed_at"] == seen["log"][0]["time"] == iso(earlier)
    assert moment(seen["log"][0]["known"]) >= now
    assert {row["code"]: row["late"] for row in seen["due"]}["eerste_reactie"] is True
    seen = step(system, seen, "in_behandeling_nemen", at=(earlier + timedelta(minutes=5)).isoformat())
    assert [row["time"] for row in seen["log"]] == [iso(earlier), iso(earlier + timedelta(minutes=5))]
    found = wait_until(lambda: system.feature(seen["id"]))
    assert moment(found["properties"]["observed_at"]) < now
    before = (earlier - timedelta(days=31)).isoformat()
    assert list(step(system, seen, "afstemmen_ncc", 422, at=before)["errors"]) == ["at"]
    for long_ago in ("1800-01-01T00:00", (now - timedelta(days=31)).isoformat()):
        status, answer = system.post("/api/v1/requests", REQUEST | {"at": long_ago})
        assert (status, answer["errors"]) == (422, {"at": "Dit tijdstip is meer dan 30 dagen geleden."})
    ahead = (now + timedelta(minutes=1)).isoformat()
    assert moment(filed(system, at=ahead)["filed_at"]) <= datetime.now(UTC)
    for wrong in ((now + timedelta(minutes=5)).isoformat(), "gisteren", 5):
        status, answer = system.post("/api/v1/requests", REQUEST | {"at": wrong})
        assert (status, list(answer["errors"])) == (422, ["at"])


def test_from_a_telephone_call_to_the_end(system: System) -> None:
    seen = filed(system, urgent=True)
    assert get(system, f"/requests/{seen['id']}") == seen
    assert "alarmeren" in seen["allowed_steps"]
    seen = step(system, seen, "in_behandeling_nemen")
    seen = step(system, seen, "uitzetten")
    seen = step(system, seen, "toezeggen", supplier="Defensie", items=[{"id": "a", "quantity": 40}])
    assert (seen["state"], seen["items"][0]["outstanding"]) == ("deels_toegezegd", 28)
    seen = step(system, seen, "toezeggen", supplier="VR23", items=[{"id": "a", "quantity": 28}])
    assert seen["state"] == "toegezegd"
    for name in ("instemmen", "alarmeren", "vertrekken", "aankomen"):
        seen = step(system, seen, name)
        again = get(system, f"/requests/{seen['id']}")
        assert (again["version"], again["items"], again["log"]) == (
            *(seen["version"], seen["items"], seen["log"]),
        )
        assert "formulier" in [point["code"] for point in seen["open"]]
    assert (seen["state"], seen["items"][0]["arrived"]) == ("ingezet", 68)
    seen = step(system, seen, "ondertekenen", signature=SIGNED)
    assert "formulier" not in [point["code"] for point in seen["open"]]
    for name in ("afschalen", "beeindigen", "nafase", "sluiten"):
        seen = step(system, seen, name)
    assert seen["state"] == "gesloten"
    assert [row["step"] for row in seen["log"]][:3] == ["melden", "in_behandeling_nemen", "uitzetten"]
    assert len(seen["log"]) == seen["version"]
    feature = wait_until(
        lambda: (found := system.feature(seen["id"])) and found["properties"]["state"] == "gesloten" and found
    )
    assert not [name for name in feature["properties"] if name.startswith(("promise.", "log."))]


def test_the_timeline_tells_each_step(system: System) -> None:
    seen = filed(system, title="68 militairen voor de dijk", exercise=True)
    seen = step(system, seen, "toezeggen", supplier="Defensie", items=[{"id": "a", "quantity": 68}])
    step(system, seen, "afstemmen_ncc", reason="NCC is akkoord")

    def lines() -> list[dict[str, Any]]:
        entries = get(system, "/timeline?limit=20")["entries"]
        mine = [line for line in entries if line["entity"] == seen["id"]]
        return mine if len(mine) == 3 else []

    found = wait_until(lines)
    assert [line["text"] for line in found] == [
        "68 militairen voor de dijk: afgestemd met het NCC: NCC is akkoord",
        "68 militairen voor de dijk: toegezegd (68 personen door Defensie)",
        "68 militairen voor de dijk: vooraankondiging",
    ]
    assert {line["exercise"] for line in found} == {True}


def test_a_stale_version_or_an_impossible_step(system: System) -> None:
    first = filed(system)
    second = step(system, first, "in_behandeling_nemen")
    for seen, name in ((first, "uitzetten"), (second, "sluiten"), (second, "heroverwegen")):
        problem = step(system, seen, name, 409)
        assert problem["allowed_steps"] == second["allowed_steps"]
        assert problem["request"]["version"] == second["version"]
        assert problem["detail"].endswith(".")
    assert get(system, f"/requests/{first['id']}")["version"] == 2


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"step": "vliegen"}, "step"),
        ({"version": "1"}, "version"),
        ({"version": None}, "version"),
        ({"step": "intrekken"}, "reason"),
        ({"step": "toezeggen", "items": [{"id": "a", "quantity": 1}]}, "supplier"),
        ({"step": "toezeggen", "supplier": "x"}, "items"),
        ({"step": "toezeggen", "supplier": "x", "items": [{"id": "z", "quantity": 1}]}, "items.0.id"),
        ({"step": "toezeggen", "supplier": "x", "items": [{"id": "a", "quantity": -1}]}, "items.0.quantity"),
        ({"step": "aanvullen", "gemeente": "GM9999"}, "gemeente"),
        ({"step": "aanvullen", "region": "VR26"}, "region"),
        ({"step": "ondertekenen", "signature": SIGNED | {"gemeente": "GM9999"}}, "signature.gemeente"),
        ({"step": "ondertekenen", "signatures": [SIGNED | {"gemeente": "GM9999"}]}, "signatures.0.gemeente"),
    ],
)
def test_an_invalid_step(system: System, said: dict[str, Any], field: str) -> None:
    seen = filed(system)
    body = {"step": "in_behandeling_nemen", "version": 1} | said
    status, problem = system.post(f"/api/v1/requests/{seen['id']}/steps", body)
    assert (status, list(problem["errors"])) == (422, [field])
    assert get(system, f"/requests/{seen['id']}")["version"] == 1


def test_a_step_of_what_is_no_request(system: System) -> None:
    status, _ = system.post("/api/v1/requests/request:bediening:x/steps", {"step": "melden", "version": 1})
    assert status == 404


def test_a_place_comes_with_completing(system: System) -> None:
    seen = filed(system, region=None)
    place = {"type": "Point", "coordinates": [5.8, 50.9]}
    seen = step(system, seen, "aanvullen", geometry=place, reason="plaats op de kaart")
    assert (seen["geometry"], seen["state"]) == (place, "vooraankondiging")
    step(system, seen, "aanvullen", 422, geometry={"type": "Point", "coordinates": [5.8, 950]}, reason="x")


def test_a_gemeente_of_another_region_is_asked_about_and_holds_up_nothing(system: System) -> None:
    def elsewhere(view: dict[str, Any]) -> list[str]:
        return [point["text"] for point in view["open"] if point["code"] == "gemeente_elders"]

    asked = {"kind": "bevolkingszorg", "requester": MAYOR, "gemeente": "GM0994", "region": "VR24"}
    seen = filed(system, **asked)
    assert elsewhere(seen) == []
    signed = {"role": "burgemeester", "name": "B. Voorbeeld", "gemeente": "GM0014"}
    seen = step(system, seen, "ondertekenen", signature=signed)
    assert elsewhere(seen) == ["Groningen ligt in Groningen, niet in Zuid-Limburg. Klopt dat?"]
    seen = step(system, seen, "aanvullen", region="VR01")
    assert elsewhere(seen) == ["Valkenburg aan de Geul ligt in Zuid-Limburg, niet in Groningen. Klopt dat?"]


def test_two_coordinators_at_once(system: System) -> None:
    """Of all that is sent on one version exactly one is taken, and what was taken is all there."""
    seen = filed(system)
    version, taken = 1, 0
    with ThreadPoolExecutor(8) as pool:
        for round_ in range(4):

            def say(number: int, round_: int = round_, version: int = version) -> int:
                body = {"step": "melden", "version": version, "reason": f"bericht {round_}.{number}"}
                return int(system.post(f"/api/v1/requests/{seen['id']}/steps", body)[0])

            codes = list(pool.map(say, range(8)))
            assert sorted(codes) == [200] + [409] * 7
            taken += 1
            found = get(system, f"/requests/{seen['id']}")
            version = found["version"]
            assert version == 1 + taken
            assert len([row for row in found["log"] if row["step"] == "melden"]) == 1 + taken
    rows = {row["id"]: row for row in get(system, "/requests")["requests"]}
    assert rows[seen["id"]]["version"] == version


def test_a_list_is_never_older_than_what_was_acknowledged(system: System) -> None:
    for _ in range(5):
        seen = filed(system)
        assert get(system, "/requests")["requests"][0]["id"] == seen["id"]
        seen = step(system, seen, "in_behandeling_nemen")
        row = next(row for row in get(system, "/requests")["requests"] if row["id"] == seen["id"])
        assert row["state"] == "in_behandeling"


def test_a_version_that_the_store_does_not_know_is_that_of_the_request(system: System) -> None:
    """Requests that came before versions were kept, or in messages, have the value `version` only."""
    seen = filed(system)
    with system.store() as store:
        store.hdel("mlob:versions", seen["id"])
    seen = step(system, seen, "in_behandeling_nemen")
    assert seen["version"] == 2
    step(system, seen | {"version": 1}, "uitzetten", 409)


def test_filters(system: System) -> None:
    mine = filed(system, region="VR05", title="ergens anders")
    other = filed(system, kind="overig", region="VR05", requester=MAYOR)
    ids = {row["id"] for row in get(system, "/requests?region=VR05")["requests"]}
    assert ids == {mine["id"], other["id"]}
    found = get(system, "/requests?region=VR05&kind=overig,wvr51&state=vooraankondiging")
    assert {row["id"] for row in found["requests"]} == ids
    assert found["outstanding"] == [{"resource": "militairen", "unit": "personen", "quantity": 136}]
    assert get(system, "/requests?region=VR05&kind=msob")["requests"] == []
    for wrong in ("state=klaar", "kind=x", "region=VR26"):
        with pytest.raises(urllib.error.HTTPError) as error:
            get(system, f"/requests?{wrong}")
        assert error.value.code == 400
        error.value.close()


def test_an_operation_in_two_gemeenten(system: System) -> None:
    change: dict[str, Any] = {"kind": "bevolkingszorg", "requester": MAYOR, "by_phone": False}
    signature = {"role": "burgemeester", "name": "B. Voorbeeld"}
    used = ["GM0994", "GM1903"]
    first = filed(
        system,
        **change,
        gemeente="GM0994",
        operation_gemeenten=used,
        signatures=[signature | {"gemeente": "GM0994"}],
    )
    assert first["open"] == []
    name = first["operation"]
    found = get(system, f"/operations/{name}")
    assert (found["complete"], found["phase"], found["exercise"]) == (False, "respons", False)
    assert [(point["code"], point["request"]) for point in found["open"]] == [
        ("ondertekening_gemeente", None)
    ]
    second = filed(system, **change, gemeente="GM1903", operation=name)
    found = get(system, f"/operations/{name}")
    assert not found["complete"]
    assert {point["request"] for point in found["open"]} == {second["id"]}
    step(system, second, "ondertekenen", signature=signature)
    found = get(system, f"/operations/{name}")
    assert (found["complete"], found["open"]) == (True, [])
    assert [row["id"] for row in found["requests"]] == [first["id"], second["id"]]
    assert found["items"][0] | {"unit": ""} == {
        **{"resource": "militairen", "unit": "", "requested": 136, "promised": 0, "departed": 0},
        **{"arrived": 0, "outstanding": 136},
    }
    assert name in {row["id"] for row in get(system, "/operations")["operations"]}


def test_an_exercise_and_what_is_real_are_never_one_operation(system: System) -> None:
    real, exercise = filed(system), filed(system, exercise=True)
    for one, other in ((real, True), (exercise, False)):
        body = REQUEST | {"operation": one["operation"], "exercise": other}
        status, problem = system.post("/api/v1/requests", body)
        assert (status, list(problem["errors"])) == (422, ["operation"])
    assert get(system, f"/operations/{exercise['operation']}")["exercise"] is True


def test_no_such_operation(system: System) -> None:
    with pytest.raises(urllib.error.HTTPError) as error:
        get(system, "/operations/operation:x")
    assert error.value.code == 404
    error.value.close()


def test_who_acts_is_named(system: System) -> None:
    seen = filed(system)
    request = urllib.request.Request(
        f"{system.base}/api/v1/requests/{seen['id']}/steps",
        json.dumps({"step": "in_behandeling_nemen", "version": 1, "role": "LOCC"}).encode(),
        {"X-Mlob-Actor": "Co%C3%B6rdinator%202"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        row = json.loads(answer.read())["log"][-1]
    assert (row["actor"], row["role"], row["way"]) == ("Coördinator 2", "LOCC", "loket")


def test_a_projector_that_is_away_costs_no_step_and_shows_none_that_is_older(system: System) -> None:
    seen = filed(system)
    for number in range(3):
        system.kill("project")
        body = {"step": "melden", "version": seen["version"], "reason": f"bericht {number}"}
        path = f"/api/v1/requests/{seen['id']}/steps"

        def taken(path: str = path, body: dict[str, Any] = body) -> dict[str, Any] | None:
            status, answer = system.post(path, body)
            assert status in (200, 503)
            return dict(answer) if status == 200 else None

        seen = wait_until(taken)
        status, found = answered(system, f"/requests/{seen['id']}")
        assert status == 503 or (status, found["version"]) == (200, seen["version"])
    wait_until(lambda: answered(system, f"/requests/{seen['id']}")[0] == 200)
    rows = get(system, f"/requests/{seen['id']}")["log"]
    assert [row["reason"] for row in rows[1:]] == ["bericht 0", "bericht 1", "bericht 2"]

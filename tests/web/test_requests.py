"""The life cycle of a request over HTTP: steps, versions, operations; nothing lost, nothing taken twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.system import System
from tests.web.test_api import REQUEST

SIGNED = {"role": "voorzitter veiligheidsregio", "name": "A. Voorbeeld"}
MAYOR = {"organisation": "Gemeente", "role": "burgemeester", "name": "B. Voorbeeld"}


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with System(tmp_path_factory.mktemp("steps"), "") as found:
        yield found


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


def test_from_a_telephone_call_to_the_end(system: System) -> None:
    seen = filed(system, urgent=True)
    assert "alarmeren" in seen["allowed_steps"]
    seen = step(system, seen, "in_behandeling_nemen")
    seen = step(system, seen, "uitzetten")
    seen = step(system, seen, "toezeggen", supplier="Defensie", items=[{"id": "a", "quantity": 40}])
    assert (seen["state"], seen["items"][0]["outstanding"]) == ("deels_toegezegd", 28)
    seen = step(system, seen, "toezeggen", supplier="VR23", items=[{"id": "a", "quantity": 28}])
    assert seen["state"] == "toegezegd"
    for name in ("instemmen", "alarmeren", "vertrekken", "aankomen"):
        seen = step(system, seen, name)
        assert get(system, f"/requests/{seen['id']}")["version"] == seen["version"]
        assert "formulier" in [point["code"] for point in seen["open"]]
    assert (seen["state"], seen["items"][0]["arrived"]) == ("ingezet", 68)
    seen = step(system, seen, "ondertekenen", signature=SIGNED)
    assert "formulier" not in [point["code"] for point in seen["open"]]
    for name in ("afschalen", "beeindigen", "nafase", "sluiten"):
        seen = step(system, seen, name)
    assert seen["state"] == "gesloten"
    assert [row["step"] for row in seen["log"]][:3] == ["melden", "in_behandeling_nemen", "uitzetten"]
    assert len(seen["log"]) == seen["version"]

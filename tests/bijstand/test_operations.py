"""Operations: one signed request for each gemeente, totals, phase; exercises apart."""

from __future__ import annotations

from typing import Any

import pytest

from mlob.bijstand import operations
from tests.bijstand.walks import SIGNED, Walk, promised

MAYOR = {"organisation": "Gemeente", "role": "burgemeester", "name": "B. Voorbeeld"}
SIGNS = SIGNED | {"role": "burgemeester"}


def local(gemeente: str | None, **change: Any) -> dict[str, Any]:
    """A request of a gemeente for bevolkingszorg."""
    body = {"kind": "bevolkingszorg", "requester": MAYOR, "signatures": [SIGNS], "gemeente": gemeente}
    view = Walk(**body | change).view
    return view | {"id": f"request:bediening:{gemeente}"}


def codes(found: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(point["code"], point["request"]) for point in found["open"]]


def test_one_gemeente_is_one_request() -> None:
    found = operations.operation("o", [local("GM0994")])
    assert (found["complete"], found["open"], found["gemeenten"]) == (True, [], [])


def test_each_gemeente_has_its_own_signed_request() -> None:
    first = local("GM0994", operation_gemeenten=["GM0994", "GM1903", "GM0917"])
    found = operations.operation("o", [first, local("GM1903", signatures=[])])
    assert not found["complete"]
    assert codes(found) == [
        ("ondertekening", "request:bediening:GM1903"),
        ("ondertekening_gemeente", None),
        ("ondertekening_gemeente", "request:bediening:GM1903"),
    ]
    whole = operations.operation("o", [first, local("GM1903"), local("GM0917")])
    assert (whole["complete"], whole["open"]) == (True, [])
    assert [row["signed"] for row in whole["gemeenten"]] == [True, True, True]


def test_the_signature_of_another_gemeente_does_not_count() -> None:
    found = operations.operation(
        "o",
        [local("GM0994", signatures=[SIGNS, SIGNS | {"gemeente": "GM1903"}], operation_gemeenten=["GM1903"])],
    )
    assert codes(found) == [("ondertekening_gemeente", None)]


def test_a_request_that_was_withdrawn_does_not_count() -> None:
    walk = Walk(kind="bevolkingszorg", requester=MAYOR, signatures=[SIGNS], gemeente="GM1903")
    gone = walk.take("intrekken", reason="niet meer nodig")
    first = local("GM0994", operation_gemeenten=["GM0994", "GM1903"])
    found = operations.operation("o", [first, gone])
    assert (codes(found), len(found["requests"])) == ([("ondertekening_gemeente", None)], 2)
    assert found["items"][0]["requested"] == 68
    assert not operations.operation("o", [gone])["complete"]


def test_the_voorzitter_signs_once() -> None:
    view = Walk(operation_gemeenten=["GM0994", "GM1903"]).view
    assert operations.operation("o", [view])["complete"]


def test_what_is_not_about_the_signature_is_open_and_does_not_block() -> None:
    found = operations.operation("o", [Walk(needed_by=None).view])
    assert ([code for code, _ in codes(found)], found["complete"]) == (["opkomsttijd"], True)


def test_exercises_are_never_added() -> None:
    real, exercise = Walk().view, Walk(exercise=True).view
    found = operations.operation("o", [exercise, real])
    assert (found["exercise"], found["requests"]) == (False, [real])
    assert found["items"][0]["requested"] == 68
    assert operations.operation("o", [exercise])["exercise"] is True


def test_totals_by_resource() -> None:
    over = promised()
    over.take("intrekken", reason="x")
    ended = promised()
    ended.through("instemmen", "alarmeren", "vertrekken", "aankomen")
    ended.take("toezeggen", supplier="VR23", items=[{"id": "a", "quantity": 5}])
    found = operations.operation("o", [Walk().view, over.view, ended.through("beeindigen")])
    assert found["items"] == [
        {
            **{"resource": "militairen", "unit": "personen", "requested": 136, "promised": 73},
            **{"departed": 68, "arrived": 68, "outstanding": 68},
        }
    ]


@pytest.mark.parametrize(
    ("said", "steps", "phase"),
    [
        ({}, (), "respons"),
        ({"phase": "preparatie"}, (), "preparatie"),
        ({"phase": "preparatie"}, ("instemmen", "alarmeren"), "respons"),
        ({}, ("instemmen", "alarmeren", "vertrekken", "beeindigen"), "nafase"),
    ],
)
def test_phase(said: dict[str, Any], steps: tuple[str, ...], phase: str) -> None:
    walk = promised(**said) if steps else Walk(**said)
    walk.through(*steps)
    found = operations.operation("o", [walk.view])
    assert found["phase"] == phase


def test_all_operations_newest_first() -> None:
    old = Walk(operation_title="Hoogwater").view
    new = Walk().view | {"operation": "operation:2", "filed_at": "2026-07-15T00:00:00Z"}
    loose = Walk().view | {"operation": None}
    rows = operations.operations([old, new, loose])
    assert [(row["id"], row["title"]) for row in rows] == [
        ("operation:2", "68 militairen voor zandzakken"),
        ("operation:1", "Hoogwater"),
    ]

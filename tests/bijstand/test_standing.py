"""The rows that papers tell: each promise under a name of its own, and together what the items say."""

from __future__ import annotations

from typing import Any

import pytest

from mlob.bijstand import standing
from tests.bijstand.test_edxl_out import promise, view


def rows(*said: dict[str, Any], **values: Any) -> list[tuple[Any, ...]]:
    seen = view(**values)
    seen["promises"] = list(said)
    found = standing.standing(seen, "LOCC")
    return [(row["supplier"], row["quantity"], row["departed"], row["arrived"]) for row in found]


def test_what_a_person_counted_on_the_item_is_of_the_locc() -> None:
    seen = view(**promise("k", quantity=40, departed=20), **{"item.a.promised": 10, "item.a.departed": 4})
    found = standing.standing(seen, "LOCC")
    assert [(row["supplier"], row["quantity"], row["departed"]) for row in found] == [
        ("Defensie", 40, 20),
        ("LOCC", 10, 4),
    ]
    assert {row["unit"] for row in found} == {"personen"}


def test_without_promises_there_are_no_rows() -> None:
    assert rows() == []
    assert standing.promised(view(), "LOCC") == []


def test_two_of_one_supplier_are_one() -> None:
    one = {"item": "a", "supplier": "Defensie", "quantity": 4, "departed": 2, "counted": True}
    other = one | {"supplier": "defensie", "quantity": 3, "departed": None, "place": "Sittard"}
    refused = one | {"quantity": 0, "counted": False}
    assert rows(one, other, refused, **{"item.a.promised": 7, "item.a.departed": 2}) == [
        ("defensie", 7, 2, None)
    ]


def test_who_has_no_name_gets_one() -> None:
    nameless = {"item": "a", "quantity": 4, "counted": True}
    found = rows(nameless, nameless, **{"item.a.promised": 10})
    assert [(name, quantity) for name, quantity, _, _ in found] == [
        ("LOCC", 4),
        ("LOCC (2)", 4),
        ("LOCC (3)", 2),
    ]


def test_a_row_that_does_not_say_whether_it_counts() -> None:
    seen = view(**{"item.a.promised": 4})
    seen["promises"] = [{"item": "a", "supplier": "x", "quantity": 4}]
    (row,) = standing.standing(seen, "LOCC")
    assert (row["counted"], row["basis"]) == (True, "toezegging")


@pytest.mark.parametrize(("promised", "covered"), [(0, False), (67, False), (68, True), (90, True)])
def test_covered(promised: int, covered: bool) -> None:
    assert standing.covered(view(**{"item.a.promised": promised})) is covered


def test_the_last_step_of_a_name() -> None:
    seen = {"log": [{"step": "afwijzen", "reason": "een"}, {"text": "x"}, {"step": "afwijzen", "reason": ""}]}
    assert standing.refusal(seen) is None
    seen["log"].pop()
    assert standing.refusal(seen) == "een"
    assert standing.refusal({}) is None
    assert standing.said_at({"time": "2026-01-01T00:00:00Z"}) == "2026-01-01T00:00:00Z"
    assert standing.said_at(None) is None

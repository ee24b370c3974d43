"""The register of experts: pseudonyms only, expertise, availability, training, deployments."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from mlob.bijstand import capacity, experts, suppliers
from tests.bijstand.sourcing import told

NOW = datetime(2026, 4, 20, 12, 0, tzinfo=UTC)
ENTRY: dict[str, Any] = {
    "resource": "usar",
    "expertise": ["Waterzuivering", "logistiek"],
    "available_from": "2026-05-01",
    "available_until": "2026-05-31",
    "training": ["UCPM basiscursus | 2027-01-01", {"course": "Veiligheid", "until": "2026-01-01"}, "Engels"],
    "deployments": ["Turkije | 2023-02-06 | 2023-02-17"],
}


def viewed(pseudonym: str = "EXP-017", **change: Any) -> dict[str, Any]:
    body = ENTRY | change
    assert experts.validate(pseudonym, body) == []
    return experts.view(experts.entity_id(pseudonym), experts.flatten(pseudonym, body), NOW)


def test_an_entry() -> None:
    found = viewed()
    assert (found["pseudonym"], found["resource"]) == ("EXP-017", "usar")
    assert found["expertise"] == ["Waterzuivering", "logistiek"]
    assert found["training"] == [
        {"course": "UCPM basiscursus", "until": "2027-01-01", "valid": True},
        {"course": "Veiligheid", "until": "2026-01-01", "valid": False},
        {"course": "Engels", "until": None, "valid": None},
    ]
    assert found["deployments"] == [{"what": "Turkije", "from": "2023-02-06", "until": "2023-02-17"}]
    renewed = {name: found[name] for name in ENTRY}
    assert viewed(**renewed) == found


def test_what_is_not_named_again_is_emptied() -> None:
    values = experts.flatten("EXP-017", {"resource": "usar", "expertise": ["x"]})
    assert (values["available_until"], values["training"]) == (None, [])


@pytest.mark.parametrize(
    "pseudonym",
    ["", "A1", "JANSEN", "Jansen-1", "JAN JANSEN1", "J@NSEN-1", "0612345678", "06-12345678", "X" * 16 + "1"],
)
def test_a_pseudonym_that_is_none(pseudonym: str) -> None:
    assert [fault.field for fault in experts.validate(pseudonym, ENTRY)] == ["pseudonym"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "Jan"}, "name"),
        ({"resource": ""}, "resource"),
        ({"resource": "bel 06 1234 5678"}, "resource"),
        ({"expertise": []}, "expertise"),
        ({"expertise": ["jan@voorbeeld.nl"]}, "expertise.0"),
        ({"expertise": ["a|b"]}, "expertise.0"),
        ({"expertise": [5]}, "expertise.0"),
        ({"expertise": ["x"] * 51}, "expertise"),
        ({"training": ["cursus | ooit"]}, "training.0.until"),
        ({"training": ["+31 6 12345678"]}, "training.0.course"),
        ({"training": [{"course": "x", "teacher": "y"}]}, "training.0"),
        ({"deployments": ["x | 2024-02-01 | 2024-01-01"]}, "deployments.0.until"),
        ({"deployments": "x"}, "deployments"),
        ({"available_from": "straks"}, "available_from"),
        ({"available_until": "2026-04-30"}, "available_until"),
        ({"version": "1"}, "version"),
    ],
)
def test_what_does_not_hold_is_named(body: dict[str, Any], field: str) -> None:
    assert [fault.field for fault in experts.validate("EXP-017", ENTRY | body)] == [field]


def test_who_is_wanted() -> None:
    rows = [
        viewed("EXP-3", available_from=None, available_until=None),
        viewed("EXP-2", available_from=None, expertise=["brandweer"]),
        viewed("EXP-1"),
    ]

    def asked(expertise: str, on: date | None) -> tuple[list[str], list[str]]:
        found, unknown = experts.wanted(rows, expertise, on)
        return [row["pseudonym"] for row in found], unknown

    assert asked("", None) == (["EXP-1", "EXP-2", "EXP-3"], [])
    assert asked("waterzuivering ", None) == (["EXP-1", "EXP-3"], [])
    assert asked("USAR", date(2026, 5, 31)) == (["EXP-1", "EXP-2"], ["EXP-3"])
    assert asked("", date(2026, 4, 30)) == (["EXP-2"], ["EXP-3"])
    assert asked("", date(2026, 6, 1)) == ([], ["EXP-3"])


def test_a_moment_is_a_day_in_amsterdam() -> None:
    assert experts.day("2026-05-01T23:30:00Z") == date(2026, 5, 2)
    assert (experts.day("x"), experts.day(5), experts.day("99999999999")) == (None, None, None)


def test_an_expert_is_no_capacity_of_a_supplier() -> None:
    assert "EXP" not in suppliers.known()
    assert suppliers.find("EXP") is None
    assert capacity.figures([told("EXP", "EXP-017", total=1)], NOW, exercise=False) == {}

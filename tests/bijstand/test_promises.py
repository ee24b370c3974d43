"""Promises of suppliers: what counts, what that makes of items and state, in whatever order it came."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlob.bijstand import promises, requests

BOATS: dict[str, Any] = {
    "request_kind": "wvr51",
    "state": "in_behandeling",
    "item_ids": ["a", "b"],
    "item.a.resource": "reddingseenheden",
    "item.a.unit": "boten",
    "item.a.requested": 6,
    "item.b.resource": "noodpompen",
    "item.b.unit": "stuks",
    "item.b.requested": 2,
}


def group(key: str, **fields: Any) -> dict[str, Any]:
    return {f"promise.{key}.{name}": value for name, value in fields.items()}


def view(*groups: dict[str, Any], **values: Any) -> dict[str, Any]:
    found = BOATS | values
    for one in groups:
        found |= one
    return requests.view("request:x:1", found)


def item(seen: dict[str, Any], name: str = "a") -> dict[str, Any]:
    return next(found for found in seen["items"] if found["id"] == name)


def test_promises_add_to_what_a_person_wrote() -> None:
    seen = view(group("x", item="a", quantity=3), group("y", item="a", quantity=1), **{"item.a.promised": 1})
    assert (item(seen)["promised"], item(seen)["outstanding"], item(seen, "b")["promised"]) == (5, 1, 0)
    assert requests.outstanding([seen]) == [
        {"resource": "noodpompen", "unit": "stuks", "quantity": 2},
        {"resource": "reddingseenheden", "unit": "boten", "quantity": 1},
    ]


def test_without_promises_nothing_changes() -> None:
    seen = view(**{"item.a.departed": 3, "item.a.promised": 2})
    assert (item(seen)["departed"], seen["state"], seen["promises"]) == (3, "in_behandeling", [])


@pytest.mark.parametrize(
    ("said", "promised"),
    [
        ({"item": "a", "quantity": 2, "unit": "boten"}, 2),
        ({"item": "a", "quantity": 2, "unit": "Boten"}, 2),
        ({"item": "a", "quantity": 2, "unit": "stuks"}, 2),
        ({"item": "a", "quantity": 2, "unit": "personen"}, 0),
        ({"item": "z", "quantity": 2}, 0),
        ({"item": "z", "quantity": 2, "resource": "reddingseenheden"}, 2),
        ({"element": "a", "quantity": 2}, 2),
        ({"element": "b", "quantity": 2, "resource": "reddingseenheden"}, 2),
        ({"element": "a", "quantity": 2, "resource": "helikopters"}, 0),
        ({"item": "a", "basis": "antwoord", "accepted": True}, 6),
        ({"item": "a", "basis": "antwoord", "accepted": True, "answers": "m2"}, 6),
        ({"item": "a", "basis": "antwoord", "accepted": True, "answers": "m9"}, 0),
        ({"item": "q", "basis": "toezegging", "accepted": True, "answers": "m9", "answers_order": "o1"}, 4),
        ({"item": "a", "quantity": 0, "reason": "zelf nodig"}, 0),
        ({"item": "a", "quantity": 0, "provisional": 5}, 0),
        ({"item": "a", "quantity": 2, "message": "gone"}, 0),
    ],
)
def test_what_counts(said: dict[str, Any], promised: float) -> None:
    order = {"order.o1.requested": 4, "order.o1.resource": "reddingseenheden"}
    seen = view(group("x", **said), order, {"message": "m2", "recall.gone": "Cancel"})
    assert item(seen)["promised"] == promised
    assert seen["promises"][0]["counted"] is bool(promised)


def test_the_only_item_is_the_one_that_is_meant() -> None:
    seen = view(group("x", item="zz", quantity=2, resource="iets"), item_ids=["a"])
    assert item(seen)["promised"] == 2


def test_a_commitment_takes_the_place_of_the_yes_before_it() -> None:
    yes = group("x", item="a", supplier="Twente", basis="antwoord", quantity=4)
    other = group("y", item="a", supplier="Drenthe", basis="antwoord", quantity=1)
    boat = group("z", item="a", supplier="TWENTE", basis="toezegging", quantity=1, resource_id="B1")
    assert item(view(yes, other))["promised"] == 5
    assert item(view(yes, other, boat))["promised"] == 2
    assert item(view(yes, boat, group("z", message="m"), {"recall.m": "Cancel"}))["promised"] == 4


def test_movement_never_exceeds_the_promise() -> None:
    seen = view(group("x", item="a", quantity=3, departed=9, arrived=8))
    assert (item(seen)["departed"], item(seen)["arrived"]) == (3, 3)
    seen = view(group("x", item="a", quantity=3, arrived=2))
    assert (item(seen)["departed"], item(seen)["arrived"]) == (2, 2)


def test_a_movement_without_a_number_is_that_of_the_whole_promise() -> None:
    seen = view(group("x", item="a", quantity=3, departed_at="2026-11-23T12:00:00Z"))
    assert item(seen)["departed"] == 3
    recalled = view(
        group("x", item="a", quantity=3, departed=3, departed_at="t", departed_message="m"),
        {"recall.m": "Cancel"},
    )
    assert (item(recalled)["departed"], item(recalled)["promised"]) == (0, 3)


def test_a_report_joins_the_only_promise_that_it_can_be_about() -> None:
    mine = group("x", item="a", supplier="Twente", quantity=3)
    report = group("r", item="a", departed=None, departed_at="t", status="onderweg")
    (row,) = view(mine, report)["promises"]
    assert (row["departed"], row["status"]) == (3, "onderweg")
    two = view(mine, group("y", item="a", supplier="Drenthe", quantity=1), report)
    assert len(two["promises"]) == 3
    assert item(two)["departed"] == 0
    counted = view(
        mine, group("y", item="a", supplier="Drenthe", quantity=1), group("r", item="a", departed=2)
    )
    assert item(counted)["departed"] == 2
    strange = view(mine, group("r", item="a", supplier="Drenthe", departed=1))
    assert [row["supplier"] for row in strange["promises"]] == ["Drenthe", "Twente"]


@pytest.mark.parametrize(
    ("own", "quantity", "moved", "state"),
    [
        ("ontvangen", 0, {}, "ontvangen"),
        ("ontvangen", 3, {}, "deels_toegezegd"),
        ("vooraankondiging", 6, {}, "deels_toegezegd"),
        ("uitgezet", 3, {"departed": 1}, "onderweg"),
        ("doorgestuurd", 3, {"departed": 3, "arrived": 1}, "ingezet"),
        ("onvolledig", 3, {"arrived": 3, "released": 3}, "ingezet"),
        ("ingestemd", 6, {"departed": 6}, "ingestemd"),
        ("ingetrokken", 6, {}, "ingetrokken"),
        ("afgewezen", 6, {"arrived": 6}, "afgewezen"),
    ],
)
def test_state(own: str, quantity: float, moved: dict[str, Any], state: str) -> None:
    assert view(group("x", item="a", quantity=quantity, **moved), state=own)["state"] == state


def test_everything_promised() -> None:
    both = (group("x", item="a", quantity=6), group("y", item="b", quantity=2))
    assert view(*both)["state"] == "toegezegd"
    assert view(*both, state=None)["state"] == "toegezegd"


def test_a_sequence_without_its_request() -> None:
    seen = requests.view(
        "request:x:1", group("x", item="a", quantity=2) | {"log.m": "2026-11-23T12:00:00Z Ja"}
    )
    assert (seen["state"], seen["items"], seen["title"]) == (None, [], None)
    assert seen["open"][-1]["code"] == "aanvraag"
    assert seen["log"] == [{"message": "m", "time": "2026-11-23T12:00:00Z", "text": "Ja", "recalled": False}]
    ordered = {"order.k.resource": "noodpompen", "order.k.unit": "stuks", "order.k.requested": 2}
    assert requests.view("request:x:1", ordered)["items"][0]["outstanding"] == 2
    gone = ordered | {"order.k.message": "m", "recall.m": "Cancel"}
    assert requests.view("request:x:1", gone)["items"] == []


def test_a_number_that_was_not_asked_is_an_open_point() -> None:
    seen = view(**{"item.a.at_least": True})
    assert "aantal" in [point["code"] for point in seen["open"]]


def test_offers_add_to_nothing() -> None:
    seen = view({"offer.x.item": "a", "offer.x.quantity": 4, "offer.x.price": "10 euro"})
    assert item(seen)["promised"] == 0
    assert (seen["offers"][0]["price"], seen["offers"][0]["counted"]) == ("10 euro", False)


_fields = st.fixed_dictionaries(
    {"item": st.sampled_from(["a", "b", "z"]), "quantity": st.integers(0, 9) | st.none()},
    optional={
        "supplier": st.sampled_from(["Twente", "Drenthe"]),
        "basis": st.sampled_from(["antwoord", "toezegging"]),
        "accepted": st.booleans(),
        "resource": st.sampled_from(["reddingseenheden", "noodpompen", "iets"]),
        "unit": st.sampled_from(["boten", "stuks", "personen"]),
        "departed": st.integers(0, 9),
        "arrived": st.integers(0, 9),
        "arrived_at": st.just("2026-11-23T12:00:00Z"),
        "message": st.sampled_from(["m1", "m2"]),
    },
)


@given(
    st.dictionaries(st.sampled_from(["k1", "k2", "k3", "k4"]), _fields, max_size=4),
    st.sampled_from(sorted(promises.BEFORE | {"toegezegd"})),
    st.booleans(),
)
def test_quantities_balance(said: dict[str, dict[str, Any]], own: str, recalled: bool) -> None:
    seen = view(*(group(key, **fields) for key, fields in said.items()), state=own)
    if recalled:
        seen = view(
            *(group(key, **fields) for key, fields in said.items()), {"recall.m1": "Cancel"}, state=own
        )
    for found in seen["items"]:
        mine = [row["quantity"] for row in seen["promises"] if row["item"] == found["id"] and row["counted"]]
        assert found["promised"] == sum(mine)
        assert found["outstanding"] == max(0, found["requested"] - found["promised"])
        assert 0 <= found["arrived"] <= found["departed"] <= found["promised"]
    assert seen["state"] == own or any(found["promised"] for found in seen["items"])

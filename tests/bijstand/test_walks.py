"""Random walks along the life cycle: quantities balance, versions count, order of arrival is nothing."""

from __future__ import annotations

import contextlib
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlob.bijstand import kinds, taking
from mlob.bijstand.allowing import refusal
from mlob.bijstand.parts import Faults
from mlob.bijstand.points import lacks_form
from mlob.bijstand.states import STATES
from mlob.bijstand.steps import TABLE
from mlob.errors import TransitionError
from tests.bijstand.walks import NOW, SIGNED, Walk, viewed

SUPPLIERS = ("Defensie", "VR23", "defensie")
LIVE = sorted(code for code, kind in kinds.known().items() if kind.steps and not kind.archived)

_acts = st.fixed_dictionaries(
    # Mostly a step that may be taken, by its place among them; else any.
    {"step": st.integers(0, 30) | st.sampled_from([*TABLE, "toezeggen", "vertrekken", "aankomen"])},
    optional={
        "quantity": st.integers(1, 50),
        "supplier": st.sampled_from(SUPPLIERS),
        "reason": st.just("omdat"),
        "until": st.just("2026-08-01T00:00Z"),
        "signature": st.just(SIGNED),
    },
)


def call(act: dict[str, Any]) -> dict[str, Any]:
    said = {name: value for name, value in act.items() if name not in ("step", "quantity")}
    if "quantity" in act:
        said["items"] = [{"id": "a", "quantity": act["quantity"]}]
    return said


def outcome(walk: Walk, act: dict[str, Any]) -> Exception | None:
    """Try a step; how it was refused, or None when it was taken."""
    try:
        walk.take(act["step"], **call(act))
    except (Faults, TransitionError) as error:
        return error
    return None


def amounts(view: dict[str, Any]) -> dict[str, float]:
    return {name: view["items"][0][name] for name in ("requested", "promised", "departed", "arrived")}


def expected(before: dict[str, float], act: dict[str, Any], state: str) -> dict[str, float] | None:
    """What the quantities must be after a step that was taken; None: only that they balance."""
    quantity, step = act.get("quantity"), act["step"]
    if step == "toezeggen":
        return before | {"promised": before["promised"] + quantity}
    if step == "intrekken_toezegging" and quantity:
        return before | {"promised": before["promised"] - quantity}
    if step == "vertrekken" and quantity:
        return before | {"departed": before["departed"] + quantity}
    if step == "aankomen" and quantity:
        arrived = before["arrived"] + quantity
        return before | {"arrived": arrived, "departed": max(before["departed"], arrived)}
    if step in ("intrekken_toezegging", "vertrekken", "aankomen", "aanvullen"):
        return None
    if step == "heropenen" and state in ("ingetrokken", "afgewezen"):
        return before | {"promised": before["departed"]}
    return before


@given(
    st.lists(_acts, max_size=30),
    st.booleans(),
    st.booleans(),
    st.sampled_from([60.0, 0.0, 0.0005]),
    st.integers(0, 10**6),
)
def test_quantities_balance_and_order_of_arrival_is_nothing(
    tried: list[dict[str, Any]], urgent: bool, by_phone: bool, pace: float, seed: int
) -> None:
    walk = Walk(pace=pace, urgent=urgent, by_phone=by_phone, signatures=[] if by_phone else [SIGNED])
    for act in tried:
        before, was = amounts(walk.view), walk.view
        if isinstance(act["step"], int):
            act["step"] = was["allowed_steps"][act["step"] % len(was["allowed_steps"])]
        error = outcome(walk, act)
        assert isinstance(error, TransitionError) is (act["step"] not in was["allowed_steps"])
        if error is not None:
            assert str(error).endswith(".")
            assert walk.view is was
            continue
        assert walk.view["version"] == was["version"] + 1
        assert walk.view["state"] in STATES
        found = amounts(walk.view)
        wanted = expected(before, act, was["state"])
        assert wanted in (None, found)
        assert 0 <= found["arrived"] <= found["departed"] <= found["promised"]
        row = next(row for row in walk.view["log"] if row["version"] == walk.view["version"])
        assert (row["step"], row["from"]) == (act["step"], was["state"])
        assert walk.view["state"] == (row["to"] or was["state"])
        if walk.view["state"] == "gesloten" and lacks_form(walk.view):
            assert row["step"] == "sluiten"
            assert row["reason"]
            assert was["open"][0] in walk.view["open"]
    shuffled = walk.said[:]
    random.Random(seed).shuffle(shuffled)
    assert viewed(shuffled, walk.now) == walk.view
    assert viewed(shuffled + walk.said, walk.now) == walk.view


_PROMISE = st.fixed_dictionaries(
    {"item": st.just("a"), "quantity": st.integers(0, 60)},
    optional={
        "supplier": st.sampled_from(SUPPLIERS),
        "basis": st.sampled_from(["antwoord", "toezegging"]),
        "departed": st.integers(0, 60),
        "arrived": st.integers(0, 60),
        "unit": st.sampled_from(["personen", "boten"]),
    },
)


_SENT_AGAIN = {"state": "ontvangen", "version": 1, "urgent": True}
"""What a source begins anew that sends its request once more."""


@given(
    st.lists(st.tuples(st.sampled_from(["k1", "k2"]), _PROMISE) | st.just(_SENT_AGAIN) | _acts, max_size=20),
    st.integers(0, 10**6),
)
def test_messages_of_suppliers_come_in_between(tried: list[Any], seed: int) -> None:
    walk = Walk(urgent=True)
    for act in tried:
        if isinstance(act, tuple):
            key, fields = act
            walk.message(**{f"promise.{key}.{name}": value for name, value in fields.items()})
        elif act is _SENT_AGAIN:
            was = walk.view
            walk.message(**act)
            assert (walk.view["state"], walk.view["version"]) == (was["state"], was["version"])
        else:
            if isinstance(act["step"], int):
                act["step"] = walk.view["allowed_steps"][act["step"] % len(walk.view["allowed_steps"])]
            outcome(walk, act)
        found = amounts(walk.view)
        assert 0 <= found["arrived"] <= found["departed"] <= found["promised"]
    shuffled = walk.said[:]
    random.Random(seed).shuffle(shuffled)
    assert viewed(shuffled, walk.now) == walk.view


@given(st.sampled_from(LIVE), st.sampled_from(sorted(STATES)), st.sampled_from(list(TABLE)), st.booleans())
def test_every_pair_is_allowed_or_refused(code: str, state: str, step: str, urgent: bool) -> None:
    kind = kinds.known()[code]
    role = (kind.requesters or ("hoofd dienst",))[0]
    requester = {"organisation": "Gemeente", "role": role, "name": "A. Voorbeeld"}
    walk = Walk(kind=code, requester=requester, signatures=[], gemeente="GM0994")
    view = walk.view | {"state": state, "decided": state, "urgent": urgent}
    why = refusal(view, step)
    said = {"reason": "omdat", "until": "2026-08-01T00:00Z", "supplier": "Defensie", "signature": SIGNED}
    said |= {"items": [{"id": "a", "quantity": 1}], "signature": SIGNED | {"role": role}}
    if why is None:
        values = taking.take(view, {"step": step} | said, "tester", NOW)
        assert values["version"] == 2
        assert values.get("state", state) in STATES
        return
    assert why.endswith(".")
    with pytest.raises(TransitionError) as error:
        taking.take(view, {"step": step} | said, "tester", NOW)
    assert str(error.value) == why


_SAID = ("fields", "needed_by", "region", "gemeente", "urgent", "settlement", "arrives_at", "signatures")
_NAMES = ("supplier", "reason", "until", "signature", "items", "role", "way", "at", *_SAID)
_PARTS = ("id", "quantity", "resource", "name", "role", "at", "gemeente", "einde")
_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5) | st.sampled_from("ab"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_PARTS), inner),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from(_NAMES), _JSON, max_size=5),
    st.sampled_from(["toezeggen", "aanvullen", "ondertekenen", "melden", "intrekken"]),
)
def test_any_call_is_answered(said: dict[str, Any], step: str) -> None:
    walk = Walk(urgent=True)
    with contextlib.suppress(Faults, TransitionError):
        values = taking.take(walk.view, said | {"step": step}, "tester", NOW)
        assert all(isinstance(value, str | int | float | bool | list | None) for value in values.values())

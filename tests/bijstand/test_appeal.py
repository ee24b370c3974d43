"""A refusal under article 56 of the Politiewet, whole or in part, goes to the minister, once."""

from __future__ import annotations

import pytest

from mlob.bijstand import kinds, roles
from mlob.errors import TransitionError
from tests.bijstand.walks import SIGNED, Walk


def test_a_refusal_of_the_korpschef_goes_to_the_minister() -> None:
    mayor = {"organisation": "Meerssen", "role": "burgemeester", "name": "B. Voorbeeld"}
    change = {"kind": "pw56_oo", "requester": mayor, "signatures": [SIGNED | {"role": "burgemeester"}]}
    for verdict, state in (("instemmen", "ingestemd"), ("afwijzen", "afgewezen")):
        walk = Walk(**change)
        walk.through("in_behandeling_nemen", "doorsturen")
        assert walk.take("afwijzen", reason="geen capaciteit")["log"][-1]["role"] == "korpschef"
        assert walk.take("heroverwegen")["state"] == "heroverweging"
        seen = walk.take(verdict, reason="de openbare orde gaat voor")
        assert (seen["state"], seen["log"][-1]["role"]) == (state, "minister")
    assert "heroverwegen" not in kinds.known()["wvr51"].steps


def test_the_minister_decides_once() -> None:
    mayor = {"organisation": "Gemeente Heerlen", "role": "burgemeester", "name": "A. Voorbeeld"}
    walk = Walk(
        kind="pw56_oo", gemeente="GM0917", requester=mayor, signatures=[SIGNED | {"role": "burgemeester"}]
    )
    walk.through("in_behandeling_nemen", "doorsturen")
    walk.take("afwijzen", reason="geen mensen")
    assert walk.take("heroverwegen")["state"] == "heroverweging"
    walk.take("afwijzen", reason="ook de minister ziet geen ruimte")
    assert walk.view["log"][-1]["role"] == roles.MINISTER
    with pytest.raises(TransitionError, match="De minister heeft al beslist"):
        walk.take("heroverwegen")
    walk.take("heropenen", reason="nieuwe feiten")
    walk.through("in_behandeling_nemen", "doorsturen")
    walk.take("afwijzen", reason="geen mensen")
    assert walk.take("heroverwegen")["state"] == "heroverweging"


def appealed(*before: str, kind: str = "pw56_oo") -> Walk:
    """The korpschef promised 30 of 68; steps before that promise and after it come from the caller."""
    role = "officier van justitie" if kind == "pw56_sh" else "burgemeester"
    who = {"organisation": "Heerlen", "role": role, "name": "A. Voorbeeld"}
    walk = Walk(kind=kind, gemeente="GM0917", requester=who, signatures=[SIGNED | {"role": role}])
    walk.through("in_behandeling_nemen", "doorsturen", *before)
    walk.take("toezeggen", items=[{"id": "a", "quantity": 30}])
    return walk


@pytest.mark.parametrize("kind", ["pw56_oo", "pw56_sh"])
def test_a_refusal_in_part_goes_to_the_minister_by_the_route_of_the_kind(kind: str) -> None:
    walk = appealed("instemmen", kind=kind)
    assert (walk.view["state"], walk.view["items"][0]["outstanding"]) == ("ingestemd", 38)
    assert walk.take("heroverwegen")["state"] == "heroverweging"
    seen = walk.take("instemmen", reason="de korpschef levert ook de rest")
    assert (seen["state"], seen["log"][-1]["role"]) == ("ingestemd", roles.MINISTER)
    with pytest.raises(TransitionError, match="De minister heeft al beslist"):
        walk.take("heroverwegen")
    assert walk.take("toezeggen", items=[{"id": "a", "quantity": 38}])["items"][0]["outstanding"] == 0


@pytest.mark.parametrize(("before", "state"), [(["instemmen"], "ingestemd"), ([], "deels_toegezegd")])
def test_when_the_minister_refuses_the_rest_what_was_promised_stays(before: list[str], state: str) -> None:
    walk = appealed(*before)
    assert walk.view["state"] == state
    walk.take("heroverwegen")
    seen = walk.take("afwijzen", reason="meer is er niet")
    assert (seen["state"], seen["log"][-1]["to"], seen["items"][0]["promised"]) == (state, state, 30)
    with pytest.raises(TransitionError, match="De minister heeft al beslist"):
        walk.take("heroverwegen")
    assert "toezeggen" in seen["allowed_steps"]


def test_what_is_promised_whole_has_nothing_for_the_minister() -> None:
    walk = appealed("instemmen")
    walk.take("toezeggen", items=[{"id": "a", "quantity": 38}])
    with pytest.raises(TransitionError, match="niets om aan de minister voor te leggen"):
        walk.take("heroverwegen")

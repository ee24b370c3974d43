"""The legal route of each kind can be walked as its file tells it, act by act."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mlob.bijstand import kinds
from mlob.errors import TransitionError
from tests.bijstand.walks import Walk

ASIDE = ("ontvangen", "afwijzen", "heroverwegen")
"""What filing does, and what turns off the route."""
LOCC_KINDS = sorted(code for code, kind in kinds.known().items() if not (kind.referral or kind.archived))


def filed(code: str, **more: Any) -> Walk:
    """A request of a kind, signed by who may."""
    kind = kinds.known()[code]
    role = next(iter((*kind.requesters, *kind.signature.by)), "coördinator")
    signer = next(iter(kind.signature.by), role)
    return Walk(
        kind=code,
        requester={"organisation": "VRZL", "role": role, "name": "A. Voorbeeld"},
        gemeente="GM0994" if kind.per_gemeente else None,
        signatures=[{"gemeente": None, "role": signer, "name": "A. Voorbeeld", "at": None}],
        **more,
    )


@pytest.mark.parametrize("code", LOCC_KINDS)
def test_the_route_of_a_kind_can_be_walked(code: str) -> None:
    walk = filed(code)
    said: dict[str, dict[str, Any]] = {
        "toezeggen": {"supplier": "Leverancier", "items": [{"id": "a", "quantity": 68}]},
        "melden": {"reason": "bericht"},
    }
    for act in kinds.known()[code].route:
        if act.step and act.step not in ASIDE:
            assert act.step in walk.view["allowed_steps"], (act.step, walk.view["state"])
            walk.take(act.step, **said.get(act.step, {}))
            assert walk.view["log"][-1]["role"] == act.actor
    if kinds.known()[code].notification:
        assert walk.view["state"] == "ingezet"
        return
    if code.startswith("pw56"):  # the chief of police supplies what he decided
        walk.take("toezeggen", **said["toezeggen"])
    assert (walk.view["state"], walk.view["items"][0]["outstanding"]) == ("ingestemd", 0)
    walk.through("alarmeren", "vertrekken", "aankomen", "beeindigen", "nafase", "sluiten")


@pytest.mark.parametrize("code", ["wvr51", "msob", "bevolkingszorg", "int_in"])
def test_where_the_promise_comes_first_nobody_decides_before_it(code: str) -> None:
    walk = filed(code)
    walk.through("in_behandeling_nemen", "doorsturen")
    with pytest.raises(TransitionError, match="Alleen bij spoed"):
        walk.take("instemmen")


def test_a_decision_before_any_promise_waits_for_the_act_before_it() -> None:
    walk = filed("pw57")
    walk.take("in_behandeling_nemen")
    with pytest.raises(TransitionError, match="Alleen bij spoed"):
        walk.take("instemmen")


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("wvr51", "route.2: stap 'uitzetten' kan niet als het verzoek 'ontvangen' is"),
        ("pw57", "route.2: stap 'doorsturen' kan niet"),
    ],
)
def test_a_route_that_cannot_be_walked_is_a_fault(tmp_path: Path, code: str, fault: str) -> None:
    text = (kinds.FOLDER / f"{code}.toml").read_text(encoding="utf-8")
    gap = text.replace('step = "in_behandeling_nemen"', "", 1)
    (tmp_path / f"{code}.toml").write_text(gap, encoding="utf-8")
    assert any(fault in line for line in kinds.read(tmp_path)[1])

"""Frames to observations: one that breaks our own code costs only itself."""

from __future__ import annotations

from typing import Any

import pytest

from mlob import adapters, intake
from mlob.model import Discipline, Kind, observation
from tests.observations import NOON, source

LINE = b"FLEX|2026-11-23 12:00:00|1600/2/K/A|00.069|001002650|ALN|P 1 BLB-02 BR woning Molenweg Weert 234431"


def test_a_fault_of_ours_becomes_a_reject(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pager = source("pager", Discipline.BRANDWEER, format="p2000", timezone="UTC")
    assert len(intake.take(pager, [LINE, b"rommel", LINE], NOON).rejects) == 1

    def broken(message: Any, reception: Any) -> Any:
        raise KeyError("ergens")

    adapter = adapters.Adapter(discipline=Discipline.BRANDWEER, formats={"p2000": broken})
    monkeypatch.setattr(adapters, "known", lambda: {Discipline.BRANDWEER: adapter})
    taken = intake.take(pager, [LINE, LINE], NOON)
    assert [reject.index for reject in taken.rejects] == [0, 1]
    assert "fout van het systeem (KeyError)" in taken.rejects[0].reason
    assert taken.rejects[0].frame == LINE
    assert "fault in reading a frame" in caplog.text


@pytest.mark.parametrize("name", ["note:operatie:operation:x", "capacity:EXP:EXP-017"])
def test_a_source_says_nothing_of_plans_and_experts(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def observe(message: Any, reception: Any) -> Any:
        yield observation(
            reception, discipline=Discipline.BRANDWEER, kind=Kind(name.partition(":")[0]), entity=name
        )

    adapter = adapters.Adapter(discipline=Discipline.BRANDWEER, formats={"p2000": observe})
    monkeypatch.setattr(adapters, "known", lambda: {Discipline.BRANDWEER: adapter})
    pager = source("operatie", Discipline.BRANDWEER, format="p2000", timezone="UTC")
    (reject,) = intake.take(pager, [LINE], NOON).rejects
    assert reject.reason.startswith("id: ")

"""The bench of the past asks what it says it asks, and its answers are right."""

from __future__ import annotations

import pytest

from mlob.bench import past
from mlob.checkpoints import writer


def test_nothing_is_amiss_and_every_figure_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "FEWEST", 500)
    monkeypatch.setattr(past, "_ASKED", 4)
    found = past.measure(4000)
    assert (found["observations"], found["amiss"], found["checkpoints"]) == (4000, 0, 64)
    assert 0 < found["archived"] < 4000
    assert min(found["fold_floor_s"], found["start_s"], found["checkpoints_fold_per_s"]) > 0
    for kind in ("known_then", "known_now", "known_later"):
        assert found["moment"][kind]["ms"]["p50"] > 0
    assert found["moment_ratio"] > 0

"""The house keeps its store and its workers running, and does not hurry when that is in vain."""

from __future__ import annotations

from mlob.house import Pauses


def test_pauses_grow_up_to_their_most() -> None:
    pauses, now, waits = Pauses(most=1.0), 1000.0, []
    for _ in range(6):
        pauses.ended(now)
        before = now
        while not pauses.over(now):
            now += 0.05
        waits.append(now - before)
    assert waits[0] < waits[1] < waits[2]
    assert max(waits) < 1.2
    assert waits[-1] > 0.9


def test_after_a_calm_run_it_starts_at_once() -> None:
    pauses, now = Pauses(most=10.0), 1000.0
    for _ in range(8):
        pauses.ended(now)
        now += 20.0
        assert pauses.over(now)
    now += 3600.0
    pauses.ended(now)
    assert not pauses.over(now)
    assert pauses.over(now + 0.21)

"""The archive ended at each of its steps in turn: nothing is lost, nothing is double (TRUST I1, I2)."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import redis

from mlob import hours, journal, keys, parquet, retention
from mlob.errors import StoreError
from mlob.hours import HOUR
from mlob.retention import Archive
from tests.archived import everything, fill, fold, tidy
from tests.faults import cuts
from tests.faults.cuts import Killed

DAY = 24 * HOUR


def cut(monkeypatch: pytest.MonkeyPatch, number: int, after: bool) -> Callable[[], int]:
    """End the archiving at the step `number`; how many steps were done."""
    monkeypatch.setattr(os, "fsync", lambda _: None)  # it counts as a step; the machine stays on
    steps = [(os, "fsync"), (os, "replace"), (os, "mkdir"), (journal, "run"), (parquet, "_table")]
    done = cuts.cut(monkeypatch, number, after, [*steps, (pathlib.Path, "write_bytes")])
    # Who is killed does not clean up.
    monkeypatch.setattr(pathlib.Path, "unlink", lambda *_, **__: None)
    return done


def losses(store: redis.Redis, place: Path, after: bool) -> tuple[int, list[int]]:
    """End the work at each of its steps in turn; how many, and where something was lost or double."""
    number, steps, lost = 0, 1, list[int]()
    while number < steps:
        number += 1
        folder = place / str(number)
        store.flushall()
        fill(store, hours=2, each=4)
        fold(store)
        before = everything(store)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(parquet, "GROUP", 3)
            patch.setattr(retention, "_PAGE", 2)
            patch.setattr(retention, "_SLICE", HOUR // 3)
            count = cut(patch, number, after)
            try:
                tidy(store, folder, DAY + 2 * HOUR)
            except Killed:
                steps = number + 1
            else:
                assert count() < number
        try:
            sound = everything(store, folder) == before
            tidy(store, folder, DAY + 2 * HOUR)
            sound = sound and everything(store, folder) == before
        except StoreError:
            sound = False
        rows = [row for path in folder.rglob("*.parquet") for row in pq.read_table(path)["ms"].to_pylist()]
        left = (store.xlen(keys.POSITIONS), store.xlen(keys.FACTS), len(list(folder.rglob("*.part"))))
        if not sound or left != (0, 1, 0) or len(rows) != len(before) - 1:
            lost.append(number)
    return number, lost


@pytest.mark.parametrize("after", [False, True])
def test_ended_at_any_step_nothing_is_lost_and_nothing_is_double(
    store: redis.Redis, tmp_path: Path, after: bool
) -> None:
    steps, lost = losses(store, tmp_path, after)
    assert lost == []
    assert steps > 40


def test_that_test_sees_a_loss(store: redis.Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same with an archive that lets go before it has written."""

    monkeypatch.setattr(Archive, "_refuse_full", lambda _: None)

    def hasty(self: Archive, stream: str, due: retention.Due) -> hours.Manifest:
        pages = list(self._pages(stream, due))
        journal.run(store, retention.MARK, [keys.ARCHIVED, keys.CURSOR], [stream, due.after, due.last, 0])
        self._sweep(stream)
        path = hours.file(self.folder, stream, due.number)
        rows = parquet.write(path, pages)
        found = hours.vouch(path, self.journal, due.after, due.first, due.last, rows)
        hours.seal(path, found)
        return found

    monkeypatch.setattr(Archive, "_move", hasty)
    assert len(losses(store, tmp_path, after=False)[1]) > 10

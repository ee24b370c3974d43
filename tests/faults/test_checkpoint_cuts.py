"""The making of checkpoints ended at each of its steps in turn: every answer stays what it was."""

from __future__ import annotations

import os
import pathlib
import random
from pathlib import Path
from typing import Any

import pytest
import redis

from mlob import journal, keys
from mlob.checkpoints import states, thinning
from mlob.checkpoints.shelf import Shelf
from mlob.checkpoints.writer import Writer
from mlob.past import Past
from tests import pasts
from tests.faults.cuts import Killed, cut
from tests.observations import said
from tests.pasts import Naive
from tests.test_past import differs

STEPS = (
    (os, "fsync"),
    (os, "replace"),
    (os, "mkdir"),
    (pathlib.Path, "write_bytes"),
    (pathlib.Path, "unlink"),
)


def told(store: redis.Redis) -> list[journal.Entry]:
    """A journal in which things expire, come back, and are told late."""
    items = []
    for number in range(40):
        about, ttl = ("vast", None) if number % 3 else (f"kort {number % 15}", 2.0)
        items.append(
            (1000 * number, said(entity=f"incident:x:{about}", seconds=number, ttl=ttl, title=str(number)))
        )
        if number % 5 == 0:
            items.append(
                (1000 * number, said(entity="incident:x:laat", seconds=number - 12, status=str(number)))
            )
    return pasts.put(store, items)


def wrong(store: redis.Redis, folder: Path, items: list[journal.Entry]) -> list[Any]:
    """Some moments, and in what their answers are not what folding everything gives."""
    found, chance, past = [], random.Random(3), Past(None, folder)
    moments, known = pasts.moments(items), pasts.known(items)
    for at, known_at in ((chance.choice(moments), chance.choice(known)) for _ in range(3)):
        naive = Naive(items, at, known_at)
        found += [(at, known_at, what) for what in differs(store, past, naive, at, known_at)]
    return found


@pytest.mark.parametrize("after", [False, True])
def test_ended_at_any_step_every_answer_is_the_same(store: redis.Redis, tmp_path: Path, after: bool) -> None:
    items = told(store)
    number, steps = 0, 1
    while number < steps:
        number += 1
        folder = tmp_path / str(number) / "checkpoints"
        with pytest.MonkeyPatch.context() as patch:
            pasts.small(patch)
            patch.setattr(thinning, "LIMIT", 9000)
            with pytest.MonkeyPatch.context() as killing:
                count = cut(killing, number, after, STEPS)
                try:
                    Writer(store, tmp_path / "archive", folder).step()
                except Killed:
                    steps = number + 1
                else:
                    assert count() < number
            assert wrong(store, folder, items) == []
            Writer(store, tmp_path / "archive", folder).step()
            assert wrong(store, folder, items) == []
            names = {path.name for path in pasts.files(folder)}
            assert not [name for name in names if name.endswith(".part")]
            view = Shelf(folder).look("proef")
            assert view.last == items[-1][0] or len(items) - view.states[-1][1].folded < pasts.FEW
    assert steps > 100


def test_that_test_sees_a_wrong_checkpoint(store: redis.Redis, tmp_path: Path) -> None:
    """The control: a checkpoint that vouches for something else than the journal says."""
    items, folder = told(store), tmp_path / "checkpoints"
    with pytest.MonkeyPatch.context() as patch:
        pasts.small(patch)
        Writer(store, tmp_path / "archive", folder).step()
        assert wrong(store, folder, items) == []
        for where, says in Shelf(folder).look("proef").whole.values():
            held = states.load(where, says, None, lambda: None)
            held.entities.pop("incident:x:vast", None)
            states.save(folder, "proef", says, held.entities, held.early)
        assert wrong(store, folder, items) != []
    assert store.get(keys.JOURNAL) == b"proef"

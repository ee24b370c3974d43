"""Any moment of the past is what folding the whole journal up to then gives, with checkpoints or without."""

from __future__ import annotations

import random
from typing import Any

import pytest
import redis
from hypothesis import given
from hypothesis import strategies as st

from mlob import journal
from mlob.checkpoints import ahead, thinning
from mlob.checkpoints.writer import Writer
from mlob.hours import HOUR
from mlob.past import Past
from mlob.retention import Archive
from tests import pasts
from tests.archived import KEEP, clock
from tests.conftest import DEEP
from tests.pasts import Naive

DAY = 24 * HOUR
ASKED = 6 if DEEP else 2
"""Questions after each step of a story."""


def everything(line: dict[str, Any]) -> bool:
    return True


def differs(client: redis.Redis, past: Past, naive: Naive, at: Any, known_at: Any) -> list[str]:
    """In what an answer differs from folding everything."""
    found = past.moment(client, at, known_at, also=list(naive.entities))
    _, lines = past.lines(client, at, known_at, everything, 1000)
    wrong = [
        name
        for name, one, other in (
            ("cursor", found.cursor, naive.cursor),
            ("entities", found.entities, naive.entities),
            ("contacts", found.contacts, naive.contacts),
            ("lines", lines, naive.lines),
        )
        if one != other
    ]
    some = past.moment(client, at, known_at).entities
    if pasts.shown(some, at) != naive.features:
        wrong.append("features")
    return wrong


@given(
    story=pasts.stories(),
    cuts=st.lists(
        st.tuples(st.integers(0, 40), st.sampled_from([None, HOUR, 3 * HOUR, 2 * DAY])), max_size=6
    ),
    limit=st.sampled_from([0, 4000, 2**30]),
    apart=st.sampled_from([1, 5000]),
    seed=st.integers(0, 2**32),
)
def test_any_moment_is_what_folding_everything_gives(
    store: redis.Redis,
    tmp_path_factory: Any,
    story: list[Any],
    cuts: list[tuple[int, int | None]],
    limit: int,
    apart: int,
    seed: int,
) -> None:
    store.flushall()
    folder = tmp_path_factory.mktemp("case")
    archive, shelf = folder / "archive", folder / "checkpoints"
    writer, past = Writer(store, archive, shelf), Past(archive, shelf)
    items: list[journal.Entry] = []
    chance = random.Random(seed)
    with pytest.MonkeyPatch.context() as patch:
        pasts.small(patch)
        patch.setattr(thinning, "LIMIT", limit)
        patch.setattr(ahead, "MOST", apart)
        start = 0
        for stop, archiving in [*sorted(cuts, key=lambda cut: cut[0]), (len(story), None)]:
            items += pasts.put(store, story[start:stop])
            start = max(start, min(stop, len(story)))
            if archiving is not None and items:
                Archive(store, archive, KEEP).tidy(clock(story[start - 1][0] + archiving))
            writer.step()
            if chance.random() < 0.3:
                writer = Writer(store, archive, shelf)
            questions = [
                (chance.choice(pasts.moments(items)), chance.choice(pasts.known(items)))
                for _ in range(ASKED if items else 0)
            ]
            for at, known_at in questions:
                naive = Naive(items, at, known_at)
                assert differs(store, past, naive, at, known_at) == [], (at, known_at)
                assert differs(store, Past(archive, None), naive, at, known_at) == []

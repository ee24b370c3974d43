"""Two hundred pairs of pictures: all that was changed on purpose is told, and nothing else."""

from __future__ import annotations

from collections import Counter

import pytest

from mlob.snapshot.diff import changes
from tests.snapshot.seeded import LENGTH, START, Act, Key, World, pair
from tests.snapshot.seeded_acts import ON_PURPOSE
from tests.snapshot.seeded_looks import LOOKS


def told(world: World) -> tuple[Counter[Key], dict[Key, str]]:
    found = changes(world.before, world.picture(START + LENGTH))
    keys = [(change.what, change.entity, change.discipline, change.region) for change in found]
    return Counter(keys), dict(zip(keys, (change.text for change in found), strict=True))


def check(world: World) -> None:
    """All that must be told is told, in these words, and nothing else."""
    found, texts = told(world)
    assert found == world.expected
    for key, words in world.words.items():
        assert words.casefold() in texts[key].casefold()


@pytest.mark.parametrize("seed", range(200))
def test_all_that_was_changed_and_nothing_else(seed: int) -> None:
    check(pair(seed, ON_PURPOSE, LOOKS))


@pytest.mark.parametrize("number", range(len(ON_PURPOSE)))
def test_each_purpose_alone(number: int) -> None:
    world = World(number)
    ON_PURPOSE[number](world)
    check(world)


@pytest.mark.parametrize("act", LOOKS)
def test_what_only_looks_changed_gives_nothing(act: Act) -> None:
    world = World(7)
    act(world)
    assert told(world)[0] == Counter()


def test_all_looks_together_give_nothing() -> None:
    for seed in range(10):
        world = World(seed)
        for act in LOOKS:
            act(world)
        assert told(world)[0] == Counter()

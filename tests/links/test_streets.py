"""Names that may be one are found as if each were compared with each; what nobody has any more is let go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from string import ascii_lowercase

from hypothesis import given
from hypothesis import strategies as st

from mlob import intake, links
from mlob.bench.day_frames import pages
from mlob.bench.reports_words import STREETS
from mlob.gazetteer import key
from mlob.links.compare import alike
from mlob.links.streets import Streets
from mlob.model import Discipline
from tests.observations import source

_pieces = st.sampled_from(
    ["molen", "meulen", "kerk", "weg", "straat", "laan", "oude", "op den", "é", "1", " "]
)
_names = st.lists(_pieces, min_size=1, max_size=4).map(lambda parts: "".join(parts).strip() or "x")


def together(names: list[str]) -> Streets:
    """All of them, taken in this order."""
    return Streets(names)


def compared(names: list[str], name: str) -> set[str]:
    """By comparing it with every other."""
    return {other for other in names if other == name or alike(other, name)}


@given(st.lists(_names, min_size=1, max_size=30))
def test_any_names_in_any_order(names: list[str]) -> None:
    for order in (names, names[::-1]):
        found = together(order)
        for name in names:
            assert set(found.like(name)) == compared(names, name)


def test_the_streets_of_a_day() -> None:
    names = sorted({key(name) for name in STREETS})
    found = together(names)
    assert len(found) == len(names)
    assert all(set(found.like(name)) == compared(names, name) for name in names)
    assert found.like("onbekend") == ()


def test_more_names_than_there_was_room_for() -> None:
    rng = Random(1)
    names = ["".join(rng.choices(ascii_lowercase, k=10)) for _ in range(1500)] + ["molenweg", "meulenweg"]
    assert together(names).like("molenweg") == {"molenweg", "meulenweg"}


def test_what_nobody_has_any_more_is_let_go() -> None:
    until = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    pager = source("p2000", Discipline.BRANDWEER, Discipline.POLITIE, format="p2000")
    memory = links.Memory()
    for number, frame in enumerate(pages(400, until)):
        late = timedelta(hours=number // 200)
        for said in intake.take(pager, [frame.rstrip()], until + late).observations:
            memory.add(said)
    before, names = len(memory.profiles), len(memory._like)
    memory.forget(until + timedelta(minutes=30))
    assert 0 < len(memory.profiles) < before
    kept = {street for profile in memory.profiles.values() for street in profile.streets}
    assert {street for streets in memory._streets.values() for street in streets} == kept
    memory.forget(until + timedelta(hours=2))
    assert not memory.profiles
    assert not memory._streets
    assert len(memory._like) == 0 < names

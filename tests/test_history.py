"""The whole journal over archive and store: no seam, no double, and what is missing is named."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from hypothesis import given, settings
from hypothesis import strategies as st

from mlob import fold as folding
from mlob import history, hours, journal, keys, parquet, past, state
from mlob.errors import ArchiveError, StoreError
from mlob.hours import HOUR
from mlob.journal import START, order
from mlob.projector import Projector
from mlob.retention import Archive
from tests.archived import BASE, KEEP, at, clock, everything, fact, fill, fold, position, tidy
from tests.conftest import DEEP

DAY = 24 * HOUR
LATE = 10 * DAY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


_steps = st.lists(
    st.tuples(
        st.sampled_from([0, 1, 999, HOUR // 3, HOUR - 1, HOUR, 5 * HOUR]),
        st.lists(st.booleans(), min_size=1, max_size=5),
        st.sampled_from([None, HOUR, 3 * HOUR, 2 * DAY, 2 * DAY]),
    ),
    min_size=3,
    max_size=14,
)
"""Each: how long after the one before, which positions and facts come in, how far the archive is behind."""


@settings(max_examples=400 if DEEP else 40)
@given(steps=_steps, cut=st.tuples(st.integers(0, 40), st.integers(0, 40)), group=st.integers(1, 4))
def test_whatever_moved_reading_gives_what_was_journalled(
    store: redis.Redis, tmp_path_factory: Any, steps: list[Any], cut: tuple[int, int], group: int
) -> None:
    store.flushall()
    folder = tmp_path_factory.mktemp("case") / "archive"
    said: list[journal.Entry] = []
    now = number = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda _: None)
        patch.setattr(parquet, "GROUP", group)
        patch.setattr(parquet, "_BATCH", 3)
        patch.setattr(history, "_PAGE", 3)
        for gap, kinds, archiving in steps:
            now += gap
            batch = [(position if kind else fact)(number + n) for n, kind in enumerate(kinds)]
            number += len(batch)
            after = journal.newest(store)
            at(store, now, *batch)
            said += read(store, after, batch)
            if archiving is not None:
                fold(store, folder)
                tidy(store, folder, now + archiving)
        assert everything(store, folder) == said
        low, high = (said[place % len(said)][0] if said else START for place in cut)
        until = journal.cursor_time(high)
        wanted = [(n, o) for n, o in said if order(n) > order(low) and order(n)[0] <= order(high)[0]]
        assert list(history.read_all(store, folder, low, until)) == wanted


def read(store: redis.Redis, after: str, batch: list[Any]) -> list[journal.Entry]:
    found = journal.read(store, after, 100)
    assert [item for _, item in found] == batch
    return found


def test_reading_goes_on_while_hours_move(store: redis.Redis, folder: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(history, "_PAGE", 2)
    fill(store, hours=4)
    fold(store)
    before = everything(store)
    reading = history.read_all(store, folder)
    found = []
    for number in range(5):
        found += itertools.islice(reading, 5)
        tidy(store, folder, DAY + number * HOUR)
    at(store, 5 * HOUR, fact(99), position(99))  # newer than its start: not its to give
    assert found + list(reading) == before


def test_an_hour_that_is_not_asked_for_is_not_opened(
    store: redis.Redis, folder: Path, monkeypatch: Any
) -> None:
    fill(store, hours=4)
    fold(store)
    before = everything(store)
    tidy(store, folder, LATE)
    opened = []
    real = parquet.read

    def looked(path: Path, *rest: Any) -> Any:
        opened.append(path.stem[-2:])
        return real(path, *rest)

    monkeypatch.setattr(parquet, "read", looked)
    cursor = next(name for name, _ in before if order(name)[0] >= BASE + 2 * HOUR)
    until = clock(3 * HOUR - 1)
    wanted = [row for row in before if order(cursor) < order(row[0]) and order(row[0])[0] < BASE + 3 * HOUR]
    assert list(history.read_all(store, folder, cursor, until)) == wanted
    assert opened == [f"{clock(2 * HOUR):%H}"] * 2


def moments() -> list[datetime]:
    noon = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    return [noon + timedelta(seconds=seconds) for seconds in (-1, 0, 7, 20, 36, 10**6)]


def test_the_past_is_the_same_before_and_after(store: redis.Redis, folder: Path) -> None:
    fill(store, hours=3)
    fold(store)
    known = [clock(offset) for offset in (-1, 0, HOUR // 2, HOUR - 1, HOUR, 2 * HOUR + 7, 3 * HOUR, LATE)]
    questions = list(itertools.product(moments(), known))
    before = [past.picture(store, folder, at, known_at) for at, known_at in questions]
    for now in (3 * HOUR, DAY + 2 * HOUR, LATE):
        tidy(store, folder, now)
        assert [past.picture(store, folder, at, known_at) for at, known_at in questions] == before
    assert store.xlen(keys.FACTS) + store.xlen(keys.POSITIONS) == 1
    assert len({cursor for cursor, _ in before}) > 4


def test_a_lost_state_is_folded_from_the_archive_and_the_store(store: redis.Redis, folder: Path) -> None:
    fill(store, hours=3)
    fold(store)
    before = (*state.load(store), store.xrange(keys.TIMELINE))
    tidy(store, folder, DAY + 2 * HOUR)
    state.clear(store)
    fold(store, folder)
    assert (*state.load(store), store.xrange(keys.TIMELINE)) == before


def test_a_state_of_another_version_is_folded_from_the_archive(store: redis.Redis, folder: Path) -> None:
    fill(store, hours=3)
    projector = fold(store)
    before = state.load(store)
    tidy(store, folder, LATE)
    store.hset(keys.ENTITIES, next(iter(projector.entities)), b'{"old": "shape"}')
    fold(store, folder)
    assert state.load(store) == before


def test_a_state_that_cannot_be_folded_again_is_not_forgotten(store: redis.Redis, folder: Path) -> None:
    fill(store, hours=3)
    projector = fold(store)
    tidy(store, folder, LATE)
    store.hset(keys.ENTITIES, next(iter(projector.entities)), b'{"old": "shape"}')
    with pytest.raises(ArchiveError, match="ontbreekt facts van het begin"):
        Projector(store, folder.parent / "elsewhere")
    with pytest.raises(ArchiveError):
        Projector(store)
    assert store.get(keys.CURSOR).decode() == projector.cursor


def test_a_projector_killed_while_it_folds_the_archive_goes_on(
    store: redis.Redis, folder: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr("mlob.projector.BATCH", 5)
    fill(store, hours=3)
    fold(store)
    before = state.load(store)
    tidy(store, folder, DAY + 2 * HOUR)
    state.clear(store)
    for _ in range(6):
        Projector(store, folder).step()
    tidy(store, folder, LATE)  # past what it folded nothing leaves
    assert len(everything(store, folder)) == 3 * 12 + 3 * 4 + 1
    fold(store, folder)
    assert state.load(store) == before


def test_a_store_that_was_lost_goes_on_from_the_archive(store: redis.Redis, folder: Path) -> None:
    fill(store, hours=2)
    fold(store)
    tidy(store, folder, LATE)
    kept = everything(store, folder)[:-1]
    store.flushall()
    at(store, 3 * HOUR, fact(500))
    projector = fold(store, folder)
    assert "incident:bron:i0" in projector.entities
    assert [item for _, item in everything(store, folder)] == [*(item for _, item in kept), fact(500)]
    at(store, 5 * HOUR, fact(501))
    fold(store, folder)
    assert len(tidy(store, folder, LATE)) == 1
    assert [item for _, item in everything(store, folder)][len(kept) :] == [fact(500), fact(501)]


def spoiled(path: Path, how: str) -> None:
    raw = path.read_bytes()
    if how == "gone":
        path.unlink()
    elif how == "half":
        path.write_bytes(raw[: len(raw) // 2])
    elif how == "flipped":
        path.write_bytes(raw[:-200] + bytes([raw[-200] ^ 1]) + raw[-199:])
    elif how == "manifest":
        path.with_suffix(".json").write_bytes(b"{}")
    elif how == "both":
        path.unlink()
        path.with_suffix(".json").unlink()


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("gone", "kan niet worden gelezen"),
        ("half", "bytes in plaats van"),
        ("flipped", "SHA-256"),
        ("manifest", "beschadigd"),
        ("both", "ontbreekt positions van"),
    ],
)
def test_damage_is_named_and_never_passed_over(
    store: redis.Redis, folder: Path, how: str, words: str
) -> None:
    fill(store, hours=3)
    fold(store)
    before = everything(store)
    tidy(store, folder, LATE)
    path = hours.file(folder, "positions", BASE // HOUR + 1)
    spoiled(path, how)
    found: list[journal.Entry] = []
    with pytest.raises(ArchiveError, match=words) as caught:
        found.extend(history.read_all(store, folder))
    if how != "both":
        assert f"positions/{clock(HOUR):%Y/%m/%d/%Y-%m-%dT%H}" in str(caught.value)
    assert found == [row for row in before if order(row[0])[0] < BASE + HOUR]
    with pytest.raises(ArchiveError):
        past.picture(store, folder, clock(LATE), clock(LATE))
    assert past.picture(store, folder, clock(LATE), clock(HOUR - 1))[0] == found[-1][0]
    if how in {"gone", "half", "both", "manifest"}:
        with pytest.raises(ArchiveError):
            history.whole(store, folder)


def test_a_manifest_that_counts_otherwise_is_damage(store: redis.Redis, folder: Path) -> None:
    fill(store, hours=1)
    fold(store)
    (moved,) = Archive(store, folder, KEEP).tidy(clock(3 * HOUR))
    path = hours.file(folder, "positions", BASE // HOUR)
    hours.seal(path, hours.vouch(path, moved.journal, moved.after, moved.first, moved.last, moved.rows + 1))
    with pytest.raises(ArchiveError, match="12 rijen, niet 13"):
        everything(store, folder)


def test_an_archive_of_another_store_is_not_read(store: redis.Redis, folder: Path) -> None:
    fill(store, hours=1)
    fold(store)
    tidy(store, folder, 3 * HOUR)
    store.set(keys.JOURNAL, "another")
    with pytest.raises(ArchiveError, match="andere opslag"):
        everything(store, folder)


def test_without_the_archive_the_past_is_refused_and_the_present_goes_on(
    store: redis.Redis, folder: Path
) -> None:
    fill(store, hours=2)
    fold(store)
    tidy(store, folder, LATE)
    for number, elsewhere in enumerate((None, folder.parent / "elsewhere")):
        with pytest.raises(ArchiveError, match="andere machine"):
            everything(store, elsewhere)
        projector = Projector(store, elsewhere)
        at(store, 3 * HOUR, fact(900 + number))
        assert projector.step() == 1
        at(store, 3 * HOUR, fact(910 + number))
        assert fold(store, elsewhere).cursor == journal.newest(store)
    assert issubclass(ArchiveError, StoreError)


def test_folding_everything_gives_what_the_projector_holds(store: redis.Redis, folder: Path) -> None:
    fill(store, hours=2)
    projector = fold(store)
    tidy(store, folder, LATE)
    found: dict[str, folding.Entity] = {}
    for _, item in everything(store, folder):
        assert item is not None
        folding.apply(found.setdefault(item.entity, folding.begin(item)), item)
    assert found == projector.entities

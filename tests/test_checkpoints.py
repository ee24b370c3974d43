"""Checkpoints are only ever a short cut: whatever happens to them, the answer is the same."""

from __future__ import annotations

import random
import shutil
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
import redis

from mlob import history, journal, keys, links
from mlob.checkpoints import ahead, box, cold, segments, states, thinning, writer
from mlob.checkpoints.shelf import Shelf
from mlob.checkpoints.writer import Writer
from mlob.errors import StoreError
from mlob.model import Kind, Observation
from mlob.past import Past
from tests import pasts
from tests.observations import NOON, said
from tests.pasts import Naive
from tests.test_past import differs, everything


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    pasts.small(monkeypatch)
    return tmp_path / "checkpoints"


def report(number: int, about: str = "1", **values: Any) -> tuple[int, Observation]:
    """A report each second, also by the clock of the journal."""
    return 1000 * number, said(
        native_id="x", entity=f"incident:x:{about}", seconds=number, title=f"melding {number}", **values
    )


def made(store: redis.Redis, folder: Path, story: list[tuple[int, Observation]]) -> list[journal.Entry]:
    """A journal with its checkpoints."""
    items = pasts.put(store, story)
    Writer(store, folder.parent / "archive", folder).step()
    return items


def wrong(store: redis.Redis, past: Past, items: list[journal.Entry]) -> list[Any]:
    """Some moments, and in what their answers are not what folding everything gives."""
    found, chance = [], random.Random(7)
    moments, known = pasts.moments(items), pasts.known(items)
    for at, known_at in ((chance.choice(moments), chance.choice(known)) for _ in range(25)):
        naive = Naive(items, at, known_at)
        found += [(at, known_at, what) for what in differs(store, past, naive, at, known_at)]
    return found


def link(number: int, one: str, two: str, verdict: str = "samen") -> tuple[int, Observation]:
    a, b = sorted((f"incident:x:{one}", f"incident:x:{two}"))
    said_of = {"a": a, "b": b, "verdict": verdict}
    return 1000 * number, said(kind=Kind.LINK, entity=links.link_id(a, b), properties=said_of, seconds=number)


def story() -> list[tuple[int, Observation]]:
    """Things that expire, a late report now and then, and one that speaks ahead of time."""
    found = []
    for number in range(60):
        about, ttl = (str(number % 3), None) if number % 4 else (f"kort {number}", 2.0)
        found.append(report(number, about, ttl=ttl))
        if number % 7 == 0:
            found.append(
                (1000 * number, said(entity="incident:x:laat", seconds=number - 20, title=str(number)))
            )
    found.append(
        (60_000, said(entity="incident:x:vroeg", seconds=9000, late=-8940.0, title="uit de toekomst"))
    )
    return found


def spoiled(path: Path, how: str) -> None:
    raw = path.read_bytes()
    if how == "gone":
        path.unlink()
    elif how == "half":
        path.write_bytes(raw[: len(raw) // 2])
    elif how == "flipped":
        path.write_bytes(raw[:-3] + bytes([raw[-3] ^ 1]) + raw[-2:])
    elif how == "head":
        path.write_bytes(raw[:60] + b"x" + raw[61:])
    elif how == "empty":
        path.write_bytes(b"")


@pytest.mark.parametrize("how", ["gone", "half", "flipped", "head", "empty"])
@pytest.mark.parametrize("kind", [states.SUFFIX, segments.SUFFIX, cold.SUFFIX])
def test_a_damaged_file_is_passed_over_and_made_anew(
    store: redis.Redis, shelf: Path, kind: str, how: str
) -> None:
    items = made(store, shelf, story())
    (tmp := shelf.parent / "kept").mkdir()
    past = Past(None, shelf)
    assert wrong(store, past, items) == []
    names = [path.name for path in pasts.files(shelf) if path.suffix == kind]
    assert names
    for name in names[:: max(1, len(names) // 3)]:
        shutil.copy(shelf / name, tmp / name)
        spoiled(shelf / name, how)
        assert wrong(store, Past(None, shelf), items) == []
        shutil.copy(tmp / name, shelf / name)
    for name in names:
        spoiled(shelf / name, how)
    assert wrong(store, past, items) == []
    Writer(store, shelf.parent / "archive", shelf).step()
    assert wrong(store, Past(None, shelf), items) == []
    left = {path.name for path in pasts.files(shelf)}
    if kind == states.SUFFIX:
        assert left >= set(names)


def test_checkpoints_of_another_journal_or_by_other_rules_are_not_used(
    store: redis.Redis, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(store, shelf, story())
    before = {path.name for path in pasts.files(shelf)}
    store.flushall()
    store.set(keys.JOURNAL, "een ander")
    items = pasts.put(store, story()[:9])
    assert wrong(store, Past(None, shelf), items) == []
    assert Shelf(shelf).look("een ander").states == []
    Writer(store, shelf.parent / "archive", shelf).step()
    after = {path.name for path in pasts.files(shelf)}
    assert after
    assert len(after) < len(before)
    monkeypatch.setattr(box, "rules", lambda: "andere regels")
    assert Shelf(shelf).look("een ander").states == []
    assert wrong(store, Past(None, shelf), items) == []


def test_what_is_late_is_found_without_reading_the_journal_in_between(
    store: redis.Redis, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = made(store, shelf, [report(number) for number in range(100)])
    late = pasts.put(store, [(101_000, said(entity="incident:x:9", seconds=30.5, title="laat"))])
    items += late + pasts.put(store, [report(number) for number in range(102, 140)])
    Writer(store, shelf.parent / "archive", shelf).step()
    read: list[int] = []
    real = journal.decode
    monkeypatch.setattr(journal, "decode", lambda name, raw: read.append(1) or real(name, raw))
    at, known_at = NOON + timedelta(seconds=31), journal.cursor_time(items[-1][0])
    found = Past(None, shelf).moment(store, at, known_at)
    assert found.entities["incident:x:9"].values["title"] == "laat"
    assert found.entities["incident:x:1"].values["title"] == "melding 31"
    assert len(read) <= 2 * pasts.FEW
    assert len(items) > 130


def test_a_clock_that_runs_ahead_holds_no_checkpoint_back(
    store: redis.Redis, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = [report(number) for number in range(200)]
    for number in range(0, 200, 3):
        early = said(entity="incident:x:vroeg", seconds=number + 110, late=-110.0, title=f"om {number + 110}")
        story[number] = (1000 * number, early)
    items = made(store, shelf, story)
    assert wrong(store, Past(None, shelf), items) == []
    at, known_at = NOON + timedelta(seconds=152), journal.cursor_time(items[150][0])
    pair = Shelf(shelf).look("proef").before(history.until_place(known_at), at)
    assert pair is not None
    assert pair[1].folded > 150 - 2 * pasts.FEW
    found = Past(None, shelf).moment(store, at, known_at)
    assert found.entities["incident:x:vroeg"].values["title"] == "om 152"
    monkeypatch.setattr(
        ahead, "MOST", 3
    )  # too many to keep apart: then checkpoints hold them, and serve later
    shutil.rmtree(shelf)
    Writer(store, shelf.parent / "archive", shelf).step()
    assert wrong(store, Past(None, shelf), items) == []
    pair = Shelf(shelf).look("proef").before(history.until_place(known_at), at)
    assert pair is not None
    assert pair[1].folded < 100


def test_a_link_to_what_was_laid_aside_brings_it_back(store: redis.Redis, shelf: Path) -> None:
    items = made(
        store,
        shelf,
        [report(0, "oud", ttl=2.0), *(report(number, "1") for number in range(1, 60)), link(60, "1", "oud")],
    )
    assert any(path.suffix == cold.SUFFIX for path in pasts.files(shelf))
    at, known_at = NOON + timedelta(seconds=90), journal.cursor_time(items[-1][0])
    for past in (Past(None, shelf), Past(None, None)):
        found = pasts.shown(past.moment(store, at, known_at).entities, at)
        assert found["incident:x:1"]["properties"]["members"] == ["incident:x:1", "incident:x:oud"]


def test_what_a_link_named_before_it_was_heard_of_finds_its_other_end(
    store: redis.Redis, shelf: Path
) -> None:
    opening = [report(0, "oud", ttl=2.0), link(1, "nieuw", "oud")]
    items = made(store, shelf, [*opening, *(report(number, "1") for number in range(2, 60))])
    items += pasts.put(store, [report(61, "nieuw")])
    assert any(path.suffix == cold.SUFFIX for path in pasts.files(shelf))
    at, known_at = NOON + timedelta(seconds=90), journal.cursor_time(items[-1][0])
    for past in (Past(None, shelf), Past(None, None)):
        found = pasts.shown(past.moment(store, at, known_at).entities, at)
        assert found["incident:x:nieuw"]["properties"]["members"] == ["incident:x:nieuw", "incident:x:oud"]


def test_what_was_made_anew_is_used_again(store: redis.Redis, shelf: Path) -> None:
    items = made(store, shelf, story())
    past = Past(None, shelf)
    assert wrong(store, past, items) == []
    whole = len(past.shelf.look("proef").states)
    for path in pasts.files(shelf):
        spoiled(path, "flipped")
    assert wrong(store, past, items) == []
    assert len(past.shelf.look("proef").states) < whole
    for path in pasts.files(shelf):
        path.unlink()
    Writer(store, shelf.parent / "archive", shelf).step()
    assert len(past.shelf.look("proef").states) == whole
    assert wrong(store, past, items) == []


def test_who_asks_does_not_change_what_others_get(store: redis.Redis, shelf: Path) -> None:
    items = made(store, shelf, story())
    past, known_at = Past(None, shelf), journal.cursor_time(items[-1][0])
    questions = [(NOON + timedelta(seconds=second), known_at) for second in range(0, 70, 3)]
    first = [msgspec.json.encode(past.moment(store, *question)) for question in questions]
    again = [msgspec.json.encode(past.moment(store, *question)) for question in reversed(questions)]
    assert again[::-1] == first


def test_thinned_they_take_less_room_and_answer_the_same(
    store: redis.Redis, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = 20_000
    monkeypatch.setattr(thinning, "LIMIT", limit)
    items = made(store, shelf, [report(number, str(number % 9)) for number in range(400)])
    view = Shelf(shelf).look("proef")
    assert sum(path.stat().st_size for path in pasts.files(shelf)) <= limit
    counts = [says.folded for _, says in view.states]
    gaps = [later - one for one, later in pairwise(counts)]
    assert 3 < len(counts) < 50
    assert gaps[0] > gaps[-1] == pasts.FEW / pasts.PARTS
    assert sum(map(len, view.ending.values())) == len(view.whole)
    assert wrong(store, Past(None, shelf), items[:40]) == []
    at, known_at = NOON + timedelta(seconds=123), journal.cursor_time(items[300][0])
    naive = Naive(items, at, known_at)
    assert differs(store, Past(None, shelf), naive, at, known_at) == []


def test_a_full_disk_gets_no_checkpoints(
    store: redis.Redis, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pasts.put(store, story())
    work = Writer(store, shelf.parent / "archive", shelf)
    monkeypatch.setattr(writer, "_ROOM", 2**62)
    assert work.step() == 0
    assert pasts.files(shelf) == []
    monkeypatch.setattr(writer, "_ROOM", 1)
    assert work.step() > 60
    assert len(Shelf(shelf).look("proef").states) > 10


def test_a_writer_that_lost_its_turn_stops_and_goes_on_later(store: redis.Redis, shelf: Path) -> None:
    items = pasts.put(store, story())

    def lost() -> None:
        raise StoreError("overgenomen")

    with pytest.raises(StoreError):
        Writer(store, shelf.parent / "archive", shelf, lost).step()
    work = Writer(store, shelf.parent / "archive", shelf)
    while work.step(7):
        pass
    assert wrong(store, Past(None, shelf), items) == []


def test_without_a_journal_there_is_nothing_to_do(store: redis.Redis, shelf: Path) -> None:
    assert Writer(store, shelf.parent / "archive", shelf).step() == 0
    found = Past(None, shelf).moment(store, NOON, NOON)
    assert (found.cursor, found.entities) == (journal.START, {})


@pytest.mark.parametrize("moment", [datetime.min, datetime.max])
def test_the_ends_of_time(store: redis.Redis, shelf: Path, moment: datetime) -> None:
    items = made(store, shelf, story())
    moment = moment.replace(tzinfo=NOON.tzinfo)
    for at, known_at in ((moment, moment), (NOON, moment), (moment, journal.cursor_time(items[9][0]))):
        one, other = (Past(None, folder).moment(store, at, known_at) for folder in (shelf, None))
        assert (one.cursor, one.contacts) == (other.cursor, other.contacts)
        assert pasts.shown(one.entities, at) == pasts.shown(other.entities, at)


def test_the_timeline_goes_back_to_the_beginning_and_pages(store: redis.Redis, shelf: Path) -> None:
    items = made(store, shelf, story())
    at, known_at = NOON + timedelta(days=1), journal.cursor_time(items[-1][0])
    naive = Naive(items, at, known_at).lines
    for folder in (shelf, None):
        past, found = Past(None, folder), list[Any]()
        while True:
            before = found[-1]["cursor"] if found else None
            cursor, page = past.lines(store, at, known_at, everything, 7, before=before)
            assert cursor == items[-1][0]
            if not page:
                break
            found += page
        assert found == naive
        _, some = past.lines(store, at, known_at, everything, 1000, after=found[9]["cursor"])
        assert some == naive[:9]
        _, some = past.lines(store, at, known_at, lambda line: "9" in line["text"], 3)
        assert some == [line for line in naive if "9" in line["text"]][:3]

"""Hours leave the store when they are safe on disk, and not before (ARCHITECTURE 2, TRUST I1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas
import pyarrow.parquet as pq
import pytest
import redis

from mlob import archive, history, hours, journal, keys, parquet, retention
from mlob.config import Settings
from mlob.errors import StoreError
from mlob.hours import HOUR
from mlob.lease import Lease
from mlob.redis_server import EmbeddedRedis
from mlob.retention import Archive
from tests.archived import BASE, KEEP, at, clock, everything, fact, fill, fold, position, tidy

DAY = 24 * HOUR


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


def first(store: redis.Redis, stream: str) -> int:
    """How many hours after BASE the oldest entry of a stream in the store is."""
    return (int(store.xrange(keys.__dict__[stream], count=1)[0][0].split(b"-")[0]) - BASE) // HOUR


def test_hours_leave_the_store_when_the_clock_has_moved_far_enough(store: redis.Redis, folder: Path) -> None:
    fill(store, hours=3)
    fold(store)
    before = everything(store)
    assert tidy(store, folder, 3 * HOUR - 1) == []
    assert len(tidy(store, folder, 3 * HOUR)) == 1  # the first hour of positions ended two hours ago
    assert (first(store, "POSITIONS"), first(store, "FACTS")) == (1, 0)
    assert len(tidy(store, folder, DAY)) == 2  # the other two
    assert len(tidy(store, folder, DAY + HOUR)) == 1
    assert (store.xlen(keys.POSITIONS), first(store, "FACTS")) == (0, 1)
    assert len(tidy(store, folder, DAY + 3 * HOUR)) == 2
    assert store.xlen(keys.FACTS) == 1
    assert tidy(store, folder, 100 * DAY) == []  # nothing came after it: it may not be the last of its hour
    assert everything(store, folder) == before


def test_files_lie_by_hour_and_vouch_for_what_is_in_them(store: redis.Redis, folder: Path) -> None:
    fill(store, hours=2)
    fold(store)
    raw = [(name.decode(), fields[b"o"]) for name, fields in store.xrange(keys.POSITIONS)]
    (moved, _, *_) = Archive(store, folder, KEEP).tidy(clock(4 * HOUR))
    moment = clock(0)
    path = folder / f"positions/{moment:%Y/%m/%d}/{moment:%Y-%m-%dT%H}.parquet"
    assert hours.load(path) == moved
    assert (moved.rows, moved.size, moved.after) == (12, path.stat().st_size, "0-0")
    assert (moved.first, moved.last) == (raw[0][0], raw[11][0])
    rows = pq.read_table(path).to_pylist()
    assert [(f"{row['ms']}-{row['seq']}", row["o"]) for row in rows] == raw[:12]
    assert sorted(item.name for item in path.parent.iterdir() if item.stem == path.stem) == [
        path.with_suffix(".json").name,
        path.name,
    ]


def test_positions_open_as_geoparquet(store: redis.Redis, folder: Path) -> None:
    line = {"type": "LineString", "coordinates": [[5.0, 52.0, 3.0], [5.1, 52.1, 4.0]]}
    at(store, 0, position(1, lon=4.0), position(2, lon=6.0), fact(3), fact(4, geometry=line))
    at(store, HOUR, fact(5))
    fold(store)
    tidy(store, folder, DAY + HOUR)
    found = geopandas.read_parquet(*(folder / "positions").rglob("*.parquet"))
    assert found.crs == "OGC:CRS84"
    assert [(point.x, point.y) for point in found.geometry] == [(4.0, 50.85), (6.0, 50.85)]
    assert list(found.kind) == ["unit", "unit"]
    assert list(found.lon) == [4.0, 6.0]
    (path,) = (folder / "facts").rglob("*.parquet")
    facts = geopandas.read_parquet(path)
    assert [shape and shape.wkt for shape in facts.geometry] == [None, "LINESTRING (5 52, 5.1 52.1)"]
    assert list(facts.entity) == ["incident:bron:i3", "incident:bron:i4"]
    told = pq.ParquetFile(path).metadata.metadata[b"geo"]
    assert b'"bbox":[5.0,52.0,5.1,52.1]' in told
    assert b'"geometry_types":["LineString"]' in told


def test_an_entry_that_cannot_be_read_is_kept_as_it_is(store: redis.Redis, folder: Path) -> None:
    at(store, 0, fact(1))
    for number, raw in enumerate((b"", b"\xff\x00", b'{"id": 1}'), start=1):
        store.xadd(keys.FACTS, {"o": raw}, id=f"{BASE + number}-0")
    at(store, HOUR, fact(2))
    fold(store)
    assert len(tidy(store, folder, DAY + HOUR)) == 1
    (path,) = folder.rglob("*.parquet")
    rows = pq.read_table(path).to_pylist()
    assert [row["o"] for row in rows][1:] == [b"", b"\xff\x00", b'{"id": 1}']
    assert [row["kind"] for row in rows] == ["incident", None, None, None]
    assert [item is None for _, item in everything(store, folder)] == [False, True, True, True, False]


def test_nothing_leaves_before_the_projector_has_folded_it(store: redis.Redis, folder: Path) -> None:
    fill(store, hours=2)
    assert tidy(store, folder, 10 * DAY) == []
    projector = fold(store)
    last = store.xrevrange(keys.POSITIONS, max=str(BASE + HOUR - 1), count=1)[0][0].decode()
    store.set(keys.CURSOR, f"{journal.order(last)[0] - 1}-0")
    tidy(store, folder, 10 * DAY)
    assert (store.xlen(keys.POSITIONS), first(store, "FACTS")) == (24, 1)
    store.set(keys.CURSOR, projector.cursor)
    assert len(tidy(store, folder, 10 * DAY)) == 3
    assert store.xlen(keys.POSITIONS) == 0


def test_what_the_state_lost_in_between_stays(
    store: redis.Redis, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The projector starts anew while a file is written: its mark is refused, as its script looks itself."""
    fill(store, hours=1)
    fold(store)
    seal = hours.seal

    def clear(*arguments: Any) -> None:
        seal(*arguments)
        store.delete(keys.CURSOR)

    monkeypatch.setattr(hours, "seal", clear)
    before = store.xlen(keys.POSITIONS)
    with pytest.raises(StoreError, match="ons voor"):
        tidy(store, folder, DAY)
    assert store.xlen(keys.POSITIONS) == before
    assert not history.behind(store, journal.START)


def test_a_file_that_was_finished_is_verified_and_kept(store: redis.Redis, folder: Path) -> None:
    fill(store, hours=1)
    fold(store)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Archive, "_sweep", lambda *_: None)
        patch.setattr(
            retention, "MARK", retention.SWEEP
        )  # killed before the mark: a script that marks nothing
        with pytest.raises((StoreError, redis.RedisError)):
            tidy(store, folder, 3 * HOUR)
    (path,) = folder.rglob("*.parquet")
    written = path.stat().st_ino
    assert len(tidy(store, folder, 3 * HOUR)) == 1
    assert path.stat().st_ino == written


@pytest.mark.parametrize("spoil", ["half", "flipped", "manifest", "other"])
def test_a_file_that_is_no_good_is_written_again_from_the_store(
    store: redis.Redis, folder: Path, spoil: str
) -> None:
    fill(store, hours=1)
    fold(store)
    before = everything(store)
    path = hours.file(folder, "positions", BASE // HOUR)
    parquet.write(path, [[((BASE, 1), b"x")]])
    manifest = hours.vouch(path, "this one", "0-0", f"{BASE}-1", f"{BASE}-1", 1)
    hours.seal(path, manifest)
    store.set(keys.JOURNAL, "this one")
    raw = path.read_bytes()
    if spoil == "half":
        path.write_bytes(raw[: len(raw) // 2])
    elif spoil == "flipped":
        path.write_bytes(raw[:9] + bytes([raw[9] ^ 1]) + raw[10:])
    elif spoil == "manifest":
        path.with_suffix(".json").write_bytes(b'{"journal"')
    assert len(tidy(store, folder, 3 * HOUR)) == 1
    assert everything(store, folder) == before


def test_an_archive_of_another_store_is_left_alone(store: redis.Redis, folder: Path) -> None:
    fill(store, hours=1)
    fold(store)
    tidy(store, folder, 3 * HOUR)
    files = {path: path.read_bytes() for path in folder.rglob("*.*")}
    store.flushall()
    fill(store, hours=2)
    fold(store)
    with pytest.raises(StoreError, match="andere opslag"):
        tidy(store, folder, 10 * DAY)
    assert {path: path.read_bytes() for path in folder.rglob("*.*")} == files
    assert store.xlen(keys.POSITIONS) == 24


def test_what_another_machine_archived_meanwhile_is_not_archived_again(
    store: redis.Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two at once, because one stood still for longer than its lease: the second to mark is refused."""
    fill(store, hours=2)
    fold(store)
    before = everything(store)
    seal = hours.seal

    def overtaken(*arguments: Any) -> None:
        seal(*arguments)
        monkeypatch.setattr(hours, "seal", seal)
        tidy(store, tmp_path / "b/archive", 3 * HOUR)

    monkeypatch.setattr(hours, "seal", overtaken)
    with pytest.raises(StoreError, match="ons voor"):
        tidy(store, tmp_path / "a/archive", 3 * HOUR)
    assert everything(store, tmp_path / "b/archive") == before
    assert everything(store, tmp_path / "a/archive") == before  # the same hour, so it serves as well


def test_a_disk_that_is_nearly_full_is_left_alone(
    store: redis.Redis, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, hours=1)
    fold(store)
    monkeypatch.setattr(
        "mlob.retention.shutil.disk_usage", lambda _: type("Usage", (), {"free": retention._ROOM - 1})
    )
    with pytest.raises(StoreError, match="MiB vrij"):
        tidy(store, folder, 3 * HOUR)
    assert store.xlen(keys.POSITIONS) == 12
    assert [path.name for path in folder.rglob("*") if path.is_file()] == []


def test_a_fault_in_one_stream_does_not_stop_the_other(store: redis.Redis, folder: Path) -> None:
    fill(store, hours=1)
    fold(store)
    folder.mkdir()
    (folder / "facts").write_text("in the way")
    with pytest.raises(OSError):
        tidy(store, folder, 10 * DAY)
    assert store.xlen(keys.POSITIONS) == 0


def test_what_reads_back_otherwise_does_not_leave_the_store(
    store: redis.Redis, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, hours=1)
    fold(store)
    table = parquet._table

    def wrong(rows: Any, extent: Any) -> Any:
        return table([(place, raw.replace(b"bron", b"brom")) for place, raw in rows], extent)

    monkeypatch.setattr(parquet, "_table", wrong)
    with pytest.raises(StoreError, match="leest anders terug"):
        tidy(store, folder, 3 * HOUR)
    assert store.xlen(keys.POSITIONS) == 12


def test_the_worker_goes_by_its_clock_and_has_its_lease_back(
    store: redis.Redis, server: EmbeddedRedis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two runs of one machine after each other; another machine stands by."""
    settings = Settings(data_dir=tmp_path)
    fill(store, hours=1)
    fold(store, settings.archive)
    monkeypatch.setattr(archive, "_EVERY", 0.0)
    monkeypatch.setattr("mlob.archive.os.nice", lambda _: 0)

    class Done(BaseException):
        pass

    for moved, left in ((3 * HOUR - 1, 12), (3 * HOUR, 0)):
        times = iter([clock(moved)])

        def look(times: Any = times) -> Any:
            try:
                return next(times)
            except StopIteration:
                raise Done from None

        with pytest.raises(Done):
            archive.run(settings, server.url, look)
        assert store.xlen(keys.POSITIONS) == left
        assert not Lease(store, keys.ARCHIVE_LEASE, 1000, "another").hold()


def test_a_fault_is_told_when_it_begins_and_when_it_ends(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    told = archive._Told()
    for fault in ("", "vol", "vol", "vol", "kapot", "", ""):
        told.tell(fault)
    assert [row.getMessage().partition(";")[0] for row in caplog.records] == [
        "archiving stopped: vol",
        "archiving stopped: kapot",
        "archiving again",
    ]


def test_what_comes_in_while_an_hour_moves_stays(
    store: redis.Redis, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, hours=1)
    projector = fold(store)
    seal = hours.seal
    count = 0

    def busy(*arguments: Any) -> None:
        nonlocal count
        seal(*arguments)
        count += 1
        at(store, 5 * HOUR + count, position(1000 + count), fact(2000 + count))
        projector.step()

    monkeypatch.setattr(hours, "seal", busy)
    before = len(everything(store))
    assert len(tidy(store, folder, DAY + HOUR)) == 2
    assert len(everything(store, folder)) == before + 2 * count
    assert count == 2

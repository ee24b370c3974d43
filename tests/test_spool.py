"""The spool: what was put comes out once, in order, within its bound, also after a crash or a torn write."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from mlob.spool import Spool

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def drained(spool: Spool) -> list[bytes]:
    found = []
    while (taken := spool.take(500)) is not None:
        found += taken[1]
        spool.done()
    return found


def test_frames_come_out_in_order_with_the_time_at_which_they_came(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "s")
    assert not spool
    spool.put([b"a", b""], NOON)
    spool.put([b"c" * 70_000], NOON + timedelta(milliseconds=5))
    assert spool
    assert spool.take(500) == (NOON, [b"a", b""])
    assert spool.take(500) == (NOON, [b"a", b""]), "not let go of yet"
    spool.done()
    assert spool.take(500) == (NOON + timedelta(milliseconds=5), [b"c" * 70_000])
    spool.done()
    assert spool.take(500) is None
    assert not list((tmp_path / "s").iterdir())


def test_a_new_process_finds_what_the_old_one_left(tmp_path: Path) -> None:
    Spool(tmp_path).put([b"a", b"b"], NOON)
    assert drained(Spool(tmp_path)) == [b"a", b"b"]


def test_a_torn_tail_costs_only_itself(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.put([b"first", b"second"], NOON)
    (path,) = tmp_path.glob("*.spool")
    path.write_bytes(path.read_bytes()[:-3])
    spool.put([b"third"], NOON)
    assert drained(Spool(tmp_path)) == [b"first", b"third"]


def test_a_full_spool_keeps_the_newest_and_counts_the_rest(tmp_path: Path) -> None:
    spool = Spool(tmp_path, limit=16_000)
    frames = [b"%05d" % number + b"x" * 95 for number in range(400)]
    for frame in frames:
        spool.put([frame], NOON)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 16_000
    kept = drained(spool)
    assert kept == frames[-len(kept) :]
    assert len(kept) + spool.lost == 400
    assert len(kept) > 100


@settings(max_examples=50, deadline=None)
@given(acts=st.lists(st.sampled_from(["put", "take", "again"]), max_size=40))
def test_nothing_is_lost_or_told_twice_however_reading_and_writing_mix(
    tmp_path_factory: object, acts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("s")  # type: ignore[attr-defined]
    spool, put, got = Spool(folder), 0, []
    for act in acts:
        if act == "put":
            spool.put([b"%d" % put, b"%d" % (put + 1)], NOON + timedelta(seconds=put))
            put += 2
        elif act == "again":
            spool.take(1)
        elif (taken := spool.take(1)) is not None:
            got += taken[1]
            spool.done()
    assert got + drained(spool) == [b"%d" % number for number in range(put)]


def test_one_thread_writes_while_another_reads(tmp_path: Path) -> None:
    spool, got = Spool(tmp_path, limit=1_600_000), list[bytes]()

    def write() -> None:
        for number in range(300):
            spool.put([b"%d" % number], NOON + timedelta(milliseconds=number))

    writer = threading.Thread(target=write)
    writer.start()
    while writer.is_alive():
        if (taken := spool.take(7)) is not None:
            got += taken[1]
            spool.done()
    assert got + drained(spool) == [b"%d" % number for number in range(300)]

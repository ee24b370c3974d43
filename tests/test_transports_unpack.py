"""What is packed with gzip: however it is cut, however much it unpacks to, and by every way in."""

from __future__ import annotations

import asyncio
import gzip
import json
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from mlob.__main__ import cli
from mlob.errors import SourceError
from mlob.transports import CHUNK, files, folder, unpack
from tests.inlets import Sink, during, running, until

PAGE = (
    b"FLEX|2026-11-23 12:00:00|1600/2/K/A|00.069|001002650|ALN|P 1 BLB-02 BR woning Molenweg Weert 234431\n"
)
SEVERAL = (
    gzip.compress(b"een " * 100, mtime=0) + gzip.compress(b"", mtime=0) + gzip.compress(b"twee", mtime=0)
)


def unpacked(data: bytes, cuts: list[int]) -> bytes:
    unpacker = unpack.Unpacker()
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    found = b"".join(piece for a, b in pairwise(edges) for piece in unpacker.feed(data[a:b]))
    return found + unpacker.close()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (SEVERAL, b"een " * 100 + b"twee"),
        (SEVERAL + b"\0\0 en nog wat", b"een " * 100 + b"twee"),
        (b"gewoon", b"gewoon"),
        (b"\x1f", b"\x1f"),
        (b"", b""),
    ],
)
@given(cuts=st.lists(st.integers(0, 1000), max_size=8))
def test_it_comes_out_the_same_however_it_is_cut(data: bytes, expected: bytes, cuts: list[int]) -> None:
    assert unpacked(data, cuts) == expected


def test_pieces_are_small_however_much_they_are() -> None:
    found = [len(piece) for piece in unpack.pieces(gzip.compress(b"0" * 5_000_000, mtime=0))]
    assert (max(found), sum(found)) == (CHUNK, 5_000_000)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (gzip.compress(b"x" * 1000, mtime=0), "uitgepakt langer dan 999 bytes"),
        (gzip.compress(b"x", mtime=0)[:-4], "gzip is afgebroken"),
        (b"\x1f\x8b\x08rommel en nog meer", "gzip is kapot"),
        (gzip.compress(b"x", mtime=0) + b"\x1f\x8b", "gzip is afgebroken"),
    ],
)
def test_what_is_broken_or_too_much(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        unpack.unpacked(data, 999)


def test_a_packed_file_in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "PAUSE", 0.02)
    monkeypatch.setattr(folder, "QUIET", 0.1)
    (tmp_path / "goed.gz").write_bytes(gzip.compress(b"een\ntwee\n", mtime=0))
    (tmp_path / "half.gz").write_bytes(gzip.compress(b"drie\n", mtime=0)[:-4])
    sink = Sink()

    async def moved() -> None:
        await until(
            lambda: (tmp_path / "processed/goed.gz").exists() and (tmp_path / "refused/half.gz").exists()
        )

    during(f"dir:{tmp_path}", sink, moved)
    assert b"een\ntwee\n" in [lane.data for lane in sink.lanes]


def test_a_packed_file_is_taken_whole_and_again_when_it_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_PAUSE", 0.02)
    path, sink = tmp_path / "lijst.gz", Sink()
    path.write_bytes(gzip.compress(b"een\n", mtime=0))

    async def go() -> None:
        async def body() -> None:
            await until(lambda: sink.mark)
            await asyncio.sleep(0.1)
            assert sink.data == b"een\n"
            path.write_bytes(gzip.compress(b"een\ntwee\n", mtime=0))
            await until(lambda: b"twee" in sink.data)

        await running(f"file:{path}", sink, body)

    asyncio.run(go())
    again = Sink(sink.mark)
    asyncio.run(running(f"file:{path}", again, lambda: asyncio.sleep(0.3)))
    assert again.data == b""


def test_decode_takes_a_packed_file(tmp_path: Path) -> None:
    path = tmp_path / "pagers.gz"
    call = ["decode", "--format", "p2000", "--discipline", "brandweer", str(path)]
    path.write_bytes(gzip.compress(PAGE, mtime=0))
    done = CliRunner().invoke(cli, call)
    assert (done.exit_code, json.loads(done.stdout)["properties"]["place"]) == (0, "Weert")
    path.write_bytes(gzip.compress(PAGE, mtime=0)[:-4])
    done = CliRunner().invoke(cli, call)
    assert done.exit_code == 0
    assert json.loads(done.stderr.splitlines()[-1])["reason"] == "bestand: gzip is afgebroken"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "", "Europe"])
def test_decode_in_an_unknown_time_zone_is_a_wrong_call(zone: str) -> None:
    done = CliRunner().invoke(cli, ["decode", "--format", "cap", "--discipline", "ghor", "--timezone", zone])
    assert (done.exit_code, "onbekende tijdzone" in done.stderr) == (2, True)

"""A drop folder: whole files once, in order, moved to where they belong."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from pathlib import Path

import pytest
import redis
import redis.asyncio

from mlob import ingest, journal, transports
from mlob.redis_server import EmbeddedRedis
from mlob.transports import folder
from tests.inlets import Sink, during, until
from tests.observations import source

PAGE = (
    "FLEX|2026-11-23 12:0{}:00|1600/2/K/A|00.069|001002650|ALN|P 1 BLB-02 BR woning Molenweg Weert 234431\n"
)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "PAUSE", 0.02)
    monkeypatch.setattr(folder, "QUIET", 0.1)


def names(path: Path) -> set[str]:
    return {item.name for item in path.iterdir()} if path.is_dir() else set()


def test_files_are_taken_by_age_and_moved_by_verdict(tmp_path: Path) -> None:
    texts = {"b.txt": b"een\n", "a.txt": b"fout\ntwee\n", "c.txt": b"fout\nfout\n", "leeg.txt": b""}
    for age, (name, text) in enumerate(texts.items()):
        (tmp_path / name).write_bytes(text)
        os.utime(tmp_path / name, (1000 + age, 1000 + age))
    sink = Sink()

    async def body() -> None:
        await until(lambda: len(names(tmp_path / "processed") | names(tmp_path / "refused")) == 4)

    during(f"dir:{tmp_path}", sink, body)
    assert [lane.data for lane in sink.lanes] == list(texts.values())
    assert all(lane.closed for lane in sink.lanes)
    assert names(tmp_path / "processed") == {"a.txt", "b.txt", "leeg.txt"}
    assert names(tmp_path / "refused") == {"c.txt"}
    assert names(tmp_path) == {"processed", "refused"}


def test_what_is_not_finished_waits(tmp_path: Path) -> None:
    for name in (".verborgen", "half.part", "half.TMP", "~$lijst.xlsx"):
        (tmp_path / name).write_bytes(b"fout\n")
    growing, sink = tmp_path / "groeit.txt", Sink()

    async def body() -> None:
        for number in range(12):
            with growing.open("ab") as file:
                file.write(b"regel %d\n" % number)
            await asyncio.sleep(0.02)
            assert sink.lanes == []
        await until(lambda: names(tmp_path / "processed") == {"groeit.txt"})
        (tmp_path / "half.part").rename(tmp_path / "heel.txt")
        await until(lambda: names(tmp_path / "refused") == {"heel.txt"})

    during(f"dir:{tmp_path}", sink, body)
    assert sink.lanes[0].data.count(b"regel") == 12
    assert len(sink.lanes) == 2


def test_links_pipes_and_folders_are_not_files(tmp_path: Path) -> None:
    secret, drop, sink = tmp_path / "geheim.txt", tmp_path / "drop", Sink()
    secret.write_bytes(b"geheim\n")
    drop.mkdir()
    (drop / "link.txt").symlink_to(secret)
    (drop / "map.txt").mkdir()
    os.mkfifo(drop / "pijp.txt")

    async def body() -> None:
        await asyncio.sleep(0.2)
        (drop / "echt.txt").write_bytes(b"echt\n")
        await until(lambda: names(drop / "processed"))

    during(f"dir:{drop}", sink, body)
    assert sink.data == b"echt\n"


def test_a_name_that_was_used_before_keeps_both(tmp_path: Path) -> None:
    sink = Sink()

    async def body() -> None:
        for count in range(1, 4):
            (tmp_path / "lijst.csv").write_bytes(b"%d\n" % count)
            await until(lambda count=count: len(names(tmp_path / "processed")) == count)

    during(f"dir:{tmp_path}", sink, body)
    kept = {path.name: path.read_bytes() for path in (tmp_path / "processed").iterdir()}
    assert kept == {"lijst.csv": b"1\n", "lijst.csv.2": b"2\n", "lijst.csv.3": b"3\n"}


def test_a_folder_that_is_away_is_waited_for(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    drop, sink = tmp_path / "later", Sink()

    async def body() -> None:
        await until(lambda: "trying again" in caplog.text)
        drop.mkdir()
        (drop / "a.txt").write_bytes(b"een\n")
        await until(lambda: names(drop / "processed"))

    with caplog.at_level(logging.INFO, "mlob.transports"):
        during(f"dir:{drop}", sink, body)
    assert caplog.text.count("trying again") == caplog.text.count("connected again") == 1


def test_one_file_that_may_not_be_read_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def opened(path: Path) -> object:
        if path.name == "dicht.txt":
            raise PermissionError(13, "Permission denied")
        return path.open("rb")

    monkeypatch.setattr(folder, "_open", opened)
    (tmp_path / "dicht.txt").write_bytes(b"x\n")
    sink = Sink()

    async def body() -> None:
        for count in (1, 2):
            (tmp_path / f"open{count}.txt").write_bytes(b"een\n")
            await until(lambda count=count: len(names(tmp_path / "processed")) == count)

    during(f"dir:{tmp_path}", sink, body)
    assert caplog.text.count("stays where it is") == 1
    assert (tmp_path / "dicht.txt").is_file()


def test_a_folder_url_that_cannot_work_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "bestand").touch()
    fault = transports.known()["dir"].fault
    assert fault("dir:")
    assert fault(f"dir:{tmp_path / 'bestand'}")
    assert not fault(f"dir:{tmp_path}")
    assert not fault(f"dir://{tmp_path / 'nog-niet'}")


def test_a_restart_in_the_middle_loses_and_doubles_nothing(
    tmp_path: Path, server: EmbeddedRedis, store: redis.Redis
) -> None:
    """Cut off after the journal has the file and before it is moved: read again, journalled once."""
    (tmp_path / "pagina.txt").write_text(PAGE.format(1) + PAGE.format(2))

    async def run(stop: str) -> None:
        client = redis.asyncio.Redis.from_url(server.url)
        letterbox = ingest.Letterbox(source("p2000"), client)
        task = asyncio.create_task(transports.known()["dir"].run(f"dir:{tmp_path}", letterbox))
        if stop == "journal":
            await until(lambda: len(journal.read(store, journal.START, 10)) == 2)
        else:
            await until(lambda: names(tmp_path / "processed"))
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await client.aclose()

    def cut(self: Path, target: Path) -> Path:
        raise PermissionError(13, "cut off here")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "rename", cut)
        asyncio.run(run("journal"))
    assert names(tmp_path) >= {"pagina.txt"}
    asyncio.run(run("moved"))
    assert len(journal.read(store, journal.START, 10)) == 2
    assert names(tmp_path / "processed") == {"pagina.txt"}

"""Tables all the way: dropped in a folder or posted, into the journal, and the file where it belongs."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

import pytest
import redis
import redis.asyncio

from mlob import ingest, journal, transports
from mlob.model import Discipline, Source
from mlob.redis_server import EmbeddedRedis
from mlob.transports import folder
from tests import workbooks
from tests.inlets import until

HEAD = ["Locatienummer", "Naam", "Plaats"]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "PAUSE", 0.02)
    monkeypatch.setattr(folder, "QUIET", 0.1)


def names(path: Path) -> set[str]:
    return {item.name for item in path.iterdir()} if path.is_dir() else set()


def dropped(server: EmbeddedRedis, path: Path, form: str, count: int) -> None:
    """Hold the folder until so many files have been taken."""
    shelters = Source(
        name="opvang",
        format=form,
        disciplines=(Discipline.GEMEENTEN,),
        defaults={"kind": "facility"},
        columns={"id": "Locatienummer", "title": "Naam", "place": "Plaats"},
    )

    async def go() -> None:
        client = redis.asyncio.Redis.from_url(server.url)
        task = asyncio.create_task(
            transports.known()["dir"].run(f"dir:{path}", ingest.Letterbox(shelters, client))
        )
        await until(lambda: len(names(path / "processed") | names(path / "refused")) == count)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await client.aclose()

    asyncio.run(go())


def test_workbooks_in_a_folder(tmp_path: Path, server: EmbeddedRedis, store: redis.Redis) -> None:
    good = [HEAD, [1, "Sporthal", "Weert"], [None, "Zonder nummer"], [2, "Buurthuis", "Roermond"]]
    (tmp_path / "goed.xlsx").write_bytes(workbooks.workbook({"Blad1": good}))
    (tmp_path / "koppen.xlsx").write_bytes(
        workbooks.workbook({"Blad1": [["Nr", *HEAD[1:]], [1, "a"], [2, "b"]]})
    )
    (tmp_path / "kapot.xlsx").write_bytes(b"PK\x03\x04rommel")
    dropped(server, tmp_path, "xlsx", 3)
    assert names(tmp_path / "processed") == {"goed.xlsx"}
    assert names(tmp_path / "refused") == {"koppen.xlsx", "kapot.xlsx"}
    found = [item for _, item in journal.read(store, journal.START, 10)]
    assert [item and (item.entity, item.title) for item in found] == [
        ("facility:opvang:1", "Sporthal"),
        ("facility:opvang:2", "Buurthuis"),
    ]


def test_csv_longer_than_a_read(tmp_path: Path, server: EmbeddedRedis, store: redis.Redis) -> None:
    """The rows of later reads have the headings of the first."""
    lines = [";".join(HEAD), *(f'{number};"Hal\n{number}";{"x" * 900}' for number in range(1000))]
    (tmp_path / "lang.csv").write_text("\r\n".join(lines))
    dropped(server, tmp_path, "csv", 1)
    found = [item for _, item in journal.read(store, journal.START, 2000)]
    assert len(found) == 1000
    assert {item.title for item in found if item} == {f"Hal {number}" for number in range(1000)}

"""A letterbox while the store is away: what cannot wait goes to disk, and from there to the journal."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import redis
import redis.asyncio
from redis.exceptions import ConnectionError as Away

from mlob import ingest, journal, keys
from mlob.config import Settings
from mlob.ingest import Letterbox
from mlob.model import Discipline, Source
from mlob.redis_server import EmbeddedRedis
from mlob.spool import Spool

SOURCE = Source(name="pager", format="p2000", disciplines=(Discipline.BRANDWEER,))


def line(number: int) -> bytes:
    return f"FLEX|2026-11-25 12:00:{number % 60:02d}|1600/2/K/A|00.069|001002650|ALN|P 1 BLB-02 BR woning Molenweg Weert {230_000 + number}".encode()  # noqa: E501


class Store:
    """A client whose server can be taken away."""

    def __init__(self, client: redis.asyncio.Redis) -> None:
        self.client = client
        self.away = False

    def __getattr__(self, name: str) -> Any:
        if self.away:
            raise Away("away")
        return getattr(self.client, name)


def during(server: EmbeddedRedis, folder: Path | None, body: Any) -> None:
    async def go() -> None:
        client = redis.asyncio.Redis.from_url(server.url)
        store = Store(client)
        box = Letterbox(SOURCE, store, spool=None if folder is None else Spool(folder))  # type: ignore[arg-type]
        draining = asyncio.create_task(box.drain())
        try:
            async with asyncio.timeout(90):
                await body(store, box)
        finally:
            draining.cancel()
            await client.aclose()

    asyncio.run(go())


def bodies(store: redis.Redis) -> list[str]:
    found = [item for _, item in journal.facts(store, journal.START, 10_000)]
    return [str(item.properties["body"]) for item in found if item is not None]


def test_what_comes_while_the_store_is_away_is_journalled_when_it_is_back(
    server: EmbeddedRedis, store: redis.Redis, tmp_path: Path
) -> None:
    async def body(away: Store, box: Letterbox) -> None:
        await box.open().whole([line(0)])
        away.away = True
        for number in range(1, 50):
            await box.open().whole([line(number)])
        assert len(bodies(store)) == 1
        away.away = False
        while len(bodies(store)) < 50 or box.away:
            await asyncio.sleep(0.02)
        await box.open().whole([line(50)])

    during(server, tmp_path / "spool", body)
    assert sorted(bodies(store)) == sorted(
        f"P 1 BLB-02 BR woning Molenweg Weert {230_000 + n}" for n in range(51)
    )
    assert int(store.hget(keys.SOURCE + "pager", "accepted") or 0) == 51
    assert store.hget(keys.SOURCE + "pager", "lost") is None


def test_what_a_process_left_on_disk_is_taken_by_the_next(
    server: EmbeddedRedis, store: redis.Redis, tmp_path: Path
) -> None:
    async def left(away: Store, box: Letterbox) -> None:
        away.away = True
        await box.open().whole([line(1), line(2)])

    async def after(away: Store, box: Letterbox) -> None:
        while len(bodies(store)) < 2:
            await asyncio.sleep(0.02)

    during(server, tmp_path / "spool", left)
    assert not bodies(store)
    during(server, tmp_path / "spool", after)


def test_what_the_spool_could_not_hold_is_counted(
    server: EmbeddedRedis, store: redis.Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def body(away: Store, box: Letterbox) -> None:
        box.spool = Spool(tmp_path / "small", limit=16_000)
        away.away = True
        for number in range(400):
            await box.open().whole([line(number)])
        away.away = False
        while store.hget(keys.SOURCE + "pager", "lost") is None:
            await asyncio.sleep(0.02)

    during(server, tmp_path / "spool", body)
    lost = int(store.hget(keys.SOURCE + "pager", "lost") or 0)
    assert len(bodies(store)) + lost == 400
    assert lost > 0


def test_without_a_spool_the_source_is_held_back(server: EmbeddedRedis, store: redis.Redis) -> None:
    async def body(away: Store, box: Letterbox) -> None:
        away.away = True
        taking = asyncio.create_task(box.open().whole([line(1)]))
        await asyncio.sleep(0.3)
        assert not taking.done()
        away.away = False
        await taking
        assert len(bodies(store)) == 1

    during(server, None, body)


def test_a_disk_that_takes_nothing_holds_the_source_back_and_loses_nothing(
    server: EmbeddedRedis, store: redis.Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    async def body(away: Store, box: Letterbox) -> None:
        monkeypatch.setattr(Spool, "put", full)
        away.away = True
        taking = asyncio.create_task(box.open().whole([line(1)]))
        await asyncio.sleep(0.3)
        assert not taking.done()
        away.away = False
        await taking
        assert len(bodies(store)) == 1

    during(server, tmp_path / "spool", body)


def test_only_who_cannot_wait_has_a_spool() -> None:
    patient = {scheme for scheme, transport in ingest.transports.known().items() if transport.patient}
    assert {"file", "dir", "http", "https", "push", "mqtt", "mqtts"} <= patient
    assert patient.isdisjoint({"tcp", "tcp-listen", "tls", "udp-listen", "ws"})


def test_without_any_source_it_waits_until_it_is_asked_to_end() -> None:
    async def go() -> None:
        serving = asyncio.create_task(ingest.serve(Settings(), "unix:///nergens"))
        done, _ = await asyncio.wait([serving], timeout=0.3)
        assert not done
        serving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await serving

    asyncio.run(go())

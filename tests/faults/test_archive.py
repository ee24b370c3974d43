"""kill -9 of the archive at any moment, and the past of the whole system over archive and store."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import redis

from mlob import history, hours, keys
from mlob.hours import HOUR
from mlob.redis_server import EmbeddedRedis
from tests.archived import everything, fact, fold, position
from tests.conftest import DEEP
from tests.faults.test_kill import PUSH, frame
from tests.system import KEY, System, wait_until

FAR = 60
"""Hours ago: longer than anything is kept in the store."""


def long_ago(store: redis.Redis, amount: int, each: int) -> None:
    """So many hours of positions with a fact now and then, journalled days ago by the real clock."""
    start = (int(time.time() * 1000) // HOUR - FAR) * HOUR
    with store.pipeline(transaction=False) as pipe:
        for number in range(amount * each):
            item = fact(number) if number % 50 == 0 else position(number)
            name = f"{start + number * HOUR // each}-{number}"
            stream = keys.FACTS if number % 50 == 0 else keys.POSITIONS
            pipe.xadd(stream, {"o": msgspec.json.encode(item)}, id=name)
        last = f"{start + amount * HOUR}-0"
        pipe.xadd(keys.FACTS, {"o": msgspec.json.encode(fact(10**6))}, id=last)
        pipe.set(keys.LAST, last)
        pipe.execute()


def raw(store: redis.Redis, stream: str) -> list[bytes]:
    return [fields[b"o"] for _, fields in store.xrange(hours.STREAMS[stream])]


def test_kill_9_while_hours_move_loses_nothing_and_doubles_nothing(
    store: redis.Redis, server: EmbeddedRedis, tmp_path: Path
) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    rng = random.Random(seed)
    long_ago(store, 60 if DEEP else 24, 1000)
    fold(store, tmp_path / "archive")
    before, kept = everything(store), {stream: raw(store, stream) for stream in hours.STREAMS}
    call = [sys.executable, "-m", "mlob", "archive", "--redis", server.url, "--data-dir", str(tmp_path)]
    kills = 0
    while store.xlen(keys.FACTS) > 1 or store.xlen(keys.POSITIONS):
        progress = store.hgetall(keys.ARCHIVED)
        with (tmp_path / "log").open("ab") as log:
            worker = subprocess.Popen(call, stdout=log, stderr=log)
        wait_until(lambda: store.hgetall(keys.ARCHIVED) != progress, pause=0.002)  # noqa: B023
        if kills < (20 if DEEP else 4):
            time.sleep(rng.uniform(0, 0.1))
            kills += 1
        else:
            wait_until(lambda: store.xlen(keys.FACTS) == 1 and not store.xlen(keys.POSITIONS), 120)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert everything(store, tmp_path / "archive") == before
    assert kills > 2
    for stream, entries in kept.items():
        files = sorted((tmp_path / "archive" / stream).rglob("*.parquet"))
        found = [item for path in files for item in pq.read_table(path)["o"].to_pylist()]
        assert found + raw(store, stream) == entries


def ask(system: System, path: str) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(system.base + path, timeout=60) as answer:
            return answer.status, msgspec.json.decode(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, msgspec.json.decode(error.read())


def test_the_past_over_archive_and_store_and_what_is_said_without_the_archive(tmp_path: Path) -> None:
    server = EmbeddedRedis(tmp_path / "var")
    with redis.Redis.from_url(server.start()) as store:
        long_ago(store, 3, 100)
        fold(store)
    server.stop()
    with System(tmp_path, PUSH) as system:
        assert system.post("/api/v1/ingest/gemeenten", frame(1), KEY)[0] == 202
        with system.store() as store:
            wait_until(lambda: store.xlen(keys.POSITIONS) == 0)
            wait_until(lambda: not history.behind(store, store.get(keys.CURSOR).decode()))
        question = "/api/v1/picture?known_at=2099-01-01T00:00:00Z&at=2099-01-01T00:00:00Z"
        status, found = ask(system, question)
        assert status == 200
        names = {item["id"] for item in found["features"]}
        assert {"unit:bron:u0", "incident:bron:i0"} <= names
        with urllib.request.urlopen(system.base + "/metrics", timeout=60) as answer:
            rows = answer.read().decode()
        assert 'mlob_archive_hours_total{stream="positions"} 3' in rows
        assert 'mlob_archive_until_seconds{stream="facts"}' in rows
        assert 'mlob_journal_oldest_seconds{stream="facts"}' in rows
        os.rename(tmp_path / "var/archive/positions", tmp_path / "away")
        status, found = ask(system, question)
        assert status == 503
        assert found["title"] == "Dit verleden is hier niet te lezen"
        assert "ontbreekt positions van het begin tot" in found["detail"]
        assert ask(system, "/api/v1/picture")[0] == 200
        shutil.move(tmp_path / "away", tmp_path / "var/archive/positions")
        assert ask(system, question)[0] == 200

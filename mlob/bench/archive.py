"""An hour of positions from the store to the archive and back, beside reading it from the store alone."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import msgspec
import redis

from mlob import history, intake, keys
from mlob.bench.frames import cot_events
from mlob.hours import HOUR
from mlob.model import Discipline, Source
from mlob.redis_server import EmbeddedRedis
from mlob.retention import Archive

__all__ = ["measure"]

_SOURCE = Source(name="cot", format="cot", disciplines=(Discipline.DEFENSIE,))
_UNITS = 5000
_DISTINCT = 50_000
"""Entries that differ; more are these again, too far apart for compression to notice."""
_PIPELINE = 5000
_AGO = 6  # hours


def _payloads(amount: int, start: datetime) -> list[bytes]:
    events = [event.rstrip() for event in cot_events(min(amount, _DISTINCT), _UNITS, start)]
    return [msgspec.json.encode(item) for item in intake.take(_SOURCE, events, start).observations]


def _fill(client: redis.Redis, amount: int) -> float:
    """Journal so many positions over an hour that is long past; the bytes of one on average."""
    start = (int(time.time() * 1000) // HOUR - _AGO) * HOUR
    payloads = _payloads(amount, datetime.fromtimestamp(start / 1000, UTC))
    rows = enumerate(islice(cycle(payloads), amount))
    last = ""
    while page := list(islice(rows, _PIPELINE)):
        with client.pipeline(transaction=False) as pipe:
            for number, raw in page:
                last = f"{start + number * HOUR // amount}-{number}"
                pipe.xadd(keys.POSITIONS, {"o": raw}, id=last)
            pipe.execute()
    client.set(keys.CURSOR, last)
    client.set(keys.LAST, f"{start + HOUR}-0")
    return sum(map(len, payloads)) / len(payloads)


def _read(client: Any) -> Iterator[Any]:
    """The floor: every entry out of the store, nothing done with it."""
    after = "0-0"
    while rows := client.xrange(keys.POSITIONS, min=f"({after}", count=2000):
        yield from rows
        after = rows[-1][0].decode()


def _timed(work: Callable[[], Any]) -> tuple[float, float, float]:
    """Seconds, and resident megabytes before and at most (proc(5): clear_refs, VmHWM)."""
    Path("/proc/self/clear_refs").write_text("5")
    before = _status("VmRSS")
    started = time.perf_counter()
    work()
    return time.perf_counter() - started, before, _status("VmHWM")


def _status(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024, 1)


def _count(items: Iterator[Any]) -> int:
    return sum(1 for _ in items)


def measure(amount: int) -> dict[str, Any]:
    """Entries a second out of the store, into the archive, and back; what an entry takes in each."""
    keep = {"facts": timedelta(hours=1), "positions": timedelta(hours=1)}
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedRedis(Path(folder))
        with redis.Redis.from_url(server.start()) as client:
            try:
                empty: Any = client.info("memory")
                size = _fill(client, amount)
                full: Any = client.info("memory")
                floor, _, _ = _timed(lambda: _count(_read(client)))
                archive = Archive(client, Path(folder) / "archive", keep)
                moved: list[Any] = []
                wrote, before, most = _timed(lambda: moved.extend(archive.tidy(datetime.now(UTC))))
                left = client.xlen(keys.POSITIONS)
                counted: list[int] = []
                entries = history.read_all(client, Path(folder) / "archive")
                read, _, read_most = _timed(lambda: counted.append(_count(entries)))
            finally:
                server.stop()
    (manifest,) = moved
    return {
        "bench": "archive",
        "entries": amount,
        "amiss": abs(manifest.rows - amount) + abs(counted[0] - amount) + left,
        "archived_per_s": round(amount / wrote),
        "store_read_per_s": round(amount / floor),
        "ratio": round(floor / wrote, 3),
        "read_back_per_s": round(amount / read),
        "seconds": round(wrote, 2),
        "bytes_entry": round(size, 1),
        "bytes_store": round((full["used_memory"] - empty["used_memory"]) / amount, 1),
        "bytes_archive": round(manifest.size / amount, 1),
        "resident_mb": {"before": before, "archiving": most, "reading": read_most},
        "durable": "appendfsync always; file, folder and manifest fsynced",
    }

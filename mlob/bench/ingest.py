"""From bytes on a socket to committed state, durable, beside the scripted-pipeline ceiling."""

from __future__ import annotations

import os
import socket
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import redis

from mlob import journal, keys, state
from mlob.bench.frames import cot_events, p2000_lines
from mlob.config import Settings
from mlob.house import House
from mlob.journal import run
from mlob.lua import Script, script
from mlob.ports import free_ports

__all__ = ["measure"]

_PIPELINE = 500
_UNITS = 5000
_LINE_SHARE = 0.1
_PATIENCE = 300.0

CEILING: Script = script("""
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('GEOADD', KEYS[2], ARGV[3], ARGV[4], ARGV[1])
redis.call('XADD', KEYS[3], 'MAXLEN', '~', 10000, '*', 'd', ARGV[2])
return 1
""")
"""One entity, its place and one stream entry: what a store that does nothing else could commit."""


def _ceiling(client: redis.Redis, amount: int, payload: bytes) -> float:
    """Entities a second through a pipelined one-entity script on the same server."""
    run(client, CEILING, ["bench:e", "bench:g", "bench:s"], ["warm", payload, 5.0, 52.0])
    started = time.perf_counter()
    for start in range(0, amount, _PIPELINE):
        with client.pipeline(transaction=False) as pipe:
            for number in range(start, min(amount, start + _PIPELINE)):
                lon, lat = 4.0 + number % 300 / 100, 51.0 + number % 200 / 100
                pipe.evalsha(
                    CEILING.sha, 3, "bench:e", "bench:g", "bench:s", f"e{number % _UNITS}", payload, lon, lat
                )
            pipe.execute()
    rate = amount / (time.perf_counter() - started)
    client.delete("bench:e", "bench:g", "bench:s")
    return rate


def _config(folder: Path, ports: list[int]) -> Path:
    path = folder / "mlob.toml"
    path.write_text(
        f"""[[source]]
name = "cot"
format = "cot"
disciplines = ["defensie"]
url = "tcp-listen://127.0.0.1:{ports[0]}"
[[source]]
name = "p2000"
format = "p2000"
disciplines = ["brandweer", "politie", "ghor"]
url = "tcp-listen://127.0.0.1:{ports[1]}"
""",
        encoding="utf-8",
    )
    return path


def _connect(port: int) -> socket.socket:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _accepted(client: redis.Redis) -> int:
    return sum(int(client.hget(keys.SOURCE + name, "accepted") or 0) for name in ("cot", "p2000"))


def _send(client: redis.Redis, ports: list[int], events: list[bytes], lines: list[bytes]) -> float:
    """Send everything; seconds until the state holds it all."""
    tracks, pager = _connect(ports[0]), _connect(ports[1])
    total = len(events) + len(lines)
    started = time.perf_counter()
    with tracks, pager, click.progressbar(length=total, label="ingest", file=sys.stderr) as bar:
        pager.sendall(b"".join(lines))
        for start in range(0, len(events), _PIPELINE):
            tracks.sendall(b"".join(events[start : start + _PIPELINE]))
            bar.update(min(_PIPELINE, len(events) - start))
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            if _accepted(client) >= total:
                cursor: Any = client.get(keys.CURSOR)
                if cursor and cursor.decode() == journal.newest(client):
                    return time.perf_counter() - started
            time.sleep(0.01)
    raise TimeoutError(f"na {_PATIENCE:.0f} s is {_accepted(client)} van {total} aangenomen")


def _spent(house: House) -> dict[str, float]:
    """Processor seconds of each part since it started (proc(5), stat fields 14 and 15)."""
    parts = {child.name: child.process for child in house.children}
    if house.store is not None:
        parts["redis"] = house.store.process
    found = {}
    for name, process in parts.items():
        if process is not None:
            fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
            found[name] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return found


def measure(amount: int) -> dict[str, Any]:
    """Rates a second and their ratio; every frame sent must be in the state."""
    start = datetime.now(UTC) - timedelta(minutes=5)
    lines = p2000_lines(int(amount * _LINE_SHARE), start - timedelta(hours=3))
    events = cot_events(amount - len(lines), _UNITS, start)
    with tempfile.TemporaryDirectory() as folder:
        ports = free_ports(2)
        settings = Settings(data_dir=Path(folder) / "var", path=_config(Path(folder), ports))
        house = House(settings)
        url = house.open()
        try:
            with redis.Redis.from_url(url) as client:
                before = _ceiling(client, amount, b"x" * 700)
                house.worker("ingest", url)
                house.worker("project", url)
                house.start()
                seconds = _send(client, ports, events, lines)
                spent = _spent(house)
                after = _ceiling(client, amount, b"x" * 700)
                kept = state.load(client)[1]
        finally:
            house.close()
    ceiling = (before + after) / 2
    units = sum(entity.kind == "unit" for entity in kept.values())
    return {
        "bench": "ingest",
        "frames": amount,
        "seconds": round(seconds, 3),
        "applied_per_s": round(amount / seconds),
        "ceiling_per_s": round(ceiling),
        "ratio": round(amount / seconds / ceiling, 3),
        "entities": len(kept),
        "units": units,
        "lost": _UNITS - units,
        "cpu_s": spent,
        "durable": "appendfsync always",
    }

"""From bytes on a socket to committed state, durable, beside the scripted-pipeline ceiling."""

from __future__ import annotations

import socket
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import redis

from mlob import config, journal, keys, state
from mlob.bench import processes
from mlob.bench.ceiling import ceiling
from mlob.bench.frames import cot_events, p2000_lines
from mlob.bench.proof import amiss, expected
from mlob.house import House
from mlob.ports import free_ports

__all__ = ["measure"]

_PIPELINE = 500
_UNITS = 5000
_LINE_SHARE = 0.1
_PATIENCE = 300.0
_RECORD = 700
"""Bytes of what the ceiling writes: about those of a record and of a journal entry of ours."""


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
        share = len(lines) * _PIPELINE // len(events) + 1
        for turn, start in enumerate(range(0, len(events), _PIPELINE)):
            tracks.sendall(b"".join(events[start : start + _PIPELINE]))
            pager.sendall(b"".join(lines[turn * share : (turn + 1) * share]))
            bar.update(_PIPELINE + share)
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            if _accepted(client) >= total:
                cursor: Any = client.get(keys.CURSOR)
                if cursor and cursor.decode() == journal.newest(client):
                    return time.perf_counter() - started
            time.sleep(0.01)
    raise TimeoutError(f"na {_PATIENCE:.0f} s is {_accepted(client)} van {total} aangenomen")


def _await_listening(ports: list[int]) -> None:
    """Starting up is not part of what is measured."""
    for port in ports:
        _connect(port).close()


def measure(amount: int) -> dict[str, Any]:
    """Rates a second and their ratio; all that was sent must show in the state.

    Half of the ceiling is measured before and half after, on the same server, so that neither the
    order nor a change in what else the machine does favours one of the two.
    """
    start = datetime.now(UTC) - timedelta(minutes=5)
    lines = p2000_lines(int(amount * _LINE_SHARE), start - timedelta(seconds=amount))
    events = cot_events(amount - len(lines), _UNITS, start)
    with tempfile.TemporaryDirectory() as folder:
        ports = free_ports(2)
        settings = config.load(_config(Path(folder), ports), data_dir=Path(folder) / "var")
        house = House(settings)
        url = house.open()
        try:
            with redis.Redis.from_url(url) as client:
                before = ceiling(client, amount // 2, _RECORD)
                house.worker("ingest", url)
                house.worker("project", url)
                house.start()
                _await_listening(ports)
                parts = processes.of(house)
                spent = processes.spent_s(parts)
                seconds = _send(client, ports, events, lines)
                spent = processes.used_s(parts, spent)
                resident = processes.resident_mb(parts)
                after = ceiling(client, amount // 2, _RECORD)
                kept = state.load(client)[1]
        finally:
            house.close()
    frames = {"cot": events, "p2000": lines}
    sent = [(source, [frame.rstrip() for frame in frames[source.name]]) for source in settings.sources]
    rate, most = amount / seconds, (before + after) / 2
    return {
        "bench": "ingest",
        "frames": amount,
        "seconds": round(seconds, 3),
        "applied_per_s": round(rate),
        "ceiling_per_s": round(most),
        "ratio": round(rate / most, 3),
        "entities": len(kept),
        "amiss": amiss(expected(sent, datetime.now(UTC)), kept),
        "cpu_s": spent,
        "resident_mb": resident,
        "durable": "appendfsync always",
    }

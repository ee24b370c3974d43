"""One web node and many viewers: what a delivery costs and how soon it is there, beside bare asyncio.

The web node is `mlob web` in its own process. The bench commits the moving units itself, as the projector
would. What is timed of each delivery, until the process of the viewers has read it from its socket:
`after_look` from the moment at which the web node asks the store what changed (seen by MONITOR), so with
decoding, encoding and joining, and without the wait for the look; `after_commit` from the commit, with it.
`bare` is an asyncio TCP server that writes the same bytes to as many sockets at the same rate, half before
and half after; its times run from its first write of a message.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import msgspec
import redis

from mlob import config
from mlob.bench import processes
from mlob.bench.bare_fanout import Bare, bare_fanout
from mlob.bench.fanout_units import MOVING, UNITS, Units, deltas
from mlob.bench.looks import Looks
from mlob.bench.outside import await_ready
from mlob.bench.spread import spread
from mlob.bench.viewers import Heard, Watching, room_for
from mlob.broadcast import INTERVAL
from mlob.house import House
from mlob.model import iso
from mlob.ports import free_ports

__all__ = ["measure"]

_P99_MS = 50.0
_RATIO = 2.5
"""What SPEED asks: ms after the look, and processor time of a delivery beside bare asyncio."""


def measure(viewers: int, seconds: float) -> dict[str, Any]:
    """Rates, times and costs; `lost` counts viewers and units that do not show the last word."""
    room_for(viewers)
    before = _bare(viewers, seconds / 2)
    web = _web(viewers, seconds)
    after = _bare(viewers, seconds / 2)
    each = (before.spent_s + after.spent_s) / (before.deliveries + after.deliveries) * 1e6
    ratio = web["cpu_us_per_delivery"] / each
    return {
        "bench": "fanout",
        "viewers": viewers,
        "seconds": seconds,
        **web,
        "bare_ms": spread([*before.milliseconds, *after.milliseconds]),
        "bare_cpu_us_per_delivery": round(each, 1),
        "ratio": round(ratio, 2),
        "target": {"after_look_p99_ms": _P99_MS, "ratio": _RATIO, "lost": 0},
        "met": web["after_look_ms"]["p99"] <= _P99_MS and ratio <= _RATIO and web["lost"] == 0,
    }


def _bare(viewers: int, seconds: float) -> Bare:
    click.echo("fanout: bare asyncio", err=True)
    return bare_fanout(list(deltas(round(seconds / INTERVAL))), viewers, INTERVAL)


def _web(viewers: int, seconds: float) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mlob.toml"
        path.write_text("[organisation]\n", encoding="utf-8")
        port = free_ports(1)[0]
        house = House(config.load(path, data_dir=Path(folder) / "var"))
        url = house.open()
        try:
            with redis.Redis.from_url(url) as client:
                units = Units()
                units.commit(client, units.move(UNITS))
                house.worker("web", url, ["--port", str(port)])
                house.start()
                await_ready(port, "web")
                looks = Looks(url)
                with Watching(Heard, port, viewers, "/ws") as watching:
                    looks.follow()
                    parts = processes.of(house)
                    begun, before = time.time(), processes.spent_s(parts)
                    _drive(client, units, seconds)
                    heard = watching.stop()
                    spent, resident = processes.used_s(parts, before), processes.resident_mb(parts)
                looks.stop()
                with Watching(Heard, port, 1, "/ws") as last:
                    server = _folded(last.stop(), 0)
        finally:
            house.close()
    delivered = sum(when >= begun for times in heard.times for when in times)
    return {
        **_times(heard, looks),
        "deliveries": delivered,
        "deliveries_per_s": round(delivered / seconds),
        "lost": _lost(heard, server, units),
        "cpu_us_per_delivery": round(spent["web"] / delivered * 1e6, 1),
        "cpu_s": {**spent, "viewers": round(heard.spent_s, 2)},
        "resident_mb": resident,
    }


def _drive(client: redis.Redis, units: Units, seconds: float) -> None:
    """Commit a change each interval."""
    due = time.monotonic()
    with click.progressbar(range(round(seconds / INTERVAL)), label="fanout", file=sys.stderr) as bar:
        for _ in bar:
            units.commit(client, units.move(MOVING))
            due += INTERVAL
            time.sleep(max(0.0, due - time.monotonic()))


def _times(heard: Heard, looks: Looks) -> dict[str, Any]:
    """How long each commit took to reach each viewer, by the first delta that covers it."""
    said = [msgspec.json.decode(text) for text in heard.texts]
    sizes = {number: len(heard.texts[number]) for number, message in enumerate(said) if "put" in message}
    committed = list(looks.commits)  # in order
    place = {cursor: number for number, cursor in enumerate(committed)}
    looked = _looked(committed, looks)
    after_look, after_commit = [], []
    for numbers, times in zip(heard.numbers, heard.times, strict=True):
        upto = 0
        for number, when in zip(numbers, times, strict=True):
            last = place.get(said[number]["cursor"], -1) if number in sizes else -1
            for reached in range(upto, last + 1):
                after_look.append((when - looked[reached]) * 1000)
                after_commit.append((when - looks.commits[committed[reached]]) * 1000)
            upto = max(upto, last + 1)
    return {
        "commits": len(committed),
        "deltas": len(sizes),
        "mean_bytes": round(sum(sizes.values()) / max(1, len(sizes))),
        "after_look_ms": spread(after_look),
        "after_commit_ms": spread(after_commit),
    }


def _looked(committed: Sequence[str], looks: Looks) -> list[float]:
    """When each commit was first read; two that were read together have one look."""
    found, when = [], float("inf")
    for cursor in reversed(committed):
        when = looks.looks.get(cursor, when)
        found.append(when)
    return found[::-1]


def _folded(heard: Heard, viewer: int) -> dict[str, Any]:
    """The picture that a viewer has after all that it heard: each feature by id."""
    features: dict[str, Any] = {}
    for number in heard.numbers[viewer]:
        message = msgspec.json.decode(heard.texts[number])
        if message["type"] == "picture":
            features = {item["id"]: item for item in message["features"]}
        elif message["type"] == "delta":
            features |= {item["id"]: item for item in message["put"]}
            for name in message["drop"]:
                features.pop(name, None)
    return features


def _lost(heard: Heard, server: dict[str, Any], units: Units) -> int:
    """Viewers whose picture is not that of the server, connections that ended, units with an older word."""
    same: dict[tuple[int, ...], bool] = {}
    for viewer, numbers in enumerate(heard.numbers):
        history = tuple(numbers)
        if history not in same:
            same[history] = _folded(heard, viewer) == server
    missed = sum(not same[tuple(numbers)] for numbers in heard.numbers)
    old = sum(
        server.get(name, {}).get("properties", {}).get("observed_at")
        != iso(entity.reports[entity.head].observed_at)
        for name, entity in units.entities.items()
    )
    return missed + heard.closed + int(old)

"""A day of a whole country through the whole of `mlob run`, over real sockets, against an outside ledger.

200,000 pages, 5,000 units at 0.2 Hz, 300 warnings and 120 hospitals in ten minutes. The ledger reads and
folds the frames that were sent apart from the system; `lost` counts frames that were not accepted and
entities that the state does not hold as it should. The processor time of the ledger is the floor of
the run: the same frames in one process, without journal, store, rule or viewers.
"""

from __future__ import annotations

import hashlib
import secrets
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import click
import redis

from mlob import config, fold, grouping, keys, state
from mlob.bench import processes
from mlob.bench.day_plan import Plan, planned, settings
from mlob.bench.day_senders import Poster, Stream
from mlob.bench.day_shown import shown
from mlob.bench.day_watch import Delays, Lags
from mlob.bench.outside import get
from mlob.bench.proof import amiss, expected
from mlob.bench.running import Running
from mlob.bench.spread import spread
from mlob.bench.viewers import Watching
from mlob.house import spare_garbage_collection
from mlob.ports import free_ports

__all__ = ["measure"]

_TICK = 0.02  # s between looks at what is due
_LEAD = timedelta(seconds=1)
"""Until the first frame is due."""
_CAUGHT_UP = 150.0
"""s after the last frame in which the system must have all of it; then the figures tell what is missing."""
_PARTS = ("redis", "ingest", "project", "correlate", "web")


def measure(scale: float) -> dict[str, Any]:
    """All figures of a day, or of a part of it at the same rates."""
    spare_garbage_collection()
    plan, key = planned(scale), secrets.token_urlsafe(32)
    ports = dict(zip(("p2000", "cot"), free_ports(2), strict=True))
    text = settings(ports, hashlib.sha256(key.encode()).hexdigest())
    with (
        tempfile.TemporaryDirectory() as folder,
        Running(Path(folder), text) as running,
        redis.Redis.from_url(running.url(), socket_timeout=60) as client,
    ):
        day = _Day(plan, running, client)
        day.send(ports, key)
        figures = day.figures()
        kept = state.load(client)[1]
        wanted, floor_s = day.ledger()
        wrong = amiss(wanted, kept)
        figures |= {
            "entities": len(kept),
            "amiss": wrong,
            "lost": wrong + sum(row["sent"] - row["accepted"] for row in figures["sources"].values()),
            "links": _links(kept.values()),
            "picture": shown(running.port, wanted),
            "resident_mb_after_picture": processes.resident_mb({"web": day.parts["web"]})["web"],
            "floor_cpu_s": round(floor_s, 1),
            "ratio": round(sum(figures["cpu_s"].values()) / floor_s, 2),
            "said": running.warnings()[:20],
        }
    return {"bench": "day", "scale": scale, **figures}


class _Day:
    """One run: what is sent to the system, and what it did with it."""

    def __init__(self, plan: Plan, running: Running, client: redis.Redis) -> None:
        self.plan, self.running, self.client = plan, running, client
        self.parts = running.parts(_PARTS)
        self.start = datetime.now(UTC)
        self.sent = dict.fromkeys(plan.amounts(), 0)
        self.caught_up_s: float | None = None
        self.links_at_end_s = self.sending_s = 0.0

    def send(self, ports: dict[str, int], key: str) -> None:
        """Send the day, watched, and wait until the system has all of it."""
        self.lags = Lags(self.running.url())
        with Watching(Delays, self.running.port, 1, "/ws") as watching:
            self._before = processes.spent_s(self.parts)
            self.start = _whole_ms(datetime.now(UTC) + _LEAD)
            started = time.monotonic() + (self.start - datetime.now(UTC)).total_seconds()
            amounts, frames = self.plan.amounts(), self.plan.streams(self.start)
            self.streams = {
                name: Stream(port, frames[name], amounts[name], self.plan.seconds)
                for name, port in ports.items()
            }
            self.poster = Poster(self.running.port, key, self.plan.pushes(self.start), started)
            self.lags.start()
            self.poster.start()
            self._stream(started)
            self.poster.join()
            self.sending_s = time.monotonic() - started
            self.links_at_end_s = self.lags.links_last
            self._await()
            self.delays = watching.stop()
        self.spent = processes.used_s(self.parts, self._before)
        self.lags.stop()
        for stream in self.streams.values():
            stream.close()

    def _stream(self, started: float) -> None:
        time.sleep(max(0.0, started - time.monotonic()))
        total = sum(stream.amount for stream in self.streams.values())
        with click.progressbar(length=total, label="day", file=sys.stderr) as bar:
            done = 0
            while done < total:
                for stream in self.streams.values():
                    stream.send(started)
                now = sum(stream.sent for stream in self.streams.values())
                bar.update(now - done)
                done = now
                time.sleep(_TICK)

    def _await(self) -> None:
        """Until all is accepted, in the state, judged by the rule and known to the web node."""
        ended = time.monotonic()
        amounts = self.plan.amounts()
        while time.monotonic() - ended < _CAUGHT_UP:
            counts = self._counts()
            taken = all(row["accepted"] + row["rejected"] >= amounts[name] for name, row in counts.items())
            if taken and self.lags.look() == 0.0 and not get(self.running.port, "/readyz")["behind"]:
                self.caught_up_s = time.monotonic() - ended
                return
            time.sleep(0.1)

    def _counts(self) -> dict[str, dict[str, int]]:
        found = {}
        for name in self.sent:
            row: Any = self.client.hgetall(keys.SOURCE + name)
            found[name] = {word: int(row.get(word.encode(), 0)) for word in ("accepted", "rejected", "lost")}
        return found

    def figures(self) -> dict[str, Any]:
        """What was sent and taken, how fast, how late, and what it cost."""
        self.sent |= {name: stream.sent for name, stream in self.streams.items()} | self.poster.sent
        counts = self._counts()
        info: Any = self.client.info("memory")
        return {
            "seconds": round(self.sending_s, 1),
            "sources": {
                name: {
                    "sent": amount,
                    **counts[name],
                    "per_s": round(counts[name]["accepted"] / self.sending_s, 1),
                }
                for name, amount in self.sent.items()
            },
            "not_202": self.poster.refused[:10],
            "sent_late_s": round(max(stream.late_s for stream in self.streams.values()), 2),
            "slowest_post_s": round(self.poster.slowest_s, 2),
            "lag_s": {
                "state": round(self.lags.state, 2),
                "links": round(self.lags.links, 2),
                "links_at_end": round(self.links_at_end_s, 2),
                "all_after_end": None if self.caught_up_s is None else round(self.caught_up_s, 2),
            },
            "end_to_end_ms": {name: spread(some) for name, some in self.delays.milliseconds.items()},
            "viewer": {"pictures": self.delays.pictures, "closed": self.delays.closed},
            "cpu_s": self.spent,
            "resident_mb": processes.resident_mb(self.parts),
            "store": {
                "memory_mb": round(info["used_memory"] / 1e6, 1),
                "disk_mb": self.running.disk_mb(),
                "facts": self.client.xlen(keys.FACTS),
                "positions": self.client.xlen(keys.POSITIONS),
            },
        }

    def ledger(self) -> tuple[dict[str, fold.Entity], float]:
        """What the frames that were sent make, read again apart from the system; processor seconds."""
        click.echo("day: the ledger", err=True)
        begun = time.process_time()
        sources = {source.name: source for source in config.load(self.running.path).sources}
        frames: dict[str, Iterable[bytes]] = {
            name: (frame.rstrip() for frame in islice(some, self.sent[name]))
            for name, some in self.plan.streams(self.start).items()
        }
        for name, some in self.plan.pushes(self.start).items():
            frames[name] = (frame for _, frame in islice(some, self.sent[name]))
        wanted = expected([(sources[name], some) for name, some in frames.items()], datetime.now(UTC))
        return wanted, time.process_time() - begun


def _whole_ms(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _links(kept: Iterable[fold.Entity]) -> dict[str, int]:
    """Pairs that the rule told, and those of them that it joined."""
    found = grouping.links_of(kept)
    return {"told": len(found), "joined": sum(link.automatic for link in found)}

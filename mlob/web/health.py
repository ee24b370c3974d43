"""`/healthz`, `/readyz`, `/metrics`: for whoever watches the system itself."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from redis.exceptions import RedisError
from starlette.responses import PlainTextResponse, Response

from mlob import hours, journal, keys
from mlob.web.node import Node, answer, node

router = APIRouter()

_FRESH = timedelta(seconds=5)
_PATIENCE = 2.0
"""s for a store that stands still: whoever watches wants an answer, not silence."""

_JOURNAL = {
    "mlob_archive_hours_total": "counter",
    "mlob_archive_bytes_total": "counter",
    "mlob_archive_until_seconds": "gauge",
    "mlob_journal_oldest_seconds": "gauge",
}


@router.get("/healthz")
async def healthz() -> Response:
    """This process answers."""
    return answer({"status": "ok"})


async def _parts(here: Node) -> dict[str, Any]:
    """Which of store, projector and web work."""
    try:
        async with asyncio.timeout(_PATIENCE):
            store = bool(await here.client.ping())
            last: Any
            last, lease = await here.client.mget(keys.LAST, keys.LEASE)
    except (RedisError, OSError):  # TimeoutError is an OSError
        store, last, lease = False, None, None
    newest = last.decode() if last else journal.START
    behind = journal.order(newest) > journal.order(here.mirror.cursor or journal.START)
    read_at = here.mirror.read_at
    fresh = read_at is not None and datetime.now(UTC) - read_at < _FRESH
    return {"store": store, "projector": lease is not None, "web": fresh, "behind": behind}


@router.get("/readyz")
async def readyz(request: Request) -> Response:
    """200 only when store, projector and web work."""
    parts = await _parts(node(request))
    ready = parts["store"] and parts["projector"] and parts["web"]
    return answer({"ready": ready, **parts}, 200 if ready else 503)


async def _journal(here: Node) -> list[str]:
    """What is in the archive and how old the oldest entry in the store is; nothing while that is away."""
    try:
        async with asyncio.timeout(_PATIENCE):
            found: Any = await here.client.hgetall(keys.ARCHIVED)
            oldest: Any = {
                stream: await here.client.xrange(key, count=1) for stream, key in hours.STREAMS.items()
            }
    except (RedisError, OSError):
        return []
    counts = {name.decode(): value.decode() for name, value in found.items()}
    now = datetime.now(UTC)
    rows = [f"# TYPE {name} {kind}" for name, kind in _JOURNAL.items()]
    for stream in hours.STREAMS:
        label = f'{{stream="{stream}"}}'
        rows.append(f"mlob_archive_hours_total{label} {counts.get(f'{stream}:hours', 0)}")
        rows.append(f"mlob_archive_bytes_total{label} {counts.get(f'{stream}:bytes', 0)}")
        if stream in counts:
            last = (hours.hour(counts[stream]) + 1) * hours.HOUR // 1000
            rows.append(f"mlob_archive_until_seconds{label} {last}")
        if oldest[stream]:
            age = now - journal.cursor_time(oldest[stream][0][0].decode())
            rows.append(f"mlob_journal_oldest_seconds{label} {age.total_seconds():.0f}")
    return rows


async def _snapshots(here: Node) -> list[str]:
    """Packages made, failed and deleted, and how many wait; nothing while the store is away."""
    try:
        async with asyncio.timeout(_PATIENCE):
            counts: Any = await here.client.hgetall(keys.SNAPSHOTS_COUNTS)
            waiting: Any = await here.client.llen(keys.SNAPSHOTS_WAITING)
    except (RedisError, OSError):
        return []
    rows = ["# TYPE mlob_snapshots_total counter"]
    for result in ("made", "failed", "deleted"):
        rows.append(f'mlob_snapshots_total{{result="{result}"}} {int(counts.get(result.encode(), 0))}')
    return [*rows, "# TYPE mlob_snapshots_waiting gauge", f"mlob_snapshots_waiting {waiting}"]


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Counts in the Prometheus text format."""
    here = node(request)
    rows = [
        "# TYPE mlob_viewers gauge",
        f"mlob_viewers {len(here.mirror.viewers)}",
        "# TYPE mlob_entities gauge",
        f"mlob_entities {len(here.mirror.entities)}",
        "# TYPE mlob_frames_total counter",
    ]
    for source in here.mirror.sources:
        rows.append(f'mlob_frames_total{{source="{source.name}",result="accepted"}} {source.accepted}')
        rows.append(f'mlob_frames_total{{source="{source.name}",result="rejected"}} {source.rejected}')
    rows += [*await _journal(here), *await _snapshots(here)]
    return PlainTextResponse("\n".join(rows) + "\n")

"""Who made and who fetched which package, and when: a line in the log and in a bounded stream."""

from __future__ import annotations

import logging
from collections import defaultdict
from typing import Any

import redis
import redis.asyncio

from mlob import keys

__all__ = ["FETCHED", "MADE", "fetches_async", "note", "note_async"]

FETCHED, MADE = "gedownload", "gemaakt"
_KEPT = 20_000
"""Lines that the stream holds; the log of the system has them all."""
_READ = 2_000

log = logging.getLogger(__name__)


def _line(at: str, who: str, what: str, name: str, file: str) -> dict[Any, Any]:
    log.info("audit: %s %r %s %s %s", at, who, what, name, file)
    return {"at": at, "who": who, "what": what, "id": name, "file": file}


def note(client: redis.Redis, at: str, who: str, what: str, name: str, file: str = "") -> None:
    """Write down that `who` did `what` with the package `name` (or a file of it)."""
    client.xadd(keys.AUDIT, _line(at, who, what, name, file), maxlen=_KEPT, approximate=True)


async def note_async(
    client: redis.asyncio.Redis, at: str, who: str, what: str, name: str, file: str = ""
) -> None:
    """The same, for a program with an event loop."""
    await client.xadd(keys.AUDIT, _line(at, who, what, name, file), maxlen=_KEPT, approximate=True)


async def fetches_async(client: redis.asyncio.Redis) -> dict[str, list[dict[str, str]]]:
    """Who fetched what of each package lately, newest first: `{"who", "at", "file"}`."""
    rows: Any = await client.xrevrange(keys.AUDIT, count=_READ)
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for _, fields in rows:
        line = {name.decode(): value.decode() for name, value in fields.items()}
        if line["what"] == FETCHED:
            found[line["id"]].append({name: line[name] for name in ("who", "at", "file")})
    return found

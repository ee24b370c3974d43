"""Frames that could not be read, kept with reason, source, time and raw bytes; bounded by size."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
import redis.asyncio

from mlob import keys
from mlob.intake import KEPT, Reject
from mlob.journal import run_async
from mlob.lua import QUARANTINE, SETTLE
from mlob.model import iso

__all__ = ["Kept", "kept", "listed", "put", "settle", "settled", "show"]

_NAME = re.compile("[0-9]{1,15}-[0-9]{1,15}")

LIMIT = 64 * 1024 * 1024
"""Bytes of frames that the ring holds; the oldest make room."""


_LOG_KEPT = 10_000
"""Lines that the log of what became of refused frames holds."""


class Kept(msgspec.Struct, frozen=True):
    """A refused frame: its first bytes, and how long it was."""

    source: str
    received_at: datetime
    frame: bytes
    length: int


async def put(
    client: redis.asyncio.Redis, source: str, rejects: Sequence[Reject], received_at: datetime
) -> list[str]:
    """Keep refused frames; their ids in the same order."""
    if not rejects:
        return []
    values: list[Any] = [LIMIT]
    for reject in rejects:
        digest = hashlib.sha256(reject.frame).hexdigest()
        values += [source, reject.reason, iso(received_at), digest, len(reject.frame), reject.frame[:KEPT]]
    answer = await run_async(client, QUARANTINE, [keys.QUARANTINE, keys.QUARANTINE_SIZE], values)
    return [name.decode() for name in answer]


async def listed(client: redis.asyncio.Redis, count: int | None = 200) -> list[dict[str, Any]]:
    """The newest refused frames (None: all), newest first, without their bytes."""
    rows: Any = await client.xrevrange(keys.QUARANTINE, count=count)
    return [_row(name, fields) for name, fields in rows]


async def show(client: redis.asyncio.Redis, name: str) -> dict[str, Any] | None:
    """One refused frame with its bytes: `frame` as text, or `frame_b64` when it is not UTF-8."""
    if not _NAME.fullmatch(name):
        return None
    rows: Any = await client.xrange(keys.QUARANTINE, min=name, max=name)
    if not rows:
        return None
    return _row(*rows[0]) | printable(rows[0][1][b"frame"])


async def kept(client: redis.asyncio.Redis, name: str) -> Kept:
    """One refused frame, to be read again; raises LookupError when it is not there."""
    rows: Any = await client.xrange(keys.QUARANTINE, min=name, max=name) if _NAME.fullmatch(name) else []
    if not rows:
        raise LookupError(name)
    fields = rows[0][1]
    return Kept(
        source=fields[b"source"].decode(),
        received_at=datetime.fromisoformat(fields[b"received_at"].decode()),
        frame=fields[b"frame"],
        length=int(fields[b"length"]),
    )


async def settle(
    client: redis.asyncio.Redis, name: str, act: str, why: str, actor: str, at: datetime
) -> bool:
    """Take a frame out of the ring and note who did what, and why; False when another was first."""
    names = [keys.QUARANTINE, keys.QUARANTINE_SIZE, keys.QUARANTINE_LOG]
    return bool(await run_async(client, SETTLE, names, [name, _LOG_KEPT, act, why, actor, iso(at)]))


async def settled(client: redis.asyncio.Redis, count: int = 200) -> list[dict[str, str]]:
    """What became of refused frames that a person dealt with, newest first."""
    rows: Any = await client.xrevrange(keys.QUARANTINE_LOG, count=count)
    return [{name.decode(): value.decode() for name, value in fields.items()} for _, fields in rows]


def printable(frame: bytes) -> dict[str, str]:
    """A frame as JSON can carry it (CONTRACT, `mlob decode`)."""
    try:
        return {"frame": frame.decode()}
    except UnicodeDecodeError:
        return {"frame_b64": base64.b64encode(frame).decode()}


def _row(name: bytes, fields: dict[bytes, bytes]) -> dict[str, Any]:
    return {
        "id": name.decode(),
        "source": fields[b"source"].decode(),
        "reason": fields[b"reason"].decode(),
        "received_at": fields[b"received_at"].decode(),
        "sha256": fields[b"sha256"].decode(),
        "length": int(fields[b"length"]),
    }

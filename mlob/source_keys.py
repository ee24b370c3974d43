"""Keys of push sources: 256 random bits, kept as SHA-256; two may hold at once, for rotation."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any

import msgspec
import redis
import redis.asyncio

from mlob import keys
from mlob.errors import TransitionError
from mlob.model import iso
from mlob.moment import moment

__all__ = ["SourceKey", "accepted", "add", "listed", "revoke"]

AT_ONCE = 2


class SourceKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key by its digest; `until` None means that it holds until revoked."""

    sha256: str
    made_at: str
    until: str | None = None


def _holds(key: SourceKey, now: datetime) -> bool:
    return key.until is None or moment(key.until) > now


def _parse(raw: dict[bytes, bytes]) -> list[SourceKey]:
    found = [msgspec.json.decode(value, type=SourceKey) for value in raw.values()]
    return sorted(found, key=lambda key: key.made_at)


def add(client: redis.Redis, source: str, now: datetime, until: datetime | None = None) -> str:
    """Make a key for a source and return it; it is shown only now. TransitionError when two hold."""
    if sum(_holds(key, now) for key in listed(client, source)) >= AT_ONCE:
        raise TransitionError(f"bron {source}: er gelden al {AT_ONCE} sleutels; trek er eerst een in")
    key = secrets.token_urlsafe(32)
    digest = hashlib.sha256(key.encode()).hexdigest()
    record = SourceKey(sha256=digest, made_at=iso(now), until=None if until is None else iso(until))
    client.hset(keys.SOURCE_KEYS + source, digest, msgspec.json.encode(record))
    return key


def listed(client: redis.Redis, source: str) -> list[SourceKey]:
    """A source's keys, oldest first."""
    raw: Any = client.hgetall(keys.SOURCE_KEYS + source)
    return _parse(raw)


def revoke(client: redis.Redis, source: str, start: str = "") -> int:
    """Withdraw the keys whose digest begins with `start` (all of them when empty); how many."""
    gone = [key.sha256 for key in listed(client, source) if key.sha256.startswith(start)]
    if gone:
        client.hdel(keys.SOURCE_KEYS + source, *gone)
    return len(gone)


async def accepted(client: redis.asyncio.Redis, source: str, now: datetime) -> list[str]:
    """The digests that hold now."""
    raw: Any = await client.hgetall(keys.SOURCE_KEYS + source)
    return [key.sha256 for key in _parse(raw) if _holds(key, now)]

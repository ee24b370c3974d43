"""The state: the folded picture in Redis, committed together with the cursor that made it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import redis
import redis.asyncio

from mlob import keys
from mlob.fold import Entity, shown
from mlob.journal import START, run, run_async
from mlob.lua import COMMIT, PULL

__all__ = ["Change", "Commit", "clear", "commit", "entity", "load", "load_async", "pull", "scan", "timeline"]
__all__ += ["versions"]

DELTAS_KEPT = 512
"""Commits a reader may lag behind before it must read the whole state again."""
TIMELINE_KEPT = 200_000
_GEO_LIMIT = 85.05112878  # degrees of latitude: GEOADD refuses beyond (Web Mercator)

_encode = msgspec.json.Encoder().encode
_decode_entity = msgspec.json.Decoder(Entity).decode


class Commit(msgspec.Struct, kw_only=True):
    """What one batch of the journal did to the picture."""

    old: str
    new: str
    changed: Sequence[Entity] = ()
    dropped: Sequence[str] = ()
    lines: Sequence[tuple[str, Mapping[str, Any]]] = ()


class Change(msgspec.Struct, kw_only=True):
    """What a reader gets: records that changed (None: gone) and new timeline lines, up to `cursor`.

    `whole` is True when the reader must forget what it had.
    """

    cursor: str
    entities: dict[str, Entity | None]
    lines: list[dict[str, Any]]
    whole: bool = False


def _place(record: Entity) -> tuple[float, float] | None:
    """Where GEO may hold the entity; scripts do not roll back, so what GEOADD refuses stays out."""
    word = shown(record, "geometry")
    if word is None or not isinstance(word[1], dict) or word[1].get("type") != "Point":
        return None
    try:
        lon, lat = word[1]["coordinates"][:2]
        lon, lat = float(lon), float(lat)
    except (KeyError, TypeError, ValueError):
        return None
    # No comparison holds for a number that is none.
    return (lon, lat) if abs(lon) <= 180 and abs(lat) <= _GEO_LIMIT else None


def commit(client: redis.Redis, change: Commit) -> bool:
    """Commit entities, places, lines, delta and cursor in one script.

    False when the state's cursor is no longer `change.old`: another projector has written.
    """
    places = [(record.id, place) for record in change.changed if (place := _place(record))]
    delta = _encode([record.id for record in change.changed] + list(change.dropped))
    values: list[Any] = [change.old, change.new, DELTAS_KEPT, TIMELINE_KEPT, delta]
    values += [len(change.changed), len(change.dropped), len(places), len(change.lines)]
    for record in change.changed:
        values += (record.id, _encode(record))
    for name, (lon, lat) in places:
        values += (lon, lat, name)
    values += change.dropped
    for cursor, line in change.lines:
        values += (cursor, _encode(line))
    names = [keys.CURSOR, keys.ENTITIES, keys.GEO, keys.DELTAS, keys.TIMELINE]
    return bool(run(client, COMMIT, names, values))


def load(client: redis.Redis) -> tuple[str, dict[str, Entity]]:
    """The cursor and every entity, read in one transaction."""
    with client.pipeline(transaction=True) as pipe:
        pipe.get(keys.CURSOR)
        pipe.hgetall(keys.ENTITIES)
        cursor, raw = pipe.execute()
    return _whole(cursor, raw)


def scan(client: redis.Redis, pattern: str) -> Iterator[Entity]:
    """The records whose id matches a pattern (as HSCAN has it), without holding up the store."""
    for _, record in client.hscan_iter(keys.ENTITIES, match=pattern, count=1000):
        yield _decode_entity(record)


def clear(client: redis.Redis) -> None:
    """Forget what was folded; the journal stays, and the next projector folds it again."""
    client.delete(keys.CURSOR, keys.ENTITIES, keys.GEO, keys.DELTAS, keys.TIMELINE)


async def load_async(client: redis.asyncio.Redis, lines: int) -> Change:
    """The whole state with the newest timeline lines (oldest first), read in one transaction."""
    async with client.pipeline(transaction=True) as pipe:
        pipe.get(keys.CURSOR)
        pipe.hgetall(keys.ENTITIES)
        pipe.xrevrange(keys.TIMELINE, count=lines)
        cursor, raw, rows = await pipe.execute()
    name, entities = _whole(cursor, raw)
    return Change(cursor=name, entities={**entities}, lines=list(_lines(rows))[::-1], whole=True)


def _whole(cursor: bytes | None, raw: Mapping[bytes, bytes]) -> tuple[str, dict[str, Entity]]:
    return (
        cursor.decode() if cursor else START,
        {name.decode(): _decode_entity(record) for name, record in raw.items()},
    )


async def pull(client: redis.asyncio.Redis, since: str, lines: int) -> Change:
    """What changed since a cursor; the whole state when the deltas do not reach back that far."""
    names = [keys.CURSOR, keys.ENTITIES, keys.DELTAS, keys.TIMELINE]
    answer = await run_async(client, PULL, names, [since, DELTAS_KEPT])
    if len(answer) == 1:
        return await load_async(client, lines)
    flat = answer[1]
    entities = {
        flat[index].decode(): _decode_entity(flat[index + 1]) if flat[index + 1] else None
        for index in range(0, len(flat), 2)
    }
    return Change(cursor=answer[0].decode(), entities=entities, lines=list(_lines(answer[2])))


def _lines(rows: Any) -> Iterator[dict[str, Any]]:
    for _, fields in rows:
        raw = fields[b"e"] if isinstance(fields, dict) else fields[1]
        yield msgspec.json.decode(raw)


async def entity(client: redis.asyncio.Redis, name: str) -> Entity | None:
    """One record, or None."""
    raw: Any = await client.hget(keys.ENTITIES, name)
    return _decode_entity(raw) if raw else None


async def versions(client: redis.asyncio.Redis, names: Sequence[str] | None = None) -> dict[str, int]:
    """The acknowledged version of each request, or of those named; the folded one may be older."""
    if names is None:
        raw: Any = await client.hgetall(keys.VERSIONS)
        return {name.decode(): int(version) for name, version in raw.items()}
    found: Any = await client.hmget(keys.VERSIONS, list(names)) if names else []
    return {name: int(version) for name, version in zip(names, found, strict=True) if version is not None}


async def timeline(
    client: redis.asyncio.Redis, *, after: str | None, before: str | None, count: int
) -> list[dict[str, Any]]:
    """Timeline lines between two cursors (both exclusive), newest first."""
    rows = await client.xrevrange(
        keys.TIMELINE, max=f"({before}" if before else "+", min=f"({after}" if after else "-", count=count
    )
    return list(_lines(rows))

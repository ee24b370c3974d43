"""The journal: every observation, once, in the order in which we came to know it.

Two Redis streams (facts, high-rate positions) share one order of ids. An observation is
acknowledged when `append` has returned: the server runs with `appendfsync always`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
import redis
import redis.asyncio

from mlob import keys
from mlob.errors import TransitionError
from mlob.lua import APPEND, Script
from mlob.model import FUTURE_LIMIT, Kind, Observation

__all__ = [
    "START",
    "Appended",
    "Entry",
    "Guard",
    "Tally",
    "append",
    "append_async",
    "cursor_time",
    "decode",
    "facts",
    "newest",
    "newest_async",
    "order",
    "read",
    "wait",
    "wait_facts",
]

START = "0-0"
"""The cursor before everything."""
Entry = tuple[str, Observation | None]
"""A journal id and what was said; None stands for an entry that cannot be read."""

_FACT_WINDOW = 86_400_000  # ms in which the same observation is dropped
_TIMELESS_WINDOW = 600_000  # ms: CONTRACT, frames without a time of their own

_encoder = msgspec.json.Encoder()
log = logging.getLogger(__name__)

_decoder = msgspec.json.Decoder(Observation)


class Tally(msgspec.Struct, frozen=True):
    """What a batch counts for its source: frames accepted and rejected, and when they came (UTC).

    `delay_s` and `least_s` are the most and the least seconds between what was seen and its coming
    in, by the source's own clock; None when the source gave no time.
    """

    source: str
    received_at: datetime
    accepted: int = 0
    rejected: int = 0
    delay_s: float = 0.0
    least_s: float | None = None


class Guard(msgspec.Struct, frozen=True):
    """Journal only when this entity still has this version (0: it is new); it then has the next one."""

    entity: str
    version: int


class Appended(msgspec.Struct, frozen=True):
    """The newest journal id after an append, and how many observations were new."""

    cursor: str
    fresh: int


def _entry(observation: Observation) -> tuple[int, str, int, bytes]:
    """Stream, key against doubles, window in ms, payload."""
    payload = _encoder.encode(observation)
    if observation.once:
        return _stream(observation), observation.once, _TIMELESS_WINDOW, payload
    ahead = observation.observed_at - observation.received_at > FUTURE_LIMIT
    if observation.kind is Kind.UNIT and not ahead:
        return 2, "", 0, payload  # positions repeat harmlessly in the fold; a key each would fill memory
    return _stream(observation), observation.id, _FACT_WINDOW, payload


def _stream(observation: Observation) -> int:
    return 2 if observation.kind is Kind.UNIT else 1


def _call(
    observations: Iterable[Observation], tally: Tally, guard: Guard | None = None
) -> tuple[list[str], list[Any]]:
    names = [keys.FACTS, keys.POSITIONS, keys.LAST, keys.SEEN, keys.SOURCE + tally.source, keys.VERSIONS]
    received = int(tally.received_at.timestamp() * 1000)
    least: Any = "" if tally.least_s is None else int(tally.least_s * 1000)
    values: list[Any] = [received, tally.accepted, tally.rejected, int(tally.delay_s * 1000), least]
    values += ("", 0) if guard is None else (guard.entity, guard.version)
    for observation in observations:
        values.extend(_entry(observation))
    return names, values


def append(client: redis.Redis, observations: Sequence[Observation], tally: Tally) -> Appended:
    """Journal a batch; when it returns, the batch is on disk. Raises redis.RedisError otherwise."""
    names, values = _call(observations, tally)
    return _appended(run(client, APPEND, names, values))


async def append_async(
    client: redis.asyncio.Redis,
    observations: Sequence[Observation],
    tally: Tally,
    guard: Guard | None = None,
) -> Appended:
    """The same, for a program with an event loop; raises TransitionError when the guard does not hold."""
    names, values = _call(observations, tally, guard)
    answer = await run_async(client, APPEND, names, values)
    if int(answer[1]) < 0:
        raise TransitionError("iemand anders was eerder")
    return _appended(answer)


def _appended(answer: Any) -> Appended:
    return Appended(cursor=answer[0].decode(), fresh=int(answer[1]))


def run(client: redis.Redis, script: Script, names: Sequence[str], values: Sequence[Any]) -> Any:
    """Run a script by its hash; load it when the server is new to it."""
    try:
        return client.evalsha(script.sha, len(names), *names, *values)
    except redis.exceptions.NoScriptError:
        return client.eval(script.text, len(names), *names, *values)


async def run_async(
    client: redis.asyncio.Redis, script: Script, names: Sequence[str], values: Sequence[Any]
) -> Any:
    """The same, for a program with an event loop."""
    try:
        return await client.evalsha(script.sha, len(names), *names, *values)
    except redis.exceptions.NoScriptError:
        return await client.eval(script.text, len(names), *names, *values)


def order(cursor: str) -> tuple[int, int]:
    """A cursor as numbers that compare in journal order; raises ValueError for anything else."""
    milliseconds, _, sequence = cursor.partition("-")
    return int(milliseconds), int(sequence or "0")


def cursor_time(cursor: str) -> datetime:
    """When the entry with this id was journalled (UTC)."""
    return datetime.fromtimestamp(order(cursor)[0] / 1000, UTC)


def newest(client: redis.Redis) -> str:
    """The newest journal id."""
    found: Any = client.get(keys.LAST)
    return found.decode() if found else START


async def newest_async(client: redis.asyncio.Redis) -> str:
    """The newest journal id."""
    found: Any = await client.get(keys.LAST)
    return found.decode() if found else START


def read(client: redis.Redis, after: str, count: int = 1000) -> list[Entry]:
    """The next entries of both streams after a cursor, in journal order.

    None stands for an entry that cannot be read (it stays in the journal, and the log names it): one
    such entry must not stop the picture. At most `count` of each stream; where one was cut short,
    entries of the other past that point are left for the next call, so that nothing is ever skipped.
    """
    answer: Any = client.xread({keys.FACTS: after, keys.POSITIONS: after}, count=count)
    found: list[tuple[tuple[int, int], str, bytes]] = []
    limit: tuple[int, int] | None = None
    for _, entries in answer:
        rows = [(order(name.decode()), name.decode(), fields[b"o"]) for name, fields in entries]
        if len(rows) == count and (limit is None or rows[-1][0] < limit):
            limit = rows[-1][0]
        found += rows
    found.sort()
    return [(name, decode(name, raw)) for place, name, raw in found if limit is None or place <= limit]


def facts(client: redis.Redis, after: str, count: int = 1000) -> list[tuple[str, Observation | None]]:
    """The next facts after a cursor, without positions; None as in `read`."""
    rows: Any = client.xrange(keys.FACTS, min=f"({after}", count=count)
    return [(name.decode(), decode(name.decode(), fields[b"o"])) for name, fields in rows]


def decode(name: str, raw: bytes) -> Observation | None:
    """What an entry says; None, and a line in the log, when it cannot be read."""
    try:
        return _decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        log.error("journal entry %s cannot be read and is passed over: %s", name, error)
        return None


def wait_facts(client: redis.Redis, after: str, milliseconds: int) -> None:
    """Sleep until a fact follows `after`, at most so long."""
    client.xread({keys.FACTS: after}, count=1, block=milliseconds)


def wait(client: redis.Redis, after: str, milliseconds: int) -> None:
    """Sleep until something follows `after`, at most so long.

    Only a signal: a blocked XREAD answers for one stream, which may lie past an entry of the other.
    """
    client.xread({keys.FACTS: after, keys.POSITIONS: after}, count=1, block=milliseconds)

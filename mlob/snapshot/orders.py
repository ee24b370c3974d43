"""Orders for snapshot packages, in the store: who asks for what, how far it is, what came of it.

The web nodes place orders and read them; the one worker that holds the lease takes the first that
waits. A record is only written by who works on its newest attempt, so that a worker that was thought
dead cannot undo what its successor did.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from operator import le
from typing import Any

import msgspec
import redis
import redis.asyncio

from mlob import journal, keys
from mlob.lua import script
from mlob.model import iso
from mlob.moment import moment

__all__ = [
    "BUSY",
    "DONE",
    "FAILED",
    "ID",
    "MOST_WAITING",
    "SKIPPED",
    "WAITS",
    "File",
    "Lost",
    "Order",
    "again",
    "all_of",
    "all_of_async",
    "began",
    "get",
    "get_async",
    "halfway",
    "last_before",
    "new_id",
    "place",
    "place_async",
    "put",
    "shown",
    "waiting",
]

WAITS, BUSY, DONE, FAILED, SKIPPED = "wacht", "bezig", "klaar", "mislukt", "overgeslagen"
MOST_WAITING = 20
"""Orders that may wait at the same time."""
ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")

_WAIT = timedelta(minutes=15)
_MAKE = timedelta(minutes=10)
"""After which an order that nobody took, or that nobody finished, counts as failed: the worker is away."""
_NOBODY = "Niemand heeft deze opdracht opgepakt. Draait mlob brief?"
_HALFWAY = "De werker is er halverwege mee gestopt{part}. Probeer het opnieuw."

PLACE = script("""
-- KEYS: records, waiting; ARGV: id, record, most that wait, before the others ('1') or behind them
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then return 2 end
if redis.call('LLEN', KEYS[2]) >= tonumber(ARGV[3]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call(ARGV[4] == '1' and 'LPUSH' or 'RPUSH', KEYS[2], ARGV[1])
return 1
""")
"""Place an order: 1 when it waits, 2 when it was placed before, 0 when too many wait already."""

PUT = script("""
-- KEYS: records, waiting; ARGV: id, attempts, record
local held = redis.call('HGET', KEYS[1], ARGV[1])
if held then
  local known = cjson.decode(held)
  if known.attempts > tonumber(ARGV[2]) then return 0 end
  if known.state ~= 'wacht' and known.state ~= 'bezig' then return 0 end
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('LREM', KEYS[2], 0, ARGV[1])
return 1
""")
"""Write how far an order is, unless a later attempt was begun or it has ended: then 0."""

AGAIN = script("""
-- KEYS: records, waiting; ARGV: id, record
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('LREM', KEYS[2], 0, ARGV[1])
redis.call('LPUSH', KEYS[2], ARGV[1])
return 1
""")
"""Let an order wait once more, before the others."""

_NAMES = (keys.SNAPSHOTS, keys.SNAPSHOTS_WAITING)


class Lost(Exception):
    """Another worker makes the packages now; whoever gets this stops."""


class File(msgspec.Struct, frozen=True):
    """A file that can be fetched: its name, bytes and SHA-256 (hex)."""

    name: str
    size: int
    sha256: str


class Order(msgspec.Struct, kw_only=True):
    """One package, from order to file; times are UTC, ISO 8601.

    `at` and `known_at` None mean now; once it is made they are those of the package. `part` is the form
    that is being made, `files` the package itself and then what is in it. A `preview` is no package.
    """

    id: str
    ordered_at: str
    formats: list[str] = []
    at: str | None = None
    known_at: str | None = None
    since: str | None = None
    title: str = ""
    author: str = ""
    scheduled: bool = False
    preview: bool = False
    state: str = WAITS
    done: int = 0
    total: int = 0
    part: str = ""
    attempts: int = 0
    began_at: str = ""
    fault: str = ""
    made_at: str | None = None
    cursor: str | None = None
    marking: str = ""
    exercise: bool = False
    size: int = 0
    files: list[File] = []


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Order).decode


def new_id(now: datetime) -> str:
    """A name for a package that nobody can guess or choose: `20261125T080000Z-3f9a12c4`."""
    return f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"


def _placing(order: Order) -> list[Any]:
    return [order.id, _encode(order), MOST_WAITING, "1" if order.preview else "0"]


def place(client: redis.Redis, order: Order) -> bool:
    """Place an order; False when too many wait. One that was placed before is left as it is."""
    return bool(journal.run(client, PLACE, _NAMES, _placing(order)))


async def place_async(client: redis.asyncio.Redis, order: Order) -> bool:
    """The same, for a program with an event loop."""
    return bool(await journal.run_async(client, PLACE, _NAMES, _placing(order)))


def put(client: redis.Redis, order: Order) -> bool:
    """Write how far an order is; False when somebody else has gone on with it."""
    return bool(journal.run(client, PUT, _NAMES, [order.id, order.attempts, _encode(order)]))


def again(client: redis.Redis, order: Order) -> None:
    """Let an order that was left half-way wait once more."""
    journal.run(client, AGAIN, _NAMES, [order.id, _encode(order)])


def waiting(client: redis.Redis) -> Order | None:
    """The next order; ids without a record are dropped."""
    while True:
        raw: Any = client.lindex(keys.SNAPSHOTS_WAITING, 0)
        if raw is None:
            return None
        order = get(client, raw.decode())
        if order is not None and order.state in (WAITS, BUSY):
            return order
        client.lrem(keys.SNAPSHOTS_WAITING, 0, raw)


def get(client: redis.Redis, name: str) -> Order | None:
    """One order by its id."""
    raw: Any = client.hget(keys.SNAPSHOTS, name)
    return _decode(raw) if raw else None


async def get_async(client: redis.asyncio.Redis, name: str) -> Order | None:
    """The same, for a program with an event loop."""
    raw: Any = await client.hget(keys.SNAPSHOTS, name)
    return _decode(raw) if raw else None


def all_of(client: redis.Redis) -> list[Order]:
    """Every order, newest first."""
    raw: Any = client.hvals(keys.SNAPSHOTS)
    return _sorted(map(_decode, raw))


async def all_of_async(client: redis.asyncio.Redis) -> list[Order]:
    """The same, for a program with an event loop."""
    raw: Any = await client.hvals(keys.SNAPSHOTS)
    return _sorted(map(_decode, raw))


def _sorted(found: Iterable[Order]) -> list[Order]:
    return sorted(found, key=lambda order: (order.ordered_at, order.id), reverse=True)


def shown(order: Order, now: datetime) -> Order:
    """The order as it stands: one that nobody takes or finishes has failed, whatever its record says."""
    if order.state == WAITS and now - moment(order.ordered_at) > _WAIT:
        return msgspec.structs.replace(order, state=FAILED, fault=_NOBODY)
    if order.state == BUSY and now - moment(order.began_at) > _MAKE:
        return msgspec.structs.replace(order, state=FAILED, fault=halfway(order))
    return order


def last_before(found: Iterable[Order], at: str, known_at: str) -> Order | None:
    """The finished package of the newest moment that is no later, that knew no more than was known then.

    The moment goes before what was known: who looks back at last week makes no newer briefing of it.
    """
    limits = moment(at), moment(known_at)
    done = [order for order in found if order.state == DONE and not order.preview]
    earlier = [order for order in done if all(map(le, _times(order), limits))]
    return max(earlier, key=lambda order: (*_times(order), order.made_at or ""), default=None)


def _times(order: Order) -> tuple[datetime, datetime]:
    """What a finished package is of."""
    return moment(order.at or ""), moment(order.known_at or "")


def halfway(order: Order) -> str:
    """What is told of an order that its worker left."""
    return _HALFWAY.format(part=f" (bij {order.part})" if order.part else "")


def began(order: Order, now: datetime) -> Order:
    """The order as a new attempt at it begins."""
    return msgspec.structs.replace(
        order,
        state=BUSY,
        attempts=order.attempts + 1,
        began_at=iso(now),
        done=0,
        total=len(order.formats),
        part="",
    )

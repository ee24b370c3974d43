"""The ceiling of ingest: what a store that does nothing else commits through a pipelined script."""

from __future__ import annotations

import time

import redis

from mlob.journal import run
from mlob.lua import Script, script

__all__ = ["ceiling"]

_PIPELINE = 500
_UNITS = 5000
_KEYS = ("bench:e", "bench:g", "bench:s")

_ONE: Script = script("""
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('GEOADD', KEYS[2], ARGV[3], ARGV[4], ARGV[1])
redis.call('XADD', KEYS[3], 'MAXLEN', '~', 10000, '*', 'd', ARGV[2])
return 1
""")
"""One entity, its place and one stream entry."""


def ceiling(client: redis.Redis, amount: int, size: int) -> float:
    """Entities a second, each a record and a stream entry of `size` bytes; leaves nothing behind."""
    payload = b"x" * size
    run(client, _ONE, _KEYS, ["warm", payload, 5.0, 52.0])
    started = time.perf_counter()
    for start in range(0, amount, _PIPELINE):
        with client.pipeline(transaction=False) as pipe:
            for number in range(start, min(amount, start + _PIPELINE)):
                lon, lat = 4.0 + number % 300 / 100, 51.0 + number % 200 / 100
                pipe.evalsha(_ONE.sha, 3, *_KEYS, f"e{number % _UNITS}", payload, lon, lat)
            pipe.execute()
    rate = amount / (time.perf_counter() - started)
    client.delete(*_KEYS)
    return rate

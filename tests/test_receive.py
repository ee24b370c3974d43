"""Frames are read in slices: what they say, and the index of a bad one, are those of the whole."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import redis
import redis.asyncio

from mlob import intake, receive
from mlob.bench.frames import cot_events
from mlob.model import Discipline
from mlob.redis_server import EmbeddedRedis
from tests.observations import NOON, source

TRACKS = source("cot", Discipline.DEFENSIE, format="cot")
LATER = NOON + timedelta(minutes=1)


def journalled(server: EmbeddedRedis, frames: list[bytes]) -> tuple[intake.Taken, list[str]]:
    async def go() -> tuple[intake.Taken, list[str]]:
        client = redis.asyncio.Redis.from_url(server.url)
        try:
            taken, appended, kept = await receive.journalled(client, TRACKS, frames, LATER)
            assert appended.fresh == len(taken.observations)
            return taken, kept
        finally:
            await client.aclose()

    return asyncio.run(go())


@pytest.mark.parametrize("amount", [0, 1, 99, 100, 101, 250])
def test_slices_say_what_the_whole_says(store: redis.Redis, server: EmbeddedRedis, amount: int) -> None:
    frames = cot_events(amount, 7, NOON)
    for bad in (0, 100, 249):
        if bad < amount:
            frames[bad] = b"<event/>"
    taken, kept = journalled(server, frames)
    assert taken == intake.take(TRACKS, frames, LATER)
    assert len(kept) == len(taken.rejects)


def test_a_long_frame_is_read_beside_the_loop(store: redis.Redis, server: EmbeddedRedis) -> None:
    frames = cot_events(5, 5, NOON)
    frames[2] = frames[2].replace(b"</detail>", b"<remarks>" + b"x" * 70_000 + b"</remarks></detail>")
    taken, _ = journalled(server, frames)
    assert taken == intake.take(TRACKS, frames, LATER)


def test_another_source_goes_on_in_between(store: redis.Redis, server: EmbeddedRedis) -> None:
    """The loop is looked at after each slice, not only after the group."""

    async def go() -> int:
        looks = 0

        async def look() -> None:
            nonlocal looks
            while True:
                looks += 1
                await asyncio.sleep(0)

        beside = asyncio.create_task(look())
        await receive._read(TRACKS, cot_events(500, 5, NOON), LATER)
        beside.cancel()
        return looks

    assert asyncio.run(go()) >= 5

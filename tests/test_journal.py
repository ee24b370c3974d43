"""The journal: one order over both streams, each observation once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import msgspec
import pytest
import redis
import redis.asyncio

from mlob import journal, keys
from mlob.errors import TransitionError
from mlob.model import Kind, Observation
from mlob.redis_server import EmbeddedRedis
from tests.observations import NOON, said

TALLY = journal.Tally(source="bron", received_at=NOON, accepted=1)


def everything(store: redis.Redis, count: int = 3) -> list[tuple[str, Observation | None]]:
    cursor, found = journal.START, []
    while batch := journal.read(store, cursor, count):
        found += batch
        cursor = batch[-1][0]
    return found


def mixed(amount: int) -> list[Observation]:
    kinds = [Kind.UNIT, Kind.INCIDENT, Kind.UNIT, Kind.UNIT, Kind.NOTE]
    return [said(kind=kinds[n % 5], native_id=str(n), seconds=n, title=str(n)) for n in range(amount)]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 1000])
def test_reading_in_pieces_skips_nothing_and_keeps_the_order(store: redis.Redis, count: int) -> None:
    items = mixed(40)
    for start in range(0, 40, 8):
        journal.append(store, items[start : start + 8], TALLY)
    found = everything(store, count)
    assert [item for _, item in found] == items
    assert [journal.order(name) for name, _ in found] == sorted(journal.order(name) for name, _ in found)
    assert journal.newest(store) == found[-1][0]


def test_a_repeated_fact_is_dropped(store: redis.Redis) -> None:
    items = [said(native_id=str(n), title="x") for n in range(5)]
    assert journal.append(store, items, TALLY).fresh == 5
    again = journal.append(store, items, TALLY)
    assert again.fresh == 0
    assert again.cursor == journal.newest(store)
    assert len(everything(store)) == 5


def test_the_same_fact_received_later_is_the_same_fact(store: redis.Redis) -> None:
    first = said(title="x")
    later = msgspec.structs.replace(first, received_at=first.received_at + timedelta(minutes=5))
    journal.append(store, [first], TALLY)
    assert journal.append(store, [later], TALLY).fresh == 0


def test_timeless_content_counts_once_in_ten_minutes(store: redis.Redis) -> None:
    first = msgspec.structs.replace(said(seconds=0, title="x"), once="same content")
    second = msgspec.structs.replace(said(seconds=30, title="x"), once="same content")
    assert journal.append(store, [first], TALLY).fresh == 1
    assert journal.append(store, [second], TALLY).fresh == 0
    store.zadd(keys.SEEN, {"same content": int(store.time()[0] - 601) * 1000})  # type: ignore[index]
    assert journal.append(store, [second], TALLY).fresh == 1


def test_positions_of_the_future_are_kept_once(store: redis.Redis) -> None:
    ahead = said(kind=Kind.UNIT, seconds=3600, late=-3600, course=1.0)
    assert journal.append(store, [ahead], TALLY).fresh == 1
    assert journal.append(store, [ahead], TALLY).fresh == 0


def test_counts_and_last_contact_of_the_source(store: redis.Redis) -> None:
    tally = journal.Tally(source="bron", received_at=NOON, accepted=3, rejected=2, delay_s=1.5)
    journal.append(store, [], tally)
    journal.append(store, [], tally)
    counts = store.hgetall(keys.SOURCE + "bron")
    assert counts == {
        b"accepted": b"6",
        b"rejected": b"4",
        b"last": str(int(NOON.timestamp() * 1000)).encode(),
        b"delay": b"1500",
    }


def test_only_rejects_are_no_contact(store: redis.Redis) -> None:
    """A source that sends nothing but rubbish is not up to date."""
    journal.append(store, [], journal.Tally(source="bron", received_at=NOON, rejected=1))
    assert store.hget(keys.SOURCE + "bron", "last") is None


def test_ids_go_on_when_the_clock_goes_back(store: redis.Redis) -> None:
    ahead = int(store.time()[0]) * 1000 + 3_600_000  # type: ignore[index]
    store.set(keys.LAST, f"{ahead}-7")
    first = journal.append(store, [said(title="x")], TALLY).cursor
    assert first == f"{ahead}-8"


async def _append_async(url: str) -> journal.Appended:
    client = redis.asyncio.Redis.from_url(url)
    try:
        await client.script_flush()
        return await journal.append_async(client, [said(title="x")], TALLY)
    finally:
        await client.aclose()


def test_an_event_loop_appends_the_same(store: redis.Redis, server: object) -> None:
    import asyncio

    appended = asyncio.run(_append_async(server.url))  # type: ignore[attr-defined]
    assert appended.fresh == 1
    assert everything(store)[0][0] == appended.cursor


@pytest.mark.parametrize("text", ["", "nonsense", "1-x", "-"])
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        journal.order(text)


def test_a_cursor_knows_its_time() -> None:
    assert journal.cursor_time(f"{int(NOON.timestamp() * 1000)}-3") == NOON


def test_waiting_ends_when_something_comes(store: redis.Redis) -> None:
    journal.append(store, [said(title="x")], TALLY)
    journal.wait(store, journal.START, 60_000)
    journal.wait(store, journal.newest(store), 1)
    assert len(everything(store)) == 1


def test_on_a_version_only_one_is_journalled(server: EmbeddedRedis, store: redis.Redis) -> None:
    async def race() -> list[bool]:
        async with redis.asyncio.Redis.from_url(server.url) as client:

            async def one(number: int, version: int) -> bool:
                said_ = said(native_id="r", seconds=number, title=str(number))
                try:
                    guard = journal.Guard("request:r", version)
                    await journal.append_async(client, [said_], TALLY, guard)
                except TransitionError:
                    return False
                return True

            first = await asyncio.gather(*(one(number, 0) for number in range(6)))
            second = await asyncio.gather(*(one(10 + number, 1) for number in range(6)))
            stale = await one(30, 0)
            return [*first, *second, stale]

    taken = asyncio.run(race())
    assert (sum(taken[:6]), sum(taken[6:12]), taken[12]) == (1, 1, False)
    assert len(everything(store)) == 2
    assert store.hget(keys.VERSIONS, "request:r") == b"2"


def test_a_version_that_nobody_kept_is_taken_at_its_word(server: EmbeddedRedis, store: redis.Redis) -> None:
    async def one() -> None:
        async with redis.asyncio.Redis.from_url(server.url) as client:
            await journal.append_async(client, [said(title="x")], TALLY, journal.Guard("request:old", 7))

    asyncio.run(one())
    assert store.hget(keys.VERSIONS, "request:old") == b"8"

"""State, projector and pull: committed together, resumed without a gap, fenced against a second writer."""

from __future__ import annotations

import asyncio

import pytest
import redis
import redis.asyncio
from hypothesis import given
from hypothesis import strategies as st

from mlob import fold, journal, keys, state
from mlob.errors import StoreError
from mlob.lease import Lease
from mlob.model import Kind, Observation
from mlob.projector import Projector
from mlob.redis_server import EmbeddedRedis
from tests.observations import NOON, observations, said

TALLY = journal.Tally(source="bron", received_at=NOON)


def journalled(store: redis.Redis, *items: Observation) -> None:
    journal.append(store, items, TALLY)


def pulled(server: EmbeddedRedis, since: str) -> state.Change:
    async def go() -> state.Change:
        client = redis.asyncio.Redis.from_url(server.url)
        try:
            return await state.pull(client, since, 100)
        finally:
            await client.aclose()

    return asyncio.run(go())


def test_one_step_commits_entity_place_line_and_cursor(store: redis.Redis) -> None:
    point = {"type": "Point", "coordinates": [5.7, 50.85]}
    journalled(store, said(title="dijk verzakt", geometry=point, severity=3))
    projector = Projector(store)
    assert projector.step() == 1
    cursor, entities = state.load(store)
    assert cursor == journal.newest(store) == projector.cursor
    assert list(entities) == ["incident:bron:1"]
    assert store.geosearch(keys.GEO, longitude=5.7, latitude=50.85, radius=1, unit="km") == [
        b"incident:bron:1"
    ]
    rows = store.xrange(keys.TIMELINE)
    assert len(rows) == 1
    assert rows[0][0].decode() == cursor
    assert projector.step() == 0


def test_a_second_projector_is_fenced_off(store: redis.Redis) -> None:
    one, other = Projector(store), Projector(store)
    journalled(store, said(title="a"))
    assert one.step() == 1
    with pytest.raises(StoreError):
        other.step()
    assert state.load(store)[0] == one.cursor
    assert store.xlen(keys.TIMELINE) == 1


def test_the_lease_has_one_holder(store: redis.Redis) -> None:
    one, other = Lease(store, keys.LEASE), Lease(store, keys.LEASE)
    assert one.hold()
    assert not other.hold()
    assert one.hold()
    store.delete(keys.LEASE)
    assert other.hold()
    assert not one.hold()


@pytest.mark.parametrize("coordinates", [[5.0, 89.9], [500.0, 52.0], [5.0, float("nan")]])
def test_a_place_that_geo_refuses_does_not_stop_the_commit(
    store: redis.Redis, coordinates: list[float]
) -> None:
    journalled(store, said(title="ver weg", geometry={"type": "Point", "coordinates": coordinates}))
    assert Projector(store).step() == 1
    assert store.zcard(keys.GEO) == 0
    assert len(state.load(store)[1]) == 1


def test_pull_gives_the_newest_of_what_changed(store: redis.Redis, server: EmbeddedRedis) -> None:
    projector = Projector(store)
    journalled(store, said(native_id="1", title="a"), said(native_id="2", title="b"))
    projector.step()
    first = pulled(server, journal.START)
    assert not first.whole  # the deltas still reach back to the start
    assert set(first.entities) == {"incident:bron:1", "incident:bron:2"}
    for seconds in (1, 2):
        journalled(store, said(native_id="1", seconds=seconds, title=f"a{seconds}"))
        projector.step()
    change = pulled(server, first.cursor)
    assert not change.whole
    assert list(change.entities) == ["incident:bron:1"]
    record = change.entities["incident:bron:1"]
    assert record is not None
    assert fold.shown(record, "title") == (record.head, "a2")
    assert [line["text"] for line in change.lines] == ["a1", "a2"]
    assert pulled(server, change.cursor).entities == {}


def test_a_reader_that_lags_too_far_gets_everything(
    store: redis.Redis, server: EmbeddedRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "DELTAS_KEPT", 3)
    projector = Projector(store)
    cursors = []
    for seconds in range(6):
        journalled(store, said(seconds=seconds, title=str(seconds)))
        projector.step()
        cursors.append(projector.cursor)
    assert pulled(server, cursors[0]).whole
    assert not pulled(server, cursors[-2]).whole


@given(items=st.lists(observations(entities=3), min_size=1, max_size=25), cuts=st.sets(st.integers(0, 25)))
def test_a_projector_killed_between_steps_ends_in_the_same_state(
    store: redis.Redis, items: list[Observation], cuts: set[int]
) -> None:
    """Whatever was committed, a new projector goes on from there: no gap, no double."""
    items = list({item.id: item for item in items}.values())
    store.flushall()
    for number, item in enumerate(items):
        journalled(store, item)
        if number in cuts:
            Projector(store).step()
    Projector(store).step()
    _, entities = state.load(store)
    expected: dict[str, fold.Entity] = {}
    for item in items:
        entity = expected.setdefault(item.entity, fold.begin(item))
        fold.apply(entity, item)
    assert {name: fold.expires_at(found) for name, found in entities.items()} == {
        name: fold.expires_at(found) for name, found in expected.items()
    }
    assert {name: found.reports for name, found in entities.items()} == {
        name: found.reports for name, found in expected.items()
    }


def test_what_expired_long_ago_leaves_the_store(store: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    old = said(native_id="old", seconds=-10 * 86_400, ttl=60.0, title="oud")
    journalled(store, old, said(native_id="new", title="nieuw", kind=Kind.NOTE))
    projector = Projector(store)
    projector.step()
    assert "incident:bron:old" in state.load(store)[1]
    monkeypatch.setattr("mlob.projector._PURGE_EVERY", 0.0)
    journalled(store, said(native_id="new", seconds=1, title="nieuwer", kind=Kind.NOTE))
    projector.step()
    assert list(state.load(store)[1]) == ["note:bron:new"]


def test_one_unreadable_entry_does_not_stop_the_picture(
    store: redis.Redis, caplog: pytest.LogCaptureFixture
) -> None:
    journalled(store, said(native_id="1", title="a"))
    last = journal.newest(store)
    store.xadd(keys.FACTS, {"o": b'{"id": 1}'}, id=f"{journal.order(last)[0] + 1}-0")
    store.set(keys.LAST, f"{journal.order(last)[0] + 1}-0")
    journalled(store, said(native_id="2", title="b"))
    projector = Projector(store)
    assert projector.step() == 3
    assert set(state.load(store)[1]) == {"incident:bron:1", "incident:bron:2"}
    assert "cannot be read" in caplog.text


def test_a_state_of_another_version_is_folded_anew(store: redis.Redis) -> None:
    journalled(store, said(native_id="1", title="a"), said(native_id="2", title="b"))
    Projector(store).step()
    store.hset(keys.ENTITIES, "incident:bron:1", b'{"old": "shape"}')
    projector = Projector(store)
    assert projector.step() == 2
    assert set(state.load(store)[1]) == {"incident:bron:1", "incident:bron:2"}
    assert store.xlen(keys.TIMELINE) == 2


def test_of_many_records_some_are_looked_at_in_each_commit(
    store: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = [said(native_id=str(number), seconds=-10 * 86_400, ttl=60.0) for number in range(5)]
    journalled(store, *old, said(native_id="new", title="nieuw", kind=Kind.NOTE))
    projector = Projector(store)
    projector.step()
    assert len(state.load(store)[1]) == 6
    monkeypatch.setattr("mlob.projector._PURGE_EVERY", 0.0)
    monkeypatch.setattr("mlob.projector._LOOKED_AT", 2)
    left = []
    for seconds in range(1, 4):
        journalled(store, said(native_id="new", seconds=seconds, title=f"{seconds}", kind=Kind.NOTE))
        projector.step()
        left.append(len(state.load(store)[1]))
    assert left == [5, 3, 1]

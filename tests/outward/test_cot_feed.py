"""What a TAK client still has to get: the newest of each object, never a queue."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime

import msgspec

from mlob import fold
from mlob.audience import EVERYONE, without
from mlob.broadcast import Mirror
from mlob.outward.cot_event import Around
from mlob.outward.cot_feed import Feed, Waiting
from tests.test_broadcast import change, mirror, unit

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
PLACE = {"type": "Point", "coordinates": [5.0, 52.0]}


async def _around() -> Around:
    return Around(system="ab12")


def placed(number: int, title: str = "x") -> fold.Entity:
    found = unit(number, title=title)
    report = found.reports[found.head]
    found.reports[found.head] = msgspec.structs.replace(report, values=report.values | {"geometry": PLACE})
    return found


def step(here: Mirror, feed: Feed, cursor: str, *entities: fold.Entity) -> None:
    """A change in the mirror, made events."""
    change(here, cursor, *entities)
    asyncio.run(feed._make([item.id for item in entities]))


def uids(raw: bytes) -> list[str]:
    return [name.decode() for name in re.findall(rb'<event version="2.0" uid="([^"]*)"', raw)]


def joined(here: Mirror, feed: Feed) -> Waiting:
    found = Waiting(feed)
    feed.clients.add(found)
    return found


def test_a_busy_client_gets_the_newest_of_each_once() -> None:
    here = mirror()
    feed = Feed(here, _around)
    step(here, feed, "2-0", placed(1), placed(2))
    client = joined(here, feed)
    assert uids(client.take(NOW)) == ["unit:bron:1", "unit:bron:2"]
    assert client.take(NOW) == b""
    assert not client.wake.is_set()
    for number in range(50):
        step(here, feed, f"{number + 3}-0", placed(1, title=f"stand {number}"))
    raw = client.take(NOW)
    assert uids(raw) == ["unit:bron:1"]
    assert b'callsign="stand 49"' in raw


def test_what_did_not_change_is_not_sent_again() -> None:
    here = mirror()
    feed = Feed(here, _around)
    first = placed(1)
    step(here, feed, "2-0", first)
    client = joined(here, feed)
    client.take(NOW)
    step(here, feed, "3-0", first)
    assert client.take(NOW) == b""


def test_only_what_a_client_was_told_of_is_taken_away() -> None:
    here = mirror()
    feed = Feed(here, _around)
    step(here, feed, "2-0", placed(1))
    client = joined(here, feed)
    client.take(NOW)
    step(here, feed, "3-0", placed(2))
    for name in ("unit:bron:1", "unit:bron:2"):
        del here.features[name]
    asyncio.run(feed._make(["unit:bron:1", "unit:bron:2"]))
    raw = client.take(NOW)
    assert uids(raw) == ["weg:unit:bron:1"]
    assert b"t-x-d-d" in raw
    assert (feed.events, client.take(NOW)) == ({}, b"")


def test_a_great_picture_comes_in_parts() -> None:
    here = mirror()
    feed = Feed(here, _around)
    step(here, feed, "2-0", *(placed(number) for number in range(500)))
    client = joined(here, feed)
    parts = []
    while raw := client.take(NOW):
        parts.append(raw)
    assert len(parts) > 3
    assert max(map(len, parts)) < 70_000
    assert len(set(uids(b"".join(parts)))) == 500


def test_a_feature_that_cannot_be_made_an_event_stops_no_other() -> None:
    here = mirror()
    feed = Feed(here, _around)
    change(here, "2-0", placed(1), placed(2))
    here.features["unit:bron:1"] = b'{"id": 3, "geometry": null, "properties": {"kind": "paleis"}}'
    asyncio.run(feed._make(["unit:bron:1", "unit:bron:2"]))
    assert set(feed.events) == {"unit:bron:2"}


def test_an_audience_without_some_sources() -> None:
    def said(*sources: str) -> bytes:
        return msgspec.json.encode({"properties": {"sources": sources}})

    seen = without(frozenset({"tak"}))
    assert seen("x", said("tak")) is None
    assert seen("x", said("tak", "p2000")) == said("tak", "p2000")
    assert seen("x", said()) == said()
    assert without(frozenset()) is EVERYONE

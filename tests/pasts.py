"""Journals made up for tests of the past, and the past as who folds all of them anew sees it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import redis
from hypothesis import strategies as st

from mlob import entries, fold, hours, journal, keys, links, picture
from mlob.checkpoints import cold, thinning, writer
from mlob.hours import HOUR
from mlob.journal import order
from mlob.model import Kind, Observation, effective_at
from tests.archived import BASE
from tests.observations import NOON, said

FEW = 4
"""Entries between two whole checkpoints in tests."""
PARTS = 2


def small(patch: pytest.MonkeyPatch) -> None:
    """Checkpoints after a few entries, and little of them kept."""
    patch.setattr("os.fsync", lambda _: None)
    patch.setattr(writer, "FEWEST", FEW)
    patch.setattr(writer, "MOST", FEW)
    patch.setattr(writer, "PARTS", PARTS)
    patch.setattr(writer, "ASIDE_AFTER", timedelta(seconds=20))
    patch.setattr(writer, "OVER_AFTER", timedelta(seconds=20))
    patch.setattr(writer, "ASIDE_AT_ONCE", 1)
    patch.setattr(cold, "_CHUNK", 2)
    patch.setattr(thinning, "_LEFT", 3)


def put(store: redis.Redis, items: Iterable[tuple[int, Observation]]) -> list[journal.Entry]:
    """Journal observations so many ms after BASE, doubles and all; what the journal then has of them."""
    found = []
    store.setnx(keys.JOURNAL, "proef")
    newest = order(journal.newest(store))
    with store.pipeline(transaction=True) as pipe:
        for milliseconds, item in items:
            ms = max(BASE + milliseconds, newest[0])
            newest = (ms, newest[1] + 1 if ms == newest[0] else 0)
            name = f"{newest[0]}-{newest[1]}"
            stream = keys.POSITIONS if item.kind is Kind.UNIT else keys.FACTS
            pipe.xadd(stream, {"o": msgspec.json.encode(item)}, id=name)
            found.append((name, item))
        pipe.set(keys.LAST, f"{newest[0]}-{newest[1]}")
        pipe.set(keys.CURSOR, f"{newest[0]}-{newest[1]}")  # as if it were folded, so that hours may move
        pipe.execute()
    return found


_CLOCKS = (
    (0.0, 1.0),
    (1.0, 1.0, -5.0, -20.0, -60.0),
    (0.0, 1.0, -20.0, -121.0, -86_400.0),
    (0.0, 1.0, 3600.0, -60.0),
)
"""Seconds after something was seen that it comes in, by the clocks of its source and our own."""


@st.composite
def stories(draw: st.DrawFn) -> list[tuple[int, Observation]]:
    """What several sources say of a few things: late, future-dated, twice, out of order, linked, expiring."""
    found: list[tuple[int, Observation]] = []
    now, clocks = 0, draw(st.sampled_from(_CLOCKS))
    for number in range(draw(st.integers(4, 40))):
        now += draw(st.sampled_from([0, 0, 1, 1000, 7000, HOUR // 2, HOUR]))
        if found and draw(st.integers(0, 9)) == 0:
            found.append((now, draw(st.sampled_from(found))[1]))
            continue
        found.append((now, draw(_observation(number, clocks))))
    return found


@st.composite
def _observation(draw: st.DrawFn, number: int, clocks: tuple[float, ...]) -> Observation:
    kind = draw(st.sampled_from([Kind.UNIT, Kind.INCIDENT, Kind.INCIDENT, Kind.REGION, Kind.LINK]))
    values: dict[str, Any] = {
        "seconds": number * 3 + draw(st.sampled_from([0, 0, 0, 0.5, -7, -40, -400])),
        "late": draw(st.sampled_from(clocks)),
        "by": draw(st.sampled_from(["a", "b"])),
    }
    one, two = draw(st.permutations(["1", "2", "3", "4"]))[:2]
    if kind is Kind.LINK:
        a, b = sorted((f"incident:x:{one}", f"incident:x:{two}"))
        said_of = {"a": a, "b": b, "verdict": draw(st.sampled_from(["samen", "samen", "los"]))}
        rule = {"a": a, "b": b, "score": 0.9, "automatic": True, "rule": links.RULE, "reason": "proef"}
        properties = draw(st.sampled_from([said_of, rule]))
        return said(kind=kind, entity=links.link_id(a, b), properties=properties, **values)
    if kind is Kind.REGION:
        grip = {"grip": draw(st.integers(0, 4))}
        return said(kind=kind, entity="region:VR24", properties=grip, **values)
    for name, some in (
        ("title", ["brand", "ongeval"]),
        ("status", ["gemeld", "klaar"]),
        ("ttl", [2.0, 30.0]),
        ("severity", [1, 3]),
    ):
        if draw(st.booleans()):
            values[name] = draw(st.sampled_from(some))
    return said(kind=kind, entity=f"{kind}:x:{one}", **values)


def moments(items: Iterable[journal.Entry]) -> list[datetime]:
    """Each moment at which something was observed, and just beside it."""
    tick = timedelta(microseconds=1)
    found = {NOON - timedelta(days=2)}
    for _, item in items:
        assert item is not None
        at = effective_at(item.observed_at, item.received_at)
        found |= {at, at - tick, at + tick, at + timedelta(seconds=30)}
    return sorted(found)


def known(items: Iterable[journal.Entry]) -> list[datetime]:
    """Each moment at which something was journalled, and just beside it."""
    found = {journal.cursor_time(name) for name, _ in items}
    tick = timedelta(milliseconds=1)
    return sorted(found | {moment - tick for moment in found} | {moment + tick for moment in found})


class Naive:
    """The past, by folding all of a journal that was known then and had been observed by then."""

    def __init__(self, items: Iterable[journal.Entry], at: datetime, known_at: datetime) -> None:
        last = int(known_at.timestamp() * 1000)
        self.cursor, self.entities = journal.START, dict[str, fold.Entity]()
        self.contacts: dict[str, datetime] = {}
        everything: dict[str, fold.Entity] = {}
        self.lines: list[dict[str, Any]] = []
        for name, item in items:
            if order(name)[0] > last or item is None:
                continue
            self.cursor = name
            self.contacts[item.source] = max(
                self.contacts.get(item.source, NOON.min.replace(tzinfo=NOON.tzinfo)), item.received_at
            )
            line = _told(everything, name, item)
            if line is not None and datetime.fromisoformat(line["time"]) <= at:
                self.lines.insert(0, line)
            if effective_at(item.observed_at, item.received_at) <= at:
                fold.apply(self.entities.setdefault(item.entity, fold.begin(item)), item)
        self.features = shown(self.entities, at)


def _told(everything: dict[str, fold.Entity], name: str, item: Observation) -> dict[str, Any] | None:
    entity = everything.get(item.entity)
    before = None if entity is None else entries.look(entity)
    entity = everything.setdefault(item.entity, fold.begin(item))
    if not fold.apply(entity, item):
        return None
    return entries.line(name, before, entries.look(entity), item)


def shown(entities: dict[str, fold.Entity], at: datetime) -> dict[str, Any]:
    """What a viewer gets of it."""
    found: dict[str, Any] = msgspec.json.decode(
        msgspec.json.encode(picture.collection(entities, at, shapes=False))
    )
    return found


def files(folder: Path) -> list[Path]:
    """What lies on the shelf."""
    return sorted(folder.iterdir()) if folder.is_dir() else []


def hour_files(folder: Path) -> int:
    """How many hours are in the archive."""
    return sum(len(list((folder / stream).rglob("*.parquet"))) for stream in hours.STREAMS)

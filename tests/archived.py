"""A journal over several hours, for tests of the archive: the clock of the store moved forward."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import redis

from mlob import journal, keys
from mlob.history import read_all
from mlob.hours import HOUR
from mlob.model import Kind, Observation
from mlob.projector import Projector
from mlob.retention import Archive
from tests.observations import NOON, said

BASE = (int(time.time() * 1000) // HOUR + 10) * HOUR
"""The start of an hour (ms) that no real clock gets to during a test."""
KEEP = {"facts": timedelta(hours=24), "positions": timedelta(hours=2)}
TALLY = journal.Tally(source="bron", received_at=NOON)


def clock(milliseconds: float) -> datetime:
    """What a clock shows so long after BASE."""
    return datetime.fromtimestamp((BASE + milliseconds) / 1000, UTC)


def at(store: redis.Redis, milliseconds: int, *items: Observation) -> None:
    """Journal items so long after BASE; as ids only rise, what comes later gets a later id."""
    store.set(keys.LAST, max(journal.newest(store), f"{BASE + milliseconds}-0", key=journal.order))
    journal.append(store, items, TALLY)


def position(number: int, lon: float = 5.7, **values: object) -> Observation:
    """Where a unit is."""
    point = {"type": "Point", "coordinates": [lon, 50.85]}
    return said(kind=Kind.UNIT, native_id=f"u{number % 7}", seconds=number, geometry=point, **values)


def fact(number: int, **values: object) -> Observation:
    """What happened."""
    return said(native_id=f"i{number % 5}", seconds=number, title=f"melding {number}", **values)


def fill(store: redis.Redis, hours: int = 3, each: int = 12) -> None:
    """So many hours of positions and facts, and a fact in the hour after."""
    for number in range(hours * each):
        moment = number * HOUR // each
        at(store, moment, position(number), *([fact(number)] if number % 3 == 0 else []))
    at(store, hours * HOUR, fact(hours * each))


def fold(store: redis.Redis, folder: Path | None = None) -> Projector:
    """A projector that has folded everything."""
    projector = Projector(store, folder)
    while projector.step():
        pass
    return projector


def everything(store: redis.Redis, folder: Path | None = None) -> list[journal.Entry]:
    """The whole journal, wherever it is."""
    return list(read_all(store, folder))


def tidy(store: redis.Redis, folder: Path, milliseconds: float) -> list[str]:
    """Archive with the clock so long after BASE; the first id of each hour that moved."""
    return [manifest.first for manifest in Archive(store, folder, KEEP).tidy(clock(milliseconds))]

"""The material of a snapshot, read from the store: the picture, its sources and its timeline."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
import redis

from mlob import fold, history, journal, keys, past, picture, sources, state
from mlob.config import Settings
from mlob.model import iso
from mlob.snapshot import remarks
from mlob.snapshot.make import is_exercise
from mlob.snapshot.material import Material

__all__ = ["collect"]

_LINES = 500
_PATIENCE = 2.0
_PAUSE = 0.02
"""s that a picture of now waits for what is journalled to be in it, and s between looks."""
_UNKNOWN_THEN = ("accepted", "rejected", "delay_s", "clock_skew_s", "lost")
"""What of a source is counted only now: of a moment in the past it is not known (null)."""


def collect(
    client: redis.Redis, settings: Settings, now: datetime, at: datetime | None, known_at: datetime | None
) -> Material:
    """Everything as of `at` as known at `known_at`; None means now. Raises ArchiveError.

    Without either it is the live picture, with all that was journalled before `now`, and its moment
    is that of the last thing in it when that is later.
    """
    if at is None and known_at is None:
        cursor, entities = _live(client)
        at = now if cursor == journal.START else max(now, journal.cursor_time(cursor))
        return _material(client, settings, cursor, entities, at, at, _sources(client, settings, at))
    at, known_at = at or now, known_at or now
    cursor, entities = past.picture(client, settings.archive, at, known_at)
    rows = _sources_then(client, settings, known_at)
    return _material(client, settings, cursor, entities, at, known_at, rows, _UNKNOWN_THEN)


def _live(client: redis.Redis) -> tuple[str, dict[str, fold.Entity]]:
    """The state once all that was journalled so far is in it; as it is when that takes too long."""
    newest, deadline = journal.newest(client), time.monotonic() + _PATIENCE
    while True:
        raw: Any = client.get(keys.CURSOR)
        reached = raw.decode() if raw else journal.START
        if journal.order(reached) >= journal.order(newest) or time.monotonic() > deadline:
            return state.load(client)
        time.sleep(_PAUSE)


def _material(
    client: redis.Redis,
    settings: Settings,
    cursor: str,
    entities: Mapping[str, fold.Entity],
    at: datetime,
    known_at: datetime,
    rows: list[sources.SourceState],
    unknown: tuple[str, ...] = (),
) -> Material:
    """`unknown` are names of what the rows of the sources do not tell."""
    organisation = settings.organisation
    found = {
        "type": "FeatureCollection",
        "features": list(picture.collection(entities, at).values()),
        "cursor": cursor,
        "at": iso(at),
        "known_at": iso(known_at),
        "marking": organisation.marking,
        "exercise": organisation.exercise,
        "sources": [row | dict.fromkeys(unknown) for row in msgspec.to_builtins(rows)],
    }
    disciplines: list[dict[str, Any]] = msgspec.to_builtins(sources.disciplines(rows))
    return Material(
        picture=found,
        disciplines=disciplines,
        timeline=_timeline(client, cursor, at),
        organisation=organisation,
        exercise=is_exercise(found, organisation),
        remarks=remarks.found(entities),
    )


def _sources(client: redis.Redis, settings: Settings, now: datetime) -> list[sources.SourceState]:
    rows = []
    for source in settings.sources:
        counts: Any = client.hgetall(keys.SOURCE + source.name)
        rows.append(sources.source_state(source, counts, now))
    return rows


def _sources_then(client: redis.Redis, settings: Settings, known_at: datetime) -> list[sources.SourceState]:
    """How long each source had been silent then, by when it was last journalled from."""
    last: dict[str, datetime] = {}
    for _, said in history.read_all(client, settings.archive, until=known_at):
        if said is not None and (said.source not in last or last[said.source] < said.received_at):
            last[said.source] = said.received_at
    return [
        sources.source_state(source, _heard(last.get(source.name)), known_at) for source in settings.sources
    ]


def _heard(last: datetime | None) -> dict[bytes, bytes]:
    return {} if last is None else {b"last": str(int(last.timestamp() * 1000)).encode()}


def _timeline(client: redis.Redis, cursor: str, at: datetime) -> list[dict[str, Any]]:
    """The newest lines known at the cursor about what happened up to `at`, newest first."""
    if cursor == journal.START:
        return []
    rows: Any = client.xrevrange(keys.TIMELINE, max=cursor, count=_LINES)
    lines = [msgspec.json.decode(fields[b"e"]) for _, fields in rows]
    return [line for line in lines if line["time"] <= iso(at)]

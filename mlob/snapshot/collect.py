"""The material of a snapshot, read from the store: the picture, its sources and its timeline."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

import msgspec
import redis

from mlob import fold, grouping, journal, keys, past, picture, sources, state
from mlob.config import Settings
from mlob.heard import heard
from mlob.model import iso
from mlob.snapshot import remarks
from mlob.snapshot.make import is_exercise
from mlob.snapshot.material import Material

__all__ = ["collect"]

_LINES = 500
_PATIENCE = 2.0
_PAUSE = 0.02
"""s that a picture of now waits for what is journalled to be in it, and s between looks."""


def collect(
    client: redis.Redis, settings: Settings, now: datetime, at: datetime | None, known_at: datetime | None
) -> Material:
    """Everything as of `at` as known at `known_at`: the same whenever it is asked. Raises ArchiveError.

    Without `known_at`: as known now. Without `at`: as of when it was known. Without both: as it is now,
    with all that was journalled before, and its moment is that of the last thing in it when that is later.
    """
    if at is None and known_at is None:
        cursor, entities = _live(client)
        if cursor != journal.START:
            now = max(now, journal.cursor_time(cursor))
        rows, lines = _sources(client, settings, now), _timeline(client, cursor, now)
        return _collected(settings, cursor, entities, rows, lines, (now, now))
    known_at = known_at or now
    at = at or min(known_at, now)
    then = past.Past(settings.archive, settings.checkpoints)
    found = then.moment(client, at, known_at)
    _, lines = then.lines(client, at, known_at, lambda line: True, _LINES)
    rows = heard(settings.sources, found.entities, found.contacts, min(at, known_at))
    return _collected(settings, found.cursor, found.entities, rows, lines, (at, known_at))


def _live(client: redis.Redis) -> tuple[str, dict[str, fold.Entity]]:
    """The state once all that was journalled so far is in it; as it is when that takes too long."""
    newest, deadline = journal.newest(client), time.monotonic() + _PATIENCE
    while True:
        raw: Any = client.get(keys.CURSOR)
        reached = raw.decode() if raw else journal.START
        if journal.order(reached) >= journal.order(newest) or time.monotonic() > deadline:
            return state.load(client)
        time.sleep(_PAUSE)


def _collected(
    settings: Settings,
    cursor: str,
    entities: dict[str, fold.Entity],
    rows: list[sources.SourceState],
    lines: list[dict[str, Any]],
    times: tuple[datetime, datetime],
) -> Material:
    organisation, (at, known_at) = settings.organisation, times
    found = {
        "type": "FeatureCollection",
        "features": list(picture.collection(entities, at).values()),
        "cursor": cursor,
        "at": iso(at),
        "known_at": iso(known_at),
        "marking": organisation.marking,
        "exercise": organisation.exercise,
        "sources": msgspec.to_builtins(rows),
    }
    said = grouping.links_of(entities.values())
    disciplines: list[dict[str, Any]] = msgspec.to_builtins(sources.disciplines(rows))
    return Material(
        picture=found,
        disciplines=disciplines,
        timeline=lines,
        organisation=organisation,
        exercise=is_exercise(found, organisation),
        remarks=remarks.found(entities),
        proposed=grouping.proposals(said, grouping.groups(said, entities), entities),
    )


def _sources(client: redis.Redis, settings: Settings, now: datetime) -> list[sources.SourceState]:
    rows = []
    for source in settings.sources:
        counts: Any = client.hgetall(keys.SOURCE + source.name)
        rows.append(sources.source_state(source, counts, now))
    return rows


def _timeline(client: redis.Redis, cursor: str, at: datetime) -> list[dict[str, Any]]:
    """The newest lines in the state about what happened up to `at`, newest first."""
    if cursor == journal.START:
        return []
    rows: Any = client.xrevrange(keys.TIMELINE, max=cursor, count=_LINES)
    lines = [msgspec.json.decode(fields[b"e"]) for _, fields in rows]
    return [line for line in lines if datetime.fromisoformat(line["time"]) <= at]

"""The material of a snapshot, read from the store: the picture, its sources and its timeline."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import redis

from mlob import grouping, journal, keys, past, picture, sources, state
from mlob.config import Settings
from mlob.model import iso
from mlob.snapshot.make import is_exercise
from mlob.snapshot.material import Material

__all__ = ["collect"]

_LINES = 500


def collect(
    client: redis.Redis, settings: Settings, now: datetime, at: datetime | None, known_at: datetime | None
) -> Material:
    """Everything as of `at` as known at `known_at`; None means now. Raises ArchiveError."""
    if at is None and known_at is None:
        cursor, entities = state.load(client)
    else:
        cursor, entities = past.picture(client, settings.archive, at or now, known_at or now)
    rows = _sources(client, settings, now)
    organisation = settings.organisation
    found = {
        "type": "FeatureCollection",
        "features": list(picture.collection(entities, at or now).values()),
        "cursor": cursor,
        "at": iso(at or now),
        "known_at": iso(known_at or now),
        "marking": organisation.marking,
        "exercise": organisation.exercise,
        "sources": msgspec.to_builtins(rows),
    }
    said = grouping.links_of(entities.values())
    disciplines: list[dict[str, Any]] = msgspec.to_builtins(sources.disciplines(rows))
    return Material(
        picture=found,
        disciplines=disciplines,
        timeline=_timeline(client, cursor, at or now),
        organisation=organisation,
        exercise=is_exercise(found, organisation),
        proposed=grouping.proposals(said, grouping.groups(said, entities), entities),
    )


def _sources(client: redis.Redis, settings: Settings, now: datetime) -> list[sources.SourceState]:
    rows = []
    for source in settings.sources:
        counts: Any = client.hgetall(keys.SOURCE + source.name)
        rows.append(sources.source_state(source, counts, now))
    return rows


def _timeline(client: redis.Redis, cursor: str, at: datetime) -> list[dict[str, Any]]:
    """The newest lines known at the cursor about what happened up to `at`, newest first."""
    if cursor == journal.START:
        return []
    rows: Any = client.xrevrange(keys.TIMELINE, max=cursor, count=_LINES)
    lines = [msgspec.json.decode(fields[b"e"]) for _, fields in rows]
    return [line for line in lines if line["time"] <= iso(at)]

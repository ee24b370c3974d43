"""The picture at a moment: as it was at `at`, as far as we knew at `known_at`.

A fold over the journal up to `known_at` of what was observed up to `at`.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import redis

from mlob import fold, history, journal
from mlob.model import effective_at

__all__ = ["picture"]


def picture(
    client: redis.Redis, folder: Path, at: datetime, known_at: datetime
) -> tuple[str, dict[str, fold.Entity]]:
    """The cursor of the last observation known by then, and every entity that was said by then.

    What left the store comes from the archive in `folder`. Raises ArchiveError.
    """
    cursor, entities = journal.START, dict[str, fold.Entity]()
    for name, observation in history.read_all(client, folder, until=known_at):
        cursor = name
        if observation is None:
            continue
        if effective_at(observation.observed_at, observation.received_at) > at:
            continue
        entity = entities.setdefault(observation.entity, fold.begin(observation))
        fold.apply(entity, observation)
    return cursor, entities

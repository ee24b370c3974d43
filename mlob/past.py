"""The picture at a moment: as it was at `at`, as far as we knew at `known_at`.

A fold over the journal up to `known_at` of what was observed up to `at`.
"""

from __future__ import annotations

from datetime import datetime

import redis

from mlob import fold, journal
from mlob.model import effective_at

__all__ = ["picture"]

_BATCH = 5000


def picture(client: redis.Redis, at: datetime, known_at: datetime) -> tuple[str, dict[str, fold.Entity]]:
    """The cursor of the last observation known by then, and every entity that was said by then."""
    cursor, entities = journal.START, dict[str, fold.Entity]()
    limit = int(known_at.timestamp() * 1000)
    done = False
    while not done and (batch := journal.read(client, cursor, _BATCH)):
        for name, observation in batch:
            if journal.order(name)[0] > limit:
                done = True
                break
            cursor = name
            if observation is None:
                continue
            if effective_at(observation.observed_at, observation.received_at) > at:
                continue
            entity = entities.setdefault(observation.entity, fold.begin(observation))
            fold.apply(entity, observation)
    return cursor, entities

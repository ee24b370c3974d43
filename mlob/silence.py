"""Notices that a discipline fell silent or came back, and says so in the journal like any source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
import redis

from mlob import journal, keys, sources
from mlob.fold import Entity
from mlob.model import Discipline, Kind, Observation, Reception, Source, Verification, iso, observation

__all__ = ["NOTES", "Told", "Watch", "counts", "told"]

SYSTEM = Source(name="mlob", format="", disciplines=tuple(Discipline))
"""The system itself as a source of notes."""
NOTES = f"note:{SYSTEM.name}:"
"""How the ids begin of what the system says of silence."""
_SILENT, _BACK = "stil", "terug"
_TTL = 24 * 3600.0


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the system said last of a discipline: at `time` it was silent, since when, by which source."""

    silent: bool
    time: datetime
    since: datetime
    source: str


def counts(client: redis.Redis, names: Sequence[str]) -> list[dict[bytes, bytes]]:
    """What the store counted for each source."""
    with client.pipeline(transaction=False) as pipe:
        for name in names:
            pipe.hgetall(keys.SOURCE + name)
        found: Any = pipe.execute()
    return list(found)


class Watch:
    """Remembers each discipline's state and journals the moments at which one falls silent or returns."""

    def __init__(self, watched: Sequence[Source], client: redis.Redis) -> None:
        self.sources = watched
        self.client = client
        self._before: dict[str, sources.DisciplineState] = {}

    def look(self, now: datetime) -> list[Observation]:
        """Compare with last time; journal and return what changed for the worse or back."""
        rows = [
            sources.source_state(source, found, now)
            for source, found in zip(
                self.sources, counts(self.client, [source.name for source in self.sources]), strict=True
            )
        ]
        notes = []
        for row in sources.disciplines(rows):
            before = self._before.get(row.name)
            self._before[row.name] = row
            # Without a look before, silence may have begun while nobody watched (a projector that was
            # down). When it was told already, the same note once more is no new line (mlob/entries.py).
            if row.state == "stil" if before is None else _turned(before, row):
                notes.append(_note(before or row, row, now))
        if notes:
            journal.append(self.client, notes, journal.Tally(source=SYSTEM.name, received_at=now))
        return notes


def _turned(before: sources.DisciplineState, row: sources.DisciplineState) -> bool:
    return before.state != row.state and "stil" in (before.state, row.state)


def _note(before: sources.DisciplineState, row: sources.DisciplineState, now: datetime) -> Observation:
    silent = row.state == "stil"
    since = (row if silent else before).last or iso(now)
    title = row.text if silent else f"{row.text.partition(':')[0]} weer {row.state}"
    return observation(
        Reception(source=SYSTEM, received_at=now),
        discipline=Discipline(row.name),
        kind=Kind.NOTE,
        # the same silence seen by a second projector, or again after a restart, is the same note
        native_id=f"{row.name}-{_SILENT if silent else _BACK}-{since}",
        observed_at=now,
        title=title,
        severity=2 if silent else 0,
        ttl=_TTL,
        verification=Verification.BEVESTIGD,
    )


def told(entities: Mapping[str, Entity], moment: datetime) -> dict[str, Told]:
    """By discipline what the system had said last of its silence at a moment, as far as that is kept."""
    found: dict[str, Told] = {}
    for name, entity in entities.items():
        said = _read(name, entity) if name.startswith(NOTES) else None
        if said is None or said[1].time > moment:
            continue
        discipline, row = said
        if discipline not in found or found[discipline].time < row.time:
            found[discipline] = row
    return found


def _read(name: str, entity: Entity) -> tuple[str, Told] | None:
    """The discipline of a note and what it says; None when it is no note of silence."""
    discipline, _, rest = name.removeprefix(NOTES).partition("-")
    word, _, since = rest.partition("-")
    try:
        heard = datetime.fromisoformat(since)
    except ValueError:
        return None
    if word not in (_SILENT, _BACK) or heard.tzinfo is None:
        return None
    return discipline, Told(
        silent=word == _SILENT,
        time=entity.reports[entity.head].at,
        since=heard,
        source=str(entity.values.get("title") or "").partition(sources.BY)[2],
    )

"""What a person does with refused frames: read them again after a fix, or discard them with a reason."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import msgspec
import redis.asyncio

from mlob import intake, journal, quarantine
from mlob.config import Settings
from mlob.errors import TransitionError

__all__ = ["Outcome", "discard", "retry"]

SETTLED = "opnieuw gelezen"


class Outcome(msgspec.Struct, frozen=True):
    """What became of one refused frame: `reason` is empty when it was read this time."""

    id: str
    accepted: bool
    reason: str = ""
    cursor: str | None = None


async def retry(client: redis.asyncio.Redis, settings: Settings, name: str, actor: str) -> Outcome:
    """Read a refused frame again, with the settings and decoders of now; it was received when it came.

    Raises LookupError when it is not there, TransitionError when it cannot be tried.
    """
    kept = await quarantine.kept(client, name)
    source = settings.source(kept.source)
    if source is None:
        raise TransitionError(f"bron {kept.source!r} staat niet (meer) in de instellingen")
    if kept.length > len(kept.frame):
        raise TransitionError(f"van dit bericht zijn alleen de eerste {len(kept.frame)} bytes bewaard")
    taken = await asyncio.to_thread(intake.take, source, [kept.frame], kept.received_at)
    if taken.rejects:
        return Outcome(name, False, taken.rejects[0].reason)
    # It counts as accepted, but not as a sign of life: the source said this long ago.
    tally = journal.Tally(source=source.name, received_at=kept.received_at)
    appended = await journal.append_async(client, taken.observations, tally)
    await quarantine.settle(client, name, SETTLED, "", actor, datetime.now(UTC))
    return Outcome(name, True, cursor=appended.cursor)


async def discard(client: redis.asyncio.Redis, name: str, why: str, actor: str) -> None:
    """Take a refused frame out, with a reason that is kept; raises LookupError and TransitionError."""
    if not why.strip():
        raise TransitionError("geef een reden")
    await quarantine.kept(client, name)
    await quarantine.settle(client, name, "weggegooid", why.strip(), actor, datetime.now(UTC))

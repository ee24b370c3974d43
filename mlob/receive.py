"""Frames into the journal, rubbish into quarantine: what the ingest worker and the web node both do."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

import redis.asyncio

from mlob import intake, journal, quarantine
from mlob.model import Source

__all__ = ["GROUP", "journalled"]

GROUP = 500
"""Frames that go to the journal in one group."""
_LONG = 64 * 1024
"""Bytes of frames that are read beside the event loop, so that viewers and other sources go on."""


async def journalled(
    client: redis.asyncio.Redis, source: Source, frames: Sequence[bytes], received_at: datetime
) -> tuple[intake.Taken, journal.Appended, list[str]]:
    """Take frames, journal what they say, quarantine what says nothing; raises RedisError.

    Returns what was taken, where the journal stands, and the quarantine id of each reject. May be
    repeated after an unknown outcome: the journal drops what it has.
    """
    if sum(map(len, frames)) > _LONG:
        taken = await asyncio.to_thread(intake.take, source, frames, received_at)
    else:
        taken = intake.take(source, frames, received_at)
    delays = [(item.received_at - item.observed_at).total_seconds() for item in taken.observations]
    tally = journal.Tally(
        source=source.name,
        received_at=received_at,
        accepted=taken.accepted,
        rejected=len(taken.rejects),
        delay_s=max(delays, default=0.0),
    )
    appended = await journal.append_async(client, taken.observations, tally)
    kept = await quarantine.put(client, source.name, taken.rejects, received_at)
    return taken, appended, kept

"""Frames into the journal, rubbish into quarantine: what the ingest worker and the web node both do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import redis.asyncio

from mlob import intake, journal, keys, quarantine
from mlob.adapters.shared.cot_own import VIA
from mlob.model import Observation, Source

__all__ = ["GROUP", "journalled"]

GROUP = 500
"""Frames that go to the journal in one group."""
_SLICE = (100, 32 * 1024)
"""Frames, and bytes, that are read between two looks at the event loop: some 5 ms of work."""
_LONG = 64 * 1024
"""Bytes of one frame that is read beside the event loop."""


async def journalled(
    client: redis.asyncio.Redis, source: Source, frames: Sequence[bytes], received_at: datetime
) -> tuple[intake.Taken, journal.Appended, list[str]]:
    """Take frames, journal what they say, quarantine what says nothing; raises RedisError.

    Returns what was taken, where the journal stands, and the quarantine id of each reject. May be
    repeated after an unknown outcome: the journal drops what it has.
    """
    taken = await _foreign(client, await _read(source, frames, received_at))
    delays = [
        (item.received_at - item.observed_at).total_seconds() for item in taken.observations if not item.once
    ]
    tally = journal.Tally(
        source=source.name,
        received_at=received_at,
        accepted=taken.accepted,
        rejected=len(taken.rejects),
        delay_s=max(delays, default=0.0),
        least_s=min(delays, default=None),
    )
    appended = await journal.append_async(client, taken.observations, tally)
    kept = await quarantine.put(client, source.name, taken.rejects, received_at)
    return taken, appended, kept


async def _foreign(client: redis.asyncio.Redis, taken: intake.Taken) -> intake.Taken:
    """What was taken, less what this system sent out itself and comes back, by way of others too."""
    if not any(VIA in item.properties for item in taken.observations):
        return taken
    name: Any = await client.get(keys.JOURNAL)
    own = name.decode() if name else ""
    kept = [item for item in taken.observations if own not in _passed(item)]
    ignored = taken.ignored + len(taken.observations) - len(kept)
    return intake.Taken(kept, taken.rejects, taken.accepted, ignored)


def _passed(item: Observation) -> list[str]:
    said = item.properties.get(VIA)
    return said if isinstance(said, list) else []


async def _read(source: Source, frames: Sequence[bytes], received_at: datetime) -> intake.Taken:
    """Read frames a slice at a time, so that viewers and other sources go on in between.

    Threads are for one long frame only. The XML parser gives the interpreter away at every frame
    and waits up to 5 ms for it (sys.getswitchinterval) while another thread computes: CoT beside a
    busy thread was read at 2,200 frames a second instead of 26,000.
    """
    whole = intake.Taken([], [], 0, 0)
    for first, part in _slices(frames):
        if len(part[-1]) > _LONG:
            taken = await asyncio.to_thread(intake.take, source, part, received_at, first)
        else:
            taken = intake.take(source, part, received_at, first)
            await asyncio.sleep(0)
        whole = intake.Taken(
            whole.observations + taken.observations,
            whole.rejects + taken.rejects,
            whole.accepted + taken.accepted,
            whole.ignored + taken.ignored,
        )
    return whole


def _slices(frames: Sequence[bytes]) -> Iterator[tuple[int, list[bytes]]]:
    """The frames in slices, each with the index of its first; a long frame ends its slice."""
    part: list[bytes] = []
    size = 0
    for index, frame in enumerate(frames):
        part.append(frame)
        size += len(frame)
        if len(part) >= _SLICE[0] or size >= _SLICE[1]:
            yield index + 1 - len(part), part
            part, size = [], 0
    if part:
        yield len(frames) - len(part), part

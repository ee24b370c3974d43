"""A checkpoint: what everything journalled up to a cursor makes, and from which moment on it serves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import msgspec

from mlob.checkpoints import box
from mlob.checkpoints.box import Box, Unusable
from mlob.fold import Entity

__all__ = ["NEVER", "SUFFIX", "State", "entities", "save"]

SUFFIX = ".state"
NEVER = datetime.min.replace(tzinfo=UTC)
"""Before anything was observed."""
_BLOCK = 500
"""Entities in a block: other threads get their turn in between."""
_decode = msgspec.json.Decoder(list[Entity]).decode


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What a checkpoint says of itself.

    `greatest` is the latest time at which anything in it was observed (mlob.model.effective_at): it
    serves a moment at or after that. `contacts` has of each source when it was last received from;
    `cold` the files of what was laid aside, the newest first; `folded` counts the entries in it.
    """

    cursor: str
    greatest: datetime
    folded: int
    contacts: dict[str, datetime]
    cold: tuple[str, ...]


def save(folder: Path, journal: str, state: State, held: Mapping[str, Entity]) -> int:
    """Write a checkpoint; its size in bytes. Raises OSError."""
    rest = iter(held.values())
    blocks = iter(lambda: list(islice(rest, _BLOCK)), [])
    return box.write(folder / (state.cursor + SUFFIX), journal, state, map(msgspec.json.encode, blocks))


def entities(found: Box, breathe: Callable[[], None]) -> dict[str, Entity]:
    """What a checkpoint holds, by id; raises Unusable. `breathe` is called now and then."""
    held: dict[str, Entity] = {}
    try:
        for raw in box.unpack(found):
            held.update((entity.id, entity) for entity in _decode(raw))
            breathe()
    except msgspec.DecodeError as error:
        raise Unusable(found.path, error) from error
    return held

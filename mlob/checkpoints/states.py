"""A checkpoint: what everything journalled up to a cursor makes, and from which moment on it serves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any

import msgspec

from mlob.checkpoints import box
from mlob.checkpoints.ahead import Early
from mlob.checkpoints.box import Box, Unusable
from mlob.fold import Entity

__all__ = ["NEVER", "SUFFIX", "Held", "State", "load", "save"]

SUFFIX = ".state"
NEVER = datetime.min.replace(tzinfo=UTC)
"""Before anything was observed."""
_BLOCK = 500
"""Entities in a block: other threads get their turn in between."""
_id = attrgetter("id")
_decode = msgspec.json.Decoder(list[Entity]).decode
_decode_early = msgspec.json.Decoder(list[Early]).decode


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What a checkpoint says of itself.

    `greatest` is the latest time at which anything in it was observed (mlob.model.effective_at), but for
    what it keeps apart (mlob/checkpoints/ahead.py): it serves a moment at or after that. `received` is
    when anything was last received, `contacts` has that of each source; `cold` names the files of what
    was laid aside, the newest first; `folded` counts the entries in it, `ahead` its last blocks, those of
    what it keeps apart. `on` is empty for a whole one; other ones hold only what changed since the whole
    one with that cursor.
    """

    cursor: str
    on: str = ""
    greatest: datetime
    received: datetime
    ahead: int = 0
    folded: int
    contacts: dict[str, datetime]
    cold: tuple[str, ...]


class Held(msgspec.Struct, frozen=True):
    """What a checkpoint holds: entities by id, and entries that are to be folded as far as they count."""

    entities: dict[str, Entity]
    early: tuple[Early, ...] = ()


def save(
    folder: Path, journal: str, state: State, entities: Mapping[str, Entity], early: Iterable[Early] = ()
) -> int:
    """Write a checkpoint; its size in bytes. Raises OSError."""
    apart = {item.name: item for item in early}
    # In the order in which a moment gives them, so that they need not be sorted again for each.
    some = _blocks(entities[name] for name in sorted(entities) if name not in apart)
    more = _blocks(apart.values())
    state = msgspec.structs.replace(state, ahead=len(more))
    return box.write(folder / (state.cursor + SUFFIX), journal, state, [*some, *more])


def _blocks(items: Iterable[Any]) -> list[bytes]:
    rest = iter(items)
    return [msgspec.json.encode(some) for some in iter(lambda: list(islice(rest, _BLOCK)), [])]


def load(found: Box, state: State, whole: Held | None, breathe: Callable[[], None]) -> Held:
    """What a checkpoint holds; raises Unusable. `breathe` is called now and then.

    `whole` is what the one holds on which it lies.
    """
    entities = {} if whole is None else whole.entities.copy()
    early: list[Early] = []
    last = len(found.blocks) - state.ahead
    try:
        for number, raw in enumerate(box.unpack(found)):
            if number < last:
                some = _decode(raw)
                entities.update(zip(map(_id, some), some, strict=True))
            else:
                early += _decode_early(raw)
            breathe()
    except msgspec.DecodeError as error:
        raise Unusable(found.path, error) from error
    entities.update((item.name, item.before) for item in early if item.before is not None)
    return Held(entities, tuple(early))

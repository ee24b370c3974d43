"""What left the picture long ago: kept once, beside the checkpoints, and found by its id.

A late report may be about something that expired last month, and must then find all that was said of it.
So it is not dropped, but laid aside in a file that all later checkpoints share. What is linked lies and
comes back together, as one of them is part of how the other is shown; a link that names something which
was never heard of comes back when that is.
"""

from __future__ import annotations

import os
import secrets
import weakref
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import accumulate
from pathlib import Path

import msgspec

from mlob import fold, grouping
from mlob.checkpoints import box
from mlob.checkpoints.box import Unusable
from mlob.fold import Entity
from mlob.grouping import Link
from mlob.model import Kind

__all__ = ["LEAVE", "SUFFIX", "Cold", "File", "Together", "due", "merge", "save"]

SUFFIX = ".cold"
_CHUNK = 16
"""Of what lies together, so many are unpacked to find one."""
_INDEX = 2
"""Blocks in front: the keys, sorted, and the number of what lies under each."""
LEAVE = frozenset({Kind.INCIDENT, Kind.UNIT, Kind.FACILITY, Kind.AREA, Kind.NOTE})
"""Kinds that are asked for only as long as they are in the picture."""


class Together(msgspec.Struct, array_like=True):
    """What lies and comes back together: its entities, and every id at which it is found."""

    keys: list[str]
    entities: list[Entity]


class Says(msgspec.Struct, frozen=True):
    """How many of those a file holds."""

    held: int


_decode = msgspec.json.Decoder(list[msgspec.Raw]).decode
_decode_one = msgspec.json.Decoder(Together).decode


def _key(name: str) -> int:
    """What an id is filed under; others may be filed under the same."""
    return zlib.crc32(name.encode("utf-8", "surrogatepass"))


class File:
    """One file of what was laid aside: its index in memory, the rest read when it is asked for."""

    def __init__(self, path: Path, journal: str) -> None:
        self.box, says = box.load(path, journal, Says)
        self.held = says.held
        keys, numbers = box.unpack(self.box, 0, _INDEX)
        self.keys = memoryview(keys).cast("I")
        self.numbers = memoryview(numbers).cast("I")
        sizes = (block.packed for block in self.box.blocks)
        self.starts = list(accumulate(sizes, initial=self.box.start))
        try:
            self._open = os.open(path, os.O_RDONLY)  # kept: opening it takes longer than reading from it
        except OSError as error:
            raise Unusable(path, error) from error
        weakref.finalize(self, os.close, self._open)

    def find(self, name: str) -> Together | None:
        """What lies in it under an id; raises Unusable."""
        wanted = _key(name)
        place = bisect_left(self.keys, wanted)
        while place < len(self.keys) and self.keys[place] == wanted:
            found = self._one(self.numbers[place])
            if name in found.keys:
                return found
            place += 1
        return None

    def _one(self, number: int) -> Together:
        chunk, within = divmod(number, _CHUNK)
        block, start = self.box.blocks[chunk + _INDEX], self.starts[chunk + _INDEX]
        try:
            packed = os.pread(self._open, block.packed, start)
            return _decode_one(_decode(box.opened(self.box, block, packed))[within])
        except (OSError, msgspec.DecodeError, IndexError) as error:
            raise Unusable(self.box.path, error) from error

    def every(self) -> Iterator[Together]:
        """All that lies in it; raises Unusable."""
        for raw in box.unpack(self.box, _INDEX):
            yield from map(_decode_one, _decode(raw))


class Cold:
    """The files of a checkpoint, the newest first: what was laid aside again lies in a newer one."""

    def __init__(self, files: Sequence[File] = ()) -> None:
        self.files = list(files)

    @classmethod
    def open(
        cls, folder: Path, names: Iterable[str], journal: str, known: dict[str, File] | None = None
    ) -> Cold:
        """The files by name; raises Unusable when one is not sound. `known` are those that are open."""
        known = {} if known is None else known
        for name in (names := list(names)):
            if name not in known:
                known[name] = File(folder / name, journal)
        return cls([known[name] for name in names])

    @property
    def names(self) -> tuple[str, ...]:
        """What the files are called."""
        return tuple(file.box.path.name for file in self.files)

    def find(self, name: str) -> Together | None:
        """What lies under an id; None when nothing does. Raises Unusable."""
        found = (file.find(name) for file in self.files)
        return next((item for item in found if item is not None), None)


def save(folder: Path, journal: str, items: Iterable[Together]) -> str:
    """Lay aside; the name of the file. Raises OSError."""
    chunks, keys, held = list[bytes](), list[tuple[int, int]](), 0
    waiting: list[Together] = []
    for item in items:
        keys += [(_key(name), held) for name in item.keys]
        held += 1
        waiting.append(item)
        if len(waiting) == _CHUNK:
            chunks.append(msgspec.json.encode(waiting))
            waiting.clear()
    if waiting:
        chunks.append(msgspec.json.encode(waiting))
    keys.sort()
    index = [array("I", (pair[number] for pair in keys)).tobytes() for number in (0, 1)]
    name = secrets.token_hex(8) + SUFFIX
    box.write(folder / name, journal, Says(held), [*index, *chunks])
    return name


def merge(folder: Path, journal: str, newer: Cold) -> str:
    """Several files as one; of what lies in more than one the newest stays. Raises OSError, Unusable."""

    def items() -> Iterator[Together]:
        seen: set[str] = set()
        for file in newer.files:
            for item in file.every():
                if not seen.intersection(item.keys):
                    yield item
                seen.update(item.keys)

    return save(folder, journal, items())


def due(
    entities: Mapping[str, Entity], limits: Mapping[Kind, datetime], alive: Callable[[], None]
) -> list[Together]:
    """What may be laid aside: all of it expired at or before the limit of its kind, with its links."""
    links = {name: grouping.link_of(item) for name, item in entities.items() if item.kind is Kind.LINK}
    at: dict[str, list[str]] = {}
    for name, link in links.items():
        for end in () if link is None else (link.a, link.b):
            at.setdefault(end, []).append(name)
    found, seen = list[Together](), set[str]()
    for number, (name, entity) in enumerate(entities.items()):
        if number % 5000 == 0:
            alive()
        if name in seen or not _over(entity, limits):
            continue
        keys = _around(name, at, links)
        seen |= keys
        members = [entities[key] for key in sorted(keys) if key in entities]
        if all(item.kind is Kind.LINK or _over(item, limits) for item in members):
            found.append(Together(sorted(keys), members))
    return found


def _over(entity: Entity, limits: Mapping[Kind, datetime]) -> bool:
    limit = limits.get(entity.kind)
    leaves = None if limit is None else fold.expires_at(entity)
    return limit is not None and leaves is not None and leaves <= limit


def _around(name: str, at: Mapping[str, Sequence[str]], links: Mapping[str, Link | None]) -> set[str]:
    """An id with all that is linked to it, directly or by way of others, the links included."""
    found, ahead = set[str](), {name}
    while ahead:
        here = ahead.pop()
        found.add(here)
        reached = set(at.get(here, ()))
        if (link := links.get(here)) is not None:
            reached |= {link.a, link.b}
        ahead |= reached - found
    return found

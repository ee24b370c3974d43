"""The checkpoints that there are on this machine, as who reads them sees them."""

from __future__ import annotations

import os
import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from mlob.checkpoints import box, cold, segments, states
from mlob.checkpoints.box import Box, Unusable
from mlob.checkpoints.cold import Cold
from mlob.checkpoints.segments import Segment
from mlob.checkpoints.states import Held, State
from mlob.journal import START, order

__all__ = ["Place", "Shelf", "View"]

KEPT = 160 * 2**20
"""Bytes, as they are on disk unpacked, of checkpoints in memory; there each takes about four times that."""
Place = tuple[int, int]
_KINDS: dict[str, type[msgspec.Struct]] = {states.SUFFIX: State, segments.SUFFIX: Segment}


class View:
    """What there was at one look: checkpoints in journal order, and segments by where they start and end.

    Those that are only a part are found by their start alone.
    """

    def __init__(self, found: Mapping[str, tuple[Box, Any]]) -> None:
        self.states: list[tuple[Box, State]] = []
        self.starting: dict[Place, list[tuple[Box, Segment]]] = {}
        self.ending: dict[Place, list[tuple[Box, Segment]]] = {}
        for where, says in found.values():
            if isinstance(says, State):
                self.states.append((where, says))
            else:
                self.starting.setdefault(order(says.after), []).append((where, says))
                if not says.part:
                    self.ending.setdefault(order(says.cursor), []).append((where, says))
        self.whole = {says.cursor: (where, says) for where, says in self.states if not says.on}
        self.states = [pair for pair in self.states if not pair[1].on or pair[1].on in self.whole]
        self.states.sort(key=lambda pair: order(pair[1].cursor))
        self._places = [order(says.cursor) for _, says in self.states]

    @property
    def last(self) -> str:
        """The cursor of the newest checkpoint."""
        return self.states[-1][1].cursor if self.states else START

    def newest(self, place: Place) -> tuple[Box, State] | None:
        """The newest whole checkpoint at or before a place in the journal."""
        pair = self.before(place)
        return pair if pair is None or not pair[1].on else self.whole[pair[1].on]

    def before(self, place: Place, at: datetime | None = None) -> tuple[Box, State] | None:
        """The newest checkpoint at or before a place in the journal; one that serves the moment `at`."""
        for number in range(bisect_right(self._places, place) - 1, -1, -1):
            if at is None or self.states[number][1].greatest <= at:
                return self.states[number]
        return None

    def next(self, place: Place, last: Place) -> Place:
        """Where the first checkpoint after a place is; `last` when that comes first."""
        number = bisect_right(self._places, place)
        return min(self._places[number], last) if number < len(self._places) else last

    def onward(self, place: Place, last: Place) -> tuple[Box, Segment] | None:
        """The longest segment that starts at a place and ends at or before `last`."""
        some = [pair for pair in self.starting.get(place, ()) if order(pair[1].cursor) <= last]
        return max(some, key=lambda pair: order(pair[1].cursor), default=None)

    def back(self, place: Place) -> tuple[Box, Segment] | None:
        """The longest segment that ends at a place."""
        return min(self.ending.get(place, ()), key=lambda pair: order(pair[1].after), default=None)


class Shelf:
    """Reads a folder of checkpoints; None is an empty one. For several threads.

    What is not sound is passed over, and so is what turns out not to be sound once it is opened, when
    `discard` was told so; until it is another file. Keeps headers in memory, and some checkpoints.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._journal = ""
        self._there: set[str] = set()
        self._view: View | None = None
        self._sound: dict[str, tuple[Box, Any]] = {}
        self._unsound: dict[str, int] = {}
        self._ages: dict[str, int] = {}
        self._cold: dict[str, cold.File] = {}
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._sizes: dict[str, int] = {}
        self._lock = threading.Lock()

    def look(self, journal: str) -> View:
        """What there is of a journal, now."""
        with self._lock:
            if journal != self._journal:
                self._journal, self._view = journal, None
                for part in self._parts():
                    part.clear()
            there = self._names()
            changed = {
                name for name in self._unsound.keys() & there if self._age(name) != self._unsound[name]
            }
            if self._view is None or changed or there != self._there:
                self._there = there
                self._renew(changed)
                self._view = View(self._sound)
            return self._view

    def _parts(self) -> tuple[dict[str, Any], ...]:
        return self._sound, self._unsound, self._ages, self._cold, self._held, self._sizes

    def _renew(self, changed: set[str]) -> None:
        for part in self._parts():
            for name in [name for name in part if name not in self._there or name in changed]:
                del part[name]
        for name in self._there - self._sound.keys() - self._unsound.keys():
            if name.endswith(tuple(_KINDS)):
                self._take(name)

    def _names(self) -> set[str]:
        try:
            found = os.listdir(self.folder) if self.folder is not None else []
        except OSError:
            return set()
        return {name for name in found if name.endswith((*_KINDS, cold.SUFFIX))}

    def _age(self, name: str) -> int:
        """What tells a file from an earlier one under its name."""
        assert self.folder is not None
        try:
            return (self.folder / name).stat().st_mtime_ns
        except OSError:
            return 0

    def _take(self, name: str) -> None:
        assert self.folder is not None
        path = self.folder / name
        self._ages[name] = self._age(name)  # before it is read: what is written after that is another
        try:
            self._sound[name] = box.load(path, self._journal, _KINDS[path.suffix])
        except Unusable:
            self._unsound[name] = self._ages[name]

    def discard(self, path: Path) -> None:
        """Pass over a file from now on, and what needs it."""
        with self._lock:
            needing = {path.name}
            if path.suffix == cold.SUFFIX:
                self._cold.pop(path.name, None)
                needing |= {
                    name
                    for name, (_, says) in self._sound.items()
                    if isinstance(says, State) and path.name in says.cold
                }
            for name in needing:
                if self._sound.pop(name, None) is not None:
                    self._unsound[name] = self._ages[name]
                self._held.pop(name, None)
            self._view = None

    def forget(self) -> None:
        """Keep no checkpoints in memory."""
        with self._lock:
            self._held.clear()

    def open(self, pair: tuple[Box, State], breathe: Callable[[], None]) -> tuple[Held, Cold]:
        """What a checkpoint holds, not to be changed, and what was laid aside; raises Unusable."""
        where, says = pair
        name, aside = where.path.name, self.aside(pair)
        with self._lock:
            if name in self._held:
                self._held.move_to_end(name)
                return self._held[name], aside
        below = self._below(where, says.on) if says.on else None
        whole = None if below is None else self.open(below, breathe)[0]
        found = states.load(where, says, whole, breathe)
        with self._lock:
            self._keep(name, found, where.size + (0 if below is None else below[0].size))
        return found, aside

    def _below(self, where: Box, cursor: str) -> tuple[Box, State]:
        """The whole checkpoint on which another one lies."""
        with self._lock:
            found = self._sound.get(cursor + states.SUFFIX)
        if found is None:
            raise Unusable(where.path, f"zonder {cursor}")
        return found

    def aside(self, pair: tuple[Box, State]) -> Cold:
        """What was laid aside when a checkpoint was made; raises Unusable."""
        where, says = pair
        with self._lock:
            return Cold.open(where.path.parent, says.cold, self._journal, self._cold)

    def _keep(self, name: str, found: Held, size: int) -> None:
        self._held[name], self._sizes[name] = found, size
        self._held.move_to_end(name)
        while self._held and sum(self._sizes[other] for other in self._held) > KEPT:
            self._held.popitem(last=False)

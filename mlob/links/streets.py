"""Which street names may be one: found among all names of a day without comparing each of them.

A name is compared with another (compare.alike) only when the letters of the two could agree: as many
names as a country has stay within milliseconds, and two names are never compared again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np

from mlob.links.compare import alike

__all__ = ["Streets"]

_COLUMNS = 32
"""Letters are counted by the last five bits of their number: a to z apart, other signs with one of those."""
_MOST = 4
"""By how much counts may differ: two letters that are another (compare.alike), each once less, once more."""
_SHORTEST = 6
"""Letters of a name that may stand for a longer one of several words (compare.alike)."""


class Streets:
    """Street names, each with those that it may be."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names: list[str] = []
        self._alike: dict[str, set[str]] = {}
        self._spaced: list[str] = []
        self._counts = np.zeros((1024, _COLUMNS), np.int8)
        for name in names:
            self.add(name)

    def __len__(self) -> int:
        return len(self._names)

    def like(self, name: str) -> Collection[str]:
        """The names that this one may be, itself among them; none for a name that was not added."""
        return self._alike.get(name, ())

    def add(self, name: str) -> None:
        """Take a name; nothing happens when it was taken before."""
        if name in self._alike:
            return
        counts = _counted(name)
        others = {other for other in self._near(counts) | self._part_of(name) if alike(name, other)}
        for other in others:
            self._alike[other].add(name)
        if len(self._names) == len(self._counts):
            self._counts = np.concatenate([self._counts, np.zeros_like(self._counts)])
        self._counts[len(self._names)] = counts
        self._names.append(name)
        if " " in name:
            self._spaced.append(name)
        self._alike[name] = others | {name}

    def _near(self, counts: np.ndarray) -> set[str]:
        """Names with about the same letters."""
        known = self._counts[: len(self._names)]
        apart = np.abs(known - counts).sum(axis=1, dtype=np.int32)
        return {self._names[index] for index in np.flatnonzero(apart <= _MOST)}

    def _part_of(self, name: str) -> set[str]:
        """Longer names that this one begins or ends a word of, and shorter ones of which it is so."""
        found: set[str] = set()
        if len(name) >= _SHORTEST:
            head, tail = f"{name} ", f" {name}"
            found.update(other for other in self._spaced if head in other or tail in other)
        for at in (index for index, letter in enumerate(name) if letter == " "):
            behind = (name[at + 1 : end] for end in range(at + 1 + _SHORTEST, len(name) + 1))
            before = (name[start:at] for start in range(at - _SHORTEST + 1))
            found.update(part for part in (*behind, *before) if part in self._alike)
        return found


def _counted(name: str) -> np.ndarray:
    signs = np.frombuffer(name.encode("utf-32-le"), np.uint32) % _COLUMNS
    return np.minimum(np.bincount(signs, minlength=_COLUMNS), 63).astype(np.int8)

"""The links that were told and the groups that they make, kept up to date.

Groups are found anew only around what changed: with a country's links each change would else cost the whole.
"""

from __future__ import annotations

from collections.abc import Collection

from mlob import grouping
from mlob.fold import Entity
from mlob.grouping import Link

__all__ = ["Groups"]


class Groups:
    """`links` by id; `of` has of each entity that is shown with others all of them, smallest id first."""

    def __init__(self) -> None:
        self.links: dict[str, Link] = {}
        self.of: dict[str, tuple[str, ...]] = {}
        self._at: dict[str, set[str]] = {}
        self._changed: set[str] = set()

    def clear(self) -> None:
        """Forget all of it."""
        for part in (self.links, self.of, self._at, self._changed):
            part.clear()

    def tell(self, name: str, entity: Entity | None) -> None:
        """Take what is said of a link now; None when it is gone."""
        before, link = self.links.pop(name, None), None if entity is None else grouping.link_of(entity)
        for end in () if before is None else (before.a, before.b):
            self._changed.add(end)
            self._at[end].discard(name)
            if not self._at[end]:
                del self._at[end]
        if link is not None:
            self.links[name] = link
            for end in (link.a, link.b):
                self._changed.add(end)
                self._at.setdefault(end, set()).add(name)

    def touch(self, name: str) -> None:
        """Something with this id came or went."""
        if name in self._at:
            self._changed.add(name)

    def settle(self, present: Collection[str]) -> set[str]:
        """Find the groups anew where something changed; every id that is in another group than before."""
        around = self._around()
        before = {name: self.of.pop(name) for name in around if name in self.of}
        near = {link: self.links[link] for name in around for link in self._at.get(name, ())}
        now = grouping.groups(near.values(), present)
        self.of.update(now)
        moved = {name for name in before | now if before.get(name) != now.get(name)}
        return moved | {before[name][0] for name in moved if name in before}

    def _around(self) -> set[str]:
        """Whatever was or may be one with what changed, directly or by way of others."""
        found: set[str] = set()
        ahead, self._changed = self._changed, set()
        while ahead:
            name = ahead.pop()
            found.add(name)
            reached = set(self.of.get(name, ()))
            for link in (self.links[link] for link in self._at.get(name, ())):
                if link.joined:
                    reached |= {link.a, link.b}
            ahead |= reached - found
        return found

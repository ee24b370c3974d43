"""What changed in a mirror since somebody looked, for who keeps something made of its features."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

__all__ = ["Changes"]


class Changes:
    """The ids of what is shown otherwise since they were taken; at first, and after a new picture, all.

    Never more than there are features: what changed twice is in it once. `wake` is set while there is any.
    """

    def __init__(self) -> None:
        self.wake = asyncio.Event()
        self._names: set[str] | None = None
        self.wake.set()

    def note(self, names: Iterable[str]) -> None:
        """Remember what changed."""
        if self._names is not None:
            self._names.update(names)
        self.wake.set()

    def renew(self) -> None:
        """Anything may have changed."""
        self._names = None
        self.wake.set()

    def take(self) -> set[str] | None:
        """The ids, and forget them; None when anything may have changed."""
        found, self._names = self._names, set()
        self.wake.clear()
        return found

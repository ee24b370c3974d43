"""Names of sheets as Excel takes them: short, without signs of its own, each once."""

from __future__ import annotations

import re

from mlob.snapshot.cells import plain

__all__ = ["Names"]

_LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_RESERVED = frozenset({"history"})


class Names:
    """Hands out names; the same one asked for again gets a number."""

    def __init__(self) -> None:
        self._taken = set(_RESERVED)

    def take(self, wanted: str) -> str:
        """The name nearest to what is wanted that is still free; Excel sees no capitals."""
        name = (
            _FORBIDDEN.sub(" ", plain(wanted).replace("\n", " ")).strip(" '")[:_LONGEST].strip(" '") or "Blad"
        )
        name = name[:1].upper() + name[1:]
        found, number = name, 2
        while found.lower() in self._taken:
            mark = f" ({number})"
            found, number = name[: _LONGEST - len(mark)] + mark, number + 1
        self._taken.add(found.lower())
        return found

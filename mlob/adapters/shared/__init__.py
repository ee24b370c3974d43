"""What adapters of several disciplines share: one pager network, one event stream.

A module here that reads a standard ends with `MEANING = Meaning(...)`; each discipline whose
adapter asks for it then reads that standard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import msgspec

from mlob.model import Discipline, Observation
from mlob.registers import declarations

__all__ = ["Meaning", "meanings"]


class Meaning(msgspec.Struct, frozen=True, kw_only=True):
    """What messages of one format mean: `observe(message, reception, discipline=...)`.

    `disciplines` are those that the standard has something for.
    """

    format: str
    observe: Callable[..., Iterable[Observation]]
    disciplines: frozenset[Discipline] = frozenset(Discipline)


def meanings(discipline: Discipline) -> dict[str, Callable[[Any, Any], Iterable[Observation]]]:
    """By format, what its messages mean for a discipline."""
    found = (item for item in declarations(__name__, "MEANING") if isinstance(item, Meaning))
    return {
        item.format: partial(item.observe, discipline=discipline)
        for item in found
        if discipline in item.disciplines
    }

"""Disciplines, a file each: messages -> observations. Pure: no socket, no clock, no store.

A file in this folder ends with `ADAPTER = Adapter(...)` and is then known by its discipline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import msgspec

from mlob.model import Discipline, Observation, Reception
from mlob.registers import declarations

__all__ = ["Adapter", "Observe", "known"]

Observe = Callable[[Any, Reception], Iterable[Observation]]
"""What a message means for one discipline."""


class Adapter(msgspec.Struct, frozen=True, kw_only=True):
    """One discipline: for each format, what its messages mean here.

    `observe(message, reception)` yields observations of this discipline only, nothing where the
    message is not this discipline's, and raises DecodeError where it says nothing usable.
    """

    discipline: Discipline
    formats: Mapping[str, Observe]


@cache
def known() -> dict[Discipline, Adapter]:
    """Every adapter in this folder, by discipline."""
    found = declarations(__name__, "ADAPTER")
    return {item.discipline: item for item in found if isinstance(item, Adapter)}

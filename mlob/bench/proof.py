"""Whether everything that was sent is in the state, by folding the same frames without a store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice

from mlob import fold, intake
from mlob.model import Kind, Source

__all__ = ["amiss", "expected"]

_SOME = 1000
"""Frames that are read at a time, so that a day of them need not lie in memory."""


def expected(sent: Iterable[tuple[Source, Iterable[bytes]]], received_at: datetime) -> dict[str, fold.Entity]:
    """The picture that frames (without their line ends) make; `received_at` is any time after theirs."""
    found: dict[str, fold.Entity] = {}
    for source, frames in sent:
        rest = iter(frames)
        while some := list(islice(rest, _SOME)):
            for observation in intake.take(source, some, received_at).observations:
                entity = found.get(observation.entity)
                if entity is None:
                    entity = found[observation.entity] = fold.begin(observation)
                fold.apply(entity, observation)
    return found


def amiss(wanted: Mapping[str, fold.Entity], kept: Mapping[str, fold.Entity]) -> int:
    """How many entities are missing, too many, or do not show the last word that was sent.

    Links are left out: no source sends them, our own rule says them (mlob/correlator.py).
    """
    said = {name: entity for name, entity in kept.items() if entity.kind is not Kind.LINK}
    return sum(
        name not in wanted
        or name not in said
        or (wanted[name].head, wanted[name].values) != (said[name].head, said[name].values)
        for name in wanted.keys() | said.keys()
    )

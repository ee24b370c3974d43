"""Whether everything that was sent is in the state, by folding the same frames without a store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from mlob import fold, intake
from mlob.model import Source

__all__ = ["amiss", "expected"]


def expected(sent: Iterable[tuple[Source, Sequence[bytes]]], received_at: datetime) -> dict[str, fold.Entity]:
    """The picture that frames (without their line ends) make; `received_at` is any time after theirs."""
    found: dict[str, fold.Entity] = {}
    for source, frames in sent:
        for observation in intake.take(source, frames, received_at).observations:
            entity = found.get(observation.entity)
            if entity is None:
                entity = found[observation.entity] = fold.begin(observation)
            fold.apply(entity, observation)
    return found


def amiss(wanted: Mapping[str, fold.Entity], kept: Mapping[str, fold.Entity]) -> int:
    """How many entities are missing, too many, or do not show the last word that was sent."""
    return sum(
        name not in wanted
        or name not in kept
        or (wanted[name].head, wanted[name].values) != (kept[name].head, kept[name].values)
        for name in wanted.keys() | kept.keys()
    )

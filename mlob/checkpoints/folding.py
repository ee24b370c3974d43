"""Folding on from a checkpoint, without changing what it holds: others ask of the same one."""

from __future__ import annotations

from datetime import datetime

import msgspec

from mlob import entries, fold, grouping
from mlob.checkpoints.cold import Cold
from mlob.checkpoints.states import Held
from mlob.entries import Seen
from mlob.fold import Entity, Report
from mlob.model import Kind, Observation, effective_at

__all__ = ["Folding", "copied"]

_decode = msgspec.json.Decoder(Observation).decode


class Folding:
    """Entities, folded in journal order, so that they become what folding all of the journal makes.

    Those that a checkpoint holds are copied before they change; of what it keeps apart is folded what
    counts by `at`, or all. `cold` is what was laid aside when it was made, and comes back when something
    is said of it.
    """

    def __init__(
        self, held: Held | None = None, cold: Cold | None = None, at: datetime | None = None
    ) -> None:
        self._base = {} if held is None else held.entities
        self.entities: dict[str, Entity] = dict(self._base)
        self.cold = cold if cold is not None and cold.files else None
        for raw in () if held is None else (raw for early in held.early for raw in early.since):
            observation = _decode(raw)
            if at is None or effective_at(observation.observed_at, observation.received_at) <= at:
                self.apply(observation)

    def keep(self) -> None:
        """From now on these are ours alone: nobody else asks of the same checkpoint."""
        self._base = {}

    def apply(self, observation: Observation) -> bool:
        """Take in one observation; whether it changed anything. Raises Unusable when `cold` is."""
        name, word = observation.entity, observation.id
        entity = self.find(name)
        if entity is None:
            entity = self.entities[name] = fold.begin(observation)
        if word in entity.reports:
            return False
        report, changed = fold.report_of(observation), True
        if self._base.get(name) is not entity:
            changed = fold.take(entity, word, report)
        elif fold.replaces(entity, word, report):  # nothing of it stays, so nothing need be copied
            entity = self.entities[name] = Entity(entity.id, entity.kind, word, {word: report})
        else:
            entity = self.entities[name] = copied(entity)
            changed = fold.take(entity, word, report)
        if observation.kind is Kind.LINK and self.cold is not None:
            self._bring_ends(entity)
        return changed

    def tell(self, cursor: str, observation: Observation) -> Seen | None:
        """Take in one observation; the line that it adds to the timeline, if any."""
        if observation.kind in entries.UNTOLD:
            self.apply(observation)
            return None
        known = self.find(observation.entity)
        before = None if known is None else entries.look(known)
        if not self.apply(observation):
            return None
        return entries.line(cursor, before, entries.look(self.entities[observation.entity]), observation)

    def find(self, name: str) -> Entity | None:
        """What is known of something, also when that was laid aside long ago."""
        entity = self.entities.get(name)
        if entity is None and self.cold is not None:
            self._bring(name)
            return self.entities.get(name)
        return entity

    def _bring(self, name: str) -> None:
        assert self.cold is not None
        together = self.cold.find(name)
        for entity in () if together is None else together.entities:
            self.entities.setdefault(entity.id, entity)

    def _bring_ends(self, entity: Entity) -> None:
        """What a link names stands beside it: how the one is shown may depend on the other."""
        link = grouping.link_of(entity)
        for end in () if link is None else (link.a, link.b):
            self.find(end)


def copied(entity: Entity) -> Entity:
    """An entity of its own, with reports of its own."""
    return Entity(entity.id, entity.kind, entity.head, {n: _report(r) for n, r in entity.reports.items()})


def _report(report: Report) -> Report:
    """With values of its own: the fold takes away those that were outdone."""
    return Report(
        report.source,
        report.discipline,
        report.observed_at,
        report.received_at,
        report.at,
        report.values.copy(),
        report.ttl,
        report.exercise,
        report.frame,
    )

"""How the picture changes: the latest observed value wins, per value, whatever came in first.

An entity is the reports that are still somebody's last word, each with the values of which that
holds: a letterbox (a source for a discipline) has one last word on a value. Shown is the word with
the greatest key (effective time, source, observation id). Taking a maximum is associative,
commutative and idempotent, so neither order nor repetition of arrival matters.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

import msgspec

from mlob.model import Discipline, Geometry, Kind, Observation, Scalar, effective_at, iso

__all__ = [
    "WITH_PLACE",
    "Entity",
    "Report",
    "Value",
    "after",
    "apply",
    "begin",
    "expires_at",
    "rank",
    "replaces",
    "report_of",
    "said",
    "shown",
    "standing",
    "take",
    "words",
]

Value = Scalar | Geometry

_TYPED = (
    "geometry",
    "accuracy_m",
    "title",
    "status",
    "severity",
    "course",
    "speed",
    "verification",
    "marking",
)

_typed = attrgetter(*_TYPED)
WITH_PLACE = ("nearest", "veiligheidsregios")
"""Values that a place has or has not: the next place of the thing does without."""
_SHARED = frozenset((Kind.REGION, Kind.CAPACITY))
"""Kinds of which all sources speak by one id: what an exercise says stands beside what is real."""
_TICK = timedelta(milliseconds=1)


class Report(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Who said something, when it was true, when we knew it; `at` is its time in the fold (UTC).

    `values` holds what it said and its letterbox has not said anew since.
    """

    source: str
    discipline: Discipline
    observed_at: datetime
    received_at: datetime
    at: datetime
    values: dict[str, Any]
    ttl: float | None = None
    exercise: bool = False
    frame: str = ""


class Entity(msgspec.Struct, gc=False):
    """What all sources said about one thing.

    `reports` has, by observation id, each report that is still somebody's last word; `head` is the
    id of the newest of all.
    """

    id: str
    kind: Kind
    head: str = ""
    reports: dict[str, Report] = {}

    @property
    def values(self) -> dict[str, Any]:
        """What is shown: of each value the word that wins."""
        if len(self.reports) == 1:
            (report,) = self.reports.values()
            return report.values.copy()
        found: dict[str, Any] = {}
        for name in sorted(self.reports, key=lambda name: rank(self, name)):
            values = self.reports[name].values
            if "geometry" in values:
                _leave(found)
            found.update(values)
        return found


def begin(observation: Observation) -> Entity:
    """An entity of which nothing is known yet."""
    return Entity(id=observation.entity, kind=observation.kind)


def said(observation: Observation) -> dict[str, Any]:
    """The values of an observation by name; what it does not mention is absent."""
    found: dict[str, Any] = observation.properties.copy()
    for name, value in zip(_TYPED, _typed(observation), strict=True):
        if value is not None:
            found[name] = value
    if observation.valid_from is not None:
        found["valid_from"] = iso(observation.valid_from)
    if observation.valid_to is not None:
        found["valid_to"] = iso(observation.valid_to)
    return found


def apply(entity: Entity, observation: Observation) -> bool:
    """Fold one observation into the entity, in place; whether anything changed."""
    if observation.id in entity.reports:
        return False
    return take(entity, observation.id, report_of(observation))


def take(entity: Entity, name: str, report: Report) -> bool:
    """Fold one report that the entity does not have, in place; whether anything changed."""
    if replaces(entity, name, report):
        entity.reports, entity.head = {name: report}, name
        return True
    outdone = _settle(entity, name, report)
    leads = not entity.head or rank(entity, entity.head) < (report.at, report.source, name)
    if not (report.values or leads):
        return False
    entity.reports[name] = report
    if leads:
        outdone.append(entity.head)
        entity.head = name
    for old in outdone:
        if old != entity.head and old in entity.reports and not entity.reports[old].values:
            del entity.reports[old]
    return True


def report_of(observation: Observation) -> Report:
    """What an observation says, as it is kept."""
    return Report(
        observation.source,
        observation.discipline,
        observation.observed_at,
        observation.received_at,
        effective_at(observation.observed_at, observation.received_at),
        said(observation),
        observation.ttl,
        observation.exercise,
        observation.frame,
    )


def replaces(entity: Entity, name: str, report: Report) -> bool:
    """Whether nothing is left of an entity but this: most positions are such, so this is asked first."""
    if len(entity.reports) != 1:
        return False
    last = entity.reports[entity.head]
    return (
        last.source == report.source
        and last.discipline == report.discipline
        and (last.exercise == report.exercise or entity.kind not in _SHARED)
        and (last.at, entity.head) < (report.at, name)
        and last.values.keys() <= report.values.keys()
    )


def _settle(entity: Entity, name: str, report: Report) -> list[str]:
    """Leave each value to the newest of the letterbox's reports; the ids of those that had to yield."""
    outdone = []
    mine = report.values
    for other_name, other in entity.reports.items():
        if other.source != report.source or other.discipline != report.discipline:
            continue
        if other.exercise != report.exercise and entity.kind in _SHARED:
            continue
        if (other.at, other_name) < (report.at, name):
            outdone.append(other_name)
            loser, winner = other.values, mine
        else:
            loser, winner = mine, other.values
        if "geometry" in winner:
            _leave(loser)
        if loser.keys() <= winner.keys():
            loser.clear()
            continue
        for value_name in loser.keys() & winner.keys():
            del loser[value_name]
    return outdone


def _leave(values: dict[str, Any]) -> None:
    """Another place: what was said of the one before does not go along."""
    for name in WITH_PLACE:
        values.pop(name, None)


def rank(entity: Entity, name: str) -> tuple[datetime, str, str]:
    """What decides between reports: the greatest wins."""
    report = entity.reports[name]
    return (report.at, report.source, name)


def standing(entity: Entity) -> Entity:
    """The entity as it counts: a region or figure without an exercise, once anybody says what is real."""
    if entity.kind not in _SHARED or len(entity.reports) == 1:
        return entity
    real = {name: report for name, report in entity.reports.items() if not report.exercise}
    if not real or len(real) == len(entity.reports):
        return entity
    return Entity(entity.id, entity.kind, max(real, key=lambda name: rank(entity, name)), real)


def words(entity: Entity, value_name: str) -> list[tuple[str, Any]]:
    """Each letterbox's last word on a value, the one that is shown first: (observation id, value)."""
    names = [name for name, report in entity.reports.items() if value_name in report.values]
    names.sort(key=lambda name: rank(entity, name), reverse=True)
    return [(name, entity.reports[name].values[value_name]) for name in names]


def shown(entity: Entity, value_name: str) -> tuple[str, Any] | None:
    """The observation id and value that win: the latest, ties by source, then by observation id."""
    if len(entity.reports) != 1:
        return next(iter(words(entity, value_name)), None)
    values = entity.reports[entity.head].values
    return (entity.head, values[value_name]) if value_name in values else None


def after(entity: Entity, names: Iterable[str], moment: datetime) -> datetime:
    """The first time, `moment` or later, at which new words on these values outdo those that there are."""
    wanted = set(names)
    said = [report.at for report in entity.reports.values() if not wanted.isdisjoint(report.values)]
    return max([moment, *(time + _TICK for time in said)])


def expires_at(entity: Entity) -> datetime | None:
    """When the entity leaves the live picture: its newest report's time plus that report's ttl."""
    head = entity.reports[entity.head]
    return None if head.ttl is None else head.at + timedelta(seconds=head.ttl)

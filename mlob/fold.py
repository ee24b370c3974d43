"""How the picture changes: the latest observed value wins, per value, whatever came in first.

An entity is a record of who said what when. For every value each source keeps its latest word;
shown is the word with the greatest key (effective time, source, observation id). Taking a maximum
is associative, commutative and idempotent, so neither order nor repetition of arrival matters.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec

from mlob.model import Discipline, Geometry, Kind, Observation, Scalar, effective_at, iso

__all__ = ["Entity", "Report", "Value", "apply", "begin", "expires_at", "rank", "shown"]

Value = Scalar | Geometry

_TYPED = (
    "geometry",
    "accuracy_m",
    "title",
    "status",
    "severity",
    "course",
    "speed",
    "valid_from",
    "valid_to",
    "verification",
    "marking",
)


class Report(msgspec.Struct, frozen=True, array_like=True):
    """Who said something, when it was true, when we knew it; `at` is its time in the fold (UTC)."""

    source: str
    discipline: Discipline
    observed_at: datetime
    received_at: datetime
    at: datetime
    ttl: float | None = None
    exercise: bool = False
    frame: str = ""


class Entity(msgspec.Struct):
    """What all sources said about one thing.

    `values` maps the name of a value to what each letterbox ("source/discipline") last said:
    (observation id, value); `reports` has each observation that is still somebody's last word;
    `head` is the id of the newest of all.
    """

    id: str
    kind: Kind
    head: str = ""
    reports: dict[str, Report] = {}
    values: dict[str, dict[str, tuple[str, Any]]] = {}


def begin(observation: Observation) -> Entity:
    """An entity of which nothing is known yet."""
    return Entity(id=observation.entity, kind=observation.kind)


def said(observation: Observation) -> dict[str, Any]:
    """The values of an observation by name; what it does not mention is absent."""
    found: dict[str, Any] = dict(observation.properties)
    for name in _TYPED:
        value = getattr(observation, name)
        if value is not None:
            found[name] = iso(value) if isinstance(value, datetime) else value
    return found


def apply(entity: Entity, observation: Observation) -> bool:
    """Fold one observation into the entity, in place; whether anything changed."""
    name = observation.id
    if name in entity.reports:
        return False
    report = Report(
        observation.source,
        observation.discipline,
        observation.observed_at,
        observation.received_at,
        effective_at(observation.observed_at, observation.received_at),
        observation.ttl,
        observation.exercise,
        observation.frame,
    )
    key = (report.at, name)
    letterbox = f"{report.source}/{report.discipline}"
    newer: dict[str, bool] = {}
    used = False
    for value_name, value in said(observation).items():
        slot = entity.values.get(value_name)
        if slot is None:
            slot = entity.values[value_name] = {}
        elif (before := slot.get(letterbox)) is not None:
            old = before[0]
            if old not in newer:
                newer[old] = (entity.reports[old].at, old) < key
            if not newer[old]:
                continue
        slot[letterbox] = (name, value)
        used = True
    replaced = {old for old, outdone in newer.items() if outdone}
    if not entity.head or rank(entity, entity.head) < (report.at, report.source, name):
        replaced.add(entity.head)
        entity.head = name
        used = True
    if used:
        entity.reports[name] = report
        _forget(entity, replaced)
    return used


def _forget(entity: Entity, candidates: set[str]) -> None:
    """Drop reports that are nobody's last word any more."""
    candidates -= {entity.head, ""}
    if not candidates:
        return
    for slot in entity.values.values():
        for name, _ in slot.values():
            candidates.discard(name)
            if not candidates:
                return
    for name in candidates:
        del entity.reports[name]


def rank(entity: Entity, name: str) -> tuple[datetime, str, str]:
    """What decides between reports: the greatest wins."""
    report = entity.reports[name]
    return (report.at, report.source, name)


def shown(entity: Entity, value_name: str) -> tuple[str, Any] | None:
    """The observation id and value that win: the latest, ties by source, then by observation id."""
    slot = entity.values.get(value_name)
    if not slot:
        return None
    if len(slot) == 1:
        return next(iter(slot.values()))
    return max(slot.values(), key=lambda word: rank(entity, word[0]))


def expires_at(entity: Entity) -> datetime | None:
    """When the entity leaves the live picture: its newest report's time plus that report's ttl."""
    head = entity.reports[entity.head]
    return None if head.ttl is None else head.at + timedelta(seconds=head.ttl)

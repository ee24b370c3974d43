"""What was acknowledged: requests, plans and experts never older than the version in the journal.

The state lags behind the journal for a moment. Who reads a request right after a step, or asks what
there is right after a figure of capacity, waits for the projector, for at most two seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from mlob import fold, journal, regions, state
from mlob.bijstand import elsewhere, experts, operations, overdrawn, plans, requests
from mlob.config import duration
from mlob.model import Kind
from mlob.snapshot import remarks
from mlob.web.node import Node
from mlob.web.problems import Problem
from mlob.web.then import Then

__all__ = [
    "caught_up",
    "entity",
    "every",
    "latest",
    "marked",
    "newest",
    "operation",
    "planned",
    "shown",
    "told",
    "under",
    "version",
    "views",
]

PATIENCE = 2.0
"""s that a reader waits for the projector."""
_PAUSE = 0.02  # s between looks
_OTHERS = (plans.PREFIX, experts.PREFIX, remarks.PREFIX)
"""How the ids begin of what has versions and is no request."""


def shown(entity: fold.Entity, now: datetime | None = None) -> dict[str, Any]:
    """The request that an entity is, as the API shows it."""
    head = entity.reports[entity.head]
    view = requests.view(entity.id, entity.values | {"exercise": head.exercise}, now or datetime.now(UTC))
    elsewhere.mark(view, regions.gemeente_regions(), regions.names(), regions.gemeente_names())
    return view


async def told(here: Node, item: fold.Entity, now: datetime | None = None) -> dict[str, Any]:
    """The request as `shown`, with who promised too much in it by the figures that were acknowledged."""
    moment = now or datetime.now(UTC)
    view = shown(item, moment)
    if any(row["counted"] for row in view["promises"]):
        await caught_up(here)
        others = [
            other
            for other in list(here.mirror.entities.values())
            if other.id != item.id
            and other.kind is Kind.REQUEST
            and any(name.startswith("promise.") for name in other.values)
        ]
        rows = [(view, item.values), *((shown(other, moment), other.values) for other in others)]
        marked(here, rows, here.mirror.entities.values(), moment)
    return view


def marked(
    here: Node,
    rows: Sequence[tuple[dict[str, Any], Mapping[str, Any]]],
    entities: Iterable[fold.Entity],
    now: datetime,
) -> list[dict[str, Any]]:
    """The views of all requests, each with who promised too much in it."""
    figures = [entity for entity in entities if entity.kind is Kind.CAPACITY]
    overdrawn.mark(rows, figures, now, usable=duration(here.settings.bijstand.usable))
    return [view for view, _ in rows]


def views(here: Node, items: Iterable[fold.Entity], now: datetime) -> list[dict[str, Any]]:
    """All requests as they are shown now, with who promised too much in them."""
    rows = [(shown(item, now), item.values) for item in items]
    return marked(here, rows, here.mirror.entities.values(), now)


def version(entity: fold.Entity | None) -> int:
    """The version of a request as it is folded; 0 when it is not there yet."""
    return 0 if entity is None else requests.version(entity.values)


async def latest(here: Node, name: str) -> fold.Entity | None:
    """An entity with versions, as new as what was acknowledged; None when there is none."""
    wanted = (await state.versions(here.client, [name])).get(name, 0)
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while True:
        found = await state.entity(here.client, name)
        if version(found) >= wanted and (found is not None or not wanted):
            return found
        if asyncio.get_running_loop().time() > deadline:
            raise Problem(503, "De laatste stap is opgeslagen, maar nog niet in het beeld. Wacht even.")
        await asyncio.sleep(_PAUSE)


async def entity(here: Node, name: str) -> fold.Entity:
    """One request, as new as what was acknowledged; a Problem when there is none or it lags too long."""
    found = await latest(here, name)
    if found is None or found.kind is not Kind.REQUEST:
        raise Problem(404, f"Er is geen aanvraag {name!r}.")
    return found


async def caught_up(here: Node) -> None:
    """Wait until the picture has all that is in the journal by now, for at most two seconds."""
    wanted = journal.order(await journal.newest_async(here.client))
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while journal.order(here.mirror.cursor or journal.START) < wanted:
        if asyncio.get_running_loop().time() > deadline:
            return
        await asyncio.sleep(_PAUSE)


async def every(here: Node) -> tuple[list[fold.Entity], list[str]]:
    """All requests, newest first, and the ids of those that the state still lags behind with."""
    return await _gathered(
        here, lambda item: item.kind is Kind.REQUEST, lambda name: not name.startswith(_OTHERS)
    )


async def under(here: Node, prefix: str) -> tuple[list[fold.Entity], list[str]]:
    """The same of all entities with versions whose id begins so: plans, or experts."""
    return await _gathered(
        here, lambda item: item.id.startswith(prefix), lambda name: name.startswith(prefix)
    )


async def _gathered(
    here: Node, belongs: Callable[[fold.Entity], bool], named: Callable[[str], bool]
) -> tuple[list[fold.Entity], list[str]]:
    found = {name: item for name, item in here.mirror.entities.items() if belongs(item)}
    wanted = {name: number for name, number in (await state.versions(here.client)).items() if named(name)}
    deadline = asyncio.get_running_loop().time() + PATIENCE
    behind = _behind(found, wanted)
    while behind:
        for name in behind:
            item = await state.entity(here.client, name)
            if item is not None:
                found[name] = item
        behind = _behind(found, wanted)
        if not behind or asyncio.get_running_loop().time() > deadline:
            break
        await asyncio.sleep(_PAUSE)
    return _by_age(found.values()), behind


def newest(found: Then) -> list[fold.Entity]:
    """All requests of a moment of the past, newest first."""
    return _by_age(item for item in found.entities.values() if item.kind is Kind.REQUEST)


def _by_age(items: Iterable[fold.Entity]) -> list[fold.Entity]:
    return sorted(items, key=lambda item: item.reports[item.head].observed_at, reverse=True)


def _behind(found: Mapping[str, fold.Entity], wanted: Mapping[str, int]) -> list[str]:
    return [name for name, number in wanted.items() if version(found.get(name)) < number]


def planned(entity: fold.Entity) -> dict[str, Any]:
    """The plan that an entity is, as the API shows it."""
    exercise = entity.reports[entity.head].exercise
    return plans.view(entity.id.removeprefix(plans.PREFIX), entity.values, exercise=exercise)


async def operation(here: Node, name: str) -> dict[str, Any] | None:
    """One operation with its requests and its plan, or None when there is neither."""
    entities, _ = await every(here)
    seen = views(here, entities, datetime.now(UTC))
    said = await latest(here, plans.entity_id(name))
    plan = None if said is None else planned(said)
    mine = [view for view in seen if view["operation"] == name]
    return operations.operation(name, mine, plan) if mine or plan else None

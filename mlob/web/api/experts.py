"""`/experts`: the register of experts and modules for international help; it holds pseudonyms only."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from mlob import fold, journal
from mlob.bijstand import experts
from mlob.errors import TransitionError
from mlob.model import Discipline, Kind, Reception, observation
from mlob.web import acknowledged
from mlob.web.api.requests import refused
from mlob.web.body import json_object
from mlob.web.journalling import journalled
from mlob.web.node import actor, answer, node
from mlob.web.problems import Problem

router = APIRouter()

_STALE = "Iemand anders heeft deze inschrijving intussen veranderd: kijk naar de nieuwe stand."


@router.get("/experts")
async def get_experts(request: Request) -> Response:
    """Who has an `expertise` and is available on a day (`available_on`)."""
    here, query, now = node(request), request.query_params, datetime.now(UTC)
    raw = query.get("available_on")
    on = experts.day(raw)
    if raw and on is None:
        raise Problem(400, "available_on: een datum, als 2026-07-14")
    entities, behind = await acknowledged.under(here, experts.PREFIX)
    rows, unknown = experts.wanted([_shown(item, now) for item in entities], query.get("expertise", ""), on)
    content = {"notice": experts.NOTICE, "experts": rows, "unknown": unknown}
    return answer(content | ({"behind": behind} if behind else {}))


@router.put("/experts/{pseudonym}")
async def put_expert(request: Request, pseudonym: str) -> Response:
    """Enter or renew an entry, whole: 200 with it; 422 with the fields that fail, 409 when it is stale."""
    here, body = node(request), await json_object(request)
    if faults := experts.validate(pseudonym, body):
        raise refused(faults)
    entity = await acknowledged.latest(here, experts.entity_id(pseudonym))
    version = acknowledged.version(entity) if entity else 0
    now = datetime.now(UTC)
    if (body.get("version") or 0) != version:  # an entry is renewed whole: only by who has seen it
        raise _stale(entity, now)
    values = experts.flatten(pseudonym, body) | {"version": version + 1, "actor": actor(request)}
    at = now if entity is None else fold.after(entity, values, now)
    said = observation(
        Reception(source=here.person, received_at=max(now, at)),
        discipline=Discipline.OVERIG,
        kind=Kind.CAPACITY,
        entity=experts.entity_id(pseudonym),
        observed_at=at,
        title=f"{body['resource'].strip()} {pseudonym}",
        properties=values,
    )
    try:
        await journalled(here, said, journal.Guard(said.entity, version))
    except TransitionError:
        raise _stale(await acknowledged.latest(here, said.entity), now) from None
    entity = fold.begin(said) if entity is None else entity
    fold.apply(entity, said)
    return answer(_shown(entity, now) | {"notice": experts.NOTICE})


def _stale(entity: fold.Entity | None, now: datetime) -> Problem:
    """Somebody else was first: with the entry as it is now."""
    return Problem(409, _STALE, **({} if entity is None else {"expert": _shown(entity, now)}))


def _shown(entity: fold.Entity, now: datetime) -> dict[str, Any]:
    head = entity.reports[entity.head]
    return experts.view(entity.id, entity.values, now) | {"exercise": head.exercise}

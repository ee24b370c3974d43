"""Requests for bijstand: file one, read them, and the operations that they are part of."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from mlob import fold, journal, regions
from mlob.bijstand import acts, kinds, operations, plans, requests
from mlob.bijstand.states import STATES
from mlob.model import Discipline, Kind, Reception, observation
from mlob.web import acknowledged
from mlob.web.body import json_object
from mlob.web.journalling import checked_place, journalled
from mlob.web.node import Node, actor, answer, node
from mlob.web.problems import Problem
from mlob.web.then import asked, then

router = APIRouter()


def refused(faults: Iterable[requests.Fault]) -> Problem:
    """The answer to a call with faults: each field that fails."""
    fields = {fault.field: fault.text for fault in faults}
    text = "; ".join(f"{field}: {wrong}" for field, wrong in fields.items())
    return Problem(422, text, errors=fields)


@router.post("/requests")
async def post_request(request: Request) -> Response:
    """A request for bijstand, by the legal route of its kind."""
    here, body, now = node(request), await json_object(request), datetime.now(UTC)
    faults = requests.validate(
        body,
        regions=regions.names(),
        gemeenten=regions.gemeente_codes(),
        now=now,
    )
    if faults:
        raise refused(faults)
    if body.get("operation"):
        await _joins(here, str(body["operation"]), bool(body.get("exercise")))
    geometry = checked_place(body.get("geometry"))
    at, who = acts.filed_at(body, now), actor(request)
    name = f"{at:%Y}-{secrets.token_hex(4)}"
    values = requests.flatten(body, body.get("operation") or f"operation:{here.person.name}:{name}")
    said = observation(
        Reception(source=here.person, received_at=now),
        discipline=Discipline.OVERIG,
        kind=Kind.REQUEST,
        native_id=name,
        observed_at=at,
        title=body["title"],
        status=values["state"],
        geometry=geometry,
        exercise=bool(body.get("exercise", False)),
        severity=2 if body.get("urgent") else 1,
        properties=values | {"actor": who} | acts.filed(body, str(values["state"]), who, now),
    )
    await journalled(here, said, journal.Guard(said.entity, 0))
    entity = fold.begin(said)
    fold.apply(entity, said)
    return answer(acknowledged.shown(entity, now), 201)


async def _joins(here: Node, name: str, exercise: bool) -> None:
    """Whether a request may be part of an operation: an exercise and what is real are never mixed."""
    found = await acknowledged.operation(here, name)
    exercise = exercise or here.settings.organisation.exercise
    if found is not None and found["exercise"] is not exercise:
        what = "een oefening" if found["exercise"] else "geen oefening"
        text = f"Deze operatie is {what}: een oefening en de werkelijkheid gaan nooit samen."
        raise Problem(422, f"operation: {text}", errors={"operation": text})


@router.get("/requests")
async def get_requests(request: Request) -> Response:
    """Requests, newest first, and what is outstanding in them; by `state`, `kind` and `region`.

    Now, or as they stood at a moment (`at`, `known_at`).
    """
    here, query = node(request), request.query_params
    states = _chosen(query.get("state"), STATES, "state")
    codes = _chosen(query.get("kind"), kinds.known(), "kind")
    places = _chosen(query.get("region"), regions.names(), "region")
    times, now = asked(query), datetime.now(UTC)
    if times is None:
        entities, behind = await acknowledged.every(here)
        seen = acknowledged.views(here, entities, now)
    else:
        past, behind, now = await then(here, times), [], times.at
        entities = acknowledged.newest(past)
        rows = [(acknowledged.shown(item, now), item.values) for item in entities]
        seen = acknowledged.marked(here, rows, past.entities.values(), now)
    views = [
        view for view, item in zip(seen, entities, strict=True) if _wanted(view, item, states, codes, places)
    ]
    exercise = here.settings.organisation.exercise
    content = {"requests": views, "outstanding": requests.outstanding(views, exercise=exercise)}
    return answer(content | ({"behind": behind} if behind else {}))


def _chosen(text: str | None, known: Iterable[str], name: str) -> frozenset[str]:
    """The values of a filter, separated by commas; none is all."""
    found = frozenset(part for part in (text or "").split(",") if part)
    if strange := sorted(found - set(known)):
        raise Problem(400, f"{name}: {strange[0][:40]!r} bestaat niet")
    return found


def _wanted(
    view: dict[str, Any],
    item: fold.Entity,
    states: frozenset[str],
    codes: frozenset[str],
    places: frozenset[str],
) -> bool:
    if (states and view["state"] not in states) or (codes and view["kind"] not in codes):
        return False
    if not places:
        return True
    word = fold.shown(item, "veiligheidsregio")
    return view["region"] in places or (word is not None and word[1] in places)


@router.get("/operations")
async def get_operations(request: Request) -> Response:
    """Every operation, the one with the newest request first."""
    here, now = node(request), datetime.now(UTC)
    entities, behind = await acknowledged.every(here)
    planned, late = await acknowledged.under(here, plans.PREFIX)
    found = operations.operations(acknowledged.views(here, entities, now), map(acknowledged.planned, planned))
    behind += late
    return answer({"operations": found} | ({"behind": behind} if behind else {}))


@router.get("/operations/{name:path}")
async def get_operation(request: Request, name: str) -> Response:
    """One operation: its requests, what is open in it, its totals."""
    found = await acknowledged.operation(node(request), name)
    if found is None:
        raise Problem(404, f"Er is geen operatie {name!r}.")
    return answer(found)

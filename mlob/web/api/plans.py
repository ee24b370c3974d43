"""`/operations/{id}/plan`: the phase of an operation, its outlook, its planned line items, its nafase."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from mlob import fold, journal
from mlob.bijstand import plans
from mlob.bijstand.parts import MAX_TITLE, Fault
from mlob.errors import TransitionError
from mlob.model import Discipline, Kind, Observation, Phase, Reception, observation
from mlob.web import acknowledged
from mlob.web.api.requests import refused
from mlob.web.body import json_object
from mlob.web.journalling import journalled
from mlob.web.node import Node, actor, answer, node
from mlob.web.problems import Problem

router = APIRouter()

_STALE = "Iemand anders heeft het plan intussen veranderd: kijk naar de nieuwe stand en kies opnieuw."
_TYPED = ("title", "status")
_KEPT = ("operation", "phase", "outlook.", "plan.", "settlement.", "evaluation.")
"""How the names of a plan's own values begin."""


@router.get("/operations/{name:path}/plan")
async def get_plan(request: Request, name: str) -> Response:
    """The plan of an operation; empty (version 0) when nobody planned anything for it."""
    operation = await acknowledged.operation(node(request), name)
    if operation is None:
        raise Problem(404, f"Er is geen operatie {name[:MAX_TITLE]!r}.")
    found = operation["plan"] or plans.view(name, {}, exercise=operation["exercise"])
    return answer(_answered(found, operation["phase"]))


@router.put("/operations/{name:path}/plan")
async def put_plan(request: Request, name: str) -> Response:
    """Change what the body names: 200 with the plan; 409 when it cannot (any more), 422 when invalid."""
    here, body = node(request), await json_object(request)
    faults = plans.validate(body)
    if not name.strip() or not name.isprintable() or len(name) > MAX_TITLE:
        faults.append(Fault("operation", "Dit is geen nummer van een operatie."))
    if faults:
        raise refused(faults)
    operation = await acknowledged.operation(here, name)
    entity = await acknowledged.latest(here, plans.entity_id(name))
    exercise = _exercise(here, operation, body)
    found = plans.view(name, {} if entity is None else entity.values, exercise=exercise)
    phase = operation["phase"] if operation else _first(body)
    if body.get("version") not in (None, found["version"]):
        raise _impossible(_STALE, found, phase)
    now = datetime.now(UTC)
    try:
        values = plans.change(found, phase, body, actor(request), now)
    except TransitionError as error:
        raise _impossible(str(error), found, phase) from None
    typed = _typed(body, found, operation, values)
    said = _observation(here, entity, name, values | {"actor": actor(request)}, typed, exercise, now)
    try:
        await journalled(here, said, journal.Guard(said.entity, found["version"]))
    except TransitionError:
        newest = await acknowledged.latest(here, said.entity)
        plan = found if newest is None else acknowledged.planned(newest)
        raise _impossible(_STALE, plan, plan["phase"] or phase) from None
    entity = fold.begin(said) if entity is None else entity
    fold.apply(entity, said)
    plan = acknowledged.planned(entity)
    return answer(_answered(plan, plan["phase"] or phase))


def _first(body: Mapping[str, Any]) -> str:
    """The phase of an operation of which nothing is known yet: it may begin as a response too."""
    return Phase.RESPONS.value if body.get("phase") == Phase.RESPONS else Phase.PREPARATIE.value


def _exercise(here: Node, operation: Mapping[str, Any] | None, body: Mapping[str, Any]) -> bool:
    """Whether it is an exercise; once there are requests that stands."""
    known = bool(operation["exercise"]) if operation else False
    wanted = bool(body.get("exercise", known)) or here.settings.organisation.exercise
    if operation and operation["requests"] and wanted is not known:
        what = "een oefening" if known else "geen oefening"
        text = f"Er zijn al verzoeken: deze operatie is {what} en blijft dat."
        raise Problem(422, f"exercise: {text}", errors={"exercise": text})
    return wanted


def _typed(
    body: Mapping[str, Any],
    found: Mapping[str, Any],
    operation: Mapping[str, Any] | None,
    values: Mapping[str, Any],
) -> dict[str, str]:
    """The title (of the operation, where nobody gave one) and the phase as the status of the note."""
    typed: dict[str, str] = {}
    if body.get("title"):
        typed["title"] = str(body["title"]).strip()
    elif not found["title"]:
        typed["title"] = str((operation or {}).get("title") or f"Operatie {found['operation']}")
    if "phase" in values:
        typed["status"] = str(values["phase"])
    return typed


def _observation(
    here: Node,
    entity: fold.Entity | None,
    name: str,
    values: dict[str, Any],
    typed: dict[str, str],
    exercise: bool,
    now: datetime,
) -> Observation:
    """The change as one observation, that outdoes what it changes.

    An operation that becomes an exercise, or real, is said whole: nothing of it stays of the other.
    """
    if entity is not None and any(report.exercise is not exercise for report in entity.reports.values()):
        before = entity.values
        values = {key: value for key, value in before.items() if key.startswith(_KEPT)} | values
        typed = {key: before[key] for key in _TYPED if key in before} | typed
    at = now if entity is None else fold.after(entity, [*values, *typed], now)
    return observation(
        Reception(source=here.person, received_at=max(now, at)),
        discipline=Discipline.OVERIG,
        kind=Kind.NOTE,
        entity=plans.entity_id(name),
        observed_at=at,
        exercise=exercise,
        properties=values,
        **typed,
    )


def _answered(plan: dict[str, Any], phase: str) -> dict[str, Any]:
    return plan | {"allowed_phases": plans.allowed_phases(phase)}


def _impossible(text: str, plan: dict[str, Any], phase: str) -> Problem:
    return Problem(409, text, allowed_phases=plans.allowed_phases(phase), plan=plan)

"""`/requests/{id}` and its steps: read one request, and take a step of its life cycle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from mlob import fold, journal, regions
from mlob.bijstand import taking
from mlob.bijstand.parts import GEMEENTE as GEMEENTE_SHAPE
from mlob.bijstand.parts import REGION as REGION_SHAPE
from mlob.bijstand.parts import Fault, Faults, checked_code
from mlob.errors import TransitionError
from mlob.model import Discipline, Kind, Observation, Reception, Verification, observation
from mlob.moment import moment
from mlob.web import acknowledged
from mlob.web.api.requests import refused
from mlob.web.body import json_object
from mlob.web.journalling import checked_place, journalled
from mlob.web.node import Node, actor, answer, node
from mlob.web.problems import Problem

router = APIRouter()

_STALE = "Iemand anders heeft intussen een stap gezet: kijk naar de nieuwe stand en kies opnieuw."


@router.get("/requests/{name:path}")
async def get_request(request: Request, name: str) -> Response:
    """One request, as new as what was acknowledged."""
    here = node(request)
    return answer(await acknowledged.told(here, await acknowledged.entity(here, name)))


@router.post("/requests/{name:path}/steps")
async def post_step(request: Request, name: str) -> Response:
    """Take a step: 200 with the new object; 409 when it cannot be taken (any more), 422 when invalid."""
    here, body = node(request), await json_object(request)
    entity = await acknowledged.entity(here, name)
    now, who = datetime.now(UTC), actor(request)
    view = await acknowledged.told(here, entity, now)
    version = _version(body)
    if version != view["version"]:
        raise _impossible(_STALE, view)
    faults = _codes(body)
    if faults:
        raise refused(faults)
    try:
        values = taking.take(view, body, who, now)
    except Faults as error:
        raise refused(error.faults) from None
    except TransitionError as error:
        raise _impossible(str(error), view) from None
    said = _observation(here, entity, view, values | {"actor": who}, body, now)
    try:
        await journalled(here, said, journal.Guard(entity.id, version))
    except TransitionError:
        newer = await acknowledged.told(here, await acknowledged.entity(here, name))
        raise _impossible(_STALE, newer) from None
    fold.apply(entity, said)
    return answer(await acknowledged.told(here, entity, now))


def _version(body: dict[str, Any]) -> int:
    version = body.get("version")
    if isinstance(version, bool) or not isinstance(version, int):
        raise refused([Fault("version", "Geef de versie van het verzoek waarop deze stap volgt.")])
    return version


def _impossible(text: str, view: dict[str, Any]) -> Problem:
    return Problem(409, text, allowed_steps=view["allowed_steps"], request=view)


def _codes(body: dict[str, Any]) -> list[Fault]:
    """Codes that look right and do not exist."""
    gemeenten = regions.gemeente_codes()
    faults = checked_code(body.get("region"), "region", REGION_SHAPE, regions.names())
    faults += checked_code(body.get("gemeente"), "gemeente", GEMEENTE_SHAPE, gemeenten)
    for field, signature in _signatures(body):
        faults += checked_code(signature.get("gemeente"), f"{field}.gemeente", GEMEENTE_SHAPE, gemeenten)
    return faults


def _signatures(body: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The signature that comes with a step, in either form, with the name of its field."""
    if isinstance(body.get("signature"), dict):
        yield "signature", body["signature"]
    elif isinstance(body.get("signatures"), list):
        yield from (
            (f"signatures.{number}", one)
            for number, one in enumerate(body["signatures"])
            if isinstance(one, dict)
        )


def _observation(
    here: Node,
    entity: fold.Entity,
    view: dict[str, Any],
    values: dict[str, Any],
    body: dict[str, Any],
    now: datetime,
) -> Observation:
    """The step as one observation, that outdoes what it changes in whatever order it comes in.

    It is observed when it happened, but always after the words that it replaces. Where those come from
    a clock that runs ahead of ours, it counts as received then too.
    """
    said_at = min(moment(body["at"]), now) if body.get("at") else now
    typed: dict[str, Any] = {}
    if "state" in values:
        typed["status"] = values["state"]
    if "urgent" in values:
        typed["severity"] = 2 if values["urgent"] else 1
    if body.get("step") == "aanvullen":
        typed["geometry"] = checked_place(body.get("geometry"))
    if body.get("step") == "heropenen":
        typed["verification"] = Verification.ONBEVESTIGD
    at = fold.after(entity, [*values, *typed], said_at)
    return observation(
        Reception(source=here.person, received_at=max(now, at)),
        discipline=Discipline.OVERIG,
        kind=Kind.REQUEST,
        entity=entity.id,
        observed_at=at,
        exercise=view["exercise"],
        properties=values,
        **typed,
    )

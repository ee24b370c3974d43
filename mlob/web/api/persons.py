"""`POST /observations` and the requests for bijstand: a person is a source, his act goes to the journal."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from mlob import admission, fold, intake, journal, regions, state
from mlob.bijstand import requests
from mlob.errors import DecodeError
from mlob.formats import positions
from mlob.model import Discipline, Geometry, Kind, Observation, Reception, observation
from mlob.report import Faults, report
from mlob.web.body import json_object
from mlob.web.node import Node, actor, answer, node
from mlob.web.problems import Problem

router = APIRouter()


async def _journal(here: Node, said: Observation) -> str:
    """Place and journal one observation of a person; the cursor at which it stands."""
    try:
        said = admission.fits(said)
    except DecodeError as error:
        field, _, wrong = str(error).partition(": ")
        raise Problem(422, str(error), errors={field: wrong}) from None
    tally = journal.Tally(source=said.source, received_at=said.received_at, accepted=1)
    return (await journal.append_async(here.client, intake.place([said]), tally)).cursor


def _geometry(value: Any) -> Geometry | None:
    try:
        return None if value is None else positions.geometry(value)
    except DecodeError as error:
        raise Problem(422, str(error), errors={"geometry": str(error)}) from None


@router.post("/observations")
async def post_observation(request: Request) -> Response:
    """What a person reports by phone."""
    here, body = node(request), await json_object(request)
    try:
        said = report(body, here.person, datetime.now(UTC), actor(request))
    except Faults as error:
        raise Problem(422, str(error), errors=error.faults) from None
    cursor = await _journal(here, said)
    return answer({"id": said.id, "entity": said.entity, "cursor": cursor}, 201)


@router.post("/requests")
async def post_request(request: Request) -> Response:
    """A request for bijstand, by the legal route of its kind."""
    here, body = node(request), await json_object(request)
    faults = requests.validate(body, regions=regions.names(), gemeenten=regions.gemeente_codes())
    if faults:
        fields = {fault.field: fault.text for fault in faults}
        text = "; ".join(f"{field}: {wrong}" for field, wrong in fields.items())
        raise Problem(422, text, errors=fields)
    geometry = _geometry(body.get("geometry"))
    now = datetime.now(UTC)
    name = f"{now:%Y}-{secrets.token_hex(4)}"
    values = requests.flatten(body, body.get("operation") or f"operation:{here.person.name}:{name}")
    said = observation(
        Reception(source=here.person, received_at=now),
        discipline=Discipline.OVERIG,
        kind=Kind.REQUEST,
        native_id=name,
        observed_at=now,
        title=body["title"],
        status=values["state"],
        geometry=geometry,
        exercise=bool(body.get("exercise", False)),
        severity=2 if body.get("urgent") else 1,
        properties=values | {"actor": actor(request)},
    )
    await _journal(here, said)
    entity = fold.begin(said)
    fold.apply(entity, said)
    return answer(_view(entity), 201)


def _view(entity: fold.Entity) -> dict[str, Any]:
    values = {name: word[1] for name in entity.values if (word := fold.shown(entity, name)) is not None}
    head = entity.reports[entity.head]
    return requests.view(entity.id, values | {"exercise": head.exercise})


@router.get("/requests")
async def get_requests(request: Request) -> Response:
    """All requests, newest first, and what is outstanding by resource."""
    found = [item for item in node(request).mirror.entities.values() if item.kind is Kind.REQUEST]
    found.sort(key=lambda item: item.reports[item.head].observed_at, reverse=True)
    views = [_view(entity) for entity in found]
    exercise = node(request).settings.organisation.exercise
    return answer({"requests": views, "outstanding": requests.outstanding(views, exercise=exercise)})


@router.get("/requests/{name:path}")
async def get_request(request: Request, name: str) -> Response:
    """One request."""
    found = await state.entity(node(request).client, name)
    if found is None or found.kind is not Kind.REQUEST:
        raise Problem(404, f"Er is geen aanvraag {name!r}.")
    return answer(_view(found))

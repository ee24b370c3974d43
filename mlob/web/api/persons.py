"""`POST /observations`: a person is a source, what he reports goes to the journal."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from mlob.report import Faults, report
from mlob.web.body import json_object
from mlob.web.journalling import journalled
from mlob.web.node import actor, answer, node
from mlob.web.problems import Problem

router = APIRouter()


@router.post("/observations")
async def post_observation(request: Request) -> Response:
    """What a person reports by phone."""
    here, body = node(request), await json_object(request)
    try:
        said = report(body, here.person, datetime.now(UTC), actor(request))
    except Faults as error:
        raise Problem(422, str(error), errors=error.faults) from None
    cursor = await journalled(here, said)
    return answer({"id": said.id, "entity": said.entity, "cursor": cursor}, 201)

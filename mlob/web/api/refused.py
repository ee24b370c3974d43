"""`/quarantine`: frames that could not be read; look at them, read them again, discard them."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from mlob import quarantine, retry
from mlob.errors import TransitionError
from mlob.web.body import json_object
from mlob.web.node import actor, answer, node
from mlob.web.problems import Problem

router = APIRouter()

_GONE = "Dit bericht staat niet (meer) in quarantaine."


@router.get("/quarantine")
async def get_quarantine(request: Request) -> Response:
    """The newest refused frames, and what became of those that a person dealt with."""
    client = node(request).client
    return answer(
        {"quarantine": await quarantine.listed(client), "settled": await quarantine.settled(client)}
    )


@router.get("/quarantine/{name}")
async def get_refused(request: Request, name: str) -> Response:
    """One refused frame, with its bytes."""
    found = await quarantine.show(node(request).client, name)
    if found is None:
        raise Problem(404, _GONE)
    return answer(found)


@router.post("/quarantine/{name}/retry")
async def post_retry(request: Request, name: str) -> Response:
    """Read a refused frame again: 200 when it was read this time, 422 with the reason when not."""
    here = node(request)
    try:
        outcome = await retry.retry(here.client, here.settings, name, actor(request))
    except LookupError:
        raise Problem(404, _GONE) from None
    except TransitionError as error:
        raise Problem(409, f"Dit bericht kan niet opnieuw: {error}.") from None
    if not outcome.accepted:
        raise Problem(422, f"Het bericht is nog steeds niet te lezen: {outcome.reason}")
    return answer(outcome)


@router.post("/quarantine/{name}/discard")
async def post_discard(request: Request, name: str) -> Response:
    """Discard a refused frame, with a `reason`."""
    here, body = node(request), await json_object(request)
    why = body.get("reason")
    if not isinstance(why, str) or not why.strip() or len(why) > 500:
        raise Problem(422, "Geef een reden.", errors={"reason": "verplicht: waarom dit bericht weg mag"})
    try:
        await retry.discard(here.client, name, why, actor(request))
    except LookupError:
        raise Problem(404, _GONE) from None
    return answer({"id": name, "discarded": True})

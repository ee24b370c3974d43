"""`/briefing`: what people write under the sections, and what the briefing would say now."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from mlob import fold, journal
from mlob.errors import TransitionError
from mlob.model import Discipline, Kind, Observation, Reception, iso, observation
from mlob.snapshot import orders, preview, remarks, titles
from mlob.snapshot.orders import Order
from mlob.web import acknowledged, then
from mlob.web.api import asked, snapshots
from mlob.web.body import json_object
from mlob.web.journalling import journalled
from mlob.web.node import Node, actor, answer, node
from mlob.web.problems import Problem

router = APIRouter()

_STALE = "Iemand anders heeft deze tekst intussen veranderd. Kijk naar de nieuwe tekst en kies opnieuw."
_GONE = "Dit voorbeeld is er niet (meer). Vraag het opnieuw."
_PATIENCE = 25.0


@router.get("/briefing/remarks")
async def get_remarks(request: Request) -> Response:
    """The sections in their order, each with its text; of a moment in the past with `at` and `known_at`."""
    here, times = node(request), then.asked(request.query_params)
    if times is None:
        found, _ = await acknowledged.under(here, remarks.PREFIX)
        entities = {entity.id: entity for entity in found}
    else:
        entities = (await then.then(here, times)).entities
    rows = [_row(name, title, entities) for name, title in titles.known().items()]
    return answer({"sections": rows, "live": times is None})


def _row(name: str, title: str, entities: dict[str, fold.Entity]) -> dict[str, Any]:
    return remarks.view(name, entities.get(remarks.entity_id(name))) | {"title": title}


@router.put("/briefing/remarks")
async def put_remark(request: Request) -> Response:
    """Write the text of one section: `{"section", "text", "version"}`; 409 with what stands there when
    somebody else was first.
    """
    here, body = node(request), await json_object(request)
    asked.refuse(remarks.faults(body, titles.known()))
    section, text = str(body["section"]), str(body["text"]).strip()
    entity = await acknowledged.latest(here, remarks.entity_id(section))
    found = remarks.version(entity)
    if body.get("version") not in (None, found):
        raise _stale(section, entity)
    said = _said(here, entity, section, text, actor(request))
    try:
        await journalled(here, said, journal.Guard(said.entity, found))
    except TransitionError:
        raise _stale(section, await acknowledged.latest(here, said.entity)) from None
    entity = fold.begin(said) if entity is None else entity
    fold.apply(entity, said)
    return answer(_row(section, titles.known()[section], {said.entity: entity}))


def _stale(section: str, entity: fold.Entity | None) -> Problem:
    return Problem(409, _STALE, remark=remarks.view(section, entity))


def _said(here: Node, entity: fold.Entity | None, section: str, text: str, who: str) -> Observation:
    """The text as one observation, that outdoes the one before; its title is a line in the timeline once."""
    now = datetime.now(UTC)
    values = {"text": text, "actor": who, "section": section, "version": remarks.version(entity) + 1}
    title = f"Tekst in de briefing: {titles.known()[section]}"
    at = now if entity is None else fold.after(entity, [*values, "title"], now)
    return observation(
        Reception(source=here.person, received_at=max(now, at)),
        discipline=Discipline.OVERIG,
        kind=Kind.NOTE,
        entity=remarks.entity_id(section),
        observed_at=at,
        title=title,
        properties=values,
        exercise=here.settings.organisation.exercise,
    )


@router.post("/briefing/preview")
async def post_preview(request: Request) -> Response:
    """What a briefing of this moment would say; 202 with its id when that takes long."""
    here, body, now = node(request), await json_object(request), datetime.now(UTC)
    (at, known_at), faults = asked.times(body, now)
    since = await asked.since(here, body, (at, known_at), now, faults)
    asked.refuse(faults)
    order = Order(
        id=orders.new_id(now),
        ordered_at=iso(now),
        at=at,
        known_at=known_at,
        since=since,
        author=actor(request),
        preview=True,
    )
    await snapshots.placed(here, order)
    return await _told(here, await snapshots.finished(here, order, _PATIENCE))


@router.get("/briefing/preview/{name}")
async def get_preview(request: Request, name: str) -> Response:
    """The same, of a preview that took long."""
    here = node(request)
    return await _told(here, await _order(here, name))


@router.get("/briefing/preview/{name}/html")
async def get_html(request: Request, name: str) -> Response:
    """The HTML form of a preview, for a frame in which nothing runs."""
    here = node(request)
    content = await _file(here, await _order(here, name), preview.HTML)
    return Response(content, media_type="text/html; charset=utf-8", headers=snapshots.SEALED)


async def _order(here: Node, name: str) -> Order:
    return await snapshots.ordered(here, name, preview=True, absent=_GONE)


async def _told(here: Node, order: Order) -> Response:
    order = orders.shown(order, datetime.now(UTC))
    if order.state == orders.FAILED:
        raise Problem(500, order.fault)
    if order.state != orders.DONE:
        return answer({"id": order.id, "state": order.state}, 202)
    content = await _file(here, order, preview.CONTENT)
    return answer(
        b'{"id":"%s","state":"%s","content":%s}' % (order.id.encode(), order.state.encode(), content)
    )


async def _file(here: Node, order: Order, name: str) -> bytes:
    path = here.settings.packages / order.id / name
    try:
        return await asyncio.to_thread(path.read_bytes)
    except OSError:
        raise Problem(404, _GONE) from None

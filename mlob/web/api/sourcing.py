"""`GET /capacity`, `/advice`, `/load`: who has what, who could give it, and what is claimed twice."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from starlette.responses import Response

from mlob.bijstand import advice, capacity, demand, lanes, load, plans, suppliers
from mlob.bijstand.confidence import Limits
from mlob.bijstand.travel import SPEEDS, Travel
from mlob.bijstand_settings import Bijstand
from mlob.config import duration
from mlob.errors import SourceError
from mlob.model import Kind
from mlob.transports import routes
from mlob.web import acknowledged
from mlob.web.node import Node, answer, node
from mlob.web.problems import Problem

router = APIRouter()

_AT_ONCE = 2
"""Divisions that are solved at the same time: each takes a core."""
_solving = asyncio.Semaphore(_AT_ONCE)

T = TypeVar("T")
View = tuple[dict[str, Any], dict[str, Any]]


@router.get("/capacity")
async def get_capacity(request: Request) -> Response:
    """What each supplier has of a resource, and who gave no figure."""
    here, params, now = node(request), request.query_params, datetime.now(UTC)
    resource = params.get("resource") or None
    resource = None if resource is None else demand.resource_code(resource)
    wanted = {part for raw in params.getlist("region") for part in raw.split(",") if part}
    if strange := wanted - set(suppliers.known()):
        raise Problem(400, f"region: onbekend: {', '.join(sorted(strange))[:200]}; een code als VR24 of DEF")
    _, stocks = await _known(here, now)
    rows = [
        capacity.row(stock, now)
        for (supplier, of), stock in stocks.items()
        if resource in (None, of) and (not wanted or supplier in wanted)
    ]
    unknown = [code for code in capacity.without(stocks, resource) if not wanted or code in wanted]
    return answer(
        {
            "capacity": rows,
            "unknown": [{"supplier": code, "name": suppliers.known()[code].name} for code in unknown],
        }
    )


@router.get("/advice")
async def get_advice(request: Request) -> Response:
    """Three proposals for what is outstanding, of one operation or of all."""
    here, now = node(request), datetime.now(UTC)
    operation = request.query_params.get("operation") or None
    asked, stocks = await _known(here, now, operation)
    settings = here.settings.bijstand
    wanted = lanes.journeys(advice.outstanding(asked, operation), stocks)
    travel = await _travel(settings, wanted)
    limits = Limits(*(duration(getattr(settings, name)) for name in ("fresh", "usable", "oldest")))
    return answer(await _solved(lambda: advice.advise(asked, stocks, travel, limits, now, operation)))


@router.get("/load")
async def get_load(request: Request) -> Response:
    """Claims on each resource in the coming hours, and where they are more than there is."""
    here, now = node(request), datetime.now(UTC)
    raw = request.query_params.get("hours", str(load.HOURS[1]))
    if not re.fullmatch("[0-9]{1,2}", raw) or not load.HOURS[0] <= int(raw) <= load.HOURS[1]:
        raise Problem(400, f"hours: een getal van {load.HOURS[0]} tot en met {load.HOURS[1]}")
    asked, stocks = await _known(here, now)
    entities, _ = await acknowledged.under(here, plans.PREFIX)
    planned = map(acknowledged.planned, entities)
    asked = plans.with_planned(asked, planned, exercise=here.settings.organisation.exercise)
    return answer(await _solved(lambda: load.load(asked, stocks, now, int(raw))))


async def _solved(work: Callable[[], T]) -> T:
    async with _solving:
        return await asyncio.to_thread(work)


async def _known(
    here: Node, now: datetime, operation: str | None = None
) -> tuple[demand.Demand, dict[capacity.Key, capacity.Stock]]:
    """What is asked and what there is: of what is real, or of the exercise that it is about.

    A step and a figure that were acknowledged count, also when the picture does not show them yet.
    """
    if here.mirror.cursor is None:
        raise Problem(503, "Het beeld is nog niet geladen. Probeer het zo opnieuw.")
    await acknowledged.caught_up(here)
    figures = [entity for entity in here.mirror.entities.values() if entity.kind is Kind.CAPACITY]
    asked, _ = await acknowledged.every(here)

    def look() -> tuple[demand.Demand, dict[capacity.Key, capacity.Stock]]:
        views = [(acknowledged.shown(entity, now), entity.values) for entity in asked]
        exercise = _is_exercise(views, operation) if operation else here.settings.organisation.exercise
        wanted = demand.of(views, exercise=exercise)
        known = capacity.figures(figures, now, exercise=exercise)
        return wanted, capacity.stocks(known, wanted.promises)

    return await asyncio.to_thread(look)


def _is_exercise(views: list[View], operation: str) -> bool:
    """Whether an operation is an exercise; a Problem when there is no such operation."""
    mine = [view for view, _ in views if (view["operation"] or view["id"]) == operation]
    if not mine:
        raise Problem(404, f"Er is geen operatie {operation[:200]!r}.")
    return all(view["exercise"] for view in mine)


async def _travel(settings: Bijstand, wanted: set[routes.Pair]) -> Travel:
    """How to reckon travel; without an answer of the routing server it is the rule of thumb, and said so."""
    roads: dict[routes.Pair, float] = {}
    failure = ""
    if settings.routing_url and wanted:
        try:
            roads = await routes.minutes(settings.routing_url, settings.routing_allow, wanted)
        except SourceError as error:
            failure = str(error)
    return Travel(detour=settings.detour, speeds=SPEEDS | settings.speeds, roads=roads, failure=failure)

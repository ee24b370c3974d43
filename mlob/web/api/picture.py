"""`GET /picture`, `/timeline`, `/entities/{id}`: what the state holds, now or at a moment."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from typing import Any

import msgspec
import redis
from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from mlob import fold, journal, past, picture, state
from mlob.feature import detail
from mlob.model import Discipline, Kind, iso
from mlob.moment import moment
from mlob.web.node import Node, answer, node
from mlob.web.problems import Problem

router = APIRouter()

_LINES = 1000
_CURSOR = re.compile("[0-9]{1,15}(-[0-9]{1,15})?")
_PAST_AT_ONCE = 2
"""Foldings of the journal at the same time: each reads all of it."""
_past = asyncio.Semaphore(_PAST_AT_ONCE)


def _several(params: QueryParams, name: str, allowed: Any = None) -> frozenset[str]:
    """A filter given more than once or with commas; a Problem when a value is not one of `allowed`."""
    found = frozenset(part for raw in params.getlist(name) for part in raw.split(",") if part)
    if allowed is not None and (wrong := found - set(allowed)):
        raise Problem(400, f"{name}: onbekend: {', '.join(sorted(wrong))}; kies uit {', '.join(allowed)}")
    return found


def _bbox(params: QueryParams) -> tuple[float, float, float, float] | None:
    raw = params.get("bbox")
    if not raw:
        return None
    try:
        west, south, east, north = (float(part) for part in raw.split(","))
    except ValueError:
        raise Problem(400, "bbox: geef west,zuid,oost,noord in graden") from None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Problem(400, "bbox: geef west,zuid,oost,noord in graden")
    return west, south, east, north


def _moment(params: QueryParams, name: str) -> datetime | None:
    raw = params.get(name)
    if not raw:
        return None
    try:
        return moment(raw.replace(" ", "+"))  # a plus in a query string reads as a space
    except (ValueError, OverflowError):
        raise Problem(400, f"{name}: geen tijd (ISO 8601)") from None


async def _entities(
    here: Node, at: datetime | None, known_at: datetime | None, now: datetime
) -> tuple[str, dict[str, fold.Entity]]:
    if at is None and known_at is None:
        if here.mirror.cursor is None:
            raise Problem(503, "Het beeld is nog niet geladen. Probeer het zo opnieuw.")
        return here.mirror.cursor, dict(here.mirror.entities)

    def fold_then() -> tuple[str, dict[str, fold.Entity]]:
        with redis.Redis.from_url(here.url, socket_timeout=30) as client:
            return past.picture(client, here.settings.archive, at or now, known_at or now)

    async with _past:
        return await asyncio.to_thread(fold_then)


@router.get("/picture")
async def get_picture(request: Request) -> Response:
    """A GeoJSON FeatureCollection with cursor, both times and the sources."""
    here, params, now = node(request), request.query_params, datetime.now(UTC)
    question = picture.Question(
        kinds=_several(params, "kind", list(Kind)),
        disciplines=_several(params, "discipline", list(Discipline)),
        regions=_several(params, "region"),
        bbox=_bbox(params),
    )
    at, known_at = _moment(params, "at"), _moment(params, "known_at")
    cursor, entities = await _entities(here, at, known_at, now)
    found = await asyncio.to_thread(picture.collection, entities, at or now)
    organisation = here.settings.organisation
    return answer(
        {
            "type": "FeatureCollection",
            "features": picture.ask(found.values(), question),
            "cursor": cursor,
            "at": iso(at or now),
            "known_at": iso(known_at or now),
            "marking": organisation.marking,
            "exercise": organisation.exercise,
            **here.mirror.health(),
        }
    )


@router.get("/timeline")
async def get_timeline(request: Request) -> Response:
    """Timeline lines between two cursors, newest first."""
    here, params = node(request), request.query_params
    limit = params.get("limit", "200")
    if not re.fullmatch("[0-9]{1,4}", limit) or not 1 <= int(limit) <= _LINES:
        raise Problem(400, f"limit: een getal van 1 tot en met {_LINES}")
    for name in ("after", "before"):
        _check_cursor(params.get(name), name)
    disciplines, wanted = _several(params, "discipline", list(Discipline)), _several(params, "region")
    found: list[dict[str, Any]] = []
    before, after = params.get("before"), params.get("after")
    while len(found) < int(limit):
        rows = await state.timeline(here.client, after=after, before=before, count=_LINES)
        found += [row for row in rows if _line_wanted(row, disciplines, wanted)]
        if len(rows) < _LINES:
            break
        before = rows[-1]["cursor"]
    seen = [here.mirror.cursor or journal.START, *(row["cursor"] for row in found[:1])]
    return answer({"entries": found[: int(limit)], "cursor": max(seen, key=journal.order)})


def _line_wanted(row: dict[str, Any], disciplines: frozenset[str], wanted: frozenset[str]) -> bool:
    return (not disciplines or row["discipline"] in disciplines) and (not wanted or row["region"] in wanted)


def _check_cursor(value: str | None, name: str) -> None:
    if value and not _CURSOR.fullmatch(value):
        raise Problem(400, f"{name}: geen cursor")


@router.get("/entities/{name:path}")
async def get_entity(request: Request, name: str) -> Response:
    """Every value of one entity, what each source said, and both times."""
    found = await state.entity(node(request).client, name)
    if found is None:
        raise Problem(404, f"Er is niets met het nummer {name!r} in het beeld.")
    return answer(
        {
            "id": found.id,
            "kind": found.kind,
            "members": [found.id],
            "feature": picture.present(found),
            "values": msgspec.to_builtins(detail(found)),
        }
    )

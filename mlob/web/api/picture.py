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

from mlob import fold, grouping, journal, past, picture, state, totals
from mlob.model import Discipline, Kind, iso
from mlob.moment import moment
from mlob.snapshot import figures
from mlob.web.api import links
from mlob.web.node import Node, answer, node
from mlob.web.problems import Problem

router = APIRouter()

_LINES = 1000
_CURSOR = re.compile("[0-9]{1,15}(-[0-9]{1,15})?")
_PAST_AT_ONCE = 2
"""Foldings of the journal at the same time: each reads all of it."""
_past = asyncio.Semaphore(_PAST_AT_ONCE)
_encode = msgspec.json.Encoder().encode


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
) -> tuple[str, dict[str, fold.Entity], list[grouping.Link]]:
    """The cursor, the entities and the links between them, now or at a moment."""
    if at is None and known_at is None:
        if here.mirror.cursor is None:
            raise Problem(503, "Het beeld is nog niet geladen. Probeer het zo opnieuw.")
        return here.mirror.cursor, dict(here.mirror.entities), list(here.mirror.links.values())

    def fold_then() -> tuple[str, dict[str, fold.Entity], list[grouping.Link]]:
        with redis.Redis.from_url(here.url, socket_timeout=30) as client:
            cursor, entities = past.picture(client, here.settings.archive, at or now, known_at or now)
        return cursor, entities, grouping.links_of(entities.values())

    async with _past:
        return await asyncio.to_thread(fold_then)


@router.get("/picture")
async def get_picture(request: Request) -> Response:
    """A GeoJSON FeatureCollection with cursor, both times and the sources."""
    here, params, now = node(request), request.query_params, datetime.now(UTC)
    question = picture.Question(
        kinds=_several(params, "kind", [kind for kind in Kind if kind is not Kind.LINK]),
        disciplines=_several(params, "discipline", list(Discipline)),
        regions=_several(params, "region"),
        bbox=_bbox(params),
    )
    at, known_at = _moment(params, "at"), _moment(params, "known_at")
    cursor, entities, said = await _entities(here, at, known_at, now)
    organisation, health = here.settings.organisation, here.mirror.health()

    def written() -> bytes:
        """Feature by feature, and beside the event loop: of 200,000 the viewers would wait seconds."""
        found = list(picture.collection(entities, at or now, links=said).values())
        return msgspec.json.encode(
            {
                "type": "FeatureCollection",
                "features": [msgspec.Raw(_encode(item)) for item in picture.ask(found, question)],
                "cursor": cursor,
                "at": iso(at or now),
                "known_at": iso(known_at or now),
                "totals": _totals(here, found, said, entities),
                "marking": organisation.marking,
                "exercise": organisation.exercise,
                **health,
            }
        )

    return answer(await asyncio.to_thread(written))


@router.get("/totals")
async def get_totals(request: Request) -> Response:
    """Incidents and people in the live picture, as ranges that say what is not known."""
    here, now = node(request), datetime.now(UTC)
    cursor, entities, said = await _entities(here, None, None, now)

    def counted() -> dict[str, Any]:
        found = list(picture.collection(entities, now, links=said, shapes=False).values())
        return _totals(here, found, said, entities)

    return answer({**await asyncio.to_thread(counted), "cursor": cursor})


def _totals(
    here: Node,
    found: list[dict[str, Any]],
    said: list[grouping.Link],
    entities: dict[str, fold.Entity],
) -> dict[str, Any]:
    proposed = grouping.proposals(said, grouping.groups(said, entities), entities)
    exercise = here.settings.organisation.exercise
    return totals.totals(
        found,
        proposed,
        exercise=exercise,
        missing=figures.missing(msgspec.to_builtins(here.mirror.disciplines)),
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
    """Every value of what is shown, what each source said, both times; and what it is linked to."""
    mirror = node(request).mirror
    parts = mirror.parts(name)
    if not parts or parts[0].kind is Kind.LINK:
        raise Problem(404, f"Er is niets met het nummer {name!r} in het beeld.")
    feature = picture.shown(parts)
    members = [part.id for part in parts]
    return answer(
        {
            "id": feature["id"],
            "kind": parts[0].kind,
            "members": members,
            "feature": feature,
            "values": msgspec.to_builtins(picture.detail(parts)),
            "links": links.about(mirror, members),
        }
    )

"""`GET /picture`, `/timeline`, `/entities/{id}`: what the state holds, now or at a moment."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from mlob import grouping, journal, picture, state, totals
from mlob.model import Discipline, Kind, iso
from mlob.snapshot import figures
from mlob.web.api import links
from mlob.web.node import Node, answer, node
from mlob.web.problems import Problem
from mlob.web.then import Asked, Then, asked, folded, then

router = APIRouter()

_LINES = 1000
_CURSOR = re.compile("[0-9]{1,15}(-[0-9]{1,15})?")
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


class _Seen:
    """What an answer is made of, now or at a moment."""

    def __init__(self, here: Node, at: datetime, found: Then | None) -> None:
        if found is None and here.mirror.cursor is None:
            raise Problem(503, "Het beeld is nog niet geladen. Probeer het zo opnieuw.")
        self.exercise = here.settings.organisation.exercise
        shown = found or here.mirror
        self.at, self.cursor = at, shown.cursor or journal.START
        self.entities, self.links = dict(shown.entities), list(shown.links.values())
        self.health = shown.health()
        self.missing = figures.missing(msgspec.to_builtins(shown.disciplines))

    def features(self, shapes: bool = True) -> list[dict[str, Any]]:
        return list(picture.collection(self.entities, self.at, links=self.links, shapes=shapes).values())

    def totals(self, found: list[dict[str, Any]]) -> dict[str, Any]:
        groups = grouping.groups(self.links, self.entities)
        proposed = grouping.proposals(self.links, groups, self.entities)
        return totals.totals(found, proposed, exercise=self.exercise, missing=self.missing)


@router.get("/picture")
async def get_picture(request: Request) -> Response:
    """A GeoJSON FeatureCollection with cursor, both times and the sources; now or at a moment."""
    here, params, now = node(request), request.query_params, datetime.now(UTC)
    question = picture.Question(
        kinds=_several(params, "kind", [kind for kind in Kind if kind is not Kind.LINK]),
        disciplines=_several(params, "discipline", list(Discipline)),
        regions=_several(params, "region"),
        bbox=_bbox(params),
    )
    times = asked(params, now)
    at, known_at = (now, now) if times is None else (times.at, times.known_at)
    seen = _Seen(here, at, None if times is None else await then(here, times))
    organisation = here.settings.organisation

    def written() -> bytes:
        """Feature by feature, and beside the event loop: of 200,000 the viewers would wait seconds."""
        found = seen.features()
        return msgspec.json.encode(
            {
                "type": "FeatureCollection",
                "features": [msgspec.Raw(_encode(item)) for item in picture.ask(found, question)],
                "cursor": seen.cursor,
                "at": iso(at),
                "known_at": iso(known_at),
                "totals": seen.totals(found),
                "marking": organisation.marking,
                "exercise": organisation.exercise,
                **seen.health,
            }
        )

    return answer(await asyncio.to_thread(written))


@router.get("/totals")
async def get_totals(request: Request) -> Response:
    """Incidents and people in the picture, as ranges that say what is not known; now or at a moment."""
    here, now = node(request), datetime.now(UTC)
    times = asked(request.query_params, now)
    found = None if times is None else await then(here, times)
    seen = _Seen(here, now if times is None else times.at, found)
    counted = await asyncio.to_thread(lambda: seen.totals(seen.features(shapes=False)))
    return answer({**counted, "cursor": seen.cursor})


@router.get("/timeline")
async def get_timeline(request: Request) -> Response:
    """Timeline lines between two cursors, newest first; all, or those that were known at a moment."""
    here, params = node(request), request.query_params
    limit = params.get("limit", "200")
    if not re.fullmatch("[0-9]{1,4}", limit) or not 1 <= int(limit) <= _LINES:
        raise Problem(400, f"limit: een getal van 1 tot en met {_LINES}")
    for name in ("after", "before"):
        _check_cursor(params.get(name), name)
    disciplines, regions = _several(params, "discipline", list(Discipline)), _several(params, "region")
    after, before = params.get("after"), params.get("before")

    def wanted(row: dict[str, Any]) -> bool:
        return _line_wanted(row, disciplines, regions)

    times = asked(params)
    if times is not None:
        cursor, lines = await _lines_then(here, times, wanted, int(limit), after, before)
        return answer({"entries": lines, "cursor": cursor})
    found: list[dict[str, Any]] = []
    while len(found) < int(limit):
        rows = await state.timeline(here.client, after=after, before=before, count=_LINES)
        found += filter(wanted, rows)
        if len(rows) < _LINES:
            break
        before = rows[-1]["cursor"]
    seen = [here.mirror.cursor or journal.START, *(row["cursor"] for row in found[:1])]
    return answer({"entries": found[: int(limit)], "cursor": max(seen, key=journal.order)})


async def _lines_then(
    here: Node,
    times: Asked,
    wanted: Callable[[dict[str, Any]], bool],
    limit: int,
    after: str | None,
    before: str | None,
) -> tuple[str, list[dict[str, Any]]]:
    """The cursor of then and the lines that were known then; mlob/past.py says how they differ from live."""

    def work(breathe: Callable[[], None]) -> tuple[str, list[dict[str, Any]]]:
        return here.past.lines(
            here.store,
            times.at,
            times.known_at,
            wanted,
            limit,
            after=after or journal.START,
            before=before or None,
            breathe=breathe,
        )

    return await folded(work)


def _line_wanted(row: dict[str, Any], disciplines: frozenset[str], wanted: frozenset[str]) -> bool:
    regions = row.get("regions") or [row["region"]]
    return (not disciplines or row["discipline"] in disciplines) and (
        not wanted or not wanted.isdisjoint(regions)
    )


def _check_cursor(value: str | None, name: str) -> None:
    if value and not _CURSOR.fullmatch(value):
        raise Problem(400, f"{name}: geen cursor")


@router.get("/entities/{name:path}")
async def get_entity(request: Request, name: str) -> Response:
    """Every value of what is shown, what each source said, both times; and what it is linked to.

    At a moment: what had been said by then, also of what had left the picture.
    """
    here, times = node(request), asked(request.query_params)
    shown = here.mirror if times is None else await then(here, times, also=[name])
    parts = shown.parts(name)
    if not parts or parts[0].kind is Kind.LINK:
        when = "is niets" if times is None else "was toen niets"
        raise Problem(404, f"Er {when} met het nummer {name!r} in het beeld.")
    feature = picture.shown(parts)
    members = [part.id for part in parts]
    return answer(
        {
            "id": feature["id"],
            "kind": parts[0].kind,
            "members": members,
            "feature": feature,
            "values": msgspec.to_builtins(picture.detail(parts)),
            "links": links.about(shown, members),
        }
    )

"""Minutes over the road from a routing server: OSRM (table or route service, v1) or Valhalla (its matrix).

Which one is told by the path of the url: `.../table/v1/driving`, `.../route/v1/driving` or
`.../sources_to_targets`. The same addresses may be reached as a poller may reach (mlob/transports/reach.py),
within a bounded time, and an answer is read no further than it is understood.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import msgspec

from mlob.errors import SourceError
from mlob.model import Source
from mlob.transports import page, unpack

__all__ = ["MOST_PAIRS", "Pair", "minutes"]

Point = tuple[float, float]
Pair = tuple[Point, Point]
"""From where to where: longitude and latitude."""

MOST_PAIRS = 4000
"""Ways that are asked for at once; more are left to the rule of thumb."""
_SECONDS = 4.0
"""s for all that is asked: somebody waits for the advice."""
_LIMIT = 4 * 1024 * 1024  # bytes of an answer
_STARTS = 50
"""Places of departure in one question; OSRM takes 100 places when it is not told otherwise."""
_AT_ONCE = 6
_DAY = 24 * 60.0  # minutes: what a server says to take longer is no answer


async def minutes(url: str, allow: Sequence[str], pairs: Iterable[Pair]) -> dict[Pair, float]:
    """Minutes for each pair of which the server says them in time; raises SourceError when that is none."""
    wanted = sorted(pairs)[:MOST_PAIRS]
    source = Source(name="routing", format="", disciplines=(), url=url, allow=tuple(allow))
    single = "/route/" in urlsplit(url).path
    busy = asyncio.Semaphore(_AT_ONCE)
    found: dict[Pair, float] = {}
    failed: list[str] = []

    async def put(starts: list[Point], end: Point) -> None:
        async with busy:
            try:
                found.update(await (_route if single else _matrix)(source, starts, end))
            except SourceError as error:
                failed.append(str(error))
            except OSError:
                failed.append("niet bereikbaar")

    try:
        async with asyncio.timeout(_SECONDS), asyncio.TaskGroup() as group:
            for starts, end in _questions(wanted, single):
                group.create_task(put(starts, end))
    except TimeoutError:
        failed.append(f"niet klaar binnen {_SECONDS:.0f} s")
    if wanted and not found:
        raise SourceError(failed[0] if failed else "er is geen weg gevonden")
    return found


def _questions(pairs: Sequence[Pair], single: bool) -> list[tuple[list[Point], Point]]:
    """Places of departure by destination, in parts of what a server takes."""
    starts: dict[Point, list[Point]] = {}
    for start, end in pairs:
        starts.setdefault(end, []).append(start)
    size = 1 if single else _STARTS
    return [
        (found[place : place + size], end)
        for end, found in starts.items()
        for place in range(0, len(found), size)
    ]


async def _matrix(source: Source, starts: list[Point], end: Point) -> dict[Pair, float]:
    """One column of a table: from each start to one end."""
    if urlsplit(source.url).path.rstrip("/").endswith("sources_to_targets"):
        question = {
            "sources": [{"lon": lon, "lat": lat} for lon, lat in starts],
            "targets": [{"lon": end[0], "lat": end[1]}],
            "costing": "truck",
            "verbose": True,
        }
        text = msgspec.json.encode(question).decode()
        seconds = _valhalla(await _asked(source, "", f"json={quote(text)}"))
    else:
        indices = ";".join(str(number) for number in range(len(starts)))
        query = f"sources={indices}&destinations={len(starts)}&annotations=duration"
        seconds = _osrm_table(await _asked(source, _places([*starts, end]), query))
    if len(seconds) != len(starts):
        raise SourceError("het antwoord past niet bij de vraag")
    return _kept({(start, end): found for start, found in zip(starts, seconds, strict=True)})


async def _route(source: Source, starts: list[Point], end: Point) -> dict[Pair, float]:
    """One route."""
    found = await _asked(source, _places([starts[0], end]), "overview=false&steps=false")
    routes = found.get("routes")
    first = routes[0] if isinstance(routes, list) and routes else {}
    return _kept({(starts[0], end): first.get("duration") if isinstance(first, dict) else None})


def _places(points: Iterable[Point]) -> str:
    return "/" + ";".join(f"{lon:.5f},{lat:.5f}" for lon, lat in points)


async def _asked(source: Source, path: str, query: str) -> dict[str, Any]:
    parts = urlsplit(source.url)
    more = f"{parts.query}&{query}" if parts.query else query
    url = urlunsplit(parts._replace(path=parts.path.rstrip("/") + path, query=more, fragment=""))
    answer = await page.fetch(url, source, {}, _LIMIT, _SECONDS)
    if answer.status != 200:
        raise SourceError(f"antwoord {answer.status}")
    body = await asyncio.to_thread(unpack.unpacked, answer.body, _LIMIT)
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError):
        raise SourceError("het antwoord is geen JSON-object") from None


def _osrm_table(found: dict[str, Any]) -> list[Any]:
    """Seconds by start (OSRM HTTP API, table service: `durations`)."""
    rows = found.get("durations")
    if not isinstance(rows, list):
        raise SourceError("het antwoord heeft geen durations")
    return [row[0] if isinstance(row, list) and row else None for row in rows]


def _valhalla(found: dict[str, Any]) -> list[Any]:
    """Seconds by start (Valhalla, matrix service, verbose: `sources_to_targets`, rows of cells)."""
    rows = found.get("sources_to_targets")
    if not isinstance(rows, list):
        raise SourceError("het antwoord heeft geen sources_to_targets")
    cells = [row[0] if isinstance(row, list) and row else None for row in rows]
    return [cell.get("time") if isinstance(cell, dict) else None for cell in cells]


def _kept(found: dict[Pair, Any]) -> dict[Pair, float]:
    """Minutes, of what is a time."""
    return {
        pair: seconds / 60
        for pair, seconds in found.items()
        if isinstance(seconds, int | float)
        and not isinstance(seconds, bool)
        and math.isfinite(seconds)
        and 0 <= seconds / 60 <= _DAY
    }

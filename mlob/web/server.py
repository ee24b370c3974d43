"""The web node: routes first, Dash behind them (its catch-all answers 200 to any path)."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import redis.asyncio
import uvicorn
from fastapi import FastAPI, Request
from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.types import ASGIApp

from mlob.config import Settings
from mlob.web import health, pages, problems
from mlob.web.api import (
    attachments,
    briefing,
    experts,
    imports,
    ingest,
    judgements,
    links,
    lists,
    live,
    papers,
    persons,
    picture,
    plans,
    refused,
    requests,
    snapshots,
    sourcing,
    steps,
)
from mlob.web.guard import Guard
from mlob.web.node import Node
from mlob.web.ogc import routes as ogc
from mlob.web.patience import PatientProtocol
from mlob.web.wire import SharedProtocol

__all__ = ["create", "run"]

# Papers and plans before requests: an id may hold anything, also what looks like a path.
_PARTS = (
    ingest,
    judgements,
    picture,
    papers,
    plans,
    experts,
    imports,
    persons,
    requests,
    attachments,
    steps,
    links,
    refused,
    lists,
    sourcing,
    snapshots,
    briefing,
)
_METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]


def create(settings: Settings, url: str) -> ASGIApp:
    """The ASGI app of one web node on the store at `url`."""
    client = redis.asyncio.Redis.from_url(url, socket_timeout=10, socket_connect_timeout=5)
    here = Node(settings, client, url)

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        following = asyncio.create_task(here.mirror.run())
        yield
        following.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await following
        await client.aclose()
        here.store.close()

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.node = here
    problems.install(app)
    app.include_router(health.router)
    app.include_router(live.router)
    for part in _PARTS:
        app.include_router(part.router, prefix="/api/v1")
    app.include_router(ogc.router, prefix="/ogc")
    app.add_api_route("/api/{path:path}", _unknown, methods=_METHODS)
    pages.create(app, settings)
    return Guard(app, settings.web.host, pages.PATHS)


async def _unknown(request: Request, path: str) -> Response:
    allowed = sorted(_methods(f"/{path.removeprefix('v1/')}")) if path.startswith("v1/") else []
    if not allowed:
        return problems.problem(404, f"Onder /api bestaat {path[:200]!r} niet.")
    answer = problems.problem(405, f"Hier kan alleen: {', '.join(allowed)}.")
    answer.headers["allow"] = ", ".join(allowed)
    return answer


def _methods(path: str) -> set[str]:
    """What a path of the API can be asked to do."""
    routes = [route for part in _PARTS for route in part.router.routes if isinstance(route, APIRoute)]
    return {method for route in routes if route.path_regex.match(path) for method in route.methods or ()}


def run(settings: Settings, url: str) -> None:
    """Serve until stopped."""
    uvicorn.run(
        create(settings, url),
        host=settings.web.host,
        port=settings.web.port,
        http=PatientProtocol,
        ws=SharedProtocol,
        loop="asyncio",  # a delivery of 2 KB takes uvloop 14 us and asyncio 11 (mlob bench fanout)
        ws_max_size=ingest.LIMIT,
        ws_per_message_deflate=False,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=3,
    )

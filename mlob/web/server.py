"""The web node: routes first, Dash behind them (its catch-all answers 200 to any path)."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import redis.asyncio
import uvicorn
from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.types import ASGIApp

from mlob.config import Settings
from mlob.web import health, pages, problems
from mlob.web.api import ingest, lists, live, persons, picture
from mlob.web.guard import Guard
from mlob.web.node import Node

__all__ = ["create", "run"]

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


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

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.node = here
    problems.install(app)
    app.include_router(health.router)
    app.include_router(live.router)
    for part in (ingest, picture, persons, lists):
        app.include_router(part.router, prefix="/api/v1")
    app.add_api_route("/api/{path:path}", _unknown, methods=_METHODS)
    pages.create(app, settings)
    return Guard(app, settings.web.host)


async def _unknown(request: Request, path: str) -> Response:
    return problems.problem(404, f"Onder /api bestaat {path!r} niet.")


def run(settings: Settings, url: str) -> None:
    """Serve until stopped."""
    uvicorn.run(
        create(settings, url),
        host=settings.web.host,
        port=settings.web.port,
        ws="websockets-sansio",
        ws_max_size=ingest.LIMIT,
        ws_per_message_deflate=False,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=3,
    )

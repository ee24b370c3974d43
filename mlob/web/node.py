"""What the parts of a web node share: settings, store, mirror; kept on the app's state."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import msgspec
import redis
import redis.asyncio
from fastapi import Request, WebSocket
from starlette.responses import Response

from mlob.broadcast import Mirror
from mlob.config import Settings
from mlob.model import Discipline, Source
from mlob.past import Past
from mlob.paths import ASSETS
from mlob.web.ogc.shelf import Shelf

__all__ = ["PERSON", "Node", "actor", "answer", "build_version", "node"]

PERSON = "bediening"
"""The source name of what a person enters; who it was stands in the observation's `actor`."""


_ACTOR_LIMIT = 120  # characters
_LARGE_AT_ONCE = 16
"""Large messages on their way at once: hundreds who reconnect would else fill memory with pictures."""


class Node:
    """Everything a request needs."""

    def __init__(self, settings: Settings, client: redis.asyncio.Redis, url: str) -> None:
        self.settings = settings
        self.client = client
        self.url = url
        self.large = asyncio.Semaphore(_LARGE_AT_ONCE)
        self.mirror = Mirror(settings, client, build_version())
        self.past = Past(settings.archive, settings.checkpoints)
        self.store = redis.Redis.from_url(url, socket_timeout=30, socket_connect_timeout=5)
        """The store, for work in threads."""
        self.shelf = Shelf(self.mirror)

    @property
    def person(self) -> Source:
        """The operators as a source: they may speak for every discipline."""
        return Source(
            name=PERSON,
            format="",
            disciplines=tuple(Discipline),
            exercise=self.settings.organisation.exercise,
        )


def build_version() -> str:
    """Changes when the browser's files change, so that an open page reloads itself."""
    digest = hashlib.sha256()
    for path in sorted(Path(ASSETS).rglob("*")):
        if path.suffix in {".js", ".css"} and "vendor" not in path.parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def node(connection: Request | WebSocket) -> Node:
    """The node that serves this request."""
    found = connection.app.state.node
    assert isinstance(found, Node)
    return found


def actor(request: Request) -> str:
    """Who acts: `X-Mlob-Actor` (percent-encoded where it is not ASCII)."""
    given = unquote(request.headers.get("x-mlob-actor", ""))
    printable = "".join(character for character in given if character.isprintable())
    return printable[:_ACTOR_LIMIT].strip() or "meldtafel"


def answer(content: Any, status: int = 200, media_type: str = "application/json") -> Response:
    """A JSON answer; msgspec encodes structs, enums and times, and bytes are JSON already."""
    return Response(
        content if isinstance(content, bytes) else msgspec.json.encode(content),
        status_code=status,
        media_type=media_type,
        headers={"cache-control": "no-store"},
    )

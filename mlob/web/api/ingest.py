"""`POST /ingest/{source}` and its socket: frames of push sources, acknowledged once journalled."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any

import msgspec
from fastapi import APIRouter, Request, WebSocket, WebSocketDisconnect
from redis.exceptions import RedisError
from starlette.responses import Response

from mlob import formats, source_keys
from mlob.model import Source
from mlob.receive import journalled
from mlob.web.body import read
from mlob.web.node import Node, answer, node
from mlob.web.problems import Problem

router = APIRouter()

LIMIT = 16 * 1024 * 1024
"""Bytes of one POST."""
_AT_ONCE = 32
_REFUSED_TYPES = ("multipart/", "image/", "audio/", "video/")
_busy = asyncio.Semaphore(_AT_ONCE)


async def _source(here: Node, name: str, authorization: str | None) -> Source:
    """The source that this key may write; a Problem otherwise."""
    source = here.settings.source(name)
    if source is None:
        raise Problem(404, f"Er is geen bron {name!r}.")
    scheme, _, key = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise Problem(401, "Geef de sleutel van de bron mee: Authorization: Bearer SLEUTEL.")
    digest = hashlib.sha256(key.strip().encode()).hexdigest()
    accepted = [*source.key_sha256, *await source_keys.accepted(here.client, name, datetime.now(UTC))]
    if not any(hmac.compare_digest(digest, known) for known in accepted):
        raise Problem(401, "Deze sleutel geldt niet (meer) voor deze bron.")
    return source


async def _journal(here: Node, source: Source, payload: bytes) -> dict[str, Any]:
    frames = await asyncio.to_thread(formats.split, formats.known()[source.format], payload)
    taken, appended, kept = await journalled(here.client, source, frames, datetime.now(UTC))
    return {
        "accepted": taken.accepted,
        "ignored": taken.ignored,
        "rejected": [
            {"index": reject.index, "reason": reject.reason, "quarantine": name}
            for reject, name in zip(taken.rejects, kept, strict=True)
        ],
        "cursor": appended.cursor,
    }


@router.post("/ingest/{name}")
async def post(request: Request, name: str) -> Response:
    """Raw frames in the body; 202 once journalled."""
    here = node(request)
    source = await _source(here, name, request.headers.get("authorization"))
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Problem(415, "Ingepakte inhoud (Content-Encoding) wordt hier niet gelezen.")
    if request.headers.get("content-type", "").lower().startswith(_REFUSED_TYPES):
        raise Problem(415, "Stuur de kale berichten als inhoud, geen formulier of bestand.")
    if _busy.locked():
        raise Problem(429, "Er worden te veel berichten tegelijk aangeboden. Wacht even.")
    async with _busy:
        return answer(await _journal(here, source, await read(request, LIMIT)), 202)


@router.websocket("/ingest/{name}/ws")
async def socket(websocket: WebSocket, name: str) -> None:
    """One frame a message; each is answered as a POST is."""
    here = node(websocket)
    try:
        source = await _source(here, name, websocket.headers.get("authorization"))
    except Problem:
        await websocket.close(1008)
        return
    await websocket.accept()
    while True:
        try:
            message = await websocket.receive()
            if message["type"] == "websocket.disconnect":
                return
            data = message.get("bytes")
            payload = data if data is not None else message["text"].encode()
            found = await _journal(here, source, payload)
        except WebSocketDisconnect:
            return
        except RedisError:
            found = {"status": 503, "detail": "De opslag antwoordt niet. Stuur dit bericht opnieuw."}
        await websocket.send_text(msgspec.json.encode(found).decode())

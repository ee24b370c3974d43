"""`POST /ingest/{source}` and its socket: frames of push sources, acknowledged once journalled."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

import msgspec
from fastapi import APIRouter, Request, WebSocket, WebSocketDisconnect
from redis.exceptions import RedisError
from starlette.responses import Response

from mlob import formats, source_keys
from mlob.errors import SourceError
from mlob.model import Source
from mlob.receive import GROUP, journalled
from mlob.transports import unpack
from mlob.web.body import read
from mlob.web.node import Node, answer, node
from mlob.web.problems import Problem

router = APIRouter()

LIMIT = 16 * 1024 * 1024
"""Bytes of one POST."""
FRAMES = 50_000
"""Frames of one POST or one message."""
_AT_ONCE = 8
"""POSTs of one source at the same time: a source that sends slowly holds up nobody else."""
_KEY_SECONDS = 30.0
"""s after which a key that has been withdrawn no longer holds an open socket."""
_PACKINGS = ("identity", "gzip", "x-gzip")
_REFUSED_TYPES = ("multipart/", "image/", "audio/", "video/")
_busy: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(_AT_ONCE))


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
    """Journal what a payload holds, a group at a time; raises RedisError with some groups journalled.

    A sender that tries again loses nothing by it: the journal drops what it has.
    """
    frames = await asyncio.to_thread(formats.split, formats.known()[source.format], payload, source)
    if len(frames) > FRAMES:
        raise Problem(413, f"Meer dan {FRAMES} berichten in een keer wordt hier niet aangenomen.")
    received_at = datetime.now(UTC)
    rejected: list[dict[str, Any]] = []
    accepted = ignored = 0
    cursor = ""
    for start in range(0, max(1, len(frames)), GROUP):
        group = frames[start : start + GROUP]
        taken, appended, kept = await journalled(here.client, source, group, received_at)
        accepted += taken.accepted
        ignored += taken.ignored
        cursor = appended.cursor
        rejected += [
            {"index": start + reject.index, "reason": reject.reason, "quarantine": name}
            for reject, name in zip(taken.rejects, kept, strict=True)
        ]
    return {"accepted": accepted, "ignored": ignored, "rejected": rejected, "cursor": cursor}


@router.post("/ingest/{name}")
async def post(request: Request, name: str) -> Response:
    """Raw frames in the body; 202 once journalled."""
    here = node(request)
    source = await _source(here, name, request.headers.get("authorization"))
    packing = request.headers.get("content-encoding", "identity").lower()
    if packing not in _PACKINGS:
        raise Problem(415, "Ingepakte inhoud (Content-Encoding) wordt alleen als gzip gelezen.")
    if request.headers.get("content-type", "").lower().startswith(_REFUSED_TYPES):
        raise Problem(415, "Stuur de kale berichten als inhoud, geen formulier of bestand.")
    busy = _busy[source.name]
    if busy.locked():
        raise Problem(429, "Er worden te veel berichten tegelijk aangeboden. Wacht even.")
    async with busy:
        payload = await read(request, LIMIT)
        if packing != "identity":
            payload = await _unpacked(payload)
        return answer(await _journal(here, source, payload), 202)


async def _unpacked(payload: bytes) -> bytes:
    """A gzip body, unpacked to at most as much as a plain one may hold."""
    try:
        return await asyncio.to_thread(unpack.unpacked, payload, LIMIT)
    except SourceError as error:
        raise Problem(413 if "langer" in str(error) else 400, f"De inhoud: {error}.") from None


@router.websocket("/ingest/{name}/ws")
async def socket(websocket: WebSocket, name: str) -> None:
    """One frame a message; each is answered as a POST is."""
    here = node(websocket)
    authorization = websocket.headers.get("authorization")
    try:
        source = await _source(here, name, authorization)
    except (Problem, RedisError) as error:
        await websocket.close(1008 if isinstance(error, Problem) else 1013)
        return
    await websocket.accept()
    clock = asyncio.get_running_loop().time
    checked = clock()
    with contextlib.suppress(WebSocketDisconnect):
        while (payload := await _message(websocket)) is not None:
            try:
                if clock() - checked > _KEY_SECONDS:
                    await _source(here, name, authorization)
                    checked = clock()
                found = await _journal(here, source, payload)
            except Problem as problem:
                if problem.status == 401:
                    await websocket.close(1008)
                    return
                found = {"status": problem.status, "detail": problem.text}
            except RedisError:
                found = {"status": 503, "detail": "De opslag antwoordt niet. Stuur dit bericht opnieuw."}
            await websocket.send_text(msgspec.json.encode(found).decode())


async def _message(websocket: WebSocket) -> bytes | None:
    """The bytes of the next message; None when the source has gone."""
    message = await websocket.receive()
    if message["type"] == "websocket.disconnect":
        return None
    data = message.get("bytes")
    return data if data is not None else str(message["text"]).encode()

"""`/ws`: the picture, then what changes in it; a viewer that does not read is closed."""

from __future__ import annotations

import asyncio
import contextlib

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from mlob.broadcast import Viewer
from mlob.web.node import node

router = APIRouter()

_PATIENCE = 8.0
"""s that one message may take: TRUST asks to cut off within 10 s."""
_LARGE = 256 * 1024
_TRY_AGAIN = 1013  # RFC 6455 registry: try again later


@router.websocket("/ws")
async def live(websocket: WebSocket) -> None:
    """First the whole picture (or what came after a recent `cursor`), then deltas and ticks."""
    mirror = node(websocket).mirror
    await websocket.accept()
    viewer = Viewer(mirror, websocket.query_params.get("cursor"))
    mirror.viewers.add(viewer)
    reading = asyncio.create_task(_until_gone(websocket))
    sending = asyncio.create_task(_send(websocket, viewer, node(websocket).large))
    try:
        await asyncio.wait({reading, sending}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        mirror.viewers.discard(viewer)
        for task in (reading, sending):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError, OSError):
                await task


async def _until_gone(websocket: WebSocket) -> None:
    """A viewer has nothing to say; wait until it leaves."""
    while (await websocket.receive())["type"] != "websocket.disconnect":
        pass


async def _deliver(websocket: WebSocket, message: bytes, large: asyncio.Semaphore) -> None:
    """Send; TimeoutError when the viewer does not take it in time."""
    async with large if len(message) > _LARGE else contextlib.nullcontext():
        async with asyncio.timeout(_PATIENCE):
            await websocket.send_text(message.decode())


async def _send(websocket: WebSocket, viewer: Viewer, large: asyncio.Semaphore) -> None:
    while True:
        await viewer.wake.wait()
        message = viewer.message()
        if message is None:
            continue
        try:
            await _deliver(websocket, message, large)
        except TimeoutError:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1.0):
                    await websocket.close(_TRY_AGAIN)
            return

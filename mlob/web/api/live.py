"""`/ws`: the picture, then what changes in it; a viewer that does not read is closed."""

from __future__ import annotations

import asyncio
import contextlib

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from mlob.broadcast import LARGE, Viewer
from mlob.web.node import Node, node
from mlob.web.wire import writer

router = APIRouter()

_PATIENCE = 8.0
"""s that one message may take: TRUST asks to cut off within 10 s."""
_TRY_AGAIN = 1013  # RFC 6455 registry: try again later


@router.websocket("/ws")
async def live(websocket: WebSocket) -> None:
    """First the whole picture (or what came after a recent `cursor`), then deltas and ticks."""
    here = node(websocket)
    mirror = here.mirror
    await websocket.accept()
    viewer = Viewer(mirror, websocket.query_params.get("cursor"), writer(websocket.scope))
    mirror.viewers.add(viewer)
    reading = asyncio.create_task(_until_gone(websocket))
    sending = asyncio.create_task(_send(websocket, viewer, here))
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


async def _deliver(websocket: WebSocket, message: bytes, here: Node) -> None:
    """Send; TimeoutError when the viewer does not take it in time.

    A send returns when the message lies in the buffer of its connection. A large one is followed by a
    tick, which waits until that buffer is empty again: so only a few of them lie there at once.
    """
    large = len(message) > LARGE
    async with here.large if large else contextlib.nullcontext():
        async with asyncio.timeout(_PATIENCE):
            await websocket.send_text(message.decode())
            if large:
                await websocket.send_text(here.mirror.tick_message().decode())


async def _send(websocket: WebSocket, viewer: Viewer, here: Node) -> None:
    while True:
        await viewer.wake.wait()
        message = viewer.message()
        if message is None:
            continue
        try:
            await _deliver(websocket, message, here)
        except TimeoutError:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1.0):
                    await websocket.close(_TRY_AGAIN)
            return
        viewer.delivered()

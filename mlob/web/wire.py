"""The WebSocket connections under uvicorn, with a short way for messages that many viewers get.

Through a task, Starlette and the protocol's own framing a delivery costs five times what the same bytes
cost bare asyncio; framed once and written to each transport that has room it costs little more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from mlob.web.framing import framed

__all__ = ["SharedProtocol", "writer"]

_EXTENSION = "mlob.shared"


class SharedProtocol(WebSocketsSansIOProtocol):
    """uvicorn's protocol, whose ASGI scope also has a way to write bytes that others get too.

    There are no extensions (no compression) and each send leaves nothing behind in the protocol, so a
    whole frame may be written between two of its own.
    """

    _room = True

    def pause_writing(self) -> None:
        self._room = False
        super().pause_writing()

    def resume_writing(self) -> None:
        self._room = True
        super().resume_writing()

    async def run_asgi(self) -> None:
        self.scope["extensions"][_EXTENSION] = {"write": self.write}
        await super().run_asgi()

    def write(self, payload: bytes) -> bool:
        """Write a text message now; False, and nothing is written, when there is no room or no viewer."""
        if not (self._room and self.handshake_complete) or self.close_sent or self.disconnected:
            return False
        if self.transport.is_closing():
            return False
        self.transport.write(framed(payload))
        return True


def writer(scope: Mapping[str, Any]) -> Callable[[bytes], bool] | None:
    """The short way of a connection; None under another server."""
    found = scope.get("extensions", {}).get(_EXTENSION)
    return None if found is None else found["write"]

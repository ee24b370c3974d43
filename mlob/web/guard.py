"""Who may talk to us at all: Host and Origin allow-lists, on the socket too (pure ASGI)."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from mlob.web.problems import problem

__all__ = ["Guard"]

_SAFE = {"GET", "HEAD", "OPTIONS"}
_LOCAL = {"localhost", "127.0.0.1", "::1"}
_BODY = 1024 * 1024
_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
]


def _name(value: str) -> str:
    return (urlsplit(f"//{value}").hostname or "").lower()


class Guard:
    """Refuse a Host that is not ours (DNS rebinding) and a foreign Origin on anything that acts."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        self.app = app
        self.hosts = _LOCAL | {host.lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        reason = self._refusal(scope, headers)
        if reason is None:
            await self.app(scope, receive, self._sealed(send))
        elif scope["type"] == "http":
            await problem(403, reason)(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    def _refusal(self, scope: Scope, headers: Mapping[str, str]) -> str | None:
        if _name(headers.get("host", "")) not in self.hosts:
            return "Deze naam hoort niet bij dit systeem (Host)."
        origin = headers.get("origin")
        acts = scope["type"] == "websocket" or scope["method"] not in _SAFE
        if acts and origin is not None and urlsplit(origin).netloc != headers.get("host"):
            return "Een andere website mag hier niets doen (Origin)."
        length = headers.get("content-length", "0")
        if scope["path"].startswith("/_dash") and length.isdigit() and int(length) > _BODY:
            return "Te grote inhoud."
        return None

    @staticmethod
    def _sealed(send: Send) -> Send:
        async def out(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                raw = message.get("headers", [])
                assert isinstance(raw, list)
                message["headers"] = [*raw, *_HEADERS]
            await send(message)

        return out  # type: ignore[return-value]

"""Who may talk to us at all: Host and Origin allow-lists, on the socket too (pure ASGI)."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mlob.web.problems import missing, problem

__all__ = ["Guard"]

_SAFE = {"GET", "HEAD", "OPTIONS"}
_LOCAL = {"localhost", "127.0.0.1", "::1"}
_BELOW = ("/api/", "/assets/", "/ogc/", "/_")
_ALONE = frozenset({"/healthz", "/readyz", "/metrics", "/ogc"})
_BODY = 1024 * 1024
_SECONDS = 30.0
_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
]


def _name(value: str) -> str:
    """The host in a Host header, or nothing where it holds no host alone."""
    try:
        parts = urlsplit(f"//{value}")
        return "" if "@" in value else (parts.hostname or "").lower()
    except ValueError:
        return ""


def _place(origin: str) -> str:
    """Host and port of an Origin header, or nothing."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


class Guard:
    """Refuse a Host that is not ours (DNS rebinding) and a foreign Origin on anything that acts.

    Also what Dash would do wrong by itself: take a body of any size, and answer the index page on a
    path that only looks like the API or on no page at all.
    """

    def __init__(self, app: ASGIApp, host: str, pages: Collection[str]) -> None:
        self.app = app
        self.pages = frozenset(pages)
        self.hosts = _LOCAL | {host.lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        reason = self._refusal(scope, headers)
        if scope["type"] == "websocket":
            if reason is None:
                await self.app(scope, receive, self._sealed(send))
                return
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif reason is not None:
            await problem(403, reason)(scope, receive, send)
        elif _strays(scope["path"]):
            await problem(404, "De API staat onder /api/v1.")(scope, receive, send)
        elif not self._is_here(scope["path"]):
            await missing()(scope, receive, send)
        elif scope["path"].startswith("/_dash") and scope["method"] not in _SAFE:
            await self._bounded(scope, receive, self._sealed(send))
        else:
            await self.app(scope, receive, self._sealed(send))

    def _refusal(self, scope: Scope, headers: Mapping[str, str]) -> str | None:
        if _name(headers.get("host", "")) not in self.hosts:
            return "Deze naam hoort niet bij dit systeem (Host)."
        origin = headers.get("origin")
        acts = scope["type"] == "websocket" or scope["method"] not in _SAFE
        if acts and origin is not None and _place(origin) != headers.get("host", "").lower():
            return "Een andere website mag hier niets doen (Origin)."
        return None

    def _is_here(self, path: str) -> bool:
        return path.startswith(_BELOW) or path in self.pages or path in _ALONE

    async def _bounded(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body here, up to its limit, before Dash sees any of it."""
        body = bytearray()
        more = True
        try:
            async with asyncio.timeout(_SECONDS):
                while more and len(body) <= _BODY:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return
                    body += message.get("body", b"")
                    more = message.get("more_body", False)
        except TimeoutError:
            await problem(408, "De inhoud kwam te langzaam binnen.")(scope, receive, send)
            return
        if len(body) > _BODY:
            await problem(413, f"Meer dan {_BODY // 1024} KiB wordt hier niet aangenomen.")(
                scope, receive, send
            )
            return
        given = False

        async def again() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": bytes(body), "more_body": False}

        await self.app(scope, again, send)

    @staticmethod
    def _sealed(send: Send) -> Send:
        async def out(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        return out


def _strays(path: str) -> bool:
    """Whether a path means the API but is not one of its paths (`/api`, `//api/x`, `/API/x`)."""
    return path.lstrip("/").partition("/")[0].lower() == "api" and not path.startswith("/api/")

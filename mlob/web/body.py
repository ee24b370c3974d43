"""Request bodies: read in pieces up to a limit, and JSON that holds only finite numbers."""

from __future__ import annotations

import asyncio
import math
from typing import Any

import msgspec
from fastapi import Request

from mlob.web.problems import Problem

__all__ = ["JSON_LIMIT", "json_object", "read"]

JSON_LIMIT = 1024 * 1024
DEPTH = 64
"""Most levels of nesting in a JSON body (TRUST, parser traps)."""
_SECONDS = 30.0


async def read(request: Request, limit: int) -> bytes:
    """The body, at most `limit` bytes and within 30 s; a Problem otherwise."""
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > limit:
        raise Problem(413, f"Meer dan {limit // 1024} KiB wordt hier niet aangenomen.")
    found = bytearray()
    try:
        async with asyncio.timeout(_SECONDS):
            async for piece in request.stream():
                found += piece
                if len(found) > limit:
                    raise Problem(413, f"Meer dan {limit // 1024} KiB wordt hier niet aangenomen.")
    except TimeoutError:
        raise Problem(408, "De inhoud kwam te langzaam binnen.") from None
    return bytes(found)


async def json_object(request: Request) -> dict[str, Any]:
    """The body as a JSON object; a Problem when it is anything else."""
    try:
        found = msgspec.json.decode(await read(request, JSON_LIMIT), type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError) as error:
        raise Problem(400, f"Dit is geen geldig JSON-object: {error}") from None
    if not _sound(found, DEPTH):
        raise Problem(400, f"Er staat een getal in dat niet eindig is, of meer dan {DEPTH} lagen in elkaar.")
    return found


def _sound(value: Any, depth: int) -> bool:
    """Whether all numbers are finite and nothing lies deeper than `depth`."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return depth > 0 and all(_sound(item, depth - 1) for item in parts)
    return True

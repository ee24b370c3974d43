"""Request bodies: read in pieces up to a limit, and JSON that holds only finite numbers."""

from __future__ import annotations

import asyncio
import contextlib
import math
import sys
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from fastapi import Request

from mlob.dutch import dutch
from mlob.web.problems import Problem

__all__ = ["JSON_LIMIT", "json_object", "read"]

JSON_LIMIT = 1024 * 1024
DEPTH = 64
"""Most levels of nesting in a JSON body (TRUST, parser traps)."""
_MOST = sys.float_info.max
"""Largest number: a whole one beyond it cannot be compared or counted as a float."""
_SECONDS = 30.0
_DRAINED = 4
"""Times the limit up to which a body that is too large is read and dropped before that is said: many a
sender reads no answer before it has sent all, and sees only a broken connection."""
_DRAIN_SECONDS = 5.0


async def read(request: Request, limit: int) -> bytes:
    """The body, at most `limit` bytes and within 30 s; a Problem otherwise."""
    announced = request.headers.get("content-length", "0")
    too_large = Problem(413, f"Meer dan {limit // 1024} KiB wordt hier niet aangenomen.")
    pieces = request.stream()
    if announced.isdecimal() and int(announced) > limit:
        if int(announced) <= _DRAINED * limit:
            await _drain(pieces, _DRAINED * limit)
        raise too_large
    found = bytearray()
    try:
        async with asyncio.timeout(_SECONDS):
            async for piece in pieces:
                found += piece
                if len(found) > limit:
                    await _drain(pieces, (_DRAINED - 1) * limit)
                    raise too_large
    except TimeoutError:
        raise Problem(408, "De inhoud kwam te langzaam binnen.") from None
    return bytes(found)


async def _drain(pieces: AsyncIterator[bytes], most: int) -> None:
    """Read and drop at most so many bytes, for a few seconds."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_DRAIN_SECONDS):
            async for piece in pieces:
                most -= len(piece)
                if most < 0:
                    return


async def json_object(request: Request) -> dict[str, Any]:
    """The body as a JSON object; a Problem when it is anything else."""
    try:
        found = msgspec.json.decode(await read(request, JSON_LIMIT), type=dict[str, Any])
    except UnicodeDecodeError:
        raise Problem(400, "Dit is geen geldig JSON-object: de tekst is geen UTF-8.") from None
    except RecursionError:
        raise Problem(400, f"Dit is geen geldig JSON-object: meer dan {DEPTH} lagen in elkaar.") from None
    except msgspec.DecodeError as error:
        raise Problem(400, f"Dit is geen geldig JSON-object: {dutch(error)}.") from None
    if not _sound(found, DEPTH):
        raise Problem(400, f"Er staat een getal in dat te groot is, of meer dan {DEPTH} lagen in elkaar.")
    return found


def _sound(value: Any, depth: int) -> bool:
    """Whether all numbers are finite, whole ones as a float too, and nothing lies deeper than `depth`."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return abs(value) <= _MOST
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return depth > 0 and all(_sound(item, depth - 1) for item in parts)
    return True

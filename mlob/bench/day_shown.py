"""Whether the picture that the web node gives shows all that the ledger says is alive."""

from __future__ import annotations

import http.client
import time
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from mlob import fold

__all__ = ["shown"]

_PATIENCE = 300.0


class _Properties(msgspec.Struct):
    kind: str
    members: list[str] = []


class _Feature(msgspec.Struct):
    id: str
    properties: _Properties


class _Picture(msgspec.Struct):
    features: list[_Feature]


def shown(port: int, wanted: Mapping[str, fold.Entity]) -> dict[str, Any]:
    """Features by kind, entities in them, and what of the ledger is missing; also how long the answer took.

    `expired` counts what left the picture by its own time before it could be checked.
    """
    started = time.perf_counter()
    raw = _picture(port)
    seconds = time.perf_counter() - started
    now = datetime.now(UTC)
    features = msgspec.json.decode(raw, type=_Picture).features
    there = {name for item in features for name in item.properties.members or (item.id,)}
    alive = {name for name, entity in wanted.items() if _alive(entity, now)}
    return {
        "features": dict(Counter(item.properties.kind for item in features)),
        "entities": len(there),
        "not_shown": len(alive - there),
        "expired": len(wanted) - len(alive),
        "seconds": round(seconds, 2),
        "mb": round(len(raw) / 1e6, 1),
    }


def _alive(entity: fold.Entity, now: datetime) -> bool:
    leaves = fold.expires_at(entity)
    return leaves is None or leaves > now


def _picture(port: int) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.request("GET", "/api/v1/picture")
        answer = connection.getresponse()
        raw = answer.read()
        if answer.status != 200:
            raise OSError(f"picture: {answer.status} {raw[:200]!r}")
        return raw
    finally:
        connection.close()

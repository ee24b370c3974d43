"""A running system from outside: its HTTP, as a bench asks it."""

from __future__ import annotations

import http.client
import time
from typing import Any

import msgspec

__all__ = ["await_ready", "get", "post"]

_PATIENCE = 60.0


def get(port: int, path: str, timeout: float = _PATIENCE) -> Any:
    """The JSON at a path, whatever the status; raises OSError or http.client.HTTPException."""
    return _ask(port, "GET", path, None, {}, timeout)[1]


def post(port: int, path: str, body: bytes, key: str) -> tuple[int, Any]:
    """Status and JSON of a POST with the key of a source."""
    return _ask(port, "POST", path, body, {"Authorization": f"Bearer {key}"}, _PATIENCE)


def _ask(
    port: int, method: str, path: str, body: bytes | None, headers: dict[str, str], timeout: float
) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, msgspec.json.decode(answer.read())
    finally:
        connection.close()


def await_ready(port: int, part: str = "ready") -> None:
    """Wait until /readyz says that a part works (`ready`: all of them). Raises TimeoutError."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        try:
            if get(port, "/readyz", 5.0)[part]:
                return
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.1)
    raise TimeoutError(f"{part}: na {_PATIENCE:.0f} s nog niet klaar")

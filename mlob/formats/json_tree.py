"""JSON from strangers, made a tree: strict numbers and text, nesting refused when it is too deep."""

from __future__ import annotations

from typing import Any

import msgspec

from mlob.errors import DecodeError

__all__ = ["crowded", "load", "parsed"]

MOST = {b"{": ("objecten", 400_000), b"[": ("lijsten", 1_000_000), b",": ("waarden", 2_000_000)}
"""More than 8 MiB of features and coordinates hold; as trees these take some 200 MB."""


def load(frame: bytes, limit: int) -> dict[str, Any]:
    """The one object of a document of at most `limit` bytes; raises DecodeError, in Dutch."""
    if len(frame) > limit:
        raise DecodeError(f"bericht: groter dan {limit // 1024} KiB")
    found = parsed(frame)
    if not isinstance(found, dict):
        raise DecodeError("JSON: geen object")
    return found


def parsed(frame: bytes) -> Any:
    """What a document says, of any type; raises DecodeError, in Dutch."""
    if what := crowded(frame):
        raise DecodeError(f"JSON: meer dan {what}")
    # Strict: no NaN, no Infinity, no number past the range of a double, no half characters.
    try:
        return msgspec.json.decode(frame)
    except RecursionError as error:
        raise DecodeError("JSON: te diep genest") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DecodeError(f"JSON: onleesbaar ({str(error)[:120]})") from error


def crowded(frame: bytes) -> str | None:
    """Of what a document holds so much that its tree would not fit; a look at its bytes only."""
    if len(frame) < min(most for _, most in MOST.values()):
        return None
    return next((f"{most} {name}" for mark, (name, most) in MOST.items() if frame.count(mark) > most), None)

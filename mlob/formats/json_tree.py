"""JSON from strangers, made a tree: strict numbers and text, nesting refused when it is too deep."""

from __future__ import annotations

from typing import Any

import msgspec

from mlob.errors import DecodeError

__all__ = ["load"]


def load(frame: bytes, limit: int) -> dict[str, Any]:
    """The one object of a document of at most `limit` bytes; raises DecodeError, in Dutch."""
    if len(frame) > limit:
        raise DecodeError(f"bericht: groter dan {limit // 1024} KiB")
    # Strict: no NaN, no Infinity, no number past the range of a double, no half characters.
    try:
        found = msgspec.json.decode(frame)
    except RecursionError as error:
        raise DecodeError("JSON: te diep genest") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DecodeError(f"JSON: onleesbaar ({str(error)[:120]})") from error
    if not isinstance(found, dict):
        raise DecodeError("JSON: geen object")
    return found

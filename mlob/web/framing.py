"""WebSocket frames as a server writes them (RFC 6455, 5.2): made once for all who get the same message."""

from __future__ import annotations

from functools import lru_cache

__all__ = ["framed"]

_TEXT = b"\x81"  # the last and only frame of a text message
_SHORT, _LONG = 126, 65_536


@lru_cache(maxsize=4)
def framed(payload: bytes) -> bytes:
    """A whole text message, without compression and, as from a server, without a mask.

    The last few are kept: the same bytes go to one viewer after the other.
    """
    size = len(payload)
    if size < _SHORT:
        length = size.to_bytes(1, "big")
    elif size < _LONG:
        length = b"\x7e" + size.to_bytes(2, "big")
    else:
        length = b"\x7f" + size.to_bytes(8, "big")
    return _TEXT + length + payload

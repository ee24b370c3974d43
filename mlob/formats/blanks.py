"""White space and byte order marks between frames: nothing that needs a frame (RFC 8259, 8.1)."""

from __future__ import annotations

import re

__all__ = ["past_blanks"]

# A few thousand at a time: each repetition is remembered.
_BLANKS = re.compile(rb"(?:[ \t\r\n]+|\xef\xbb\xbf){1,4096}")


def past_blanks(data: bytes | bytearray, at: int) -> int:
    """Where blanks that begin at `at` end."""
    while found := _BLANKS.match(data, at):
        at = found.end()
    return at

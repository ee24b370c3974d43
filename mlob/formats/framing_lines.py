"""Frames that are lines: LF or CRLF, as pagers' receivers, NMEA and line JSON write them."""

from __future__ import annotations

__all__ = ["LIMIT", "LineSplitter"]

LIMIT = 64 * 1024
"""Longest line in bytes that is taken whole."""


class LineSplitter:
    """Cuts a stream at line ends; blank lines are no frames, the line end is not part of one.

    A line over `limit` bytes comes out as its first limit + 1 bytes at its end (or at close), and
    what follows up to the next line end is dropped while it streams in.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._rest = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that `data` completes."""
        first, *others = data.split(b"\n")
        self._keep(first)
        if not others:
            return []
        head = self.close()
        last = others.pop()
        self._keep(last)
        return head + [line for raw in others if (line := self._line(raw)).strip()]

    def close(self) -> list[bytes]:
        """The line that had no end yet."""
        line = self._line(bytes(self._rest))
        self._rest.clear()
        return [line] if line.strip() else []

    def _keep(self, data: bytes) -> None:
        # Two bytes over the limit: one tells that the line is too long, one may be the CR.
        self._rest += data[: self._limit + 2 - len(self._rest)]

    def _line(self, raw: bytes) -> bytes:
        return raw.removesuffix(b"\r")[: self._limit + 1]

"""Without gzip (RFC 1952): a piece at a time, so that what unpacks to much never has to fit in memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from mlob.errors import SourceError
from mlob.transports import CHUNK

__all__ = ["MOST", "Unpacker", "is_packed", "pieces", "unpacked"]

MOST = 512 * 1024 * 1024
"""Bytes that one file or page may unpack to: the largest open feed of roadworks is some 400 MB."""
_MAGIC = b"\x1f\x8b"  # RFC 1952, 2.3.1
_MEMBER = zlib.MAX_WBITS | 16


class Unpacker:
    """Takes the bytes of a file and gives them unpacked, or as they are when they do not begin as gzip.

    `limit` is for what is unpacked only. What follows the last member of a packed file is passed over.
    """

    def __init__(self, limit: int = MOST) -> None:
        self._limit = limit
        self._given = 0
        self._held = b""
        self._packed: bool | None = None
        self._member: zlib._Decompress | None = None
        self._over = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Pieces of a bounded size; raises SourceError when the gzip is broken or holds too much."""
        if self._packed is False:
            yield data
            return
        rest = self._held + data
        self._held = b""
        if self._packed is None and (len(rest) >= len(_MAGIC) or not _MAGIC.startswith(rest)):
            self._packed = rest.startswith(_MAGIC)
            if not self._packed:
                yield rest
                return
        full = False
        while (rest or full) and not self._over:
            if self._member is None:
                if len(rest) < len(_MAGIC) and _MAGIC.startswith(rest):
                    self._held = rest
                    return
                # RFC 1952, 2.2: a file is a series of members.
                self._over = not rest.startswith(_MAGIC)
                self._member = None if self._over else zlib.decompressobj(wbits=_MEMBER)
                continue
            piece, rest = self._next(self._member, rest)
            # A piece that is full may have more behind it, even when all that came in is read.
            full = len(piece) == CHUNK and self._member is not None
            if piece:
                yield piece

    def close(self) -> bytes:
        """What was too short to be anything but itself; raises SourceError when a member broke off."""
        if self._member is not None:
            raise SourceError("gzip is afgebroken")
        return self._held if self._packed is None else b""

    def _next(self, member: zlib._Decompress, rest: bytes) -> tuple[bytes, bytes]:
        try:
            piece = member.decompress(rest, CHUNK)
        except zlib.error as error:
            raise SourceError(f"gzip is kapot: {error}") from error
        self._given += len(piece)
        if self._given > self._limit:
            raise SourceError(f"uitgepakt langer dan {self._limit} bytes")
        if member.eof:
            self._member = None
            return piece, member.unused_data
        return piece, member.unconsumed_tail


def is_packed(beginning: bytes) -> bool:
    """Whether a file that begins like this is gzip."""
    return beginning.startswith(_MAGIC)


def pieces(body: bytes, limit: int = MOST) -> Iterator[bytes]:
    """A whole body, unpacked a piece at a time; raises SourceError."""
    unpacker = Unpacker(limit)
    for start in range(0, len(body), CHUNK):
        yield from unpacker.feed(body[start : start + CHUNK])
    if rest := unpacker.close():
        yield rest


def unpacked(body: bytes, limit: int) -> bytes:
    """A whole body without gzip, whether the transfer or the file was packed; raises SourceError."""
    return b"".join(pieces(body, limit))

"""Frames that are situations of DATEX II: out of a publication of any length, each with what is around it.

A national publication unpacks to hundreds of megabytes and holds thousands of situations: it is never
held as a whole, and one bad situation costs only itself. What is around a situation (SOAP, payload,
their namespaces and the time of publication) goes with each.
"""

from __future__ import annotations

import re

from mlob.formats.framing_xml import LIMIT, XmlSplitter

__all__ = ["Datex2Splitter"]

DEPTH = 16
"""Most elements that are open around a situation; SOAP, message, payload and publication are five."""
ROOM = 1024 * 1024
SHARE = 4
"""How many bytes may be added around situations: at first ROOM, then SHARE times what came in.

Without a bound a long start tag around many empty situations would be a bomb."""

_PREFIX = rb"(?:[A-Za-z_][\w.\-]{0,63}:)?"
# No nested possessive repetitions: Python before 3.11.5 reads those wrongly.
_REST = rb"""(?=[ \t\r\n/>])[^<>"']*(?:(?:"[^"<]*"|'[^'<]*')[^<>"']*){0,4096}>"""
_SITUATION = re.compile(rb"<" + _PREFIX + rb"situation" + _REST)
_BEGINS = re.compile(rb"<" + _PREFIX + rb"situation[ \t\r\n/>]")
_DECLARATION = re.compile(rb"<\?xml[ \t\r\n][^>]*+>")
_TOKEN = re.compile(
    rb"<(?:(?P<comment>!--)|(?P<data>!\[CDATA\[)|/(?P<end>[A-Za-z_][\w.\-:]*+)[ \t\r\n]*+>"
    rb"|(?P<start>[A-Za-z_][\w.\-:]*+)" + _REST + rb")"
)
_PUBLISHED = re.compile(rb"<(" + _PREFIX + rb"publicationTime)" + _REST + rb"[^<]*+</\1[ \t\r\n]*+>")


class Datex2Splitter:
    """Cuts a stream into situations; a publication without any is one frame, as is what is none."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._pieces = XmlSplitter("situation", limit)
        self._limit = limit
        self._reset()

    def feed(self, data: bytes) -> list[bytes]:
        """The situations, and what is none, that `data` completes."""
        return self._frames(self._pieces.feed(data))

    def close(self) -> list[bytes]:
        """What was left when the stream ended."""
        frames = self._frames(self._pieces.close()) + self._unused()
        self._reset()
        return frames

    def _reset(self) -> None:
        self._declaration = b""
        self._published = b""
        self._open: list[tuple[bytes, bytes]] = []
        self._held = b""
        self._room = ROOM

    def _frames(self, pieces: list[bytes]) -> list[bytes]:
        frames: list[bytes] = []
        for piece in pieces:
            if not _BEGINS.match(piece):
                frames += self._between(piece)
                continue
            self._held = b""
            start = _SITUATION.match(piece)
            if start and start[0].endswith(b"/>"):
                # What follows an empty situation is what is after it.
                frames.append(self._wrapped(start[0]))
                frames += self._between(piece[start.end() :].lstrip())
            else:
                frames.append(self._wrapped(piece))
        return frames

    def _wrapped(self, situation: bytes) -> bytes:
        """A situation in what is open around it; bare when there is nothing or no room."""
        before = self._declaration + b"".join(start for start, _ in self._open) + self._published
        self._room = min(ROOM, self._room + SHARE * len(situation)) - len(before)
        if self._room < 0 or len(situation) > self._limit or len(before) + len(situation) > self._limit:
            return situation
        after = b"".join(b"</" + name + b">" for _, name in reversed(self._open))
        return before + situation + after if self._open else situation

    def _between(self, piece: bytes) -> list[bytes]:
        """What is not a situation: the start of a publication is held, its end passed over."""
        frames: list[bytes] = []
        at = 0
        if _DECLARATION.match(piece) or len(piece) > self._limit:
            frames += self._unused()
            self._open = []
        elif self._open:
            at = self._scan(piece, 0)
            if len(self._open) > DEPTH:
                self._open = []
                return [*self._unused(), piece]
            if self._open:
                return []
            frames += self._unused()
        if len(piece) > self._limit or b"<!DOCTYPE" in piece or _BEGINS.search(piece, at):
            return [*frames, piece[at:]]
        return frames + self._documents(piece, at)

    def _documents(self, piece: bytes, at: int) -> list[bytes]:
        """Whole documents, and text between them; one that goes on in situations is held."""
        frames: list[bytes] = []
        while at < len(piece):
            start, at = at, piece.find(b"<", at)
            at = len(piece) if at < 0 else at
            if text := piece[start:at].strip():
                frames.append(text)
            if at == len(piece):
                break
            start, at = at, self._scan(piece, at)
            if not self._open:
                frames.append(piece[start:at].rstrip())
            elif len(self._open) > DEPTH:
                self._open = []
                frames.append(piece[start:])
            else:
                self._hold(piece[start:])
        return frames

    def _hold(self, start: bytes) -> None:
        """Keep the start of a publication for the situations that follow."""
        declaration, published = _DECLARATION.match(start), _PUBLISHED.search(start)
        self._declaration = declaration[0] if declaration else b""
        self._published = published[0] if published else b""
        self._held = start

    def _unused(self) -> list[bytes]:
        """The start of a publication after which no situation came."""
        held, self._held = self._held, b""
        return [held] if held else []

    def _scan(self, piece: bytes, at: int) -> int:
        """Note which elements stay open from `at` on; where the last of them closes, else the end."""
        while token := _TOKEN.search(piece, at):
            at = token.end()
            if token["comment"] or token["data"]:
                end = piece.find(b"-->" if token["comment"] else b"]]>", at)
                at = end if end >= 0 else len(piece)
            elif token["end"]:
                if self._open and self._open[-1][1] == token["end"]:
                    del self._open[-1]
                    if not self._open:
                        return at
            elif not token[0].endswith(b"/>"):
                self._open.append((token[0], token["start"]))
            elif not self._open:
                return at
        return len(piece)

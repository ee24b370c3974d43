"""Frames that are XML documents, back to back on a stream, as TAK servers and warning feeds send them.

As the TAK protocol says (protocol.txt, streaming XML): messages are broken apart by searching for
the token `</event>`. A start of the root element, or an XML declaration, cuts too, so that a
message that broke off and rubbish between messages cost nothing but themselves.
"""

from __future__ import annotations

import re
from functools import cache

from mlob.formats.blanks import past_blanks

__all__ = ["LIMIT", "XmlSplitter"]

LIMIT = 2 * 1024 * 1024
"""Longest document in bytes that is taken whole."""

# Longer than any token of _tokens: what may be a token that is not complete yet.
OVERLAP = 128
_ELEMENT = re.compile(rb"<[A-Za-z_]")


class XmlSplitter:
    """Cuts a stream into documents with the root element `root`, or one of them, in any namespace prefix.

    What stands between documents comes out as a frame of its own; white space alone does not.
    Documents of `envelopes`, known wrappings of other standards, stay whole with all they hold.
    Each byte is searched about once, and a document may come in any number of pieces.
    """

    def __init__(
        self, root: str | tuple[str, ...], limit: int = LIMIT, envelopes: tuple[str, ...] = ()
    ) -> None:
        self._token = _tokens((root,) if isinstance(root, str) else root, envelopes)
        self._enveloped = False
        self._limit = limit
        self._held = bytearray()
        self._head = b""
        self._searched = 0

    def feed(self, data: bytes) -> list[bytes]:
        """The documents, and the rubbish before them, that `data` completes."""
        self._held += data
        frames: list[bytes] = []
        start = 0
        for match in self._token.finditer(self._held, self._searched):
            cut = self._where(match, start)
            if cut is not None:
                self._cut(frames, start, cut)
                start = cut
        del self._held[:start]
        self._bound()
        return frames

    def close(self) -> list[bytes]:
        """What was left when the stream ended."""
        frames: list[bytes] = []
        self._cut(frames, 0, len(self._held))
        self._held.clear()
        self._searched = 0
        self._enveloped = False
        return frames

    def _where(self, token: re.Match[bytes], start: int) -> int | None:
        """Where a token ends the document that began at `start`, if it does."""
        at, end = token.span()
        if token["declaration"]:
            if self._enveloped and self._quoted(at):
                return None
            self._enveloped = False
            return at if at > start or self._head else None
        if self._enveloped:
            self._enveloped = not token["envelope_end"]
            return end if token["envelope_end"] else None
        if token["end"]:
            return end
        new = (at == start and not self._head) or self._is_prolog(start, at)
        if token["envelope"] or token["envelope_end"]:
            self._enveloped = new and bool(token["envelope"])
            return None
        return None if new else at

    def _quoted(self, at: int) -> bool:
        """Whether a document in an envelope begins as text: right after the start of a CDATA section."""
        return bytes(self._held[max(0, at - OVERLAP) : at]).rstrip().endswith(b"<![CDATA[")

    def _cut(self, frames: list[bytes], start: int, end: int) -> None:
        begin = past_blanks(self._held, start)
        frame = self._head or bytes(self._held[begin : max(begin, end)])
        self._head = b""
        if len(frame) > self._limit:
            frames.append(frame[: self._limit + 1])
        elif frame := frame.rstrip():
            frames.append(frame)

    def _is_prolog(self, start: int, end: int) -> bool:
        """Whether a root element may follow: declaration, comments, DOCTYPE, and no element."""
        begin = past_blanks(self._held, start)
        if self._head or end - begin > self._limit:
            return False
        if begin >= end:
            return True
        opening = bytes(self._held[begin : begin + 2])
        return opening in (b"<?", b"<!") and not _ELEMENT.search(self._held, begin, end)

    def _bound(self) -> None:
        """Keep at most the limit: the start of the frame, and where its end may be on its way."""
        if not self._head:
            del self._held[: past_blanks(self._held, 0)]
            if len(self._held) > self._limit + OVERLAP:
                self._head = bytes(self._held[: self._limit + 1])
        if self._head:
            del self._held[:-OVERLAP]
        self._searched = max(0, len(self._held) - OVERLAP)


@cache
def _tokens(roots: tuple[str, ...], envelopes: tuple[str, ...]) -> re.Pattern[bytes]:
    # One `<` in front lets the search leap from tag to tag.
    prefix = r"(?:[A-Za-z_][\w.\-]{0,31}:)?"
    blank, stop = r"[ \t\r\n]", r"(?=[ \t\r\n/>])"
    root = prefix + f"(?:{'|'.join(map(re.escape, roots))})"
    parts = [f"(?P<end>/{root}{blank}{{0,16}}>)", rf"(?P<declaration>\?xml{blank})", f"{root}{stop}"]
    # (?!) never matches: a splitter without envelopes has the same groups.
    wrap = prefix + f"(?:{'|'.join(map(re.escape, envelopes))})" if envelopes else "(?!)"
    parts += [f"(?P<envelope>{wrap}{stop})", f"(?P<envelope_end>/{wrap}{blank}{{0,16}}>)"]
    return re.compile(f"<(?:{'|'.join(parts)})".encode())

"""Frames that are GeoJSON features, or items of another list: out of documents one after another.

Documents may follow each other with or without a line end, or a record separator (RFC 8142).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import msgspec

from mlob.formats.blanks import past_blanks
from mlob.formats.json_tree import crowded

__all__ = ["LIMIT", "MOST_ITEMS", "GeoJsonSplitter", "features", "list_splitter", "listed"]

LIMIT = 8 * 1024 * 1024
"""Longest document in bytes that is taken whole."""

MOST_ITEMS = 100_000
"""Features, or other items, of one document: more than 8 MiB of real ones are."""
SEPARATOR = b"\x1e"
# Runs of brackets in one step: a million of them are no million steps. Whole strings are leapt over.
_TOKEN = re.compile(rb'"|[{\[]+|[}\]]+|\x1e')
# A few thousand at a time: each repetition is remembered. (A possessive one is not, but Python before
# 3.11.5 reads those wrongly when they are nested.)
_BETWEEN = re.compile(rb'(?:[^"{}\[\]\x1e]+|"[^"\\\n\x1e]*"){1,4096}')
# A string may hold brackets; a line end inside one means that its document broke off.
_STRING = re.compile(rb'[^"\\\n\x1e]*(?:\\[^\n\x1e][^"\\\n\x1e]*)*("?)')


class _Collection(msgspec.Struct):
    type: str
    features: list[msgspec.Raw]
    crs: msgspec.Raw = msgspec.Raw(b"null")
    time_stamp: msgspec.Raw = msgspec.field(name="timeStamp", default=msgspec.Raw(b"null"))


class GeoJsonSplitter:
    """Cuts a stream into documents, and a FeatureCollection into its features.

    So one bad feature does not cost the others. Anything that is no collection is one frame. A
    document over `limit` bytes comes out cut at limit + 1 bytes when its brackets close. Another
    `parts` cuts documents in another way.
    """

    def __init__(self, limit: int = LIMIT, parts: Callable[[bytes], list[bytes]] | None = None) -> None:
        self._limit = limit
        self._parts = parts or features
        self._held = bytearray()
        self._head = b""
        self._at = 0
        self._depth = 0
        self._in_string = False

    def feed(self, data: bytes) -> list[bytes]:
        """The frames of the documents that `data` completes."""
        self._held += data
        frames: list[bytes] = []
        start = 0
        while (cut := self._next(start)) is not None:
            self._cut(frames, start, cut)
            start = cut
        del self._held[:start]
        self._at -= start
        self._bound()
        return frames

    def close(self) -> list[bytes]:
        """The frames of what was left when the stream ended."""
        frames: list[bytes] = []
        self._cut(frames, 0, len(self._held))
        self._held.clear()
        self._at = self._depth = 0
        self._in_string = False
        return frames

    def _next(self, start: int) -> int | None:
        """Where the document that began at `start` ends, once that is known."""
        while True:
            if self._in_string:
                if (broken := self._string()) is None:
                    return None
                if broken:
                    self._depth = 0
                    return self._at
            found = _TOKEN.match(self._held, _leapt(self._held, self._at))
            if found is None:
                self._at = len(self._held)
                return None
            if (cut := self._take(found, start)) is not None:
                return cut

    def _string(self) -> bool | None:
        """Go on in a string: False when it ended, True when it broke off, None when more is to come."""
        found = _STRING.match(self._held, self._at)
        self._at = found.end() if found else self._at
        if found and found[1]:
            self._in_string = False
            return False
        # Nothing left, or a backslash whose second byte is still to come.
        rest = len(self._held) - self._at
        if rest == 0 or (rest == 1 and self._held[self._at] == ord("\\")):
            return None
        self._in_string = False
        return True

    def _take(self, found: re.Match[bytes], start: int) -> int | None:
        """What a quote, a separator or a run of brackets means: where to cut, or None."""
        token, (begin, self._at) = found[0][:1], found.span()
        opens = token in b"{["
        if token == SEPARATOR or (opens and self._depth == 0 and begin > past_blanks(self._held, start)):
            self._at = begin + (token == SEPARATOR)
            self._depth = 0
            return self._at
        if token == b'"':
            self._in_string = True
        elif opens:
            self._depth += self._at - begin
        elif self._depth > 0:
            closed = min(self._depth, self._at - begin)
            self._at = begin + closed
            self._depth -= closed
            return self._at if self._depth == 0 else None
        return None

    def _cut(self, frames: list[bytes], start: int, end: int) -> None:
        begin = past_blanks(self._held, start)
        document = self._head or bytes(self._held[begin : max(begin, end)])
        self._head = b""
        if len(document) > self._limit:
            frames.append(document[: self._limit + 1])
        elif document := document.strip(b" \t\r\n" + SEPARATOR):
            frames += self._parts(document)

    def _bound(self) -> None:
        if not self._head:
            blank = min(past_blanks(self._held, 0), self._at)
            del self._held[:blank]
            self._at -= blank
            if len(self._held) > self._limit + 1:
                self._head = bytes(self._held[: self._limit + 1])
        if self._head:
            del self._held[: self._at]
            self._at = 0


def _leapt(held: bytes | bytearray, at: int) -> int:
    """Where what lies between quotes, brackets and separators ends, whole strings included."""
    while (between := _BETWEEN.match(held, at)) is not None:
        at = between.end()
    return at


def features(document: bytes, *, stamped: bool = False) -> list[bytes]:
    """The features of a FeatureCollection as they were written; else, and of too many, the document itself.

    A `crs` of the collection (GeoJSON 2008) is put into each feature, so that none loses it; and when
    `stamped` its `timeStamp` (OGC API - Features) too.
    """
    if crowded(document):
        return [document]
    try:
        found = msgspec.json.decode(document, type=_Collection)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return [document]
    if found.type != "FeatureCollection" or len(found.features) > MOST_ITEMS:
        return [document]
    carried = [(b'"crs":', found.crs), *([(b'"timeStamp":', found.time_stamp)] if stamped else [])]
    members = b",".join(name + raw for name, value in carried if (raw := bytes(value).strip()) != b"null")
    frames = [bytes(feature).strip() for feature in found.features]
    return [_with(frame, members) for frame in frames] if members else frames


def _with(frame: bytes, members: bytes) -> bytes:
    if not frame.startswith(b"{") or frame[1:].lstrip().startswith(b"}"):
        return frame
    return b"{" + members + b"," + frame[1:]


def list_splitter(name: str) -> Callable[[], GeoJsonSplitter]:
    """Cuts a stream into documents, and those into the items of their list called `name`."""
    return partial(GeoJsonSplitter, LIMIT, partial(listed, name=name))


def listed(document: bytes, name: str) -> list[bytes]:
    """The items of the list called `name`, or of a document that is a list, as they were written.

    A document that has none or more than MOST_ITEMS, and one that cannot be read, stays as it is.
    """
    if crowded(document):
        return [document]
    try:
        if not document.startswith(b"["):
            document_list = msgspec.json.decode(document, type=dict[str, msgspec.Raw]).get(name)
        else:
            document_list = msgspec.Raw(document)
        items = msgspec.json.decode(document_list or b"[]", type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return [document]
    if len(items) > MOST_ITEMS:
        return [document]
    return [bytes(item).strip() for item in items] or [document]

"""Frames of a standard that is written as XML and as JSON; a stream is one of the two."""

from __future__ import annotations

from mlob.formats.framing_json import GeoJsonSplitter
from mlob.formats.framing_xml import LIMIT, XmlSplitter

__all__ = ["EitherSplitter"]


class EitherSplitter:
    """Cuts a stream as XML documents when its first character is `<`, else as JSON documents."""

    def __init__(self, root: str | tuple[str, ...], limit: int = LIMIT) -> None:
        self._root = root
        self._limit = limit
        self._chosen: XmlSplitter | GeoJsonSplitter | None = None

    def feed(self, data: bytes) -> list[bytes]:
        """The documents that `data` completes."""
        if self._chosen is None:
            # A byte order mark may come in pieces; its bytes alone decide nothing.
            data = data.lstrip(b" \t\r\n\xef\xbb\xbf")
            if not data:
                return []
            xml = data.startswith(b"<")
            self._chosen = XmlSplitter(self._root, self._limit) if xml else GeoJsonSplitter(self._limit)
        return self._chosen.feed(data)

    def close(self) -> list[bytes]:
        """What was left when the stream ended; the next stream may be the other of the two."""
        frames = [] if self._chosen is None else self._chosen.close()
        self._chosen = None
        return frames

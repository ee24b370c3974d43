"""Frames that are alerts, or the entries of an index of alerts: Atom (RFC 4287), RSS 2.0.

So one bad entry does not cost the others. An entry keeps what is around it: the start of the feed, in
which its namespaces are declared.
"""

from __future__ import annotations

import re

from mlob.formats.framing_xml import XmlSplitter
from mlob.formats.xml import crowded

__all__ = ["LIMIT", "FeedSplitter", "entries"]

LIMIT = 8 * 1024 * 1024
"""Longest index in bytes that is taken whole."""

_PREFIX = rb"(?:[A-Za-z_][\w.\-]{0,31}:)?"
_REST = rb"""(?=[ \t\r\n/>])[^<>"']*(?:(?:"[^"<]*"|'[^'<]*')[^<>"']*){0,4096}>"""
"""What follows the name in a start tag: an attribute may hold `>`. No tag has more than 4,096 of them."""
# No nested possessive repetitions: Python before 3.11.5 reads those wrongly.
_MARK = b"\xef\xbb\xbf"
_PROLOG = re.compile(rb"(?:[ \t\r\n]+|<\?.*?\?>|<!--.*?-->){1,4096}", re.DOTALL)
_DECLARATION = re.compile(rb"(?:" + _MARK + rb")?[ \t\r\n]*+<\?xml[ \t\r\n][^>]*+>")
_ROOT = re.compile(rb"<(" + _PREFIX + rb"(feed|rss))" + _REST)
_CHANNEL = re.compile(rb"<(channel)" + _REST)
_TOKEN = re.compile(
    rb"<(?:(?P<comment>!--)|(?P<data>!\[CDATA\[)|(?P<start>"
    + _PREFIX
    + rb"(?:entry|item))"
    + _REST[:-1]
    + rb">"
    rb"|(?P<end>/" + _PREFIX + rb"(?:entry|item)[ \t\r\n]*+>))"
)
_ALERT = re.compile(rb"<" + _PREFIX + rb"alert[ \t\r\n>]")
_IDENTIFIER = re.compile(rb"<" + _PREFIX + rb"identifier[ \t\r\n]*+>([^<]*+)<")


class FeedSplitter:
    """Cuts a stream into documents, and an index into its entries."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._documents = XmlSplitter("alert", limit, envelopes=("feed", "rss", "EDXLDistribution"))
        self._limit = limit

    def feed(self, data: bytes) -> list[bytes]:
        """The frames of the documents that `data` completes."""
        return self._frames(self._documents.feed(data))

    def close(self) -> list[bytes]:
        """The frames of what was left when the stream ended."""
        return self._frames(self._documents.close())

    def _frames(self, documents: list[bytes]) -> list[bytes]:
        return [frame for document in documents for frame in entries(document, self._limit)]


def entries(document: bytes, limit: int = LIMIT) -> list[bytes]:
    """The entries of an index, each as an index of its own; anything else, and an empty index, as it is.

    Entries with elements of one alert, by its identifier, stay together: an index may have one for each
    area (MeteoAlarm has).
    """
    root = _ROOT.match(document, _past_prolog(document, len(_MARK) if document.startswith(_MARK) else 0))
    if root is None or len(document) > limit or crowded(document):
        return [document]
    channel = _CHANNEL.match(document, _past_prolog(document, root.end())) if root[2] == b"rss" else None
    declaration = _DECLARATION.match(document)
    head = (declaration[0] if declaration else b"") + root[0] + (channel[0] if channel else b"")
    tail = (b"</channel>" if channel else b"") + b"</" + root[1] + b">"
    groups = _grouped(_cut(document, channel.end() if channel else root.end()))
    # The head comes with every entry: a long one around many entries would be a bomb.
    if not groups or len(groups) * len(head) > limit:
        return [document]
    return [head + b"".join(group) + tail for group in groups]


def _past_prolog(document: bytes, at: int) -> int:
    """Where white space, processing instructions and comments end."""
    while found := _PROLOG.match(document, at):
        at = found.end()
    return at


def _cut(document: bytes, at: int) -> list[bytes]:
    """The entries as they are written; one that does not end ends where the next begins."""
    found: list[bytes] = []
    began: int | None = None
    while token := _TOKEN.search(document, at):
        at = token.end()
        if token["comment"] or token["data"]:
            # Until it ends nothing is an entry; one that does not end makes the rest rubbish.
            end = document.find(b"-->" if token["comment"] else b"]]>", at)
            at = end if end >= 0 else len(document)
        elif token["end"]:
            if began is not None:
                found.append(document[began:at])
            began = None
        else:
            if began is not None:
                found.append(document[began : token.start()])
            began = token.start()
            if token[0].endswith(b"/>"):
                found.append(token[0])
                began = None
    return found if began is None else [*found, document[began:]]


def _grouped(found: list[bytes]) -> list[list[bytes]]:
    groups: dict[bytes | int, list[bytes]] = {}
    for number, entry in enumerate(found):
        said = None if _ALERT.search(entry) else _IDENTIFIER.search(entry)
        groups.setdefault((said[1].strip() if said else b"") or number, []).append(entry)
    return list(groups.values())

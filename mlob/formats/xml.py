"""XML from strangers, made a tree: no DOCTYPE, no entities, no network, at most 64 levels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree

from mlob.errors import DecodeError

__all__ = ["DEPTH", "Listener", "crowded", "listen", "local", "namespace", "parse"]

DEPTH = 64
"""Most levels of nesting; parsers alone accept hundreds of thousands (TRUST, parser traps)."""

MOST = {b"<": ("tags", 700_000), b"=": ("attributen", 600_000)}
"""More than 8 MiB of real messages hold; as trees these take some 200 MB."""


def _parser(**more: Any) -> etree.XMLParser:
    """A parser for what strangers send."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        **more,
    )


_PARSER = _parser()
_TOO_DEEP = etree.XPath("boolean(" + "/*" * (DEPTH + 1) + ")")


def parse(frame: bytes, limit: int) -> etree._Element:
    """The root element of one document of at most `limit` bytes; raises DecodeError, in Dutch."""
    if len(frame) > limit:
        raise DecodeError(f"bericht: groter dan {limit // 1024} KiB")
    if what := crowded(frame):
        raise DecodeError(f"XML: meer dan {what}")
    # Looked for before parsing: a parser that only ignores entities still accepts their document.
    if b"<!DOCTYPE" in frame:
        raise DecodeError("DOCTYPE: niet toegestaan")
    try:
        root = etree.fromstring(frame, _PARSER)
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise DecodeError(f"XML: niet goed gevormd ({_reason(error)})") from error
    # Once more, as an encoding such as UTF-16 hides the word from the bytes.
    if root.getroottree().docinfo.internalDTD is not None:
        raise DecodeError("DOCTYPE: niet toegestaan")
    # Nesting needs end tags: with few of them there is nothing to count.
    if frame.count(b"/") >= DEPTH and _TOO_DEEP(root):
        raise DecodeError(f"XML: meer dan {DEPTH} lagen diep")
    return root


def crowded(frame: bytes) -> str | None:
    """Of what a document holds so much that its tree would not fit; a look at its bytes only."""
    if len(frame) < min(most for _, most in MOST.values()):
        return None
    return next((f"{most} {name}" for mark, (name, most) in MOST.items() if frame.count(mark) > most), None)


class Listener:
    """Hears a long document element by element, of which nothing is kept; at most `most` elements.

    A subclass adds to `start` and `end` what it wants to know; `tag` is as lxml writes it.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._count = self._depth = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._count += 1
        self._depth += 1
        if self._count > self._most or self._depth > DEPTH:
            raise DecodeError(f"XML: meer dan {self._most} elementen of {DEPTH} lagen diep")

    def end(self, tag: str) -> None:
        """An element ends."""
        self._depth -= 1

    def data(self, text: str) -> None:
        """A piece of text."""

    def doctype(self, *parts: str | None) -> None:
        """A DOCTYPE, which stands before the first element."""
        raise DecodeError("DOCTYPE: niet toegestaan")

    def close(self) -> None:
        """The document is over."""


def listen(listener: Listener, chunks: Iterable[bytes]) -> Iterator[None]:
    """Tell a document to a listener, a chunk a step; raises DecodeError, in Dutch."""
    parser = _parser(target=listener)
    try:
        for chunk in chunks:
            parser.feed(chunk)
            yield
        parser.close()
        yield
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise DecodeError(f"XML: niet goed gevormd ({_reason(error)})") from error


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def namespace(element: etree._Element) -> str:
    """The namespace of an element, empty when it has none."""
    return str(element.tag)[1:].rpartition("}")[0]


def _reason(error: Exception) -> str:
    return (str(error).splitlines() or ["leeg"])[0][:160]

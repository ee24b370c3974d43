"""Standards, a file each: bytes -> messages. Pure: no socket, no clock, no store.

A file in this folder ends with `FORMAT = Format(...)` and is then known by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, Protocol

import msgspec

from mlob.model import Options, Reception, Source
from mlob.registers import declarations

__all__ = ["Format", "Link", "Splitter", "known", "split", "splitter"]


class Splitter(Protocol):
    """Cuts a stream of bytes into frames.

    A frame over the size limit comes out cut at limit + 1 bytes (so that decode refuses it) and
    the splitter goes on at the next boundary; memory stays bounded by the limit.
    """

    def feed(self, data: bytes) -> list[bytes]:
        """Frames that `data` completes."""

    def close(self) -> list[bytes]:
        """What was left when the stream ended: at most one frame."""


class Link(msgspec.Struct, frozen=True):
    """Where a page says that a message is; another `version` means that it changed."""

    url: str
    version: str = ""


def _no_columns(source: Source) -> Iterator[str]:
    """The faults of a format whose messages say by themselves what is what."""
    for name, given in (("columns", source.columns), ("options", source.options != Options())):
        if given:
            yield f"{name}: {source.format!r} is geen tabel, hier is niets aan te wijzen"


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """One standard: how its frames are cut and what messages they hold.

    `decode(frame, reception)` yields messages (structs of the format's own module) and raises
    DecodeError, naming the element, where the frame does not say what the standard demands.
    `links(frame)` says which messages a frame only points at; whoever polls fetches them.
    `next_page(url, body)` is where a polled page says that the set goes on, or nothing.
    `cut(source)` is the splitter of a format whose frames are cut as the source's settings say;
    `faults(source)` tells what in those settings the format cannot work with.
    """

    name: str
    title: str
    version: str
    reads: str
    ignores: str
    splitter: Callable[[], Splitter]
    decode: Callable[[bytes, Reception], Iterator[Any]]
    links: Callable[[bytes], Sequence[Link]] | None = None
    cut: Callable[[Source], Splitter] | None = None
    faults: Callable[[Source], Iterator[str]] = _no_columns
    next_page: Callable[[str, bytes], str] | None = None


def splitter(source: Source) -> Splitter:
    """A splitter for one stream of a source."""
    form = known()[source.format]
    return form.cut(source) if form.cut is not None else form.splitter()


def split(form: Format, payload: bytes, source: Source | None = None) -> list[bytes]:
    """The frames of a complete payload, cut as its source's settings say when there are any."""
    cutter = splitter(source) if source is not None else form.splitter()
    return cutter.feed(payload) + cutter.close()


@cache
def known() -> dict[str, Format]:
    """Every format in this folder, by name."""
    found = declarations(__name__, "FORMAT")
    return {item.name: item for item in found if isinstance(item, Format)}

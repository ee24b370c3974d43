"""Frames of each format for the benches, in a file each, and the bare parser beside which it is measured.

A file in this folder ends with `SAMPLE = Sample(...)`; a format without one is measured with no frames.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import msgspec
from lxml import etree

from mlob.model import Discipline, iso
from mlob.registers import declarations

__all__ = ["JSON", "XML", "Bare", "Sample", "at", "known"]


class Bare(msgspec.Struct, frozen=True):
    """What is done at least with a frame: the parser alone, without what its elements mean."""

    name: str
    parse: Callable[[bytes], Any]


XML = Bare("lxml etree.fromstring", etree.fromstring)
JSON = Bare("msgspec.json.decode", msgspec.json.Decoder().decode)


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """How to make frames of a format: so many, from a time on, each another message.

    `title` tells apart samples of one format. `target` is the rate a second that SPEED asks of decoding
    on one core, 0 where it asks none. Of a table the frames are `rows` of one file, which is cut as
    part of what is measured.
    """

    format: str
    title: str
    disciplines: tuple[Discipline, ...]
    bare: Bare
    frames: Callable[[int, datetime], list[bytes]]
    target: int = 0
    rows: int = 0


def at(start: datetime, number: int) -> str:
    """The time of the frame with this number, one a second, as most standards write it."""
    return iso(start + timedelta(seconds=number))


@cache
def known() -> tuple[Sample, ...]:
    """Every sample in this folder, by title."""
    found = declarations(__name__, "SAMPLE")
    return tuple(sorted((item for item in found if isinstance(item, Sample)), key=lambda item: item.title))

"""What lies between two checkpoints: which of it came in late, and its lines of the timeline.

Late is what had been observed before something that was journalled before the segment. A question of how
it was then, as far as we know now, starts at a checkpoint of then, and of each segment since wants only
what is late: so a segment has that at hand, and says from when the earliest is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from mlob.checkpoints import box
from mlob.checkpoints.box import Box, Unusable
from mlob.journal import order
from mlob.model import Observation

__all__ = ["SUFFIX", "Late", "Segment", "late", "lines", "merge", "save"]

SUFFIX = ".segment"
_BLOCK = 500
Line = dict[str, Any]


class Late(msgspec.Struct, frozen=True, array_like=True):
    """An entry that came in late: its journal id, when it counts as observed, and what it says (JSON)."""

    cursor: str
    at: datetime
    said: msgspec.Raw


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """What a segment says of itself: after which entry, up to and with which.

    `greatest` is the latest time at which anything before it was observed, `least` the earliest of what
    is late in it; `late` counts its first blocks, those of what is late. One that is a `part` of another
    has no lines.
    """

    after: str
    cursor: str
    greatest: datetime
    least: datetime | None
    late: int
    part: bool = False


_decode_late = msgspec.json.Decoder(list[Late]).decode
_decode_lines = msgspec.json.Decoder(list[Line]).decode


def save(
    folder: Path,
    journal: str,
    span: tuple[str, str],
    greatest: datetime,
    found: Sequence[Late],
    told: Sequence[Line] | None,
) -> int:
    """Write the segment from one cursor to another; its size in bytes. Raises OSError.

    Without lines it is a part.
    """
    blocks = [found[start : start + _BLOCK] for start in range(0, len(found), _BLOCK)]
    more = [told[start : start + _BLOCK] for start in range(0, len(told), _BLOCK)] if told else []
    says = Segment(
        after=span[0],
        cursor=span[1],
        greatest=greatest,
        least=min((item.at for item in found), default=None),
        late=len(blocks),
        part=told is None,
    )
    path = folder / f"{says.after}_{says.cursor}{SUFFIX}"
    return box.write(path, journal, says, map(msgspec.json.encode, (*blocks, *more)))


def late(found: Box, says: Segment, at: datetime) -> Iterator[tuple[str, Observation]]:
    """What is late in a segment and counts as observed at or before `at`, in journal order."""
    if says.least is None or says.least > at:
        return
    for item in _late(found, says):
        if item.at <= at:
            yield item.cursor, msgspec.json.decode(item.said, type=Observation)


def _late(found: Box, says: Segment) -> Iterator[Late]:
    for raw in box.unpack(found, 0, says.late):
        yield from _read(found, _decode_late, raw)


def lines(found: Box, says: Segment) -> Iterator[Line]:
    """The lines of a segment, newest first; those that nobody asks on for are not read."""
    for number in range(len(found.blocks) - 1, says.late - 1, -1):
        for raw in box.unpack(found, number, number + 1):
            yield from reversed(_read(found, _decode_lines, raw))


def _read(found: Box, decode: Callable[[bytes], Any], raw: bytes) -> Any:
    try:
        return decode(raw)
    except msgspec.DecodeError as error:
        raise Unusable(found.path, error) from error


def merge(folder: Path, journal: str, one: tuple[Box, Segment], two: tuple[Box, Segment]) -> None:
    """Write the segment that two neighbours make. Raises OSError, Unusable."""
    (box_one, first), (box_two, second) = one, two
    assert order(first.cursor) == order(second.after)
    found = [*_late(box_one, first), *(item for item in _late(box_two, second) if item.at < first.greatest)]
    told = [*lines(box_two, second), *lines(box_one, first)][::-1]
    save(folder, journal, (first.after, second.cursor), first.greatest, found, told)

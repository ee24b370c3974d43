"""The archive on disk: an hour of a stream is a Parquet file, and beside it a manifest that vouches for it.

`archive/facts/2026/11/25/2026-11-25T14.parquet` and `.json`: the hour (UTC) of the journal ids. A
manifest names the entry before its first, so that an hour that is missing shows as a broken chain.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import msgspec

from mlob import keys
from mlob.errors import ArchiveError
from mlob.journal import START, cursor_time, order
from mlob.model import iso

__all__ = [
    "HOUR",
    "STREAMS",
    "Manifest",
    "file",
    "follow",
    "hour",
    "load",
    "make_folder",
    "named",
    "newest",
    "seal",
    "settle",
    "verify",
    "vouch",
]

STREAMS = {"facts": keys.FACTS, "positions": keys.POSITIONS}
"""The folders of the archive, and the stream that each holds."""
HOUR = 3_600_000
"""An hour in ms, as journal ids count."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What one file holds: of which journal, after which entry, from its first to its last."""

    journal: str
    after: str
    first: str
    last: str
    rows: int
    size: int
    sha256: str


def hour(cursor: str) -> int:
    """The hour of a journal id, counted from 1970."""
    return order(cursor)[0] // HOUR


def file(folder: Path, stream: str, number: int) -> Path:
    """Where the hour `number` of a stream is."""
    moment = datetime.fromtimestamp(number * HOUR // 1000, UTC)
    return folder / stream / f"{moment:%Y/%m/%d}" / f"{moment:%Y-%m-%dT%H}.parquet"


def named(path: Path) -> str:
    """How a file is called to a person: from the folder of the archive down."""
    return "/".join(path.parts[-6:])


def settle(temporary: Path, path: Path) -> None:
    """Give a finished file its name, so that neither is lost when the power fails."""
    _sync(temporary)
    os.replace(temporary, path)
    _sync(path.parent)


def make_folder(path: Path, above: int) -> None:
    """Make a folder, and see that it and its folders are on disk, as far as the `above`th above it.

    Also when they are there already: who made them may have been killed before it came to that.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    for folder in list(path.parents)[:above]:
        _sync(folder)


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def seal(path: Path, manifest: Manifest) -> None:
    """Write the manifest of a file."""
    temporary = path.with_suffix(".json.part")
    temporary.write_bytes(msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
    settle(temporary, path.with_suffix(".json"))


def vouch(path: Path, journal: str, after: str, first: str, last: str, rows: int) -> Manifest:
    """The manifest that fits a file as it is."""
    found = path.stat()
    return Manifest(
        journal=journal,
        after=after,
        first=first,
        last=last,
        rows=rows,
        size=found.st_size,
        sha256=_digest(path, found.st_ino, found.st_size, found.st_mtime_ns),
    )


def load(path: Path) -> Manifest:
    """The manifest of a file. Raises ArchiveError."""
    beside = path.with_suffix(".json")
    try:
        return msgspec.json.decode(beside.read_bytes(), type=Manifest)
    except OSError as error:
        raise ArchiveError(f"{named(beside)}: kan niet worden gelezen ({error.strerror})") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ArchiveError(f"{named(beside)}: beschadigd ({error})") from error


def verify(path: Path, manifest: Manifest) -> None:
    """Raise ArchiveError unless the file is what its manifest says; read whole once, while unchanged."""
    try:
        found = path.stat()
        if found.st_size != manifest.size:
            raise ArchiveError(
                f"{named(path)}: beschadigd ({found.st_size} bytes in plaats van {manifest.size})"
            )
        if _digest(path, found.st_ino, found.st_size, found.st_mtime_ns) != manifest.sha256:
            raise ArchiveError(f"{named(path)}: beschadigd (de SHA-256 klopt niet)")
    except OSError as error:
        raise ArchiveError(f"{named(path)}: kan niet worden gelezen ({error.strerror})") from error


@lru_cache(maxsize=100_000)
def _digest(path: Path, *state: int) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def newest(folder: Path, stream: str) -> Manifest | None:
    """The manifest of the last hour of a stream. Raises ArchiveError."""
    found = max((folder / stream).glob("*/*/*/*.json"), default=None)
    return None if found is None else load(found)


def follow(
    folder: Path | None, stream: str, journal: str, after: str, last: str
) -> Iterator[tuple[Path, Manifest]]:
    """The files of a stream that hold what follows `after` up to `last`, in order.

    Raises ArchiveError where one is missing, damaged, or of another journal.
    """
    start, end = order(after), order(last)
    for path in _since(folder, stream, after):
        manifest = load(path)
        if order(manifest.last) <= start:
            continue
        if manifest.journal != journal:
            raise ArchiveError(
                f"{named(path)}: hoort bij een andere opslag ({manifest.journal}, niet {journal})"
            )
        if order(manifest.after) > start:
            raise _gap(stream, start, manifest.after)
        if order(manifest.first) > end:
            return
        yield path, manifest
        start = order(manifest.last)
        if start >= end or end[0] // HOUR == start[0] // HOUR:  # a file holds all of its hour
            return
    raise _gap(stream, start, last)


def _since(folder: Path | None, stream: str, after: str) -> list[Path]:
    if folder is None:
        return []
    first = file(folder, stream, hour(after)).stem
    found = (path for path in (folder / stream).glob("*/*/*/*.json") if path.stem >= first)
    return sorted(path.with_suffix(".parquet") for path in found)


def _gap(stream: str, start: tuple[int, int], until: str) -> ArchiveError:
    begin = "het begin" if start == order(START) else iso(cursor_time(f"{start[0]}-{start[1]}"))
    return ArchiveError(
        f"in het archief op deze machine ontbreekt {stream} van {begin} tot {iso(cursor_time(until))}; "
        "staat dat op een andere machine, neem dan de map archive van daar over"
    )

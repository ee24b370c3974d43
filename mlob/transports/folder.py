"""Take files that are dropped in a folder (`dir:PATH`): each whole file once, in order of age.

A file stays where it is until everything in it is journalled; then it moves to `processed/`, or to
`refused/` when it held frames and not one of them could be read, or its gzip is broken. After a crash
in between it is read again, and the journal drops what it has.
"""

from __future__ import annotations

import asyncio
import logging
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from mlob.errors import SourceError
from mlob.transports import CHUNK, Inlet, Transport, persist
from mlob.transports.unpack import Unpacker

log = logging.getLogger(__name__)

PROCESSED, REFUSED = "processed", "refused"
PAUSE = 0.5  # s between looks
QUIET = 2.0
"""Seconds without a change after which a file counts as whole. Who may need longer writes NAME.part and
renames, which is the only way that is sure."""
_UNFINISHED = (".part", ".tmp")
_HIDDEN = (".", "~$")
"""Beginnings of names that are not for us; the second is of what Excel keeps beside an open workbook."""

Look = tuple[int, int, int]
"""Inode, size and time of change (ns): what stays the same when nobody writes."""


def _look(status: os.stat_result) -> Look:
    return status.st_ino, status.st_size, status.st_mtime_ns


def _files(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Regular files that do not say themselves that they are unfinished; never what a link points to."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_HIDDEN) or entry.name.lower().endswith(_UNFINISHED):
                continue
            try:
                status = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            if stat.S_ISREG(status.st_mode):
                yield entry.name, status


def _looks(folder: Path) -> dict[str, Look]:
    """The files of the folder, the oldest first."""
    found = sorted(_files(folder), key=lambda item: (item[1].st_mtime_ns, item[0]))
    return {name: _look(status) for name, status in found}


def _open(path: Path) -> BinaryIO:
    """The file, never through a link that was put in its place."""
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")


def _free(folder: Path, name: str) -> Path:
    """A path in the folder that nothing has yet: an earlier file of the same name stays."""
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{name}.{number}"
    return path


async def _read(file: BinaryIO, inlet: Inlet) -> str:
    """Feed a file, unpacked when it is gzip; the folder where it belongs afterwards."""
    lane, unpacker, broken = inlet.open(), Unpacker(), ""
    try:
        while data := await asyncio.to_thread(file.read, CHUNK):
            for piece in unpacker.feed(data):
                await lane.feed(piece)
        await lane.feed(unpacker.close())
    except SourceError as error:
        broken = str(error)
        log.warning("source %s: a file is not read to its end: %s", inlet.name, error)
    await lane.close()
    return REFUSED if broken or (lane.rejected and not lane.accepted) else PROCESSED


async def _take(folder: Path, name: str, look: Look, inlet: Inlet) -> None:
    """Read one file and move it, unless somebody still writes in it: then it is read again later."""
    path = folder / name
    with _open(path) as file:
        if _look(os.fstat(file.fileno())) != look:
            return
        verdict = await _read(file, inlet)
        if _look(os.fstat(file.fileno())) != look:
            return
    if verdict == REFUSED:
        log.warning("source %s: nothing in %s could be read", inlet.name, name)
    path.rename(_free(folder / verdict, name))


class Quiet:
    """Since when each file of the folder looks the same; times are seconds of one steady clock."""

    def __init__(self) -> None:
        self.since: dict[str, tuple[Look, float]] = {}

    def whole(self, looks: dict[str, Look], now: float) -> list[str]:
        """The files that have not changed for long enough."""
        before = self.since
        self.since = {
            name: before[name] if name in before and before[name][0] == look else (look, now)
            for name, look in looks.items()
        }
        return [name for name, (_, since) in self.since.items() if now - since >= QUIET]


async def _watch(folder: Path, inlet: Inlet, up: Callable[[], None]) -> None:
    for name in (PROCESSED, REFUSED):
        (folder / name).mkdir(exist_ok=True)
    quiet, left = Quiet(), dict[str, Look]()
    while True:
        looks = await asyncio.to_thread(_looks, folder)
        up()
        left = {name: look for name, look in left.items() if looks.get(name) == look}
        for name in quiet.whole(looks, asyncio.get_running_loop().time()):
            if name in left:
                continue
            try:
                await _take(folder, name, looks[name], inlet)
            except FileNotFoundError:
                continue
            except PermissionError as error:  # one file that is not ours to take does not stop the others
                log.warning("source %s: %s stays where it is: %s", inlet.name, name, error.strerror)
                left[name] = looks[name]
        await asyncio.sleep(PAUSE)


def _path(url: str) -> Path:
    return Path(url.removeprefix("dir://").removeprefix("dir:"))


def _fault(url: str) -> str:
    path = _path(url)
    if path == Path():
        return f"geen map in {url!r}"
    return f"{str(path)!r} is geen map" if path.exists() and not path.is_dir() else ""


async def _run(url: str, inlet: Inlet) -> None:
    folder = _path(url)

    async def once(up: Callable[[], None]) -> None:
        await _watch(folder, inlet, up)

    await persist(inlet.name, once)


TRANSPORT = Transport(schemes=("dir",), run=_run, fault=_fault, patient=True)

"""Follow a growing file (`file:PATH`), through truncation and rotation, from where we left it.

One that is gzip is no lines that grow: it is taken whole, and again when it changed.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from mlob.transports import CHUNK, Inlet, Transport, persist
from mlob.transports.unpack import Unpacker, is_packed

_PAUSE = 0.25  # s between looks at a file that does not grow


def _start(file: BinaryIO, inode: int, mark: str) -> None:
    """Go to the marked offset when this is still the same file and it holds that much."""
    marked, _, offset = mark.partition(":")
    if marked == str(inode) and offset.isdigit() and int(offset) <= os.fstat(file.fileno()).st_size:
        file.seek(int(offset))


def _replaced(file: BinaryIO, path: Path, inode: int) -> bool:
    """Whether the path now names another file, or the file became shorter than what we read."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return False
    return status.st_ino != inode or status.st_size < file.tell()


def _lines(file: BinaryIO) -> bytes:
    """The next whole lines; an unfinished one stays for later, so that a mark never cuts one in two."""
    start = file.tell()
    data = file.read(CHUNK)
    whole = data.rfind(b"\n") + 1
    if whole == 0 and len(data) == CHUNK:
        return data
    file.seek(start + whole)
    return data[:whole]


async def _unpack(file: BinaryIO, path: Path, inlet: Inlet, up: Callable[[], None]) -> None:
    """Take a packed file, unless it was taken; then wait until it is another."""
    status = os.fstat(file.fileno())
    mark = f"{status.st_ino}:{status.st_size}"
    up()
    if inlet.mark != mark:
        lane, unpacker = inlet.open(), Unpacker()
        while data := await asyncio.to_thread(file.read, CHUNK):
            for piece in unpacker.feed(data):
                await lane.feed(piece)
        await lane.feed(unpacker.close())
        await lane.close()
        await lane.feed(b"", mark)
    while not _replaced(file, path, status.st_ino) and os.fstat(file.fileno()).st_size == status.st_size:
        await asyncio.sleep(_PAUSE)


async def _follow(path: Path, inlet: Inlet, up: Callable[[], None]) -> None:
    file = _open(path)
    with file:
        if is_packed(await asyncio.to_thread(_first, file)):
            await _unpack(file, path, inlet, up)
            return
        inode = os.fstat(file.fileno()).st_ino
        _start(file, inode, inlet.mark)
        up()
        lane = inlet.open()
        while not _replaced(file, path, inode):
            data = await asyncio.to_thread(_lines, file)
            if data:
                await lane.feed(data, f"{inode}:{file.tell()}")
            else:
                await asyncio.sleep(_PAUSE)
        await lane.close()
    inlet.mark = ""


def _first(file: BinaryIO) -> bytes:
    """The first bytes; the file stays at its start."""
    found = file.read(2)
    file.seek(0)
    return found


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


async def _run(url: str, inlet: Inlet) -> None:
    path = Path(url.removeprefix("file://").removeprefix("file:"))

    async def once(up: Callable[[], None]) -> None:
        await _follow(path, inlet, up)

    await persist(inlet.name, once)


TRANSPORT = Transport(schemes=("file",), run=_run, patient=True)

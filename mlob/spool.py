"""Frames on disk while the store is away: a bounded row of segment files for one source.

A record is 16 bytes (CRC-32 of what follows, received_at in ms, length; big-endian) and the frame as
it came. What was written is synced before the caller goes on. A torn tail, as a power cut leaves it, ends
its segment. When the row is full the oldest segment goes: of what cannot be kept, the newest says most
about now. How many frames that cost is counted.
"""

from __future__ import annotations

import logging
import os
import struct
import threading
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

log = logging.getLogger(__name__)

__all__ = ["LIMIT", "Spool"]

LIMIT = 256 * 1024 * 1024
"""Bytes that one source may hold on disk: half an hour of 1,000 positions a second takes some 700 MB
as CoT, half an hour of a pager network less than 1 MB."""
_SEGMENTS = 16
_HEAD = struct.Struct(">IQI")


class Spool:
    """The row of one source; for one process, which holds the only writer and the only reader."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.folder = folder
        self.segment = limit // _SEGMENTS
        self.lost = 0
        self._offset = 0
        self._taken = (0, 0)
        self._lock = threading.Lock()
        self._names = sorted(int(path.stem) for path in folder.glob("*.spool")) if folder.is_dir() else []

    def __bool__(self) -> bool:
        """Whether it holds anything."""
        return bool(self._names)

    def put(self, frames: Sequence[bytes], received_at: datetime) -> None:
        """Keep frames; on disk when this returns. Raises OSError when the disk does not take them."""
        moment = int(received_at.timestamp() * 1000)
        rows = []
        for frame in frames:
            body = _HEAD.pack(0, moment, len(frame))[4:] + frame
            rows.append(zlib.crc32(body).to_bytes(4, "big") + body)
        with self._lock, self._writable(sum(map(len, rows))).open("ab") as file:
            start = file.tell()
            try:
                file.write(b"".join(rows))
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                os.truncate(file.fileno(), start)
                raise

    def take(self, most: int) -> tuple[datetime, list[bytes]] | None:
        """The oldest frames that came in together, at most so many; None when empty.

        `done` lets go of them.
        """
        with self._lock:
            while self._names:
                found: list[bytes] = []
                moment = None
                size = 0
                for received, frame in self._records(self._names[0]):
                    if moment is not None and (received != moment or len(found) == most):
                        break
                    moment = received
                    found.append(frame)
                    size += _HEAD.size + len(frame)
                if moment is not None:
                    self._taken = (self._names[0], size)
                    return datetime.fromtimestamp(moment / 1000, UTC), found
                self._drop()
            return None

    def done(self) -> None:
        """Let go of what was taken last. After a crash the segment is read again from its start: what
        the journal has, it drops."""
        with self._lock:
            name, size = self._taken
            if self._names[:1] == [name]:  # else it had to make room in the meantime
                self._offset += size
            self._taken = (0, 0)

    def _writable(self, size: int) -> Path:
        """The newest segment, or a new one when it is full or being read."""
        self.folder.mkdir(parents=True, exist_ok=True)
        full = not self._names or self._path(self._names[-1]).stat().st_size + size > self.segment
        if full or len(self._names) == 1:
            self._names.append(self._names[-1] + 1 if self._names else 1)
            self._path(self._names[-1]).touch()
            _sync(self.folder)
        while len(self._names) > _SEGMENTS:
            self.lost += sum(1 for _ in self._records(self._names[0]))
            self._drop()
        return self._path(self._names[-1])

    def _drop(self) -> None:
        """Remove the oldest segment."""
        self._path(self._names.pop(0)).unlink(missing_ok=True)
        self._offset = 0

    def _records(self, name: int) -> Iterator[tuple[int, bytes]]:
        """The records of a segment from where we are, until one that is torn."""
        with self._path(name).open("rb") as file:
            file.seek(self._offset)
            while len(head := file.read(_HEAD.size)) == _HEAD.size:
                check, moment, length = _HEAD.unpack(head)
                frame = file.read(length)  # a torn length reads no further than the segment
                if len(frame) < length or zlib.crc32(head[4:] + frame) != check:
                    log.error("%s: torn after byte %d; the rest is lost", file.name, file.tell() - len(frame))
                    return
                yield moment, frame

    def _path(self, name: int) -> Path:
        return self.folder / f"{name:08d}.spool"


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

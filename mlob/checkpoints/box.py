"""A file that vouches for itself: what it says in a few words, then blocks, each with its digest.

Eight bytes of magic, the length and the SHA-256 of a header in JSON, the header, and the blocks (zstd).
It is written beside its name and gets that once it is on disk, so that under a name stands a whole file.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

import mlob
from mlob.errors import MlobError
from mlob.hours import settle

__all__ = ["PART", "Box", "Unusable", "load", "opened", "rules", "unpack", "write"]

PART = ".part"
"""How a file is called until it is whole."""
MAGIC = b"mlobbox1"
_HEAD = struct.Struct("<8sI32s")
_LONGEST = 64 * 2**20
"""Bytes of a header; more is no header."""
_LEVEL = 1
"""Of zstd: of higher ones each takes longer and saves little here."""
_MADE_BY = (
    *("fold.py", "model.py", "entries.py", "grouping.py", "moment.py"),
    *("bijstand/acts.py", "bijstand/plans.py", "bijstand/steps.py"),
    *("checkpoints/ahead.py", "checkpoints/box.py", "checkpoints/cold.py", "checkpoints/folding.py"),
    *("checkpoints/segments.py", "checkpoints/states.py", "checkpoints/writer.py"),
)
"""The files that decide what is in a box: made by others, it may hold something else."""

T = TypeVar("T")


class Unusable(MlobError):
    """Pass over: the file `path` is damaged, missing, of another journal or made by other rules."""

    def __init__(self, path: Path, why: object) -> None:
        super().__init__(f"{path.name}: {why}")
        self.path = path


class Block(msgspec.Struct, frozen=True, array_like=True):
    """One block: its bytes as they are and packed, and the BLAKE2b of the packed ones (8 bytes, hex)."""

    size: int
    packed: int
    digest: str


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in front: which rules made it, of which journal, the blocks, and what the maker says."""

    rules: str
    journal: str
    blocks: tuple[Block, ...]
    says: msgspec.Raw


class Box(msgspec.Struct, frozen=True):
    """A file of which the header is sound; `start` is where its first block begins."""

    path: Path
    blocks: tuple[Block, ...]
    start: int

    @property
    def size(self) -> int:
        """Bytes that its blocks hold, unpacked."""
        return sum(block.size for block in self.blocks)


@cache
def rules() -> str:
    """The rules by which this program folds, as a digest of the files that say them."""
    folder, found = Path(mlob.__file__).parent, hashlib.sha256()
    for name in _MADE_BY:
        found.update((folder / name).read_bytes())
    return found.hexdigest()[:16]


@cache
def _codec() -> Any:
    import pyarrow as pa  # 45 MB that a process has no use for until it asks for the past

    return pa.Codec("zstd", compression_level=_LEVEL)


def _digest(raw: bytes) -> str:
    return hashlib.blake2b(raw, digest_size=8).hexdigest()


def write(path: Path, journal: str, says: msgspec.Struct, blocks: Iterable[bytes]) -> int:
    """Write a box; its size in bytes. Raises OSError; nothing then stands under the name."""
    packed: list[bytes] = []
    listed: list[Block] = []
    for raw in blocks:
        small = _codec().compress(raw, asbytes=True)
        packed.append(small)
        listed.append(Block(len(raw), len(small), _digest(small)))
    header = msgspec.json.encode(
        Header(
            rules=rules(), journal=journal, blocks=tuple(listed), says=msgspec.Raw(msgspec.json.encode(says))
        )
    )
    head = _HEAD.pack(MAGIC, len(header), hashlib.sha256(header).digest())
    temporary = path.with_name(path.name + PART)
    temporary.write_bytes(b"".join((head, header, *packed)))
    settle(temporary, path)
    return len(head) + len(header) + sum(map(len, packed))


def load(path: Path, journal: str, kind: type[T]) -> tuple[Box, T]:
    """The box at a path and what it says; raises Unusable."""
    try:
        with path.open("rb") as file:
            magic, length, digest = _HEAD.unpack(file.read(_HEAD.size))
            raw = file.read(length) if magic == MAGIC and length <= _LONGEST else b""
            if hashlib.sha256(raw).digest() != digest:
                raise Unusable(path, "beschadigd")
        header = msgspec.json.decode(raw, type=Header)
        if (header.rules, header.journal) != (rules(), journal):
            raise Unusable(path, "van een andere opslag of volgens andere regels")
        says = msgspec.json.decode(header.says, type=kind)
    except (OSError, struct.error, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unusable(path, error) from error
    return Box(path, header.blocks, _HEAD.size + length), says


def unpack(box: Box, first: int = 0, last: int | None = None) -> Iterator[bytes]:
    """Some blocks of a box, all when nothing is said; raises Unusable at one that is damaged."""
    start = box.start + sum(block.packed for block in box.blocks[:first])
    try:
        with box.path.open("rb") as file:
            file.seek(start)
            for block in box.blocks[first:last]:
                yield opened(box, block, file.read(block.packed))
    except OSError as error:
        raise Unusable(box.path, error) from error


def opened(box: Box, block: Block, packed: bytes) -> bytes:
    """What a block holds; raises Unusable when it is damaged."""
    if _digest(packed) != block.digest:
        raise Unusable(box.path, "beschadigd")
    found: bytes = _codec().decompress(packed, block.size, asbytes=True)
    return found

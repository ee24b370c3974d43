"""Attachments of requests (scans of signed forms, sketches): kept as bytes under their SHA-256.

They are never executed, unpacked or shown inline; what they are is told by their first bytes alone.
The folder is in the data dir: several web nodes must share it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import shutil
from pathlib import Path

from mlob.errors import DecodeError, StoreError
from mlob.redis_server import SPACE_LEAST

__all__ = ["LIMIT", "SHA", "TYPES", "keep", "load", "sort_of"]

LIMIT = 10 * 1024 * 1024
"""Bytes of one attachment."""
TYPES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
"""What may be attached, and how its name ends."""
SHA = re.compile(r"[0-9a-f]{64}")

_MAGIC = (
    (b"%PDF-", "application/pdf"),  # ISO 32000-1, 7.5.2
    (b"\xff\xd8\xff", "image/jpeg"),  # ISO/IEC 10918-1: SOI, then a marker
    (b"\x89PNG\r\n\x1a\n", "image/png"),  # PNG (W3C), 5.2
)


def sort_of(content: bytes) -> str:
    """The media type that the first bytes tell; raises DecodeError for anything that may not come in."""
    for start, sort in _MAGIC:
        if content.startswith(start):
            return sort
    raise DecodeError("bijlage: de inhoud is geen PDF, JPEG of PNG")


def keep(folder: Path, content: bytes) -> str:
    """Keep the bytes, on disk when this returns; their SHA-256. Raises StoreError when there is no room."""
    sha = hashlib.sha256(content).hexdigest()
    place = _place(folder, sha)
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if place.is_file() and place.stat().st_size == len(content):
            return sha
        if shutil.disk_usage(place.parent).free < SPACE_LEAST + len(content):
            raise StoreError("de schijf is bijna vol: er wordt geen bijlage meer bewaard")
        _write(place, content)
    except OSError as error:
        raise StoreError(f"de bijlage is niet te bewaren: {error.strerror}") from error
    return sha


def _place(folder: Path, sha: str) -> Path:
    return folder / sha[:2] / sha


def _write(place: Path, content: bytes) -> None:
    """Whole or not at all, also when the power fails: a draft, fsync, rename, fsync of the folders."""
    draft = place.with_name(f".{secrets.token_hex(8)}")
    try:
        number = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
    for folder in place.parents[:3]:
        number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def load(folder: Path, sha: str) -> bytes:
    """The bytes under a SHA-256; raises StoreError when they are not here, or are not those any more."""
    try:
        content = _place(folder, sha).read_bytes()
    except OSError as error:
        raise StoreError("de bijlage staat niet op deze machine") from error
    if hashlib.sha256(content).hexdigest() != sha:
        raise StoreError("de bijlage is beschadigd: de controlesom klopt niet")
    return content

"""Where packages are kept: a folder an order in DATA_DIR/snapshots, which worker and web nodes share.

`<id>/mlob-<time>-<cursor>.zip` is the package and `<id>/order.json` what is known of it, so that the
list can be made anew when the store was lost. Names come from the server alone.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from mlob.errors import MlobError, StoreError
from mlob.redis_server import SPACE_LEAST
from mlob.snapshot import keys, package
from mlob.snapshot.orders import ID, File, Order

__all__ = [
    "KEY_FILE",
    "content",
    "fault_of",
    "file_of",
    "filled",
    "folder_of",
    "forget",
    "forget_drafts",
    "kept",
    "offer_key",
    "record",
    "refuse_full",
    "verified",
]

KEY_FILE = "openbare-sleutel.pem"
"""The public key of who signs here, for the web nodes to hand out."""
_RECORD = "order.json"
_FULL = {errno.ENOSPC, errno.EDQUOT}

_decode = msgspec.json.Decoder(Order).decode


def folder_of(packages: Path, order: Order) -> Path:
    """The folder of one order; its name is checked, as it becomes a path."""
    if not ID.fullmatch(order.id):
        raise StoreError("geen naam van een momentopname")
    return packages / order.id


def refuse_full(packages: Path) -> None:
    """Raise StoreError when the disk has hardly any room left."""
    packages.mkdir(mode=0o700, parents=True, exist_ok=True)
    if shutil.disk_usage(packages).free < SPACE_LEAST:
        raise StoreError("De schijf is bijna vol: er wordt geen momentopname meer gemaakt. Maak ruimte.")


def fault_of(error: OSError) -> str:
    """What a person is told when a package could not be written."""
    if error.errno in _FULL:
        return "De schijf is vol: de momentopname is niet bewaard. Maak ruimte en probeer het opnieuw."
    return f"De momentopname is niet te bewaren: {error.strerror or error}."


def filled(order: Order, path: Path) -> Order:
    """The order with what its package says; raises PackageError when that is not sound."""
    manifest = package.verify(path).manifest
    whole = File(path.name, path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
    with zipfile.ZipFile(path) as archive:
        inside = [
            File(item.filename, item.file_size, hashlib.sha256(archive.read(item)).hexdigest())
            for item in archive.infolist()
        ]
    return msgspec.structs.replace(
        order,
        at=manifest.at,
        known_at=manifest.known_at,
        cursor=manifest.cursor,
        marking=manifest.marking,
        exercise=manifest.exercise,
        size=whole.size,
        files=[whole, *inside],
    )


def record(packages: Path, order: Order) -> None:
    """Write what is known of a package beside it, on disk when this returns."""
    folder = folder_of(packages, order)
    draft = folder / f".{_RECORD}.{os.getpid()}"
    with draft.open("wb") as file:
        file.write(msgspec.json.encode(order))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / _RECORD)
    for place in (folder, packages):
        number = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def kept(packages: Path) -> Iterator[Order]:
    """What is known of each finished package in the folder; what cannot be read is passed over."""
    for path in sorted(packages.glob(f"*/{_RECORD}")):
        with contextlib.suppress(OSError, msgspec.DecodeError, ValueError):
            order = _decode(path.read_bytes())
            if order.id == path.parent.name and ID.fullmatch(order.id):
                yield order


def file_of(order: Order, name: str) -> File | None:
    """The file of this name in a finished order, or None: the only names that there are."""
    return next((file for file in order.files if file.name == name), None)


def content(packages: Path, order: Order, file: File) -> bytes:
    """The bytes of the package, or of a file in it, as they were when it was signed.

    Raises StoreError when they are not here, or are not those any more.
    """
    path = folder_of(packages, order) / order.files[0].name
    try:
        whole = path.read_bytes()
    except OSError as error:
        raise StoreError("het pakket staat niet op deze machine") from error
    if hashlib.sha256(whole).hexdigest() != order.files[0].sha256:
        raise StoreError(f"het pakket is beschadigd of veranderd ({_wrong(path)})")
    if file is order.files[0]:
        return whole
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return archive.read(file.name)


def _wrong(path: Path) -> str:
    """Which part of a package is not as it was signed."""
    try:
        package.verify(path)
    except package.PackageError as error:
        return str(error)
    return "het is een ander pakket"


def verified(packages: Path, order: Order) -> dict[str, Any]:
    """Whether the package is whole, ours, and the one that was made: `ok`, `text` (Dutch), `fingerprint`."""
    path = folder_of(packages, order) / order.files[0].name
    try:
        found = package.verify(path, keys.load_public(packages / KEY_FILE))
        if hashlib.sha256(path.read_bytes()).hexdigest() != order.files[0].sha256:
            raise package.PackageError(f"{path.name}: het is een ander pakket dan hier gemaakt is")
    except (MlobError, OSError) as error:
        return {"ok": False, "text": str(error), "fingerprint": None}
    return {"ok": True, "text": "Heel en ondertekend.", "fingerprint": found.fingerprint}


def offer_key(packages: Path, key: Ed25519PublicKey) -> None:
    """Put the public key where the web nodes can read it."""
    packages.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = packages / f".{KEY_FILE}.{os.getpid()}"
    draft.write_bytes(keys.export(key))
    draft.replace(packages / KEY_FILE)


def forget(packages: Path, order: Order) -> None:
    """Delete what there is of an order."""
    shutil.rmtree(folder_of(packages, order), ignore_errors=True)


def forget_drafts(packages: Path, order: Order) -> None:
    """Delete what an attempt left half."""
    for draft in folder_of(packages, order).glob(".*"):
        with contextlib.suppress(OSError):
            draft.unlink()

"""A snapshot package: a zip with renderings, a manifest that names each, and a signature over that.

manifest.json holds the SHA-256 and size of each file; manifest.sig is the Ed25519 signature (RFC 8032)
over the exact bytes of manifest.json. Entries are stored, sorted and dated 1980, so that the same
content is the same zip on every machine, and a zip that differs from it in one byte is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from mlob.errors import MlobError, TransitionError
from mlob.snapshot import keys

__all__ = [
    "FileEntry",
    "Manifest",
    "PackageError",
    "SnapshotRefused",
    "Verified",
    "content",
    "file_name",
    "refuse",
    "verify",
    "write",
]

FORMAT = "mlob-snapshot/1"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
MAX_PACKAGE = 512 * 2**20
MAX_MANIFEST = 8 * 2**20
MAX_FILES = 1000

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_EPOCH = (1980, 1, 1, 0, 0, 0)


class PackageError(MlobError):
    """A package is not whole or not signed; the text names the file in it."""


class SnapshotRefused(TransitionError):
    """A snapshot may not be made, for the reason in the text."""


class FileEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """SHA-256 (hex) and size (bytes) of a file in the package."""

    sha256: str
    size: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a package is of: the cursor and both times of its picture, and how it is marked.

    `sources` and `disciplines` are as in `GET /sources`; `silent` names what was silent; `versions`
    says what made it, `since` the briefing that it was compared with. `files` and `public_key` (base64)
    are filled in when the package is written.
    """

    format: str = FORMAT
    organisation: str
    picture: str
    marking: str
    exercise: bool
    author_role: str
    cursor: str
    at: str
    known_at: str
    sources: list[dict[str, Any]]
    disciplines: list[dict[str, Any]]
    silent: list[str]
    versions: dict[str, str]
    since: dict[str, str] | None = None
    files: dict[str, FileEntry] = {}
    public_key: str = ""


class Verified(msgspec.Struct, frozen=True):
    """What a sound package says, and the fingerprint of the key that signed it."""

    manifest: Manifest
    fingerprint: str


def file_name(at: str, cursor: str) -> str:
    """The name of a package: `mlob-<UTC time>-<cursor>.zip`, of safe characters only."""
    moment = re.sub(r"[^0-9TZ]", "", at.partition(".")[0].removesuffix("Z")) + "Z"
    return f"mlob-{moment}-{re.sub(r'[^A-Za-z0-9-]', '', cursor)}.zip"


def _entry(content: bytes) -> FileEntry:
    return FileEntry(hashlib.sha256(content).hexdigest(), len(content))


def _assemble(contents: Mapping[str, bytes]) -> bytes:
    """The one zip that these contents make."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(contents):
            item = zipfile.ZipInfo(name, _EPOCH)
            item.create_system = 3
            item.external_attr = 0o100644 << 16
            archive.writestr(item, contents[name])
    return buffer.getvalue()


def _legible(marking: str) -> bool:
    """Whether there is anything to read in it: blanks and signs without width are no marking."""
    return any(sign.isprintable() and not sign.isspace() for sign in marking)


def refuse(marking: str, parts: Collection[str]) -> None:
    """Raise SnapshotRefused without a marking or without anything to put in."""
    if not _legible(marking):
        raise SnapshotRefused("De rubricering is niet ingesteld: zonder rubricering geen momentopname.")
    if not parts:
        raise SnapshotRefused("Kies minstens een vorm voor de momentopname.")


def write(parts: Mapping[str, bytes], manifest: Manifest, key: Ed25519PrivateKey, out: Path) -> Path:
    """Write the signed package of `parts` (file name -> bytes) into the folder `out`; its path.

    The same parts, manifest and key give the same bytes. Raises SnapshotRefused without a marking,
    without parts, or for a name that may not be in a package.
    """
    refuse(manifest.marking, parts)
    for name in parts:
        if not _NAME.fullmatch(name) or name in (MANIFEST, SIGNATURE):
            raise SnapshotRefused(f"{name!r}: deze bestandsnaam mag niet in een momentopname.")
    public = key.public_key()
    signed = msgspec.structs.replace(
        manifest,
        files={name: _entry(parts[name]) for name in sorted(parts)},
        public_key=base64.b64encode(keys.raw(public)).decode(),
    )
    text = msgspec.json.format(msgspec.json.encode(signed, order="sorted"), indent=1)
    contents = {**parts, MANIFEST: text, SIGNATURE: key.sign(text)}
    return _save(_assemble(contents), out, file_name(manifest.at, manifest.cursor))


def _save(content: bytes, out: Path, name: str) -> Path:
    out.mkdir(parents=True, exist_ok=True)
    path = out / name
    draft = out / f".{name}.{os.getpid()}"
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return path


def content(package: Path, name: str, public_key: Ed25519PublicKey | None = None) -> bytes:
    """One file of a package that is whole and signed, checked as by `verify`. Raises PackageError."""
    contents = _verified(package, public_key)[1]
    if name not in contents:
        raise PackageError(f"{package.name}: {name} zit niet in dit pakket")
    return contents[name]


def verify(package: Path, public_key: Ed25519PublicKey | None = None) -> Verified:
    """Check that a package is whole and signed, offline; by `public_key` when that is given.

    Without one it proves that nothing changed since the key in the manifest signed; who holds that key
    is for the reader to know (compare the fingerprint). Raises PackageError that names the file.
    """
    return _verified(package, public_key)[0]


def _verified(package: Path, public_key: Ed25519PublicKey | None) -> tuple[Verified, dict[str, bytes]]:
    raw = _read(package)
    contents = _contents(package, raw)
    for name in (MANIFEST, SIGNATURE):
        if name not in contents:
            raise PackageError(f"{name}: ontbreekt in het pakket")
    manifest = _manifest(contents[MANIFEST])
    signer = _signer(manifest)
    if public_key is not None and keys.raw(public_key) != keys.raw(signer):
        raise PackageError(
            f"{MANIFEST}: ondertekend met een andere sleutel ({keys.fingerprint(signer)}) dan gevraagd"
        )
    try:
        signer.verify(contents[SIGNATURE], contents[MANIFEST])
    except InvalidSignature as error:
        raise PackageError(f"{MANIFEST}: de handtekening in {SIGNATURE} klopt niet") from error
    _check_files(manifest, contents)
    if _assemble(contents) != raw:
        raise PackageError(f"{package.name}: er staat meer of iets anders in dan de ondertekende bestanden")
    return Verified(manifest, keys.fingerprint(signer)), contents


def _read(package: Path) -> bytes:
    try:
        if not package.is_file():
            raise PackageError(f"{package.name}: dit bestand is er niet")
        if package.stat().st_size > MAX_PACKAGE:
            raise PackageError(f"{package.name}: te groot (meer dan {MAX_PACKAGE // 2**20} MiB)")
        return package.read_bytes()
    except OSError as error:
        raise PackageError(f"{package.name}: kan niet worden gelezen ({error.strerror})") from error


def _contents(package: Path, content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_entries(package, entries)
            return {item.filename: _extract(archive, item) for item in entries}
    except PackageError:
        raise
    # All that zipfile raises on broken input (seen with one byte changed anywhere).
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        EOFError,
        RuntimeError,
        struct.error,
        IndexError,
    ) as error:
        raise PackageError(f"{package.name}: geen leesbaar pakket ({error})") from error


def _check_entries(package: Path, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_FILES:
        raise PackageError(f"{package.name}: te veel bestanden (meer dan {MAX_FILES})")
    seen: set[str] = set()
    total = 0
    for item in entries:
        name = item.filename
        if not _NAME.fullmatch(name):
            raise PackageError(f"{name!r}: deze bestandsnaam mag niet in een pakket")
        if name in seen:
            raise PackageError(f"{name}: komt twee keer voor")
        seen.add(name)
        # A stored entry cannot unpack to more than it takes, so that there is no zip bomb.
        if item.compress_type != zipfile.ZIP_STORED or item.file_size != item.compress_size:
            raise PackageError(f"{name}: is ingepakt; een pakket bevat alleen onverpakte bestanden")
        total += item.file_size
        if total > MAX_PACKAGE or (name in (MANIFEST, SIGNATURE) and item.file_size > MAX_MANIFEST):
            raise PackageError(f"{name}: te groot")


def _extract(archive: zipfile.ZipFile, item: zipfile.ZipInfo) -> bytes:
    try:
        return archive.read(item)
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, zlib.error) as error:
        raise PackageError(f"{item.filename}: beschadigd of veranderd") from error


def _manifest(content: bytes) -> Manifest:
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PackageError(f"{MANIFEST}: niet leesbaar ({error})") from error
    if manifest.format != FORMAT:
        raise PackageError(f"{MANIFEST}: onbekende soort pakket {manifest.format!r}")
    if not _legible(manifest.marking):
        raise PackageError(f"{MANIFEST}: de rubricering ontbreekt")
    return manifest


def _signer(manifest: Manifest) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(manifest.public_key, validate=True))
    except (ValueError, binascii.Error) as error:
        raise PackageError(f"{MANIFEST}: de openbare sleutel is niet leesbaar") from error


def _check_files(manifest: Manifest, contents: Mapping[str, bytes]) -> None:
    for name in sorted(contents.keys() - manifest.files.keys() - {MANIFEST, SIGNATURE}):
        raise PackageError(f"{name}: staat niet in {MANIFEST}")
    for name, entry in sorted(manifest.files.items()):
        if name not in contents:
            raise PackageError(f"{name}: ontbreekt in het pakket")
        if _entry(contents[name]) != entry:
            raise PackageError(f"{name}: de inhoud is veranderd")

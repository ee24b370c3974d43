"""The key that signs snapshots (Ed25519, RFC 8032): made once, kept beside the store."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from mlob.errors import ConfigError

__all__ = ["FILE_NAME", "export", "fingerprint", "load_or_make", "load_public", "raw"]

FILE_NAME = "snapshot-key.pem"
_RAW_LENGTH = 32


def load_or_make(data_dir: Path) -> Ed25519PrivateKey:
    """The key in `data_dir`, made at the first call (mode 0600); raises ConfigError."""
    path = data_dir / FILE_NAME
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        _make(path)
    if path.stat().st_mode & 0o077:
        raise ConfigError(f"{path}: anderen kunnen de sleutel lezen; zet de rechten op 0600")
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ConfigError(f"{path}: geen geldige sleutel") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ConfigError(f"{path}: geen Ed25519-sleutel")
    return key


def _make(path: Path) -> None:
    """Write a new key so that it is whole or absent; of two processes at once the first one wins."""
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def raw(key: Ed25519PublicKey) -> bytes:
    """The 32 bytes of a public key."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def fingerprint(key: Ed25519PublicKey) -> str:
    """SHA-256 of the public key in hex: what two people compare by telephone."""
    return hashlib.sha256(raw(key)).hexdigest()


def export(key: Ed25519PublicKey) -> bytes:
    """The public key as PEM, to hand to who verifies."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def load_public(path: Path) -> Ed25519PublicKey:
    """The public key in `path`, PEM or base64 as in a manifest; raises ConfigError."""
    try:
        content = path.read_bytes()
        if b"-----BEGIN" not in content:
            return _from_base64(content)
        key = load_pem_public_key(content)
    except OSError as error:
        raise ConfigError(f"{path}: kan niet worden gelezen ({error.strerror})") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ConfigError(f"{path}: geen openbare sleutel") from error
    if not isinstance(key, Ed25519PublicKey):
        raise ConfigError(f"{path}: geen Ed25519-sleutel")
    return key


def _from_base64(content: bytes) -> Ed25519PublicKey:
    try:
        found = base64.b64decode(content.strip(), validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
    if len(found) != _RAW_LENGTH:
        raise ValueError("wrong length")
    return Ed25519PublicKey.from_public_bytes(found)

"""A picture read back from a file: the GeoJSON of a package that is sound, or such a file by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from mlob.errors import MlobError
from mlob.snapshot import package

__all__ = ["PICTURE", "PictureError", "from_file", "picture"]

PICTURE = "beeld.geojson"
"""The file of a package that holds the picture."""

_ZIP = b"PK"


class PictureError(MlobError):
    """Refuse: a file holds no picture; the text says which and why."""


class _Feature(msgspec.Struct):
    """What every feature of a picture has."""

    id: str
    properties: dict[str, Any]
    geometry: dict[str, Any] | None = None


class _Picture(msgspec.Struct, tag_field="type", tag="FeatureCollection"):
    """What of a picture is compared; the rest of the file is left alone."""

    features: list[_Feature]
    at: str | None = None
    known_at: str | None = None
    cursor: str | None = None
    marking: str | None = None
    exercise: bool = False
    sources: list[dict[str, Any]] | None = None
    disciplines: list[dict[str, Any]] | None = None


_decode = msgspec.json.Decoder(_Picture).decode


def from_file(path: Path, public_key: Ed25519PublicKey | None = None) -> dict[str, Any]:
    """The picture in a package (whole and signed, by `public_key` when given) or in a GeoJSON file.

    Raises PackageError or PictureError.
    """
    try:
        with path.open("rb") as file:
            zipped = file.read(2) == _ZIP
        if zipped or path.suffix.lower() == ".zip":
            return picture(package.content(path, PICTURE, public_key), path.name)
        if public_key is not None:
            raise PictureError(f"{path.name}: is geen pakket en dus niet ondertekend")
        if path.stat().st_size > package.MAX_PACKAGE:
            raise PictureError(f"{path.name}: te groot (meer dan {package.MAX_PACKAGE // 2**20} MiB)")
        return picture(path.read_bytes(), path.name)
    except OSError as error:
        raise PictureError(f"{path.name}: kan niet worden gelezen ({error.strerror})") from error


def picture(raw: bytes, name: str) -> dict[str, Any]:
    """The picture that GeoJSON of ours holds; `name` says in errors whose. Raises PictureError."""
    try:
        found = _decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PictureError(f"{name}: geen beeld van mlob ({error})") from error
    plain: dict[str, Any] = msgspec.to_builtins(found)
    for absent in ("sources", "disciplines"):
        if plain[absent] is None:
            del plain[absent]
    return plain

"""From a picture to a signed package: render the chosen forms and write them with their manifest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mlob.config import Organisation
from mlob.snapshot import document, geo
from mlob.snapshot.figures import silent
from mlob.snapshot.package import Manifest, SnapshotRefused, write

__all__ = ["FORMATS", "is_exercise", "make"]

Rows = Sequence[Mapping[str, Any]]
Render = Callable[[Mapping[str, Any], Rows, Rows, Organisation, bool], bytes]


def _geojson(
    picture: Mapping[str, Any], disciplines: Rows, timeline: Rows, organisation: Organisation, exercise: bool
) -> bytes:
    return geo.render(picture, disciplines, organisation, exercise=exercise)


def _html(
    picture: Mapping[str, Any], disciplines: Rows, timeline: Rows, organisation: Organisation, exercise: bool
) -> bytes:
    return document.render(picture, disciplines, timeline, organisation, exercise=exercise)


FORMATS: dict[str, Render] = {"geojson": _geojson, "html": _html}
"""The forms that a snapshot may have, by the name on the command line, which is also the file suffix."""


def is_exercise(picture: Mapping[str, Any], organisation: Organisation) -> bool:
    """Whether the whole picture is an exercise: by setting, or because nothing in it is real."""
    said = [
        bool(item["properties"].get("exercise"))
        for item in picture["features"]
        if item["properties"]["kind"] != "region" or item["properties"].get("sources")
    ]
    return organisation.exercise or (bool(said) and all(said))


def make(
    picture: Mapping[str, Any],
    disciplines: Rows,
    timeline: Rows,
    organisation: Organisation,
    formats: Collection[str],
    out: Path,
    key: Ed25519PrivateKey,
    versions: Mapping[str, str],
    *,
    author_role: str = "",
) -> Path:
    """Write the package of a picture into the folder `out`; its path.

    `picture` is the answer of `GET /picture`, `disciplines` the list of `GET /sources`, `timeline` the
    entries of `GET /timeline`. Raises SnapshotRefused without a marking or for an unknown form.
    """
    unknown = sorted(set(formats) - FORMATS.keys())
    if unknown:
        raise SnapshotRefused(f"Onbekende vorm: {', '.join(unknown)}. Kies uit: {', '.join(FORMATS)}.")
    exercise = is_exercise(picture, organisation)
    manifest = Manifest(
        organisation=organisation.name,
        picture=organisation.picture,
        marking=organisation.marking,
        exercise=exercise,
        author_role=author_role,
        cursor=str(picture["cursor"]),
        at=picture["at"],
        known_at=picture["known_at"],
        sources=[dict(row) for row in picture["sources"]],
        disciplines=[dict(row) for row in disciplines],
        silent=[row["name"] for row in silent(picture["sources"])],
        versions=dict(versions),
    )
    parts = {
        f"beeld.{name}": FORMATS[name](picture, disciplines, timeline, organisation, exercise)
        for name in sorted(set(formats))
    }
    return write(parts, manifest, key, out)

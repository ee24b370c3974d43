"""From material to a signed package: render the chosen forms and write them with their manifest."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mlob.config import Organisation
from mlob.snapshot import forms, memory, remarks
from mlob.snapshot.compose import compose
from mlob.snapshot.figures import silent
from mlob.snapshot.material import Material
from mlob.snapshot.package import Manifest, SnapshotRefused, refuse, write

__all__ = ["FORMATS", "Progress", "is_exercise", "make", "refuse_forms"]

FORMATS = tuple(forms.known())
"""The forms that a snapshot may have, by the name on the command line."""

Progress = Callable[[int, int, str], None]
"""Told before each form: how many are done, of how many, and which is next; at the end an empty name."""

log = logging.getLogger(__name__)


def is_exercise(picture: Mapping[str, Any], organisation: Organisation) -> bool:
    """Whether the whole picture is an exercise: by setting, or because nothing in it is real."""
    said = [
        bool(item["properties"].get("exercise"))
        for item in picture["features"]
        if (item["properties"]["kind"] != "region" or item["properties"].get("sources"))
        and not str(item["id"]).startswith(remarks.PREFIX)
    ]
    return organisation.exercise or (bool(said) and all(said))


def refuse_forms(names: Collection[str]) -> None:
    """Raise SnapshotRefused for a form that does not exist."""
    unknown = sorted(set(names) - set(FORMATS))
    if unknown:
        raise SnapshotRefused(f"Onbekende vorm: {', '.join(unknown)}. Kies uit: {', '.join(FORMATS)}.")


def make(
    material: Material,
    names: Collection[str],
    out: Path,
    key: Ed25519PrivateKey,
    versions: Mapping[str, str],
    *,
    author_role: str = "",
    progress: Progress = lambda done, total, name: None,
) -> Path:
    """Write the package of a picture in the forms `names` into the folder `out`; its path.

    Raises SnapshotRefused without a marking, for an unknown form, and for a form that cannot be made,
    by its name: a package is whole or there is none.
    """
    refuse_forms(names)
    refuse(material.organisation.marking, names)
    content, parts, chosen = compose(material), dict[str, bytes](), sorted(set(names))
    for done, name in enumerate(chosen):
        progress(done, len(chosen), name)
        try:
            parts.update(forms.known()[name].render(material, content))
        except Exception as error:  # whatever it was, the package fails by the name of its part
            log.exception("snapshot: the form %s failed", name)
            raise SnapshotRefused(f"De vorm {name} kon niet worden gemaakt ({error}).") from error
        memory.give_back()  # so that no form stands on what the one before it needed
    path = write(parts, _manifest(material, versions, author_role), key, out)
    progress(len(chosen), len(chosen), "")
    return path


def _manifest(material: Material, versions: Mapping[str, str], author_role: str) -> Manifest:
    picture, organisation = material.picture, material.organisation
    return Manifest(
        organisation=organisation.name,
        picture=organisation.picture,
        marking=organisation.marking,
        exercise=material.exercise,
        author_role=author_role,
        cursor=str(picture["cursor"]),
        at=picture["at"],
        known_at=picture["known_at"],
        since=None if material.since is None else msgspec.to_builtins(material.since),
        sources=[dict(row) for row in picture["sources"]],
        disciplines=[dict(row) for row in material.disciplines],
        silent=[row["name"] for row in silent(picture["sources"]) if row["state"] in ("stil", "nooit")],
        versions=dict(versions),
    )

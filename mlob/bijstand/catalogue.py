"""The capacity catalogue: what can be asked for (data/capaciteit.toml)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from mlob.bijstand import units
from mlob.dutch import dutch
from mlob.errors import ConfigError
from mlob.model import Discipline
from mlob.paths import DATA

__all__ = ["FILE", "Resource", "find", "known", "read"]

FILE = DATA / "capaciteit.toml"
_SHORTEST_STEM = 3


class Resource(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of capacity; `unit` is what it is counted in when nobody says otherwise.

    `strength` is the people that come with one unit (0: nobody, or not known). `norm_minutes` after the
    alarm it is there, or ready to leave; `norm_prealert_minutes` after an alarm that a prealert preceded.
    """

    code: str
    name: str
    name_en: str
    discipline: Discipline
    unit: str
    strength: int = 0
    norm_minutes: int | None = None
    norm_prealert_minutes: int | None = None
    vehicle: Literal["road", "air", "foot"] = "road"
    note: str = ""


class _Catalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    resource: tuple[Resource, ...]


def read(path: Path) -> tuple[dict[str, Resource], list[str]]:
    """The resources in `path` by code, and every fault as a line with the file."""
    try:
        catalogue = msgspec.toml.decode(path.read_bytes(), type=_Catalogue)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        return {}, [f"{path}: {dutch(error)}"]
    found: dict[str, Resource] = {}
    faults: list[str] = []
    for resource in catalogue.resource:
        if resource.code in found:
            faults.append(f"{path}: de code {resource.code!r} komt twee keer voor")
        faults += [f"{path}: {resource.code!r}: {fault}" for fault in _faults(resource)]
        found[resource.code] = resource
    return found, faults


def _faults(resource: Resource) -> Iterator[str]:
    for name in ("code", "name", "name_en", "unit"):
        if not getattr(resource, name).strip():
            yield f"{name}: leeg"
    if resource.unit.strip() and resource.unit not in units.known():
        yield f"unit: {resource.unit!r} staat niet in data/eenheden.toml"
    if resource.strength < 0:
        yield "strength: kleiner dan 0"
    for name in ("norm_minutes", "norm_prealert_minutes"):
        if (norm := getattr(resource, name)) is not None and norm <= 0:
            yield f"{name}: niet groter dan 0"


@cache
def known() -> dict[str, Resource]:
    """Every resource by its code; raises ConfigError when the file is wrong."""
    resources, faults = read(FILE)
    if faults:
        raise ConfigError("\n".join(faults))
    return resources


def find(text: str) -> str | None:
    """The code of the one resource that a text names, in Dutch or English, singular or plural."""
    return _wordings().get(_plain(text))


@cache
def _wordings() -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for resource in known().values():
        names = (resource.code, resource.name, resource.name.partition(" (")[0], resource.name_en)
        for name in {_plain(name) for name in names}:
            found[name] = resource.code if found.get(name, resource.code) == resource.code else None
    return found


def _plain(text: str) -> str:
    """Lower case without accents and punctuation, each word without its plural."""
    bare = "".join(
        sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign)
    )
    words = re.sub(r"[^a-z0-9]+", " ", bare.replace("'s", "s")).split()
    return " ".join(_singular(word) for word in words)


def _singular(word: str) -> str:
    """A word without a Dutch or English plural ending; both "bus" and "bussen" become "bus"."""
    for ending in ("en", "s"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_STEM:
            return stem[:-1] if len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2] else stem
    return word

"""The capacity catalogue: what can be asked for (data/capaciteit.toml)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from mlob.errors import ConfigError
from mlob.model import Discipline
from mlob.paths import DATA

__all__ = ["FILE", "Resource", "known", "read"]

FILE = DATA / "capaciteit.toml"


class Resource(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of capacity; `unit` is what it is counted in when nobody says otherwise."""

    code: str
    name: str
    name_en: str
    discipline: Discipline
    unit: str
    note: str = ""


class _Catalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    resource: tuple[Resource, ...]


def read(path: Path) -> tuple[dict[str, Resource], list[str]]:
    """The resources in `path` by code, and every fault as a line with the file."""
    try:
        catalogue = msgspec.toml.decode(path.read_bytes(), type=_Catalogue)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        return {}, [f"{path}: {error}"]
    found: dict[str, Resource] = {}
    faults: list[str] = []
    for resource in catalogue.resource:
        if resource.code in found:
            faults.append(f"{path}: de code {resource.code!r} komt twee keer voor")
        found[resource.code] = resource
    return found, faults


@cache
def known() -> dict[str, Resource]:
    """Every resource by its code; raises ConfigError when the file is wrong."""
    resources, faults = read(FILE)
    if faults:
        raise ConfigError("\n".join(faults))
    return resources

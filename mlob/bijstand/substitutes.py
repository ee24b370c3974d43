"""What may stand in for what (data/vervanging.toml)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from mlob.bijstand import catalogue
from mlob.dutch import dutch
from mlob.errors import ConfigError
from mlob.paths import DATA

__all__ = ["FILE", "Substitute", "known", "read", "serving"]

FILE = DATA / "vervanging.toml"


class Substitute(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One unit of `resource` counts as `each` units of `instead_of`; only whole units."""

    resource: str
    instead_of: str
    each: int
    note: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    substitute: tuple[Substitute, ...]


def read(path: Path) -> tuple[tuple[Substitute, ...], list[str]]:
    """The substitutes in `path`, and every fault as a line with the file."""
    try:
        found = msgspec.toml.decode(path.read_bytes(), type=_File).substitute
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        return (), [f"{path}: {dutch(error)}"]
    faults = [
        f"{path}: {name!r} staat niet in de catalogus"
        for item in found
        for name in (item.resource, item.instead_of)
        if name not in catalogue.known()
    ]
    faults += [
        f"{path}: {item.resource!r}: each moet minstens 1 zijn, en niets vervangt zichzelf"
        for item in found
        if item.each < 1 or item.resource == item.instead_of
    ]
    return found, faults


@cache
def known() -> tuple[Substitute, ...]:
    """Every substitute; raises ConfigError when the file is wrong."""
    found, faults = read(FILE)
    if faults:
        raise ConfigError("\n".join(faults))
    return found


def serving(resource: str) -> tuple[Substitute, ...]:
    """What may stand in for a resource."""
    return tuple(item for item in known() if item.instead_of == resource)

"""How a number of a unit is said: 1 peloton, 2 pelotons (data/eenheden.toml)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from mlob.dutch import dutch
from mlob.errors import ConfigError
from mlob.paths import DATA

__all__ = ["FILE", "Unit", "counted", "known", "read"]

FILE = DATA / "eenheden.toml"


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The singular of a unit, and its English words."""

    one: str
    en: str
    en_one: str


class _Units(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    unit: dict[str, Unit]


def read(path: Path) -> tuple[dict[str, Unit], list[str]]:
    """The units in `path` by their plural, and every fault as a line with the file."""
    try:
        found = msgspec.toml.decode(path.read_bytes(), type=_Units).unit
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        return {}, [f"{path}: {dutch(error)}"]
    return found, [f"{path}: {name!r}: {fault}" for name, unit in found.items() for fault in _faults(unit)]


def _faults(unit: Unit) -> Iterator[str]:
    for name in ("one", "en", "en_one"):
        if not getattr(unit, name).strip():
            yield f"{name}: leeg"


@cache
def known() -> dict[str, Unit]:
    """Every unit by its plural; raises ConfigError when the file is wrong."""
    units, faults = read(FILE)
    if faults:
        raise ConfigError("\n".join(faults))
    return units


def counted(quantity: float, unit: str) -> str:
    """The unit as it follows a number; one that somebody made up stays as he wrote it."""
    said = known().get(unit.strip().casefold())
    return said.one if said is not None and quantity == 1 else unit

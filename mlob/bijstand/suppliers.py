"""Who can give bijstand: the 25 veiligheidsregio's, the police units and the national services.

A supplier is known by a code: VR01 to VR25, PE01 to PE10, or one of data/leveranciers.toml. It stands
in the entity `capacity:<code>:<resource>` and in the property `supplier` (a region also in `vr`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec
from shapely.geometry import shape

from mlob import gazetteer, regions
from mlob.bijstand import catalogue
from mlob.dutch import dutch
from mlob.errors import ConfigError
from mlob.model import Discipline
from mlob.paths import DATA

__all__ = ["FILE", "NUMBERS", "Point", "Supplier", "base", "code_of", "expected", "find", "is_amount"]
__all__ += ["known", "middle", "read"]

FILE = DATA / "leveranciers.toml"

Point = tuple[float, float]
"""Longitude, latitude (WGS 84)."""

NUMBERS = ("total", "available", "in_use", "promised", "minimum", "ready_minutes")
"""Numbers of a capacity figure (mlob/bijstand/capacity.py)."""

_MOST = 1e9
_REGIONAL = (Discipline.BRANDWEER, Discipline.GHOR, Discipline.GEMEENTEN)
_CODE = re.compile(r"[A-Z0-9]{2,12}")
_REGION = re.compile(r"^(?:de )?(?:veiligheids(?: en gezondheids)?regio|vr) ")
_UNIT = re.compile(r"^(?:de )?(?:politie |regionale )*eenheid ")


class Supplier(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One supplier; `regions` (VRnn) are its own, so that it is not its own helper there.

    `resources` it is the one to ask for; of `disciplines` it may have all that nobody else is asked for.
    """

    code: str
    name: str
    also: tuple[str, ...] = ()
    disciplines: tuple[Discipline, ...] = ()
    resources: tuple[str, ...] = ()
    base: str = ""
    bases: dict[str, str] = {}
    note: str = ""
    regions: tuple[str, ...] = ()


class _Services(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    supplier: tuple[Supplier, ...]


def read(path: Path) -> tuple[dict[str, Supplier], list[str]]:
    """The services in `path` by code, and every fault as a line with the file."""
    try:
        services = msgspec.toml.decode(path.read_bytes(), type=_Services).supplier
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        return {}, [f"{path}: {dutch(error)}"]
    found: dict[str, Supplier] = {}
    faults = []
    for service in services:
        if not _CODE.fullmatch(service.code) or service.code in found or service.code in _regional():
            faults.append(f"{path}: code {service.code!r} is ongeldig of bestaat al")
        for place in (service.base, *service.bases.values()):
            if place and gazetteer.find(place) is None:
                faults.append(f"{path}: {service.code}: de plaats {place!r} is niet bekend")
        for resource in (*service.resources, *service.bases):
            if resource not in catalogue.known():
                faults.append(f"{path}: {service.code}: {resource!r} staat niet in de catalogus")
        found[service.code] = service
    return found, faults


@cache
def known() -> dict[str, Supplier]:
    """Every supplier by its code, in a fixed order; raises ConfigError when the file is wrong."""
    services, faults = read(FILE)
    if faults:
        raise ConfigError("\n".join(faults))
    return _regional() | services


@cache
def _regional() -> dict[str, Supplier]:
    found = {
        code: Supplier(code=code, name=name, disciplines=_REGIONAL, regions=(code,))
        for code, name in regions.names().items()
    }
    units: dict[str, list[dict[str, str]]] = {}
    for row in regions.regions():
        units.setdefault(f"PE{row['politie_eenheid_nr']}", []).append(row)
    for code in sorted(units):
        rows = units[code]
        found[code] = Supplier(
            code=code,
            name=f"Politie {rows[0]['politie_eenheid']}",
            disciplines=(Discipline.POLITIE,),
            regions=tuple(row["vr_code"] for row in rows),
        )
    return found


def code_of(given: Mapping[str, Any]) -> str | None:
    """The code of the supplier that the values of a capacity figure name (`supplier`, else `vr`)."""
    for name in ("supplier", "vr"):
        value = given.get(name)
        if isinstance(value, str) and (found := value if value in known() else find(value)):
            return found
    return None


def is_amount(value: object) -> bool:
    """Whether a value is a number of things."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _MOST


def find(text: str) -> str | None:
    """The code of the supplier that a text means: its code or one of its names."""
    return _wordings().get(_plain(text))


@cache
def _wordings() -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for supplier in known().values():
        for name in {_plain(name) for name in (supplier.code, supplier.name, *supplier.also)}:
            # A name that two bear means neither.
            found[name] = supplier.code if found.get(name, supplier.code) == supplier.code else None
    return found


def _plain(text: str) -> str:
    """Lower case without accents and punctuation; "Veiligheidsregio X" is X, "eenheid X" Politie X."""
    signs = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in signs if not unicodedata.combining(sign))
    bare = " ".join(re.sub(r"[^0-9a-z]+", " ", bare).split())
    return _UNIT.sub("politie ", _REGION.sub("", bare))


@cache
def expected(resource: str) -> tuple[str, ...]:
    """Codes of the suppliers that are asked for a resource, so that one without a figure is missed."""
    named = tuple(code for code, supplier in known().items() if resource in supplier.resources)
    asked = catalogue.known().get(resource)
    if named or asked is None:
        return named
    return tuple(code for code, supplier in known().items() if asked.discipline in supplier.disciplines)


@lru_cache(maxsize=1024)
def base(code: str, resource: str) -> Point | None:
    """From where a supplier's units leave: its base, else the middle of its region(s); None: not known."""
    supplier = known()[code]
    place = gazetteer.find(supplier.bases.get(resource, supplier.base))
    if place is not None:
        return place.lon, place.lat
    middles = [middle(region) for region in supplier.regions]
    if not middles:
        return None
    return sum(lon for lon, _ in middles) / len(middles), sum(lat for _, lat in middles) / len(middles)


@cache
def middle(region: str) -> Point:
    """The middle of a veiligheidsregio's land."""
    point = shape(regions.region_geometry(region)).centroid
    return round(point.x, 5), round(point.y, 5)

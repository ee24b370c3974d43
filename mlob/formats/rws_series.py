"""One series of the Waterwebservices: what is measured, how, and the values that are there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
import pyproj

from mlob.errors import DecodeError
from mlob.formats.gml import Position, on_earth
from mlob.formats.positions import RD_NEW
from mlob.formats.xml_fields import real, time
from mlob.regions import is_rd, to_wgs84

__all__ = ["MEASURED", "Point", "Series", "position", "series"]

MEASURED = "meting"
MISSING_VALUE = 999_999_999.0
"""What stands for "no value"; quality 99 says the same."""
MISSING_QUALITY = "99"
OLDER = {
    "WATHTEVERWACHT": ("WATHTE", "verwachting"),
    "QVERWACHT": ("Q", "verwachting"),
    "WATHTBRKD": ("WATHTE", "astronomisch"),
    "WATHTEASTRO": ("WATHTE", "astronomisch"),
}
"""Quantities of the older service that are predictions; the newer one says so in ProcesType."""
NONE = ("NVT", "nvt", "")
DEGREES = ("4258", "4326", "ETRS89", "WGS84")
PROJECTED = ("25831", "25832")
"""ETRS89 in UTM zones 31 and 32, in metres."""


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """A value at a time (UTC); a number, or a text where it is none ("<0.5")."""

    time: datetime
    value: float | str
    quality: str | None = None
    status: str | None = None


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """Values of one quantity by one process, in order of time; what is missing is not among them."""

    quantity: str
    process: str
    parameter: str | None = None
    unit: str | None = None
    reference: str | None = None
    compartment: str | None = None
    grouping: str | None = None
    points: tuple[Point, ...] = ()


def series(item: dict[str, Any], zone: str) -> Series:
    """One item of WaarnemingenLijst; raises DecodeError, naming the member."""
    meta = item.get("AquoMetadata")
    if not isinstance(meta, dict):
        raise DecodeError("AquoMetadata: ontbreekt")
    said = _coded(meta, "Grootheid")
    if said is None:
        raise DecodeError("Grootheid.Code: ontbreekt")
    quantity, process = OLDER.get(said, (said, MEASURED))
    stated = meta.get("ProcesType") or item.get("ProcesType")
    if isinstance(stated, str) and stated.strip():
        process = stated.strip().lower()
    return Series(
        quantity=quantity,
        process="verwachting" if process == "verwacht" else process,
        parameter=_coded(meta, "Parameter"),
        unit=_coded(meta, "Eenheid"),
        reference=_coded(meta, "Hoedanigheid"),
        compartment=_coded(meta, "Compartiment"),
        grouping=_coded(meta, "Groepering"),
        points=tuple(sorted(_points(item.get("MetingenLijst"), zone), key=lambda point: point.time)),
    )


def position(place: dict[str, Any]) -> Position | None:
    """Where a location is, in degrees; None when it does not say. Raises DecodeError."""
    lat, lon = (_number(place.get(name), f"Locatie.{name}") for name in ("Lat", "Lon"))
    if lat is not None and lon is not None:
        return on_earth(lon, lat, "Locatie")
    x, y = (_number(place.get(name), f"Locatie.{name}") for name in ("X", "Y"))
    if x is None or y is None:
        return None
    system = str(place.get("Coordinatenstelsel") or "").strip().upper().removeprefix("EPSG:")
    if system in DEGREES:
        return on_earth(x, y, "Locatie")
    if system == RD_NEW:
        if not is_rd(x, y):
            raise DecodeError(f"Locatie: punt ligt buiten RD New ({x}, {y})")
        return _rounded(*to_wgs84(x, y))
    if system not in PROJECTED:
        raise DecodeError(f"Coordinatenstelsel: onbekend ({system[:40]!r})")
    return on_earth(*_rounded(*_utm(system).transform(x, y)), "Locatie")


def _rounded(lon: float, lat: float) -> Position:
    return round(float(lon), 7), round(float(lat), 7)


@cache
def _utm(system: str) -> pyproj.Transformer:
    # ETRS89 is within a metre of WGS 84.
    return pyproj.Transformer.from_crs(f"EPSG:{system}", "EPSG:4258", always_xy=True)


def _number(value: Any, name: str) -> float | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise DecodeError(f"{name}: geen getal")
    return real(str(value), name)


def _coded(meta: dict[str, Any], name: str) -> str | None:
    """The code of a part of AquoMetadata; None for "not applicable"."""
    part = meta.get(name)
    code = part.get("Code") if isinstance(part, dict) else part
    return code.strip() if isinstance(code, str) and code.strip() not in NONE else None


def _points(said: Any, zone: str) -> Iterator[Point]:
    if said is None:
        return
    if not isinstance(said, list) or any(not isinstance(item, dict) for item in said):
        raise DecodeError("MetingenLijst: geen lijst van objecten")
    for item in said:
        meta = item.get("WaarnemingMetadata")
        meta = meta if isinstance(meta, dict) else {}
        quality = _plain(meta, "Kwaliteitswaardecode")
        value = _value(item.get("Meetwaarde"))
        if value is None or quality == MISSING_QUALITY:
            continue
        stamp = item.get("Tijdstip")
        moment = time(stamp if isinstance(stamp, str) else None, "Tijdstip", zone)
        if moment is None:
            raise DecodeError("Tijdstip: ontbreekt")
        yield Point(time=moment, value=value, quality=quality, status=_plain(meta, "Statuswaarde"))


def _plain(meta: dict[str, Any], name: str) -> str | None:
    """A value of the metadata, which the older service puts in a list."""
    said = meta.get(name, meta.get(f"{name}Lijst"))
    if isinstance(said, list):
        said = said[0] if said else None
    if isinstance(said, int) and not isinstance(said, bool):
        return f"{said:02d}"
    return (said.strip() or None) if isinstance(said, str) else None


def _value(said: Any) -> float | str | None:
    if not isinstance(said, dict):
        return None
    number = _number(said.get("Waarde_Numeriek"), "Waarde_Numeriek")
    text = said.get("Waarde_Alfanumeriek")
    if number is None and isinstance(text, str):
        try:
            number = real(text.strip(), "Waarde_Alfanumeriek")
        except DecodeError:
            return text.strip() or None
    return None if number is None or abs(number) >= MISSING_VALUE else number

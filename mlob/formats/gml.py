"""Points of GML, as EDXL writes them: latitude first (EPSG:4326), unless srsName says otherwise."""

from __future__ import annotations

from lxml import etree

from mlob.errors import DecodeError
from mlob.formats.positions import RD_NEW
from mlob.formats.xml_fields import real, within, words
from mlob.regions import is_rd, to_wgs84

__all__ = ["NAMES", "Position", "not_turned", "on_earth", "point", "position"]

Position = tuple[float, float]
"""Longitude, latitude, WGS 84."""
NAMES = ("srsName", "SrsName")
"""EDXL common types write the name of the system with a capital."""
DEGREES = ("4326", "4258", "4979")
"""Reference systems with latitude first; ETRS89 (4258) is within a metre of WGS 84."""


def point(element: etree._Element) -> Position | None:
    """The first gml:pos within an element; None without one. Raises DecodeError, naming the element.

    RD New (EPSG:28992) is converted; CRS84 has the longitude first. Heights are dropped.
    """
    pos = within(element, "pos")
    content = words(pos)
    if pos is None or content is None:
        return None
    parts = content.split()
    if len(parts) not in (2, 3):
        raise DecodeError(f"pos: geen punt ({content[:40]!r})")
    return position(real(parts[0], "pos"), real(parts[1], "pos"), _system(pos), "pos")


def position(one: float, two: float, system: str, name: str) -> Position:
    """Two numbers of the element `name` in a reference system; "" is WGS 84 with the latitude first."""
    if system.endswith(RD_NEW):
        if not is_rd(one, two):
            raise DecodeError(f"{name}: punt ligt buiten RD New ('{one:g} {two:g}')")
        lon, lat = to_wgs84(one, two)
        return round(lon, 7), round(lat, 7)
    if system.endswith("CRS84"):
        return on_earth(one, two, name)
    if system and not system.endswith(DEGREES):
        raise DecodeError(f"srsName: onbekend stelsel ({system[:60]!r}), alleen WGS 84 en RD New")
    return not_turned(two, one, name)


def not_turned(lon: float, lat: float, name: str) -> Position:
    """The same position; raises DecodeError where the numbers of a place in the Netherlands are turned round.

    They are one of the sea off Somalia then, from where no hospital reports and nobody warns.
    """
    if 50 <= lon <= 54 and 3 <= lat <= 8:
        raise DecodeError(f"{name}: breedte en lengte zijn verwisseld ({lat:g}, {lon:g})")
    return on_earth(lon, lat, name)


def on_earth(lon: float, lat: float, name: str) -> Position:
    """The same position when there is one; raises DecodeError."""
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise DecodeError(f"{name}: punt ligt niet op aarde ({lat}, {lon})")
    return lon, lat


def _system(pos: etree._Element) -> str:
    """srsName of the position, or else of its point (OGC 07-036, 10.1.3.2)."""
    around = pos.getparent()
    said = (item.get(name) for item in (pos, around) if item is not None for name in NAMES)
    return next((system for system in said if system), "")

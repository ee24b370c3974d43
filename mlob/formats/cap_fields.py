"""Elements of CAP: how often they may stand there, which values they may have, how places are written."""

from __future__ import annotations

import math
from datetime import datetime
from zoneinfo import ZoneInfo

from lxml import etree

from mlob.errors import DecodeError
from mlob.formats.gml import not_turned
from mlob.formats.xml import local, namespace
from mlob.moment import moment

__all__ = ["Children", "Position", "circle", "ring"]

EARTH_KM = 20_000.0
"""No circle on earth is wider: half the way round."""

Position = tuple[float, float]


class Children:
    """The children of one element in its own namespace, by name; the texts of DecodeErrors name them."""

    def __init__(self, element: etree._Element) -> None:
        own = namespace(element)
        self._found: dict[str, list[etree._Element]] = {}
        for child in element:
            if isinstance(child.tag, str) and namespace(child) == own:
                self._found.setdefault(local(child), []).append(child)

    def all(self, name: str) -> list[etree._Element]:
        """Every child of that name."""
        return self._found.get(name, [])

    def texts(self, name: str) -> tuple[str, ...]:
        """The text of every child of that name that has any."""
        return tuple(text for child in self.all(name) if (text := (child.text or "").strip()))

    def text(self, name: str) -> str | None:
        """The text of a child that may stand there once at most; None without it or when it is empty."""
        children = self.all(name)
        if len(children) > 1:
            raise DecodeError(f"{name}: staat er meer dan een keer")
        return (children[0].text or "").strip() or None if children else None

    def required(self, name: str) -> str:
        """The text of a child that must stand there once."""
        found = self.text(name)
        if found is None:
            raise DecodeError(f"{name}: {'is leeg' if self.all(name) else 'ontbreekt'}")
        return found

    def choice(self, name: str, allowed: frozenset[str]) -> str:
        """A required child with one of the allowed values."""
        return _allowed(name, self.required(name), allowed)

    def choices(self, name: str, allowed: frozenset[str]) -> tuple[str, ...]:
        """Every child of that name, each with one of the allowed values."""
        return tuple(_allowed(name, (child.text or "").strip(), allowed) for child in self.all(name))

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """valueName and value of every child of that name (CAP 1.2, 3.2.2: eventCode, parameter).

        CAP 1.0 writes "name=value".
        """
        return tuple(_pair(child) for child in self.all(name))

    def time(self, name: str, zone: ZoneInfo) -> datetime | None:
        """A UTC moment. CAP 3.3.2 demands an offset; without one the time zone of the source holds."""
        text = self.text(name)
        return None if text is None else _time(name, text, zone)

    def required_time(self, name: str, zone: ZoneInfo) -> datetime:
        """As `time`, of a child that must stand there."""
        return _time(name, self.required(name), zone)


def ring(text: str) -> tuple[Position, ...]:
    """The (lon, lat) corners of a polygon: at least four pairs, first and last the same (CAP 1.2, 3.2.4)."""
    corners = tuple(_position(pair, "polygon") for pair in text.split())
    if len(corners) < 4:
        raise DecodeError("polygon: minder dan vier punten")
    if corners[0] != corners[-1]:
        raise DecodeError("polygon: niet gesloten, het laatste punt is niet het eerste")
    return corners


def circle(text: str) -> tuple[float, float, float]:
    """Longitude, latitude and radius in km of a circle, "lat,lon radius" (CAP 1.2, 3.2.4)."""
    parts = text.split()
    if len(parts) != 2:
        raise DecodeError(f"circle: geen punt met straal ({text[:40]!r})")
    lon, lat = _position(parts[0], "circle")
    radius = _number(parts[1], "circle")
    if not 0 <= radius <= EARTH_KM:
        raise DecodeError(f"circle: straal bestaat niet ({parts[1][:40]!r})")
    return lon, lat, radius


def _pair(element: etree._Element) -> tuple[str, str]:
    inner = Children(element)
    if not inner.all("valueName") and not inner.all("value"):
        name, _, value = (element.text or "").strip().partition("=")
        return name.strip(), value.strip()
    return inner.text("valueName") or "", inner.text("value") or ""


def _time(name: str, text: str, zone: ZoneInfo) -> datetime:
    try:
        if len(text) < 19 or text[10] != "T":
            raise ValueError(text)
        return moment(text, zone)
    except (ValueError, OverflowError) as error:
        raise DecodeError(f"{name}: geen tijd ({text[:40]!r})") from error


def _allowed(name: str, value: str, allowed: frozenset[str]) -> str:
    if value not in allowed:
        raise DecodeError(f"{name}: waarde {value[:40]!r} staat niet in de standaard")
    return value


def _position(pair: str, name: str) -> Position:
    parts = pair.split(",")
    if len(parts) != 2:
        raise DecodeError(f"{name}: geen punt ({pair[:40]!r})")
    lat, lon = _number(parts[0], name), _number(parts[1], name)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise DecodeError(f"{name}: punt ligt niet op aarde ({pair[:40]!r})")
    return not_turned(lon, lat, name)


def _number(text: str, name: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise DecodeError(f"{name}: geen getal ({text[:40]!r})") from error
    if not math.isfinite(value):
        raise DecodeError(f"{name}: geen getal ({text[:40]!r})")
    return value

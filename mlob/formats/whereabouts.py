"""Where something is, by columns: degrees, RD New metres, or the name of a place or gemeente."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from mlob import gazetteer, regions
from mlob.errors import DecodeError
from mlob.formats.positions import geometry
from mlob.model import Geometry

__all__ = ["position", "region_code"]

_LAT, _LON = (-90.0, 90.0), (-180.0, 180.0)
_GEMEENTE = ("gemeente ",)
_REGION = ("veiligheidsregio ", "vr ")


def position(values: Mapping[str, Any]) -> tuple[Geometry | None, float | None]:
    """The point that the columns give, with its accuracy in metres when it stands for a whole place.

    `lat`, `lon`, `x` and `y` are the readings of a number (cells.readings); a pair goes before a name,
    and without one of the two there is no pair. Raises DecodeError when a pair is nowhere.
    """
    pairs = (("lon", "lat", _LON, _LAT, False), ("x", "y", regions.RD_X, regions.RD_Y, True))
    for east, north, width, height, rd in pairs:
        if east in values and north in values:
            pair = [_within(values[east], width), _within(values[north], height)]
            if pair != [0, 0]:  # what an export writes where it has no position
                found = _point(pair, rd)
                if not rd and not all(map(_between, pair, (width, height))):
                    _on_land(found, pair)
                return found, None
    return _named(values)


def region_code(name: str) -> str:
    """VRnn of a code, number or name; what is none of these comes back as it is."""
    number = name.strip().upper().removeprefix("VR")
    if number.isdecimal() and number.isascii() and f"VR{int(number):02}" in regions.names():
        return f"VR{int(number):02}"
    return _regions().get(_stem(name, _REGION), name)


def _within(readings: Sequence[float], bounds: tuple[float, float]) -> float:
    return next((item for item in readings if _between(item, bounds)), readings[0])


def _between(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]


def _point(pair: list[float], rd: bool) -> Geometry:
    try:
        return geometry({"type": "Point", "coordinates": pair}, rd=rd)
    except DecodeError as error:
        raise DecodeError(str(error).removeprefix("geometry.coordinates: ")) from error


def _on_land(found: Geometry, pair: list[float]) -> None:
    """Metres where degrees were expected are those of RD New on land only; raises DecodeError.

    52,3702 and 4,8952 of which Excel lost the marks are metres too, and of the North Sea.
    """
    home = regions.locate(*found["coordinates"])
    if home is None or home.nearest:
        raise DecodeError(
            f"punt ligt niet op aarde, of het getal is zijn komma kwijt ({pair[0]:g}, {pair[1]:g})"
        )


def _named(values: Mapping[str, Any]) -> tuple[Geometry | None, float | None]:
    """The point of a place inside its gemeente or region, else of the gemeente."""
    within = str(values["vr"]) if "vr" in values else None
    gemeente = _gemeente(str(values.get("gemeente", "")), within)
    point = regions.gemeente_point(gemeente) if gemeente else None
    if point and (home := regions.locate(*point[:2])):
        within = home.veiligheidsregio
    place = gazetteer.find(str(values["place"]), {within} if within else None) if "place" in values else None
    if place and gemeente in (None, place.gemeente) and within in (None, place.veiligheidsregio):
        return {"type": "Point", "coordinates": [place.lon, place.lat]}, place.accuracy_m
    if point is not None:
        return {"type": "Point", "coordinates": [point[0], point[1]]}, point[2]
    return None, None


def _gemeente(name: str, region: str | None) -> str | None:
    """GMxxxx of a code, number or name; of a name that two have (Bergen) the one in the region."""
    number = name.strip().upper().removeprefix("GM")
    if number.isdecimal() and number.isascii():
        code = f"GM{int(number[:9]):04}"
        return code if code in regions.gemeente_codes() else None
    codes = _gemeenten().get(_stem(name, _GEMEENTE), ())
    if not codes and name:
        place = gazetteer.find(name, {region} if region else None)  # as people call it: Den Haag
        return place.gemeente if place else None
    if len(codes) > 1:
        codes = [code for code in codes if _home(code) == region]
    return codes[0] if codes else None


def _home(gemeente: str) -> str | None:
    lon, lat, _ = regions.gemeente_point(gemeente) or (0.0, 0.0, 0.0)
    found = regions.locate(lon, lat)
    return found.veiligheidsregio if found else None


def _stem(name: str, openings: Sequence[str]) -> str:
    found = gazetteer.key(name)
    for opening in openings:
        found = found.removeprefix(opening)
    return found


@lru_cache(maxsize=1)
def _gemeenten() -> dict[str, list[str]]:
    """Codes by name, with and without what tells two of a name apart: Bergen (L.)."""
    found: dict[str, list[str]] = {}
    for code, name in regions.gemeente_names().items():
        for spelling in {gazetteer.key(name), gazetteer.key(name.partition(" (")[0])}:
            found.setdefault(spelling, []).append(code)
    return found


@lru_cache(maxsize=1)
def _regions() -> dict[str, str]:
    return {gazetteer.key(name): code for code, name in regions.names().items()}

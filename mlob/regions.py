"""Point -> gemeente -> veiligheidsregio, and RD New -> WGS 84. Borders: CBS/Kadaster, 2025, generalised."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import shape

from mlob.landgrid import NOWHERE, LandGrid
from mlob.model import Geometry
from mlob.paths import DATA
from mlob.shore import Shore

__all__ = [
    "Locality",
    "covered",
    "gemeente_codes",
    "gemeente_names",
    "gemeente_point",
    "gemeente_regions",
    "is_rd",
    "locate",
    "locate_geometry",
    "locate_many",
    "names",
    "region_geometry",
    "regions",
    "to_wgs84",
]

# EPSG:28992, extent of the mainland in metres (CBS feature service), with 2 km of room.
RD_X = (8_000, 281_000)
RD_Y = (304_000, 624_000)
# Degrees of longitude and latitude that hold the reach of 30 km everywhere in the country.
REACH_DEGREES = (0.48, 0.28)
_SHARE, _PART = 0.2, 0.05


class Locality(msgspec.Struct, frozen=True):
    """Where a point is: gemeente (GMxxxx) and veiligheidsregio (VRnn); on water the nearest region."""

    gemeente: str | None
    gemeente_name: str | None
    veiligheidsregio: str
    veiligheidsregio_name: str
    nearest: bool = False


class _Borders(msgspec.Struct, frozen=True):
    """All borders, loaded once: `places[i]` is what the grid's label i means, None abroad."""

    grid: LandGrid
    shore: Shore
    places: list[Locality | None]
    on_water: list[Locality]
    gemeenten: dict[str, Any]
    land: shapely.STRtree


@cache
def regions() -> list[dict[str, str]]:
    """Facts of the 25 veiligheidsregio's; columns ending in `_zekerheid` say how sure a fact is."""
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def names() -> dict[str, str]:
    """VRnn -> name, in order of number."""
    return {row["vr_code"]: row["naam"] for row in regions()}


def locate(lon: float, lat: float) -> Locality | None:
    """The locality of one point (degrees WGS 84); None abroad and farther than 30 km from land."""
    if not (math.isfinite(lon) and math.isfinite(lat)):
        return None
    borders = _borders()
    label = borders.grid.label(lon, lat)
    if label != NOWHERE:
        return borders.places[label]
    found = int(borders.shore.nearest(np.array([[lon, lat]]))[0])
    return None if found == NOWHERE else borders.on_water[found]


def locate_many(points: Sequence[tuple[float, float]]) -> list[Locality | None]:
    """As `locate`, for many points at once: tens of times cheaper for each."""
    if not len(points):
        return []
    borders = _borders()
    given = np.asarray(points, dtype=np.float64)
    finite: npt.NDArray[np.bool_] = np.isfinite(given)
    where = np.where(finite.all(axis=1, keepdims=True), given, 0.0)
    labels = borders.grid.labels(where)
    table: list[Locality | None] = [*borders.places, None]
    found = [table[label] for label in labels.tolist()]
    water = np.flatnonzero(labels == NOWHERE)
    if len(water):
        nearest = borders.shore.nearest(where[water])
        for index, region in zip(water.tolist(), nearest.tolist(), strict=True):
            found[index] = None if region == NOWHERE else borders.on_water[region]
    return found


def locate_geometry(geometry: Geometry) -> Locality | None:
    """The locality of a GeoJSON geometry: of its point, or of a point that certainly lies on it."""
    if geometry["type"] == "Point":
        return locate(float(geometry["coordinates"][0]), float(geometry["coordinates"][1]))
    point = shape(geometry).representative_point()
    return None if point.is_empty else locate(point.x, point.y)


def covered(geometry: Geometry) -> list[str]:
    """The regions (VRnn) that a GeoJSON line or area lies in, in order of number; [] at sea and abroad.

    An area counts where it has a fifth of itself or covers a twentieth of the region: borders are
    generalised, and one that follows them is not in the region beyond.
    """
    found = shape(geometry)
    found = found if found.is_valid else shapely.make_valid(found)
    land = _borders().land
    near = land.query(found, predicate="intersects").tolist()
    codes = list(names())
    if len(near) > 1 and found.area > 0:
        both = {index: land.geometries[index].intersection(found).area for index in near}
        near = [
            index
            for index, area in both.items()
            if area >= _SHARE * found.area or area >= _PART * land.geometries[index].area
        ]
    return [codes[index] for index in sorted(near)]


def region_geometry(vr: str) -> Geometry:
    """The GeoJSON geometry of a veiligheidsregio (VRnn); KeyError when there is none."""
    return _shapes()[vr]


@lru_cache(maxsize=512)
def gemeente_codes() -> frozenset[str]:
    """The codes (GMxxxx) of the 342 gemeenten."""
    return frozenset(_borders().gemeenten)


@lru_cache(maxsize=1)
def gemeente_names() -> dict[str, str]:
    """GMxxxx -> name of the 342 gemeenten."""
    found = (place for place in _borders().places if place is not None)
    return {place.gemeente: str(place.gemeente_name) for place in found if place.gemeente is not None}


@cache
def gemeente_regions() -> dict[str, str]:
    """GMxxxx -> the veiligheidsregio (VRnn) that the gemeente lies in."""
    found = (place for place in _borders().places if place is not None)
    return {place.gemeente: place.veiligheidsregio for place in found if place.gemeente is not None}


def gemeente_point(code: str) -> tuple[float, float, float] | None:
    """A point inside a gemeente (GMxxxx), with the radius in metres of a circle as large as the gemeente."""
    found = _borders().gemeenten.get(code)
    if found is None:
        return None
    point = found.representative_point()
    square_metres = found.area * 111_320**2 * math.cos(math.radians(point.y))
    return point.x, point.y, round(math.sqrt(square_metres / math.pi), -2)


def is_rd(x: float, y: float) -> bool:
    """Whether two numbers are RD New metres (EPSG:28992): none of them could be degrees."""
    return RD_X[0] <= x <= RD_X[1] and RD_Y[0] <= y <= RD_Y[1]


def to_wgs84(x: float, y: float) -> tuple[float, float]:
    """RD New metres -> (longitude, latitude); within a metre, as no correction grid is bundled."""
    lon, lat = _rd_new().transform(x, y)
    return float(lon), float(lat)


@cache
def _rd_new() -> Any:
    """Loads PROJ with the first place in RD New: 10 MB that a worker without such places does not need."""
    import pyproj
    from pyproj.network import set_network_enabled  # type: ignore[attr-defined]

    set_network_enabled(False)
    return pyproj.Transformer.from_crs("EPSG:28992", "EPSG:4326", always_xy=True)


@cache
def _shapes() -> dict[str, Geometry]:
    """Apart from the grid, which takes 40 MB to make and a worker that only draws has no use for."""
    return {item["properties"]["code"]: item["geometry"] for item in _features("regions")}


@cache
def _borders() -> _Borders:
    gemeenten = _features("gemeenten")
    own = _features("regions")
    neighbours = list(shapely.get_parts([shape(item["geometry"]) for item in _features("neighbours")]))
    polygons = [shape(item["geometry"]) for item in gemeenten]
    regional = [shape(item["geometry"]) for item in own]
    titles = [item["properties"] for item in own]
    return _Borders(
        grid=LandGrid([*polygons, *neighbours], _reach(regional)),
        shore=Shore(regional, neighbours),
        places=[*(_on_land(item["properties"]) for item in gemeenten), *(None for _ in neighbours)],
        on_water=[Locality(None, None, item["code"], item["name"], nearest=True) for item in titles],
        gemeenten={item["properties"]["code"]: land for item, land in zip(gemeenten, polygons, strict=True)},
        land=shapely.STRtree(regional),
    )


def _features(name: str) -> list[dict[str, Any]]:
    content = msgspec.json.decode((DATA / f"{name}.geojson").read_bytes())
    features: list[dict[str, Any]] = content["features"]
    return features


def _on_land(properties: dict[str, str]) -> Locality:
    region = properties["vr"]
    return Locality(properties["code"], properties["name"], region, names()[region])


def _reach(land: list[Any]) -> tuple[float, float, float, float]:
    """The box that holds every point within reach of land."""
    bounds: npt.NDArray[np.float64] = shapely.total_bounds(land)
    west, south, east, north = (float(edge) for edge in bounds)
    return (
        west - REACH_DEGREES[0],
        south - REACH_DEGREES[1],
        east + REACH_DEGREES[0],
        north + REACH_DEGREES[1],
    )

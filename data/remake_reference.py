"""Remake the borders of `data/` and the base map of `assets/base/` from their sources.

    python data/remake_reference.py REFERENCE COUNTRIES

REFERENCE is the folder with `boundaries/` and `reference/`; COUNTRIES is `countries-10m.json` of the
npm package world-atlas 2.0.2 (Natural Earth). Which file comes from where: see SOURCES.md.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon, box, mapping, shape

DATA = Path(__file__).resolve().parent
BASE = DATA.parent / "assets" / "base"
NETHERLANDS = "528"  # ISO 3166-1 numeric
VIEW = box(1.5, 49.3, 9.5, 54.6)
DUTCH = {
    "Belgium": "België",
    "Denmark": "Denemarken",
    "France": "Frankrijk",
    "Germany": "Duitsland",
    "Luxembourg": "Luxemburg",
    "United Kingdom": "Verenigd Koninkrijk",
}
GAP = 0.015  # degrees; the two border sources are at most twice this apart
NEIGHBOUR_TOLERANCE = 0.004  # degrees, about 300 m: finer than the generalised borders
SLIVER = 1e-5  # square degrees, about 0.08 km2
SPREAD = 0.16  # degrees between two labelled places
LABELS = 60
ZOOM_STEPS = ((400_000, 5), (180_000, 6), (80_000, 7), (40_000, 8), (0, 9))  # people -> first zoom

Feature = dict[str, Any]
Segment = tuple[tuple[float, float], tuple[float, float]]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def feature(geometry: Any, **properties: Any) -> Feature:
    return {"type": "Feature", "properties": properties, "geometry": mapping(geometry)}


def write(path: Path, features: list[Feature], decimals: int) -> None:
    """One feature a line, so that a difference between two versions can be read."""
    lines = [
        json.dumps(rounded(item, decimals), ensure_ascii=False, separators=(",", ":")) for item in features
    ]
    path.write_text(
        '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8"
    )


def rounded(value: Any, decimals: int) -> Any:
    if isinstance(value, float):
        return round(value, decimals)
    if isinstance(value, dict):
        return {key: rounded(item, decimals) for key, item in value.items()}
    return [rounded(item, decimals) for item in value] if isinstance(value, (list, tuple)) else value


def polygons(geometry: Any) -> list[Polygon]:
    parts = getattr(geometry, "geoms", [geometry])
    return [part for part in parts if isinstance(part, Polygon) and part.area > SLIVER]


def arcs(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Arcs of a TopoJSON topology, their differences added up (TopoJSON 1.0, 2.1.3)."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            line.append((x * scale_x + move_x, y * scale_y + move_y))
        lines.append(line)
    return lines


def country(geometry: dict[str, Any], lines: list[list[tuple[float, float]]]) -> Any:
    """A country of the topology as one valid shape; ~i is arc i backwards (TopoJSON 1.0, 2.1.4)."""

    def ring(indices: list[int]) -> list[tuple[float, float]]:
        return [point for i in indices for point in (lines[i] if i >= 0 else lines[~i][::-1])]

    parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    shells = [(ring(part[0]), [ring(hole) for hole in part[1:]]) for part in parts]
    made = [
        Polygon(shell, [hole for hole in holes if len(hole) > 3]) for shell, holes in shells if len(shell) > 3
    ]
    return shapely.union_all(shapely.make_valid(made))


def neighbours(path: Path, land: Any) -> list[Feature]:
    """Land of the neighbouring countries inside the view, without what the Netherlands' own border covers."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    lines = arcs(topology)
    found = []
    for item in topology["objects"]["countries"]["geometries"]:
        if item.get("id") == NETHERLANDS or "arcs" not in item:
            continue
        name = item["properties"]["name"]
        shapes = shapely.intersection(country(item, lines), VIEW)
        cut = shapely.difference(shapely.simplify(shapes, NEIGHBOUR_TOLERANCE), land)
        if pieces := polygons(cut):
            found.append(feature(MultiPolygon(pieces), name=DUTCH[name]))
    return found


def without_gaps(abroad: list[Feature], land: Any) -> list[Feature]:
    """The neighbours for the eye: slits between them and the Netherlands, which no river fills, closed."""
    all_land = shapely.union_all([land, *(shape(item["geometry"]) for item in abroad)])
    closed = shapely.buffer(shapely.buffer(all_land, GAP), -GAP)
    slits = [
        piece
        for piece in polygons(shapely.difference(closed, all_land))
        if shapely.dwithin(piece, land, 1e-6)
    ]
    filled = []
    for item in abroad:
        own = shape(item["geometry"])
        near = [piece for piece in slits if shapely.dwithin(piece, own, 1e-6)]
        pieces = polygons(shapely.union_all([own, *near]))
        filled.append(feature(MultiPolygon(pieces), **item["properties"]))
    return filled


def shared_lines(gemeenten: list[Feature]) -> Any:
    """Borders between two gemeenten of one veiligheidsregio: segments that two of its polygons have."""
    count: Counter[tuple[str, Segment]] = Counter()
    for item in gemeenten:
        for polygon in polygons(shape(item["geometry"])):
            for ring in (polygon.exterior, *polygon.interiors):
                for pair in pairwise(ring.coords):
                    count[item["properties"]["vr"], (min(pair), max(pair))] += 1
    return shapely.line_merge(shapely.MultiLineString([pair for (_, pair), n in count.items() if n == 2]))


def labels(places: list[dict[str, str]]) -> list[Feature]:
    """The biggest places that do not crowd each other, with the zoom at which each appears."""
    chosen: list[tuple[float, float]] = []
    found = []
    for place in sorted(places, key=lambda row: -int(row["population"] or 0)):
        lon, lat, people = float(place["lon"]), float(place["lat"]), int(place["population"] or 0)
        if any((0.61 * (lon - x)) ** 2 + (lat - y) ** 2 < SPREAD**2 for x, y in chosen):
            continue
        chosen.append((lon, lat))
        zoom = next(step for floor, step in ZOOM_STEPS if people >= floor)
        name = {"The Hague": "Den Haag"}.get(place["name"], place["name"])
        found.append(feature(shapely.Point(lon, lat), name=name, rank=len(chosen), zoom=zoom))
        if len(chosen) == LABELS:
            break
    return found


def remake(reference: Path, countries: Path) -> None:
    belongs = {
        row["gm_code"]: row["vr_code"] for row in rows(reference / "reference/gemeente_veiligheidsregio.csv")
    }
    facts = rows(reference / "reference/veiligheidsregios.csv")
    source = json.loads((reference / "boundaries/gemeente_2025.geojson").read_text(encoding="utf-8"))
    gemeenten = [
        feature(shape(item["geometry"]), code=code, name=item["properties"]["statnaam"], vr=belongs[code])
        for item in source["features"]
        for code in [item["properties"]["statcode"]]
    ]
    regions = []
    for row in facts:
        own = [shape(item["geometry"]) for item in gemeenten if item["properties"]["vr"] == row["vr_code"]]
        pieces = polygons(shapely.union_all(own))
        regions.append(feature(MultiPolygon(pieces), code=row["vr_code"], name=row["naam"]))
    land = shapely.union_all([shape(item["geometry"]) for item in regions])
    abroad = neighbours(countries, land)
    tips = [feature(inside(item["geometry"]), **item["properties"]) for item in regions]

    (DATA / "regions.csv").write_text(
        (reference / "reference/veiligheidsregios.csv").read_text(encoding="utf-8").replace("\r\n", "\n"),
        encoding="utf-8",
    )
    write(DATA / "gemeenten.geojson", gemeenten, 6)
    write(DATA / "regions.geojson", regions, 6)
    write(DATA / "neighbours.geojson", abroad, 4)
    BASE.mkdir(parents=True, exist_ok=True)
    write(BASE / "neighbours.geojson", without_gaps(abroad, land), 4)
    write(BASE / "land.geojson", [feature(land)], 4)
    write(BASE / "gemeenten.geojson", [feature(shared_lines(gemeenten))], 4)
    write(BASE / "regions.geojson", regions, 4)
    write(BASE / "region_labels.geojson", tips, 4)
    write(BASE / "places.geojson", labels(rows(reference / "reference/places.csv")), 4)


def inside(geometry: Feature) -> Any:
    """The point of a region farthest from its border: where its label fits best."""
    largest = max(polygons(shape(geometry)), key=lambda part: part.area)
    return shapely.Point(shapely.maximum_inscribed_circle(largest, tolerance=0.005).coords[0])


if __name__ == "__main__":
    remake(Path(sys.argv[1]), Path(sys.argv[2]))

"""The ground of the map: sea, neighbours, land, borders, names of places; drawn once for each view."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from mlob.paths import ASSETS, DATA
from mlob.snapshot.atlas.marks import Circle
from mlob.snapshot.atlas.view import KM_PER_DEGREE, Point, View, path, rings
from mlob.snapshot.words import safe

__all__ = ["VIEWS_KEPT", "attribution", "ground", "label", "places", "regions", "scale_bar"]

VIEWS_KEPT = 16
"""Views of which the ground is remembered: a close view follows what happens."""
_BESIDE = 0.28
"""Degrees of longitude beside a region that must be free of others for its label to stand there."""
_Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in units."""
_AROUND = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1), (0, -1.6), (0, 1.6))
"""Where a name may stand beside its place, the best first: on which side, and how many lines down."""
_BARS = (200, 100, 50, 20, 10, 5, 2, 1)  # km
ATTRIBUTION = "Grenzen: CBS/Kadaster (CC BY 4.0) · Natural Earth · GeoNames (CC BY 4.0)"


@lru_cache(maxsize=8)
def _features(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((ASSETS / "base" / f"{name}.geojson").read_bytes())["features"]
    return found


@lru_cache(maxsize=VIEWS_KEPT)
def ground(view: View) -> str:
    """Sea, neighbouring countries, land and, seen from near, the borders of gemeenten."""
    abroad = "".join(path(view, item["geometry"]) for item in _features("neighbours"))
    land = "".join(path(view, item["geometry"]) for item in _features("land"))
    lines = "".join(path(view, item["geometry"], closed=False) for item in _features("gemeenten"))
    return (
        f'<rect width="{view.width}" height="{view.height}" fill="#dde6ea"/>'
        f'<path d="{abroad}" fill="#e6e8e7" stroke="#cfd5d8" stroke-width=".8"/>'
        f'<path d="{land}" fill="#f7f8f6"/>'
        f'<path d="{lines}" fill="none" stroke="#e3e7e4" stroke-width="{1 if view.close else 0.6}"/>'
    )


@lru_cache(maxsize=VIEWS_KEPT)
def regions(view: View) -> Mapping[str, tuple[str, str]]:
    """Code -> name and path of each veiligheidsregio."""
    return {
        item["properties"]["code"]: (str(item["properties"]["name"]), path(view, item["geometry"]))
        for item in _features("regions")
    }


@lru_cache(maxsize=1)
def _outlines() -> dict[str, list[Any]]:
    return {
        item["properties"]["code"]: [ring for ring, _ in rings(item["geometry"])]
        for item in _features("regions")
    }


@lru_cache(maxsize=64)
def label(view: View, code: str) -> tuple[Point, str] | None:
    """Where the label of a region stands and how it is anchored: beside it where no other region is.

    Else, and where that is out of view, in its middle; None for an unknown region.
    """
    shape = _outlines().get(code)
    middle = next((item for item in _features("region_labels") if item["properties"]["code"] == code), None)
    if shape is None or middle is None:
        return None
    points = [position for ring in shape for position in ring]
    for side, extreme in (("start", max(points)), ("end", min(points))):
        beside = extreme[0] + (_BESIDE if side == "start" else -_BESIDE)
        x, y = view.xy(extreme)
        if view.holds((x, y), 76 * view.size if view.close else 0) and not _taken(beside, extreme[1]):
            return (x + (6 if side == "start" else -6), y), side
    return view.xy(middle["geometry"]["coordinates"]), "middle"


def _taken(lon: float, lat: float) -> bool:
    """Whether some region is there."""
    return any(_inside(ring, lon, lat) for shape in _outlines().values() for ring in shape)


def _inside(ring: Any, lon: float, lat: float) -> bool:
    odd = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd


@lru_cache(maxsize=1)
def _towns() -> list[tuple[int, str, Point]]:
    """Inhabitants, name and position of each place, the biggest first."""
    with (DATA / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            (int(row["population"]), row["name"], (float(row["lon"]), float(row["lat"])))
            for row in csv.DictReader(file)
        ]
    return sorted(rows, key=lambda row: (-row[0], row[1]))


def places(view: View, marks: Sequence[Circle] = ()) -> str:
    """The names of the biggest places in view that stand in no other's way, nor under one of the marks.

    A name is on the right of its place, or else somewhere else around it; else it is left out.
    """
    found: list[str] = []
    taken: list[_Box] = []
    size = 10.5 * view.size
    for name, (x, y) in _seen(view):
        if len(found) >= view.places:
            break
        spot = next((spot for spot in _spots(view, name, x, y) if _free(view, spot[0], taken, marks)), None)
        if spot is None:
            continue
        box, at, anchor = spot
        taken.append(box)
        found.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{1.7 * view.size:g}" fill="#6b7a85"/>'
            f'<text x="{at[0]:.1f}" y="{at[1]:.1f}"{anchor}>{safe(name)}</text>'
        )
    return (
        f'<g font-size="{size:g}" fill="#5d6c77" stroke="#f7f8f6" stroke-width="2.4" '
        f'stroke-linejoin="round" paint-order="stroke">{"".join(found)}</g>'
    )


@lru_cache(maxsize=VIEWS_KEPT)
def _seen(view: View) -> list[tuple[str, Point]]:
    """The places in view, the biggest first, with where they are drawn."""
    drawn = ((name, view.xy(position)) for _, name, position in _towns())
    return [(name, at) for name, at in drawn if view.holds(at, 8)]


def _spots(view: View, name: str, x: float, y: float) -> Iterator[tuple[_Box, Point, str]]:
    """Where a name may stand: the box that it takes, where it is written, and how it is anchored."""
    size = 10.5 * view.size
    wide, high, off = len(name) * size * 0.56, size * 1.5, 4.5 * view.size
    for side, line in _AROUND:
        middle = y + line * size
        anchor = {1: "", 0: ' text-anchor="middle"', -1: ' text-anchor="end"'}[side]
        left = {1: x - 3, 0: x - wide / 2, -1: x - wide - 8}[side]
        right = {1: x + wide + 8, 0: x + wide / 2, -1: x + 3}[side]
        yield (
            (left, middle - high / 2, right, middle + high / 2),
            (x + side * off, middle + size * 0.35),
            anchor,
        )


def _free(view: View, box: _Box, taken: Sequence[_Box], marks: Sequence[Circle]) -> bool:
    """Whether a name there is seen whole and covers no other name, and no mark more than a little."""
    if box[0] < 0 or box[2] > view.width or any(_overlap(box, other) for other in taken):
        return False
    room = 0.7
    return not any(
        box[0] - radius * room < x < box[2] + radius * room
        and box[1] - radius * room < y < box[3] + radius * room
        for x, y, radius in marks
    )


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def scale_bar(view: View) -> str:
    """How long so many kilometres are, at the foot on the right."""
    unit = view.scale / KM_PER_DEGREE
    length = next((km for km in _BARS if km * unit <= view.width * 0.2), 1)
    right, y = view.width - 14, view.height - 16
    left = right - length * unit
    return (
        f'<g stroke="#17212b" stroke-width="1.4" fill="none">'
        f'<path d="M{left:.1f} {y - 5}V{y}H{right}V{y - 5}"/></g>'
        f'<text x="{(left + right) / 2:.1f}" y="{y - 6}" text-anchor="middle" '
        f'font-size="{9.5 * view.size:g}" fill="#17212b" {_HALO}>{length} km</text>'
    )


_HALO = 'stroke="#ffffff" stroke-width="2.4" stroke-linejoin="round" paint-order="stroke"'


def attribution(view: View) -> str:
    """Whose borders and names these are, at the foot on the left."""
    return (
        f'<text x="8" y="{view.height - 8}" font-size="{7.5 * view.size:g}" fill="#55656f" {_HALO}>'
        f"{ATTRIBUTION}</text>"
    )

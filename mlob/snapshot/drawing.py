"""The map of a snapshot as SVG text: the whole country, and what is struck from near when that is a part."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mlob.bijstand.states import ENDED
from mlob.model import Kind, Verification
from mlob.snapshot.atlas import ground, overlay
from mlob.snapshot.atlas.legend import entries, legend
from mlob.snapshot.atlas.marks import marks
from mlob.snapshot.atlas.view import NATIONAL, View, points
from mlob.snapshot.words import level, safe

__all__ = ["NATIONAL", "View", "alternative", "close_view", "draw", "legend_items"]

Feature = Mapping[str, Any]
LEGEND = 0.78
"""The size of the legend, so that it stays on the sea."""
_WIDE_LEGEND = 1.5
"""How much larger it is where there is room beside the country."""
_SEVERE = 3
_PART = 0.62
"""A view from near is worth it when what is struck is less than this part of the country, both ways."""
_LEAST = 0.36
"""Degrees of latitude that a close view shows at least, about 40 km."""
_ROOM = (0.2, 0.08)
"""Around what is struck, in parts of its width and height: beside it stand the labels of GRIP."""
_MARGIN = 0.02
"""Degrees more around it, whatever its size."""
_WIDE = 0.5
"""Degrees of latitude: a warning for a larger area says where it rains, not where to look."""
_TITLE = re.compile(r"<title>[^<]*</title>")
_WEST, _SOUTH, _EAST, _NORTH = 3.0, 50.4, 7.6, 53.8
"""What is beyond is not looked at from near: a unit abroad does not make a country."""


def draw(
    features: Sequence[Feature],
    view: View = NATIONAL,
    *,
    exercise: bool = False,
    explained: bool = True,
    titled: bool = True,
) -> str:
    """The map as an SVG element; `features` are those of the picture, WGS 84.

    With `exercise` all of it is one; `explained` puts the legend in the corner of a view of the country,
    `titled` the name of each thing on it, which a page shows to who points at it.
    """
    ordered = sorted(features, key=lambda item: str(item["id"]))
    labels = list(overlay.grip_labels(view, ordered, exercise=exercise))
    signs, heavy, taken = marks(view, ordered, [place for _, *place in labels], exercise=exercise)
    parts = [
        ground.ground(view),
        *overlay.grip(view, ordered, exercise=exercise),
        *overlay.areas(view, ordered, exercise=exercise),
        ground.places(view, taken),
        signs,
        *overlay.bijstand(view, ordered, heavy, taken, exercise=exercise),
        *(label for label, *_ in labels),
        legend(10, 10, LEGEND * view.size * (_WIDE_LEGEND if view.width > 2 * NATIONAL.width else 1))
        if explained and not view.close
        else "",
        ground.scale_bar(view),
        ground.attribution(view),
    ]
    drawn = "".join(parts)
    if not titled:
        drawn = _TITLE.sub("", drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{safe(alternative(view))}" '
        f'viewBox="0 0 {view.width} {view.height}" width="{view.width}" height="{view.height}" '
        f'font-family="Inter, sans-serif">{drawn}</svg>'
    )


def alternative(view: View) -> str:
    """What a map shows, for who does not see it."""
    what = "Kaart van het getroffen gebied" if view.close else "Kaart van Nederland"
    return f"{what} met de meldingen per discipline, GRIP per regio, gebieden en bijstand onderweg"


def legend_items() -> list[tuple[str, str]]:
    """Each sign as an SVG element of its own, and its words: for beside a map."""
    return [
        (f'<svg viewBox="-13 -13 26 26" width="18" height="18" aria-hidden="true">{drawn}</svg>', words)
        for drawn, words in entries()
    ]


def close_view(features: Iterable[Feature], width: int, height: int) -> View | None:
    """The part of the country that is struck, on so many units; None when that is most of it, or nothing."""
    box = _struck(features)
    if box is None:
        return None
    west, south, east, north = box
    shrink = math.cos(math.radians((south + north) / 2))
    high = max((north - south) * (1 + 2 * _ROOM[1]) + 2 * _MARGIN, _LEAST)
    wide = max((east - west) * (1 + 2 * _ROOM[0]) + 2 * _MARGIN / shrink, _LEAST / shrink)
    if high > (NATIONAL.north - NATIONAL.south) * _PART or wide > (NATIONAL.east - NATIONAL.west) * _PART:
        return None
    lon, lat = (west + east) / 2, (south + north) / 2
    # Rounded, so that the ground of the same place is drawn once.
    return View(
        width=width,
        height=height,
        west=round(lon - wide / 2, 2),
        south=round(lat - high / 2, 2),
        east=round(lon + wide / 2, 2),
        north=round(lat + high / 2, 2),
        close=True,
    )


def _struck(features: Iterable[Feature]) -> tuple[float, float, float, float] | None:
    """The box around severe things, regions under GRIP and where bijstand goes to."""
    known = list(features)
    kept = [item["properties"] for item in known if item["properties"]["kind"] == Kind.REGION]
    highest = max((level(region, "grip") for region in kept), default=0)
    # Where one region is under a high level, that is what is looked at, not every region with a low one.
    least = min(highest, _SEVERE) or 1
    found = [position for item in known for position in _positions(item, least)]
    inside = [(lon, lat) for lon, lat, *_ in found if _WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH]
    if not inside:
        return None
    lons, lats = [lon for lon, _ in inside], [lat for _, lat in inside]
    return min(lons), min(lats), max(lons), max(lats)


def _positions(item: Feature, least: int) -> list[Sequence[float]]:
    properties = item["properties"]
    if properties.get("test") or properties.get("verification") == Verification.INGETROKKEN:
        return []
    if properties["kind"] == Kind.REGION and level(properties, "grip") < least:
        return []
    if properties["kind"] == Kind.REQUEST:
        if properties.get("state") in ENDED:
            return []
        return list(points((properties.get("destination") or {}).get("coordinates")))
    severe = level(properties, "severity") >= _SEVERE
    if properties["kind"] != Kind.REGION and (not severe or properties["kind"] == Kind.UNIT):
        return []
    found = list(points((item.get("geometry") or {}).get("coordinates")))
    lats = [position[1] for position in found]
    wide = properties["kind"] == Kind.AREA and lats and max(lats) - min(lats) > _WIDE
    return [] if wide else found

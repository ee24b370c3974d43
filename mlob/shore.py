"""Whose land is nearest to a point on the water: the median line, as between states at sea."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely

from mlob.landgrid import NOWHERE, segments

__all__ = ["REACH_M", "Shore"]

REACH_M = 30_000.0
METRES_PER_DEGREE = 111_320.0
# One scale for the whole country: 3 % off at its northern and southern ends, which moves no answer by
# more than the generalised borders do.
SHRINK = math.cos(math.radians(52.15))

Points = npt.NDArray[np.float64]


class Shore:
    """Land of regions and of neighbours, as borders that a point on the water can be near to."""

    def __init__(self, regions: Sequence[shapely.Geometry], neighbours: Sequence[shapely.Geometry]) -> None:
        owners: list[npt.NDArray[np.int16]] = []
        pieces: list[npt.NDArray[np.object_]] = []
        for owner, land in [*enumerate(regions), *((NOWHERE, land) for land in neighbours)]:
            edges = _edges(land)
            pieces.append(edges)
            owners.append(np.full(len(edges), owner, dtype=np.int16))
        # Neighbours come last: where two are equally near, the region wins, then the lowest number.
        self._owner = np.concatenate(owners)
        self._tree = shapely.STRtree(np.concatenate(pieces))

    def nearest(self, points: Points) -> npt.NDArray[np.int16]:
        """For each point (n, 2; degrees) the nearest region's index within REACH_M, else NOWHERE."""
        found = np.full(len(points), len(self._owner), dtype=np.intp)
        geometries = shapely.points(_metres(points))
        point, edge = self._tree.query_nearest(geometries, max_distance=REACH_M, all_matches=True)
        np.minimum.at(found, point, edge)
        owners = np.append(self._owner, np.int16(NOWHERE))
        return owners[found]


def _metres(points: Points) -> Points:
    scaled: Points = points * np.array([METRES_PER_DEGREE * SHRINK, METRES_PER_DEGREE])
    return scaled


def _edges(land: shapely.Geometry) -> npt.NDArray[np.object_]:
    start, end = segments([land])
    return np.asarray(shapely.linestrings(np.stack((_metres(start), _metres(end)), axis=1)), dtype=object)

"""Which polygon holds a point: a grid over the country, with the exact test only in cells on a border."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely

__all__ = ["NOWHERE", "LandGrid", "segments"]

NOWHERE = -1
BORDER = -2
# Degrees; 280 m by 280 m: below it the table grows faster than the share of border cells shrinks.
CELL_LON, CELL_LAT = 0.004, 0.0025
EDGE = 1e-6  # cells; a crossing this near a corner marks both cells

Points = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int16]


class LandGrid:
    """Polygons in one table of labels.

    `labels(points)` takes (n, 2) longitudes and latitudes and gives for each the index of the first
    polygon that covers it, or NOWHERE. The answer equals the exact test on all polygons.
    """

    def __init__(
        self, polygons: Sequence[shapely.Geometry], bounds: tuple[float, float, float, float]
    ) -> None:
        self._tree = shapely.STRtree(polygons)
        self._west, self._south = bounds[0], bounds[1]
        self._columns = int(np.ceil((bounds[2] - bounds[0]) / CELL_LON))
        self._rows = int(np.ceil((bounds[3] - bounds[1]) / CELL_LAT))
        border = self._border(polygons)
        self._table = self._filled(border)

    def labels(self, points: Points) -> Labels:
        """The first covering polygon of each point, or NOWHERE; outside the table the exact test decides."""
        column = np.floor((points[:, 0] - self._west) / CELL_LON)
        row = np.floor((points[:, 1] - self._south) / CELL_LAT)
        on_table = (column >= 0) & (column < self._columns) & (row >= 0) & (row < self._rows)
        found = np.full(len(points), BORDER, dtype=np.int16)
        found[on_table] = self._table[row[on_table].astype(np.intp), column[on_table].astype(np.intp)]
        unsure = np.flatnonzero(found == BORDER)
        if len(unsure):
            found[unsure] = self.exact(points[unsure])
        return found

    def label(self, lon: float, lat: float) -> int:
        """As `labels`, for one point."""
        column = int((lon - self._west) // CELL_LON)
        row = int((lat - self._south) // CELL_LAT)
        if 0 <= column < self._columns and 0 <= row < self._rows:
            found = int(self._table[row, column])
            if found != BORDER:
                return found
        hits = self._tree.query(shapely.Point(lon, lat), predicate="intersects")
        return int(hits.min()) if len(hits) else NOWHERE

    def exact(self, points: Points) -> Labels:
        """The same answer without the table: every point against every polygon whose box holds it."""
        found = np.full(len(points), np.iinfo(np.int16).max, dtype=np.int16)
        point, polygon = self._tree.query(shapely.points(points), predicate="intersects")
        np.minimum.at(found, point, polygon.astype(np.int16))
        found[found == np.iinfo(np.int16).max] = NOWHERE
        return found

    def _border(self, polygons: Sequence[shapely.Geometry]) -> npt.NDArray[np.bool_]:
        """Cells that an edge of any polygon touches."""
        marked = np.zeros((self._rows, self._columns), dtype=np.bool_)
        start, end = segments(polygons)
        origin, size = np.array([self._west, self._south]), np.array([CELL_LON, CELL_LAT])
        start, end = (start - origin) / size, (end - origin) / size
        self._mark(marked, start[:, 0], start[:, 1])
        for x, y in (_crossings(start, end), _crossings(start[:, ::-1], end[:, ::-1])[::-1]):
            self._mark(marked, x, y)
        return marked

    def _mark(
        self, marked: npt.NDArray[np.bool_], x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]
    ) -> None:
        for dx in (-EDGE, EDGE):
            for dy in (-EDGE, EDGE):
                column, row = np.floor(x + dx).astype(np.intp), np.floor(y + dy).astype(np.intp)
                kept = (column >= 0) & (column < self._columns) & (row >= 0) & (row < self._rows)
                marked[row[kept], column[kept]] = True

    def _filled(self, border: npt.NDArray[np.bool_]) -> Labels:
        """Between two border cells of a row nothing changes: one exact test labels the whole run."""
        free = ~border
        starts = free.copy()
        starts[:, 1:] &= border[:, :-1]
        row, column = np.nonzero(starts)
        middles = np.column_stack(
            (self._west + (column + 0.5) * CELL_LON, self._south + (row + 0.5) * CELL_LAT)
        )
        of_run = self.exact(middles)
        run = np.cumsum(starts.ravel()) - 1
        table = np.full(border.size, BORDER, dtype=np.int16)
        inside = free.ravel()
        table[inside] = of_run[run[inside]]
        return table.reshape(border.shape)


def segments(polygons: Sequence[shapely.Geometry]) -> tuple[Points, Points]:
    """Both ends of every edge of the polygons."""
    rings = shapely.get_rings(shapely.get_parts(np.asarray(polygons, dtype=object)))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    joined = ring[1:] == ring[:-1]
    return points[:-1][joined], points[1:][joined]


def _crossings(start: Points, end: Points) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Where edges cross the lines x = 1, 2, 3, ...: x and y of each crossing."""
    low = np.ceil(np.minimum(start[:, 0], end[:, 0]))
    count = np.maximum(np.floor(np.maximum(start[:, 0], end[:, 0])) - low + 1, 0).astype(np.intp)
    edge = np.repeat(np.arange(len(start)), count)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
    x = low[edge] + step
    width = end[edge, 0] - start[edge, 0]
    share = np.divide(x - start[edge, 0], width, out=np.zeros_like(x), where=width != 0)
    return x, start[edge, 1] + share * (end[edge, 1] - start[edge, 1])

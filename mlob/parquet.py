"""One hour of the journal as a file: Apache Parquet, with positions as GeoParquet 1.1.

Beside the columns to ask questions of stands `o`, the entry as it was journalled, byte for byte.
GeoParquet: https://geoparquet.org/releases/v1.1.0/ (key `geo` in the file's metadata, geometry as WKB).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from mlob import hours
from mlob.errors import ArchiveError, StoreError
from mlob.model import Geometry, Observation

__all__ = ["Row", "read", "write"]

Row = tuple[tuple[int, int], bytes]
"""A journal id as numbers (ms, sequence), and the entry."""

GROUP = 10_000
"""Rows that are in memory together, in writing and in reading."""
_BATCH = 5000

_SCHEMA = pa.schema(
    [
        pa.field("ms", pa.int64(), nullable=False),
        pa.field("seq", pa.int64(), nullable=False),
        ("kind", pa.string()),
        ("entity", pa.string()),
        ("source", pa.string()),
        ("discipline", pa.string()),
        ("observed_at", pa.timestamp("us", tz="UTC")),
        ("received_at", pa.timestamp("us", tz="UTC")),
        ("veiligheidsregio", pa.string()),
        ("lon", pa.float64()),
        ("lat", pa.float64()),
        ("geometry", pa.binary()),
        pa.field("o", pa.binary(), nullable=False),
    ]
)
_WORDS = ["kind", "entity", "source", "discipline", "veiligheidsregio"]
_TYPES = (
    "Point",
    "LineString",
    "LinearRing",
    "Polygon",
    "MultiPoint",
    "MultiLineString",
    "MultiPolygon",
    "GeometryCollection",
)  # by shapely's type id

_decoder = msgspec.json.Decoder(Observation)


class _Extent:
    """What the file's metadata says of all its geometries."""

    def __init__(self) -> None:
        self.types: set[str] = set()
        self.bounds = [math.inf, math.inf, -math.inf, -math.inf]

    def add(self, geometries: Any) -> None:
        """Take in a group of geometries; None among them is passed over."""
        self.types |= {_TYPES[number] for number in np.unique(shapely.get_type_id(geometries)) if number >= 0}
        west, south, east, north = (float(value) for value in shapely.total_bounds(geometries))
        if math.isfinite(west):
            old = self.bounds
            self.bounds = [min(old[0], west), min(old[1], south), max(old[2], east), max(old[3], north)]

    def metadata(self) -> bytes:
        """The value of `geo`; without a `crs` it is OGC:CRS84, longitude before latitude."""
        column: dict[str, Any] = {"encoding": "WKB", "geometry_types": sorted(self.types)}
        if math.isfinite(self.bounds[0]):
            column["bbox"] = self.bounds
        return msgspec.json.encode(
            {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
        )


def write(path: Path, pages: Iterable[Sequence[Row]]) -> int:
    """Write all rows to a file that has its name once it is whole and on disk; how many rows.

    On an error (OSError, StoreError) nothing of it is left; killed, a part that the next try overwrites.
    """
    hours.make_folder(path.parent, above=4)  # month, year, stream, archive
    temporary = path.with_suffix(".parquet.part")
    try:
        count = _write(temporary, pages)
        hours.settle(temporary, path)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, pa.ArrowException):
            raise StoreError(f"{hours.named(path)}: kan niet worden geschreven ({error})") from error
        raise
    return count


def _write(path: Path, pages: Iterable[Sequence[Row]]) -> int:
    count, extent, waiting = 0, _Extent(), list[Row]()
    with pq.ParquetWriter(
        path,
        _SCHEMA,
        compression="zstd",
        use_dictionary=_WORDS,
        write_statistics=["ms", "seq", "observed_at", "received_at", "lon", "lat", *_WORDS],
        write_page_checksum=True,
    ) as writer:
        for page in pages:
            waiting += page
            if len(waiting) >= GROUP:
                count += len(waiting)
                writer.write_table(_table(waiting, extent))
                waiting.clear()
        if waiting:
            count += len(waiting)
            writer.write_table(_table(waiting, extent))
        writer.add_key_value_metadata({b"geo": extent.metadata()})
    return count


def _table(rows: Sequence[Row], extent: _Extent) -> pa.Table:
    said = [_read(raw) for _, raw in rows]
    points = [_point(item.geometry) if item else None for item in said]
    geometries = _geometries(said, points)
    extent.add(geometries)
    columns: dict[str, Any] = {
        "ms": [place[0] for place, _ in rows],
        "seq": [place[1] for place, _ in rows],
        "veiligheidsregio": [_region(item) for item in said],
        "lon": [point and point[0] for point in points],
        "lat": [point and point[1] for point in points],
        "geometry": shapely.to_wkb(geometries, flavor="iso"),
        "o": [raw for _, raw in rows],
    }
    for name in ("kind", "entity", "source", "discipline", "observed_at", "received_at"):
        columns[name] = [getattr(item, name) if item else None for item in said]
    return pa.Table.from_pydict(columns, _SCHEMA)


def _read(raw: bytes) -> Observation | None:
    """What an entry says; one that cannot be read is archived all the same."""
    try:
        return _decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _region(item: Observation | None) -> str | None:
    found = item.properties.get("veiligheidsregio") if item else None
    return found if isinstance(found, str) else None


def _point(geometry: Geometry | None) -> tuple[float, float] | None:
    if geometry is None or geometry.get("type") != "Point":
        return None
    try:
        lon, lat = geometry["coordinates"][:2]
        return float(lon), float(lat)
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def _geometries(said: Sequence[Observation | None], points: Sequence[tuple[float, float] | None]) -> Any:
    """Shapes of two dimensions; None where there is none or it cannot be drawn."""
    found = np.full(len(said), None, dtype=object)
    drawn = [index for index, point in enumerate(points) if point is not None]
    found[drawn] = shapely.points(np.array([points[index] for index in drawn], dtype=float).reshape(-1, 2))
    others = {
        index: msgspec.json.encode(item.geometry)
        for index, item in enumerate(said)
        if item and item.geometry and points[index] is None
    }
    with np.errstate(all="ignore"):  # numbers beyond all measure
        shapes = shapely.from_geojson([*others.values()], on_invalid="ignore")
        found[[*others]] = shapely.force_2d(shapes)
    return found


def read(
    path: Path, manifest: hours.Manifest, after: tuple[int, int], last: tuple[int, int]
) -> Iterator[Row]:
    """The rows past `after` up to `last`; raises ArchiveError when the file is not what it should be."""
    hours.verify(path, manifest)
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            if file.metadata.num_rows != manifest.rows:
                raise ArchiveError(
                    f"{hours.named(path)}: {file.metadata.num_rows} rijen, niet {manifest.rows}"
                )
            for number in range(file.num_row_groups):
                if _touches(file, number, after, last):
                    yield from _rows(file, number, after, last)
    except (pa.ArrowException, OSError) as error:
        raise ArchiveError(f"{hours.named(path)}: beschadigd ({error})") from error


def _rows(file: pq.ParquetFile, number: int, after: tuple[int, int], last: tuple[int, int]) -> Iterator[Row]:
    # A group at a time: asked for several at once, the reader keeps what it read of all of them.
    for batch in file.iter_batches(_BATCH, [number], ["ms", "seq", "o"], use_threads=False):
        times = batch.column(0).to_numpy()  # in order, so that what is not asked for need not be unpacked
        first, end = np.searchsorted(times, after[0], "left"), np.searchsorted(times, last[0], "right")
        columns = (column.to_pylist() for column in batch.slice(first, end - first).columns)
        for ms, seq, raw in zip(*columns, strict=True):
            if after < (ms, seq) <= last:
                yield (ms, seq), raw


def _touches(file: pq.ParquetFile, number: int, after: tuple[int, int], last: tuple[int, int]) -> bool:
    """Whether a row group may hold rows that are asked for."""
    found = file.metadata.row_group(number).column(0).statistics
    return found is None or not (found.max < after[0] or found.min > last[0])

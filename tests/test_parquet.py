"""One hour as a file: whatever an entry holds it comes back, and memory does not grow with the hour."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import geopandas
import pyarrow as pa
import pytest

from mlob import hours, parquet

PLAIN = {
    "id": "1",
    "source": "bron",
    "discipline": "ghor",
    "kind": "unit",
    "entity": "unit:bron:1",
    "observed_at": "2026-11-23T12:00:00Z",
    "received_at": "2026-11-23T12:00:01Z",
}
RING = [[0, 0], [1, 0], [1, 1], [0, 0]]
SHAPES: list[tuple[Any, str | None]] = [
    (None, None),
    ({"type": "Point", "coordinates": [5, 52]}, "POINT (5 52)"),
    ({"type": "Point", "coordinates": [5, 52, 7]}, "POINT (5 52)"),
    ({"type": "Point", "coordinates": [10**400, 52]}, None),
    ({"type": "Point", "coordinates": [None, None]}, None),
    ({"type": "Point"}, None),
    ({"type": "LineString", "coordinates": [[1, 2]]}, None),
    ({"type": "LineString", "coordinates": [["a", "b"], [1, 2]]}, None),
    ({"type": "Polygon", "coordinates": [RING]}, "POLYGON ((0 0, 1 0, 1 1, 0 0))"),
    ({"type": "Polygon", "coordinates": [RING[:3]]}, None),
    ({"type": "MultiPoint", "coordinates": [[1, 2]]}, "MULTIPOINT ((1 2))"),
    ({"type": "Koe"}, None),
    ({}, None),
    ({"type": 5}, None),
]
TIMES = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999999Z", "2020-01-01T00:00:00"]


def kept(folder: Path, entries: list[bytes]) -> tuple[Path, list[bytes]]:
    """The file of an hour of entries, and what reading it gives."""
    path = folder / "archive/facts/2026/11/25/2026-11-25T14.parquet"
    rows = [((1, number), raw) for number, raw in enumerate(entries)]
    count = parquet.write(path, [rows[:3], rows[3:]])
    manifest = hours.vouch(path, "", "0-0", "1-0", f"1-{count - 1}", count)
    return path, [raw for _, raw in parquet.read(path, manifest, (0, 0), (2, 0))]


def test_shapes_are_drawn_where_they_can_be(tmp_path: Path) -> None:
    entries = [json.dumps({**PLAIN, "geometry": shape}).encode() for shape, _ in SHAPES]
    path, found = kept(tmp_path, entries)
    assert found == entries
    table = geopandas.read_parquet(path)
    assert [shape and shape.wkt for shape in table.geometry] == [wanted for _, wanted in SHAPES]


def test_times_from_the_first_year_to_the_last_are_kept(tmp_path: Path) -> None:
    entries = [json.dumps({**PLAIN, "observed_at": moment}).encode() for moment in TIMES]
    assert kept(tmp_path, entries)[1] == entries


def test_what_is_no_observation_is_kept(tmp_path: Path) -> None:
    deep = b'{"geometry":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001
    entries = [b"", b"\xff", b"nonsense", b'{"id": 1}', b"null", deep]
    path, found = kept(tmp_path, entries)
    assert found == entries
    assert geopandas.read_parquet(path).kind.isna().all()


def test_memory_does_not_grow_with_the_hour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "GROUP", 10)
    rng = random.Random(1)
    most = 0

    def pages() -> Any:
        nonlocal most
        for page in range(40):
            yield [((1, page * 10 + number), rng.randbytes(50_000)) for number in range(10)]
            most = max(most, pa.total_allocated_bytes())

    path = tmp_path / "archive/facts/2026/11/25/2026-11-25T14.parquet"
    base = pa.total_allocated_bytes()
    count = parquet.write(path, pages())
    manifest = hours.vouch(path, "", "0-0", "1-0", "1-399", count)
    for _ in parquet.read(path, manifest, (0, 0), (2, 0)):
        most = max(most, pa.total_allocated_bytes())
    assert manifest.size > 19_000_000
    assert most - base < manifest.size / 4


def test_only_the_groups_that_are_asked_for_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "GROUP", 5)
    path = tmp_path / "archive/facts/2026/11/25/2026-11-25T14.parquet"
    pages = [
        [((start + number, 0), b"%d" % (start + number)) for number in range(5)] for start in range(0, 50, 5)
    ]
    count = parquet.write(path, pages)
    manifest = hours.vouch(path, "", "0-0", "0-0", "49-0", count)
    read, rows = [], parquet._rows
    monkeypatch.setattr(parquet, "_rows", lambda *call: (read.append(call[1]), rows(*call))[1])
    found = [raw for _, raw in parquet.read(path, manifest, (12, 0), (21, 0))]
    assert found == [b"%d" % number for number in range(13, 22)]
    assert read == [2, 3, 4]

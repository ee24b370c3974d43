"""Where the features of a layer are, as a tree of boxes: a map that shows a part reads only that part.

The extension `gpkg_rtree_index` (OGC 12-128r17, 1.3, annex F.3): a virtual table of SQLite for each layer,
and triggers that keep it right when somebody edits the layer. They call functions that GDAL and QGIS
have and SQLite has not, so the rows of this file are put in before the triggers are there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from mlob.snapshot.geopackage.schema import quoted

__all__ = ["index"]

_NAME = "gpkg_rtree_index"
_CLAUSE = "http://www.geopackage.org/spec130/#extension_rtree"

_PUT = (
    'INSERT OR REPLACE INTO {tree} VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"),'
    ' ST_MinY(NEW."geom"), ST_MaxY(NEW."geom"));'
)
_TAKE = 'DELETE FROM {tree} WHERE id = OLD."fid";'
_SAME, _OTHER = 'OLD."fid" = NEW."fid"', 'OLD."fid" != NEW."fid"'
_THERE = '(NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))'
_EMPTY = '(NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))'
_TRIGGERS = (
    ("insert", "INSERT", _THERE, _PUT),
    ("update1", 'UPDATE OF "geom"', f"{_SAME} AND {_THERE}", _PUT),
    ("update2", 'UPDATE OF "geom"', f"{_SAME} AND {_EMPTY}", _TAKE),
    ("update3", "UPDATE", f"{_OTHER} AND {_THERE}", f"{_TAKE} {_PUT}"),
    ("update4", "UPDATE", f"{_OTHER} AND {_EMPTY}", 'DELETE FROM {tree} WHERE id IN (OLD."fid", NEW."fid");'),
    ("delete", "DELETE", 'OLD."geom" NOT NULL', _TAKE),
)
"""How the index follows its layer: name, after what, when, and what is done."""


def index(database: sqlite3.Connection, table: str, shapes: Sequence[Any]) -> None:
    """Add the index of a layer whose rows are in: `shapes` in the order of their `fid`, from 1."""
    tree = quoted(f"rtree_{table}_geom")
    database.execute(f"CREATE VIRTUAL TABLE {tree} USING rtree(id, minx, maxx, miny, maxy)")
    rows = []
    for number, shape in enumerate(shapes, 1):
        if shape is not None:
            west, south, east, north = shape.bounds
            rows.append((number, west, east, south, north))
    database.executemany(f"INSERT INTO {tree} VALUES (?,?,?,?,?)", rows)
    for name, event, when, does in _TRIGGERS:
        database.execute(
            f"CREATE TRIGGER {quoted(f'rtree_{table}_geom_{name}')} AFTER {event} ON {quoted(table)}"
            f" WHEN {when} BEGIN {does.format(tree=tree)} END"
        )
    database.execute(
        "INSERT INTO gpkg_extensions VALUES (?, 'geom', ?, ?, 'write-only')", (table, _NAME, _CLAUSE)
    )

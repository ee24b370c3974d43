"""The file itself, which is a SQLite database: made in memory, the same bytes for the same picture.

It is written here and not by GDAL, which would bring 100 MB and 90 ms along (pyogrio), settings of the
whole process, and a file on disk; the tests read it with GDAL.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import shapely

from mlob.snapshot.cells import plain
from mlob.snapshot.content import Content
from mlob.snapshot.geopackage import styles
from mlob.snapshot.geopackage.fields import Field, fields, named, timestamp
from mlob.snapshot.geopackage.index import index
from mlob.snapshot.geopackage.layers import Layer, layers
from mlob.snapshot.geopackage.schema import WGS84, begin, quoted
from mlob.snapshot.material import Material

__all__ = ["geopackage"]

_TIMELINE = {
    "cursor": "text", "time": "time", "known": "time", "severity": "int", "discipline": "text",
    "region": "text", "text": "text", "entity": "text", "exercise": "bool",
}  # fmt: skip
_SOURCES = {
    "name": "text", "state": "text", "last": "time", "rhythm": "text", "disciplines": "json",
    "accepted": "int", "rejected": "int", "delay_s": "real", "clock_skew_s": "real",
}  # fmt: skip
_CHANGES = {
    "what": "text", "discipline": "text", "region": "text", "region_name": "text", "severity": "int",
    "time": "time", "text": "text", "entity": "text", "exercise": "bool",
}  # fmt: skip
_FACTS = {"naam": "text", "waarde": "text"}
_LITTLE, _BOX = 1, 2
"""Flags of a geometry (1.3, 2.1.3): little endian; with a box of x and y around it."""
_STANDARD = "http://gdal.org"
"""Whose form the metadata have: GDAL and QGIS show them."""
_MARKS = ("marking", "exercise", "cursor", "at", "known_at")


def geopackage(material: Material, content: Content) -> bytes:
    """Layers by kind and shape, and the tables tijdlijn, bronnen, veranderd and beeld."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        writer = _Writer(database, content)
        drawn = list(layers(material.picture["features"]))
        for layer in drawn:
            writer.layer(layer)
        writer.table("tijdlijn", named(material.timeline, _TIMELINE))
        writer.table("bronnen", named(material.picture["sources"], _SOURCES))
        if material.changes is not None:
            rows = [{name: getattr(change, name) for name in _CHANGES} for change in material.changes]
            writer.table("veranderd", named(rows, _CHANGES))
        facts = [{"naam": name, "waarde": said} for name, said in _facts(content).items()]
        writer.table("beeld", named(facts, _FACTS))
        looks = [styles.row(layer.name, layer.form, content.known_at.iso) for layer in drawn if layer.form]
        writer.table("layer_styles", named(looks, styles.COLUMNS), key="id")
        database.execute("COMMIT")
        return database.serialize()


def _facts(content: Content) -> dict[str, str]:
    """What the whole file is, for its metadata."""
    return {
        "title": plain(content.title),
        "organisation": plain(content.organisation),
        "marking": plain(content.marking),
        "exercise": "true" if content.exercise else "false",
        "cursor": content.cursor,
        "at": content.at.iso,
        "known_at": content.known_at.iso,
    }


class _Writer:
    """Adds layers and tables, each with the marking in its description and metadata."""

    def __init__(self, database: sqlite3.Connection, content: Content) -> None:
        self._database = database
        self._at = timestamp(content.known_at.iso)
        self._facts = _facts(content)
        drill = "OEFENING. " if content.exercise else ""
        self._told = f"{drill}Rubricering: {plain(content.marking)}. {plain(content.stand)}"
        begin(database)
        self._describe(None, self._facts)

    def layer(self, layer: Layer) -> None:
        """The features of a layer; a kind without places is a table."""
        columns = fields(layer.features)
        if layer.form is None:
            self.table(layer.name, columns)
            return
        form = layer.form.upper()
        self._contents(layer.name, "features", _extent(layer.shapes))
        self._database.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (layer.name, form, WGS84)
        )
        drawn = Field("geom", form, [_binary(shape) for shape in layer.shapes])
        self._rows(layer.name, [drawn, *columns], "fid")
        index(self._database, layer.name, layer.shapes)

    def table(self, name: str, columns: Sequence[Field], *, key: str = "fid") -> None:
        """Rows without places."""
        self._contents(name, "attributes", None)
        self._rows(name, columns, key)

    def _contents(self, name: str, kind: str, extent: tuple[float, ...] | None) -> None:
        place = (None, None, None, None) if extent is None else extent
        system = WGS84 if kind == "features" else None
        self._database.execute(
            "INSERT INTO gpkg_contents VALUES (?,?,?,?,?,?,?,?,?,?)",
            (name, kind, name, self._told, self._at, *place, system),
        )
        self._describe(name, {fact: self._facts[fact] for fact in _MARKS})

    def _rows(self, name: str, columns: Sequence[Field], key: str) -> None:
        typed = "".join(f", {quoted(column.name)} {column.sql}" for column in columns)
        self._database.execute(
            f"CREATE TABLE {quoted(name)} ({quoted(key)} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL{typed})"
        )
        values = ",".join("?" * len(columns))
        names = ",".join(quoted(column.name) for column in columns)
        self._database.executemany(
            f"INSERT INTO {quoted(name)} ({names}) VALUES ({values})",
            zip(*(column.values for column in columns), strict=True),
        )

    def _describe(self, table: str | None, facts: Mapping[str, str]) -> None:
        items = "".join(
            f"    <MDI key={quoteattr(name)}>{escape(said)}</MDI>\n" for name, said in sorted(facts.items())
        )
        told = f"<GDALMultiDomainMetadata>\n  <Metadata>\n{items}  </Metadata>\n</GDALMultiDomainMetadata>\n"
        added = self._database.execute(
            "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata)"
            " VALUES ('dataset', ?, 'text/xml', ?)",
            (_STANDARD, told),
        )
        self._database.execute(
            "INSERT INTO gpkg_metadata_reference VALUES (?, ?, NULL, NULL, ?, ?, NULL)",
            ("geopackage" if table is None else "table", table, self._at, added.lastrowid),
        )


def _binary(shape: Any) -> bytes | None:
    """A geometry as the file has it: a head, for all but points a box, and WKB."""
    if shape is None:
        return None
    wkb: bytes = shapely.to_wkb(shape, byte_order=1)
    if shape.geom_type == "Point":
        return struct.pack("<2sBBi", b"GP", 0, _LITTLE, WGS84) + wkb
    west, south, east, north = shape.bounds
    return struct.pack("<2sBBi4d", b"GP", 0, _LITTLE | _BOX, WGS84, west, east, south, north) + wkb


def _extent(shapes: Sequence[Any]) -> tuple[float, ...] | None:
    boxes = [shape.bounds for shape in shapes if shape is not None]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)

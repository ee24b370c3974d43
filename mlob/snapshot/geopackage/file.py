"""The file itself, written by GDAL: the same bytes for the same picture."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyogrio
import pyogrio.raw
import shapely

from mlob.snapshot.cells import plain
from mlob.snapshot.content import Content
from mlob.snapshot.geopackage import styles
from mlob.snapshot.geopackage.fields import Field, fields, named
from mlob.snapshot.geopackage.layers import Layer, layers
from mlob.snapshot.material import Material

__all__ = ["geopackage"]

_VERSION = "1.3"
"""What GDAL of Debian 12 (3.6) and QGIS of today read without a warning."""
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
_UTC = 100  # OGRFeature::SetFieldDateTime: 100 is UTC
_one = threading.Lock()
"""The settings of GDAL are those of the whole process: one file at a time."""


def geopackage(material: Material, content: Content) -> bytes:
    """Layers by kind and shape, and the tables tijdlijn, bronnen, veranderd and beeld."""
    with TemporaryDirectory(prefix="mlob-gpkg-") as folder, _one, _settings(content):
        writer = _Writer(Path(folder) / "beeld.gpkg", content)
        drawn = list(layers(material.picture["features"]))
        for layer in drawn:
            writer.layer(layer)
        writer.table("tijdlijn", named(material.timeline, _TIMELINE))
        writer.table("bronnen", named(material.picture["sources"], _SOURCES))
        if material.changes is not None:
            rows = [{name: getattr(change, name) for name in _CHANGES} for change in material.changes]
            writer.table("veranderd", named(rows, _CHANGES))
        facts = [{"naam": name, "waarde": said} for name, said in _facts(content).items()]
        writer.table("beeld", named(facts, {"naam": "text", "waarde": "text"}))
        looks = [styles.row(layer.name, layer.form, content.known_at.iso) for layer in drawn if layer.form]
        writer.table("layer_styles", named(looks, styles.COLUMNS))
        return writer.path.read_bytes()


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


@contextmanager
def _settings(content: Content) -> Iterator[None]:
    """The time that GDAL writes is that of the picture, and a file of a moment need not be synced."""
    options = {"OGR_CURRENT_DATE": content.known_at.iso, "OGR_SQLITE_SYNCHRONOUS": "OFF"}
    pyogrio.set_gdal_config_options(options)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(dict.fromkeys(options))


class _Writer:
    """Adds layers and tables to one file."""

    def __init__(self, path: Path, content: Content) -> None:
        self.path = path
        self._facts = _facts(content)
        drill = "OEFENING. " if content.exercise else ""
        self._told = f"{drill}Rubricering: {plain(content.marking)}. {plain(content.stand)}"

    def layer(self, layer: Layer) -> None:
        """The features of a layer; a kind without places is a table."""
        columns = fields(layer.features)
        if layer.form is None:
            self.table(layer.name, columns)
            return
        drawn = np.empty(len(layer.shapes), dtype=object)
        drawn[:] = [None if one is None else shapely.to_wkb(one) for one in layer.shapes]
        self._write(layer.name, columns, drawn, layer.form)

    def table(self, name: str, columns: Sequence[Field]) -> None:
        """Rows without places."""
        self._write(name, columns, None, None)

    def _write(self, name: str, columns: Sequence[Field], drawn: Any, form: str | None) -> None:
        first = not self.path.exists()
        options: dict[str, str] = {"DESCRIPTION": self._told, "IDENTIFIER": name}
        if form is None:
            options["ASPATIAL_VARIANT"] = "GPKG_ATTRIBUTES"
        pyogrio.raw.write(
            str(self.path),
            drawn,
            [column.data for column in columns],
            [column.name for column in columns],
            field_mask=[column.mask for column in columns],
            layer=name,
            driver="GPKG",
            geometry_type=form,
            crs=None if form is None else "EPSG:4326",
            append=not first,
            dataset_metadata=self._facts if first else None,
            layer_metadata=self._marks(),
            dataset_options={"VERSION": _VERSION} if first else None,
            layer_options=options,
            gdal_tz_offsets={
                column.name: np.full(len(column.data), _UTC) for column in columns if column.time
            },
        )

    def _marks(self) -> Mapping[str, str]:
        return {name: self._facts[name] for name in ("marking", "exercise", "cursor", "at", "known_at")}

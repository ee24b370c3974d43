"""Rows of tables mean what the GeoJSON feature means that says the same; errors name the row."""

from __future__ import annotations

from collections.abc import Iterator

from mlob.adapters.shared import geojson
from mlob.errors import DecodeError
from mlob.formats.table import TableRow
from mlob.model import Discipline, Observation, Reception

__all__ = ["observe"]


def observe(message: TableRow, reception: Reception, *, discipline: Discipline) -> Iterator[Observation]:
    """One observation when the row is this discipline's; DecodeError names row and value."""
    try:
        yield from geojson.observe(message.feature, reception, discipline=discipline)
    except DecodeError as error:
        raise DecodeError(f"rij {message.row}: {error}") from error

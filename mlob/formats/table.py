"""Tables, whatever file they came in: a row is the feature that says the same, and means what that means."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from mlob.errors import DecodeError
from mlob.formats.columns import SHARED, impossible, of_row
from mlob.formats.geojson import Feature
from mlob.formats.row import unframed
from mlob.model import Kind, Reception, Source

__all__ = ["TableRow", "decode", "faults"]

_GROWS = ("file:", "udp-listen:")
"""Ways in that never end, or know no beginning: a table needs both."""
TOTALS = frozenset({"totaal", "subtotaal", "eindtotaal", "totalen", "total", "som"})
"""What stands where an id would in a row that adds up the others."""


class TableRow(msgspec.Struct, frozen=True):
    """Row `row` of a table as the feature that it is."""

    row: int
    feature: Feature


def decode(frame: bytes, reception: Reception) -> Iterator[TableRow]:
    """The one row of a frame, none when it adds up others; raises DecodeError, naming row and heading."""
    row = unframed(frame)
    source = reception.source
    try:
        told = of_row(row, source)
    except DecodeError as error:
        raise DecodeError(f"rij {row.row}: {error}") from error
    kind = told.properties.get("kind", source.defaults.get("kind"))
    if told.id is None and kind not in SHARED:
        raise DecodeError(f"rij {row.row}: {told.where}: leeg, zonder id is de rij niet te volgen")
    if (told.id or "").rstrip(" :").casefold() in TOTALS:
        return
    if told.accuracy_m is not None:
        told.properties.setdefault("accuracy_m", told.accuracy_m)
    yield TableRow(row.row, Feature(id=told.id, geometry=told.geometry, properties=told.properties))


def faults(source: Source) -> Iterator[str]:
    """What in the settings of a table cannot work."""
    columns, defaults = source.columns, source.defaults
    yield from impossible(columns)
    if columns and "kind" not in columns:
        yield from _kind_faults(defaults.get("kind"), {*columns, *defaults})
    elif columns and "id" not in columns:
        yield "columns.id: ontbreekt; welke kop, of koppen samen, maakt een rij uniek?"
    if source.url.startswith(_GROWS):
        yield f"url: een tabel komt in haar geheel, niet over {source.url.partition(':')[0]}:"


def _kind_faults(kind: object, told: set[str]) -> Iterator[str]:
    if kind is None:
        yield "defaults.kind: ontbreekt, en geen kolom wijst kind aan"
    elif kind == Kind.REQUEST or kind not in list(Kind):
        yield f"defaults.kind: onbekend ({kind!r})"
    for name in {"region": ("vr",), "capacity": ("vr", "resource")}.get(str(kind), ()):
        if name not in told:
            yield f"columns.{name}: ontbreekt, zonder is een rij met kind {kind} niet te plaatsen"
    if kind not in SHARED and "id" not in told:
        yield "columns.id: ontbreekt; welke kop, of koppen samen, maakt een rij uniek?"

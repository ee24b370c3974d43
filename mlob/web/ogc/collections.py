"""The collections: the kinds of the picture, each with the properties by which it can be filtered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from mlob.model import Discipline, Kind, Phase, Verification

__all__ = ["COLLECTIONS", "SHAPES", "Collection", "read_value"]

_TEXT: dict[str, Any] = {"type": "string"}
_YES: dict[str, Any] = {"type": "boolean"}
_DISCIPLINE: dict[str, Any] = {"type": "string", "enum": [item.value for item in Discipline]}
_REGION: dict[str, Any] = {"type": "string", "pattern": "^VR[0-9]{2}$"}
_COMMON: dict[str, dict[str, Any]] = {
    "discipline": _DISCIPLINE,
    "disciplines": _DISCIPLINE,
    "status": _TEXT,
    "severity": {"type": "integer", "minimum": 0, "maximum": 4},
    "verification": {"type": "string", "enum": [item.value for item in Verification]},
    "veiligheidsregio": _REGION,
    "gemeente": {"type": "string", "pattern": "^GM[0-9]{4}$"},
    "exercise": _YES,
}


class Collection(msgspec.Struct, frozen=True):
    """One kind of the picture, or what of it has one sort of shape (point, line, polygon; "" is all of it).

    `filters` has the JSON schema of each property that a query may name.
    """

    id: str
    kind: Kind
    shape: str
    filters: dict[str, dict[str, Any]]


_OWN: dict[Kind, dict[str, dict[str, Any]]] = {
    Kind.INCIDENT: {"category": _TEXT},
    Kind.UNIT: {"category": _TEXT, "cot_type": _TEXT},
    Kind.FACILITY: {"category": _TEXT},
    Kind.AREA: {"category": _TEXT},
    Kind.CAPACITY: {"resource": _TEXT, "supplier": _TEXT},
    Kind.REQUEST: {"state": _TEXT, "request_kind": _TEXT, "urgent": _YES},
    Kind.REGION: {
        "grip": {"type": "integer", "minimum": 0, "maximum": 5},
        "phase": {"type": "string", "enum": [item.value for item in Phase]},
    },
    Kind.NOTE: {"category": _TEXT},
}
SHAPES = {"point": ("Point", "MultiPoint"), "line": ("LineString", "MultiLineString"),
          "polygon": ("Polygon", "MultiPolygon")}  # fmt: skip
"""The sorts of shapes, with the types of GeoJSON that they are."""
_MIXED = (Kind.INCIDENT, Kind.FACILITY, Kind.AREA, Kind.NOTE)
"""Kinds of all sorts of shapes: QGIS and ArcGIS draw of a layer only the sort of its first feature."""


def _collections() -> Iterator[Collection]:
    for kind, more in _OWN.items():
        yield Collection(kind.value, kind, "", _COMMON | more)
        for shape in SHAPES if kind in _MIXED else ():
            yield Collection(f"{kind.value}-{shape}", kind, shape, _COMMON | more)


COLLECTIONS = {found.id: found for found in _collections()}
"""By id, in the order in which they are listed."""


def read_value(schema: dict[str, Any], text: str) -> str | int | bool:
    """The value that a query gives for a property; raises ValueError when its schema does not allow it."""
    if schema["type"] == "boolean":
        if text not in ("true", "false"):
            raise ValueError("true of false")
        return text == "true"
    if schema["type"] == "integer":
        least, most = schema["minimum"], schema["maximum"]
        if not re.fullmatch("[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ValueError(f"een getal van {least} tot en met {most}")
        return int(text)
    if "enum" in schema and text not in schema["enum"]:
        raise ValueError(f"kies uit {', '.join(schema['enum'])}")
    if "pattern" in schema and not re.fullmatch(schema["pattern"].strip("^$"), text):
        raise ValueError(f"zoals {schema['pattern'].strip('^$')}")
    if not text:
        raise ValueError("mag niet leeg zijn")
    return text

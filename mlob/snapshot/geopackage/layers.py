"""Which layer a feature is in: by its kind, and by its shape where that is another than most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import shapely
from shapely.geometry import shape

__all__ = ["Layer", "layers"]

Feature = Mapping[str, Any]

_KINDS: dict[str, tuple[str, str | None]] = {
    "incident": ("incidenten", "Point"),
    "area": ("gebieden", "MultiPolygon"),
    "unit": ("eenheden", "Point"),
    "facility": ("voorzieningen", "Point"),
    "request": ("verzoeken", "Point"),
    "region": ("regios", "MultiPolygon"),
    "note": ("notities", "Point"),
    "capacity": ("capaciteit", None),
}
"""Kind -> the layer that is always there, and its shape; None is a table without places."""
_CLASSES = {
    "Point": ("Point", "punten"),
    "MultiPoint": ("MultiPoint", "puntgroepen"),
    "LineString": ("MultiLineString", "lijnen"),
    "MultiLineString": ("MultiLineString", "lijnen"),
    "Polygon": ("MultiPolygon", "vlakken"),
    "MultiPolygon": ("MultiPolygon", "vlakken"),
    "GeometryCollection": ("GeometryCollection", "samengesteld"),
}
"""Shape -> that of its layer, and how a layer beside the first one of a kind is called."""


class Layer(msgspec.Struct, frozen=True, kw_only=True):
    """One layer with its features by id; `shapes` are theirs in the same order, None without a place."""

    name: str
    kind: str
    form: str | None
    features: tuple[Feature, ...]
    shapes: tuple[Any, ...]


def layers(features: Sequence[Feature]) -> Iterator[Layer]:
    """Every layer that is always there, each followed by those that its other shapes need."""
    found: dict[tuple[str, str | None], list[tuple[Feature, Any]]] = {}
    kinds = dict(_KINDS)
    for item in sorted(features, key=lambda feature: str(feature["id"])):
        kind = str(item["properties"]["kind"])
        _, first = kinds.setdefault(kind, (kind, None))
        drawn = _shape(item.get("geometry"))
        form = first if drawn is None else _CLASSES[drawn.geom_type][0]
        found.setdefault((kind, form), []).append((item, drawn))
    for kind, (name, first) in kinds.items():
        forms = {form for known, form in found if known == kind} - {first}
        for form in (first, *sorted(filter(None, forms))):
            rows = found.get((kind, form), [])
            yield Layer(
                name=name if form == first else f"{name}_{_suffix(form)}",
                kind=kind,
                form=form,
                features=tuple(item for item, _ in rows),
                shapes=tuple(_promoted(drawn, form) for _, drawn in rows),
            )


def _suffix(form: str | None) -> str:
    return next(suffix for known, suffix in _CLASSES.values() if known == form)


def _shape(geometry: Any) -> Any:
    """The shape of a GeoJSON geometry, flat; None without one or for one that is none."""
    if not geometry:
        return None
    try:
        drawn = shape(_flat(geometry))
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, shapely.errors.ShapelyError):
        return None
    return None if drawn.is_empty or drawn.geom_type not in _CLASSES else drawn


def _flat(geometry: Any) -> dict[str, Any]:
    """The same geometry without heights, which some of its points may have."""
    if geometry["type"] == "GeometryCollection":
        return {"type": geometry["type"], "geometries": [_flat(part) for part in geometry["geometries"]]}
    return {"type": geometry["type"], "coordinates": _even(geometry["coordinates"])}


def _even(part: Any) -> Any:
    if part and isinstance(part[0], int | float):
        return part[:2]
    return [_even(inner) for inner in part]


def _promoted(drawn: Any, form: str | None) -> Any:
    """One part as a group of one, where the layer is of groups."""
    if drawn is None or drawn.geom_type == form:
        return drawn
    return shapely.MultiPolygon([drawn]) if form == "MultiPolygon" else shapely.MultiLineString([drawn])

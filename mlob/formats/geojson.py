"""GeoJSON features, RFC 7946; also in RD New (EPSG:28992), which is converted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from mlob.errors import DecodeError
from mlob.formats import Format
from mlob.formats.columns import faults, of_properties
from mlob.formats.framing_json import LIMIT, MOST_ITEMS, GeoJsonSplitter
from mlob.formats.json_tree import parsed
from mlob.formats.paging import next_page
from mlob.formats.positions import RD_NEW, geometry
from mlob.model import Geometry, Reception, Source

__all__ = ["FORMAT", "Feature", "content", "decode", "geometry", "read"]

FEATURE_LIMIT = LIMIT
WGS_84 = ("CRS84", "4326", "4258")
"""Names of reference systems that are degrees; ETRS89 (4258) is within a metre of WGS 84."""


class Feature(msgspec.Struct, frozen=True, kw_only=True):
    """One feature; `geometry` is in degrees WGS 84, `properties` are as they were written."""

    id: str | None
    geometry: Geometry | None
    properties: dict[str, Any]


def decode(frame: bytes, reception: Reception) -> Iterator[Feature]:
    """The one feature of a frame; raises DecodeError, naming the member."""
    yield read(content(frame), reception)


def content(frame: bytes) -> Any:
    """The JSON of a frame, strict, of at most FEATURE_LIMIT bytes; raises DecodeError."""
    if len(frame) > FEATURE_LIMIT:
        raise DecodeError(f"bericht: groter dan {FEATURE_LIMIT // 1024} KiB")
    return parsed(frame)


def read(found: Any, reception: Reception) -> Feature:
    """The feature that a JSON object is, its properties named as the source's `columns` say."""
    if not isinstance(found, dict):
        raise DecodeError("type: geen Feature, dit is geen object")
    if found.get("type") == "FeatureCollection":
        raise DecodeError(f"features: geen lijst, of meer dan {MOST_ITEMS} features")
    if found.get("type") != "Feature":
        raise DecodeError(f"type: geen Feature ({str(found.get('type', 'ontbreekt'))[:40]!r})")
    properties = found.get("properties")
    if properties is not None and not isinstance(properties, dict):
        raise DecodeError("properties: geen object")
    shape = found.get("geometry")
    feature = Feature(
        id=_id(found.get("id")),
        geometry=None if shape is None else geometry(shape, rd=_is_rd(found.get("crs"))),
        properties=properties or {},
    )
    columned = reception.source.columns or reception.source.options.only
    return _appointed(feature, reception.source) if columned else feature


def _appointed(feature: Feature, source: Source) -> Feature:
    """The same with what the source appoints: an id before that of the feature, a place after its own."""
    told = of_properties(feature.properties, source)
    if feature.geometry is None and told.accuracy_m is not None:
        told.properties.setdefault("accuracy_m", told.accuracy_m)
    return Feature(
        id=feature.id if told.id is None else told.id,
        geometry=feature.geometry or told.geometry,
        properties=told.properties,
    )


def _id(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise DecodeError("id: geen tekst en geen getal")
    return str(value)


def _is_rd(crs: Any) -> bool:
    """What the `crs` of GeoJSON 2008 says: RD New or degrees; another system is refused."""
    if crs is None:
        return False
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name", properties.get("code")) if isinstance(properties, dict) else None
    name = str(name) if isinstance(name, int) else name  # {"type": "EPSG", "properties": {"code": 28992}}
    if not isinstance(name, str):
        raise DecodeError("crs: naam ontbreekt")
    if name.endswith(RD_NEW):
        return True
    if name.endswith(WGS_84):
        return False
    raise DecodeError(f"crs: onbekend stelsel ({name[:60]!r}), alleen WGS 84 en RD New")


FORMAT = Format(
    name="geojson",
    title="GeoJSON (FeatureCollection of Feature)",
    version="RFC 7946, en crs van GeoJSON 2008",
    reads="Feature met id, geometry (elk type) en properties; RD New (EPSG:28992) wordt omgerekend",
    ignores="bbox en andere leden buiten properties",
    splitter=GeoJsonSplitter,
    decode=decode,
    faults=faults,
    next_page=next_page,
)

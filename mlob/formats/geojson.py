"""GeoJSON features, RFC 7946; also in RD New (EPSG:28992), which is converted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from mlob.errors import DecodeError
from mlob.formats import Format
from mlob.formats.framing_json import LIMIT, GeoJsonSplitter
from mlob.formats.positions import RD_NEW, geometry
from mlob.model import Geometry, Reception

__all__ = ["FORMAT", "Feature", "decode", "geometry"]

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
    if len(frame) > FEATURE_LIMIT:
        raise DecodeError(f"bericht: groter dan {FEATURE_LIMIT // 1024} KiB")
    content = _json(frame)
    if not isinstance(content, dict):
        raise DecodeError("type: geen Feature, dit is geen object")
    if content.get("type") != "Feature":
        raise DecodeError(f"type: geen Feature ({str(content.get('type', 'ontbreekt'))[:40]!r})")
    properties = content.get("properties")
    if properties is not None and not isinstance(properties, dict):
        raise DecodeError("properties: geen object")
    shape = content.get("geometry")
    yield Feature(
        id=_id(content.get("id")),
        geometry=None if shape is None else geometry(shape, rd=_is_rd(content.get("crs"))),
        properties=properties or {},
    )


def _json(frame: bytes) -> Any:
    # Strict: no NaN, no Infinity, no number past the range of a double, no half characters.
    try:
        return msgspec.json.decode(frame)
    except RecursionError as error:
        raise DecodeError("JSON: te diep genest") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DecodeError(f"JSON: onleesbaar ({str(error)[:120]})") from error


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
    name = properties.get("name") if isinstance(properties, dict) else None
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
)

"""Items of an OGC API - Features (17-069r4), and of WFS and ArcGIS as GeoJSON: pages of features."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

import msgspec

from mlob.errors import DecodeError
from mlob.formats import Format
from mlob.formats.columns import faults
from mlob.formats.framing_json import GeoJsonSplitter, features
from mlob.formats.geojson import Feature, content, read
from mlob.formats.paging import next_page
from mlob.model import Reception

__all__ = ["FORMAT", "decode"]

_OTHERS = (
    ("collections", "de lijst van collecties, vraag /collections/NAAM/items?f=json"),
    ("conformsTo", "de lijst van conformiteit, vraag /collections/NAAM/items?f=json"),
    ("extent", "de beschrijving van een collectie, vraag haar /items?f=json"),
    ("geometryType", "Esri JSON, vraag f=geojson"),
    ("links", "een pagina die verwijst, vraag /collections/NAAM/items?f=json"),
)
"""What else such a service answers, by a member that tells it (17-069r4, 7.2 to 7.14)."""


def decode(frame: bytes, reception: Reception) -> Iterator[Feature]:
    """The one feature of a frame; raises DecodeError, naming the member.

    A feature without an `observed_at` is as of the `timeStamp` of its answer (7.16: when the service made
    it), unless the source appoints a property for the time: one that is empty there may be old.
    """
    found = content(frame)
    if isinstance(found, dict) and found.get("type") not in ("Feature", "FeatureCollection"):
        _refuse(found)
    feature = read(found, reception)
    source = reception.source
    told = any("observed_at" in names for names in (feature.properties, source.columns, source.defaults))
    stamp = None if told else _stamp(found.get("timeStamp"))
    if stamp is not None:
        feature = msgspec.structs.replace(feature, properties={**feature.properties, "observed_at": stamp})
    yield feature


def _refuse(found: dict[str, Any]) -> None:
    """Say what an answer without features is."""
    if isinstance(found.get("error"), dict) or "code" in found:
        name, told = ("error", found["error"]) if isinstance(found.get("error"), dict) else ("code", found)
        text = told.get("description") or told.get("message") or told.get("code")
        raise DecodeError(f"{name}: de dienst meldt een fout ({str(text)[:120]})")
    for member, what in _OTHERS:
        if member in found:
            raise DecodeError(f"{member}: dit is {what}")


def _stamp(value: Any) -> str | None:
    """A time stamp that says its offset, as the standard wants; another one says nothing."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
        return found.astimezone(UTC).isoformat() if found and found.tzinfo else None
    except (ValueError, OverflowError):
        return None


FORMAT = Format(
    name="ogc",
    title="OGC API Features (items als GeoJSON)",
    version="OGC 17-069r4 deel 1; WFS en ArcGIS als GeoJSON",
    reads="features van alle pagina's, met id, geometry, properties en timeStamp; eigenschappen bij naam",
    ignores="andere verwijzingen dan next, numberMatched, numberReturned, bbox",
    splitter=partial(GeoJsonSplitter, parts=partial(features, stamped=True)),
    decode=decode,
    faults=faults,
    next_page=next_page,
)

"""Observations as plain JSON, for systems that can adapt: one object each, in the names of our own model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlob.errors import DecodeError
from mlob.formats import Format
from mlob.formats.framing_json import GeoJsonSplitter
from mlob.formats.geojson import Feature
from mlob.formats.headings import FACTS
from mlob.formats.json_tree import load
from mlob.formats.positions import geometry
from mlob.model import Reception

__all__ = ["FORMAT", "decode"]

LIMIT = 1024 * 1024
"""Longest observation in bytes."""
OURS = frozenset({"id", "source", "received_at", "frame", "once"})
"""Members that a system may send back to us and that only we can say."""
SHARED = {"region": ("vr",), "capacity": ("vr", "resource")}
"""Kinds of which all sources share the entities, and what their ids name (CONTRACT, entity id)."""


def decode(frame: bytes, reception: Reception) -> Iterator[Feature]:
    """The one observation of a frame; raises DecodeError, naming the member.

    It comes out as the GeoJSON feature that says the same, and means what that means.
    """
    given = load(frame, LIMIT)
    known = FACTS | OURS | {"entity", "geometry", "properties"}
    if strange := sorted(set(given) - known):
        raise DecodeError(f"{strange[0][:40]}: onbekend, eigen waarden horen in properties")
    properties = given.get("properties")
    if properties is not None and not isinstance(properties, dict):
        raise DecodeError("properties: geen object")
    kind = given.get("kind", reception.source.defaults.get("kind"))
    if kind == "request":
        raise DecodeError("kind: een bijstandsaanvraag komt niet als waarneming binnen")
    native, shared = _entity(given.get("entity"), kind, reception.source.name)
    shape = given.get("geometry")
    facts = {name: given[name] for name in FACTS if name in given}
    yield Feature(
        id=native,
        geometry=None if shape is None else geometry(shape),
        properties={**_free(properties or {}), **shared, **facts},
    )


def _entity(value: Any, kind: Any, source: str) -> tuple[str, dict[str, str]]:
    """The native id, or the parts of a shared id.

    An id may be whole, `<kind>:<source>:<native id>`, when it is this source's own.
    """
    if not isinstance(value, str) or not value:
        raise DecodeError(f"entity: {'ontbreekt' if value in (None, '') else 'geen tekst'}")
    if not isinstance(kind, str) or kind not in SHARED:
        return value.removeprefix(f"{kind}:{source}:"), {}
    names = SHARED[kind]
    parts = value.split(":", len(names))
    if parts[0] != kind or len(parts) != len(names) + 1:
        raise DecodeError(f"entity: verwacht {':'.join((kind, *names))} ({value[:60]!r})")
    return value, dict(zip(names, parts[1:], strict=True))


def _free(properties: dict[str, Any]) -> dict[str, Any]:
    """Properties may not speak for the members."""
    if taken := sorted(FACTS & set(properties)):
        raise DecodeError(f"properties.{taken[0]}: hoort naast properties, niet erin")
    return properties


FORMAT = Format(
    name="observation",
    title="Waarneming (eigen JSON)",
    version="1",
    reads="kind, entity, discipline, tijden, geometry (GeoJSON), waarden van het model, properties",
    ignores="id, source, received_at, frame en once: die bepaalt het systeem zelf",
    splitter=GeoJsonSplitter,
    decode=decode,
)

"""The picture as GeoJSON: the features that are alive, always the 25 regions, and what one may ask of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from mlob import fold, grouping, regions
from mlob.bijstand import requests, routes
from mlob.feature import detail as facts
from mlob.feature import feature, region_feature, said_at
from mlob.model import Kind, iso
from mlob.placed import regions_of

__all__ = ["Question", "ask", "collection", "detail", "present", "shown"]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Filters of `GET /picture`; empty means all. `bbox` is (west, south, east, north)."""

    kinds: frozenset[str] = frozenset()
    disciplines: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    bbox: tuple[float, float, float, float] | None = None


def shown(parts: Sequence[fold.Entity]) -> dict[str, Any]:
    """The feature of an entity, or of several that are one thing: the smallest id, with `members`."""
    if len(parts) == 1:
        return present(parts[0])
    together, chosen = grouping.merged(parts)
    found = present(together)
    if "geometry" in chosen:
        found["geometry"] = chosen.pop("geometry")
    properties = found["properties"] | chosen | {"members": sorted(part.id for part in parts)}
    properties.pop("said_at", None)
    if older := said_at(together, {**properties, "geometry": found["geometry"]}):
        properties["said_at"] = older
    found["properties"] = properties
    leaves = grouping.expires_at(parts)
    if leaves is None:
        properties.pop("expires_at", None)
    else:
        properties["expires_at"] = iso(leaves)
    return found


def detail(parts: Sequence[fold.Entity]) -> list[dict[str, Any]]:
    """Every value of what is shown, and what each source said of it."""
    if len(parts) == 1:
        return facts(parts[0])
    together, chosen = grouping.merged(parts)
    of = {name: part.id for part in parts for name in part.reports}
    return facts(together, of, chosen)


def present(entity: fold.Entity) -> dict[str, Any]:
    """The feature of one entity, with what its kind adds."""
    if entity.kind is Kind.REGION:
        code = entity.id.removeprefix("region:")
        if code in regions.names():
            return region_feature(code, regions.names()[code], entity)
    found = feature(entity)
    if entity.kind is Kind.REQUEST:
        _request(found)
    return found


def _request(found: dict[str, Any]) -> None:
    """Line items as whole objects (JSON) instead of a value a quantity; what suppliers said is in them."""
    properties = found["properties"]
    view = requests.view(found["id"], properties | {"geometry": found["geometry"]})
    for name in [name for name in properties if name.startswith(requests.FLAT)]:
        del properties[name]
    properties |= requests.feature_properties(view) | routes.properties(view)
    if older := requests.said_at(view, properties.pop("said_at", {}), properties["observed_at"]):
        properties["said_at"] = older


def collection(
    entities: Mapping[str, fold.Entity],
    now: datetime,
    *,
    links: Iterable[grouping.Link] | None = None,
    shapes: bool = True,
) -> dict[str, dict[str, Any]]:
    """Features by id: who is alive at `now`, and every region, with its shape when asked.

    `links` say what is shown as one; None: those among the entities.
    """
    found = {f"region:{code}": region_feature(code, name, None) for code, name in regions.names().items()}
    said = grouping.links_of(entities.values()) if links is None else links
    of = grouping.groups(said, entities)
    for name, entity in entities.items():
        members = of.get(name, (name,))
        if entity.kind is Kind.LINK or members[0] != name:
            continue
        parts = [entities[member] for member in members]
        leaves = grouping.expires_at(parts)
        if leaves is None or leaves > now:
            found[name] = shown(parts)
    if shapes:
        for code in regions.names():
            found[f"region:{code}"]["geometry"] = regions.region_geometry(code)
    return found


def ask(features: Iterable[dict[str, Any]], question: Question) -> list[dict[str, Any]]:
    """The features that the question wants; regions always stay."""
    return [item for item in features if item["properties"]["kind"] == "region" or _wanted(item, question)]


def _wanted(item: dict[str, Any], question: Question) -> bool:
    properties = item["properties"]
    if question.kinds and properties["kind"] not in question.kinds:
        return False
    if question.disciplines and question.disciplines.isdisjoint(properties["disciplines"]):
        return False
    if question.regions and question.regions.isdisjoint(regions_of(properties)):
        return False
    return question.bbox is None or _meets(item["geometry"], question.bbox)


def _meets(geometry: Any, bbox: tuple[float, float, float, float]) -> bool:
    points = list(_points(geometry.get("coordinates", ()))) if geometry else []
    if not points:
        return False
    west, south, east, north = bbox
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return min(lons) <= east and max(lons) >= west and min(lats) <= north and max(lats) >= south


def _points(part: Any) -> Iterable[tuple[float, float]]:
    if part and isinstance(part[0], int | float):
        yield float(part[0]), float(part[1])
        return
    for inner in part:
        yield from _points(inner)

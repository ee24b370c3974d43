"""From a folded record to what a viewer sees: one GeoJSON feature, or every word with its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from mlob import verification
from mlob.fold import WITH_PLACE, Entity, Report, expires_at, rank, standing, words
from mlob.model import FUTURE_LIMIT, Kind, iso

__all__ = ["detail", "feature", "region_feature", "said_at"]

_UNSAID: dict[str, Any] = {
    "discipline": None,
    "disciplines": [],
    "status": None,
    "severity": 0,
    "observed_at": None,
    "received_at": None,
    "stale_at": None,
    "verification": None,
    "sources": [],
    "marking": None,
    "exercise": False,
}
"""What a region has of which nobody said anything."""

_LOCALITY = ("gemeente", "gemeente_name", "veiligheidsregio", "veiligheidsregio_name", *WITH_PLACE)


def feature(entity: Entity) -> dict[str, Any]:
    """The feature of an entity: `id`, `geometry`, `properties` (CONTRACT, "A feature")."""
    entity = standing(entity)
    found = entity.values
    head = entity.reports[entity.head]
    geometry = found.pop("geometry", None)
    valid_to = found.get("valid_to")
    properties: dict[str, Any] = {
        "kind": entity.kind,
        "discipline": head.discipline,
        "disciplines": sorted({report.discipline for report in entity.reports.values()}),
        "title": "",
        "status": None,
        "severity": 0,
        "verification": "onbevestigd",
        "marking": None,
        "gemeente": None,
        "veiligheidsregio": None,
    }
    properties.update(found)
    if verification.ALL in found:
        properties["verification"] = found[verification.ALL]
    properties |= {
        "observed_at": iso(head.observed_at),
        "received_at": iso(head.received_at),
        "stale_at": _stale_at(head, valid_to),
        "sources": sorted({report.source for report in entity.reports.values()}),
        "exercise": any(report.exercise for report in entity.reports.values()),
    }
    if len(entity.reports) > 1:
        if ranges := verification.ranges(entity, found):
            properties["ranges"] = ranges
        if entity.kind is not Kind.UNIT and (older := said_at(entity, {**properties, "geometry": geometry})):
            properties["said_at"] = older
    leaves = expires_at(entity)
    if leaves is not None:
        properties["expires_at"] = iso(leaves)
    if head.observed_at - head.received_at > FUTURE_LIMIT:
        properties["future"] = True
    return {"type": "Feature", "id": entity.id, "geometry": geometry, "properties": properties}


def said_at(entity: Entity, shown: Mapping[str, Any]) -> dict[str, str]:
    """When each shown value was said of which that is not `observed_at`, which is of the newest report.

    A region that is GRIP 4 since 13:21 may have a report of 15:00 that speaks of something else only.
    """
    told: dict[str, datetime] = {}
    for report in (entity.reports[name] for name in sorted(entity.reports, key=lambda n: rank(entity, n))):
        for name, value in report.values.items():
            of = "verification" if name == verification.ALL else name
            if of in shown and shown[of] == value and of not in _LOCALITY:
                told[of] = report.observed_at
    newest = entity.reports[entity.head].observed_at
    return {name: iso(moment) for name, moment in sorted(told.items()) if moment != newest}


def _stale_at(head: Report, valid_to: Any) -> str | None:
    if isinstance(valid_to, str):
        return valid_to
    return None if head.ttl is None else iso(head.at + timedelta(seconds=head.ttl / 2))


def region_feature(code: str, name: str, entity: Entity | None, geometry: Any = None) -> dict[str, Any]:
    """One of the 25 regions, which are always in the picture; `grip` is null until somebody says it."""
    if entity is None:
        found: dict[str, Any] = {
            "type": "Feature",
            "id": f"region:{code}",
            "properties": {"kind": Kind.REGION, **_UNSAID},
        }
    else:
        found = feature(entity)
    properties = found["properties"]
    properties |= {
        "vr": code,
        "title": name,
        "grip": properties.get("grip"),
        "phase": properties.get("phase"),
        "gemeente": None,
        "veiligheidsregio": code,
        "veiligheidsregio_name": name,
    }
    found["geometry"] = geometry
    return found


def detail(
    entity: Entity, of: Mapping[str, str] | None = None, chosen: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Every value with every source's last word on it, both times, and why one of them is shown.

    For several entities that are shown as one: `of` says whose each report (observation id) is, and
    `chosen` which values are shown for another reason than that they were observed last.
    """
    rows = []
    for name, latest in sorted({**entity.values, **standing(entity).values}.items()):
        if name in _LOCALITY or verification.is_judgement(name):
            continue
        said = [_word(entity, oid, word, name, of) for oid, word in words(entity, name)]
        value = latest if chosen is None else chosen.get(name, latest)
        rows.append(
            {
                "name": name,
                "value": value,
                "verification": verification.of_value(entity, name),
                "reason": _reason(said, value, latest),
                "said": said,
            }
        )
    return rows


def _reason(said: Sequence[Mapping[str, Any]], value: Any, latest: Any) -> str:
    if len(said) == 1:
        return "enige bron"
    if all(item["value"] == said[0]["value"] for item in said):
        return "bronnen gelijk"
    return "laatst waargenomen" if value == latest else "van de zwaarste of nauwkeurigste melding"


def _word(entity: Entity, oid: str, value: Any, name: str, of: Mapping[str, str] | None) -> dict[str, Any]:
    report = entity.reports[oid]
    found = {
        "value": value,
        "source": report.source,
        "discipline": report.discipline,
        "observed_at": iso(report.observed_at),
        "received_at": iso(report.received_at),
        "verification": verification.of_word(entity, report, name),
        "observation": oid,
        "frame": report.frame,
        "exercise": report.exercise,
    }
    return found if of is None else found | {"member": of[oid]}

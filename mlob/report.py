"""What a person reports (by telephone, from a meeting): one more source, through the same journal."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from mlob import gazetteer, regions
from mlob.bijstand import plans, suppliers
from mlob.errors import DecodeError
from mlob.formats import positions
from mlob.model import Discipline, Kind, Observation, Reception, Source, Verification, observation
from mlob.moment import moment

__all__ = ["Faults", "report"]

_TTL = {Kind.UNIT: 3600.0, Kind.INCIDENT: 86_400.0, Kind.NOTE: 7 * 86_400.0}
_KNOWN = {"kind", "title", "discipline", "geometry", "gemeente", "place", "observed_at", "properties"}
_KNOWN |= {"verification", "entity", "status", "severity", "exercise"}


class Faults(Exception):
    """Fields that fail, each with what is wrong."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {text}" for field, text in faults.items()))
        self.faults = faults


def report(body: Mapping[str, Any], source: Source, received_at: datetime, actor: str) -> Observation:
    """The observation that a person's report is; raises Faults with every field that fails."""
    faults = {name: "onbekend veld" for name in body if name not in _KNOWN}
    kind = _choice(Kind, body.get("kind"), "kind", faults)
    discipline = _choice(Discipline, body.get("discipline"), "discipline", faults)
    verification = _choice(Verification, body.get("verification", "onbevestigd"), "verification", faults)
    title = body.get("title")
    if not isinstance(title, str) or not title.strip() or len(title) > 500:
        faults["title"] = "verplicht: een korte omschrijving"
    observed_at = _moment(body.get("observed_at"), received_at, faults)
    properties = _properties(body.get("properties", {}), faults)
    where = _where(body, faults)
    status = body.get("status")
    if status is not None and (not isinstance(status, str) or len(status) > 200):
        faults["status"] = "een korte tekst"
    severity = body.get("severity")
    if severity is not None and (type(severity) is not int or severity not in range(5)):
        faults["severity"] = "een getal van 0 tot en met 4"
    exercise = body.get("exercise", False)
    if not isinstance(exercise, bool):
        faults["exercise"] = "true of false"
    entity = _entity(kind, body, properties, source, faults)
    if faults or kind is None or discipline is None:
        raise Faults(faults)
    return observation(
        Reception(source=source, received_at=received_at),
        discipline=discipline,
        kind=kind,
        entity=entity,
        observed_at=observed_at,
        title=str(title).strip(),
        status=status,
        severity=severity,
        verification=verification,
        ttl=_TTL.get(kind),
        exercise=exercise,
        geometry=where.pop("geometry", None),
        accuracy_m=where.pop("accuracy_m", None),
        properties={**where, **properties, "actor": actor},
    )


def _choice(choices: Any, value: Any, field: str, faults: dict[str, str]) -> Any:
    try:
        return choices(value)
    except ValueError:
        faults[field] = "kies uit: " + ", ".join(choices)
        return None


def _moment(value: Any, received_at: datetime, faults: dict[str, str]) -> datetime:
    if value is None:
        return received_at
    try:
        return moment(value)
    except (ValueError, TypeError, OverflowError):
        faults["observed_at"] = "geen tijd (ISO 8601, bijvoorbeeld 2026-11-23T14:02)"
        return received_at


def _properties(value: Any, faults: dict[str, str]) -> dict[str, Any]:
    try:
        return msgspec.convert(value, dict[str, str | int | float | bool | list[str] | None])
    except msgspec.ValidationError:
        faults["properties"] = "alleen tekst, getallen, ja/nee en lijsten van tekst"
        return {}


def _where(body: Mapping[str, Any], faults: dict[str, str]) -> dict[str, Any]:
    """Geometry, or the place or gemeente that stands for it, with an honest accuracy."""
    if body.get("geometry") is not None:
        try:
            return {"geometry": positions.geometry(body["geometry"])}
        except DecodeError as error:
            faults["geometry"] = str(error)
            return {}
    if place := body.get("place"):
        found = gazetteer.find(place) if isinstance(place, str) else None
        if found is None:
            faults["place"] = f"plaats niet gevonden, of er zijn er meer: {place}"
            return {}
        point = {"type": "Point", "coordinates": [found.lon, found.lat]}
        return {"geometry": point, "accuracy_m": found.accuracy_m, "place": found.name}
    if code := body.get("gemeente"):
        centre = regions.gemeente_point(code) if isinstance(code, str) else None
        if centre is None:
            faults["gemeente"] = f"gemeente niet gevonden: {code}"
            return {}
        lon, lat, accuracy = centre
        return {"geometry": {"type": "Point", "coordinates": [lon, lat]}, "accuracy_m": accuracy}
    return {}


def _entity(
    kind: Kind | None,
    body: Mapping[str, Any],
    properties: dict[str, Any],
    source: Source,
    faults: dict[str, str],
) -> str:
    """The entity that is meant: a given one, a region or its capacity, or a new one."""
    if kind is Kind.CAPACITY:
        return _capacity(properties, faults)
    if kind is Kind.REGION:
        code = properties.get("vr")
        if not isinstance(code, str) or code not in regions.names():
            faults["properties.vr"] = "verplicht: een veiligheidsregio, VR01 tot en met VR25"
        grip = properties.get("grip")
        if grip is not None and (isinstance(grip, bool) or grip not in range(6)):
            faults["properties.grip"] = "een getal van 0 tot en met 5"
        return f"region:{code}"
    given = body.get("entity")
    if given is not None:
        if not isinstance(given, str) or not given.startswith(f"{kind}:") or len(given) > 200:
            faults["entity"] = f"begint met {kind}:"
        elif given.startswith(plans.PREFIX):
            faults["entity"] = "het plan van een operatie gaat met PUT /operations/{id}/plan"
        return str(given)
    return f"{kind}:{source.name}:{secrets.token_hex(8)}"


def _capacity(properties: dict[str, Any], faults: dict[str, str]) -> str:
    """What a supplier has of a resource: a region in `vr`, any supplier in `supplier`."""
    code, resource = suppliers.code_of(properties), properties.get("resource")
    if code is None:
        name = "supplier" if "supplier" in properties else "vr"
        faults[f"properties.{name}"] = (
            "verplicht: een veiligheidsregio (vr: VR01 tot en met VR25) of een andere leverancier "
            "(supplier: PE01 tot en met PE10, of een code van data/leveranciers.toml)"
        )
    if not isinstance(resource, str) or not resource:
        faults["properties.resource"] = "verplicht: om welk middel het gaat"
    for name in suppliers.NUMBERS:
        if properties.get(name) is not None and not suppliers.is_amount(properties[name]):
            faults[f"properties.{name}"] = "een getal van 0 of meer"
    counted = [properties[name] for name in ("total", "in_use") if suppliers.is_amount(properties.get(name))]
    if len(counted) == 2 and counted[0] < counted[1]:
        faults["properties.in_use"] = "er kan niet meer in gebruik zijn dan er is (total)"
    return f"capacity:{code}:{resource}"

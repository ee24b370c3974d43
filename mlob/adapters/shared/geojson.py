"""GeoJSON features -> observations, as CONTRACT says; `defaults` of the source fill what is missing.

A feature belongs to the discipline that it names, else to the first of its source. Its properties
that the model knows become values, the rest is copied when it is a scalar or a list of scalars (the
model keeps lists of text); objects and other lists are dropped, their names kept in `dropped`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from mlob.adapters.shared import Meaning
from mlob.adapters.shared import geojson_values as values
from mlob.bijstand import suppliers
from mlob.errors import DecodeError
from mlob.formats.geojson import Feature
from mlob.model import Discipline, Kind, Observation, Phase, Reception, Scalar, Verification, observation
from mlob.regions import names

__all__ = ["observe"]

TTL = {Kind.UNIT: 15 * 60.0, Kind.FACILITY: 24 * 3600.0, Kind.INCIDENT: 24 * 3600.0}
"""Seconds that a kind stays in the picture when the feature does not say; the others stay until told."""

FACTS = frozenset({
    "kind", "discipline", "observed_at", "title", "status", "severity", "ttl", "valid_from", "valid_to",
    "accuracy_m", "course", "speed", "verification", "marking", "exercise",
})  # fmt: skip
"""Properties that are values of the model; the others are copied."""


def observe(message: Feature, reception: Reception, *, discipline: Discipline) -> Iterator[Observation]:
    """One observation when the feature is this discipline's; DecodeError names the property."""
    given = {**reception.source.defaults, **message.properties}
    if _discipline(given, reception) is not discipline:
        return
    kind = _kind(given)
    yield observation(
        reception,
        discipline=discipline,
        kind=kind,
        observed_at=values.moment(given, "observed_at", reception.source.timezone),
        **_name(message, kind, given),
        **_facts(kind, given, reception.source.timezone),
        geometry=None if kind is Kind.REGION else message.geometry,
        properties=_properties(kind, given),
    )


def _discipline(given: dict[str, Any], reception: Reception) -> Discipline | None:
    allowed = reception.source.disciplines
    named = values.choice(given, "discipline", Discipline)
    if named is None:
        return next(iter(allowed), None)
    if named not in allowed:
        raise DecodeError(f"discipline: bron {reception.source.name} mag niet schrijven voor {named}")
    return named


def _kind(given: dict[str, Any]) -> Kind:
    kind = values.choice(given, "kind", Kind)
    if kind is None:
        raise DecodeError("kind: ontbreekt")
    if kind is Kind.REQUEST:
        raise DecodeError("kind: een bijstandsaanvraag komt niet als GeoJSON binnen")
    return kind


def _name(message: Feature, kind: Kind, given: dict[str, Any]) -> dict[str, str]:
    """The entity that is shared by all sources, or the feature's own id."""
    if kind is Kind.REGION:
        return {"entity": f"region:{_region(given)}"}
    if kind is Kind.CAPACITY:
        resource = values.text(given, "resource")
        if resource is None:
            raise DecodeError("resource: ontbreekt")
        return {"entity": f"capacity:{_supplier(given)}:{resource}"}
    if message.id is None:
        raise DecodeError("id: ontbreekt, de feature is niet te volgen")
    return {"native_id": message.id}


def _region(given: dict[str, Any]) -> str:
    code = values.text(given, "vr")
    if code is None:
        raise DecodeError("vr: ontbreekt")
    if code not in names():
        raise DecodeError(f"vr: geen veiligheidsregio ({code[:20]!r}), verwacht VR01 tot en met VR25")
    return code


def _supplier(given: dict[str, Any]) -> str:
    """Whose capacity it is: a region in `vr`, any supplier (data/leveranciers.toml) in `supplier`."""
    code = suppliers.code_of(given)
    if code is None:
        named = values.text(given, "supplier") or values.text(given, "vr")
        if named is None:
            raise DecodeError("vr: ontbreekt, of supplier")
        raise DecodeError(f"vr: geen veiligheidsregio of andere leverancier ({named[:20]!r})")
    return code


def _facts(kind: Kind, given: dict[str, Any], timezone: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "title": values.text(given, "title"),
        "status": values.text(given, "status"),
        "severity": values.whole(given, "severity", 0, 4),
        "ttl": values.number(given, "ttl", 0, 10 * 366 * 86_400),
        "valid_from": values.moment(given, "valid_from", timezone),
        "valid_to": values.moment(given, "valid_to", timezone),
        "accuracy_m": values.number(given, "accuracy_m", 0, 1_000_000),
        "course": values.number(given, "course", 0, 360),
        "speed": values.number(given, "speed", 0, 9_000),
        "verification": values.choice(given, "verification", Verification),
        "marking": values.text(given, "marking"),
        "exercise": values.flag(given, "exercise"),
    }
    if found["ttl"] is None:
        found["ttl"] = _ttl(kind, values.moment(given, "observed_at", timezone), found["valid_to"])
    return found


def _ttl(kind: Kind, observed_at: datetime | None, valid_to: datetime | None) -> float | None:
    """An area goes when its time is over, as far as its own times tell."""
    if kind is Kind.AREA and observed_at and valid_to:
        return max(0.0, (valid_to - observed_at).total_seconds())
    return TTL.get(kind)


def _properties(kind: Kind, given: dict[str, Any]) -> dict[str, Scalar]:
    found: dict[str, Scalar] = {}
    dropped = []
    for name, value in given.items():
        if name in FACTS:
            continue
        if values.is_plain(value):
            found[name] = values.plain(value)
        else:
            dropped.append(name)
    if kind is Kind.REGION:
        found |= _scale(given)
    return {**found, "dropped": sorted(dropped)} if dropped else found


def _scale(given: dict[str, Any]) -> dict[str, Scalar]:
    """GRIP and phase of a region, checked; what is not said stays as it was."""
    grip, phase = values.whole(given, "grip", 0, 5), values.choice(given, "phase", Phase)
    said: dict[str, Scalar] = {"grip": grip, "phase": None if phase is None else str(phase)}
    return {name: value for name, value in said.items() if name in given}


MEANING = Meaning(format="geojson", observe=observe)

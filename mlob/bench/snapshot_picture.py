"""The picture of the bench: every region, 500 things on the map, requests and a day's timeline."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from mlob import regions
from mlob.bijstand import catalogue
from mlob.config import Organisation
from mlob.feature import region_feature
from mlob.model import iso
from mlob.snapshot.material import Material

__all__ = ["material"]

_NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
_KINDS = ("incident", "incident", "incident", "unit", "unit", "unit", "facility", "area")
_DISCIPLINES = ("brandweer", "politie", "ghor", "defensie", "gemeenten", "overig")
_WORDS = (
    *("Wateroverlast Markt", "Dijk verzadigd bij de Maas", "Woningbrand Molenweg", "Ongeval letsel A2"),
    *("Evacuatie zorginstelling", "Stroomstoring wijk Noord", "Opvang sporthal", "Weg ondergelopen"),
)
_CAPACITY = 20


def material(seed: int = 0, symbols: int = 500, requests: int = 12, lines: int = 200) -> Material:
    """The same material for the same seed: so many things, requests for bijstand, lines of the timeline."""
    dice = random.Random(20210714 + seed)
    names = list(regions.names().items())
    features = [_region(code, name, dice) for code, name in names]
    features += [_thing(number, dice, names) for number in range(symbols)]
    features += [_request(number, dice, names) for number in range(requests)]
    sources = [_source(f"bron-{number}", number) for number in range(_CAPACITY)]
    found = {
        "type": "FeatureCollection",
        "features": features,
        "cursor": "1795435200000-7",
        "at": iso(_NOW),
        "known_at": iso(_NOW),
        "sources": sources,
    }
    return Material(
        picture=found,
        disciplines=[{**_source(name, number), "text": name} for number, name in enumerate(_DISCIPLINES)],
        timeline=list(_timeline(lines, dice, names)),
        organisation=Organisation(marking="Departementaal Vertrouwelijk"),
        exercise=False,
        author="bench",
    )


def _region(code: str, name: str, dice: random.Random) -> dict[str, Any]:
    found = region_feature(code, name, None, regions.region_geometry(code))
    found["properties"] |= {"grip": dice.choice((None, None, None, 1, 2, 4)), "sources": ["gemeenten"]}
    return found


def _thing(number: int, dice: random.Random, names: list[tuple[str, str]]) -> dict[str, Any]:
    kind = _KINDS[number % len(_KINDS)]
    code, name = dice.choice(names)
    lon, lat = dice.uniform(4.2, 6.6), dice.uniform(51.4, 52.9)
    seen = iso(_NOW - timedelta(minutes=dice.randint(0, 300)))
    discipline = dice.choice(_DISCIPLINES)
    properties: dict[str, Any] = {
        "kind": kind,
        "discipline": discipline,
        "disciplines": [discipline],
        "title": f"{dice.choice(_WORDS)} {number}",
        "status": "actueel",
        "severity": dice.choice((0, 0, 1, 1, 2, 3, 4)),
        "observed_at": seen,
        "received_at": seen,
        "gemeente": "GM0000",
        "gemeente_name": name,
        "veiligheidsregio": code,
        "veiligheidsregio_name": name,
        "verification": dice.choice(("onbevestigd", "bevestigd")),
        "sources": [f"bron-{number % _CAPACITY}"],
        "exercise": False,
        "marking": None,
    }
    geometry: dict[str, Any] = {"type": "Point", "coordinates": [lon, lat]}
    if kind == "area":
        ring = [[lon, lat], [lon + 0.1, lat], [lon + 0.1, lat + 0.06], [lon, lat]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "id": f"{kind}:bench:{number}", "geometry": geometry, "properties": properties}


def _request(number: int, dice: random.Random, names: list[tuple[str, str]]) -> dict[str, Any]:
    code, name = dice.choice(names)
    resource = dice.choice(sorted(catalogue.known()))
    asked = dice.randint(2, 60)
    view = {
        "kind": "request",
        "discipline": "overig",
        "disciplines": ["overig"],
        "title": f"Bijstand {number}",
        "state": "uitgezet",
        "status": "uitgezet",
        "severity": 1,
        "urgent": number % 3 == 0,
        "requester.organisation": f"Veiligheidsregio {name}",
        "requester.role": "voorzitter veiligheidsregio",
        "region": code,
        "needed_by": iso(_NOW + timedelta(hours=dice.randint(-2, 12))),
        "observed_at": iso(_NOW),
        "received_at": iso(_NOW),
        "gemeente": None,
        "veiligheidsregio": code,
        "veiligheidsregio_name": name,
        "verification": "bevestigd",
        "sources": ["locc"],
        "exercise": False,
        "marking": None,
        "item.a.resource": resource,
        "item.a.unit": catalogue.known()[resource].unit,
        "item.a.quantity": asked,
        "item.a.requested": asked,
    }
    return {"type": "Feature", "id": f"request:bench:{number}", "geometry": None, "properties": view}


def _source(name: str, number: int) -> dict[str, Any]:
    state = ("actueel", "actueel", "vertraagd", "actueel", "stil")[number % 5]
    return {
        "name": name,
        "state": state,
        "last": iso(_NOW - timedelta(minutes=number)),
        "rhythm": "5m",
        "accepted": 1000 * number,
        "rejected": number,
        "disciplines": ["overig"],
    }


def _timeline(lines: int, dice: random.Random, names: list[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    for number in range(lines):
        code, name = dice.choice(names)
        moment = iso(_NOW - timedelta(minutes=number))
        yield {
            "cursor": f"{1795435200000 - number * 60000}-0",
            "time": moment,
            "known": moment,
            "severity": dice.choice((0, 1, 2, 3)),
            "discipline": dice.choice(_DISCIPLINES),
            "region": code,
            "text": f"{dice.choice(_WORDS)} in {name}: opgeschaald, eenheden onderweg, bewoners gewaarschuwd",
            "entity": f"incident:bench:{number}",
        }

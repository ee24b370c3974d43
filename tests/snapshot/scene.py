"""A larger picture in the shapes of the API, made anew from a seed."""

import random
from typing import Any

from mlob import regions
from mlob.snapshot.material import Material
from tests.snapshot import samples

CITIES = ((4.9, 52.37), (4.48, 51.92), (5.83, 50.86), (6.57, 53.22), (5.9, 51.98))
DISCIPLINES = ("brandweer", "politie", "ghor", "defensie", "gemeenten", "overig")


def features(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Incidents, units, shelters and areas around some cities, a tenth of them an exercise."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        lon, lat = chance.choice(CITIES)
        x, y = chance.gauss(lon, 0.25), chance.gauss(lat, 0.2)
        vr, name = chance.choice(list(regions.names().items()))
        kind = chance.choices(("incident", "unit", "facility", "area"), (5, 8, 1, 0.3))[0]
        place = samples.point(x, y)
        more: dict[str, Any] = {}
        if kind == "area":
            place = {"type": "Polygon", "coordinates": [[[x, y], [x + 0.1, y], [x, y + 0.1], [x, y]]]}
        if kind == "facility":
            more = {"facility_type": "opvang", "capacity": 100, "occupancy": chance.randint(0, 100)}
        if kind == "incident" and number % 7 == 0:
            more = {"gewonden": number % 5, "ranges": {"gewonden": [number % 5, number % 5 + 2]}}
        found.append(
            samples.feature(
                f"{kind}:x:{number}",
                place,
                kind=kind,
                discipline=chance.choice(DISCIPLINES),
                title=f"Zaak nummer {number} aan de Hoofdstraat",
                severity=0 if kind == "unit" else chance.choices(range(5), (50, 30, 14, 3, 2))[0],
                veiligheidsregio=vr,
                veiligheidsregio_name=name,
                exercise=number % 10 == 0,
                verification="ingetrokken" if number % 23 == 0 else "onbevestigd",
                **more,
            )
        )
    return found


def material(count: int, *, exercise: bool = False, seed: int = 1, **more: Any) -> Material:
    """The small picture of the samples with `count` features more."""
    small = samples.material(**more)
    picture = {**small.picture, "features": [*small.picture["features"], *features(count, seed)]}
    return Material(
        picture=picture,
        disciplines=small.disciplines,
        timeline=small.timeline,
        organisation=small.organisation,
        exercise=exercise,
        changes=small.changes,
        since=small.since,
        remarks=small.remarks,
        proposed=small.proposed,
    )

"""A journal of some hours for the bench of the past: what is on time, late, early, double and expires."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec

from mlob import links
from mlob.model import Discipline, Kind, Observation, Reception, Source, observation

__all__ = ["entries"]

UNITS, PLACES = 4000, 300
_UNIT, _FACT, _LATE, _EARLY, _DOUBLE = 0.8, 0.97, 0.02, 0.003, 0.002
_SOURCES = {
    name: Source(name=name, format="cot", disciplines=(discipline,))
    for name, discipline in (
        ("cot", Discipline.DEFENSIE),
        ("p2000", Discipline.BRANDWEER),
        ("opvang", Discipline.GEMEENTEN),
        ("mlob", Discipline.OVERIG),
    )
}
_TITLES = ("Woningbrand", "Wateroverlast", "Ongeval letsel", "Stormschade", "Reanimatie")


def entries(
    amount: int, start: datetime, length: timedelta, seed: int = 1
) -> Iterator[tuple[int, bool, bytes]]:
    """Each entry with its time in the journal (ms) and whether it is a position."""
    rng = random.Random(seed)
    earlier: list[tuple[bool, bytes]] = []
    for number in range(amount):
        moment = start + length * number / amount
        ms = int(moment.timestamp() * 1000)
        if earlier and rng.random() < _DOUBLE:
            yield (ms, *rng.choice(earlier))
            continue
        item = _said(rng, number, moment)
        found = (item.kind is Kind.UNIT, msgspec.json.encode(item))
        if number % 100 == 0:
            earlier = [*earlier[-100:], found]
        yield (ms, *found)


def _said(rng: random.Random, number: int, moment: datetime) -> Observation:
    received = moment - timedelta(milliseconds=rng.randint(1, 40))
    seen = received - timedelta(seconds=rng.uniform(0, 3))
    chance = rng.random()
    if chance < _LATE:
        seen -= timedelta(seconds=rng.uniform(60, 7200))
    elif chance < _LATE + _EARLY:
        seen = received + timedelta(seconds=rng.uniform(1, 600))
    seen = seen.replace(microsecond=seen.microsecond // 1000 * 1000).astimezone(UTC)
    which = rng.random()
    if which < _UNIT:
        return _unit(rng, received, seen)
    return _fact(rng, number, received, seen) if which < _FACT else _other(rng, number, received, seen)


def _point(rng: random.Random) -> dict[str, object]:
    return {"type": "Point", "coordinates": [round(rng.uniform(4, 7), 6), round(rng.uniform(51, 53), 6)]}


def _unit(rng: random.Random, received: datetime, seen: datetime) -> Observation:
    unit = rng.randrange(UNITS)
    return observation(
        Reception(source=_SOURCES["cot"], received_at=received),
        discipline=Discipline.DEFENSIE,
        kind=Kind.UNIT,
        native_id=f"eenheid-{unit}",
        observed_at=seen,
        ttl=600.0,
        title=f"EENHEID {unit}",
        geometry=_point(rng),
        course=float(rng.randrange(360)),
        speed=12.5,
    )


def _fact(rng: random.Random, number: int, received: datetime, seen: datetime) -> Observation:
    """An incident that is new, or a word more on one of the last."""
    about = max(0, number - rng.choice((0, 0, 50, 500, 5000)))
    return observation(
        Reception(source=_SOURCES["p2000"], received_at=received),
        discipline=Discipline.BRANDWEER,
        kind=Kind.INCIDENT,
        native_id=str(about // 10),
        observed_at=seen,
        ttl=3600.0,
        title=rng.choice(_TITLES),
        status=rng.choice(("gemeld", "ter plaatse", "afgerond")),
        severity=rng.randint(1, 3),
        geometry=_point(rng),
        properties={
            "place": "Weert",
            "veiligheidsregio": f"VR{rng.randint(1, 25):02d}",
            "gemeente": "GM0988",
        },
    )


def _other(rng: random.Random, number: int, received: datetime, seen: datetime) -> Observation:
    if rng.random() < 0.5:
        a, b = (f"incident:p2000:{max(0, number - back) // 10}" for back in (50, 500))
        return observation(
            Reception(source=_SOURCES["mlob"], received_at=received),
            discipline=Discipline.OVERIG,
            kind=Kind.LINK,
            entity=links.link_id(a, b),
            observed_at=seen,
            properties={
                "a": a,
                "b": b,
                "rule": links.RULE,
                "score": 0.9,
                "automatic": True,
                "reason": "zelfde",
            },
        )
    return observation(
        Reception(source=_SOURCES["opvang"], received_at=received),
        discipline=Discipline.GEMEENTEN,
        kind=Kind.FACILITY,
        native_id=f"opvang-{rng.randrange(PLACES)}",
        observed_at=seen,
        title="Opvang",
        properties={"capacity": 200, "occupancy": rng.randrange(200)},
    )

"""Reality behind invented reports: towns, streets, motorways, incidents and the numbers given to them."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from math import cos, hypot, pi, radians, sin
from random import Random
from zoneinfo import ZoneInfo

import msgspec

from mlob import gazetteer
from mlob.bench.reports_words import STREETS, Sort
from mlob.gazetteer import Place
from mlob.regions import regions

__all__ = [
    "ROADS",
    "START",
    "Incident",
    "Numbers",
    "Spot",
    "block",
    "group",
    "moved",
    "neighbours",
    "on_road",
    "pick",
    "spot",
    "towns",
    "within",
]

START = datetime.fromisoformat("2026-11-23T11:00:00+00:00")
"""Noon in the Netherlands: midnight, when control rooms begin to count anew, is in the middle of the day."""

DEGREE_M = 111_320.0
SPREAD = 0.6
"""Streets lie within this part of the disc that holds a town's inhabitants."""
LENGTH_M = 250.0
"""Half of a street: as far from its middle may an incident in it be."""
BASE_WEIGHT = 2_000
"""Inhabitants that every town counts for on top of its own: villages burn too."""
QUARTER = 3
"""Times the inhabitants that make a place within another's disc a quarter of it."""
CELL = 0.1
"""Degrees: towns within the same or the next cell are neighbours."""

ROADS: dict[str, tuple[float, tuple[str, ...]]] = {
    "A1": (
        20.0,
        ("Muiden", "Naarden", "Bussum", "Baarn", "Amersfoort", "Hoevelaken", "Voorthuizen", "Apeldoorn"),
    ),
    "A2": (
        33.0,
        ("Abcoude", "Breukelen", "Maarssen", "Utrecht", "Nieuwegein", "Vianen", "Culemborg", "Zaltbommel"),
    ),
    "A4": (15.0, ("Hoofddorp", "Leimuiden", "Leiden", "Leidschendam", "Rijswijk", "Delft", "Schiedam")),
    "A6": (42.0, ("Muiderberg", "Almere", "Lelystad", "Emmeloord", "Lemmer")),
    "A12": (10.0, ("Zoetermeer", "Gouda", "Bodegraven", "Woerden", "Utrecht", "Bunnik", "Veenendaal", "Ede")),
    "A15": (
        50.0,
        ("Spijkenisse", "Rotterdam", "Ridderkerk", "Sliedrecht", "Gorinchem", "Geldermalsen", "Tiel"),
    ),
    "A16": (18.0, ("Rotterdam", "Ridderkerk", "Dordrecht", "Zevenbergschen Hoek", "Breda")),
    "A28": (
        20.0,
        ("Amersfoort", "Nijkerk", "Putten", "Ermelo", "Harderwijk", "Nunspeet", "Zwolle", "Meppel"),
    ),
    "A50": (120.0, ("Oss", "Ravenstein", "Ewijk", "Heteren", "Arnhem", "Apeldoorn", "Vaassen", "Epe")),
    "A58": (20.0, ("Eindhoven", "Best", "Oirschot", "Tilburg", "Breda", "Etten-Leur", "Roosendaal")),
    "A67": (15.0, ("Eersel", "Veldhoven", "Eindhoven", "Geldrop", "Asten", "Venlo")),
    "A73": (20.0, ("Roermond", "Tegelen", "Venlo", "Horst", "Boxmeer", "Cuijk", "Nijmegen")),
    "A76": (2.0, ("Stein", "Geleen", "Nuth", "Heerlen", "Simpelveld")),
    "N33": (10.0, ("Assen", "Gieten", "Veendam", "Appingedam")),
    "N36": (5.0, ("Almelo", "Vroomshoop", "Ommen")),
    "N57": (12.0, ("Hellevoetsluis", "Ouddorp", "Burgh-Haamstede", "Middelburg")),
}
"""Roads and the towns along them, with the kilometre at the first; between towns they run straight."""


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """Where an incident is: degrees WGS 84; a motorway has a kilometre and a side instead of a street."""

    place: Place
    lon: float
    lat: float
    street: str | None = None
    postcode: str = ""
    road: str | None = None
    side: str = "Li"
    km: float = 0.0


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that really happened; `lasts` in seconds, `talkgroup` and `reference` of its control room."""

    id: str
    name: str
    sort: Sort
    spot: Spot
    start: datetime
    lasts: float
    talkgroup: int
    reference: int


class Numbers:
    """What control rooms number: from 1 at local midnight, each its own, none twice in a day."""

    def __init__(self) -> None:
        self._given: set[tuple[str, str, int]] = set()

    def ride(self, room: str, moment: datetime) -> int:
        """The number of a ride: at most five digits, and the same again elsewhere and tomorrow."""
        return self._free(f"{room} rit", moment, 60.0 + zlib.crc32(room.encode()) % 60)

    def incident(self, room: str, moment: datetime) -> int:
        """The number of an incident: five digits that go on over the days."""
        base = 10_000 + zlib.crc32(room.encode()) % 80_000
        return base + self._free(f"{room} incident", moment, 40.0)

    def _free(self, counter: str, moment: datetime, pace: float) -> int:
        local = moment.astimezone(_zone())
        since = local.hour * 3600 + local.minute * 60 + local.second
        number, day = 1 + int(since / pace), f"{local:%d}"
        while (counter, day, number) in self._given:
            number += 1
        self._given.add((counter, day, number))
        return number


@cache
def _zone() -> ZoneInfo:
    return ZoneInfo("Europe/Amsterdam")


@cache
def towns() -> tuple[tuple[Place, ...], tuple[float, ...]]:
    """Every town that a report can name, and how much happens there, summed up to it."""
    found = tuple(place for group in _cells().values() for place in group if not _is_quarter(place))
    total, sums = 0.0, []
    for place in found:
        total += place.population + BASE_WEIGHT
        sums.append(total)
    return found, tuple(sums)


@cache
def neighbours(place: Place) -> tuple[Place, ...]:
    """The other towns around, nearest first, at most five; over the borders of regions too."""
    x, y = _cell(place)
    near = [item for dx in (-1, 0, 1) for dy in (-1, 0, 1) for item in _cells().get((x + dx, y + dy), ())]
    others = [item for item in near if item.name != place.name and not _is_quarter(item)]
    return tuple(sorted(others, key=lambda item: distance(place.lon, place.lat, item.lon, item.lat))[:5])


@cache
def _cells() -> dict[tuple[int, int], list[Place]]:
    found: dict[tuple[int, int], list[Place]] = {}
    for place in filter(lambda item: item.population, gazetteer.places()):
        found.setdefault(_cell(place), []).append(place)
    return found


@cache
def _is_quarter(place: Place) -> bool:
    """Whether a place lies within one much bigger: control rooms name the town, not the quarter."""
    x, y = _cell(place)
    near = (item for dx in (-1, 0, 1) for dy in (-1, 0, 1) for item in _cells().get((x + dx, y + dy), ()))
    return any(
        other.population > QUARTER * place.population
        and distance(place.lon, place.lat, other.lon, other.lat) < SPREAD * other.accuracy_m
        for other in near
    )


def _cell(place: Place) -> tuple[int, int]:
    return int(place.lon / CELL), int(place.lat / CELL)


def distance(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Metres; a flat map is enough within a region."""
    width = DEGREE_M * cos(radians(lat))
    return hypot((lon - other_lon) * width, (lat - other_lat) * DEGREE_M)


def moved(rng: Random, lon: float, lat: float, metres: float) -> tuple[float, float]:
    """A point so many metres away, in any direction."""
    angle = rng.uniform(0, 2 * pi)
    width = DEGREE_M * cos(radians(lat))
    return lon + metres * cos(angle) / width, lat + metres * sin(angle) / DEGREE_M


def spot(rng: Random, place: Place, street: str | None = None) -> Spot:
    """Somewhere in a street of a town; a street is where it always is."""
    name = street or rng.choice(STREETS)
    fixed = Random(zlib.crc32(f"{name} {place.name} {place.veiligheidsregio}".encode()))
    lon, lat = moved(fixed, place.lon, place.lat, place.accuracy_m * SPREAD * fixed.random() ** 0.5)
    lon, lat = moved(rng, lon, lat, rng.uniform(0, LENGTH_M))
    digits = 1000 + zlib.crc32(place.gemeente.encode()) % 8900 + fixed.randrange(20)
    letters = f"{fixed.choice('ABCDEGHJKLNPRSTVWX')}{fixed.choice('ABCDEGHJKLNPRSTVWXZ')}"
    return Spot(place=place, lon=lon, lat=lat, street=name, postcode=f"{digits}{letters}")


def on_road(rng: Random, road: str, km: float | None = None, side: str | None = None) -> Spot:
    """Somewhere on a motorway, or at a kilometre of it; the town is the nearest one along it."""
    stops = _stops(road)
    at = rng.uniform(stops[0][0], stops[-1][0]) if km is None else min(max(km, stops[0][0]), stops[-1][0])
    leg = next((index for index, stop in enumerate(stops[1:]) if at <= stop[0]), len(stops) - 2)
    (from_km, begin), (to_km, end) = stops[leg], stops[leg + 1]
    share = (at - from_km) / (to_km - from_km)
    return Spot(
        place=begin if share < 0.5 else end,
        lon=begin.lon + share * (end.lon - begin.lon),
        lat=begin.lat + share * (end.lat - begin.lat),
        road=road,
        side=side or rng.choice(("Li", "Re")),
        km=round(at, 1),
    )


@cache
def _stops(road: str) -> tuple[tuple[float, Place], ...]:
    km, names = ROADS[road]
    found: list[tuple[float, Place]] = []
    for name in names:
        place = gazetteer.find(name)
        if place is None:
            continue
        if found:
            before = found[-1][1]
            km += distance(before.lon, before.lat, place.lon, place.lat) / 1000
        found.append((km, place))
    return tuple(found)


@cache
def _rows() -> dict[str, dict[str, str]]:
    return {row["vr_code"]: row for row in regions()}


def group(region: str) -> str:
    """The letters that a region's control room begins its talkgroups with; BZB was seen on air."""
    return _rows()[region]["p2000_brw_gespreksgroep_prefix"] or "BZB"


def block(region: str) -> str:
    """The two digits that a region's capcodes begin with."""
    return _rows()[region]["p2000_capcode_blok"]


def within(rng: Random, start: datetime, low: float, high: float) -> datetime:
    """A moment between so many seconds after `start`."""
    return start + timedelta(seconds=rng.uniform(low, high))


def pick(rng: Random, weights: dict[str, float], but: Sequence[str] = ()) -> str:
    """One of the words, by weight."""
    left = {word: weight for word, weight in weights.items() if word not in but}
    return rng.choices(tuple(left), tuple(left.values()))[0]

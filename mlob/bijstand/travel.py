"""How long a unit travels: straight lines and speeds, or what a routing server says of the road.

A straight line is a rule of thumb and is called one in every answer. Distances in km, times in minutes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import msgspec

from mlob.bijstand.suppliers import Point

__all__ = ["AIR", "ROAD", "SPEEDS", "Journey", "Travel", "distance"]

ROAD, AIR = "road", "air"
"""Vehicles of the catalogue: a convoy over the road, and what flies. Others go by their own speed."""
SPEEDS = {ROAD: 60.0, AIR: 200.0, "water": 30.0}
"""km/h when no setting says otherwise: a convoy, a helicopter, a boat."""
_WORDS = {
    ROAD: "over de weg",
    "foot": "te voet, tot daar over de weg",
    AIR: "door de lucht",
    "water": "over het water",
}
_RADIUS = 6371.0  # km, the mean radius of the earth


class Journey(msgspec.Struct, frozen=True):
    """One way: minutes, km, and whether a routing server said so."""

    minutes: int
    km: float
    routed: bool = False


class Travel(msgspec.Struct, frozen=True, kw_only=True):
    """`detour` makes a straight line a road, `speeds` are in km/h by vehicle.

    `roads` are the minutes that a routing server said; `failure` why it said none.
    """

    detour: float = 1.3
    speeds: Mapping[str, float] = msgspec.field(default_factory=SPEEDS.copy)
    roads: Mapping[tuple[Point, Point], float] = {}
    failure: str = ""

    def journey(self, start: Point, end: Point, vehicle: str) -> Journey:
        """From start to end; minutes are rounded up."""
        straight = distance(start, end)
        routed = self.roads.get((start, end)) if vehicle == ROAD else None
        if routed is not None:
            return Journey(math.ceil(routed), round(straight, 1), routed=True)
        km = straight * self._detour(vehicle)
        return Journey(math.ceil(km / self._speed(vehicle) * 60 - 1e-9), round(km, 1))

    def _detour(self, vehicle: str) -> float:
        return 1.0 if vehicle == AIR else self.detour

    def _speed(self, vehicle: str) -> float:
        return self.speeds.get(vehicle) or self.speeds[ROAD]

    def text(self, vehicles: Iterable[str]) -> str:
        """How arrival times were found, as a sentence."""
        parts = []
        for vehicle in sorted(set(vehicles) or {ROAD}, key=lambda name: (name != ROAD, name)):
            factor = "" if vehicle == AIR else f" x {self.detour:g}".replace(".", ",")
            speed = f"{self._speed(vehicle):g}".replace(".", ",")
            line = f"hemelsbreed{factor} bij {speed} km/u"
            if vehicle == ROAD and self.roads:
                line = f"volgens de routeplanner, en waar die niets zegt {line}"
            parts.append(f"{_WORDS.get(vehicle, vehicle)}: {line}")
        found = "; ".join(parts)
        if self.failure:
            found += f". De routeplanner gaf geen antwoord ({self.failure})"
        return found[0].upper() + found[1:] + ". De opkomsttijd van de eenheid telt mee."


def distance(start: Point, end: Point) -> float:
    """Kilometres between two points along the earth (haversine)."""
    lon1, lat1, lon2, lat2 = (math.radians(number) for number in (*start, *end))
    angle = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * _RADIUS * math.asin(min(1.0, math.sqrt(angle)))

"""What all reports of one incident say together: sets that only grow, so that no order matters."""

from __future__ import annotations

import re
from bisect import insort
from datetime import UTC, datetime
from typing import Any

from mlob import gazetteer
from mlob.links import words
from mlob.model import Discipline, Geometry, Observation, effective_at

__all__ = ["Profile"]

ACCURACY_M = 500.0
"""Metres by which a point without a word on its accuracy may be off."""
_OWN = re.compile(r"\d{4,8}")
"""An id that is the number of a control room."""
_REFERENCES = ("reference", "kenmerk", "incident", "incidentnummer", "incident_number", "main_event")
_NONE: frozenset[Any] = frozenset()
_SETS = (
    *("disciplines", "exercise", "gemeenten", "numbers", "places", "postcodes", "priorities"),
    *("regions", "roads", "numbered_by", "streets", "subjects", "talkgroups"),
)
_HELD_MOST = 65_536
_SHORTEST = 4  # digits or letters of a number that tells incidents apart


class Profile:
    """One incident as its reports describe it; times are UTC, `spot` is (accuracy in m, lon, lat)."""

    __slots__ = (
        "ambulance",
        "disciplines",
        "entity",
        "exercise",
        "gemeenten",
        "inhabitants",
        "issued",
        "minutes",
        "newest",
        "numbered_by",
        "numbers",
        "places",
        "postcodes",
        "priorities",
        "regions",
        "reports",
        "rides_only",
        "roads",
        "seen_at",
        "spot",
        "streets",
        "subjects",
        "talkgroups",
        "test",
    )

    def __init__(self, entity: str) -> None:
        self.entity = entity
        self.reports: set[str] = set()
        self.minutes: list[int] = []
        self.newest = datetime.min.replace(tzinfo=UTC)
        self.seen_at = self.newest
        self.numbers: frozenset[str] = _NONE
        self.issued: dict[str, set[str]] = {}
        self.places: frozenset[str] = _NONE
        self.gemeenten: frozenset[str] = _NONE
        self.inhabitants = 0
        self.priorities: frozenset[str] = _NONE
        self.streets: frozenset[str] = _NONE
        self.roads: frozenset[tuple[str, float | None]] = _NONE
        self.postcodes: frozenset[str] = _NONE
        self.regions: frozenset[str] = _NONE
        self.talkgroups: frozenset[str] = _NONE
        self.subjects: frozenset[str] = _NONE
        self.disciplines: frozenset[Discipline] = _NONE
        self.numbered_by: frozenset[str] = _NONE
        self.spot: tuple[float, float, float] | None = None
        self.ambulance = False
        self.rides_only = True
        self.exercise: frozenset[bool] = _NONE
        self.test = False

    def add(self, said: Observation) -> bool:
        """Take one report; whether it was new."""
        if said.id in self.reports:
            return False
        self.reports.add(said.id)
        at = effective_at(said.observed_at, said.received_at)
        minute = int(at.timestamp() // 60)
        if minute not in self.minutes:
            insort(self.minutes, minute)
        self.newest = max(self.newest, at)
        self.seen_at = max(self.seen_at, said.received_at)
        self.exercise |= {said.exercise}
        self.test = self.test or (bool(said.properties.get("test")) and not said.exercise)
        self.disciplines |= {said.discipline}
        # A page has no number of its own: its id follows from its text.
        if said.entity.split(":")[1] == said.source and "body" not in said.properties:
            self.numbered_by |= {said.source}
        self._what(said)
        self._where(said)
        self._named(said)
        for name in _SETS:
            setattr(self, name, _held(getattr(self, name)))
        return True

    def _what(self, said: Observation) -> None:
        priority = str(said.properties.get("priority") or "")
        if priority:
            self.priorities |= {priority}
        ride = priority[:1] in ("A", "B", "C") and len(priority) == 2
        self.ambulance = self.ambulance or ride
        self.rides_only = self.rides_only and ride
        self.subjects |= words.subjects((said.title or "").partition(",")[0])
        for text in _texts(said, ("category", "text", "remarks", "context")):
            self.subjects |= words.subjects(text)

    def _where(self, said: Observation) -> None:
        properties = said.properties
        place = str(properties.get("place") or "")
        spot = _spot(said.geometry, said.accuracy_m)
        regions = frozenset([str(region)] if (region := properties.get("veiligheidsregio")) else [])
        free = " ".join([said.title or "", *_texts(said, ("text", "remarks"))])
        if street := properties.get("street"):
            self.streets |= words.known([str(street)])
        elif not properties.get("road") and not self.rides_only:
            found = words.named(free, regions, place)
            self.streets |= found.streets
            if found.place is not None:
                place = found.place.name
                if spot is None:
                    spot = (found.place.accuracy_m, found.place.lon, found.place.lat)
        if place:
            self.places |= {gazetteer.key(place)}
            self._size(place, regions)
        if spot is None and place and (known := gazetteer.find(place, regions or None)) is not None:
            spot = (known.accuracy_m, known.lon, known.lat)
        self.regions |= regions
        if gemeente := properties.get("gemeente"):
            self.gemeenten |= {str(gemeente)}
        if properties.get("road"):
            at = properties.get("hectometer")
            self.roads |= {(str(properties["road"]), float(at) if isinstance(at, int | float) else None)}
        elif not self.rides_only and (on := words.road(free)) is not None:
            self.roads |= {on}
        if postcode := properties.get("postcode"):
            self.postcodes |= {str(postcode).replace(" ", "").upper()}
        if spot is not None and (self.spot is None or spot < self.spot):
            self.spot = spot

    def _size(self, place: str, regions: frozenset[str]) -> None:
        """How many live where this is: the largest of the places that are named."""
        known = gazetteer.find(place, regions or None)
        if known is not None:
            self.inhabitants = max(self.inhabitants, known.population)

    def _named(self, said: Observation) -> None:
        """Numbers that control rooms gave, each with who gives numbers of that row."""
        native = said.entity.rpartition(":")[2]
        own = native if _OWN.fullmatch(native) else ""
        given = [str(value) for name in _REFERENCES if (value := said.properties.get(name))]
        if talkgroup := said.properties.get("talkgroup"):
            self.talkgroups |= {str(talkgroup)}
        found = _numbers([own, *given])
        self.numbers |= found
        if own:
            self.issued.setdefault(said.source, set()).add(own)
        elif self.rides_only and found:
            self.issued.setdefault("rit", set()).update(found)


_known: dict[frozenset[Any], frozenset[Any]] = {}


def _held(found: frozenset[Any]) -> frozenset[Any]:
    """The same set, held once: thousands of incidents have the same region, place or kind."""
    if len(_known) >= _HELD_MOST:
        _known.clear()
    return _known.setdefault(found, found)


def _numbers(references: list[str]) -> set[str]:
    """What tells references apart: the whole, and its longest row of digits ("Rit 79824", "R-2026-77123")."""
    found = set()
    for reference in references:
        whole = re.sub(r"[^0-9a-z]", "", reference.lower())
        rows = re.findall(r"[0-9]+", reference)
        longest = max(reversed(rows), key=len, default="")
        found |= {part for part in (whole, longest) if len(part) >= _SHORTEST and any(map(str.isdigit, part))}
    return found


def _texts(said: Observation, names: tuple[str, ...]) -> list[str]:
    return [str(value) for name in names if isinstance(value := said.properties.get(name), str)]


def _spot(geometry: Geometry | None, accuracy: float | None) -> tuple[float, float, float] | None:
    """Where a geometry is, and by how many metres that may be off."""
    if geometry is None:
        return None
    points = list(_points(geometry.get("coordinates", ())))
    if not points:
        return None
    lon = sum(point[0] for point in points) / len(points)
    lat = sum(point[1] for point in points) / len(points)
    if accuracy is None:
        centre = _centre(round(lon, 3), round(lat, 3))
        accuracy = centre or ACCURACY_M
    return accuracy, lon, lat


def _points(part: Any) -> Any:
    if part and isinstance(part[0], int | float):
        yield part
        return
    for inner in part:
        yield from _points(inner)


_middles: dict[tuple[float, float], float] = {}


def _centre(lon: float, lat: float) -> float | None:
    """The accuracy of the place whose middle this is, to some 60 m; None when it is no such middle."""
    if not _middles:
        for place in gazetteer.places():
            _middles[(round(place.lon, 3), round(place.lat, 3))] = place.accuracy_m
    return _middles.get((lon, lat))

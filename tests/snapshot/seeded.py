"""Pairs of pictures of which the truth is known: what was changed on purpose, and what only looks changed."""

from __future__ import annotations

import copy
import json
import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from mlob import regions
from mlob.feature import region_feature
from mlob.model import iso

Feature = dict[str, Any]
Key = tuple[str, str, str, str | None]
"""What, entity, discipline, region."""

START = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
LENGTH = timedelta(hours=8)
SPEAKERS = ("brandweer", "politie", "ghor", "defensie", "gemeenten", "overig")
PLACES = {"VR09": "Utrecht", "VR15": "Delft", "VR23": "Venlo", "VR24": "Meerssen"}
SQUARE = [[5.0, 52.0], [5.4, 52.0], [5.4, 52.3], [5.0, 52.3], [5.0, 52.0]]


class World:
    """A picture and what becomes of it; each thing is changed on purpose at most once."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.things: dict[str, Feature] = {}
        self.exercise = self.dice.random() < 0.2
        self._people()
        self.units = {key: self.dice.randint(10, 30) for key in (("brandweer", "VR24"), ("defensie", "VR23"))}
        self.rows = dict.fromkeys(SPEAKERS, "actueel")
        self.before = self.picture(START)
        self.expected: Counter[Key] = Counter()
        self.words: dict[Key, str] = {}
        self.untouched = {kind: self._of(kind) for kind in ("incident", "area", "facility", "capacity")}
        self.untouched |= {kind: self._of(kind) for kind in ("request", "region")}
        self.still = sorted(self.units)

    def _of(self, kind: str) -> list[str]:
        found = [name for name in self.things if name.startswith(f"{kind}:")]
        self.dice.shuffle(found)
        return found

    def add(self, name: str, **properties: Any) -> Feature:
        """A new feature as `GET /picture` gives it."""
        region = self.dice.choice(sorted(PLACES))
        known = {
            "kind": name.partition(":")[0],
            "discipline": self.dice.choice(SPEAKERS),
            "title": f"Melding {len(self.things)} in {PLACES[region]}",
            "status": None,
            "severity": self.dice.randint(0, 4),
            "verification": "onbevestigd",
            "marking": None,
            "gemeente_name": PLACES[region],
            "veiligheidsregio": region,
            "veiligheidsregio_name": regions.names()[region],
            "observed_at": iso(START - timedelta(minutes=self.dice.randint(1, 600))),
            "received_at": iso(START),
            "stale_at": iso(START + timedelta(days=1)),
            "expires_at": iso(START + timedelta(days=2)),
            "sources": ["een"],
            "exercise": self.dice.random() < 0.3,
            **properties,
        }
        known["disciplines"] = [known["discipline"]]
        point = [self.dice.uniform(4.5, 6.0), self.dice.uniform(51.5, 52.5)]
        found = {"id": name, "geometry": {"type": "Point", "coordinates": point}, "properties": known}
        self.things[name] = {"type": "Feature", **found}
        return self.things[name]

    def _people(self) -> None:
        for number in range(30):
            self.add(f"incident:p2000:{number:02}", status="gemeld", accuracy_m=500.0, gewonden=3)
        for number in range(12):
            until = iso(START + timedelta(days=1, minutes=number))
            area = self.add(
                f"area:knmi:{number}", status="actueel", valid_to=until, areas=["Zeeland", "Utrecht"]
            )
            area["geometry"] = {"type": "Polygon", "coordinates": [copy.deepcopy(SQUARE)]}
        for number in range(6):
            beds = {"beds": 400, "free_beds": 40, "ic_free": 6}
            self.add(f"facility:ghor:{number}", status="open", facility_type="ziekenhuis", **beds)
            room = {"capacity": 200, "occupancy": 80}
            self.add(f"facility:opvang:{number}", status="open", facility_type="opvang", **room)
            self.add(f"capacity:VR0{number}:handcrews", title="Handcrews", total=20, in_use=4)
        for number in range(8):
            needed = iso(START + timedelta(days=1))
            item = self.line("a", 16, 4)
            more = {
                "state": "deels_toegezegd",
                "needed_by": needed,
                "urgent": False,
                "items": [json.dumps(item)],
            }
            self.add(f"request:locc:{number}", **more)
        for code, name in regions.names().items():
            self.things[f"region:{code}"] = region_feature(code, name, None)
            self.things[f"region:{code}"]["properties"] |= {"grip": 2, "phase": "preparatie"}

    @staticmethod
    def line(name: str, asked: float, promised: float) -> dict[str, Any]:
        """One line item of a request."""
        known = {"id": name, "resource": "reddingseenheden", "unit": "boten", "task": None}
        return {
            **known,
            "requested": asked,
            "promised": promised,
            "departed": 0,
            "arrived": 0,
            "outstanding": max(0, asked - promised),
        }

    def picture(self, at: datetime) -> dict[str, Any]:
        """The answer of `GET /picture` as all stands now."""
        driving = [
            self._unit(discipline, region, number)
            for (discipline, region), count in self.units.items()
            for number in range(count)
        ]
        features = [*copy.deepcopy(list(self.things.values())), *driving]
        self.dice.shuffle(features)
        return {
            "type": "FeatureCollection",
            "features": features,
            "cursor": f"{int(at.timestamp())}-0",
            "at": iso(at),
            "known_at": iso(at),
            "exercise": self.exercise,
            "sources": [
                {"name": f"bron-{name}", "state": state, "last": iso(at), "disciplines": [name]}
                for name, state in self.rows.items()
            ],
            "disciplines": [
                {"name": name, "state": state, "last": iso(at)} for name, state in self.rows.items()
            ],
        }

    def _unit(self, discipline: str, region: str, number: int) -> Feature:
        where = {"type": "Point", "coordinates": [self.dice.uniform(5, 6), self.dice.uniform(51, 52)]}
        said = {"kind": "unit", "discipline": discipline, "veiligheidsregio": region, "title": f"E{number}"}
        said |= {"status": self.dice.choice(("onderweg", "ter plaatse")), "course": self.dice.uniform(0, 359)}
        return {"id": f"unit:cot:{discipline}-{number}", "geometry": where, "properties": said}

    def take(self, kind: str) -> Feature:
        """A thing of a kind that nobody changed yet."""
        return self.things[self.untouched[kind].pop()]

    def expect(self, what: str, thing: Feature, words: str = "") -> None:
        """This must be told of a thing, with these words in the sentence."""
        properties = thing["properties"]
        discipline = properties["discipline"] if properties["kind"] not in ("region", "request") else ""
        key = (what, thing["id"], discipline, properties["veiligheidsregio"])
        self.expected[key] += 1
        if words:
            self.words[key] = words

    def expect_of_all(self, what: str, discipline: str, region: str | None, words: str) -> None:
        """This must be told of no one thing."""
        self.expected[(what, "", discipline, region)] += 1
        self.words[(what, "", discipline, region)] = words


Act = Callable[[World], None]


def pair(seed: int, purposes: tuple[Act, ...], looks: tuple[Act, ...]) -> World:
    """A world with some of the things done to it on purpose and some that only look like a change."""
    world = World(seed)
    for act in world.dice.sample(purposes, world.dice.randint(0, min(8, len(purposes)))):
        act(world)
    for act in world.dice.sample(looks, world.dice.randint(0, len(looks))):
        act(world)
    return world

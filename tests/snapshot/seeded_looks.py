"""What may happen to a world of tests/snapshot/seeded.py that only looks like a change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mlob.model import iso
from tests.snapshot.seeded import SQUARE, START, Act, World
from tests.snapshot.seeded_acts import LATER


def _everywhere(**values: Any) -> Act:
    def act(world: World) -> None:
        for thing in world.things.values():
            thing["properties"] |= values

    return act


def _shouted(world: World) -> None:
    for thing in world.things.values():
        properties = thing["properties"]
        properties["title"] = "  " + str(properties["title"]).upper().replace(" ", "  ")
        if properties["status"]:
            properties["status"] = f" {properties['status'].title()}"


def _jittered(world: World) -> None:
    for thing in world.things.values():
        if (thing["geometry"] or {}).get("type") == "Point":
            lon, lat = thing["geometry"]["coordinates"]
            thing["geometry"]["coordinates"] = [lon + 0.001, round(lat - 0.0005, 4)]


def _redrawn(world: World) -> None:
    """The same square from another corner, the other way round, and as one of several."""
    for thing in world.things.values():
        geometry = thing["geometry"]
        if (geometry or {}).get("type") == "Polygon" and geometry["coordinates"] == [SQUARE]:
            ring = [[lon + 1e-7, lat] for lon, lat in [*SQUARE[2:], *SQUARE[1:3]]][::-1]
            thing["geometry"] = {"type": "MultiPolygon", "coordinates": [[ring]]}


def _reordered(world: World) -> None:
    for thing in world.things.values():
        for value in thing["properties"].values():
            if isinstance(value, list) and len(value) > 1:
                value.reverse()


def _drifted(world: World) -> None:
    for name, thing in world.things.items():
        properties = thing["properties"]
        if name in world.untouched["facility"] and "free_beds" in properties:
            properties["free_beds"] += 3
        if name in world.untouched["facility"] and "occupancy" in properties:
            properties["occupancy"] -= 2
        if name in world.untouched["area"]:
            properties["status"] = "bijgewerkt"


def _merged(world: World) -> None:
    """Three reports that were apart are shown as one, under the smallest id, as the heaviest."""
    parts = [world.take("incident") for _ in range(3)]
    for part in parts:
        for item in (part, *(item for item in world.before["features"] if item["id"] == part["id"])):
            item["properties"] |= {"exercise": False, "discipline": "brandweer", "veiligheidsregio": "VR24"}
    names = sorted(part["id"] for part in parts)
    heaviest = max(parts, key=lambda part: part["properties"]["severity"])
    for name in names:
        del world.things[name]
    world.things[names[0]] = {
        **heaviest,
        "id": names[0],
        "properties": {**heaviest["properties"], "members": names},
    }


def _parted(world: World) -> None:
    """What was one is shown as two, and another group loses the member with its smallest id."""
    whole, other = world.take("incident"), world.take("incident")
    for item in world.before["features"]:
        if item["id"] in (whole["id"], other["id"]):
            item["properties"]["members"] = [item["id"], item["id"] + "-b"]
    second = whole["id"] + "-b"
    world.things[second] = {**whole, "id": second, "properties": {**whole["properties"], "severity": 0}}
    del world.things[other["id"]]
    world.things[other["id"] + "-b"] = {**other, "id": other["id"] + "-b"}


def _buried(world: World) -> None:
    """What was withdrawn or over already leaves without a word."""
    for values in ({"verification": "ingetrokken"}, {"status": "afgerond"}):
        thing = world.take("incident")
        next(item for item in world.before["features"] if item["id"] == thing["id"])["properties"] |= values
        del world.things[thing["id"]]


def _tested(world: World) -> None:
    world.add("area:nl-alert:test", title="Testbericht", test=True)


def _late(world: World) -> None:
    world.rows["politie"] = "vertraagd"


def _few_units(world: World) -> None:
    for key in world.still:
        world.units[key] += 2


LOOKS: tuple[Act, ...] = (
    _everywhere(
        received_at=LATER, stale_at=iso(START + timedelta(days=4)), expires_at=iso(START + timedelta(days=5))
    ),
    _everywhere(sources=["een", "twee"], actor="iemand anders", frame="f2", accuracy_m=501.0),
    _everywhere(**{"verified.title": "bevestigd", "nearest": True, "body": "anders", "capcodes": ["1"]}),
    _shouted,
    _jittered,
    _redrawn,
    _reordered,
    _drifted,
    _merged,
    _parted,
    _buried,
    _tested,
    _late,
    _few_units,
)

"""What may be done on purpose to a world of tests/snapshot/seeded.py."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from mlob.model import iso
from tests.snapshot.seeded import LENGTH, SQUARE, START, Act, Feature, World

LATER = iso(START + timedelta(hours=7))


def _change(what: str, kind: str, words: str = "", /, **values: Any) -> Act:
    """Other values for a thing of a kind, which makes one change."""

    def act(world: World) -> None:
        thing = world.take(kind)
        thing["properties"] |= {"observed_at": LATER, **values}
        world.expect(what, thing, words)

    return act


def _hospital(world: World, kind: str) -> Feature:
    name = next(name for name in world.untouched["facility"] if name.startswith(f"facility:{kind}:"))
    world.untouched["facility"].remove(name)
    return world.things[name]


def _facility(what: str, kind: str, words: str, /, **values: Any) -> Act:
    def act(world: World) -> None:
        thing = _hospital(world, kind)
        thing["properties"] |= values
        world.expect(what, thing, words)

    return act


def _heavier(world: World) -> None:
    thing = next(
        world.things[name]
        for name in world.untouched["incident"]
        if world.things[name]["properties"]["severity"] < 4
    )
    world.untouched["incident"].remove(thing["id"])
    thing["properties"]["severity"] += 1
    world.expect("severity", thing, "ernstiger")


def _lighter(world: World) -> None:
    thing = next(
        world.things[name]
        for name in world.untouched["area"]
        if world.things[name]["properties"]["severity"] > 0
    )
    world.untouched["area"].remove(thing["id"])
    thing["properties"] |= {"severity": thing["properties"]["severity"] - 1, "title": "Code geel: regen"}
    world.expect("severity", thing, "minder ernstig")


def _new(name: str, words: str, **values: Any) -> Act:
    def act(world: World) -> None:
        world.expect("new", world.add(name, observed_at=LATER, **values), words)

    return act


def _new_request(world: World) -> None:
    items = [json.dumps(world.line("a", 10, 0)), json.dumps(world.line("b", 5, 2))]
    needed = iso(START + timedelta(days=2))
    world.expect(
        "new",
        world.add("request:locc:nieuw", state="ontvangen", urgent=True, needed_by=needed, items=items),
        "met spoed",
    )


def _gone(kind: str, words: str, /, **values: Any) -> Act:
    def act(world: World) -> None:
        thing = world.take(kind)
        for features in (world.before["features"], [thing]):
            found = next(item for item in features if item["id"] == thing["id"])
            found["properties"] |= values
        del world.things[thing["id"]]
        world.expect("gone", thing, words)

    return act


def _moved(world: World) -> None:
    thing = world.take("incident")
    thing["geometry"]["coordinates"][0] += 0.2
    world.expect("moved", thing, "km verder")


def _grown(world: World) -> None:
    thing = world.take("area")
    ring = [[lon * 1.01 if lon > 5.2 else lon, lat + (0.2 if lat > 52.1 else 0)] for lon, lat in SQUARE]
    thing["geometry"] = {"type": "Polygon", "coordinates": [ring]}
    world.expect("area", thing, "gebied groter")


def _begun(world: World) -> None:
    thing = world.take("area")
    starts = iso(START + LENGTH / 2)
    before = next(item for item in world.before["features"] if item["id"] == thing["id"])
    for item in (before, thing):
        item["properties"]["valid_from"] = starts
    world.expect("new", thing, "ingegaan")


def _items(what: str, words: str, **amounts: float) -> Act:
    def act(world: World) -> None:
        thing = world.take("request")
        items = [world.line("a", 16, 4) | amounts]
        thing["properties"]["items"] = [json.dumps(item) for item in items]
        world.expect(what, thing, words)

    return act


def _overdue(world: World) -> None:
    thing = world.take("request")
    before = next(item for item in world.before["features"] if item["id"] == thing["id"])
    for item in (before, thing):
        item["properties"]["needed_by"] = iso(START + LENGTH / 2)
    world.expect("overdue", thing, "te laat")


def _units(world: World) -> None:
    key = world.still.pop()
    before = world.units[key]
    world.units[key] = before * 2
    world.expect_of_all("units", *key, f"{before} → {before * 2}")


def _silent(world: World) -> None:
    world.rows["ghor"] = "stil"
    world.expect_of_all("silent", "ghor", None, "GHOR is stil")


def _speaks(world: World) -> None:
    for name in ("sources", "disciplines"):
        for row in world.before[name]:
            if row["name"].removeprefix("bron-") == "defensie":
                row["state"] = "nooit"
    world.expect_of_all("speaks", "defensie", None, "Defensie is weer te horen")


def _joined_and_heavier(world: World) -> None:
    """A report that was not there joins one that was: the group is heavier than the report was."""
    thing = world.take("incident")
    new = "incident:lcms:0"
    before = next(item for item in world.before["features"] if item["id"] == thing["id"])
    before["properties"]["severity"] = 1
    thing["properties"] |= {"severity": 3, "title": "Zeer grote brand", "members": [new, thing["id"]]}
    del world.things[thing["id"]]
    world.things[new] = {**thing, "id": new}
    world.expect("severity", world.things[new], "gering → ernstig")


ON_PURPOSE: tuple[Act, ...] = (
    _change("grip", "region", "GRIP 2 → 4 in", grip=4),
    _change("grip", "region", "Afgeschaald: GRIP 2 → 1 in", grip=1),
    _change("phase", "region", "Fase preparatie → respons in", phase="respons"),
    _heavier,
    _lighter,
    _change("status", "incident", "gemeld → onder controle", status="onder controle"),
    _change("status", "incident", "Incident beëindigd", status="afgerond", severity=0),
    _change("verification", "incident", "Incident bevestigd", verification="bevestigd"),
    _change("verification", "incident", "Incident tegengesproken", verification="tegengesproken"),
    _change(
        "verification", "incident", "Incident ingetrokken", verification="ingetrokken", status="ingetrokken"
    ),
    _change("title", "incident", "Gaslek bij school", title="Gaslek bij school"),
    _change("figure", "incident", "gewonden 3 → 7", gewonden=7),
    _change("figure", "incident", "gewonden 3 → 3–5", ranges={"gewonden": [3, 5]}),
    _change("figure", "incident", "nu 2 doden", dead=2),
    _moved,
    _joined_and_heavier,
    _new("incident:p2000:nieuw", "Nieuw incident", title="Brand", severity=4),
    _new("area:nl-alert:nieuw", "Nieuwe NL-Alert", title="NL-Alert: rook"),
    _new("note:telefoon:nieuw", "Nieuwe notitie", title="Stroom uit in centrum"),
    _new("facility:opvang:nieuw", "Nieuwe opvanglocatie", facility_type="opvang", status="open"),
    _gone("incident", "uit beeld", expires_at=iso(START + LENGTH / 2)),
    _gone("incident", "niet meer in het beeld"),
    _gone("area", "afgelopen", valid_to=iso(START + LENGTH / 2)),
    _change("extended", "area", "verlengd", valid_to=iso(START + timedelta(days=3))),
    _change("extended", "area", "ingekort", valid_to=iso(START + LENGTH * 2)),
    _change("area", "area", "nu ook Friesland", areas=["Friesland", "Utrecht", "Zeeland"]),
    _change("verification", "area", "ingetrokken", verification="ingetrokken"),
    _grown,
    _begun,
    _facility("status", "ghor", "open → gesloten", status="gesloten"),
    _facility("figure", "ghor", "geen vrije IC-bedden meer", ic_free=0),
    _facility("figure", "ghor", "vrije bedden 40 → 12", free_beds=12),
    _facility("figure", "opvang", "vol: 200 van 200", occupancy=200),
    _facility("figure", "opvang", "140 van 200 plaatsen bezet, was 80", occupancy=140),
    _change("figure", "capacity", "beschikbaar 16 → 2 van 20", in_use=18),
    _new_request,
    _items("promised", "10 van 16 toegezegd, was 4", promised=10, outstanding=6),
    _items("promised", "0 van 16 toegezegd, was 4", promised=0, outstanding=16),
    _items("asked", "20 gevraagd, was 16", requested=20, outstanding=16),
    _items("arrived", "4 van 16 aangekomen, was 0", departed=4, arrived=4),
    _change("request", "request", "deels toegezegd → afgewezen", state="afgewezen", status="afgewezen"),
    _change("needed_by", "request", "nodig", needed_by=iso(START + timedelta(days=1, hours=4))),
    _change("urgent", "request", "met spoed", urgent=True),
    _overdue,
    _units,
    _silent,
    _speaks,
)

"""Reports that are one incident: joined whatever the order, undone by a person, told once."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
import redis

from mlob import fold, grouping, intake, journal, picture
from mlob.correlator import SYSTEM, Correlator
from mlob.links import link_id
from mlob.model import Discipline, Kind, Observation, Reception, Source, observation

NOW = (datetime.now(UTC) - timedelta(hours=1)).replace(minute=5, second=0, microsecond=0)
"""All within one hour of the clock: pages about one street are one incident by the hour."""
BRANDWEER = Source(name="p2000", format="p2000", disciplines=(Discipline.BRANDWEER, Discipline.POLITIE))
ROOM = Source(name="meldkamer", format="geojson", disciplines=(Discipline.POLITIE,))
COUNCIL = Source(name="gemeente", format="geojson", disciplines=(Discipline.GEMEENTEN,))
PERSON = Source(name="bediening", format="", disciplines=tuple(Discipline))


def page(body: str, minutes: float = 0, capcode: str = "1002650") -> list[Observation]:
    moment = NOW + timedelta(minutes=minutes)
    frame = f"FLEX|{moment:%Y-%m-%d %H:%M:%S}|1600/2/K/A|00.069|00{capcode}|ALN|{body}"
    return intake.take(BRANDWEER, [frame.encode()], moment + timedelta(seconds=1)).observations


def feature(source: Source, number: str, title: str, lon: float, lat: float, minutes: float = 0, **more: Any):  # type: ignore[no-untyped-def]
    moment = NOW + timedelta(minutes=minutes)
    body = {
        "type": "Feature",
        "id": number,
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {"kind": "incident", "title": title, "observed_at": moment.isoformat(), **more},
    }
    return intake.take(source, [msgspec.json.encode(body)], moment + timedelta(seconds=2)).observations


def fire() -> list[Observation]:
    return [
        *page("P 1 BLB-02 BR woning Hertogstraat Weert 234431"),
        *page("P 1 Brand woning Hertogstraat Weert", 2, "1003650"),
        *feature(ROOM, "88121", "Woningbrand Hertogstraat Weert", 5.7075, 51.2525, 3),
        *feature(COUNCIL, "bz-1", "Brand in woonhuis aan de Hertogstraat in Weert", 5.7070, 51.2521, 20),
    ]


def put(client: redis.Redis, *said: Observation) -> None:
    for item in said:
        journal.append(client, [item], journal.Tally(source=item.source, received_at=item.received_at))


def run(client: redis.Redis, correlator: Correlator | None = None) -> Correlator:
    found = correlator or Correlator(client, datetime.now(UTC))
    while found.step():
        pass
    return found


def shown(client: redis.Redis) -> dict[str, dict[str, Any]]:
    """The incidents of the picture that the journal makes, by id."""
    found = picture.collection(folded(client), NOW + timedelta(minutes=30))
    return {name: item for name, item in found.items() if item["properties"]["kind"] != "region"}


def folded(client: redis.Redis) -> dict[str, fold.Entity]:
    """All entities that the journal makes."""
    entities: dict[str, fold.Entity] = {}
    for _, item in journal.read(client, journal.START, 100_000):
        assert item is not None
        fold.apply(entities.setdefault(item.entity, fold.begin(item)), item)
    return entities


def verdict(a: str, b: str, word: str, seconds: float = 0) -> Observation:
    a, b = sorted((a, b))
    moment = NOW + timedelta(hours=1, seconds=seconds)
    return observation(
        Reception(source=PERSON, received_at=moment),
        discipline=Discipline.OVERIG,
        kind=Kind.LINK,
        entity=link_id(a, b),
        observed_at=moment,
        properties={"a": a, "b": b, "verdict": word, "actor": "jansen"},
    )


def test_what_several_report_is_one_incident_with_what_each_said(store: redis.Redis) -> None:
    put(store, *fire())
    run(store)
    found = shown(store)
    assert len(found) == 1
    ((name, item),) = found.items()
    properties = item["properties"]
    assert name == min(properties["members"])
    assert len(properties["members"]) == 3
    assert set(properties["disciplines"]) == {"brandweer", "politie", "gemeenten"}
    assert item["geometry"]["coordinates"] == pytest.approx([5.707, 51.2525], abs=0.001), (
        "not the place's middle"
    )
    assert properties["verification"] == "onbevestigd"


def test_other_streets_and_other_towns_stay_apart(store: redis.Redis) -> None:
    put(
        store,
        *page("P 1 BLB-02 BR woning Hertogstraat Weert 234431"),
        *page("P 1 BLB-03 BR woning Molenstraat Weert 234432", 2),
        *page("P 1 BLB-04 BR woning Hertogstraat Venlo 231431", 3),
    )
    run(store)
    assert len(shown(store)) == 3


def test_an_exercise_and_a_test_are_never_one_with_what_is_real(store: redis.Redis) -> None:
    put(
        store,
        *page("P 1 BLB-02 BR woning Hertogstraat Weert 234431"),
        *feature(ROOM, "1", "Woningbrand Hertogstraat Weert", 5.7075, 51.2525, 1, exercise=True),
    )
    run(store)
    assert all("members" not in item["properties"] for item in shown(store).values())


def outcome(client: redis.Redis, *batches: list[Observation]) -> Any:
    """The groups and the links that stand after the reports came in by these batches, each judged."""
    client.flushall()
    correlator = Correlator(client, datetime.now(UTC))
    for batch in batches:
        put(client, *batch)
        run(client, correlator)
    groups = sorted(sorted(item["properties"].get("members", [name])) for name, item in shown(client).items())
    links = sorted(grouping.links_of(folded(client).values()), key=lambda link: link.id)
    words = [(link.a, link.b, link.score, link.automatic, link.reason) for link in links if link.score >= 0.5]
    return groups, words


@pytest.mark.parametrize("seed", range(8))
def test_the_picture_does_not_depend_on_the_order_of_arrival(store: redis.Redis, seed: int) -> None:
    said = [
        *fire(),
        *page("P 1 BLB-02 BR woning Hertogstraat Weert 234432", 12),
        *page("A1 (dia: ja) Hertogstraat Weert 24103 Rit 4512", 4, "1002150"),
        *page("P 1 BLB-03 BR woning Molenstraat Weert 234432", 2),
        *feature(COUNCIL, "bz-2", "Brand in Weert", 5.7074, 51.2525, 25),
    ]
    expected = outcome(store, said)
    assert any(len(group) > 2 for group in expected[0])
    random.Random(seed).shuffle(said)
    assert outcome(store, *([item] for item in said)) == expected


def test_a_person_takes_one_out_and_the_rule_does_not_put_it_back(store: redis.Redis) -> None:
    put(store, *fire())
    correlator = run(store)
    members = next(iter(shown(store).values()))["properties"]["members"]
    out = next(name for name in members if "gemeente" in name)
    put(store, *(verdict(out, other, grouping.APART) for other in members if other != out))
    put(store, *page("P 1 BLB-02 BR woning Hertogstraat Weert 234439", 14))
    run(store, correlator)
    found = shown(store)
    assert out in found
    assert "members" not in found[out]["properties"]
    assert len(found) == 2
    put(store, *(verdict(out, other, grouping.TOGETHER, 9) for other in members if other != out))
    assert len(shown(store)) == 1


def test_a_person_joins_what_the_rule_does_not(store: redis.Redis) -> None:
    one, two = page("P 1 BLB-02 BR woning Hertogstraat Weert 234431"), page("P 2 BLB-02 Stormschade Weert", 9)
    put(store, *one, *two, verdict(one[0].entity, two[0].entity, grouping.TOGETHER))
    run(store)
    assert len(shown(store)) == 1


def test_after_a_restart_nothing_is_told_twice(store: redis.Redis) -> None:
    put(store, *fire())
    run(store)
    before = store.xlen("mlob:facts")
    run(store)
    assert store.xlen("mlob:facts") == before
    told = [
        item for _, item in journal.facts(store, journal.START, 1000) if item and item.source == SYSTEM.name
    ]
    assert told
    assert all(item.kind is Kind.LINK for item in told)


def test_a_feed_cannot_say_what_is_one(store: redis.Redis) -> None:
    source = Source(name="x", format="observation", disciplines=(Discipline.OVERIG,))
    body = msgspec.json.encode(
        {"kind": "link", "entity": "1", "discipline": "overig", "properties": {"a": "a", "b": "b"}}
    )
    taken = intake.take(source, [body], NOW)
    assert not taken.observations
    assert "koppelregel" in taken.rejects[0].reason

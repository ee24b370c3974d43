"""The bench of a day: seconds of it through the whole system, and a ledger that sees what is lost."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from click.testing import CliRunner

from mlob import fold, intake
from mlob.bench.day_frames import HOSPITALS, pages
from mlob.bench.day_plan import planned
from mlob.bench.day_senders import Poster
from mlob.bench.day_watch import Delays
from mlob.bench.proof import amiss, expected
from mlob.commands.bench import bench
from mlob.model import Discipline, Kind, iso
from mlob.ports import free_ports
from tests.observations import said, source

START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PAGER = source("p2000", Discipline.BRANDWEER, Discipline.POLITIE, Discipline.GHOR, format="p2000")


def test_seconds_of_a_day_go_through_everything_and_nothing_is_lost() -> None:
    done = CliRunner().invoke(bench, ["day", "--scale", "0.005"])
    assert done.exit_code == 0, done.output
    found = msgspec.json.decode(done.stdout)
    assert found["lost"] == found["amiss"] == 0
    assert {name: row["sent"] for name, row in found["sources"].items()} == planned(0.005).amounts()
    assert all(row["accepted"] == row["sent"] for row in found["sources"].values())
    assert found["not_202"] == []
    assert found["picture"]["not_shown"] == found["picture"]["expired"] == 0
    assert found["picture"]["features"]["unit"] == 3000
    assert found["picture"]["features"]["region"] == 25
    assert found["links"]["joined"] > 0
    assert found["lag_s"]["all_after_end"] is not None
    assert {"unit", "incident"} <= set(found["end_to_end_ms"])
    assert found["viewer"]["pictures"] >= 1
    assert found["viewer"]["closed"] == 0
    assert {"redis", "ingest", "project", "correlate", "web"} <= set(found["resident_mb"])


def test_the_whole_day_is_what_it_says() -> None:
    amounts = planned(1.0).amounts()
    assert amounts == {"p2000": 200_000, "cot": 600_000, "cap": 300, "edxl_have": 10 * HOSPITALS}
    rates = {name: amount / planned(1.0).seconds for name, amount in amounts.items()}
    part = planned(0.1)
    assert {name: amount / part.seconds for name, amount in part.amounts().items()} == pytest.approx(rates)


def test_pages_are_read_and_none_of_them_leaves_soon() -> None:
    lines = [line.rstrip() for line in pages(500, START)]
    assert lines == [line.rstrip() for line in pages(500, START)]
    taken = intake.take(PAGER, lines, START)
    assert not taken.rejects
    assert Counter(item.kind for item in taken.observations) == {Kind.INCIDENT: len(taken.observations)}
    for item in taken.observations:
        assert item.ttl is not None
        assert item.observed_at + timedelta(seconds=item.ttl) >= START + timedelta(minutes=55)
    entities = {item.entity for item in taken.observations}
    assert len(entities) > 480
    placed = sum(item.geometry is not None for item in taken.observations)
    assert placed > 480


def test_links_are_no_part_of_the_ledger() -> None:
    wanted = expected([(PAGER, [line.rstrip() for line in pages(50, START)])], START)
    link = said(
        kind=Kind.LINK, entity="link:1", discipline=Discipline.OVERIG, properties={"a": "x", "b": "y"}
    )
    entity = fold.begin(link)
    fold.apply(entity, link)
    assert amiss(wanted, wanted | {entity.id: entity}) == 0


def message(**properties: object) -> bytes:
    item = {"id": "a", "properties": properties}
    return msgspec.json.encode({"type": "delta", "put": [item]})


def test_a_viewer_counts_each_word_once_and_from_its_own_moment() -> None:
    heard, now = Delays(1), START.timestamp()
    before = iso(START - timedelta(seconds=2))
    for text in (
        b'{"type":"picture","features":[]}',
        message(kind="unit", observed_at=before, received_at=iso(START)),
        message(kind="unit", observed_at=before, received_at=iso(START)),
        message(kind="incident", observed_at=before, received_at=iso(START - timedelta(seconds=1))),
        message(kind="incident", observed_at=before, received_at=iso(START), members=["a", "b"]),
        message(kind="incident", observed_at=before, received_at=iso(START - timedelta(hours=1))),
        message(kind="incident", observed_at=before, received_at=iso(START - timedelta(seconds=1))),
        message(kind="region"),
    ):
        heard.hear(0, text, now)
    assert heard.pictures == 1
    assert {kind: list(some) for kind, some in heard.milliseconds.items()} == {
        "unit": [2000.0],
        "incident": [1000.0],
    }


def test_a_post_that_nobody_takes_is_told() -> None:
    (nobody,) = free_ports(1)
    poster = Poster(nobody, "x", {"cap": iter([(timedelta(), b"<alert/>")])}, time.monotonic())
    poster.start()
    poster.join()
    assert poster.sent == {"cap": 1}
    assert len(poster.refused) == 1

"""Silence is shown as silence (I8): states of sources and disciplines, and the notes about them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import redis

from mlob import journal, keys, sources
from mlob.model import Discipline
from mlob.silence import Watch
from tests.observations import NOON, source


def counts(last: datetime | None) -> dict[bytes, bytes]:
    return {} if last is None else {b"last": str(int(last.timestamp() * 1000)).encode(), b"accepted": b"3"}


@pytest.mark.parametrize(
    ("minutes", "state"),
    [
        (0, "actueel"),
        (9.9, "actueel"),
        (10.1, "vertraagd"),
        (24.9, "vertraagd"),
        (25.1, "stil"),
        (None, "nooit"),
    ],
)
def test_a_source_is_late_at_twice_and_silent_at_five_times_its_rhythm(
    minutes: float | None, state: str
) -> None:
    last = None if minutes is None else NOON - timedelta(minutes=minutes)
    row = sources.source_state(source(rhythm="5m"), counts(last), NOON)
    assert row.state == state
    assert row.accepted == (0 if minutes is None else 3)


def rows(**ages: float | None) -> list[sources.SourceState]:
    disciplines = (Discipline.POLITIE, Discipline.GHOR)
    return [
        sources.source_state(
            source(name, *disciplines, rhythm="1m"),
            counts(None if age is None else NOON - timedelta(minutes=age)),
            NOON,
        )
        for name, age in ages.items()
    ]


def test_a_discipline_is_as_stale_as_its_worst_source() -> None:
    found = {row.name: row for row in sources.disciplines(rows(fris=0, oud=8, ouder=9))}
    assert found["politie"].state == "stil"
    assert found["politie"].text == "Politie: stil, bron ouder"
    assert found["politie"].last == "2026-11-23T11:51:00Z"
    assert found["brandweer"].state == "nooit"
    assert found["brandweer"].text == "Brandweer: geen bron ingesteld"


def test_a_source_never_seen_is_the_worst() -> None:
    found = {row.name: row for row in sources.disciplines(rows(stil=60, nooit=None))}
    assert found["ghor"].state == "nooit"
    assert found["ghor"].last is None


def test_the_five_are_always_there_and_the_partners_when_they_have_a_source() -> None:
    five = ["brandweer", "politie", "ghor", "defensie", "gemeenten"]
    assert [row.name for row in sources.disciplines([])] == five
    partner = sources.source_state(source("rws", Discipline.OVERIG), {}, NOON)
    assert [row.name for row in sources.disciplines([partner])] == [*five, "overig"]


def test_silence_and_return_are_journalled_once(store: redis.Redis) -> None:
    watched = source("pager", Discipline.POLITIE, rhythm="1m")
    journal.append(store, [], journal.Tally(source="pager", received_at=NOON, accepted=1))
    watch = Watch([watched], store)
    assert watch.look(NOON + timedelta(seconds=10)) == []
    assert watch.look(NOON + timedelta(minutes=3)) == []  # late is no alarm
    (silent,) = watch.look(NOON + timedelta(minutes=6))
    assert silent.title == "Politie: stil, bron pager"
    assert silent.severity == 2
    assert watch.look(NOON + timedelta(minutes=7)) == []
    later = NOON + timedelta(minutes=8)
    journal.append(store, [], journal.Tally(source="pager", received_at=later, accepted=1))
    (back,) = watch.look(later)
    assert back.title == "Politie weer actueel"
    assert store.xlen(keys.FACTS) == 2


def test_a_restart_does_not_repeat_the_silence(store: redis.Redis) -> None:
    """The note names the last contact, so that a second projector writes the same note."""
    watched = source("pager", Discipline.POLITIE, rhythm="1m")
    journal.append(store, [], journal.Tally(source="pager", received_at=NOON, accepted=1))
    names = set()
    for _ in range(2):
        watch = Watch([watched], store)
        watch.look(NOON)
        names |= {note.entity for note in watch.look(NOON + timedelta(minutes=6))}
    assert len(names) == 1


def test_a_silence_that_began_while_nobody_watched_is_told(store: redis.Redis) -> None:
    watched = source("pager", Discipline.POLITIE, rhythm="1m")
    journal.append(store, [], journal.Tally(source="pager", received_at=NOON, accepted=1))
    watch = Watch([watched], store)
    (note,) = watch.look(NOON + timedelta(minutes=30))
    assert note.title == "Politie: stil, bron pager"
    assert watch.look(NOON + timedelta(minutes=31)) == []

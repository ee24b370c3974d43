"""Of the past no silence is claimed that is not known, and none is hidden that is (I8)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import redis

from mlob import fold, journal, sources
from mlob.heard import heard
from mlob.model import Discipline, Observation
from mlob.silence import Watch, told
from tests.observations import NOON, said, source

MINUTE = timedelta(minutes=1)
PAGER = source("pager", Discipline.POLITIE, rhythm="1m")


def folded(*observations: Observation) -> dict[str, fold.Entity]:
    found: dict[str, fold.Entity] = {}
    for observation in observations:
        fold.apply(found.setdefault(observation.entity, fold.begin(observation)), observation)
    return found


def at(minutes: float, last: float | None, *notes: Observation) -> sources.SourceState:
    contacts = {} if last is None else {"pager": NOON + last * MINUTE}
    (row,) = heard([PAGER], folded(*notes), contacts, NOON + minutes * MINUTE)
    return row


@pytest.fixture
def notes(store: redis.Redis) -> dict[str, Observation]:
    """What the system itself says: the pager speaks until 12:10, falls silent, and is back at 12:30."""

    def heard_at(minutes: float) -> datetime:
        moment = NOON + minutes * MINUTE
        journal.append(store, [], journal.Tally(source="pager", received_at=moment, accepted=1))
        return moment

    watch = Watch([PAGER], store)
    assert watch.look(heard_at(10)) == []
    (silent,) = watch.look(NOON + 16 * MINUTE)
    (back,) = watch.look(heard_at(30))
    return {"silent": silent, "back": back}


def test_what_only_repeats_itself_is_not_called_silent() -> None:
    assert at(0.5, 0).state == "actueel"
    late = at(3, 0)
    assert (late.state, late.last) == ("onbekend", "2026-11-23T12:00:00Z")
    assert (
        late.text == "onbekend of de bron toen stil was, laatste nieuwe bericht 23-11 13:00, verwacht elke 1m"
    )
    assert at(20, 0).state == "onbekend"
    assert at(20, None).state == "nooit"


def test_what_the_system_called_silent_is_and_since_when(notes: dict[str, Observation]) -> None:
    """New was only what it said at 12:00; it was heard until 12:10."""
    row = at(20, 0, *notes.values())
    assert (row.state, row.last) == ("stil", "2026-11-23T12:10:00Z")
    assert row.text == "stil, laatste bericht 23-11 13:10, verwacht elke 1m"
    assert at(14, 0, *notes.values()).state == "onbekend"
    assert at(31, 0, *notes.values()).state == "onbekend"
    assert at(31, 30, *notes.values()).state == "actueel"
    assert at(40, 29, notes["silent"]).state == "onbekend"  # something new came after the note


def test_as_is_known_now_it_was_silent_then(notes: dict[str, Observation]) -> None:
    row = at(20, 90, *notes.values())
    assert (row.state, row.last) == ("stil", "2026-11-23T12:10:00Z")
    assert at(5, 90, *notes.values()).state == "actueel"


def test_of_another_source_of_the_discipline_it_says_nothing(notes: dict[str, Observation]) -> None:
    other = source("meldkamer", Discipline.POLITIE, rhythm="1m")
    contacts = {"pager": NOON, "meldkamer": NOON}
    rows = heard([PAGER, other], folded(*notes.values()), contacts, NOON + 20 * MINUTE)
    assert [row.state for row in rows] == ["stil", "onbekend"]
    politie = sources.disciplines(rows)[1]
    assert (politie.state, politie.text) == ("stil", "Politie: stil, bron pager")
    (alone,) = [row for row in sources.disciplines(rows[1:]) if row.name == "politie"]
    assert (alone.state, alone.text) == ("onbekend", "Politie: onbekend, bron meldkamer")


def test_only_the_systems_own_notes_are_read() -> None:
    def note(entity: str, **values: Any) -> Observation:
        return said(by="mlob", kind="note", entity=entity, **values)  # type: ignore[arg-type]

    odd = folded(
        note("note:mlob:x"),
        note("note:mlob:politie-stil-gisteren"),
        note("note:mlob:politie-anders-2026-11-23T12:00:00Z"),
        note("note:ander:politie-stil-x"),
    )
    assert told(odd, NOON + MINUTE) == {}

"""The bench sees what is lost: a missing entity, one too many, an older word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mlob.bench.frames import cot_events, p2000_lines
from mlob.bench.proof import amiss, expected
from mlob.model import Discipline
from tests.observations import source

START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TRACKS = source("cot", Discipline.DEFENSIE, format="cot")
PAGER = source("p2000", Discipline.BRANDWEER, Discipline.POLITIE, Discipline.GHOR, format="p2000")
LATER = START + timedelta(hours=1)


def test_nothing_is_amiss_with_the_same_frames_in_another_order() -> None:
    events = [event.rstrip() for event in cot_events(40, 8, START)]
    lines = [line.rstrip() for line in p2000_lines(20, START)]
    wanted = expected([(TRACKS, events), (PAGER, lines)], LATER)
    assert len(wanted) > 8
    assert amiss(wanted, expected([(PAGER, lines[::-1]), (TRACKS, events[::-1])], LATER)) == 0


def test_what_is_lost_or_old_or_strange_is_counted() -> None:
    events = [event.rstrip() for event in cot_events(16, 8, START)]
    wanted = expected([(TRACKS, events)], LATER)
    assert amiss(wanted, {}) == 8
    assert amiss({}, wanted) == 8
    assert amiss(wanted, expected([(TRACKS, events[:-1])], LATER)) == 1


def test_frames_are_the_same_for_the_same_seed() -> None:
    assert cot_events(5, 2, START, seed=3) == cot_events(5, 2, START, seed=3)
    assert p2000_lines(5, START, seed=3) != p2000_lines(5, START, seed=4)

"""Times of day at which a briefing is made: each day once, over summer time, late or not at all."""

from datetime import UTC, datetime, time, timedelta

from mlob.moment import moment
from mlob.snapshot.schedule import due, moments

HOURS = [time(8), time(20)]
LATE = timedelta(hours=2)


def local(text: str) -> datetime:
    return moment(text)


def test_each_time_of_each_day_once() -> None:
    found = moments(HOURS, local("2026-11-24T08:00"), local("2026-11-26T08:00"))
    assert found == [
        local("2026-11-24T20:00"),
        local("2026-11-25T08:00"),
        local("2026-11-25T20:00"),
        local("2026-11-26T08:00"),
    ]
    assert moments(HOURS, local("2026-11-24T08:00"), local("2026-11-24T08:00")) == []
    assert moments([], local("2026-11-24T08:00"), local("2026-11-26T08:00")) == []


def test_the_clock_on_the_wall_counts_when_summer_time_begins_and_ends() -> None:
    spring = moments(HOURS, local("2026-03-28T12:00"), local("2026-03-29T23:00"))
    assert [at.hour for at in spring] == [19, 6, 18]
    autumn = moments(HOURS, local("2026-10-24T12:00"), local("2026-10-25T23:00"))
    assert [at.hour for at in autumn] == [18, 7, 19]


def test_a_time_that_comes_twice_counts_once_and_one_that_is_skipped_still_counts() -> None:
    night = [time(2, 30)]
    twice = moments(night, local("2026-10-25T00:00"), local("2026-10-25T12:00"))
    assert twice == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]
    skipped = moments(night, local("2026-03-29T00:00"), local("2026-03-29T12:00"))
    assert skipped == [datetime(2026, 3, 29, 1, 30, tzinfo=UTC)]


def test_what_was_missed_is_made_late_or_skipped_and_only_the_newest_is_made() -> None:
    after = local("2026-11-24T08:00")
    assert due(HOURS, after, local("2026-11-24T19:59"), LATE).make is None
    assert due(HOURS, after, local("2026-11-24T20:00"), LATE).make == local("2026-11-24T20:00")
    late = due(HOURS, after, local("2026-11-25T09:59"), LATE)
    assert (late.make, late.skipped) == (local("2026-11-25T08:00"), (local("2026-11-24T20:00"),))
    gone = due(HOURS, after, local("2026-11-25T10:01"), LATE)
    assert (gone.make, len(gone.skipped)) == (None, 2)

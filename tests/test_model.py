"""Moments as they are printed, and ids that say what was said."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlob.model import iso
from mlob.moment import moment
from tests.observations import said


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 23, 14, 2, 11, tzinfo=UTC), "2026-11-23T14:02:11Z"),
        (datetime(2026, 11, 23, 14, 2, 11, 408_999, tzinfo=UTC), "2026-11-23T14:02:11.408Z"),
        (datetime(2026, 11, 23, 14, 2, 11, 999, tzinfo=UTC), "2026-11-23T14:02:11Z"),
        (datetime(2026, 7, 1, 0, 30, tzinfo=ZoneInfo("Europe/Amsterdam")), "2026-06-30T22:30:00Z"),
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00Z"),
    ],
)
def test_a_moment_is_utc_with_milliseconds_only_when_there_are_any(moment: datetime, text: str) -> None:
    assert iso(moment) == text


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_printed_moment_reads_back_to_the_millisecond(moment: datetime) -> None:
    assert datetime.fromisoformat(iso(moment)) == moment.replace(
        microsecond=moment.microsecond // 1000 * 1000
    )


def test_an_id_says_what_was_said_and_not_when_it_came_in() -> None:
    assert said(title="a", late=1.0).id == said(title="a", late=90.0).id
    assert said(title="a", seconds=1.0).id != said(title="a", seconds=2.0).id
    assert said(title="a").id != said(title="b").id
    assert said(by="x", title="a").id != said(by="y", title="a").id


@pytest.mark.parametrize(
    "text", ["2026-11-25T14:00:00z", "2026-11-25t14:00:00Z", "2026-11-25T15:00:00+01:00"]
)
def test_a_moment_in_small_letters_is_one(text: str) -> None:
    assert moment(text) == datetime(2026, 11, 25, 14, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-11-25T14:00:00Z\x00", "gisteren", ""])
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError):
        moment(text)

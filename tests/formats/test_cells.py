"""Cells as people and Excel write them: numbers, times, yes and no."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlob.formats import cells

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HALF_PAST_TWO = "2026-11-25T13:30:00+00:00"


@pytest.mark.parametrize(
    "written",
    [
        "25-11-2026 14:30",
        "25/11/2026 14:30:00",
        "25.11.2026 14.30 uur",
        "25-11-26 14u30",
        "wo 25 november 2026, 14:30 uur",
        "woensdag 25 nov. 2026 om 14:30",
        "2026-11-25T14:30",
        "2026-11-25 14:30 +01:00",
        "2026-11-25T13:30:00Z",
        "2026/11/25 14:30",
        "20261125143000",
        "46351,6041666667",
        46351.6041666667,
        1795613400000,
        1795613400,
    ],
)
def test_one_time_in_many_ways(written: cells.Cell) -> None:
    assert cells.moment([written], AMSTERDAM) == HALF_PAST_TWO


def test_a_date_and_a_time_of_day_in_two_cells() -> None:
    for date in ("25-11-2026", "25-11-2026 00:00", "2026-11-25T00:00:00"):
        assert cells.moment([date, "14:30"], AMSTERDAM) == HALF_PAST_TWO
    assert cells.moment(["25-11-2026"], AMSTERDAM) == "2026-11-24T23:00:00+00:00"


def test_summer_time_and_the_doubled_hour() -> None:
    assert cells.moment(["15-7-2026 14:30"], AMSTERDAM) == "2026-07-15T12:30:00+00:00"
    assert cells.moment(["25-10-2026 02:30"], AMSTERDAM) == "2026-10-25T00:30:00+00:00"
    assert cells.moment(["25-10-2026 02:30"], ZoneInfo("UTC")) == "2026-10-25T02:30:00+00:00"


def test_a_workbook_that_counts_from_1904() -> None:
    assert cells.moment([44889.6041666667], AMSTERDAM, True) == HALF_PAST_TWO


@pytest.mark.parametrize(
    "written",
    [
        *("31-02-2026", "11/25/2026", "14:30", "morgen", "25-11", "25-11-2026 25:00", "25-11-2026 namiddag"),
        *(5, True, "0001-01-01", "", "25-foo-2026", "2026-11-25T14:30+99:00"),
    ],
)
def test_what_is_no_time(written: cells.Cell) -> None:
    with pytest.raises(ValueError, match="geen tijd"):
        cells.moment([written], AMSTERDAM)


@pytest.mark.parametrize(
    ("written", "decimal", "readings"),
    [
        ("250", ",", [250]),
        ("-5", ",", [-5]),
        ("12,5", ",", [12.5]),
        ("12.5", ",", [12.5]),
        ("1.234", ",", [1234, 1.234]),
        ("1.234", ".", [1.234, 1234]),
        ("1.234,5", ".", [1234.5]),
        ("1,234.5", ",", [1234.5]),
        ("1.234.567", ".", [1234567]),
        ("12 500", ",", [12500]),
        ("12\u00a0500,25", ",", [12500.25]),
        ("0.500", ",", [0.5]),
        (68.0, ",", [68]),
        ("0068", ",", [68]),
    ],
)
def test_numbers(written: cells.Cell, decimal: str, readings: list[float]) -> None:
    found = cells.readings(written, decimal)
    assert found == readings
    assert [type(item) for item in found] == [type(item) for item in readings]


@pytest.mark.parametrize(
    "written", ["", "x", "1,2,3", "1.23.4", "12 bedden", "1e9", "٣", True, float("nan"), "."]
)
def test_what_is_no_number(written: cells.Cell) -> None:
    with pytest.raises(ValueError, match="geen getal"):
        cells.number(written)


@pytest.mark.parametrize(
    ("written", "decimal", "value"),
    [
        ("250", ",", 250),
        ("12,5", ",", 12.5),
        ("1.250", ",", 1250),
        ("12.5", ",", "12.5"),
        ("14.30", ",", "14.30"),
        ("12.5", ".", 12.5),
        ("0612345678", ",", "0612345678"),
        ("007", ",", "007"),
        ("+31 6 12345678", ",", "+31 6 12345678"),
        ("1234567890123456789", ",", "1234567890123456789"),
        (" ja ", ",", "ja"),
        (True, ",", True),
        (68.0, ",", 68),
    ],
)
def test_a_cell_of_no_special_meaning_is_a_number_only_when_it_plainly_is(
    written: cells.Cell, decimal: str, value: cells.Cell
) -> None:
    assert cells.loose(written, decimal) == value
    assert type(cells.loose(written, decimal)) is type(value)


def test_yes_and_no() -> None:
    assert [cells.flag(item) for item in ("Ja", "x", True, 1, "WAAR")] == [True] * 5
    assert [cells.flag(item) for item in ("nee", False, 0, "onwaar")] == [False] * 4
    with pytest.raises(ValueError, match="geen ja of nee"):
        cells.flag("misschien")


def test_what_says_nothing() -> None:
    assert not any(cells.says(item) for item in (None, "", "  ", "#N/A", "#N/B", "#waarde!", "#DEEL/0!"))
    assert all(cells.says(item) for item in (0, False, "#1", "-"))


def test_numbers_that_are_no_amount_of_anything() -> None:
    for huge in (10**400, -(10**400), 1e300, float("inf"), "9" * 40, "1" + ".000" * 40, "1," + "0" * 400):
        with pytest.raises(ValueError, match="geen getal"):
            cells.number(huge)
    assert cells.loose("1" + ".000" * 40) == "1" + ".000" * 40


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans()))
def test_only_value_errors_come_out(cell: cells.Cell) -> None:
    for read in (cells.number, cells.flag, lambda cell: cells.moment([cell, cell], AMSTERDAM)):
        try:
            read(cell)
        except ValueError:
            continue
    cells.loose(cell)

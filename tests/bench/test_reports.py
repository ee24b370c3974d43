"""Invented reports: the same for a seed, read by their formats, true to what they are made from."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise

import pytest

from mlob import intake
from mlob.bench import reports_rates as rates
from mlob.bench.reports import Generated, generate
from mlob.bench.reports_words import NOTES, STREETS, TESTS
from mlob.bench.reports_world import START
from mlob.model import Discipline, Observation

COUNT = 2000


@pytest.fixture(scope="module")
def reports() -> list[Generated]:
    return generate(7, COUNT)


@pytest.fixture(scope="module")
def incidents(reports: list[Generated]) -> dict[str, list[Generated]]:
    found: dict[str, list[Generated]] = defaultdict(list)
    for report in reports:
        if report.truth is not None:
            found[report.truth].append(report)
    return found


def observed(report: Generated) -> list[Observation]:
    return intake.take(report.source, [report.frame], report.received_at).observations


def test_a_seed_gives_the_same_reports() -> None:
    assert generate(3, 200) == generate(3, 200)
    assert generate(3, 200) != generate(4, 200)


@pytest.mark.parametrize("count", [0, 1, 2, 37, 500])
def test_there_are_as_many_as_asked(count: int) -> None:
    assert len(generate(5, count)) == count


def test_every_report_is_read_as_its_discipline_says(reports: list[Generated]) -> None:
    strange = 0
    for report in reports:
        taken = intake.take(report.source, [report.frame], report.received_at)
        assert not taken.rejects, report.frame
        strange += {item.discipline for item in taken.observations} != {report.discipline}
    # A bit error in its head may make a page another's.
    assert strange <= (rates.BIT_ERROR + rates.CUT_HEAD) * COUNT


def test_shares_are_as_stated(incidents: dict[str, list[Generated]]) -> None:
    shared = [
        report
        for said in incidents.values()
        if len({report.discipline for report in said}) > 1
        for report in said
    ]
    assert len(shared) / COUNT == pytest.approx(rates.SHARED, abs=0.06)
    rides = sum(len(said) for truth, said in incidents.items() if truth.startswith("rit-"))
    assert rides / COUNT == pytest.approx(rates.RIDES, abs=0.01)
    none = COUNT - sum(map(len, incidents.values()))
    assert none / COUNT == pytest.approx(rates.NOTHING, abs=0.01)
    sizes = Counter(map(len, incidents.values()))
    assert max(sizes) <= rates.MOST
    assert sum(amount for size, amount in sizes.items() if size > 7) > 3


def test_all_happens_within_a_day_and_arrives_in_order(reports: list[Generated]) -> None:
    arrivals = [report.received_at for report in reports]
    assert arrivals == sorted(arrivals)
    assert arrivals[0] > START - timedelta(hours=1)
    assert arrivals[-1] < START + timedelta(hours=27)


def test_every_discipline_and_format_speaks(reports: list[Generated]) -> None:
    assert {report.discipline for report in reports} == set(Discipline)
    assert {report.source.format for report in reports} == {"p2000", "emsi", "geojson", "cot"}


def test_reports_about_nothing_are_tests_and_notes(reports: list[Generated]) -> None:
    heads = [re.split(r"[{.]", text)[0][:6] for text in TESTS + NOTES]
    about_nothing = [report for report in reports if report.truth is None]
    told = [report.frame.decode().rpartition("|")[2] for report in about_nothing]
    plain = [text for text in told if any(text.startswith(head.strip()) for head in heads)]
    assert len(plain) >= 0.9 * len(told)


def test_what_looks_alike_is_not_always_the_same(incidents: dict[str, list[Generated]]) -> None:
    """Twins: incidents of one kind in one town within a quarter of an hour."""
    firsts = defaultdict(list)
    for truth, said in incidents.items():
        name, place = truth.rpartition("-")[0].split("-", 1)
        if name != "rit":
            firsts[name, place].append(min(report.received_at for report in said))
    close = 0
    for times in firsts.values():
        times.sort()
        close += sum(later - earlier < timedelta(minutes=15) for earlier, later in pairwise(times))
    assert close > 40


def test_positions_are_near_each_other_but_not_equal(incidents: dict[str, list[Generated]]) -> None:
    said = [report for reports in incidents.values() for report in reports if report.source.format == "emsi"]
    points = {
        (item.entity, *item.geometry["coordinates"])
        for report in said
        for item in observed(report)
        if item.geometry
    }
    assert len(points) == len({entity for entity, *_ in points}), "a control room keeps its position"


def test_streets_are_ordinary_and_many() -> None:
    assert len(STREETS) >= 200
    assert len(set(STREETS)) == len(STREETS)

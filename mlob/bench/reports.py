"""Reports of which the truth is known: what several disciplines say in one day, and about what.

Reality is made first (incidents, each at a spot and a time), then what is said of it, through the
real formats, with the errors of real life. Nothing here knows how reports are joined. Pure: the
same seed and count give the same reports.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from mlob.bench import reports_rates as rates
from mlob.bench.reports_day import Day
from mlob.bench.reports_sources import Generated

__all__ = ["Generated", "generate"]


def generate(seed: int, count: int = 2000) -> list[Generated]:
    """`count` reports of one day, in the order in which they arrive."""
    day = Day(Random(seed))
    scenes: tuple[tuple[float, Callable[[], list[Generated]]], ...] = (
        (rates.SHARED, day.shared),
        (rates.STORMS, day.storm),
        (rates.ALONE, day.alone),
        (rates.NOTHING, day.nothing),
        (rates.RIDES, day.ride),
    )
    reports: list[Generated] = []
    due = 0.0
    for share, scene in scenes:
        due += share * count
        while len(reports) < round(due):
            reports += scene()[: round(due) - len(reports)]
    return sorted(reports, key=lambda report: (report.received_at, report.frame))

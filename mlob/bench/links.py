"""How well reports are joined into incidents, on invented days of which the truth is known.

By report (B-cubed; Bagga and Baldwin 1998): of each report, which part of what it is shown with is
about the same incident (precision), and which part of what is about the same incident it is shown
with (recall); the mean over all reports. By pair: of two reports that are shown as one, how often
they are, and of two that are one, how often they are shown so; large incidents count most there.
`ceiling` is what could be had if only rides of ambulances that name a town and no street stayed alone:
of those no page says where they go.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable
from typing import Any

import click
import msgspec

from mlob.bench.links_fit import fit
from mlob.bench.links_truth import Told
from mlob.links import rule

__all__ = ["TUNED", "UNSEEN", "learn", "measure"]

TUNED = range(1, 41)
"""Seeds of the days from which the weights were made."""
UNSEEN = range(1001, 1011)
"""Seeds of days that were used for nothing else."""


def measure(seeds: Iterable[int], count: int) -> dict[str, Any]:
    """Precision and recall over the days of some seeds, `count` reports each."""
    sums: Counter[str] = Counter()
    chosen = list(seeds)
    started = time.perf_counter()
    with click.progressbar(chosen, label="links", file=sys.stderr) as bar:
        for seed in bar:
            day = Told(seed, count)
            sums["reports"] += day.reports
            _add(sums, "", day.cells(day.groups()))
            _add(sums, "ceiling ", day.cells(day.bare_rides_apart()))
    return {
        "bench": "links",
        "seeds": f"{chosen[0]}-{chosen[-1]}",
        "days": len(chosen),
        "reports": sums["reports"],
        "rule": rule.RULE,
        "automatic": rule.AUTOMATIC,
        **_figures(sums, ""),
        "ceiling": _figures(sums, "ceiling "),
        "seconds": round(time.perf_counter() - started, 1),
    }


def _add(sums: Counter[str], name: str, cells: Counter[tuple[str, str]]) -> None:
    """Add one day's cells (group, incident) to the sums of both measures."""
    shown: Counter[str] = Counter()
    real: Counter[str] = Counter()
    for (group, incident), number in cells.items():
        shown[group] += number
        real[incident] += number
    for (group, incident), number in cells.items():
        sums[f"{name}b3 precision"] += number * number / shown[group]  # type: ignore[assignment]
        sums[f"{name}b3 recall"] += number * number / real[incident]  # type: ignore[assignment]
        if real[incident] > 1:
            sums[f"{name}several"] += number
            sums[f"{name}b3 recall several"] += number * number / real[incident]  # type: ignore[assignment]
        sums[f"{name}both"] += number * (number - 1)
    sums[f"{name}all"] += sum(cells.values())
    sums[f"{name}shown"] += sum(number * (number - 1) for number in shown.values())
    sums[f"{name}real"] += sum(number * (number - 1) for number in real.values())


def _figures(sums: Counter[str], name: str) -> dict[str, Any]:
    return {
        "by_report": {
            "precision": round(sums[f"{name}b3 precision"] / sums[f"{name}all"], 4),
            "recall": round(sums[f"{name}b3 recall"] / sums[f"{name}all"], 4),
            "recall_of_incidents_with_several": round(
                sums[f"{name}b3 recall several"] / sums[f"{name}several"], 4
            ),
        },
        "by_pair": {
            "precision": round(sums[f"{name}both"] / sums[f"{name}shown"], 4),
            "recall": round(sums[f"{name}both"] / sums[f"{name}real"], 4),
        },
    }


def learn(count: int) -> None:
    """Make the weights anew from the tuning days."""
    with click.progressbar(TUNED, label="fit", file=sys.stderr) as bar:
        found = fit(Told(seed, count) for seed in bar)
    text = msgspec.json.format(msgspec.json.encode(found), indent=1)
    rule.WEIGHTS.write_bytes(text + b"\n")

"""What is sent of a day, when, and by which source; the ledger reads the same frames again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from mlob.bench.day_frames import hospital_reports, pages, warnings
from mlob.bench.frames import moving_units

__all__ = ["PUSHED", "Plan", "planned", "settings"]

_SECONDS = 600
_LINES = 200_000
_UNITS, _HERTZ = 5000, 0.2
_ALERTS = 300
_REPORTS = 1200
"""Of 120 hospitals: each once a minute."""
PUSHED = ("cap", "edxl_have")
"""Sources that come over HTTP."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How much of each is sent in how many seconds; the rates are those of the whole, whatever its part."""

    seconds: float
    lines: int
    positions: int
    alerts: int
    reports: int

    def amounts(self) -> dict[str, int]:
        """Frames by source."""
        return {
            "p2000": self.lines,
            "cot": self.positions,
            "cap": self.alerts,
            "edxl_have": self.reports,
        }

    def streams(self, start: datetime) -> dict[str, Iterator[bytes]]:
        """What goes over a connection, evenly over the time; each frame with its line end."""
        step = timedelta(seconds=self.seconds / self.positions)
        return {"p2000": pages(self.lines, start), "cot": moving_units(_UNITS, start, step)}

    def pushes(self, start: datetime) -> dict[str, Iterator[tuple[timedelta, bytes]]]:
        """What is posted: how long after the start, and the frame."""
        lasts = timedelta(seconds=self.seconds)
        return {
            "cap": warnings(self.alerts, start, lasts),
            "edxl_have": hospital_reports(self.reports, start, lasts),
        }


def planned(scale: float) -> Plan:
    """A part of the day: as fast as the whole, for a shorter time."""
    seconds = _SECONDS * scale
    return Plan(
        seconds=seconds,
        lines=max(1, round(_LINES * scale)),
        positions=max(1, round(seconds * _UNITS * _HERTZ)),
        alerts=max(1, round(_ALERTS * scale)),
        reports=max(1, round(_REPORTS * scale)),
    )


def settings(ports: dict[str, int], digest: str) -> str:
    """mlob.toml: pager and trackers connect to us, warnings and hospitals are pushed with a key.

    A rhythm of an hour, so that no silence is told of sources that the bench stops.
    """
    disciplines = {
        "p2000": '"brandweer", "politie", "ghor"',
        "cot": '"defensie"',
        "cap": '"overig"',
        "edxl_have": '"ghor"',
    }
    parts = ['[organisation]\nmarking = "Proef"\n']
    for name, whose in disciplines.items():
        push = name in PUSHED
        url = "push:" if push else f"tcp-listen://127.0.0.1:{ports[name]}"
        key = f'key_sha256 = ["{digest}"]\n' if push else ""
        parts.append(
            f'[[source]]\nname = "{name}"\nformat = "{name}"\ndisciplines = [{whose}]\n'
            f'url = "{url}"\nrhythm = "1h"\n{key}'
        )
    return "\n".join(parts)

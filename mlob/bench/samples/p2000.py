"""P2000: FLEX lines of invented incidents."""

from __future__ import annotations

from datetime import datetime

from mlob.bench.frames import p2000_lines
from mlob.bench.samples import Bare, Sample
from mlob.model import Discipline


def _fields(line: bytes) -> list[str]:
    return [field.decode() for field in line.split(b"|")]


def _lines(amount: int, start: datetime) -> list[bytes]:
    return [line.rstrip() for line in p2000_lines(amount, start)]


SAMPLE = Sample(
    format="p2000",
    title="p2000",
    disciplines=(Discipline.BRANDWEER, Discipline.POLITIE, Discipline.GHOR),
    bare=Bare('line.split(b"|") and UTF-8', _fields),
    frames=_lines,
    target=50_000,
)

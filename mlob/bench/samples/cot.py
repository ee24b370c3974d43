"""CoT as XML: units that move."""

from __future__ import annotations

from datetime import datetime

from mlob.bench.frames import cot_events
from mlob.bench.samples import XML, Sample
from mlob.model import Discipline

_UNITS = 5000


def _events(amount: int, start: datetime) -> list[bytes]:
    return [event.rstrip() for event in cot_events(amount, _UNITS, start)]


SAMPLE = Sample(
    format="cot",
    title="cot (XML)",
    disciplines=(Discipline.DEFENSIE,),
    bare=XML,
    frames=_events,
    target=20_000,
)

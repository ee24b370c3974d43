"""Our own model as JSON: an incident a message."""

from __future__ import annotations

from datetime import datetime

import msgspec

from mlob.bench.samples import JSON, Sample, at
from mlob.model import Discipline


def _incidents(amount: int, start: datetime) -> list[bytes]:
    return [
        msgspec.json.encode(
            {
                "kind": "incident",
                "entity": f"inc-{number}",
                "observed_at": at(start, number),
                "title": f"Dijk verzwakt bij paal {number}",
                "status": "gaande",
                "severity": number % 5,
                "geometry": {"type": "Point", "coordinates": [5 + number % 70 / 60, 51 + number % 90 / 60]},
                "accuracy_m": 50,
                "properties": {"category": "water", "units": [f"24-{1000 + number % 9000}"]},
            }
        )
        for number in range(amount)
    ]


SAMPLE = Sample(
    format="observation",
    title="observation",
    disciplines=(Discipline.GEMEENTEN,),
    bare=JSON,
    frames=_incidents,
)

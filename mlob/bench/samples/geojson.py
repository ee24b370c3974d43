"""GeoJSON: a shelter a message."""

from __future__ import annotations

from datetime import datetime

import msgspec

from mlob.bench.samples import JSON, Sample, at
from mlob.model import Discipline


def _shelters(amount: int, start: datetime) -> list[bytes]:
    return [
        msgspec.json.encode(
            {
                "type": "Feature",
                "id": f"opvang-{number}",
                "geometry": {"type": "Point", "coordinates": [5 + number % 70 / 60, 51 + number % 90 / 60]},
                "properties": {
                    "kind": "facility",
                    "title": f"Sporthal {number}",
                    "status": "open",
                    "observed_at": at(start, number),
                    "capacity": 250,
                    "occupied": number % 250,
                    "needs": ["dekens", "tolk"],
                },
            }
        )
        for number in range(amount)
    ]


SAMPLE = Sample(
    format="geojson", title="geojson", disciplines=(Discipline.GEMEENTEN,), bare=JSON, frames=_shelters
)

"""OGC API - Features: a page with one feature a message."""

from __future__ import annotations

from datetime import datetime

import msgspec

from mlob.bench.samples import JSON, Sample, at
from mlob.model import Discipline


def _pages(amount: int, start: datetime) -> list[bytes]:
    return [
        msgspec.json.encode(
            {
                "type": "FeatureCollection",
                "timeStamp": at(start, number),
                "numberReturned": 1,
                "features": [
                    {
                        "type": "Feature",
                        "id": f"opvang.{number}",
                        "geometry": {
                            "type": "Point",
                            "coordinates": [5 + number % 70 / 60, 51 + number % 90 / 60],
                        },
                        "properties": {
                            "kind": "facility",
                            "title": f"Sporthal {number}",
                            "status": "open",
                            "capacity": 250,
                        },
                    }
                ],
            }
        )
        for number in range(amount)
    ]


SAMPLE = Sample(format="ogc", title="ogc", disciplines=(Discipline.GEMEENTEN,), bare=JSON, frames=_pages)

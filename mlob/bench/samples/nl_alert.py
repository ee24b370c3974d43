"""NL-Alert as JSON: an alert a message, in Dutch and English."""

from __future__ import annotations

from datetime import datetime

import msgspec

from mlob.bench.samples import JSON, Sample, at
from mlob.model import Discipline


def _alerts(amount: int, start: datetime) -> list[bytes]:
    return [_alert(number, at(start, number)) for number in range(amount)]


def _alert(number: int, moment: str) -> bytes:
    lat, lon = 51 + number % 90 / 60, 5 + number % 70 / 60
    ring = ((lat, lon), (lat + 0.05, lon), (lat + 0.05, lon + 0.05), (lat, lon))
    return msgspec.json.encode(
        {
            "id": f"vak-{number}",
            "message": f"NL-Alert. Rook in vak {number}. Sluit ramen. *** Smoke. Close windows.",
            "type": "nl-alert",
            "start_at": moment,
            "stop_at": None,
            "area": [" ".join(f"{y:.4f},{x:.4f}" for y, x in ring)],
        }
    )


SAMPLE = Sample(
    format="nl_alert", title="nl_alert", disciplines=(Discipline.OVERIG,), bare=JSON, frames=_alerts
)

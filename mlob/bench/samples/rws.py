"""Waterwebservices of Rijkswaterstaat: a location with one series a message."""

from __future__ import annotations

from datetime import datetime

import msgspec

from mlob.bench.samples import JSON, Sample, at
from mlob.model import Discipline

_POINTS = 6


def _answers(amount: int, start: datetime) -> list[bytes]:
    return [_answer(number, start) for number in range(amount)]


def _answer(number: int, start: datetime) -> bytes:
    points = [
        {
            "Tijdstip": at(start, number + 600 * step),
            "Meetwaarde": {"Waarde_Numeriek": float(100 + (number + step) % 900)},
            "WaarnemingMetadata": {"Kwaliteitswaardecode": "00", "Statuswaarde": "Ongecontroleerd"},
        }
        for step in range(_POINTS)
    ]
    series = {
        "Locatie": {
            "Code": f"meetpunt.{number}",
            "Naam": f"Meetpunt {number}",
            "Lat": 51 + number % 90 / 60,
            "Lon": 5 + number % 70 / 60,
        },
        "AquoMetadata": {
            "ProcesType": "meting",
            "Compartiment": {"Code": "OW"},
            "Eenheid": {"Code": "cm"},
            "Grootheid": {"Code": "WATHTE"},
            "Hoedanigheid": {"Code": "NAP"},
        },
        "MetingenLijst": points,
    }
    return msgspec.json.encode({"WaarnemingenLijst": [series]})


SAMPLE = Sample(format="rws", title="rws", disciplines=(Discipline.OVERIG,), bare=JSON, frames=_answers)

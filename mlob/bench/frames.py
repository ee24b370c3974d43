"""Frames for benchmarks: the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count, islice

from mlob.model import iso

__all__ = ["cot_events", "moving_units", "p2000_lines"]

_PLACES = ("Maastricht", "Heerlen", "Sittard", "Venlo", "Roermond", "Weert", "Utrecht", "Zwolle")
_STREETS = ("Parklaan", "Molenweg", "Stationsstraat", "Kerkstraat", "Dorpsstraat", "Ringbaan")
_TYPES = ("BR woning", "Wateroverlast", "Reanimatie", "Ongeval wegvervoer letsel", "Stormschade")


def cot_events(amount: int, units: int, start: datetime, seed: int = 1) -> list[bytes]:
    """Events (Cursor on Target 2.0) of `units` moving units, each a millisecond later than the last."""
    return list(islice(moving_units(units, start, timedelta(milliseconds=1), seed), amount))


def moving_units(units: int, start: datetime, step: timedelta, seed: int = 1) -> Iterator[bytes]:
    """Events without end, of one unit after the other, each `step` later than the last."""
    rng = random.Random(seed)
    places = [(rng.uniform(50.8, 53.2), rng.uniform(4.5, 6.8)) for _ in range(units)]
    for number in count():
        unit = number % units
        lat, lon = places[unit]
        places[unit] = (lat + rng.uniform(-1e-3, 1e-3), lon + rng.uniform(-1e-3, 1e-3))
        moment = start + step * number
        yield (
            f'<event version="2.0" uid="unit-{unit}" type="a-f-G-U-C" how="m-g" time="{iso(moment)}" '
            f'start="{iso(moment)}" stale="{iso(moment + timedelta(minutes=10))}">'
            f'<point lat="{lat:.6f}" lon="{lon:.6f}" hae="30.0" ce="10.0" le="9999999.0"/>'
            f'<detail><contact callsign="EENHEID {unit}"/>'
            f'<track course="{number % 360}.0" speed="12.5"/></detail></event>\n'.encode()
        )


def p2000_lines(amount: int, start: datetime, seed: int = 1) -> list[bytes]:
    """FLEX lines of invented incidents, one a second."""
    rng = random.Random(seed)
    found = []
    for number in range(amount):
        moment = start + timedelta(seconds=number)
        found.append(
            f"FLEX|{moment:%Y-%m-%d %H:%M:%S}|1600/2/K/A|{number % 15:02d}.{number % 128:03d}|"
            f"{1002000 + number % 900:09d}|ALN|P {rng.randint(1, 3)} BLB-{rng.randint(1, 9):02d} "
            f"{rng.choice(_TYPES)} {rng.choice(_STREETS)} {rng.choice(_PLACES)} "
            f"24{rng.randint(1000, 9999)}\n".encode()
        )
    return found

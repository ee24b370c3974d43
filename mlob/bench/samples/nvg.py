"""NVG 2.0: an overlay with a unit, a sector and a route."""

from __future__ import annotations

from datetime import datetime

from mlob.bench.samples import XML, Sample, at
from mlob.model import Discipline


def _overlays(amount: int, start: datetime) -> list[bytes]:
    return [_overlay(number, at(start, number)) for number in range(amount)]


def _overlay(number: int, moment: str) -> bytes:
    x, y = 5 + number % 70 / 60, 51 + number % 90 / 60
    stamp = f"<TimeStamp>{moment}</TimeStamp>"
    ring = f"{x:.4f},{y:.4f} {x + 0.05:.4f},{y:.4f} {x + 0.05:.4f},{y + 0.05:.4f}"
    return (
        '<nvg xmlns="https://tide.act.nato.int/schemas/2012/10/nvg" version="2.0.2"><g label="Inzet">'
        f'<point uri="urn:x:eenheid-{number}" label="Eenheid {number}" symbol="app6a:SFGPUCI----****"'
        f' x="{x:.4f}" y="{y:.4f}" course="{number % 360}" speed="30">{stamp}</point>'
        f'<polygon uri="urn:x:vak-{number}" label="Vak {number}" symbol="app6a:G*G*GAA---****X"'
        f' points="{ring}">{stamp}</polygon>'
        f'<polyline uri="urn:x:route-{number}" label="Aanvoer {number}" points="{ring}">{stamp}</polyline>'
        "</g></nvg>"
    ).encode()


SAMPLE = Sample(format="nvg", title="nvg", disciplines=(Discipline.DEFENSIE,), bare=XML, frames=_overlays)

"""GPX 1.1: a track of twenty points and a waypoint."""

from __future__ import annotations

from datetime import datetime

from mlob.bench.samples import XML, Sample, at
from mlob.model import Discipline

_POINTS = 20


def _tracks(amount: int, start: datetime) -> list[bytes]:
    return [_track(number, start) for number in range(amount)]


def _track(number: int, start: datetime) -> bytes:
    lon, lat = 5 + number % 70 / 60, 51 + number % 90 / 60
    points = "".join(
        f'<trkpt lat="{lat + step / 1000:.4f}" lon="{lon:.4f}">'
        f"<time>{at(start, number + step)}</time></trkpt>"
        for step in range(_POINTS)
    )
    return (
        f'<gpx version="1.1" creator="Portofoon {number}" xmlns="http://www.topografix.com/GPX/1/1">'
        f'<wpt lat="{lat:.4f}" lon="{lon:.4f}"><name>Bres {number}</name>'
        f"<time>{at(start, number)}</time></wpt>"
        f"<trk><name>Dijkwacht {number}</name><trkseg>{points}</trkseg></trk></gpx>"
    ).encode()


SAMPLE = Sample(format="gpx", title="gpx", disciplines=(Discipline.OVERIG,), bare=XML, frames=_tracks)

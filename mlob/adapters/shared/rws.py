"""Measurements of Rijkswaterstaat -> a facility for each location, for the first discipline of the source.

Of each quantity the newest measurement counts, at the time at which it was made: one of years ago is
over at once and never shown as of now. What is predicted (verwachting, astronomisch) is a facility
beside it, with the next value and the highest of those to come; a prediction does not say when it was
made, and counts from when it came in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from mlob.adapters.shared import Meaning
from mlob.formats.rws import Location, Point, Series
from mlob.formats.rws_series import MEASURED
from mlob.model import Discipline, Kind, Observation, Reception, Scalar, iso, observation

__all__ = ["observe"]

TTL = 3 * 3600.0
"""Seconds that a measurement counts: they come every ten minutes, some an hour late."""
NAMES = {
    "WATHTE": "waterstand",
    "Q": "afvoer",
    "Hm0": "golfhoogte",
    "GOLFHTE": "golfhoogte",
    "WINDSHD": "windsnelheid",
    "WINDRTG": "windrichting",
    "WINDST": "windstoot",
    "STROOMSHD": "stroomsnelheid",
    "STROOMRTG": "stroomrichting",
    "LUCHTDK": "luchtdruk",
    "SALNTT": "zoutgehalte",
    "GELDHD": "geleidendheid",
}
"""Quantities (Aquo-lex) that have one plain Dutch word; others keep their code."""
TEMPERATURE = {"OW": "watertemperatuur", "LT": "luchttemperatuur"}
"""The temperature (T) of what: surface water or air."""
_NO_NAME = re.compile(r"[^a-z0-9]+")


def observe(message: Location, reception: Reception, *, discipline: Discipline) -> Iterator[Observation]:
    """One observation for each time at which something was measured, then one for each kind of prediction."""
    if reception.source.disciplines[:1] != (discipline,):
        return
    common: dict[str, Any] = {
        "discipline": discipline,
        "kind": Kind.FACILITY,
        "geometry": _geometry(message),
        "ttl": TTL,
    }
    measured = _newest(item for item in message.series if item.process == MEASURED)
    main = _main(measured)
    moments = sorted({found.points[-1].time for found in measured.values()})
    for moment in moments:
        these = {name: found for name, found in measured.items() if found.points[-1].time == moment}
        yield observation(
            reception,
            native_id=message.code,
            observed_at=moment,
            title=message.name or message.code,
            status=_words(these[main], these[main].points[-1]) if main in these else None,
            properties={"facility_type": "meetpunt", "category": main, **_measured(these)},
            **common,
        )
    yield from _predictions(message, reception, common)


def _geometry(message: Location) -> dict[str, Any] | None:
    return None if message.position is None else {"type": "Point", "coordinates": list(message.position)}


def _newest(found: Any) -> dict[str, Series]:
    """By name of the quantity, the series with the newest value: a location may have dozens."""
    newest: dict[str, Series] = {}
    for item in found:
        name = _name(item)
        if name not in newest or _rank(newest[name]) < _rank(item):
            newest[name] = item
    return newest


def _rank(item: Series) -> tuple[datetime, bool]:
    """The newest goes before, and of two at one time that with respect to NAP."""
    return item.points[-1].time, item.reference == "NAP"


def _name(item: Series) -> str:
    plain = TEMPERATURE.get(item.compartment or "") if item.quantity == "T" else NAMES.get(item.quantity)
    parts = [plain or item.quantity, item.parameter or ""]
    if (item.grouping or "").startswith("GETET"):
        parts.append("getijextreem")  # high and low tides, not the course of the water
    return _NO_NAME.sub("_", " ".join(parts).strip().lower())


def _main(found: dict[str, Series]) -> str:
    """The quantity that a location is shown for, in the order of the list above."""
    known = [*NAMES.values(), *TEMPERATURE.values()]
    return min(found, key=lambda name: (known.index(name) if name in known else len(known), name), default="")


def _measured(found: dict[str, Series]) -> dict[str, Scalar]:
    properties: dict[str, Scalar] = {}
    for name, item in found.items():
        point = item.points[-1]
        properties |= _said(name, item, point)
        properties |= {f"{name}_quality": point.quality, f"{name}_state": point.status}
        properties |= _ours(name, item, point.value)
    return {name: value for name, value in properties.items() if value is not None}


def _said(name: str, item: Series, point: Point) -> dict[str, Scalar]:
    return {
        name: point.value,
        f"{name}_unit": item.unit,
        f"{name}_reference": item.reference,
        f"{name}_at": iso(point.time),
    }


def _ours(name: str, item: Series, value: float | str) -> dict[str, Scalar]:
    """The same in the units of the picture."""
    if isinstance(value, str):
        return {}
    if name == "waterstand" and item.reference == "NAP" and item.unit in ("cm", "m"):
        return {"level_m_nap": round(value / 100, 3) if item.unit == "cm" else value}
    return {"discharge_m3_s": value} if name == "afvoer" and item.unit == "m3/s" else {}


def _words(item: Series, point: Point) -> str:
    value = point.value if isinstance(point.value, str) else f"{round(point.value, 2):.10g}"
    return " ".join(part for part in (value, item.unit, item.reference) if part)


def _predictions(message: Location, reception: Reception, common: dict[str, Any]) -> Iterator[Observation]:
    for process in sorted({item.process for item in message.series} - {MEASURED}):
        these = [item for item in message.series if item.process == process]
        coming = {
            name: (item, points)
            for name, item in _newest(these).items()
            if (points := _coming(item.points, reception.received_at))
        }
        if not coming:
            continue
        main = _main({name: item for name, (item, _) in coming.items()})
        item, points = coming[main]
        properties: dict[str, Scalar] = {"facility_type": "meetpunt", "category": f"{main} {process}"}
        for name, (one, values) in coming.items():
            properties |= _said(name, one, values[0]) | _highest(name, values)
        yield observation(
            reception,
            native_id=f"{message.code}/{process}",
            title=f"{message.name or message.code} ({process})",
            status=f"{process} {_words(item, points[0])}",
            valid_from=points[0].time,
            valid_to=points[-1].time,
            properties={name: value for name, value in properties.items() if value is not None},
            **common,
        )


def _coming(points: Sequence[Point], now: datetime) -> list[Point]:
    return [point for point in points if point.time >= now]


def _highest(name: str, points: Sequence[Point]) -> dict[str, Scalar]:
    numbers = [(point.value, point) for point in points if not isinstance(point.value, str)]
    if not numbers:
        return {}
    value, point = max(numbers, key=lambda pair: pair[0])
    return {f"{name}_max": value, f"{name}_max_at": iso(point.time)}


MEANING = Meaning(format="rws", observe=observe)

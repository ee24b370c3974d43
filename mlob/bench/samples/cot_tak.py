"""CoT as protobuf (TAK protocol 1), as datagrams: units that move."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from takproto.proto import TakMessage

from mlob.bench.samples import Bare, Sample
from mlob.model import Discipline

_HEADER = b"\xbf\x01\xbf"
_UNITS = 5000


def _parse(frame: bytes) -> Any:
    return TakMessage.FromString(frame[len(_HEADER) :])


def _events(amount: int, start: datetime) -> list[bytes]:
    return [_HEADER + bytes(_message(number, start).SerializeToString()) for number in range(amount)]


def _message(number: int, start: datetime) -> Any:
    unit = number % _UNITS
    moment = int((start + timedelta(milliseconds=number)).timestamp() * 1000)
    found = TakMessage()
    event = found.cotEvent
    event.uid, event.type, event.how = f"unit-{unit}", "a-f-G-U-C", "m-g"
    event.sendTime = event.startTime = moment
    event.staleTime = moment + 600_000
    event.lat, event.lon = 50.8 + unit % 240 / 100, 4.5 + unit % 230 / 100
    event.hae, event.ce, event.le = 30.0, 10.0, 9999999.0
    event.detail.contact.callsign = f"EENHEID {unit}"
    event.detail.track.course, event.detail.track.speed = number % 360, 12.5
    return found


SAMPLE = Sample(
    format="cot",
    title="cot (protobuf)",
    disciplines=(Discipline.DEFENSIE,),
    bare=Bare("TakMessage.FromString", _parse),
    frames=_events,
    target=20_000,
)

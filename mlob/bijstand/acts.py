"""The log of a request: what was done, by whom, when and by which way; one value `log.<key>` a step.

A step is written as JSON in one value, beside the lines of messages from suppliers ("<time> <text>",
mlob/bijstand/promises.py). Times are UTC, quantities in the unit of their item.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from mlob.bijstand import units
from mlob.bijstand.steps import TABLE
from mlob.model import iso
from mlob.moment import AMSTERDAM, moment

__all__ = [
    "WAYS",
    "Act",
    "Moved",
    "clock",
    "exact",
    "filed",
    "filed_at",
    "key",
    "number",
    "read",
    "row",
    "sentence",
    "write",
]

PREFIX = "log."
WAYS = ("loket", "telefoon", "e-mail", "formulier", "bericht", "overleg")
"""By which way word came; `loket` is somebody of the LOCC at this system."""


class Moved(msgspec.Struct, frozen=True, omit_defaults=True):
    """How many of which item an act is about."""

    id: str
    quantity: float
    unit: str | None = None
    resource: str | None = None


class Act(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename={"source": "from"}):
    """One step as it was taken; `at` is when it happened, `known` when it was recorded, `source` the
    state before it and `to` the state after it."""

    step: str
    at: str
    known: str
    actor: str
    role: str
    way: str = "loket"
    version: int
    source: str | None = None
    to: str | None = None
    reason: str | None = None
    supplier: str | None = None
    items: tuple[Moved, ...] = ()
    until: str | None = None
    arrives_at: str | None = None
    settlement: str | None = None
    what: str | None = None


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Act).decode


def key(version: int) -> str:
    """The key of the act that made a version of a request."""
    return f"s{version:04d}"


def write(act: Act) -> dict[str, str]:
    """The value that an act adds to its request."""
    return {PREFIX + key(act.version): _encode(act).decode()}


def read(line: object) -> Act | None:
    """The act that a line of the log tells; None for a line of a message."""
    if not isinstance(line, str) or not line.startswith("{"):
        return None
    try:
        return _decode(line)
    except msgspec.DecodeError:
        return None


def row(name: str, act: Act) -> dict[str, Any]:
    """An act as the view shows it: what a line of a message has, and the parts of the step."""
    content: dict[str, Any] = msgspec.to_builtins(act)
    parts = dict.fromkeys(("reason", "supplier", "until", "arrives_at", "settlement", "from", "to", "what"))
    start = {"message": name, "time": act.at, "text": sentence(act), "recalled": False}
    return start | parts | {"items": [], "way": act.way} | content


def sentence(act: Act) -> str:
    """What was done, as it ends a line: "toegezegd (68 personen door Defensie)"."""
    step = TABLE.get(act.step)
    done = step.done if step is not None else act.step
    detail = _detail(act)
    return f"{done}{f' ({detail})' if detail else ''}{f': {act.reason}' if act.reason else ''}"


_BY = {
    "toezeggen": "door",
    "doorsturen": "aan",
    "uitzetten": "bij",
    "alarmeren": "van",
    "aflossen": "door",
    "intrekken_toezegging": "door",
}


def _detail(act: Act) -> str:
    parts = [", ".join(_amounts(act.items))] if act.items else []
    if act.supplier:
        parts.append(f"{_BY.get(act.step, 'van')} {act.supplier}")
    found = " ".join(parts)
    rest = [
        *([act.what] if act.what else []),
        *([f"verwacht {clock(act.arrives_at)}"] if act.arrives_at else []),
        *([f"tot {clock(act.until)}"] if act.until else []),
    ]
    return ", ".join(part for part in (found, *rest) if part)


def _amounts(items: Iterable[Moved]) -> Iterable[str]:
    for item in items:
        unit = units.counted(item.quantity, item.unit or "")
        yield f"{number(item.quantity)} {unit or item.resource or item.id}"


def exact(quantity: float) -> float:
    """A sum or difference of quantities without the noise of binary fractions: 0.1 + 0.7 is 0.8."""
    return round(quantity, 6)


def number(quantity: float) -> str:
    """A quantity in Dutch: 100.000 or 2,5, without needless decimals."""
    return f"{quantity:,.2f}".rstrip("0").rstrip(".").translate(str.maketrans(",.", ".,"))


def clock(text: str) -> str:
    """A moment as people here say it: day, month and time in Amsterdam."""
    found: datetime = moment(text).astimezone(AMSTERDAM)
    return f"{found:%d-%m %H:%M}"


def filed_at(body: Mapping[str, Any], now: datetime) -> datetime:
    """When a request was filed, or reported by telephone: as somebody said (`at`), else now."""
    return min(moment(body["at"]), now) if body.get("at") else now


def filed(body: Mapping[str, Any], state: str, actor: str, now: datetime) -> dict[str, str]:
    """The first act of a request, when it is filed: by telephone or by form; and when that was."""
    by_phone, at = bool(body.get("by_phone")), iso(filed_at(body, now))
    act = Act(
        step="melden" if by_phone else "ontvangen",
        at=at,
        known=iso(now),
        actor=actor,
        role="LOCC",
        way="telefoon" if by_phone else "formulier",
        version=1,
        to=state,
        what=(body.get("requester") or {}).get("organisation"),
    )
    return write(act) | {"filed_at": at}

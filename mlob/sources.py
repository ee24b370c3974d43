"""How long ago each source spoke, and what that says of its disciplines. Silence is never all-clear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from mlob.config import duration
from mlob.model import Discipline, Source, iso

__all__ = [
    "AMSTERDAM",
    "BY",
    "DisciplineState",
    "SourceState",
    "State",
    "disciplines",
    "source_state",
    "state_of",
]

LATE, SILENT = 2, 5
"""Multiples of the rhythm after which a source is late and silent (CONTRACT, `rhythm`)."""

SKEW_TOLD = 5.0
"""Seconds of difference between clocks from which it is said."""
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BY = ", bron "
"""What stands before the name of the source that makes a discipline silent."""
_LENGTHS = ((172_800, 86_400, "dagen"), (7200, 3600, "uur"), (120, 60, "minuten"))
"""From how many seconds on a length is told in which unit, and how many seconds that has."""

_NAMES = {
    Discipline.BRANDWEER: "Brandweer",
    Discipline.POLITIE: "Politie",
    Discipline.GHOR: "GHOR",
    Discipline.DEFENSIE: "Defensie",
    Discipline.GEMEENTEN: "Gemeenten",
    Discipline.OVERIG: "Overig",
}


class State(IntEnum):
    """From best to worst; `onbekend` is only of a moment of the past (mlob/heard.py)."""

    ACTUEEL = 0
    VERTRAAGD = 1
    ONBEKEND = 2
    STIL = 3
    NOOIT = 4


class SourceState(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `GET /sources`; times UTC, `rhythm` as in the settings.

    `delay_s` is the longest delay of the latest batch. `clock_skew_s` is how far the source's clock
    is ahead of ours as far as the last 10 to 20 minutes tell: less the least delay, so that a source
    which is slow itself shows as behind. `lost` counts frames that came in and could not be kept.
    Of a moment in the past the numbers are not known, and None.
    """

    name: str
    state: str
    last: str | None
    rhythm: str
    accepted: int | None
    rejected: int | None
    delay_s: float | None
    clock_skew_s: float | None
    lost: int | None
    text: str
    disciplines: Sequence[Discipline]
    format: str


class DisciplineState(msgspec.Struct, frozen=True, kw_only=True):
    """A discipline is as stale as the worst of its sources; `last` is that source's last contact."""

    name: str
    state: str
    last: str | None
    text: str


def state_of(last: datetime | None, rhythm: str, now: datetime) -> State:
    """What the last contact with a source says of it."""
    if last is None:
        return State.NOOIT
    age, expected = now - last, duration(rhythm)
    if age > SILENT * expected:
        return State.STIL
    return State.VERTRAAGD if age > LATE * expected else State.ACTUEEL


def _last(counts: Mapping[bytes, bytes]) -> datetime | None:
    raw = counts.get(b"last")
    return None if raw is None else datetime.fromtimestamp(int(raw) / 1000, UTC)


def source_state(source: Source, counts: Mapping[bytes, bytes], now: datetime) -> SourceState:
    """The state of a source from what the store counted for it."""
    last = _last(counts)
    delay = counts.get(b"delay")
    state = state_of(last, source.rhythm, now)
    skew, lost = _skew(counts), int(counts.get(b"lost", 0))
    return SourceState(
        name=source.name,
        state=state.name.lower(),
        last=None if last is None else iso(last),
        rhythm=source.rhythm,
        accepted=int(counts.get(b"accepted", 0)),
        rejected=int(counts.get(b"rejected", 0)),
        delay_s=None if delay is None else int(delay) / 1000,
        clock_skew_s=skew,
        lost=lost,
        text=_text(source, state, last, skew, lost),
        disciplines=source.disciplines,
        format=source.format,
    )


def _skew(counts: Mapping[bytes, bytes]) -> float | None:
    """Seconds that a source's clock is ahead, by the least delay that was seen lately."""
    least = [int(counts[name]) for name in (b"least", b"least_before") if name in counts]
    return -min(least) / 1000 if least else None


def _text(source: Source, state: State, last: datetime | None, skew: float | None, lost: int) -> str:
    """The state in words; without an age, which grows while nothing changes."""
    if last is None:
        parts = ["nooit gezien"]
    else:
        when = f"{last.astimezone(AMSTERDAM):%d-%m %H:%M}"
        parts = [f"{state.name.lower()}, laatste bericht {when}, verwacht elke {source.rhythm}"]
    if skew is not None and skew > SKEW_TOLD:
        parts.append(f"de klok van de bron loopt {_length(skew)} voor")
    elif skew is not None and -skew > max(SKEW_TOLD, duration(source.rhythm).total_seconds()):
        parts.append(f"de klok van de bron loopt {_length(-skew)} achter, of zijn berichten komen zo laat")
    if lost:
        parts.append(f"{lost} berichten gingen verloren")
    return "; ".join(parts)


def _length(seconds: float) -> str:
    """A length of time as a person says it, in its largest unit."""
    for from_s, unit_s, name in _LENGTHS:
        if seconds >= from_s:
            return f"{round(seconds / unit_s)} {name}"
    return f"{round(seconds)} s"


def disciplines(sources: Iterable[SourceState]) -> list[DisciplineState]:
    """The five disciplines in their fixed order (and the partners when a source of theirs exists)."""
    rows = list(sources)
    found = []
    for discipline in Discipline:
        mine = [row for row in rows if discipline in row.disciplines]
        if mine or discipline is not Discipline.OVERIG:
            found.append(_discipline(discipline, mine))
    return found


def _discipline(discipline: Discipline, rows: Sequence[SourceState]) -> DisciplineState:
    name = _NAMES[discipline]
    if not rows:
        return DisciplineState(name=discipline, state="nooit", last=None, text=f"{name}: geen bron ingesteld")
    worst = max(rows, key=lambda row: (State[row.state.upper()], _reversed(row.last)))
    texts: dict[str, Any] = {
        "actueel": f"{name}: actueel",
        "vertraagd": f"{name}: vertraagd, bron {worst.name}",
        "onbekend": f"{name}: onbekend, bron {worst.name}",
        "stil": f"{name}: stil{BY}{worst.name}",
        "nooit": f"{name}: nooit gezien, bron {worst.name}",
    }
    return DisciplineState(name=discipline, state=worst.state, last=worst.last, text=texts[worst.state])


def _reversed(last: str | None) -> tuple[int, ...]:
    """Sort key under which the oldest contact is the greatest."""
    return tuple(-ord(character) for character in last or "")

"""What a scenario says when: the backlog up to now, and what comes after; pure, the clock is given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from mlob.model import iso
from mlob.scenario.motion import Unit, fix
from mlob.scenario.script import Act, Scenario, Series, value_at
from mlob.scenario.template import fill

__all__ = ["BACKLOG", "Playbook", "Sending"]

BACKLOG = timedelta(hours=24)
TRAIL = timedelta(minutes=10)
"""How far back the track of a moving unit is told at the start."""
TRAIL_STEP = timedelta(minutes=5)


class Sending(msgspec.Struct, frozen=True):
    """A frame as it goes out, with the moment (UTC, real) at which it is true."""

    at: datetime
    source: str
    body: str


class Playbook:
    """A scenario laid over the real time: its `moment` is `now`; what follows goes `speed` times as fast."""

    def __init__(
        self, scenario: Scenario, now: datetime, speed: float = 1.0, moment: datetime | None = None
    ) -> None:
        self.scenario = scenario
        self.now = now.astimezone(UTC).replace(microsecond=0)
        self.moment = moment or scenario.moment
        self.speed = speed

    def shift(self, when: datetime) -> datetime:
        """The real time of a scenario time; the past is not stretched."""
        gone = when - self.moment
        return self.now + (gone / self.speed if gone > timedelta(0) else gone)

    def scenario_time(self, real: datetime) -> datetime:
        """The scenario time of a real time."""
        gone = real - self.now
        return self.moment + (gone * self.speed if gone > timedelta(0) else gone)

    def backlog(self) -> list[Sending]:
        """Everything of the last 24 hours, and what was said before and still holds, in order of time."""
        found = [*self._frames_before(), *self._series_before(), *self._everyday_before(), *self._trails()]
        return sorted(found, key=lambda sending: (sending.at, sending.source))

    def to_come(self) -> Iterator[Sending]:
        """The frames after the moment, in order of time."""
        for frame in self.scenario.frames:
            if frame.at > self.moment:
                at = self.shift(frame.at)
                yield Sending(at, frame.source, fill(frame.body, at, self.shift))

    def acts(self, *, past: bool) -> list[tuple[datetime, Act, dict[str, Any]]]:
        """What persons did up to the moment (or after it): when, what, the body to post.

        What is past says when it was, as the clock cannot tell.
        """
        ordered = sorted(self.scenario.acts, key=lambda act: act.at)
        chosen = [act for act in ordered if (act.at <= self.moment) == past]
        found = [(self.shift(act.at), act, self._filled(act.body, self.shift(act.at))) for act in chosen]
        if past:
            for at, act, body in found:
                if act.path in ("requests", "steps"):
                    body.setdefault("at", iso(at))
        return found

    def everyday(self, number: int, at: datetime) -> Sending:
        """Everyday page `number`, told at real time `at`: pages come round, their ride numbers do not."""
        pages = self.scenario.everyday
        page = pages[number % len(pages)]
        # 7919 and 90,000 share no factor, so that no number comes back within 90,000 pages.
        values = {"ride": 10_000 + (number * 7919 + 31) % 90_000}
        return Sending(at, page.source, fill(page.body, at, self.shift, values))

    def series(self, series: Series, at: datetime) -> Sending | None:
        """A series at real time `at`; None before its start."""
        scenario_time = self.scenario_time(at)
        if series.start is not None and scenario_time < series.start:
            return None
        values = {name: _number(points, scenario_time) for name, points in series.values.items()}
        return Sending(at, series.source, fill(series.frame, at, self.shift, values))

    def unit(self, unit: Unit, at: datetime) -> Sending | None:
        """A unit's report at real time `at`; None while nobody sees it (any more)."""
        scenario_time = self.scenario_time(at)
        if scenario_time < (unit.seen or unit.start):
            return None
        if unit.until is not None and scenario_time >= unit.until:
            return None
        place = fix(self.scenario.routes[unit.route], unit, scenario_time)
        values = {
            "uid": unit.id,
            "lon": f"{place.lon:.5f}",
            "lat": f"{place.lat:.5f}",
            "course": f"{place.course:.1f}",
            "speed": f"{place.speed:.1f}",
            **unit.values,
        }
        return Sending(at, unit.source, fill(self.scenario.templates[unit.frame], at, self.shift, values))

    def units(self, source: str, at: datetime) -> list[Sending]:
        """The reports of all units of a source that somebody sees."""
        mine = (self.unit(unit, at) for unit in self.scenario.units if unit.source == source)
        return [sending for sending in mine if sending is not None]

    def _frames_before(self) -> Iterator[Sending]:
        for frame in self.scenario.frames:
            pages = self.scenario.source(frame.source).format == "p2000"
            if frame.at <= self.moment and not (pages and frame.at < self.moment - BACKLOG):
                at = self.shift(frame.at)
                yield Sending(at, frame.source, fill(frame.body, at, self.shift))

    def _series_before(self) -> Iterator[Sending]:
        for series in self.scenario.series:
            for at in _steps(self.now - BACKLOG, self.now, timedelta(seconds=series.backlog)):
                if (sending := self.series(series, at)) is not None:
                    yield sending

    def _everyday_before(self) -> Iterator[Sending]:
        steps = _steps(self.now - BACKLOG, self.now, BACKLOG / max(1, len(self.scenario.everyday)))
        for number, at in enumerate(steps):
            yield self.everyday(number, at)

    def _trails(self) -> Iterator[Sending]:
        for at in _steps(self.now - TRAIL, self.now, TRAIL_STEP):
            for name in dict.fromkeys(unit.source for unit in self.scenario.units):
                yield from self.units(name, at)

    def _filled(self, value: Any, at: datetime) -> Any:
        if isinstance(value, str):
            return fill(value, at, self.shift)
        if isinstance(value, dict):
            return {name: self._filled(item, at) for name, item in value.items()}
        return [self._filled(item, at) for item in value] if isinstance(value, list) else value


def _steps(first: datetime, last: datetime, step: timedelta) -> Iterator[datetime]:
    """Moments up to and with `last`, a step apart, after `first`."""
    count = int((last - first) / step)
    for number in range(count - 1, -1, -1):
        yield last - number * step


def _number(points: list[tuple[str, float]], at: datetime) -> float | int:
    """Counts stay counts; a series with a decimal point has two of them."""
    value = value_at(points, at)
    return round(value) if all(float(known).is_integer() for _, known in points) else round(value, 2)

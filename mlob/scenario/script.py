"""A scenario as it stands in its folder: sources, frames with their times, series, moving units."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from mlob.dutch import dutch
from mlob.errors import ConfigError
from mlob.moment import moment
from mlob.paths import DATA
from mlob.scenario.motion import Position, Unit

__all__ = ["FOLDER", "Act", "Frame", "Scenario", "Series", "Way", "load", "value_at"]

FOLDER = DATA / "scenarios"

_HEAD = re.compile(r"@ (altijd|\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?) ([a-z0-9-]+) (feit: .+|invulling)")
_ALWAYS = datetime.min.replace(tzinfo=UTC)
"""Frames "@ altijd" have no time of their own: they are everyday pages, told whenever."""

T = TypeVar("T")


class Way(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A source of the scenario and how its frames travel.

    `way`: `serve` (we listen, the source connects to us), `connect` (the source listens), `push` (we
    post). `every`: seconds between two reports of its moving units.
    """

    name: str
    format: str
    disciplines: tuple[str, ...]
    way: str
    rhythm: str
    timezone: str = "Europe/Amsterdam"
    every: float = 10.0
    defaults: dict[str, Any] = {}


class Frame(msgspec.Struct, frozen=True):
    """One message at one scenario time (UTC); `origin` says which fact it shows, or that it is filler."""

    at: datetime
    source: str
    body: str
    origin: str


class Series(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A message repeated every `every` seconds, its values interpolated between (time, value) points.

    In the backlog it stands every `backlog` seconds; before `start` nobody tells it. `origin` as in Frame.
    """

    source: str
    origin: str
    frame: str
    every: float
    backlog: float
    start: datetime | None = None
    values: dict[str, list[tuple[str, float]]]


class Act(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person does at a scenario time: a body for a path of the API, with open places.

    A request (`path` requests) may have a `name`; a step of its life cycle (`path` steps) names the
    request that it is `of`, and leaves out the version: whoever plays it looks that up.
    """

    at: datetime
    path: str
    origin: str
    name: str = ""
    of: str = ""
    body: dict[str, Any]


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """All that is played. `everyday` are P2000 pages that go on all day, one each `pace` seconds."""

    name: str
    title: str
    moment: datetime
    pace: float
    sources: tuple[Way, ...]
    frames: tuple[Frame, ...]
    everyday: tuple[Frame, ...]
    series: tuple[Series, ...]
    acts: tuple[Act, ...]
    routes: dict[str, tuple[Position, ...]]
    units: tuple[Unit, ...]
    templates: dict[str, str]

    def source(self, name: str) -> Way:
        """The source called `name`; KeyError when the scenario has none."""
        return {way.name: way for way in self.sources}[name]


def load(name: str, folder: Path = FOLDER) -> Scenario:
    """The scenario in `folder`/`name`; raises ConfigError with file and place.

    Frames in `folder` itself are everyday pages that every scenario has.
    """
    place = folder / name
    if not (place / "scenario.toml").is_file():
        known = ", ".join(sorted(path.parent.name for path in folder.glob("*/scenario.toml")))
        raise ConfigError(f"scenario {name!r} bestaat niet; wel: {known}")
    head, moving = _toml(place / "scenario.toml"), _toml(place / "units.toml")
    paths = [*sorted(folder.glob("*.frames")), *sorted(place.glob("*.frames"))]
    frames = [frame for path in paths for frame in _frames(path)]
    scenario = Scenario(
        name=name,
        title=str(head["title"]),
        moment=moment(str(head["moment"])),
        pace=float(head["pace"]),
        sources=tuple(_read(Way, raw, place) for raw in head["source"]),
        frames=tuple(sorted((f for f in frames if f.at != _ALWAYS), key=lambda frame: frame.at)),
        everyday=tuple(frame for frame in frames if frame.at == _ALWAYS),
        series=tuple(
            _read(Series, _timed(raw, "start"), place) for raw in _toml(place / "series.toml")["series"]
        ),
        acts=tuple(_read(Act, _timed(raw, "at"), place) for raw in _toml(place / "acts.toml")["act"]),
        routes=_read(dict[str, tuple[Position, ...]], moving["routes"], place),
        units=tuple(_read(Unit, _timed(raw, "start", "seen", "until"), place) for raw in moving["unit"]),
        templates={path.name: path.read_text(encoding="utf-8").strip() for path in place.glob("unit.*")},
    )
    _check(scenario, place)
    return scenario


def value_at(points: list[tuple[str, float]], at: datetime) -> float:
    """The value of a series at a scenario time: linear between its points, constant outside them."""
    known = [(moment(when), value) for when, value in points]
    if at <= known[0][0]:
        return known[0][1]
    for (start, low), (end, high) in pairwise(known):
        if at <= end:
            return low + (high - low) * ((at - start) / (end - start))
    return known[-1][1]


def _frames(path: Path) -> list[Frame]:
    """Blocks of a `.frames` file: a line `@ time source origin`, then the frame; # is a remark."""
    found: list[Frame] = []
    body: list[str] = []
    head: re.Match[str] | None = None

    def finish() -> None:
        if head is not None:
            at = _ALWAYS if head[1] == "altijd" else moment(head[1])
            found.append(Frame(at, head[2], "\n".join(body).strip(), head[3]))

    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("@"):
            finish()
            head, body = _HEAD.fullmatch(line), []
            if head is None:
                raise ConfigError(f"{path}:{number}: geen kop van een bericht: {line!r}")
        elif not line.startswith("#"):
            body.append(line)
    finish()
    return found


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error


def _timed(raw: dict[str, Any], *names: str) -> dict[str, Any]:
    """The same table with its local times as UTC moments."""
    return raw | {name: moment(str(raw[name])) for name in names if name in raw}


def _read(kind: type[T], raw: Any, place: Path) -> T:
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{place}: {dutch(error)}") from error


def _check(scenario: Scenario, place: Path) -> None:
    names = {way.name for way in scenario.sources}
    used = {frame.source for frame in (*scenario.frames, *scenario.everyday)}
    used |= {series.source for series in scenario.series} | {unit.source for unit in scenario.units}
    faults = [f"{place}: bron {name!r} is niet beschreven" for name in sorted(used - names)]
    filed: set[str] = set()
    for act in sorted(scenario.acts, key=lambda act: act.at):
        if (act.path == "steps") != bool(act.of) or (act.of and act.of not in filed):
            faults.append(f"{place}: stap van {act.of!r}: dat verzoek is er dan nog niet")
        filed |= {act.name} - {""}
    for unit in scenario.units:
        if unit.route not in scenario.routes:
            faults.append(f"{place}: route {unit.route!r} van {unit.id} bestaat niet")
        if unit.frame not in scenario.templates:
            faults.append(f"{place}: bericht {unit.frame!r} van {unit.id} bestaat niet")
    if faults:
        raise ConfigError("\n".join(faults))

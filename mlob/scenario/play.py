"""Plays a scenario through real sockets: P2000 served, CoT connected, the rest posted over HTTP."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import groupby
from typing import Any

import msgspec

from mlob.scenario.desk import Desk
from mlob.scenario.playbook import Playbook, Sending
from mlob.scenario.script import Scenario, Series, Way
from mlob.scenario.ways import Connected, Pushed, Sender, Served

__all__ = ["Endpoints", "play", "settings_for"]

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


class Endpoints(msgspec.Struct, frozen=True, kw_only=True):
    """Where the system is: `ports` of the sources that do not push, `keys` of those that do, both by name."""

    web: str = "http://127.0.0.1:8050"
    host: str = "127.0.0.1"
    ports: dict[str, int] = {}
    keys: dict[str, str] = {}


def settings_for(scenario: Scenario, endpoints: Endpoints) -> list[dict[str, Any]]:
    """The `[[source]]` tables of mlob.toml under which `play` with the same endpoints is heard."""
    return [_table(way, endpoints) for way in scenario.sources]


def _table(way: Way, endpoints: Endpoints) -> dict[str, Any]:
    schemes = {"serve": "tcp", "connect": "tcp-listen"}
    push = way.way == "push"
    url = "push:" if push else f"{schemes[way.way]}://{endpoints.host}:{endpoints.ports[way.name]}"
    keys = [sha256(endpoints.keys[way.name].encode()).hexdigest()] if push else []
    return {
        "name": way.name,
        "format": way.format,
        "disciplines": list(way.disciplines),
        "url": url,
        "rhythm": way.rhythm,
        "timezone": way.timezone,
        "key_sha256": keys,
        "defaults": dict(way.defaults),
        "exercise": True,
    }


def _now() -> datetime:
    return datetime.now(UTC)


async def play(
    scenario: Scenario,
    endpoints: Endpoints,
    *,
    speed: float = 1.0,
    now: Clock = _now,
    moment: datetime | None = None,
) -> None:
    """Send the last 24 hours at once, then go on for ever at `speed`; ends when cancelled.

    A system that is away is waited for. Units, series and everyday pages keep real time whatever the
    speed, so that no source falls silent.
    """
    book = Playbook(scenario, now(), speed, moment)
    senders = {way.name: _sender(way, endpoints) for way in scenario.sources}
    async with asyncio.TaskGroup() as group:
        for sender in senders.values():
            group.create_task(sender.run())
        for name, sendings in _by_source(book.backlog()):
            group.create_task(senders[name].send([sending.body for sending in sendings]))
        group.create_task(_act(book, endpoints, now))
        group.create_task(_story(book, senders, now))
        group.create_task(_everyday(book, senders, now))
        for name in dict.fromkeys(unit.source for unit in scenario.units):
            group.create_task(_units(book, senders[name], scenario.source(name), now))
        for series in scenario.series:
            group.create_task(_series(book, senders[series.source], series, now))


def _sender(way: Way, endpoints: Endpoints) -> Sender:
    if way.way == "push":
        url = f"{endpoints.web}/api/v1/ingest/{way.name}"
        return Pushed(url, endpoints.keys[way.name], way.format)
    kind = Served if way.way == "serve" else Connected
    return kind(endpoints.host, endpoints.ports[way.name])


def _by_source(sendings: Iterable[Sending]) -> list[tuple[str, list[Sending]]]:
    ordered = sorted(sendings, key=lambda sending: sending.source)
    return [(name, list(group)) for name, group in groupby(ordered, key=lambda sending: sending.source)]


async def _until(when: datetime, now: Clock) -> None:
    while (left := (when - now()).total_seconds()) > 0:
        await asyncio.sleep(min(left, 1.0))


async def _story(book: Playbook, senders: dict[str, Sender], now: Clock) -> None:
    for sending in book.to_come():
        await _until(sending.at, now)
        await senders[sending.source].send([sending.body])


async def _everyday(book: Playbook, senders: dict[str, Sender], now: Clock) -> None:
    number = len(book.scenario.everyday)
    due = book.now
    while True:
        due += timedelta(seconds=book.scenario.pace)
        await _until(due, now)
        sending = book.everyday(number, now().replace(microsecond=0))
        await senders[sending.source].send([sending.body])
        number += 1


async def _units(book: Playbook, sender: Sender, way: Way, now: Clock) -> None:
    while True:
        await asyncio.sleep(way.every)
        await sender.send([sending.body for sending in book.units(way.name, now())])


async def _series(book: Playbook, sender: Sender, series: Series, now: Clock) -> None:
    while True:
        await asyncio.sleep(series.every)
        if (sending := book.series(series, now())) is not None:
            await sender.send([sending.body])


async def _act(book: Playbook, endpoints: Endpoints, now: Clock) -> None:
    """What persons did before, at once and once only; what they do later, when it is time."""
    desk = Desk(endpoints.web)
    await desk.open()
    for _, act, body in book.acts(past=True):
        await desk.past(act, body)
    for at, act, body in book.acts(past=False):
        await _until(at, now)
        await desk.take(act, body)

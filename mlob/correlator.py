"""The worker that joins reports of one incident: reads the journal, tells it which reports belong together.

What it tells in the end follows from the reports and the version of the rule, not from the order in
which they came in. A link counts from its newest report; when more becomes known it is told again, a
microsecond later at least, so that the last word holds. Told twice (after a restart) it is the same
observation, and the journal drops it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import redis

from mlob import grouping, journal, keys, links, state
from mlob.config import Settings
from mlob.model import Discipline, Kind, Observation, Reception, Source, observation

__all__ = ["SYSTEM", "Correlator", "run"]

log = logging.getLogger(__name__)

SYSTEM = Source(name="koppelregel", format="", disciplines=tuple(Discipline))
"""The rule as a source of links."""
WINDOW = timedelta(hours=24)
"""How long a report that nobody added to is remembered: what comes later than that is not joined to it."""
BATCH = 1000
_STEP = timedelta(microseconds=1)
_IDLE_MS = 500
_FORGET_EVERY = 300.0  # s


Word = tuple[float, bool, str]
"""What is told of a link: score, whether it is shown as one, reason."""
_NOTHING: Word = (0.0, False, "")


class Correlator:
    """The rule with its memory: the reports of the last day, and the links that were told."""

    def __init__(self, client: redis.Redis, now: datetime) -> None:
        self.client = client
        self.memory = links.Memory()
        self.told = dict(_known(client))
        saved: Any = client.get(keys.LINKED)
        since = journal.cursor_time(saved.decode()) if saved else now
        self.cursor = f"{int((since - WINDOW).timestamp() * 1000)}-0"
        self._forgot = time.monotonic()

    def step(self) -> int:
        """Judge what the journal has after our cursor; how many entries that were."""
        batch = journal.facts(self.client, self.cursor, BATCH)
        if not batch:
            return 0
        touched = set()
        for _, item in batch:
            if item is not None and item.kind is Kind.INCIDENT and self.memory.add(item):
                touched.add(item.entity)
        now = datetime.now(UTC)
        found = list(self._judged(touched, now))
        if found:
            journal.append(self.client, found, journal.Tally(source=SYSTEM.name, received_at=now))
        self.cursor = batch[-1][0]
        self.client.set(keys.LINKED, self.cursor)
        if time.monotonic() - self._forgot > _FORGET_EVERY:
            self._forgot = time.monotonic()
            self.memory.forget(journal.cursor_time(self.cursor) - WINDOW)
        return len(batch)

    def _judged(self, touched: set[str], now: datetime) -> Iterator[Observation]:
        """Links of which something else is to be said than was told last."""
        for a, b, judgement in self.memory.judge(touched):
            link = links.link_id(a, b)
            word = (judgement.score, judgement.automatic, judgement.reason)
            before, told_at = self.told.get(link, (_NOTHING, None))
            if word == before or (told_at is None and judgement.score < links.PROPOSED):
                continue
            at = judgement.at if told_at is None else max(judgement.at, told_at + _STEP)
            self.told[link] = (word, at)
            yield _said(link, a, b, judgement, at, now)


def _known(client: redis.Redis) -> Iterator[tuple[str, tuple[Word, datetime | None]]]:
    """What the state holds of each link, and when that was."""
    for entity in state.scan(client, f"{Kind.LINK}:*"):
        link = grouping.link_of(entity)
        mine = [report.at for report in entity.reports.values() if report.source == SYSTEM.name]
        if link is not None and mine:
            yield link.id, ((link.score, link.automatic, link.reason), max(mine))


def _said(link: str, a: str, b: str, judgement: links.Judgement, at: datetime, now: datetime) -> Observation:
    return observation(
        Reception(source=SYSTEM, received_at=now),
        discipline=Discipline.OVERIG,
        kind=Kind.LINK,
        entity=link,
        observed_at=at,
        properties={
            "a": a,
            "b": b,
            "rule": links.RULE,
            "score": judgement.score,
            "automatic": judgement.automatic,
            "reason": judgement.reason,
        },
    )


def run(settings: Settings, url: str) -> None:
    """Correlate for ever; a store that is away is waited out."""
    failing = False
    while True:
        try:
            with redis.Redis.from_url(url, socket_timeout=30, socket_connect_timeout=5) as client:
                correlator = Correlator(client, datetime.now(UTC))
                log.info("correlating from %s", correlator.cursor)
                failing = False
                while True:
                    if correlator.step() == 0:
                        journal.wait_facts(client, correlator.cursor, _IDLE_MS)
        except redis.RedisError as error:
            if not failing:
                log.warning("correlating stopped: %s; trying again", error)
            failing = True
            time.sleep(0.5)

"""An invented day as the rule sees it: profiles from reports that came in through the real formats."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator

from mlob import intake
from mlob.bench.reports import generate
from mlob.links import Memory
from mlob.model import Kind

__all__ = ["Told"]


class Told:
    """One day: the memory of all its reports, and of each entity how many reports are about what."""

    def __init__(self, seed: int, count: int) -> None:
        self.memory = Memory()
        self.truth: dict[str, Counter[str | None]] = defaultdict(Counter)
        self.reports = 0
        for report in generate(seed, count):
            for said in intake.take(report.source, [report.frame], report.received_at).observations:
                if said.kind is Kind.INCIDENT:
                    self.memory.add(said)
                    self.truth[said.entity][report.truth] += 1
                    self.reports += 1

    def incident(self, entity: str) -> str | None:
        """What most reports of an entity are about."""
        return self.truth[entity].most_common(1)[0][0]

    def same(self, a: str, b: str) -> bool:
        """Whether two entities are one incident."""
        return self.incident(a) is not None and self.incident(a) == self.incident(b)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Pairs of entities that the rule is asked about."""
        for name in self.memory.profiles:
            for other in self.memory.comparable(name):
                if name < other:
                    yield name, other

    def groups(self) -> dict[str, str]:
        """Of each entity a name of the group into which the rule puts it."""
        of = {name: name for name in self.memory.profiles}

        def top(name: str) -> str:
            while of[name] != name:
                name = of[name]
            return name

        for a, b, judgement in self.memory.judge(list(self.memory.profiles)):
            if judgement.automatic:
                of[top(b)] = top(a)
        return {name: top(name) for name in of}

    def bare_rides_apart(self) -> dict[str, str]:
        """The same if all were known but rides of ambulances that name only a town."""
        found = {}
        first: dict[str, str] = {}
        for name, profile in self.memory.profiles.items():
            incident = self.incident(name)
            bare = profile.rides_only and not profile.streets and not profile.roads
            found[name] = name if bare or incident is None else first.setdefault(incident, name)
        return found

    def cells(self, groups: dict[str, str]) -> Counter[tuple[str, str]]:
        """How many reports lie in each group and incident; what is about none is an incident by itself."""
        found: Counter[tuple[str, str]] = Counter()
        lone = itertools.count()
        for entity, incidents in self.truth.items():
            for incident, number in incidents.items():
                if incident is None:
                    for _ in range(number):
                        found[groups[entity], f"none {next(lone)}"] += 1
                else:
                    found[groups[entity], incident] += number
        return found

"""Requests for tests of steps: filed, viewed, and walked along their life cycle."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from mlob import fold
from mlob.bijstand import acts, requests, taking
from mlob.model import Discipline, Kind, Observation, Reception, Source, observation

NOW = datetime(2026, 7, 14, 14, 0, tzinfo=UTC)
SOURCE = Source(name="bediening", format="", disciplines=tuple(Discipline))
ENTITY = "request:bediening:2026-1"
SIGNED = {"gemeente": None, "role": "voorzitter veiligheidsregio", "name": "A. Voorbeeld", "at": None}

BODY: dict[str, Any] = {
    "kind": "wvr51",
    "title": "68 militairen voor zandzakken",
    "requester": {"organisation": "VRZL", "role": "voorzitter veiligheidsregio", "name": "A. Voorbeeld"},
    "region": "VR24",
    "urgent": False,
    "by_phone": False,
    "needed_by": "2026-07-14T20:00",
    "items": [{"id": "a", "resource": "militairen", "quantity": 68, "unit": "personen"}],
    "fields": {"motivering": "Eigen mensen zijn allemaal ingezet."},
    "signatures": [SIGNED],
}


def body(**change: Any) -> dict[str, Any]:
    """A request as it is posted."""
    found = copy.deepcopy(BODY) | change
    assert requests.validate(found) == []
    return found


class Walk:
    """One request and the observations that made it; the clock runs `pace` from step to step."""

    def __init__(self, *, pace: float = 60.0, **change: Any) -> None:
        self.pace = timedelta(seconds=pace)
        self.now = NOW
        content = body(**change)
        values = requests.flatten(content, "operation:1")
        values |= acts.filed(content, str(values["state"]), "tester", NOW)
        self.said: list[Observation] = []
        self.said.append(self._observation(values, title=content["title"]))
        self.view = viewed(self.said, self.now)

    def take(self, step: str, **said: Any) -> dict[str, Any]:
        """Take a step; the view after it. Raises what `taking.take` raises."""
        self.now += self.pace
        values = taking.take(self.view, {"step": step} | said, "tester", self.now)
        self.said.append(self._observation(values))
        self.view = viewed(self.said, self.now)
        return self.view

    def through(self, *steps: str) -> dict[str, Any]:
        """Take steps that need nothing but their name."""
        for step in steps:
            self.take(step)
        return self.view

    def message(self, **values: Any) -> dict[str, Any]:
        """A message of a supplier comes in, from a source of its own."""
        source = msgspec.structs.replace(SOURCE, name="leverancier")
        self.said.append(self._observation(values, source=source))
        self.view = viewed(self.said, self.now)
        return self.view

    def _observation(self, values: dict[str, Any], source: Source = SOURCE, **typed: Any) -> Observation:
        at = self.now if not self.said else fold.after(folded(self.said), values, self.now)
        return observation(
            Reception(source=source, received_at=max(self.now, at)),
            discipline=Discipline.OVERIG,
            kind=Kind.REQUEST,
            entity=ENTITY,
            observed_at=at,
            properties=values,
            **typed,
        )


def folded(said: Sequence[Observation]) -> fold.Entity:
    """The request as it is folded from observations, in the order in which they come in."""
    entity = fold.begin(said[0])
    for item in said:
        fold.apply(entity, item)
    return entity


def viewed(said: Sequence[Observation], now: datetime = NOW) -> dict[str, Any]:
    """What observations make of a request."""
    entity = folded(said)
    return requests.view(entity.id, entity.values, now)


def promised(*, urgent: bool = False, **change: Any) -> Walk:
    """A request for which everything is promised."""
    walk = Walk(urgent=urgent, **change)
    walk.through("in_behandeling_nemen", "uitzetten")
    walk.take("toezeggen", supplier="Defensie", items=[{"id": "a", "quantity": 68}])
    return walk

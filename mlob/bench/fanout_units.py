"""Units that move, committed as the projector does, and the deltas that a web node makes of them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import msgspec
import redis

from mlob import fold, state
from mlob.journal import START
from mlob.model import Discipline, Kind, Reception, Source, observation
from mlob.picture import shown

__all__ = ["MOVING", "UNITS", "Units", "deltas"]

UNITS = 400
MOVING = 4
"""Units in a change: a delta is some 2 KB, as SPEED's floor has it."""
_SOURCE = Source(name="bench", format="", disciplines=(Discipline.DEFENSIE,))


class Units:
    """Their records, and the cursor up to which those are committed."""

    def __init__(self) -> None:
        self.cursor = START
        self.entities: dict[str, fold.Entity] = {}
        self._turn = 0

    def move(self, amount: int) -> list[fold.Entity]:
        """The next so many units, a little further, seen now."""
        self._turn += 1
        now = datetime.now(UTC)
        numbers = [(self._turn * amount + step) % UNITS for step in range(amount)]
        return [self._moved(number, now) for number in numbers]

    def _moved(self, number: int, now: datetime) -> fold.Entity:
        said = observation(
            Reception(source=_SOURCE, received_at=now),
            discipline=Discipline.DEFENSIE,
            kind=Kind.UNIT,
            native_id=f"unit-{number}",
            observed_at=now,
            ttl=3600.0,
            title=f"EENHEID {number}",
            course=float(self._turn % 360),
            speed=12.5,
            geometry={"type": "Point", "coordinates": [4.5 + number / 200, 51 + self._turn % 1000 / 1000]},
            properties={"gemeente": "GM0957", "veiligheidsregio": "VR23", "type": "a-f-G-U-C"},
        )
        entity = self.entities.setdefault(said.entity, fold.begin(said))
        fold.apply(entity, said)
        return entity

    def commit(self, client: redis.Redis, changed: Sequence[fold.Entity]) -> None:
        """Commit them as one change."""
        cursor = f"{int(time.time() * 1000)}-{self._turn}"
        if not state.commit(client, state.Commit(old=self.cursor, new=cursor, changed=changed)):
            raise RuntimeError("iemand anders schrijft de stand")
        self.cursor = cursor


def deltas(amount: int) -> Iterator[bytes]:
    """So many deltas as a web node sends them, each another."""
    units = Units()
    for number in range(amount):
        put = [shown([entity]) for entity in units.move(MOVING)]
        yield msgspec.json.encode(
            {"type": "delta", "cursor": f"{number}-0", "drop": [], "put": put, "timeline": []}
        )

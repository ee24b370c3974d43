"""Any moment of a journal of a million, and a start with it, beside reading and folding the same data bare.

The floor is what no program gets under: msgspec decodes the same bytes and mlob.fold folds them, from
memory, without a store.
"""

from __future__ import annotations

import gc
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import redis

from mlob import fold, history, journal, keys, picture, state
from mlob.bench.past_journal import entries
from mlob.bench.spread import spread
from mlob.checkpoints import box, states
from mlob.checkpoints.shelf import Shelf
from mlob.checkpoints.writer import Writer
from mlob.house import spare_garbage_collection
from mlob.journal import order
from mlob.model import Observation, effective_at
from mlob.past import Past
from mlob.projector import Projector
from mlob.redis_server import EmbeddedRedis
from mlob.retention import Archive

__all__ = ["measure"]

_LENGTH = timedelta(hours=10)
_PIPELINE = 5000
_KEEP = {"facts": timedelta(hours=4), "positions": timedelta(hours=2)}
"""So that the moments lie in the archive, in the store, and with one stream in each."""
_ASKED = 40
_SURE = 4
"""Moments of each kind that are also folded whole, to compare."""

_decode = msgspec.json.Decoder(Observation).decode
_decode_entities = msgspec.json.Decoder(list[fold.Entity]).decode
T = TypeVar("T")


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


class _Journal:
    """The journal in the store, and folded bare on the way there."""

    def __init__(self, client: redis.Redis, amount: int) -> None:
        self.client = client
        self.end = datetime.now(UTC) - timedelta(minutes=1)
        self.start = self.end - _LENGTH
        self.floor_s = 0.0
        self.entities: dict[str, fold.Entity] = {}
        self.rows: list[tuple[tuple[int, int], bytes]] = []
        history.join(client, None)
        rest = enumerate(entries(amount, self.start, _LENGTH))
        while page := list(islice(rest, _PIPELINE)):
            with client.pipeline(transaction=False) as pipe:
                for number, (ms, position, raw) in page:
                    stream = keys.POSITIONS if position else keys.FACTS
                    pipe.xadd(stream, {"o": raw}, id=f"{ms}-{number}")
                    self.rows.append(((ms, number), raw))
                pipe.execute()
            self.floor_s += _timed(lambda: _fold(self.entities, self.rows[-len(page) :]))[0]
        self._settle()

    def _settle(self) -> None:
        """The state as the projector leaves it."""
        last = "{}-{}".format(*self.rows[-1][0])
        self.client.set(keys.LAST, last)
        held, old = list(self.entities.values()), journal.START
        for start in range(0, len(held), _PIPELINE):
            new = last if start + _PIPELINE >= len(held) else f"0-{start + 1}"
            state.commit(self.client, state.Commit(old=old, new=new, changed=held[start : start + _PIPELINE]))
            old = new


def _fold(held: dict[str, fold.Entity], rows: list[tuple[tuple[int, int], bytes]]) -> None:
    for _, raw in rows:
        observation = _decode(raw)
        entity = held.get(observation.entity)
        if entity is None:
            entity = held[observation.entity] = fold.begin(observation)
        fold.apply(entity, observation)


def _naive(found: _Journal, at: datetime, known_at: datetime) -> dict[str, fold.Entity]:
    """The moment by folding all of the journal."""
    held: dict[str, fold.Entity] = {}
    last = history.until_place(known_at)
    for place, raw in found.rows:
        if place > last:
            break
        observation = _decode(raw)
        if effective_at(observation.observed_at, observation.received_at) <= at:
            fold.apply(held.setdefault(observation.entity, fold.begin(observation)), observation)
    return held


def _questions(found: _Journal, rng: random.Random) -> dict[str, list[tuple[datetime, datetime]]]:
    """Moments: as it was then and as we knew it then; as we know it now; as we knew it some time later."""
    moments = [found.start + _LENGTH * rng.uniform(0.01, 1) for _ in range(_ASKED)]
    return {
        "known_then": [(moment, moment) for moment in moments],
        "known_now": [(moment, found.end) for moment in moments],
        "known_later": [(moment, moment + (found.end - moment) * rng.random()) for moment in moments],
    }


def _floor(found: _Journal, shelf: Shelf, name: str, at: datetime, known_at: datetime) -> float:
    """Seconds of decoding and folding, bare, the checkpoint and what of the journal the answer needs."""
    last = history.until_place(known_at)
    view = shelf.look(name)
    pair, near = view.before(last, at), view.before(last)
    after = (0, 0) if pair is None else order(pair[1].cursor)
    until = last if pair is near else view.next(after, last)
    under = [] if pair is None else [view.whole[pair[1].on], pair] if pair[1].on else [pair]
    blocks = [raw for file, says in under for raw in box.unpack(file, 0, len(file.blocks) - says.ahead)]
    rows = [row for row in found.rows if after < row[0] <= until]

    def bare() -> None:
        held = {entity.id: entity for raw in blocks for entity in _decode_entities(raw)}
        _fold(held, rows)

    return _timed(bare)[0]


def _asked(found: _Journal, folder: Path) -> dict[str, Any]:
    """How long answers take: each with nothing in memory, and then once more."""
    name = history.name_of(found.client)
    rng, shelf = random.Random(5), Shelf(folder / "checkpoints")
    past = Past(folder / "archive", folder / "checkpoints")
    first, _ = _timed(lambda: past.moment(found.client, found.start + _LENGTH / 2, found.end))
    answers: dict[str, Any] = {"first_ms": round(1000 * first, 1)}
    amiss = 0
    floors: list[float] = []
    every: list[float] = []
    for kind, questions in _questions(found, rng).items():
        fresh, again, lines = list[float](), list[float](), list[float]()
        for number, (at, known_at) in enumerate(questions):
            past.shelf.forget()
            spent, moment = _timed(lambda: past.moment(found.client, at, known_at))  # noqa: B023
            fresh.append(1000 * spent)
            again.append(1000 * _timed(lambda: past.moment(found.client, at, known_at))[0])  # noqa: B023
            asked = _timed(lambda: past.lines(found.client, at, known_at, bool, 200))  # noqa: B023
            lines.append(1000 * asked[0])
            floors.append(1000 * _floor(found, shelf, name, at, known_at))
            if number < _SURE:
                amiss += _differs(moment.entities, _naive(found, at, known_at), at)
        answers[kind] = {"ms": spread(fresh), "again_ms": spread(again), "timeline_ms": spread(lines)}
        every += fresh
    floor = spread(floors)
    ratio = round(spread(every)["p50"] / floor["p50"], 2)
    return {"amiss": amiss, "moment": answers, "moment_floor_ms": floor, "moment_ratio": ratio}


def _differs(found: dict[str, fold.Entity], wanted: dict[str, fold.Entity], at: datetime) -> int:
    """How many features a viewer would not get as folding everything gives them."""
    one, other = (picture.collection(held, at, shapes=False) for held in (found, wanted))
    return sum(one.get(name) != other.get(name) for name in one.keys() | other.keys())


def _started(client: redis.Redis, folder: Path) -> tuple[float, float]:
    """Seconds until a projector is ready, and until a web node or correlator has read the state."""

    def projector() -> int:
        return Projector(client, folder / "archive").step()

    ready, behind = _timed(projector)
    assert behind == 0
    return ready, _timed(lambda: state.load(client))[0]


def _shelved(folder: Path) -> dict[str, Any]:
    """How many checkpoints there are, and what they take on disk with all that goes with them."""
    files = list(folder.iterdir())
    size = sum(path.stat().st_size for path in files)
    return {
        "checkpoints": sum(path.suffix == states.SUFFIX for path in files),
        "checkpoints_mb": round(size / 1e6, 1),
    }


def measure(amount: int) -> dict[str, Any]:
    """Milliseconds for a moment of a journal of `amount`, seconds for a start; beside their floors."""
    spare_garbage_collection()  # as the workers and the web node do
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        server = EmbeddedRedis(folder)
        with redis.Redis.from_url(server.start()) as client:
            try:
                found = _Journal(client, amount)
                start, mirror = _started(client, folder)
                moved = Archive(client, folder / "archive", _KEEP).tidy(datetime.now(UTC))
                writer = Writer(client, folder / "archive", folder / "checkpoints")
                writing, _ = _timed(writer.step)
                gc.freeze()  # the journal that the bench itself remembers is not for a node to walk
                asked = _asked(found, folder)
                shelved = _shelved(folder / "checkpoints")
            finally:
                gc.unfreeze()
                server.stop()
    return {
        "bench": "past",
        "observations": amount,
        "entities": len(found.entities),
        "archived": sum(manifest.rows for manifest in moved),
        **shelved,
        "checkpoints_fold_per_s": round(amount / writing),
        "fold_floor_s": round(found.floor_s, 2),
        "start_s": round(start, 3),
        "start_ratio": round(start / found.floor_s, 3),
        "state_read_s": round(mirror, 3),
        **asked,
    }

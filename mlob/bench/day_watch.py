"""What is watched while a day comes in: how far state and rule are behind, and how soon a viewer knows."""

from __future__ import annotations

import threading
import time
from array import array
from datetime import UTC, datetime
from typing import Any

import msgspec
import redis

from mlob import journal, keys
from mlob.bench.viewers import Ear

__all__ = ["Delays", "Lags"]

_EVERY = 0.2


def _behind_s(client: redis.Redis, cursor: str, streams: tuple[str, ...]) -> float:
    """How long the first entry past a cursor has been in the journal; 0 when there is none."""
    answer: Any = client.xread(dict.fromkeys(streams, cursor), count=1)
    first = [journal.order(entries[0][0].decode()) for _, entries in answer]
    return max(0.0, time.time() - min(first)[0] / 1000) if first else 0.0


class Lags(threading.Thread):
    """Looks five times a second, until stopped, at what the journal has that others have not taken.

    Seconds: `state` is the longest that an entry waited for the projector, `links` that a fact waited
    for the rule, `links_last` how far the rule was behind at the last look.
    """

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.state = self.links = self.links_last = 0.0
        self._client = redis.Redis.from_url(url, socket_timeout=30)
        self._end = threading.Event()

    def run(self) -> None:
        """Until stopped."""
        while not self._end.wait(_EVERY):
            self.look()

    def look(self) -> float:
        """Look once; the greater of both lags now."""
        state = _behind_s(self._client, self._cursor(keys.CURSOR), (keys.FACTS, keys.POSITIONS))
        self.links_last = _behind_s(self._client, self._cursor(keys.LINKED), (keys.FACTS,))
        self.state, self.links = max(self.state, state), max(self.links, self.links_last)
        return max(state, self.links_last)

    def stop(self) -> None:
        """End; a last look remains possible."""
        self._end.set()
        self.join()

    def _cursor(self, key: str) -> str:
        found: Any = self._client.get(key)
        return found.decode() if found else journal.START


class _Told(msgspec.Struct):
    kind: str
    observed_at: str | None = None
    received_at: str | None = None
    members: list[str] = []


class _Item(msgspec.Struct):
    id: str
    properties: _Told


class _Message(msgspec.Struct):
    type: str
    put: list[_Item] = []


_decode = msgspec.json.Decoder(_Message).decode


class Delays(Ear):
    """Of one viewer: ms from when something was said until it had it, by kind of what it is about.

    Units from the moment at which the tracker meant to send, the others from their reception here: the
    times of pages lie back. What was ever shown with others is passed over: it says when the newest of
    them came in, and not when they were joined or taken apart.
    """

    def __init__(self, viewers: int) -> None:
        super().__init__(viewers)
        self.pictures = 0
        self.milliseconds: dict[str, array[float]] = {}
        self._seen: dict[str, str] = {}
        self._joined: set[str] = set()

    def note(self, viewer: int, text: bytes, now: float) -> None:
        message = _decode(text)
        self.pictures += message.type == "picture"
        for item in message.put:
            told = item.properties
            said = told.observed_at if told.kind == "unit" else told.received_at
            self._joined.update(told.members)
            if said is None or item.id in self._joined or self._seen.get(item.id) == said:
                continue
            self._seen[item.id] = said
            since = datetime.fromisoformat(said).replace(tzinfo=UTC).timestamp()
            self.milliseconds.setdefault(told.kind, array("d")).append((now - since) * 1000)

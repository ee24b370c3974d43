"""kill -9 of any process at any moment: nothing acknowledged is lost, nothing is told twice (I1, I2)."""

from __future__ import annotations

import http.client
import itertools
import json
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlob import keys, state
from mlob.model import iso
from tests.conftest import DEEP
from tests.observations import NOON
from tests.system import DIGEST, KEY, System, wait_until

PUSH = f"""
[[source]]
name = "gemeenten"
format = "geojson"
disciplines = ["gemeenten"]
url = "push:"
key_sha256 = ["{DIGEST}"]
"""


NUMBERS = itertools.count(1)
"""Numbers of frames, none of them used twice: tests share a system, and each sees what is its own."""


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """One system for all that is ended in it."""
    with System(tmp_path_factory.mktemp("kill"), PUSH) as found:
        yield found


def frame(number: int) -> bytes:
    """One incident with a number of its own."""
    properties = {
        "kind": "incident",
        "discipline": "gemeenten",
        "observed_at": iso(NOON),
        "title": f"melding {number}",
        "ttl": 10_000_000,
    }
    point = {"type": "Point", "coordinates": [5.7, 50.85]}
    feature = {"type": "Feature", "id": f"m{number}", "geometry": point, "properties": properties}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


class Sender(threading.Thread):
    """Posts numbered frames and keeps the ledger of what was acknowledged, outside the system."""

    def __init__(self, system: System) -> None:
        super().__init__(daemon=True)
        self.system = system
        self.acknowledged: list[int] = []
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.is_set():
            self._until_acknowledged(next(NUMBERS))
            time.sleep(0.02)  # often enough for one to be on its way at any moment

    def _until_acknowledged(self, number: int) -> None:
        """An unknown outcome is not a failure: the same frame again, until somebody says 202."""
        while not self.done.is_set():
            try:
                status, answer = self.system.post("/api/v1/ingest/gemeenten", frame(number), KEY)
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.02)
                continue
            if status == 202:
                assert answer["accepted"] == 1, answer
                self.acknowledged.append(number)
                return
            time.sleep(0.02)


@pytest.mark.parametrize("part", ["redis", "ingest", "project", "correlate", "web"])
def test_kill_9_loses_nothing_and_doubles_nothing(system: System, part: str) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    rng = random.Random(seed)
    sender = Sender(system)
    sender.start()
    for _ in range(12 if DEEP else 2):
        time.sleep(rng.uniform(0.2, 0.8))
        before = system.children()[part]
        system.kill(part)
        wait_until(lambda: system.children().get(part, before) != before)  # noqa: B023
    wait_until(system.ready)
    count = len(sender.acknowledged)
    wait_until(lambda: len(sender.acknowledged) > count + 10)
    sender.done.set()
    sender.join(60)
    _settled(system)
    _balance(system, sender.acknowledged)


def _settled(system: System) -> None:
    with system.store() as store:
        wait_until(lambda: store.get(keys.CURSOR) == store.get(keys.LAST))


def _balance(system: System, acknowledged: list[int]) -> None:
    """The ledger beside the state, the timeline and what a viewer sees."""
    expected = {f"incident:gemeenten:m{number}" for number in acknowledged}
    with system.store() as store:
        known = state.load(store)[1]
        lines = [json.loads(fields[b"e"])["entity"] for _, fields in store.xrange(keys.TIMELINE)]
    assert expected <= set(known)
    told = [name for name in lines if name in expected]
    assert sorted(told) == sorted(expected)
    wait_until(lambda: expected <= {item["id"] for item in system.get("/api/v1/picture")["features"]})


def _sent(system: System, amount: int) -> list[int]:
    numbers = list(itertools.islice(NUMBERS, amount))
    for number in numbers:
        assert system.post("/api/v1/ingest/gemeenten", frame(number), KEY)[0] == 202
    return numbers


def test_everything_is_there_after_a_restart(system: System) -> None:
    numbers = _sent(system, 20)
    _settled(system)
    system.stop()
    system.start()
    _balance(system, numbers)


def test_the_store_ends_with_its_parent(system: System) -> None:
    """kill -9 of the parent itself: its children end, and a new start finds everything."""
    numbers = _sent(system, 1)
    children = system.children()
    assert set(children) == {"redis", "ingest", "project", "correlate", "archive", "brief", "web"}
    assert system.process is not None
    system.process.kill()
    system.process.wait()
    wait_until(lambda: not any(_alive(pid) for pid in children.values()))
    system.start()
    _settled(system)
    _balance(system, numbers)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False

"""Two clocks over HTTP: how it was, and what we knew, of everything that takes `at` and `known_at`."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import redis

from mlob import keys
from mlob.model import iso
from mlob.redis_server import EmbeddedRedis
from mlob.web import then
from tests.archived import fact, position
from tests.observations import NOON
from tests.system import KEY, System, wait_until
from tests.web.shelters import SOURCES, collection, shelter

LONG = timedelta(days=20)


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with System(tmp_path_factory.mktemp("past"), SOURCES) as found:
        yield found


def send(system: System, *shelters: dict[str, Any]) -> datetime:
    """Journal shelters, wait until they are shown, and give a moment at which they are known."""
    assert system.post("/api/v1/ingest/gemeenten", collection(*shelters), KEY)[0] == 202
    wanted = {f"facility:gemeenten:{item['id']}" for item in shelters}
    wait_until(lambda: wanted <= {item["id"] for item in system.get("/api/v1/picture")["features"]})
    time.sleep(0.02)
    moment = datetime.now(UTC)
    time.sleep(0.02)
    return moment


def ask(system: System, path: str, **query: Any) -> Any:
    times = {name: iso(value) if isinstance(value, datetime) else value for name, value in query.items()}
    return system.get(f"/api/v1/{path}?{urllib.parse.urlencode(times)}")


def raw(system: System, path: str) -> bytes:
    with urllib.request.urlopen(f"{system.base}/api/v1/{path}", timeout=60) as answer:
        found: bytes = answer.read()
        return found


def refused(system: System, path: str) -> tuple[int, Any]:
    with pytest.raises(urllib.error.HTTPError) as error:
        system.get(f"/api/v1/{path}")
    return error.value.code, json.loads(error.value.read())


def test_a_report_that_came_later_is_in_the_one_picture_and_not_in_the_other(system: System) -> None:
    half_past_one, two = NOON + timedelta(hours=1.5), NOON + timedelta(hours=2)
    known = send(system, shelter(1))
    later = send(system, shelter(2, observed_at=iso(half_past_one)))
    name = "facility:gemeenten:opvang-2"

    def there(**query: Any) -> bool:
        return name in {item["id"] for item in ask(system, "picture", **query)["features"]}

    assert not there(known_at=known, at=two)
    assert not there(known_at=known)
    assert there(at=two)
    assert there(at=two, known_at=later)
    assert not there(at=half_past_one - timedelta(seconds=1))
    found = ask(system, "picture", at=two, known_at=known)
    assert (found["at"], found["known_at"]) == (iso(two), iso(known))
    assert len([item for item in found["features"] if item["properties"]["kind"] == "region"]) == 25
    seconds, milliseconds = divmod(int(found["cursor"].split("-")[0]), 1000)
    assert datetime.fromtimestamp(seconds, UTC) + timedelta(milliseconds=milliseconds) <= known


def test_a_detail_says_what_was_said_by_then(system: System) -> None:
    first = send(system, shelter(10, status="open"))
    last = send(system, shelter(10, status="vol", observed_at=iso(NOON + timedelta(hours=1))))
    name = urllib.parse.quote("facility:gemeenten:opvang-10", safe="")
    assert ask(system, f"entities/{name}", known_at=first)["feature"]["properties"]["status"] == "open"
    assert ask(system, f"entities/{name}", known_at=last)["feature"]["properties"]["status"] == "vol"
    assert ask(system, f"entities/{name}", at=NOON)["feature"]["properties"]["status"] == "open"
    wait_until(lambda: ask(system, f"entities/{name}") == ask(system, f"entities/{name}", known_at=last))
    status, problem = refused(system, f"entities/{name}?known_at=2020-01-01T00:00:00Z")
    assert (status, "toen" in problem["detail"]) == (404, True)


def test_the_timeline_of_a_moment_is_that_of_then(system: System) -> None:
    known = send(system, shelter(20), shelter(21))
    live = ask(system, "timeline", limit=1000)
    send(system, shelter(22))
    then_ = ask(system, "timeline", limit=1000, known_at=known)
    assert then_["entries"] == live["entries"]
    assert then_["cursor"] == live["cursor"]
    page = ask(system, "timeline", limit=2, known_at=known, discipline="gemeenten")["entries"]
    rest = ask(system, "timeline", limit=1000, known_at=known, before=page[-1]["cursor"])["entries"]
    assert page + rest == live["entries"]
    assert ask(system, "timeline", known_at=known, region="VR01")["entries"] == []
    assert ask(system, "timeline", at=NOON - timedelta(days=1))["entries"] == []
    now = ask(system, "timeline", limit=1000)["entries"]
    assert ask(system, "timeline", limit=1000, known_at=datetime.now(UTC), at=NOON + LONG)["entries"] == now


def test_sources_are_as_they_were(system: System) -> None:
    known = send(system, shelter(30))
    found = ask(system, "picture", known_at=known)
    row = next(row for row in found["sources"] if row["name"] == "gemeenten")
    assert row["state"] == "actueel"
    assert "laatste nieuwe bericht" in row["text"]
    unknown = ("accepted", "rejected", "delay_s", "clock_skew_s", "lost")
    assert [row[name] for name in unknown] == [None] * len(unknown)
    hour = {name: known + timedelta(hours=1) for name in ("at", "known_at")}
    later = ask(system, "picture", **hour)
    row = next(row for row in later["sources"] if row["name"] == "gemeenten")
    assert row["state"] == "onbekend"  # it may have said the same again
    assert "onbekend of de bron toen stil was" in row["text"]
    assert "Gemeenten" in json.dumps(ask(system, "totals", **hour)["missing"])
    before = ask(system, "picture", known_at="2020-01-01T00:00:00Z")
    assert {row["state"] for row in before["sources"]} == {"nooit"}
    assert before["cursor"] == "0-0"


def test_requests_and_totals_of_a_moment(system: System) -> None:
    known = send(system, shelter(40))
    body = {
        "kind": "wvr51",
        "title": "Boten",
        "requester": {"organisation": "VRZL", "role": "voorzitter veiligheidsregio", "name": "A"},
        "region": "VR24",
        "by_phone": True,
        "items": [{"id": "a", "resource": "reddingsvlootpelotons", "quantity": 2, "unit": "pelotons"}],
        "fields": {"motivering": "hoog water"},
    }
    status, answer = system.post("/api/v1/requests", json.dumps(body).encode())
    assert status == 201, answer
    wait_until(lambda: ask(system, "requests")["requests"])
    assert ask(system, "requests", known_at=known)["requests"] == []
    now = ask(system, "requests", known_at=datetime.now(UTC))
    assert [item["id"] for item in now["requests"]] == [answer["id"]]
    assert ask(system, "totals", known_at=known)["incidents"]["max"] == 0


@pytest.mark.parametrize("path", ["picture", "timeline", "totals", "requests", "entities/region%3AVR24"])
@pytest.mark.parametrize("query", ["at=gisteren", "known_at=2026-13-01", "at=1e9", "known_at=%00"])
def test_a_moment_that_is_none_is_refused_in_words(system: System, path: str, query: str) -> None:
    status, problem = refused(system, f"{path}?{query}")
    assert status == 422
    name = query.partition("=")[0]
    assert problem["detail"].startswith(f"{name}: ")
    assert "is geen tijd" in problem["errors"][name]


def test_the_same_question_gives_the_same_bytes(system: System, tmp_path: Path) -> None:
    known = send(system, shelter(50))
    at = iso(NOON + timedelta(minutes=1))
    questions = [f"picture?at={at}&known_at={iso(known)}", f"timeline?at={at}&known_at={iso(known)}"]
    before = [raw(system, question) for question in questions]
    again = [
        "--at",
        at,
        "--known-at",
        iso(known),
        "--data-dir",
        str(system.data),
        "--config",
        str(system.config),
    ]
    url = ["--redis", f"unix://{system.data / 'redis' / 'redis.sock'}"]
    packages = []
    for number in range(2):
        if number:
            send(system, shelter(51))
        call = [sys.executable, "-m", "mlob", "snapshot", *again, *url, "--out", str(tmp_path / str(number))]
        done = subprocess.run(call, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        packages.append(Path(done.stdout.strip()).read_bytes())
    assert packages[0] == packages[1]
    assert [raw(system, question) for question in questions] == before


def test_with_checkpoints_and_without_the_answers_are_the_same(tmp_path: Path) -> None:
    """The whole system makes them by itself, and the past outlives them."""
    server = EmbeddedRedis(tmp_path / "var")
    with redis.Redis.from_url(server.start()) as store:
        start, amount = int(time.time() * 1000) - 7_200_000, 22_000
        with store.pipeline(transaction=False) as pipe:
            for number in range(amount):
                item = fact(number) if number % 5 == 0 else position(number)
                stream = keys.FACTS if number % 5 == 0 else keys.POSITIONS
                pipe.xadd(stream, {"o": msgspec.json.encode(item)}, id=f"{start + number * 300}-0")
            pipe.set(keys.LAST, f"{start + (amount - 1) * 300}-0")
            pipe.execute()
    server.stop()
    with System(tmp_path, SOURCES) as system:
        shelf = tmp_path / "var" / "checkpoints"
        wait_until(lambda: len(list(shelf.glob("*.state"))) == 10)
        end = datetime.fromtimestamp((start + amount * 300) / 1000, UTC)
        paths = []
        for share in (0.3, 0.7, 1.0):
            known, at = (
                iso(end - timedelta(seconds=(1 - share) * 6600)),
                iso(NOON + timedelta(seconds=share * amount)),
            )
            paths += [f"{part}?at={at}&known_at={known}" for part in ("picture", "timeline", "totals")]
            paths.append(f"picture?at={iso(NOON + timedelta(hours=2))}&known_at={known}")
        first = [raw(system, path) for path in paths]
        shelf.rename(tmp_path / "away")
        assert [raw(system, path) for path in paths] == first
        assert len(set(first)) == len(first)


def test_who_works_long_lets_others_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    now = [0.0]
    monkeypatch.setattr(then.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(then.time, "sleep", slept.append)
    pace = then._Pace()
    for _ in range(30):
        now[0] += 0.01
        pace.breathe()
    assert len(slept) == 20
    assert sum(slept[1:]) == pytest.approx(0.19)

"""Minutes from a routing server: OSRM and Valhalla as they answer, and servers that do not."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from mlob.errors import SourceError
from mlob.transports import routes

A, B, C = (5.1, 52.1), (5.9, 52.0), (4.9, 51.59)
END, OTHER = (5.7, 50.85), (6.2, 51.4)
ALLOW = ("127.0.0.1",)

Answer = Callable[[str], tuple[int, bytes]]
"""From the path and query that is asked to a status and a body."""


class Server:
    """A routing server that answers as it is told, and keeps what it was asked."""

    def __init__(self, answer: Answer, *, silent: bool = False) -> None:
        self.answer = answer
        self.silent = silent
        self.asked: list[str] = []

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            target = (await reader.readuntil(b"\r\n\r\n")).decode().split()[1]
            self.asked.append(target)
            if self.silent:
                await reader.read()
            status, body = self.answer(target)
            writer.write(f"HTTP/1.1 {status} x\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
        writer.close()


def minutes(
    server: Server, path: str, *pairs: routes.Pair, allow: tuple[str, ...] = ALLOW
) -> dict[routes.Pair, float]:
    """What is found when that server is asked at that path."""

    async def go() -> dict[routes.Pair, float]:
        async with await asyncio.start_server(server, "127.0.0.1", 0) as listening:
            port = listening.sockets[0].getsockname()[1]
            return await routes.minutes(f"http://127.0.0.1:{port}{path}", allow, pairs)

    return asyncio.run(go())


def said(content: Any, status: int = 200) -> Answer:
    return lambda _: (status, content if isinstance(content, bytes) else json.dumps(content).encode())


def table(target: str) -> tuple[int, bytes]:
    """As osrm-routed: a row for each source, a column for the destination; place i is i minutes away."""
    query = parse_qs(urlsplit(target).query)
    rows = [[60.0 * (1 + int(number))] for number in query["sources"][0].split(";")]
    return 200, json.dumps({"code": "Ok", "durations": rows}).encode()


def test_a_table_of_osrm() -> None:
    server = Server(table)
    found = minutes(server, "/table/v1/driving", (A, END), (B, END), (C, OTHER))
    assert found == {(B, END): 2.0, (A, END): 1.0, (C, OTHER): 1.0}
    paths = sorted(urlsplit(target).path for target in server.asked)
    assert paths == [
        "/table/v1/driving/4.90000,51.59000;6.20000,51.40000",
        "/table/v1/driving/5.10000,52.10000;5.90000,52.00000;5.70000,50.85000",
    ]
    assert all("annotations=duration" in target for target in server.asked)


def test_more_places_than_a_table_takes() -> None:
    starts = [(4.0 + number / 100, 52.0) for number in range(120)]
    server = Server(table)
    assert len(minutes(server, "/table/v1/driving/", *((start, END) for start in starts))) == 120
    assert len(server.asked) == 3


def test_routes_of_osrm_one_by_one() -> None:
    server = Server(said({"code": "Ok", "routes": [{"duration": 1800.5, "distance": 40_000}]}))
    found = minutes(server, "/route/v1/driving", (A, END), (B, END))
    assert found == {(A, END): pytest.approx(30.008, abs=0.001), (B, END): pytest.approx(30.008, abs=0.001)}
    assert sorted(server.asked)[0].startswith("/route/v1/driving/5.10000,52.10000;5.70000,50.85000?overview=")


def test_a_matrix_of_valhalla() -> None:
    rows = [[{"distance": 90.1, "time": 3600, "from_index": 0, "to_index": 0}], [{"time": None}]]
    server = Server(said({"sources_to_targets": rows, "units": "kilometers"}))
    assert minutes(server, "/valhalla/sources_to_targets?key=x", (A, END), (B, END)) == {(A, END): 60.0}
    (target,) = server.asked
    query = parse_qs(urlsplit(target).query)
    assert query["key"] == ["x"]
    question = json.loads(query["json"][0])
    assert question["targets"] == [{"lon": 5.7, "lat": 50.85}]
    assert len(question["sources"]) == 2


def test_a_packed_answer() -> None:
    server = Server(lambda target: (200, gzip.compress(table(target)[1])))
    assert minutes(server, "/table/v1/driving", (A, END)) == {(A, END): 1.0}


@pytest.mark.parametrize(
    ("content", "status", "why"),
    [
        ({"code": "InvalidQuery"}, 400, "antwoord 400"),
        (b"<html>", 200, "geen JSON"),
        (b"[1]", 200, "geen JSON"),
        ({"code": "Ok"}, 200, "geen durations"),
        ({"durations": [[1], [2]]}, 200, "past niet"),
        ({"durations": [[None]]}, 200, "geen weg"),
        ({"durations": [["ver"]]}, 200, "geen weg"),
        ({"durations": [[-1]]}, 200, "geen weg"),
        ({"durations": [[1e9]]}, 200, "geen weg"),
        ({"durations": [[True]]}, 200, "geen weg"),
        ({"durations": [1]}, 200, "geen weg"),
        (b'{"durations": [[1e999]]}', 200, "geen"),
    ],
)
def test_an_answer_that_says_nothing(content: Any, status: int, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        minutes(Server(said(content, status)), "/table/v1/driving", (A, END))


def test_what_is_known_is_kept_when_a_part_fails() -> None:
    def answer(target: str) -> tuple[int, bytes]:
        return (500, b"") if "6.20000" in target else table(target)

    assert minutes(Server(answer), "/table/v1/driving", (A, END), (C, OTHER)) == {(A, END): 1.0}


def test_one_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "_SECONDS", 0.2)
    with pytest.raises(SourceError, match="niet klaar binnen"):
        minutes(Server(table, silent=True), "/table/v1/driving", (A, END))


def test_an_address_that_may_not_be_reached() -> None:
    server = Server(table)
    with pytest.raises(SourceError, match="geen openbaar adres"):
        minutes(server, "/table/v1/driving", (A, END), allow=())
    assert server.asked == []


def test_nobody_there() -> None:
    with pytest.raises(SourceError, match="niet bereikbaar"):
        asyncio.run(routes.minutes("http://127.0.0.1:9/table/v1/driving", ALLOW, [(A, END)]))


def test_nothing_to_ask() -> None:
    assert minutes(Server(table), "/table/v1/driving") == {}

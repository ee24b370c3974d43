"""A scenario travels through real sockets, and persons act over the API."""

import asyncio
import re
import socket

import msgspec

from mlob.scenario import Endpoints, Playbook, load, play
from tests.test_scenario import NOW

SCENARIO = load("limburg")
KEYS = {way.name: f"sleutel-{way.name}" for way in SCENARIO.sources if way.way == "push"}


def backlog():
    return Playbook(SCENARIO, NOW).backlog()


QUICK = msgspec.structs.replace(
    SCENARIO,
    pace=0.05,
    series=tuple(msgspec.structs.replace(series, every=0.1) for series in SCENARIO.series),
    sources=tuple(msgspec.structs.replace(way, every=0.1) for way in SCENARIO.sources),
)
"""The same scenario with everything that repeats a hundred times as fast."""


class Town:
    """The other side of all sockets: hears pages, documents and posts, and refuses the first post."""

    def __init__(self, pages: int = 0, **phrases: int) -> None:
        self.pages = pages
        self.phrases = phrases
        self.lines: list[bytes] = []
        self.documents = b""
        self.posts: list[tuple[str, str, bytes]] = []
        self.away = True
        self.known: list[dict[str, object]] = []
        self.versions: dict[str, int] = {}

    def complete(self) -> bool:
        """Whether all of the backlog has come in, and a first report of units after it."""
        moving = self.documents.count(b"MLOB-DEF-01")
        acts = sum("/ingest/" not in path for path, _, body in self.posts if body)
        sources = {path for path, _, _ in self.posts if "/ingest/" in path}
        heard = len(self.lines) > self.pages and moving > 2 and acts >= 4
        told = b"".join(body for _, _, body in self.posts).decode()
        heard = heard and all(told.count(phrase) >= n for phrase, n in self.phrases.items())
        return heard and len(sources) == len(KEYS)

    async def hear(self, port: int) -> None:
        while True:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                break
            except OSError:
                await asyncio.sleep(0.05)
        async for line in reader:
            self.lines.append(line)
        writer.close()

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            self.documents += data
        writer.close()

    def reply(self, path: str, body: bytes) -> bytes:
        """A request gets an id and a version; each step makes one version more."""
        place = path.removeprefix("/api/v1/requests").strip("/")
        if path == "/api/v1/requests" and body:
            name = f"request:bediening:{len(self.versions)}"
            self.versions[name] = 1
            return msgspec.json.encode({"id": name, "version": 1})
        if place.endswith("/steps"):
            name = place.removesuffix("/steps")
            assert msgspec.json.decode(body)["version"] == self.versions[name]
            self.versions[name] += 1
        if place.removesuffix("/steps") in self.versions:
            return msgspec.json.encode({"version": self.versions[place.removesuffix("/steps")]})
        return msgspec.json.encode({"requests": self.known})

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
        body = await reader.readexactly(int(length[1])) if length else b""
        path = head.split()[1]
        code = "503 Away" if self.away else "202 Accepted"
        if not self.away:
            key = re.search(r"authorization: Bearer (\S+)", head, re.IGNORECASE)
            self.posts.append((path, key[1] if key else "", body))
        self.away = False
        content = self.reply(path, body)
        writer.write(
            f"HTTP/1.1 {code}\r\nContent-Length: {len(content)}\r\nConnection: close\r\n\r\n".encode()
        )
        writer.write(content)
        await writer.drain()
        writer.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def played(town: Town, scenario, **options) -> Town:
    ports = {"p2000": free_port(), "defensie": free_port()}
    web = await asyncio.start_server(town.answer, "127.0.0.1", 0)
    cot = await asyncio.start_server(town.take, "127.0.0.1", ports["defensie"])
    address = web.sockets[0].getsockname()[1]
    endpoints = Endpoints(web=f"http://127.0.0.1:{address}", ports=ports, keys=KEYS)
    hearing = asyncio.create_task(town.hear(ports["p2000"]))
    playing = asyncio.create_task(play(scenario, endpoints, **options))
    try:
        async with asyncio.timeout(90):
            while not town.complete():
                await asyncio.sleep(0.05)
    finally:
        playing.cancel()
        await asyncio.gather(playing, return_exceptions=True)
        await asyncio.gather(hearing, return_exceptions=True)
        for server in (web, cot):
            server.close()
            await server.wait_closed()
    return town


def test_it_travels_through_real_sockets():
    pages = sum(sending.source == "p2000" for sending in backlog())

    class Loket(Town):
        def complete(self) -> bool:
            return len(self.versions) == 2 and super().complete()

    town = asyncio.run(played(Loket(pages - 3), QUICK))
    assert len(town.lines) >= pages - 2
    assert all(line.startswith(b"FLEX|") for line in town.lines)
    pushed = {path.rsplit("/", 1)[1]: key for path, key, _ in town.posts if "/ingest/" in path}
    assert pushed == KEYS
    bodies = [
        msgspec.json.decode(body) for path, _, body in town.posts if path == "/api/v1/requests" and body
    ]
    assert [body["items"][0]["resource"] for body in bodies] == ["militairen", "zandzakken"]


def test_it_goes_on_after_the_backlog():
    pages = sum(sending.source == "p2000" for sending in backlog())
    before = sum(sending.body.count("Gulpen") for sending in backlog())
    # at this speed the third hour after the moment, with the report of De Dem, comes in the first second
    town = asyncio.run(played(Town(pages + 20, Dem=1, N590=1, Gulpen=before + 3), QUICK, speed=12_000.0))
    assert any(b"De Dem" in body for path, _, body in town.posts if path == "/api/v1/observations")


def test_what_is_refused_does_not_stop_the_others(caplog):
    class Strict(Town):
        async def answer(self, reader, writer):
            path = (await reader.readuntil(b"\r\n\r\n")).decode().split()[1]
            self.posts.append((path, "", b"x"))
            writer.write(b"HTTP/1.1 401 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await writer.drain()
            writer.close()

    asyncio.run(played(Strict(), QUICK))
    assert "refused (401)" in caplog.text

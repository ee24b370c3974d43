"""Bytes in over real sockets and files: reconnection, many senders, growth, truncation, rotation."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from mlob import transports
from tests.system import free_port


class Sink:
    """An inlet that keeps what came in, a list of bytes a connection."""

    def __init__(self, mark: str = "") -> None:
        self.name = "proef"
        self.mark = mark
        self.lanes: list[Lane] = []

    def open(self) -> Lane:
        lane = Lane(self)
        self.lanes.append(lane)
        return lane

    @property
    def data(self) -> bytes:
        return b"".join(lane.data for lane in self.lanes)


class Lane:
    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.data = b""
        self.closed = False

    async def feed(self, data: bytes, mark: str = "") -> None:
        self.data += data
        self.sink.mark = mark or self.sink.mark

    async def close(self) -> None:
        self.closed = True


async def until(what: Callable[[], object], seconds: float = 90.0) -> None:
    async with asyncio.timeout(seconds):
        while not what():
            await asyncio.sleep(0.01)


def during(url: str, sink: Sink, body: Callable[[], Awaitable[None]]) -> None:
    """Run the transport while `body` acts."""

    async def go() -> None:
        task = asyncio.create_task(transports.known()[transports.scheme(url)].run(url, sink))
        try:
            await body()
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    asyncio.run(go())


async def connected(port: int) -> asyncio.StreamWriter:
    async with asyncio.timeout(90):
        while True:
            try:
                return (await asyncio.open_connection("127.0.0.1", port))[1]
            except OSError:
                await asyncio.sleep(0.01)


async def ended(writer: asyncio.StreamWriter) -> None:
    writer.close()
    await writer.wait_closed()


def test_every_scheme_of_this_version_is_known() -> None:
    assert {"tcp", "tcp-listen", "push", "file"} <= set(transports.known())


def test_listening_takes_several_senders_each_in_a_lane() -> None:
    port, sink = free_port(), Sink()

    async def body() -> None:
        one, other = await connected(port), await connected(port)
        one.write(b"een")
        other.write(b"twee")
        await until(lambda: len(sink.data) == 7)
        await ended(one)
        await ended(other)
        await until(lambda: all(lane.closed for lane in sink.lanes))

    during(f"tcp-listen://127.0.0.1:{port}", sink, body)
    assert sorted(lane.data for lane in sink.lanes) == [b"een", b"twee"]


def test_a_connection_comes_back_and_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    port, sink = free_port(), Sink()

    async def serve(text: bytes) -> None:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(text)
            await ended(writer)

        server = await asyncio.start_server(answer, "127.0.0.1", port)
        await until(lambda: text in sink.data)
        server.close()
        async with asyncio.timeout(90):
            await server.wait_closed()

    async def body() -> None:
        await asyncio.sleep(0.05)  # nobody listens yet
        await serve(b"eerst;")
        await serve(b"later;")

    with caplog.at_level(logging.INFO, "mlob.transports"):
        during(f"tcp://127.0.0.1:{port}", sink, body)
    assert sink.data.startswith(b"eerst;")
    assert b"later;" in sink.data
    failures = [record for record in caplog.records if record.levelno == logging.WARNING]
    recoveries = [record for record in caplog.records if "connected again" in record.message]
    assert 1 <= len(recoveries) <= len(failures) <= len(recoveries) + 1


@pytest.mark.parametrize("url", ["tcp://nowhere", "tcp://:7000", "tcp://h:70000", "tcp-listen:x"])
def test_a_url_without_a_sound_address_is_a_fault(url: str) -> None:
    transport = transports.known()[transports.scheme(url)]
    assert transport.fault(url)
    assert not transport.fault("tcp://127.0.0.1:7000")


def test_pauses_grow_with_jitter(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(transports.asyncio, "sleep", sleep)

    async def go() -> None:
        async for attempt in transports.backoff(first=1.0, most=8.0):
            if attempt == 6:
                return

    asyncio.run(go())
    assert len(set(pauses)) == 6
    assert all(0.5 <= pause <= 8.0 for pause in pauses)


def test_a_file_is_followed_as_it_grows(tmp_path: Path) -> None:
    path, sink = tmp_path / "feed.txt", Sink()
    path.write_bytes(b"een\n")

    async def body() -> None:
        await until(lambda: sink.data == b"een\n")
        with path.open("ab") as file:
            file.write(b"twee\nhalve")
        await until(lambda: sink.data == b"een\ntwee\n")
        with path.open("ab") as file:
            file.write(b" regel\n")
        await until(lambda: sink.data == b"een\ntwee\nhalve regel\n")

    during(f"file:{path}", sink, body)
    assert sink.mark.endswith(f":{path.stat().st_size}")


def test_a_file_goes_on_at_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "feed.txt"
    path.write_bytes(b"een\ntwee\n")
    sink = Sink(mark=f"{path.stat().st_ino}:4")

    async def body() -> None:
        await until(lambda: sink.data)

    during(f"file:{path}", sink, body)
    assert sink.data == b"twee\n"


def test_a_truncated_and_a_rotated_file_start_again(tmp_path: Path) -> None:
    path, sink = tmp_path / "feed.txt", Sink()
    path.write_bytes(b"lange eerste regel\n")

    async def body() -> None:
        await until(lambda: sink.data.endswith(b"eerste regel\n"))
        path.write_bytes(b"kort\n")
        await until(lambda: sink.data.endswith(b"kort\n"))
        path.rename(tmp_path / "feed.1")
        path.write_bytes(b"nieuw\n")
        await until(lambda: sink.data.endswith(b"nieuw\n"))

    during(f"file:{path}", sink, body)


def test_a_file_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    path, sink = tmp_path / "feed.txt", Sink()

    async def body() -> None:
        await asyncio.sleep(0.05)
        path.write_bytes(b"er\n")
        await until(lambda: sink.data == b"er\n")

    during(f"file:{path}", sink, body)


def test_push_waits() -> None:
    async def body() -> None:
        await asyncio.sleep(0.01)

    sink = Sink()
    during("push:", sink, body)
    assert sink.lanes == []


def test_a_half_open_connection_is_found_out() -> None:
    from mlob.transports import tcp

    async def go() -> None:
        port = free_port()
        server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", port)
        async with server:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            tcp.keep(writer)
            connection = writer.get_extra_info("socket")
            assert connection.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            writer.close()

    asyncio.run(go())

"""TAK protocol 1 over real sockets: datagrams, and a connection that goes over from XML to protobuf."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from mlob import intake
from mlob.ingest import Lane
from mlob.model import Discipline, Observation
from tests.conformance import golden
from tests.formats.tak import datagram, document, message, stream
from tests.inlets import during, until
from tests.observations import source
from tests.system import free_port

NEGOTIATION = document("protouid").replace(b"a-f-G-U-C", b"t-x-takp-r")


class Desk:
    """An inlet with the lanes of the ingest worker, that reads frames and journals nothing."""

    def __init__(self) -> None:
        self.source = source("tak", Discipline.DEFENSIE, format="cot")
        self.name, self.mark = self.source.name, ""
        self.seen: list[Observation] = []
        self.frames: list[bytes] = []

    def open(self) -> Lane:
        """A lane with a splitter of its own."""
        return Lane(self)  # type: ignore[arg-type]

    async def take(self, frames: Sequence[bytes], mark: str) -> tuple[int, int]:
        """Read frames; how many could be and could not."""
        taken = intake.take(self.source, frames, datetime.now(UTC))
        self.frames += frames
        self.seen += taken.observations
        return taken.accepted, len(taken.rejects)

    @property
    def entities(self) -> list[str]:
        return [item.entity for item in self.seen]


async def sent(port: int, *pieces: bytes, pause: float = 0.0) -> None:
    """Connect as soon as somebody listens and send the pieces one by one."""
    async with asyncio.timeout(90):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                break
            except ConnectionRefusedError:
                await asyncio.sleep(0.01)
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(pause)
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


def received(url: str, send: Callable[[], Awaitable[None]], wanted: int) -> Desk:
    desk = Desk()

    async def body() -> None:
        await send()
        await until(lambda: len(desk.frames) >= wanted)
        await asyncio.sleep(0.05)

    during(url, desk, body)
    return desk


def test_each_datagram_is_one_frame() -> None:
    port = free_port()
    pile = [datagram(message("a")), document("b"), stream(message("c")), datagram(message("d"))[:-3]]

    async def send() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            for _ in range(200):  # until somebody listens
                with contextlib.suppress(ConnectionRefusedError):
                    sender.connect(("127.0.0.1", port))
                    sender.send(b"")
                    await asyncio.sleep(0.05)
                    sender.send(b"")
                    break
            for payload in pile:
                sender.send(payload)

    desk = received(f"udp-listen://127.0.0.1:{port}", send, len(pile))
    assert desk.frames == pile
    assert desk.entities == ["unit:tak:a", "unit:tak:b", "unit:tak:c"]


def test_a_connection_that_goes_over_to_protobuf() -> None:
    port = free_port()
    whole = document("a") + NEGOTIATION + stream(message("b")) + stream(message("c")) + document("d")
    pieces = [whole[at : at + 37] for at in range(0, len(whole), 37)]
    desk = received(f"tcp-listen://127.0.0.1:{port}", lambda: sent(port, *pieces, pause=0.001), 5)
    assert desk.entities == [f"unit:tak:{uid}" for uid in "abcd"]
    assert len(desk.frames) == 5


def test_a_message_to_one_participant_is_a_datagram_over_tcp() -> None:
    """protocol.txt, "Generic Framework - Mesh Networks": connect, one message, disconnect."""
    port = free_port()

    async def send() -> None:
        await sent(port, datagram(message("a", xml="<remarks>één</remarks>")))
        await sent(port, datagram(message("b")))

    desk = received(f"tcp-listen://127.0.0.1:{port}", send, 2)
    assert sorted(desk.entities) == ["unit:tak:a", "unit:tak:b"]


def test_the_golden_frames_over_a_connection(tmp_path: Path) -> None:
    port, whole = free_port(), golden.payload("cot")
    pieces = [whole[at : at + 1000] for at in range(0, len(whole), 1000)]
    desk = received(f"tcp-listen://127.0.0.1:{port}", lambda: sent(port, *pieces), 29)
    assert {"unit:tak:PEL-2", "unit:tak:PEL-5", "unit:tak:PEL-6", "area:tak:VAK-8"} <= set(desk.entities)

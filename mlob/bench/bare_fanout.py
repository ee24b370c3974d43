"""The peer of the fan-out: a bare asyncio TCP server that writes the same bytes to as many clients."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection

import msgspec

from mlob.bench import processes
from mlob.bench.viewers import Heard, Watching
from mlob.web.framing import framed

__all__ = ["Bare", "bare_fanout"]

_HELLO = framed(b"{}")


class Bare(msgspec.Struct, frozen=True):
    """What the peer took: processor seconds, deliveries, and ms from the first write to each arrival."""

    spent_s: float
    deliveries: int
    milliseconds: list[float]


class _Client(asyncio.Protocol):
    def __init__(self, clients: list[asyncio.Transport]) -> None:
        self.clients = clients

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.clients.append(transport)
        transport.write(_HELLO)


async def _serve(messages: Sequence[bytes], interval: float, parent: Connection) -> None:
    clients: list[asyncio.Transport] = []
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Client(clients), "127.0.0.1", 0, backlog=1024)
    parent.send(server.sockets[0].getsockname()[1])
    while not parent.poll():
        await asyncio.sleep(0.01)
    parent.recv()
    begins, due = [], loop.time()
    for message in messages:
        begins.append(time.time())
        for client in clients:
            client.write(message)
        due += interval
        await asyncio.sleep(max(0.0, due - loop.time()))
    parent.send(begins)
    await asyncio.Event().wait()


def _run(messages: Sequence[bytes], interval: float, parent: Connection) -> None:
    asyncio.run(_serve(messages, interval, parent))


def bare_fanout(payloads: Sequence[bytes], viewers: int, interval: float) -> Bare:
    """Write each payload, all different, to every viewer, one each `interval` s. Raises TimeoutError."""
    messages = [framed(payload) for payload in payloads]
    spawn = multiprocessing.get_context("spawn")
    pipe, child = spawn.Pipe()
    server = spawn.Process(target=_run, args=(messages, interval, child), daemon=True)
    server.start()
    child.close()
    try:
        with Watching(Heard, pipe.recv(), viewers) as watching:
            pids = {"bare": server.pid or 0}
            before = processes.spent_s(pids)
            pipe.send("go")
            begins = dict(zip(payloads, pipe.recv(), strict=True))
            heard = watching.stop()
            spent = processes.used_s(pids, before)["bare"]
    finally:
        server.kill()
        server.join()
    took = [
        (when - begins[heard.texts[number]]) * 1000
        for numbers, times in zip(heard.numbers, heard.times, strict=True)
        for number, when in zip(numbers, times, strict=True)
        if heard.texts[number] in begins
    ]
    return Bare(spent, len(took), took)

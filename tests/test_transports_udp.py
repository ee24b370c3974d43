"""UDP over real sockets: whole datagrams, multicast, a full box."""

from __future__ import annotations

import asyncio
import logging
import socket

import pytest

from mlob import formats, transports
from mlob.transports import udp
from tests.inlets import Lane, Sink, during, until
from tests.system import free_port


def send(*payloads: bytes, to: tuple[str, int], family: int = socket.AF_INET) -> None:
    with socket.socket(family, socket.SOCK_DGRAM) as sender:
        if family == socket.AF_INET:
            sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))
        for payload in payloads:
            sender.sendto(payload, to)


def heard(url: str, to: tuple[str, int], family: int = socket.AF_INET) -> list[bytes]:
    """What the transport took after it was called until it answered."""
    sink = Sink()

    async def body() -> None:
        async with asyncio.timeout(90):
            while not sink.payloads:
                send(b"hallo", to=to, family=family)
                await asyncio.sleep(0.02)
        send(b"een\ntwee", b"", b"half", b"x" * 60_000, to=to, family=family)
        await until(lambda: len(sink.payloads[-1]) == 60_000)

    during(url, sink, body)
    return [payload for payload in sink.payloads if payload != b"hallo"]


EXPECTED = [b"een\ntwee", b"", b"half", b"x" * 60_000]


def test_each_datagram_is_whole() -> None:
    port = free_port()
    assert heard(f"udp-listen://127.0.0.1:{port}", ("127.0.0.1", port)) == EXPECTED


def test_ipv6() -> None:
    port = free_port()
    try:
        send(b"", to=("::1", port), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    assert heard(f"udp-listen://[::1]:{port}", ("::1", port), socket.AF_INET6) == EXPECTED


def test_a_multicast_group_is_joined() -> None:
    port = free_port()
    found = heard(f"udp-listen://239.2.3.1:{port}?interface=lo", ("239.2.3.1", port))
    assert found == EXPECTED


def test_a_taken_port_is_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    port, sink = free_port(), Sink()
    taken = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    taken.bind(("127.0.0.1", port))

    async def body() -> None:
        await until(lambda: "trying again" in caplog.text)
        taken.close()
        await until(lambda: sink.lanes)
        send(b"er", to=("127.0.0.1", port))
        await until(lambda: sink.payloads == [b"er"])

    with caplog.at_level(logging.INFO, "mlob.transports"):
        during(f"udp-listen://127.0.0.1:{port}", sink, body)
    assert caplog.text.count("trying again") == caplog.text.count("connected again") == 1


def test_what_the_journal_cannot_take_is_dropped_and_counted(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(udp, "WAITING", 5000)
    port, sink, go = free_port(), Sink(), asyncio.Event()
    take, receive = Lane.whole, udp.Box.datagram_received
    asked: list[bytes] = []
    came: list[bytes] = []

    async def slowly(self: Lane, payloads: list[bytes], mark: str = "") -> None:
        asked.extend(payloads)
        await go.wait()
        await take(self, payloads, mark)

    def noted(self: udp.Box, data: bytes, addr: object) -> None:
        receive(self, data, addr)
        came.append(data)

    monkeypatch.setattr(Lane, "whole", slowly)
    monkeypatch.setattr(udp.Box, "datagram_received", noted)

    async def body() -> None:
        await until(lambda: sink.lanes)
        send(b"0" * 1000, to=("127.0.0.1", port))
        await until(lambda: asked)
        send(*[b"%d" % number * 1000 for number in range(1, 10)], to=("127.0.0.1", port))
        await until(lambda: len(came) == 10)
        go.set()
        await until(lambda: "4 datagrams were dropped" in caplog.text)
        send(b"later", to=("127.0.0.1", port))
        await until(lambda: b"later" in sink.payloads)

    during(f"udp-listen://127.0.0.1:{port}", sink, body)
    assert [payload[:1] for payload in sink.payloads] == [b"0", b"1", b"2", b"3", b"4", b"5", b"l"]
    assert caplog.text.count("some are dropped") == 1


def test_half_an_event_in_one_datagram_does_not_spoil_the_next() -> None:
    whole = b'<event version="2.0" uid="a"><point/></event>'
    form = formats.known()["cot"]
    frames = [frame for payload in (whole[:20], whole + whole) for frame in formats.split(form, payload)]
    assert frames[-2:] == [whole, whole]


@pytest.mark.parametrize(
    "url", ["udp-listen:", "udp-listen://h", "udp-listen://h:x", "udp-listen://h:1?ttl=2", "udp-listen://:1"]
)
def test_a_url_that_cannot_work_is_a_fault(url: str) -> None:
    assert transports.known()["udp-listen"].fault(url)


def test_sound_urls_have_no_fault() -> None:
    for url in (
        "udp-listen://0.0.0.0:6969",
        "udp-listen://[::]:6969",
        "udp-listen://239.2.3.1:6969?interface=eth0",
    ):
        assert not transports.known()["udp-listen"].fault(url)

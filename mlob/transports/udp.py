"""UDP (`udp-listen://host:port`): every datagram holds whole frames, as CoT is sent over a network.

A multicast address is joined; `?interface=eth1` says on which network, else the system chooses.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket
import struct
from collections import deque
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import msgspec

from mlob.errors import SourceError
from mlob.transports import Inlet, Transport, persist

log = logging.getLogger(__name__)

WAITING = 8 * 1024 * 1024
"""Bytes of datagrams that wait for the journal; what comes on top of them is dropped and counted."""
_RECEIVE_BUFFER = 4 * 1024 * 1024  # bytes asked of the kernel, for a burst between two looks
_GROUP = 500  # datagrams that go to the journal together


class Address(msgspec.Struct, frozen=True):
    """Where to listen; `interface` is the name of a network card, empty for the system's choice."""

    host: str
    port: int
    interface: str = ""


def _address(url: str) -> Address:
    """What a url says; raises ValueError."""
    parts = urlsplit(url)
    query = parse_qs(parts.query, keep_blank_values=True)
    if unknown := sorted(set(query) - {"interface"}):
        raise ValueError(f"onbekend in de url: {', '.join(unknown)}")
    if not parts.hostname or not parts.port:
        raise ValueError(f"geen host en poort in {url!r}")
    return Address(parts.hostname, parts.port, query.get("interface", [""])[0])


def _fault(url: str) -> str:
    try:
        _address(url)
    except ValueError as error:
        return str(error)
    return ""


class Box(asyncio.DatagramProtocol):
    """Datagrams between the kernel and the journal; holds WAITING bytes at most."""

    def __init__(self, inlet: Inlet) -> None:
        self.name = inlet.name
        self.inlet = inlet
        self.waiting: deque[bytes] = deque()
        self.size = self.dropped = 0
        self.filled = asyncio.Event()
        self.broken: Exception | None = None

    def datagram_received(self, data: bytes, addr: object) -> None:
        """Keep a datagram, or count it when there is no room."""
        if self.size + len(data) > WAITING:
            if not self.dropped:
                log.warning("source %s: more datagrams than the journal takes; some are dropped", self.name)
            self.dropped += 1
            return
        self.waiting.append(data)
        self.size += len(data)
        self.filled.set()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wake who waits: nothing comes any more."""
        self.broken = exc or SourceError("luisteren is gestopt")
        self.filled.set()

    async def group(self) -> list[bytes]:
        """The next datagrams, at least one; raises what ended the listening."""
        if not self.waiting:
            if self.dropped:
                log.warning("source %s: %d datagrams were dropped", self.name, self.dropped)
                self.inlet.lose(self.dropped)
                self.dropped = 0
            self.filled.clear()
            await self.filled.wait()
        if not self.waiting and self.broken:
            raise self.broken
        found = [self.waiting.popleft() for _ in range(min(_GROUP, len(self.waiting)))]
        self.size -= sum(map(len, found))
        return found


def _join(listener: socket.socket, group: str, interface: str) -> None:
    """Ask the network for a multicast group (ip(7), ipv6(7))."""
    index = socket.if_nametoindex(interface) if interface else 0
    if listener.family == socket.AF_INET6:
        wanted = struct.pack("16si", socket.inet_pton(socket.AF_INET6, group), index)
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, wanted)
    else:
        wanted = struct.pack("4s4si", socket.inet_aton(group), bytes(4), index)  # struct ip_mreqn
        listener.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, wanted)


async def _listener(address: Address) -> socket.socket:
    found = await asyncio.get_running_loop().getaddrinfo(
        address.host, address.port, type=socket.SOCK_DGRAM, flags=socket.AI_PASSIVE
    )
    family, kind, protocol, _, where = found[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setblocking(False)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
        group = str(where[0])
        if ipaddress.ip_address(group.partition("%")[0]).is_multicast:
            # Several programs on one machine may follow the same group.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(where)
            _join(listener, group, address.interface)
        else:
            listener.bind(where)
    except OSError:
        listener.close()
        raise
    return listener


async def _run(url: str, inlet: Inlet) -> None:
    address = _address(url)

    async def once(up: Callable[[], None]) -> None:
        transport, box = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: Box(inlet), sock=await _listener(address)
        )
        up()
        lane = inlet.open()
        try:
            while True:
                await lane.whole(await box.group())
        finally:
            transport.close()

    await persist(inlet.name, once)


TRANSPORT = Transport(schemes=("udp-listen",), run=_run, fault=_fault)

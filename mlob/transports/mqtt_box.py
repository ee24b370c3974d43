"""Messages between an MQTT broker and the journal: bounded, and acknowledged only afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import ssl
from collections import deque
from collections.abc import Sequence
from typing import Any

import msgspec
from paho.mqtt.client import Client, MQTTMessage

from mlob.errors import SourceError

__all__ = ["LIMIT", "WAITING", "Box", "Letter"]

log = logging.getLogger(__name__)

LIMIT = 32 * 1024 * 1024
"""Longest message in bytes; of a longer one the first LIMIT + 1 are taken, which no format reads whole."""
WAITING = 8 * 1024 * 1024
"""Bytes that wait for the journal before reading stops; the message in which that happens comes on top."""
_HEAD = 2 + 65_535 + 2
"""Bytes of a PUBLISH before its payload: topic and packet identifier (MQTT 3.1.1, 3.3.2)."""
_OVERHEAD = 256  # bytes that an empty message takes
_GROUP = (500, 1024 * 1024)  # messages, and bytes, that go to the journal together


class Letter(msgspec.Struct, frozen=True):
    """One message; `receipt` is its packet identifier, 0 when the broker wants no acknowledgement."""

    payload: bytes
    receipt: int

    @property
    def size(self) -> int:
        """Bytes that it takes while it waits."""
        return len(self.payload) + _OVERHEAD


class Box:
    """One connection's messages; while it is full nothing is read, and the broker keeps what follows."""

    def __init__(self, name: str, client: Client) -> None:
        self.name = name
        self.client = client
        self.loop = asyncio.get_running_loop()
        self.waiting: deque[Letter] = deque()
        self.size = 0
        self.filled = asyncio.Event()
        self.broken: Exception | None = None
        self.paused = False
        client.manual_ack_set(True)
        client.on_message = self._keep
        client.on_disconnect = self._lost

    def open(self) -> None:
        """Read and write from now on, in the place of the library, which never stops reading.

        The library asks the loop to write later, even when by then the connection is closed and its
        number is that of another.
        """
        connection = self.client.socket()
        if connection is None:
            self.fail(SourceError("verbinding gesloten"))
            return
        self.client.on_socket_register_write = self._want_write
        self.loop.add_reader(connection, self._read)

    def close(self) -> None:
        """Say goodbye as far as that goes at once, and let go of the connection."""
        self.client.on_socket_register_write = None
        self.client.disconnect()
        self.client.loop_write()
        if isinstance(connection := self.client.socket(), socket.socket):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            self.client.loop_read()

    def fail(self, error: Exception) -> None:
        """Nothing comes any more: whoever waits for messages gets this error after the last of them."""
        self.broken = self.broken or error
        self.filled.set()

    async def group(self) -> list[Letter]:
        """The next messages, at least one; raises what ended the connection."""
        while not self.waiting:
            if self.broken is not None:
                raise self.broken
            self.filled.clear()
            await self.filled.wait()
        found: list[Letter] = []
        taken = 0
        while self.waiting and len(found) < _GROUP[0] and taken < _GROUP[1]:
            found.append(self.waiting.popleft())
            taken += found[-1].size
        self.size -= taken
        if self.paused and self.size < WAITING:
            self._resume()
        return found

    def acknowledge(self, letters: Sequence[Letter]) -> None:
        """Tell the broker that these are safe; on a broken connection it will send them again."""
        for letter in letters:
            if letter.receipt:
                self.client.ack(letter.receipt, 1)

    def _keep(self, client: Client, userdata: Any, message: MQTTMessage) -> None:
        receipt = message.mid if message.qos else 0
        self.waiting.append(Letter(bytes(message.payload[: LIMIT + 1]), receipt))
        self.size += self.waiting[-1].size
        self.filled.set()

    def _lost(self, client: Client, userdata: Any, flags: Any, reason: Any, properties: Any = None) -> None:
        self.fail(SourceError(f"verbinding gesloten ({reason})"))

    def _want_write(self, client: Client, userdata: Any, connection: Any) -> None:
        self.loop.add_writer(connection, client.loop_write)

    def _read(self) -> None:
        try:
            while True:
                self.client.loop_read()
                self._shorten()
                if self.size >= WAITING:
                    self._pause()
                    return
                connection = self.client.socket()
                # What TLS has already unpacked does not make the socket readable again.
                if not isinstance(connection, ssl.SSLSocket) or not connection.pending():
                    return
        except Exception as error:  # a callback of the loop: nobody above it would end the connection
            log.exception("source %s: fault in reading from the broker", self.name)
            self.fail(SourceError(f"onleesbaar van de broker ({type(error).__name__})"))

    def _shorten(self) -> None:
        """Hold no more of a message that is too long than shows that it is."""
        packet = self.client._in_packet["packet"]
        if len(packet) > LIMIT + _HEAD + 1:
            del packet[LIMIT + _HEAD + 1 :]

    def _pause(self) -> None:
        self.paused = True
        if (connection := self.client.socket()) is not None:
            self.loop.remove_reader(connection)

    def _resume(self) -> None:
        self.paused = False
        if (connection := self.client.socket()) is not None:
            self.loop.add_reader(connection, self._read)
            self.loop.call_soon(self._read)

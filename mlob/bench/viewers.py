"""Many viewers in one cheap process: sockets that read WebSocket frames and note when each message came.

No library and no tasks, so that the machine is left to the server that is measured. Messages that are the
same for many are held once; what each viewer saw is a list of their numbers.
"""

from __future__ import annotations

import multiprocessing
import resource
import selectors
import socket
import time
from array import array
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from mlob.errors import ConfigError

__all__ = ["Ear", "Heard", "Watching", "room_for"]

E = TypeVar("E", bound="Ear")

_TEXT, _CLOSE, _PING = 1, 8, 9  # RFC 6455, 5.2
_CHUNK = 256 * 1024
_QUIET = 1.0
"""s without a message after which nothing more is expected once the bench has stopped."""
_PATIENCE = 60.0
_SPARE = 256
"""Descriptors for all that is no viewer."""


def room_for(viewers: int) -> None:
    """Raise the limit of open descriptors, for the children too; ConfigError when it may not be enough."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = viewers + _SPARE
    if soft >= wanted:
        return
    if hard != resource.RLIM_INFINITY and hard < wanted:
        raise ConfigError(
            f"{viewers} kijkers vragen {wanted} open bestanden en er mogen er {hard} (ulimit -n)"
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class Ear:
    """What the viewers of one process heard; it is made there, and comes back when all is quiet."""

    def __init__(self, viewers: int) -> None:
        self.messages = self.closed = 0
        self.spent_s = 0.0
        self.silent = set(range(viewers))

    def hear(self, viewer: int, text: bytes, now: float) -> None:
        """Take a message that a viewer had at a moment (s since 1970)."""
        self.messages += 1
        self.silent.discard(viewer)
        self.note(viewer, text, now)

    def note(self, viewer: int, text: bytes, now: float) -> None:
        """Keep what is wanted of it."""
        raise NotImplementedError


class Heard(Ear):
    """All of it: `texts` once each; of each viewer their numbers and times."""

    def __init__(self, viewers: int) -> None:
        super().__init__(viewers)
        self.texts: list[bytes] = []
        self.numbers = [array("l") for _ in range(viewers)]
        self.times = [array("d") for _ in range(viewers)]
        self._known: dict[bytes, int] = {}

    def note(self, viewer: int, text: bytes, now: float) -> None:
        number = self._known.setdefault(text, len(self.texts))
        if number == len(self.texts):
            self.texts.append(text)
        self.numbers[viewer].append(number)
        self.times[viewer].append(now)


class _Viewer:
    """One socket and what came in of a message that is not whole yet."""

    def __init__(self, number: int, port: int, request: bytes) -> None:
        self.number = number
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        self.socket.sendall(request)
        self.socket.setblocking(False)
        self.held = bytearray()
        self.shaken = not request

    def read(self, ear: Ear) -> bool:
        """Take what is there; False when the server has ended the connection."""
        try:
            data = self.socket.recv(_CHUNK)
        except BlockingIOError:
            return True
        except OSError:
            return False
        now = time.time()
        self.held += data
        if not self.shaken:
            head, found, rest = self.held.partition(b"\r\n\r\n")
            if found:
                if b" 101 " not in head[:40]:
                    raise OSError(bytes(head[:200]).decode("latin-1"))
                self.shaken, self.held = True, rest
        if self.shaken:
            self._messages(ear, now)
        return bool(data)

    def _messages(self, ear: Ear, now: float) -> None:
        at = 0
        while (found := _extent(self.held, at)) is not None:
            start, end = found
            kind = self.held[at] & 0x0F
            if kind == _TEXT:
                ear.hear(self.number, bytes(self.held[start:end]), now)
            elif kind == _PING:
                # A mask of zeros leaves the payload as it is; a client must mask (RFC 6455, 5.3).
                payload = bytes(self.held[start:end])
                self.socket.send(bytes((0x8A, 0x80 | len(payload))) + bytes(4) + payload)
            elif kind == _CLOSE:
                ear.closed += 1
            at = end
        del self.held[:at]


def _extent(held: bytearray, at: int) -> tuple[int, int] | None:
    """Where the payload of the frame at `at` begins and ends; None when it is not whole yet."""
    there = len(held) - at
    if there < 2:
        return None
    size, start = held[at + 1] & 0x7F, at + 2
    if size == 126:
        start += 2
        size = int.from_bytes(held[at + 2 : start], "big")
    elif size == 127:
        start += 8
        size = int.from_bytes(held[at + 2 : start], "big")
    return (start, start + size) if len(held) >= start + size and there >= start - at else None


def _watch(make: Callable[[int], Ear], port: int, viewers: int, request: bytes, parent: Connection) -> None:
    """Be the viewers until the parent says to stop; send it what they heard."""
    ear = make(viewers)
    selector = selectors.DefaultSelector()
    selector.register(parent, selectors.EVENT_READ, None)
    for number in range(viewers):
        viewer = _Viewer(number, port, request)
        selector.register(viewer.socket, selectors.EVENT_READ, viewer)
        _turn(selector, ear, 0.0)
    started = time.monotonic()
    while ear.silent:
        _turn(selector, ear, 1.0)
        if time.monotonic() - started > _PATIENCE:
            raise TimeoutError(f"{len(ear.silent)} van {viewers} kijkers kregen geen beeld")
    parent.send("ready")
    spent = time.process_time()
    while _turn(selector, ear, 1.0):
        pass
    _until_quiet(selector, ear)
    ear.spent_s = time.process_time() - spent
    parent.send(ear)


def _until_quiet(selector: selectors.BaseSelector, ear: Ear) -> None:
    deadline = time.monotonic() + _PATIENCE
    quiet, before = time.monotonic(), ear.messages
    while time.monotonic() < deadline and time.monotonic() - quiet < _QUIET:
        _turn(selector, ear, 0.1)
        if ear.messages != before:
            quiet, before = time.monotonic(), ear.messages


def _turn(selector: selectors.BaseSelector, ear: Ear, seconds: float) -> bool:
    """Read all that is there; False once the parent has said to stop."""
    on = True
    for key, _ in selector.select(seconds):
        if key.data is None:
            selector.unregister(key.fileobj)
            on = False
        elif not key.data.read(ear):
            selector.unregister(key.fileobj)
            ear.closed += 1
    return on


class Watching(Generic[E]):
    """The process of the viewers; used as a context, and ready when each has its first message."""

    def __init__(self, make: Callable[[int], E], port: int, viewers: int, path: str = "") -> None:
        request = _upgrade(port, path) if path else b""
        spawn = multiprocessing.get_context("spawn")
        self._pipe, child = spawn.Pipe()
        arguments = (make, port, viewers, request, child)
        self._process = spawn.Process(target=_watch, args=arguments, daemon=True)
        self._process.start()
        child.close()

    def __enter__(self) -> Watching[E]:
        self._answer()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()

    def stop(self) -> E:
        """Wait until it is quiet; what was heard. Raises TimeoutError."""
        self._pipe.send("stop")
        heard: E = self._answer()
        return heard

    def _answer(self) -> Any:
        try:
            if self._pipe.poll(2 * _PATIENCE):
                return self._pipe.recv()
        except EOFError:
            pass
        raise TimeoutError("de kijkers antwoorden niet")


def _upgrade(port: int, path: str) -> bytes:
    # Sixteen bytes in base64 (RFC 6455, 4.1); the answer to it is not checked, as nothing rests on it here.
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: bWxvYiBtZWV0IGRlIGticw==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    ).encode()

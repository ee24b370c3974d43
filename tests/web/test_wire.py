"""Bytes that many viewers get are framed once, and are what a WebSocket client reads."""

from __future__ import annotations

import asyncio
from collections.abc import Generator

import pytest
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from mlob.web.framing import framed
from mlob.web.wire import SharedProtocol, writer


def parsed(raw: bytes) -> Frame:
    """As the library reads it."""
    stream = StreamReader()
    stream.feed_data(raw)
    stream.feed_eof()
    reading: Generator[None, None, Frame] = Frame.parse(stream.read_exact, mask=False, max_size=None)
    with pytest.raises(StopIteration) as done:
        next(reading)
    found = done.value.value
    assert isinstance(found, Frame)
    return found


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 300_000])
def test_a_frame_of_any_size_is_one_whole_text_message(size: int) -> None:
    payload = b"x" * size
    frame = parsed(framed(payload))
    assert (frame.opcode, frame.fin, bytes(frame.data)) == (Opcode.TEXT, True, payload)


def test_the_same_bytes_are_framed_once() -> None:
    payload = b"y" * 1000
    assert framed(payload) is framed(payload)


def test_under_another_server_there_is_no_short_way() -> None:
    assert writer({"type": "websocket"}) is None


class Transport:
    """What a connection writes to."""

    def __init__(self) -> None:
        self.closing = False
        self.written: list[bytes] = []

    def is_closing(self) -> bool:
        return self.closing

    def write(self, data: bytes) -> None:
        self.written.append(data)


def connection() -> tuple[SharedProtocol, Transport]:
    """A connection after its handshake, without a server around it."""
    found, transport = SharedProtocol.__new__(SharedProtocol), Transport()
    found.handshake_complete, found.close_sent, found.disconnected = True, False, False
    found.transport, found.writable = transport, asyncio.Event()  # type: ignore[assignment]
    return found, transport


def test_what_there_is_room_for_is_written_at_once() -> None:
    viewer, transport = connection()
    assert viewer.write(b"een")
    viewer.pause_writing()
    assert not viewer.write(b"twee")
    viewer.resume_writing()
    assert viewer.write(b"drie")
    assert transport.written == [framed(b"een"), framed(b"drie")]


@pytest.mark.parametrize("how", ["handshake_complete", "close_sent", "disconnected"])
def test_nothing_is_written_before_or_after_the_connection(how: str) -> None:
    viewer, transport = connection()
    setattr(viewer, how, not getattr(viewer, how))
    assert not viewer.write(b"een")
    viewer, transport = connection()
    transport.closing = True
    assert not viewer.write(b"een")
    assert transport.written == []

"""Bytes that many viewers get are framed once, and are what a WebSocket client reads."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from mlob.web.framing import framed
from mlob.web.wire import writer


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

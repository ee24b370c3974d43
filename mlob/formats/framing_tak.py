"""Frames of CoT sources: XML documents and TAK protocol 1 messages, in any mixture on one connection.

A client begins with XML and goes over to protobuf when both sides can (protocol.txt of ATAK-CIV,
"Streaming Connection Protocol Negotiation"):

- on a stream: 0xBF, the length of the message as a varint, the message;
- as a datagram: 0xBF, the version as a varint (1), 0xBF, and the message up to the end.

A message is told from a stray 0xBF by its own fields, whose lengths must fit (takmessage.proto: 1 is
TakControl, 2 CotEvent). So rubbish costs nothing but itself, and a message after a broken document is found.
"""

from __future__ import annotations

import re

from mlob.errors import DecodeError
from mlob.formats.framing_xml import XmlSplitter

__all__ = ["MAGIC", "TakSplitter", "payload"]

MAGIC = b"\xbf"
DATAGRAM = b"\xbf\x01\xbf"
BIGGEST = 32 * 1024 * 1024
"""Bytes that a header may promise; what promises more is rubbish."""
CONTROL, EVENT = 0x0A, 0x12
"""Tags of fields 1 and 2, each a message with its length."""
MOST_AFTER = 32
"""Bytes of fields after the event: newer servers have two times there."""

# A header, and the tag of the first field; or as much of them as there is at the end of what is held.
_BEGIN = re.compile(
    rb"\xbf(?:\x01(?:\xbf(?:[\n\x12]|\Z)|\Z)|[\x80-\xff]{0,3}(?:[\x00-\x7f](?:[\n\x12]|\Z)|\Z))"
)
# In UTF-8 0xBF never stands alone: after these it belongs to a letter, or to a byte order mark.
_IN_LETTER = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")
_LOOK_BACK = 3
# Fields 3 and 4 of newer servers (submissionTime, creationTime): milliseconds since 1970. They follow the
# event, so that a datagram is whole without them.
_TIMES = re.compile(rb"[\x18\x20][\x80-\xff]{5}[\x00-\x7f]")
_TIMES_BEGUN = re.compile(rb"(?:[\x18\x20][\x80-\xff]{0,5})?")


class TakSplitter:
    """Cuts a stream into XML documents with the root element `root` and TAK messages, headers included.

    A message over the limit comes out cut at limit + 1 bytes; the rest of it is dropped as it comes.
    """

    def __init__(self, root: str, limit: int) -> None:
        self._text = XmlSplitter(root, limit)
        self._limit = limit
        self._held = bytearray()
        self._given = 0  # of what is held, the bytes that the XML splitter already has
        self._skip = 0  # bytes that will come as the rest of a message that is too long
        self._times = False  # whether a datagram ended here

    def feed(self, data: bytes) -> list[bytes]:
        """The frames that `data` completes."""
        if self._skip:
            dropped = min(self._skip, len(data))
            self._skip -= dropped
            data = data[dropped:]
        self._held += data
        return self._cut(final=False)

    def close(self) -> list[bytes]:
        """What was left when the stream ended; a message that broke off is rubbish."""
        frames = self._cut(final=True) + self._text.close()
        self._held.clear()
        self._given = self._skip = 0
        self._times = False
        return frames

    def _cut(self, final: bool) -> list[bytes]:
        frames: list[bytes] = []
        while not self._times or self._past_times(final):
            at, size = self._next(final)
            frames += self._text.feed(bytes(self._held[self._given : at]))
            if not size:
                drop = max(0, at - _LOOK_BACK)
                del self._held[:drop]
                self._given = at - drop
                break
            frames += self._text.close()
            frames.append(bytes(self._held[at : at + min(size, self._limit + 1)]))
            self._times = frames[-1].startswith(DATAGRAM)
            self._skip = max(0, at + size - len(self._held))
            del self._held[: at + size]
            self._given = 0
        return frames

    def _next(self, final: bool) -> tuple[int, int]:
        """Where the next message begins and how long it is; 0 when it is not there yet, or none is."""
        found = _BEGIN.search(self._held, self._given)
        while found:
            at = found.start()
            there, size = len(self._held) - at, self._size(at, final)
            if size > 0 and (size <= there or there > self._limit):
                return at, size
            if size and not final:
                return at, 0
            found = _BEGIN.search(self._held, at + 1)
        return len(self._held), 0

    def _size(self, at: int, final: bool) -> int:
        """Bytes of the message at `at`: 0 when none begins there, -1 when that is not clear yet."""
        if _IN_LETTER.search(self._held[max(0, at - _LOOK_BACK) : at]):
            return 0
        try:
            return _extent(self._held, at, self._limit, final)
        except IndexError:
            return -1
        except ValueError:
            return 0

    def _past_times(self, final: bool) -> bool:
        """Drop the times after a datagram; whether it is clear that no more of them come."""
        while found := _TIMES.match(self._held):
            del self._held[: found.end()]
        if not final and _TIMES_BEGUN.fullmatch(self._held):
            return False
        self._times = False
        return True


def _extent(held: bytearray, at: int, limit: int, final: bool) -> int:
    """Bytes of the message that begins at `at`, header included; 0 or ValueError when none does.

    Raises IndexError when the bytes end too early to tell.
    """
    if held[at + 1] == 1 and held[at + 2] == MAGIC[0]:
        return _message(held, at + 3, len(held) if final else None, limit) - at
    size, start = _varint(held, at + 1)
    stop = start + size
    end = _message(held, start, stop, limit) if size else start
    # A message fills what its header promises; a stray 0xBF before a header promises something else.
    return stop - at if size and stop - MOST_AFTER <= end <= stop else 0


def _message(held: bytearray, start: int, stop: int | None, limit: int) -> int:
    """Where a TakMessage ends, as far as its own lengths say: after its event, or after the TakControl.

    That may be past what is held. Raises ValueError when there is none, IndexError when it is too early.
    """
    where = start
    if held[where] == CONTROL:
        size, where = _varint(held, where + 1)
        where += size
        if where - start > limit:
            raise ValueError("TakControl is too long")
    if where != stop and held[where] == EVENT:
        size, where = _varint(held, where + 1)
        where += size
    if where == start:
        raise ValueError("no TakMessage")
    return where


def _varint(held: bytes | bytearray, at: int) -> tuple[int, int]:
    """A length of at most BIGGEST, and where it ends (protocol.txt, "Varint Encoding")."""
    value = 0
    for number in range(4):
        byte = held[at + number]
        value |= (byte & 0x7F) << 7 * number
        if byte < 128:
            break
    if byte >= 128 or value > BIGGEST:
        raise ValueError("no length")
    return value, at + number + 1


def payload(frame: bytes) -> bytes:
    """The TakMessage in a frame; raises DecodeError when its header does not fit it."""
    if frame.startswith(DATAGRAM):
        return frame[len(DATAGRAM) :]
    try:
        size, start = _varint(frame, 1)
    except (IndexError, ValueError) as error:
        raise DecodeError("TakMessage: onleesbare kop") from error
    if len(frame) != start + size:
        raise DecodeError(f"TakMessage: {len(frame) - start} bytes waar de kop er {size} belooft")
    return frame[start:]

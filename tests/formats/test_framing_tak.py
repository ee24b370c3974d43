"""XML events, TAK stream messages and TAK datagrams on one connection, with rubbish between them."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from takproto.proto import TakMessage

from mlob.formats import framing_tak
from mlob.formats.framing_tak import TakSplitter
from tests.formats.tak import EPOCH_MS, datagram, document, message, stream, varint

LIMIT = 2000
CONTROL = TakMessage()
CONTROL.takControl.contactUid = "PEL-1"
BOTH = message("b", xml='<remarks>over <event uid="x"> en </event></remarks>')
BOTH.takControl.contactUid = "b"
FRAMES = {
    "xml": document(detail="<remarks>¿één? 😀</remarks>"),
    "xml with a declaration": b"<?xml version='1.0'?>\n" + document("c"),
    "stream": stream(message()),
    "stream with both": stream(BOTH),
    "stream of versions": stream(CONTROL),
    "long stream": stream(message(xml="<uid Droid='x'/>" * 60)),
    "datagram": datagram(message()),
    "datagram with both": datagram(BOTH),
    "datagram of versions": datagram(CONTROL),
}
RUBBISH = [
    b"ruis",
    b"\xbf",
    b"\xbf\x01\xbf",
    b"\xbf\x00",
    b"\xbf\x02\xbf\x12\x00",
    b"\xff\xfe\xbf\x30\x12\x99",
]
TIMES = b"\x18" + varint(EPOCH_MS) + b"\x20" + varint(EPOCH_MS)


def cut(data: bytes, cuts: list[int], limit: int = LIMIT) -> list[bytes]:
    splitter = TakSplitter("event", limit)
    edges = [0, *sorted(at % (len(data) + 1) for at in cuts), len(data)]
    frames = [frame for a, b in pairwise(edges) for frame in splitter.feed(data[a:b])]
    return frames + splitter.close()


@given(
    st.lists(st.sampled_from(sorted(FRAMES)), max_size=8),
    st.lists(st.sampled_from([b"", b"\n", b"\r\n \t", b"\xef\xbb\xbf"]), min_size=8, max_size=8),
    st.lists(st.integers(0, 1 << 16), max_size=12),
)
def test_any_mixture_in_any_pieces(names: list[str], blanks: list[bytes], cuts: list[int]) -> None:
    pieces = [FRAMES[name] + blank for name, blank in zip(names, blanks, strict=False)]
    assert cut(b"".join(pieces), cuts) == [FRAMES[name] for name in names]


@pytest.mark.parametrize("name", FRAMES)
def test_a_payload_holds_one_frame(name: str) -> None:
    assert cut(FRAMES[name], []) == [FRAMES[name]]


@given(
    st.sampled_from(RUBBISH),
    st.lists(st.sampled_from(sorted(FRAMES)), min_size=1, max_size=3),
    st.lists(st.integers(0, 1 << 16), max_size=6),
)
def test_rubbish_costs_only_itself(rubbish: bytes, names: list[str], cuts: list[int]) -> None:
    wanted = [FRAMES[name] for name in names]
    assert cut(rubbish + b"".join(wanted), cuts) == [rubbish, *wanted]


def test_messages_after_a_document_that_broke_off() -> None:
    broken = FRAMES["xml"][:-20]
    assert cut(broken + FRAMES["stream"] + FRAMES["datagram"], []) == [
        broken,
        FRAMES["stream"],
        FRAMES["datagram"],
    ]


def test_a_message_that_broke_off_is_a_frame_at_the_end() -> None:
    for name in ("stream", "datagram", "stream of versions", "datagram of versions"):
        broken = FRAMES[name][:-1]
        assert cut(FRAMES["xml"] + broken, [5, 300]) == [FRAMES["xml"], broken]
        assert cut(FRAMES["stream"] + broken, [7]) == [FRAMES["stream"], broken]


@pytest.mark.parametrize("name", ["stream", "stream with both", "stream of versions", "datagram"])
def test_a_message_is_there_without_waiting_for_what_follows(name: str) -> None:
    splitter = TakSplitter("event", LIMIT)
    assert splitter.feed(FRAMES[name]) == [FRAMES[name]]
    assert splitter.feed(FRAMES["stream"]) == [FRAMES["stream"]]


@given(st.lists(st.integers(0, 1 << 16), max_size=8), st.sampled_from(["datagram", "stream", "xml"]))
def test_times_after_a_datagram_are_no_frame(cuts: list[int], following: str) -> None:
    data = FRAMES["datagram"] + TIMES + FRAMES[following]
    assert cut(data, cuts) == [FRAMES["datagram"], FRAMES[following]]
    assert cut(FRAMES["datagram"] + TIMES, cuts) == [FRAMES["datagram"]]
    assert cut(FRAMES["datagram"] + TIMES[:3], cuts) == [FRAMES["datagram"], TIMES[:3]]


@pytest.mark.parametrize("form", [stream, datagram])
@given(cuts=st.lists(st.integers(0, 1 << 16), max_size=8))
def test_a_long_message_is_cut_and_the_next_one_taken(form: object, cuts: list[int]) -> None:
    assert callable(form)
    long = form(message(xml="<remarks>" + "a" * 3 * LIMIT + "</remarks>"))
    found = cut(long + FRAMES["xml"] + long + FRAMES["stream"], cuts)
    assert found == [long[: LIMIT + 1], FRAMES["xml"], long[: LIMIT + 1], FRAMES["stream"]]


def test_long_messages_take_no_more_memory_than_the_limit() -> None:
    splitter = TakSplitter("event", LIMIT)
    size = 30 * 1024 * 1024
    inner = b"\x12" + varint(size)
    frames = splitter.feed(b"\xbf" + varint(size + len(inner)) + inner)
    for _ in range(30):
        frames += splitter.feed(bytes(1024 * 1024))
        assert len(splitter._held) <= 1024 * 1024 + LIMIT
    assert [len(frame) for frame in frames] == [LIMIT + 1]
    assert splitter.feed(FRAMES["stream"]) == [FRAMES["stream"]]


@pytest.mark.parametrize(
    "promise",
    [
        b"\xbf" + varint(framing_tak.BIGGEST + 1) + b"\x12",
        b"\xbf\x01\xbf\x12" + varint(framing_tak.BIGGEST + 1),
        b"\xbf\x01\xbf\x0a" + varint(LIMIT * 2),
        b"\xbf\x30\x0b\x00",
        b"\xbf\x30\x12\x40",
        b"\xbf\x30\x12\x01a\x03",
    ],
)
def test_a_header_that_cannot_be_true_keeps_nothing_waiting(promise: bytes) -> None:
    splitter = TakSplitter("event", LIMIT)
    assert splitter.feed(promise + FRAMES["xml"]) == [promise, FRAMES["xml"]]


@pytest.mark.deep
@pytest.mark.parametrize(
    "hostile",
    [b"\xbf", b"\xbf\x7f\x12\x00", b"\xbf\x01\xbf\x0a\x00", b"\xbf\xff\xff\x3f\x12\x02ab", b"<\xbf"],
)
def test_work_grows_with_the_bytes(hostile: bytes) -> None:
    """A hundred times the bytes in far less than a hundred times a hundred times the time."""
    data = hostile * (1024 * 1024 // len(hostile))
    began = time.perf_counter()
    assert len(b"".join(cut(data, [], 1024 * 1024))) <= len(data)
    assert time.perf_counter() - began < 20


def test_the_same_splitter_goes_on_after_its_end() -> None:
    splitter = TakSplitter("event", LIMIT)
    splitter.feed(FRAMES["datagram"])
    splitter.feed(FRAMES["stream"][:9])
    splitter.close()
    assert splitter.feed(FRAMES["stream"]) == [FRAMES["stream"]]
    assert splitter.close() == []

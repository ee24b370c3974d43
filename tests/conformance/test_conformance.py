"""What every format and adapter must pass, by being in its folder."""

from __future__ import annotations

import json
import os
import random
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlob import formats
from mlob.adapters import known as adapters
from mlob.errors import DecodeError
from tests.conformance import golden

FORMATS = sorted(formats.known())
MUTATIONS = 2000 if os.environ.get("MLOB_DEEP") else 100
DEEP = settings(
    max_examples=MUTATIONS,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
BOMBS = {
    "empty": b"",
    "nul": b"\x00" * 100,
    "not utf-8": b"\xff\xfe\xfd<event>\xc3\x28",
    "deep xml": b"<event>" * 200_000,
    "deep closed xml": b"<a>" * 1000 + b"</a>" * 1000,
    "deep json": b'{"type":"Feature","properties":' + b"[" * 200_000,
    "deep closed json": b"[" * 100_000 + b"]" * 100_000,
    "ten megabytes": b"<event>" + b"a" * 10_000_000,
    "ten megabytes of json": b'{"type":"' + b"a" * 10_000_000 + b'"}',
    "laughs": b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><event>&c;</event>',
    "outside entity": b'<!DOCTYPE event [<!ENTITY x SYSTEM "file:///etc/passwd">]><event>&x;</event>',
    "hidden doctype": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE event><event/>'.encode("utf-16"),
    "nan": b'{"type":"Feature","id":1,"geometry":{"type":"Point","coordinates":[NaN,1]},"properties":{}}',
    "overflow": b'{"type":"Feature","id":1,"geometry":null,"properties":{"kind":"note","x":1e999}}',
}


def survives(form: str, frame: bytes) -> bool:
    """Whether a frame said something; any error but DecodeError comes out of the test."""
    try:
        list(golden.observe(form, frame))
    except DecodeError as error:
        return not str(error).strip()
    return True


def chopped(form: str, data: bytes, cuts: list[int]) -> list[bytes]:
    splitter = formats.known()[form].splitter()
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    frames = [frame for a, b in pairwise(edges) for frame in splitter.feed(data[a:b])]
    return frames + splitter.close()


@pytest.mark.parametrize("form", FORMATS)
def test_declaration(form: str) -> None:
    declared = formats.known()[form]
    assert declared.name == form
    assert all((declared.title, declared.version, declared.reads, declared.ignores))
    assert any(form in adapter.formats for adapter in adapters().values())


@pytest.mark.parametrize("form", FORMATS)
def test_golden(form: str) -> None:
    """To renew: MLOB_GOLDEN=1; then read the difference."""
    path = golden.FOLDER / form / "observations.json"
    frames = formats.split(formats.known()[form], golden.payload(form))
    found = [golden.outcome(form, frame) for frame in frames]
    if os.environ.get("MLOB_GOLDEN"):
        path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == json.loads(path.read_text(encoding="utf-8"))
    assert any(isinstance(item, list) and item for item in found)


@pytest.mark.parametrize("form", FORMATS)
@DEEP
@given(data=st.data())
def test_rubbish(form: str, data: st.DataObject) -> None:
    frames = formats.split(formats.known()[form], golden.payload(form))
    frame = bytearray(data.draw(st.sampled_from(frames)))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(0, len(frame) - 1)))
        piece = data.draw(st.one_of(st.binary(max_size=4), st.sampled_from(PIECES)))
        frame[at : at + data.draw(st.integers(0, 12))] = piece
    survives(form, bytes(frame))
    for part in formats.split(formats.known()[form], bytes(frame)):
        survives(form, part)


PIECES = [
    b"9" * 400,
    b"1e999",
    b"NaN",
    b"-",
    b'"',
    b"<",
    b">",
    b"|",
    b"{",
    b"]",
    b"null",
    b"\xf0\x9f",
    b"&x;",
]


@pytest.mark.parametrize("form", FORMATS)
@DEEP
@given(cuts=st.lists(st.integers(0, 1 << 20), max_size=12), seed=st.integers(0, 1 << 16))
def test_frames_are_the_same_however_the_stream_is_chopped(form: str, cuts: list[int], seed: int) -> None:
    data = bytearray(golden.payload(form))
    noise = random.Random(seed)
    for _ in range(noise.randrange(4)):
        data.insert(noise.randrange(len(data)), noise.choice(b'<>"{}[]\n\\ \x1e'))
    assert chopped(form, bytes(data), cuts) == chopped(form, bytes(data), [])


@pytest.mark.parametrize("form", FORMATS)
def test_byte_by_byte(form: str) -> None:
    data = golden.payload(form)
    assert chopped(form, data, list(range(len(data)))) == chopped(form, data, [])


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs(form: str, bomb: str) -> None:
    assert not survives(form, BOMBS[bomb])
    for frame in formats.split(formats.known()[form], BOMBS[bomb]):
        assert not survives(form, frame)


@pytest.mark.parametrize("form", FORMATS)
def test_memory_is_bounded_and_the_stream_goes_on(form: str) -> None:
    splitter = formats.known()[form].splitter()
    frames = [frame for _ in range(40) for frame in splitter.feed(b"\n{" + b"a" * (1 << 18))]
    assert max(map(len, frames + splitter.close()), default=0) <= 9 * 1024 * 1024
    good = formats.split(formats.known()[form], golden.payload(form))
    assert splitter.feed(golden.payload(form)) + splitter.close() == good


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_frame_twice_is_the_same_observation(form: str) -> None:
    for frame in formats.split(formats.known()[form], golden.payload(form)):
        assert golden.outcome(form, frame) == golden.outcome(form, frame)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("seed", range(5))
def test_frames_that_come_twice_and_in_another_order_make_the_same_picture(form: str, seed: int) -> None:
    frames = formats.split(formats.known()[form], golden.payload(form))
    shuffled = [*frames, *frames]
    random.Random(seed).shuffle(shuffled)
    assert golden.pictured(form, shuffled) == golden.pictured(form, frames)

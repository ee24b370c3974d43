"""P2000 lines: both shapes, what they leave out, and what is wrong with a line that is refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlob.errors import DecodeError
from mlob.formats import known, split
from mlob.formats.framing_lines import LIMIT, LineSplitter
from mlob.formats.p2000 import FORMAT, Message, decode
from mlob.model import Reception, Source

RECEPTION = Reception(
    source=Source(name="p2000", format="p2000", disciplines=(), timezone="Europe/Amsterdam"),
    received_at=datetime(2026, 1, 5, 20, 15, tzinfo=UTC),
)
FLEX = b"FLEX|2026-01-05 20:02:16|1600/2/K/A|00.068|002029572 001002650|ALN|P 1 BR woning Weert"
NEXT = b"FLEX_NEXT|1600/2|12.023.A|0002029582|SG|5|ALN|3.0.K|0001523001|0001523171|A1 Bloemstraat HILLGM"


def messages(frame: bytes) -> list[Message]:
    return list(decode(frame, RECEPTION))


def test_the_format_is_known_by_its_name() -> None:
    assert known()["p2000"] is FORMAT


def test_flex() -> None:
    assert messages(FLEX) == [
        Message(
            observed_at=datetime(2026, 1, 5, 20, 2, 16, tzinfo=UTC),
            capcodes=("2029572", "1002650"),
            body="P 1 BR woning Weert",
            kind="ALN",
        )
    ]


def test_flex_next_has_no_time_and_its_group_in_front_of_the_text() -> None:
    assert messages(NEXT) == [
        Message(
            observed_at=None,
            capcodes=("2029582", "1523001", "1523171"),
            body="A1 Bloemstraat HILLGM",
            kind="ALN",
        )
    ]


def test_a_bar_in_the_text_belongs_to_the_text() -> None:
    assert messages(FLEX + b" a|b")[0].body == "P 1 BR woning Weert a|b"
    assert messages(NEXT + b" a|0001523001|b")[0].body == "A1 Bloemstraat HILLGM a|0001523001|b"


@pytest.mark.parametrize("kind", [b"NUM", b"TON", b"UNK"])
def test_pages_without_text_are_no_messages(kind: bytes) -> None:
    assert messages(FLEX.replace(b"ALN", kind)) == []
    assert messages(b"FLEX_NEXT|1600/2|12.023.A|0001523001|LS|2|" + kind) == []


def test_general_purpose_pages_are_kept() -> None:
    assert messages(FLEX.replace(b"ALN", b"GPN"))[0].kind == "GPN"


def test_pieces_with_text_are_marked_and_empty_ones_say_nothing() -> None:
    assert messages(FLEX.replace(b"/K/", b"/F/"))[0].partial
    assert messages(NEXT.replace(b"3.0.K", b"3.1.C"))[0].partial
    assert messages(b"FLEX_NEXT|1600/2|14.110.A|0002029569|SG|5|ALN|3.1.F|") == []
    assert messages(b"FLEX|2026-01-05 20:02:16|1600/2/C/A|00.068|002029572|ALN|") == []


def test_unseen_characters_go_and_stray_bytes_stay_readable() -> None:
    frame = FLEX + "\x00\x07\u202e\u2066 \u200fcafé".encode()
    assert messages(frame)[0].body == "P 1 BR woning Weert café"
    assert messages(FLEX + b" caf\xe9 \x9b")[0].body == "P 1 BR woning Weert café"


@pytest.mark.parametrize(
    ("frame", "element"),
    [
        (b"A1 Breda", "kop"),
        (b"", "kop"),
        (b"FLEX: 2026-01-05 20:02:16 1600/2/K/A", "kop"),
        (FLEX.replace(b"2026-01-05", b"2026-13-05"), "tijd"),
        (FLEX.replace(b"2026-01-05 20", b"2026-1-5 20"), "tijd"),
        (FLEX.replace(b"1600/2/K/A", b"1600/2/Q/A"), "snelheid"),
        (FLEX.replace(b"00.068", b"x"), "cyclus"),
        (FLEX.replace(b"002029572 001002650", b"12345"), "capcode"),
        (FLEX.replace(b"002029572 001002650", b""), "capcode"),
        (FLEX.replace(b"002029572", "٠٠٢٠٢٩٥٧٢".encode()), "capcode"),
        (FLEX.replace(b"ALN", b"XYZ"), "soort"),
        (b"FLEX|2026-01-05 20:02:16|1600/2/K/A|00.068|002029572", "soort"),
        (b"FLEX|2026-01-05 20:02:16|1600/2/K/A|00.068|002029572|ALN", "tekst"),
        (b"FLEX|", "tijd"),
        (b"FLEX_NEXT|", "snelheid"),
        (NEXT.replace(b"12.023.A", b"12.023"), "cyclus"),
        (NEXT.replace(b"0002029582", b"2029582"), "capcode"),
        (NEXT.replace(b"|SG|", b"|XX|"), "adressoort"),
        (NEXT.replace(b"|5|", b"|?|"), "berichttype"),
        (NEXT.replace(b"ALN", b"XYZ"), "soort"),
        (NEXT.replace(b"3.0.K", b"3.0.X"), "deel"),
        (b"FLEX_NEXT|1600/2|12.023.A|0002029582|SG|5|ALN|3.0.K", "tekst"),
        (FLEX + b"x" * LIMIT, "regel"),
    ],
)
def test_what_is_wrong_with_a_line_is_named(frame: bytes, element: str) -> None:
    with pytest.raises(DecodeError, match=f"^{element}:"):
        messages(frame)


def test_lines_of_both_systems_blank_ones_skipped_the_last_without_end() -> None:
    assert split(FORMAT, b"one\n\r\n\n  \ntwo\r\nthree") == [b"one", b"two", b"three"]


def test_a_line_over_the_limit_is_cut_and_the_next_is_taken() -> None:
    splitter = LineSplitter(limit=8)
    assert splitter.feed(b"1234567") == []
    assert splitter.feed(b"8\r\n") == [b"12345678"]
    assert splitter.feed(b"x" * 100) == []
    assert splitter.feed(b"y" * 100) == []
    assert splitter.feed(b"z\nnext\n" + b"w" * 50) == [b"x" * 9, b"next"]
    assert splitter.close() == [b"w" * 9]
    assert splitter.close() == []


@given(st.binary(max_size=200), st.lists(st.integers(0, 200)))
def test_where_the_stream_is_cut_changes_nothing(data: bytes, cuts: list[int]) -> None:
    splitter, frames = LineSplitter(limit=20), []
    edges = [0, *sorted(cuts), len(data)]
    for start, end in pairwise(edges):
        frames += splitter.feed(data[start:end])
    whole = LineSplitter(limit=20)
    assert frames + splitter.close() == whole.feed(data) + whole.close()


@given(st.binary(max_size=300))
def test_rubbish_is_refused_and_nothing_worse(data: bytes) -> None:
    for frame in (data, b"FLEX|" + data, b"FLEX_NEXT|" + data, FLEX[: len(data)] + data):
        with suppress(DecodeError):
            assert len(messages(frame)) <= 1


def test_every_line_of_the_sample_evening_decodes(corpus: Path) -> None:
    lines = [line for path in sorted(corpus.glob("p2000/*.txt")) for line in split(FORMAT, path.read_bytes())]
    assert lines
    assert all(len(messages(line)) == 1 for line in lines)

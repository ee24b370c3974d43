"""The bench of reading: a row for every format, and samples that say what they are meant to say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from click.testing import CliRunner

from mlob import formats, intake
from mlob.bench import decode, samples
from mlob.bench.samples import Sample
from mlob.commands.bench import bench
from tests.observations import source

START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HERE = [sample for sample in samples.known() if sample.format in formats.known()]


@pytest.mark.parametrize("sample", HERE, ids=lambda sample: sample.title)
def test_a_sample_is_read_and_each_frame_is_another_message(sample: Sample) -> None:
    payloads = sample.frames(3, START)
    form = formats.known()[sample.format]
    frames = [frame for one in payloads for frame in formats.split(form, one)]
    assert len(frames) == len(payloads) * (sample.rows or 1)
    taken = intake.take(
        source("bron", *sample.disciplines, format=sample.format), frames, START + timedelta(hours=1)
    )
    assert not taken.rejects
    assert taken.ignored == 0
    assert len({item.id for item in taken.observations}) == len(taken.observations) >= len(frames)
    assert all(not item.once for item in taken.observations)
    for one in payloads:
        assert sample.bare.parse(one) is not None


def test_every_format_has_a_row_also_without_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "known", lambda: tuple(item for item in HERE if item.format != "gpx"))
    rows = decode.measure((), 1)["rows"]
    assert {row["format"] for row in rows} == set(formats.known())
    lone = next(row for row in rows if row["format"] == "gpx")
    assert lone["frames"] == 0
    assert "no sample" in lone["note"]


def test_the_command_says_rates_ratios_and_targets() -> None:
    done = CliRunner().invoke(bench, ["decode", "--format", "cot", "--format", "p2000", "--frames", "200"])
    assert done.exit_code == 0, done.output
    rows = msgspec.json.decode(done.stdout)["rows"]
    assert [row["sample"] for row in rows] == ["cot (XML)", "cot (protobuf)", "p2000"]
    assert [row["target_per_s"] for row in rows] == [20_000, 20_000, 50_000]
    for row in rows:
        assert row["observations"] == row["messages"] == row["frames"] == 200
        assert 0 < row["take_ratio"] < row["decode_ratio"] < 1
        assert row["met"] == (row["decode_per_s"] >= row["target_per_s"])


def test_it_knows_which_formats_there_are() -> None:
    done = CliRunner().invoke(bench, ["decode", "--format", "onbekend"])
    assert done.exit_code == 2
    assert "p2000" in done.output

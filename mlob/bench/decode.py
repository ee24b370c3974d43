"""How fast each format is read on one core, beside the bare parser of the same frames in the same run.

Rates are frames a second of processor time, rows a second for a table. `decode` is from bytes to the
messages of the standard; `take` is all that comes before the journal (decode, adapters, admission,
place) in slices of the size that the workers take. `ratio` is of the bare parser, half of which runs
before and half after, so that neither the order nor what else the machine does favours one of them.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import click

from mlob import formats, intake
from mlob.bench import samples
from mlob.bench.samples import Sample
from mlob.house import spare_garbage_collection
from mlob.model import Reception, Source

__all__ = ["measure"]

_BYTES = 10_000_000
"""Of large frames fewer are taken, so that each format takes some seconds."""
_SLICE = 100
_FIRST = 20
"""Frames that are read before anything is measured: what is loaded once is no part of it."""


def measure(names: Sequence[str], amount: int) -> dict[str, Any]:
    """A row for each sample of the formats that are asked for (all when none are)."""
    spare_garbage_collection()
    chosen = [name for name in formats.known() if not names or name in names]
    rows: list[dict[str, Any]] = []
    with click.progressbar(chosen, label="decode", file=sys.stderr, item_show_func=str) as bar:
        for name in bar:
            mine = [sample for sample in samples.known() if sample.format == name]
            rows += [_row(sample, amount) for sample in mine] or [_none(name)]
    return {"bench": "decode", "per": "s of processor time on one core", "rows": rows}


def _none(name: str) -> dict[str, Any]:
    return {"format": name, "frames": 0, "note": "no sample in mlob/bench/samples"}


class _Reading:
    """The three ways in which the frames of one sample are read; each says how much it found."""

    def __init__(self, sample: Sample, now: datetime) -> None:
        self.sample, self.now = sample, now
        self.form = formats.known()[sample.format]
        self.source = Source(
            name=sample.format.replace("_", "-"), format=sample.format, disciplines=sample.disciplines
        )
        self.reception = Reception(source=self.source, received_at=now)

    def cut_before(self, payloads: Sequence[bytes]) -> Sequence[bytes]:
        """Frames as a connection cuts them; a table stays whole, as its rows are what it is cut into."""
        if self.sample.rows:
            return payloads
        return [frame for one in payloads for frame in formats.split(self.form, one)]

    def bare(self, payloads: Sequence[bytes]) -> int:
        return sum(self.sample.bare.parse(one) is not None for one in payloads)

    def decode(self, payloads: Sequence[bytes]) -> int:
        return sum(1 for frame in self._cut(payloads) for _ in self.form.decode(frame, self.reception))

    def take(self, payloads: Sequence[bytes]) -> int:
        frames = list(self._cut(payloads))
        slices = (frames[start : start + _SLICE] for start in range(0, len(frames), _SLICE))
        return sum(len(intake.take(self.source, part, self.now).observations) for part in slices)

    def _cut(self, payloads: Sequence[bytes]) -> Iterable[bytes]:
        if not self.sample.rows:
            return payloads
        return (frame for one in payloads for frame in formats.split(self.form, one))


def _row(sample: Sample, amount: int) -> dict[str, Any]:
    now = datetime.now(UTC)
    reading = _Reading(sample, now)
    payloads = reading.cut_before(_payloads(sample, amount, now - timedelta(hours=1)))
    for work in (reading.bare, reading.decode, reading.take):
        work(payloads[:_FIRST])
    half = (len(payloads) + 1) // 2
    before, _ = _timed(reading.bare, payloads[:half])
    decoding, messages = _timed(reading.decode, payloads)
    taking, observations = _timed(reading.take, payloads)
    after, _ = _timed(reading.bare, payloads[half:])
    frames = len(payloads) * (sample.rows or 1)
    decoded, taken, most = (frames / max(spent, 1e-9) for spent in (decoding, taking, before + after))
    row = {
        "format": sample.format,
        "sample": sample.title,
        "frames": frames,
        "mean_bytes": round(sum(map(len, payloads)) / frames),
        "messages": messages,
        "observations": observations,
        "decode_per_s": round(decoded),
        "take_per_s": round(taken),
        "bare_per_s": round(most),
        "bare": sample.bare.name,
        "decode_ratio": round(decoded / most, 3),
        "take_ratio": round(taken / most, 4),
    }
    if sample.target:
        row |= {"target_per_s": sample.target, "met": decoded >= sample.target}
    return row


def _payloads(sample: Sample, amount: int, start: datetime) -> list[bytes]:
    size = len(sample.frames(1, start)[0]) / (sample.rows or 1)
    return sample.frames(max(1, min(amount, int(_BYTES / size))), start)


def _timed(work: Callable[[Sequence[bytes]], int], payloads: Sequence[bytes]) -> tuple[float, int]:
    """Processor seconds of a piece of work, and what it counted."""
    gc.collect()
    started = time.process_time()
    found = work(payloads)
    return time.process_time() - started, found

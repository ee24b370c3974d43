"""A whole package of a snapshot in a warm worker process, beside one page by matplotlib in the same run."""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mlob.bench import snapshot_peer
from mlob.bench.snapshot_picture import material
from mlob.snapshot import forms, make, memory
from mlob.snapshot.compose import compose
from mlob.snapshot.worker import MEMORY

__all__ = ["SIX", "measure"]

SIX = ("pdf", "pptx", "png", "xlsx", "gpkg", "geojson")
"""The forms of a whole package (SPEED, briefing)."""
_POLYGONS = 342
"""The gemeenten: what the map is drawn on, by us and by the peer."""

T = TypeVar("T")


class _Timed(msgspec.Struct):
    """What one worker says: seconds of each run, of the first one, bytes of files, and its memory.

    `held_mb` is what it keeps between two orders: from `worker.MEMORY` on it would begin anew.
    """

    seconds: dict[str, list[float]] = {}
    first: float = 0.0
    sizes: dict[str, int] = {}
    peak_mb: float = 0.0
    held_mb: float = 0.0


def measure(runs: int) -> dict[str, Any]:
    """Seconds of the package and of each form (median, most), memory, and how much faster than the peer."""
    with _worker() as worker:
        ours = worker.submit(_ours, runs).result()
    with _worker() as worker:
        peer = worker.submit(_peer, runs).result()
    known = [name for name in SIX if name in forms.known()]
    package, page = statistics.median(ours.seconds["package"]), None
    if peer.seconds.get("matplotlib"):
        page = statistics.median(peer.seconds["matplotlib"])
    said = material()
    return {
        "bench": "snapshot",
        "runs": runs,
        "features": len(said.picture["features"]),
        "polygons": _POLYGONS,
        "timeline": len(said.timeline),
        "forms": known,
        "missing": [name for name in SIX if name not in known],
        "seconds": {name: _spread(found) for name, found in ours.seconds.items()},
        "first_package_seconds": round(ours.first, 3),
        "kilobytes": {name: round(size / 1000) for name, size in ours.sizes.items()},
        "peak_mb": ours.peak_mb,
        "held_mb": ours.held_mb,
        "begins_anew": ours.held_mb > MEMORY / 2**20,
        "peer": {name: _spread(found) for name, found in peer.seconds.items()} | {"peak_mb": peer.peak_mb},
        "package_to_matplotlib_page": None if page is None else round(package / page, 2),
        "pdf_to_matplotlib_page": None
        if page is None or "pdf" not in known
        else round(statistics.median(ours.seconds["pdf"]) / page, 2),
    }


def _worker() -> ProcessPoolExecutor:
    """A process of its own, that knows nothing of this one."""
    return ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn"))


def _ours(runs: int) -> _Timed:
    """Each run has another picture, so that nothing is remembered of the one before.

    The process has loaded what the worker of the briefings loads, and is as frugal.
    """
    memory.frugal()
    found = _Timed()
    known = [name for name in SIX if name in forms.known()]
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    with TemporaryDirectory() as folder:
        times = [
            _seconds(
                partial(make.make, material(run), known, Path(folder) / str(run), key, {"mlob": "bench"})
            )
            for run in range(runs + 1)
        ]
    found.first, found.seconds["package"] = times[0], times[1:]
    memory.give_back()
    found.held_mb = _mb(memory.held())
    found.peak_mb = _mb(memory.peak())  # of the package: after this the other forms come too
    for name in [*known, *sorted(forms.known().keys() - set(SIX))]:
        render = forms.known()[name].render
        found.seconds[name] = []
        for run in range(runs + 1, 2 * runs + 1):
            said = material(run)
            files, taken = _timed(partial(render, said, compose(said)))
            found.sizes[name] = sum(map(len, files.values()))
            found.seconds[name].append(taken)
    return found


def _peer(runs: int) -> _Timed:
    found = _Timed()
    pictures = [material(run) for run in range(runs + 1)]
    if (plot := snapshot_peer.plot_page()) is not None:
        plot(pictures[0].picture["features"])
        found.seconds["matplotlib"] = [
            _seconds(partial(plot, said.picture["features"])) for said in pictures[1:]
        ]
        found.peak_mb = _mb(memory.peak())
    if (weasy := snapshot_peer.weasy_page()) is not None:
        (document,) = forms.known()["html"].render(pictures[0], compose(pictures[0])).values()
        found.seconds["weasyprint"] = [_seconds(partial(weasy, document))]
    return found


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    found = work()
    return found, time.perf_counter() - started


def _seconds(work: Callable[[], object]) -> float:
    return _timed(work)[1]


def _spread(values: Sequence[float]) -> dict[str, float]:
    return {"median": round(statistics.median(values), 3), "most": round(max(values), 3)}


def _mb(size: int) -> float:
    return round(size / 2**20, 1)

"""A whole package of a snapshot in a warm worker process, beside one page by matplotlib in the same run."""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mlob.bench import snapshot_peer
from mlob.bench.snapshot_picture import material
from mlob.snapshot import forms, make
from mlob.snapshot.compose import compose

__all__ = ["SIX", "measure"]

SIX = ("pdf", "pptx", "png", "xlsx", "gpkg", "geojson")
"""The forms of a whole package (SPEED, briefing)."""
_POLYGONS = 342


class _Timed(msgspec.Struct):
    """What one worker says: seconds of each run, of the first one, bytes of files, and its most memory."""

    seconds: dict[str, list[float]] = {}
    first: float = 0.0
    sizes: dict[str, int] = {}
    peak_mb: float = 0.0


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
    found = _Timed()
    said = material()
    known = [name for name in SIX if name in forms.known()]
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    with TemporaryDirectory() as folder:

        def package() -> Path:
            return make.make(said, known, Path(folder), key, {"mlob": "bench"})

        found.first = _seconds(package)
        found.seconds["package"] = [_seconds(package) for _ in range(runs)]
    content = compose(said)
    found.peak_mb = _peak_mb()  # of the package: what comes now are also the other forms
    for name in [*known, *sorted(forms.known().keys() - set(SIX))]:
        render = forms.known()[name].render
        found.sizes[name] = sum(map(len, render(said, content).values()))
        found.seconds[name] = [_seconds(lambda: render(said, content)) for _ in range(runs)]  # noqa: B023
    return found


def _peer(runs: int) -> _Timed:
    found = _Timed()
    said = material()
    features = said.picture["features"]
    if (plot := snapshot_peer.plot_page()) is not None:
        plot(features)
        found.seconds["matplotlib"] = [_seconds(lambda: plot(features)) for _ in range(runs)]
        found.peak_mb = _peak_mb()
    if (weasy := snapshot_peer.weasy_page()) is not None:
        (document,) = forms.known()["html"].render(said, compose(said)).values()
        found.seconds["weasyprint"] = [_seconds(lambda: weasy(document))]
    return found


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _spread(values: Sequence[float]) -> dict[str, float]:
    return {"median": round(statistics.median(values), 3), "most": round(max(values), 3)}


def _peak_mb() -> float:
    """The most memory that this process had resident (proc(5), VmHWM)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024, 1)

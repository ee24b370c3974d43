"""What tests share: the number of property cases, a real store, and how they are dealt to several workers."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from hypothesis import HealthCheck, settings

from mlob.redis_server import EmbeddedRedis

DEEP = bool(os.environ.get("MLOB_DEEP"))

settings.register_profile(
    "mlob",
    max_examples=2000 if DEEP else 100,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("mlob")


LONG = (
    "tests/test_past.py",
    "tests/browser/",
    "tests/faults/",
    "tests/web/",
    "tests/outward/",
    "tests/bench/",
    "tests/test_checkpoints.py",
    "tests/snapshot/",
)
"""What takes long, in the order in which it starts: what is left when it ends fills every worker."""
TOGETHER = ("tests/web/ogc/", "tests/web/together/")
"""Folders of which one worker does all, as their tests share a system."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long goes first, and what shares a browser and a system goes in a row."""

    def place(item: pytest.Item) -> int:
        return next((at for at, start in enumerate(LONG) if item.nodeid.startswith(start)), len(LONG))

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """Thousands of tests are kept until the end: what collects garbage need not look at them each time."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `--dist loadfile`: files are dealt as they stand, a folder of `TOGETHER` as if it were one."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid.split("::")[0])

    config.option.loadscopereorder = False
    return Scheduling(config, log)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedRedis]:
    """An embedded store for the whole run."""
    found = EmbeddedRedis(tmp_path_factory.mktemp("store"))
    found.start()
    yield found
    found.stop()


@pytest.fixture
def store(server: EmbeddedRedis) -> Iterator[redis.Redis]:
    """An empty store."""
    with redis.Redis.from_url(server.url) as client:
        client.flushall()
        yield client


@pytest.fixture
def shared() -> Path:
    """The reference data beside the project; a test that needs it is skipped without it."""
    found = Path(__file__).resolve().parents[2] / "shared"
    if not found.is_dir():
        pytest.skip("../shared is not here")
    return found


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real sample messages; the test is skipped where there is none."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data" / "samples"
    folder = Path(os.environ.get("MLOB_CORPUS", beside))
    if not folder.is_dir():
        pytest.skip("no sample corpus: set MLOB_CORPUS to its folder")
    return folder

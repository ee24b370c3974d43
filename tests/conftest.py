"""What tests share: the number of property cases, and a real store."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

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

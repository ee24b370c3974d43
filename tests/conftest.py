"""What all tests share: how many cases a property test tries, and where the sample corpus is."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# `make deep` sets MLOB_DEEP. A shared machine makes single cases slow, so none has a deadline.
settings.register_profile("quick", max_examples=100, deadline=None)
settings.register_profile(
    "deep", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("deep" if os.environ.get("MLOB_DEEP") else "quick")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real sample messages; the test is skipped where there is none."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data" / "samples"
    folder = Path(os.environ.get("MLOB_CORPUS", beside))
    if not folder.is_dir():
        pytest.skip("no sample corpus: set MLOB_CORPUS to its folder")
    return folder

"""One system for all tests in this folder: what one of them sends does not disturb another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.system import System
from tests.web.shelters import SOURCES


@pytest.fixture(scope="package")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The whole system, with two push sources."""
    with System(tmp_path_factory.mktemp("together"), SOURCES) as found:
        yield found

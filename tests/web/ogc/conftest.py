"""One system for all tests in this folder: they only ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.system import System
from tests.web.ogc.service import SOURCES, fill


@pytest.fixture(scope="package")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The whole system, with something of every kind in its picture."""
    with System(tmp_path_factory.mktemp("ogc"), SOURCES, "exercise = true") as found:
        fill(found)
        yield found

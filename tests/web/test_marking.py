"""What leaves a system whose organisation has set no marking: nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.system import System
from tests.web.test_snapshots import LIGHT, post
from tests.web.together.test_papers import filed, refused


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A system with a marking that says nothing."""
    with System(tmp_path_factory.mktemp("bare"), "", marking=" ") as found:
        yield found


def test_no_paper_of_a_request(bare: System) -> None:
    name = filed(bare)
    for paper in ("edxl-rm", "form.pdf", "letter.txt"):
        status, reason = refused(bare, f"requests/{name}/{paper}")
        assert status == 409
        assert "rubricering" in reason


def test_no_package_is_ordered(bare: System) -> None:
    status, _, found = post(bare, LIGHT)
    assert (status, "rubricering" in found["detail"]) == (409, True)
    assert bare.post("/api/v1/briefing/preview", {})[0] == 200

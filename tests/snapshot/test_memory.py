"""What the process that makes briefings holds: measured, given back, and left alone on other C libraries."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from typing import Any

import pytest

from mlob.snapshot import memory


@pytest.fixture
def libc(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """A C library that says what it is asked."""
    asked: list[tuple[Any, ...]] = []

    class Asked:
        def mallopt(self, *given: int) -> None:
            asked.append(("mallopt", *given))

        def malloc_trim(self, *given: int) -> None:
            asked.append(("malloc_trim", *given))

    monkeypatch.setattr(memory, "_libc", Asked)
    return asked


def test_one_arena_and_large_blocks_of_their_own(libc: list[tuple[Any, ...]]) -> None:
    memory.frugal()
    assert libc == [("mallopt", -8, 1), ("mallopt", -3, 1 << 20)]


def test_what_is_free_goes_back(libc: list[tuple[Any, ...]]) -> None:
    memory.give_back()
    assert libc == [("malloc_trim", 0)]


def test_another_c_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda name: object())
    assert memory._libc.__wrapped__() is None
    monkeypatch.setattr(memory, "_libc", lambda: None)
    memory.frugal()
    memory.give_back()


def test_it_is_measured() -> None:
    memory.give_back()
    assert 10 * 2**20 < memory.held() < 4 * 2**30
    assert 10 * 2**20 < memory.peak() < 4 * 2**30


def test_the_worker_loads_neither_formats_nor_projections() -> None:
    told = (
        "import sys, mlob.commands.house, mlob.snapshot.worker\n"
        "from mlob.config import Settings\n"
        "mlob.commands.house.refuse_faults(Settings(), sources=False)\n"
        "print(sorted({'mlob.formats.cot', 'mlob.transports.mqtt', 'pyproj', 'pandas'} & sys.modules.keys()))"
    )
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"

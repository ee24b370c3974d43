"""What the process that makes briefings holds, and how it gives back what it no longer uses.

The allocator of glibc keeps freed memory for what comes after, in an arena for each thread, and raises
by itself the size from which a block goes back at once. Typst allocates much, on threads of its own, so
that a worker would hold the most of every form together: 300 MB where no form needs that by itself.
Other C libraries (musl, macOS) have no such functions; there all of this does nothing.
"""

from __future__ import annotations

import ctypes
import os
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["frugal", "give_back", "held", "peak"]

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
"""Parameters of mallopt(3), from malloc.h."""
_ONE_BLOCK = 2**20
"""Bytes from which a block is one of its own, that goes back to the system when it is freed."""


def frugal() -> None:
    """Let this process keep little: call it once, where a process that makes briefings begins."""
    libc = _libc()
    if libc is not None:
        libc.mallopt(_ARENA_MAX, 1)
        libc.mallopt(_MMAP_THRESHOLD, _ONE_BLOCK)


def give_back() -> None:
    """Give memory that was freed back to the system, between two heavy parts: takes some milliseconds."""
    libc = _libc()
    if libc is not None:
        libc.malloc_trim(0)


def held() -> int:
    """Bytes that this process has resident now (proc(5), statm)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def peak() -> int:
    """The most bytes that this process ever had resident (proc(5), VmHWM)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024


@cache
def _libc() -> Any | None:
    """The C library of this process, when it is one with mallopt and malloc_trim."""
    try:
        libc = ctypes.CDLL(None)
    except OSError:
        return None
    known = hasattr(libc, "mallopt") and hasattr(libc, "malloc_trim")
    return libc if known else None

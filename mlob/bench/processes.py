"""What the parts of a running system used so far: processor time and memory, as Linux counts them."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

from mlob.house import House

__all__ = ["below", "of", "resident_mb", "spent_s", "used_s"]

_SCHEDULED = 2  # CPUCLOCK_SCHED: the time that the scheduler counted (linux/posix-timers.h)
_SERVERS = (b"redis-server", b"valkey-server")
_PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 1e6


def of(house: House) -> dict[str, int]:
    """The pid of each part of a house."""
    parts = {child.name: child.process for child in house.children}
    if house.store is not None:
        parts["redis"] = house.store.process
    return {name: process.pid for name, process in parts.items() if process is not None}


def below(pid: int) -> dict[str, int]:
    """The pid of each part that `mlob run` started, by the name of its command; `redis` is the store."""
    found = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        try:
            words = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
        except OSError:  # it ended meanwhile
            continue
        if b"mlob" in words:
            found[words[words.index(b"mlob") + 1].decode()] = int(child)
        elif any(server in words[0] for server in _SERVERS):  # it writes its address behind its name
            found["redis"] = int(child)
    return found


def spent_s(pids: Mapping[str, int]) -> dict[str, float]:
    """Processor seconds of each process so far; raises OSError for one that ended.

    By the clock that clock_getcpuclockid(3) names, to the nanosecond: /proc counts hundredths.
    """
    return {name: time.clock_gettime(~pid << 3 | _SCHEDULED) for name, pid in pids.items()}


def used_s(pids: Mapping[str, int], before: Mapping[str, float]) -> dict[str, float]:
    """Processor seconds of each process since it had spent `before`."""
    return {name: round(value - before.get(name, 0.0), 4) for name, value in spent_s(pids).items()}


def resident_mb(pids: Mapping[str, int]) -> dict[str, float]:
    """Resident megabytes of each process (proc(5), statm field 2)."""
    return {
        name: round(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE_MB, 1)
        for name, pid in pids.items()
    }

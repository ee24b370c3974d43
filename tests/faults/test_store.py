"""A store that stands still, is full, or has no disk: what was acknowledged stays, nothing doubles."""

from __future__ import annotations

import os
import signal
import time
import urllib.error
from collections.abc import Callable, Iterator

import pytest

from tests.conftest import DEEP
from tests.faults.test_kill import PUSH, Sender, _balance, _settled
from tests.system import System, wait_until


def stands_still(system: System) -> None:
    """Longer than a client waits (deep): the outcome of what is on its way is unknown."""
    pid = system.children()["redis"]
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(urllib.error.HTTPError):  # whoever watches gets an answer meanwhile: 503
        system.get("/readyz")
    time.sleep(30 if DEEP else 2)
    os.kill(pid, signal.SIGCONT)


def is_full(system: System) -> None:
    """No memory left: refused, and taken again when there is."""
    _refuse(system, "maxmemory", 1)


def has_no_disk(system: System) -> None:
    """What the house does when the disk is nearly full."""
    _refuse(system, "min-replicas-to-write", 1)


def _refuse(system: System, setting: str, value: int) -> None:
    with system.store() as store:
        store.config_set(setting, value)
        time.sleep(2)
        store.config_set(setting, 0)


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """One system, in which each trouble passes."""
    with System(tmp_path_factory.mktemp("trouble"), PUSH) as found:
        yield found


@pytest.mark.parametrize("fault", [stands_still, is_full, has_no_disk])
def test_a_store_in_trouble_loses_nothing_and_doubles_nothing(
    system: System, fault: Callable[[System], None]
) -> None:
    sender = Sender(system)
    sender.start()
    wait_until(lambda: len(sender.acknowledged) > 20)
    fault(system)
    count = len(sender.acknowledged)
    wait_until(lambda: len(sender.acknowledged) > count + 20)
    sender.done.set()
    sender.join(60)
    wait_until(system.ready)
    _settled(system)
    _balance(system, sender.acknowledged)

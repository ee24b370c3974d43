"""Work that is ended at one of its steps, as far as a test can have that within its own process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest


class Killed(BaseException):
    """The end of a process."""


def cut(
    monkeypatch: pytest.MonkeyPatch, number: int, after: bool, steps: Iterable[tuple[Any, str]]
) -> Callable[[], int]:
    """End the work just before (or after) the step `number` of those that leave something behind.

    `steps` are what is called, by place and name. Returns how many steps were done in all.
    """
    done = 0

    def step(place: Any, name: str) -> None:
        real = getattr(place, name)

        def instead(*arguments: Any, **named: Any) -> Any:
            nonlocal done
            done += 1
            if done == number and not after:
                raise Killed
            try:
                return real(*arguments, **named)
            finally:
                if done == number:
                    raise Killed

        monkeypatch.setattr(place, name, instead)

    for place, name in steps:
        step(place, name)
    return lambda: done

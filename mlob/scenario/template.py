"""Frames with open places: times of the scenario, shifted to now and written as the standard wants."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from mlob.errors import ConfigError
from mlob.model import iso
from mlob.moment import AMSTERDAM, moment

__all__ = ["Shift", "fill"]

Shift = Callable[[datetime], datetime]
"""Scenario time -> the time at which it happens now."""

_PLACE = re.compile(r"\{\{([^{}|]+)(?:\|(\w+))?\}\}")
_OWN_TIME = re.compile(r"t(?:([+-])(\d+))?")


def _cap(when: datetime) -> str:
    """CAP 1.2, 3.3.2: an offset, never Z."""
    return when.astimezone(AMSTERDAM).isoformat(timespec="seconds")


_WRITTEN: Mapping[str, Callable[[datetime], str]] = {
    "": iso,
    "cap": _cap,
    "flex": lambda when: when.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
    "clock": lambda when: when.astimezone(AMSTERDAM).strftime("%H:%M"),
}


def fill(body: str, when: datetime, shift: Shift, values: Mapping[str, object] | None = None) -> str:
    """`body` with its open places filled.

    `{{t}}` is `when` (already shifted), `{{t+3600}}` an hour later; `{{2021-07-14 13:21}}` a moment of
    the scenario; another name is one of `values`. After a bar: `cap`, `flex` or `clock`, else ISO 8601
    UTC. Raises ConfigError for a place that nothing fills.
    """

    def one(match: re.Match[str]) -> str:
        name, written = match[1].strip(), match[2] or ""
        if values is not None and name in values:
            return str(values[name])
        if written not in _WRITTEN:
            raise ConfigError(f"scenario: onbekende schrijfwijze in {match[0]}")
        return _WRITTEN[written](_moment(name, when, shift))

    return _PLACE.sub(one, body)


def _moment(name: str, when: datetime, shift: Shift) -> datetime:
    own = _OWN_TIME.fullmatch(name)
    if own is not None:
        seconds = int(own[2] or 0)
        return when + timedelta(seconds=-seconds if own[1] == "-" else seconds)
    try:
        return shift(moment(name))
    except ValueError:
        raise ConfigError(f"scenario: niets vult {{{{{name}}}}}") from None

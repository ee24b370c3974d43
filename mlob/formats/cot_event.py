"""What one CoT event says, whichever way it was written, and what its values must be."""

from __future__ import annotations

import math
import re
from datetime import datetime
from functools import lru_cache

import msgspec

from mlob.errors import DecodeError
from mlob.formats.cot_detail import Detail

__all__ = ["HOW", "LIMIT", "TYPE", "Event", "degrees", "distance", "is_exercise", "matched", "metres"]

LIMIT = 1024 * 1024
"""Longest event in bytes."""
UNKNOWN = 999_999.0
"""From here on a number means "not known": 9999999 in the schema, 999999 in the TAK protocol's own text."""

LONGEST_WORD = 128
"""Characters in a type: the longest of CoTtypes.xml has under 40, and what is seen of them is remembered."""

# Event.xsd: type is a path of words, with a remainder behind a semicolon now and then.
TYPE = re.compile(r"\w+(?:-[^-\s]+)*")
HOW = re.compile(r"\w(?:-[^-\s]+)*")


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One event; times are UTC, `hae`, `ce` and `le` metres, None when not known."""

    uid: str
    type: str
    time: datetime
    start: datetime
    stale: datetime
    how: str
    lat: float
    lon: float
    hae: float | None
    ce: float | None
    le: float | None
    detail: Detail
    exercise: bool = False


def matched(text: str, place: str, pattern: re.Pattern[str]) -> str:
    """The text when it has the form that the schema gives it."""
    if len(text) > LONGEST_WORD or not _matches(pattern, text):
        raise DecodeError(f"{place}: onleesbaar ({text[:40]!r})")
    return text


@lru_cache(maxsize=1024)
def _matches(pattern: re.Pattern[str], text: str) -> bool:
    """Senders use few types and say them often."""
    return pattern.fullmatch(text) is not None


def is_exercise(opex: str | None) -> bool:
    """Whether an event is part of an exercise (`e`, `e-<name>`) or a simulation (`s`, `s-<name>`).

    Event.xsd, opex; `o` is an operation, and an event without it makes no statement.
    """
    return bool(opex) and str(opex).partition("-")[0].strip().lower() in ("e", "s")


def degrees(value: float, place: str, most: float) -> float:
    """A latitude or longitude."""
    if not -most <= value <= most:
        if math.isfinite(value):
            raise DecodeError(f"{place}: ligt niet op aarde ({value})")
        raise DecodeError(f"{place}: geen getal ({value})")
    return value


def metres(value: float, place: str) -> float | None:
    """A height or distance; None when the number stands for "not known"."""
    if not math.isfinite(value):
        raise DecodeError(f"{place}: geen getal ({value})")
    return None if value >= UNKNOWN else value


def distance(value: float, place: str) -> float | None:
    """An error estimate, never below zero."""
    found = metres(value, place)
    # Some trackers write -1 for an error they do not know; the position is still worth having.
    return None if found is None or found < 0 else found

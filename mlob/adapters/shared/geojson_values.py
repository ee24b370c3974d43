"""Properties of a feature as values of the model; every DecodeError names the property."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from mlob import moment as moments
from mlob.errors import DecodeError
from mlob.model import Scalar

__all__ = ["choice", "flag", "is_plain", "moment", "number", "plain", "text", "whole"]

Choice = TypeVar("Choice", bound=StrEnum)
MILLISECONDS = range(10**11, 10**13)
"""Numbers that can only be a date in milliseconds: from March 1973 to November 2286."""


def text(given: dict[str, Any], name: str) -> str | None:
    """A text; a number is written out, as codes are often numbers."""
    value = given.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise DecodeError(f"{name}: geen tekst")
    return str(value)


def choice(given: dict[str, Any], name: str, allowed: type[Choice]) -> Choice | None:
    """One of the words of an enumeration."""
    value = given.get(name)
    if value is None:
        return None
    try:
        return allowed(value)
    except ValueError as error:
        words = ", ".join(allowed)
        raise DecodeError(f"{name}: onbekend ({str(value)[:40]!r}), kies uit {words}") from error


def number(given: dict[str, Any], name: str, least: float, most: float) -> float | None:
    """A number within bounds."""
    value = given.get(name)
    if value is None:
        return None
    if type(value) not in (int, float) or not least <= value <= most:
        raise DecodeError(f"{name}: geen getal van {least} tot en met {most} ({str(value)[:40]!r})")
    return float(value)


def whole(given: dict[str, Any], name: str, least: int, most: int) -> int | None:
    """A whole number within bounds."""
    value = given.get(name)
    if value is None:
        return None
    if type(value) not in (int, float) or not least <= value <= most or value != int(value):
        raise DecodeError(f"{name}: geen heel getal van {least} tot en met {most} ({str(value)[:40]!r})")
    return int(value)


def flag(given: dict[str, Any], name: str) -> bool:
    """Yes or no; no when it is not said."""
    value = given.get(name)
    if value is not None and not isinstance(value, bool):
        raise DecodeError(f"{name}: geen true of false ({str(value)[:40]!r})")
    return bool(value)


def moment(given: dict[str, Any], name: str, timezone: str) -> datetime | None:
    """A UTC moment; without an offset it is in the time zone of the source.

    ArcGIS writes a date as a number: milliseconds since 1970, UTC (Esri JSON, esriFieldTypeDate).
    """
    value = given.get(name)
    if value is None or value == "":
        return None
    try:
        if type(value) is int and value in MILLISECONDS:
            return datetime.fromtimestamp(value / 1000, UTC)
        return moments.moment(value, ZoneInfo(timezone))
    except (ValueError, TypeError, OverflowError) as error:
        raise DecodeError(f"{name}: geen tijd ({str(value)[:40]!r})") from error


def is_plain(value: Any) -> bool:
    """Whether the model can keep a value: a scalar, or a list of scalars."""
    return _is_scalar(value) or (isinstance(value, list) and all(_is_scalar(item) for item in value))


def plain(value: Any) -> Scalar:
    """A scalar as it is; of a list the texts, as the model keeps no other lists."""
    if not isinstance(value, list):
        return value  # type: ignore[no-any-return]
    return [item if isinstance(item, str) else str(item) for item in value if item is not None]


def _is_scalar(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, str | int | bool)

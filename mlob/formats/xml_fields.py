"""Texts, numbers and moments out of XML trees whose namespaces differ by version; errors name the element."""

from __future__ import annotations

import math
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from lxml import etree

from mlob.errors import DecodeError
from mlob.moment import moment

__all__ = ["LARGEST", "first", "found", "found_all", "real", "text", "time", "whole", "within", "words"]

LARGEST = 10**12
"""No count in a message is larger; what is, is a slip or a trick."""


def found(element: etree._Element, path: str) -> etree._Element | None:
    """The first element at a path of local names, `a/b`, in any namespace."""
    return element.find(_wild(path))


def found_all(element: etree._Element, path: str) -> list[etree._Element]:
    """Every element at a path of local names, in any namespace."""
    return element.findall(_wild(path))


def within(element: etree._Element, name: str) -> etree._Element | None:
    """The first element of that local name at any depth."""
    return next(element.iter("{*}" + name), None)


def words(element: etree._Element | None) -> str | None:
    """All text of an element and what is in it, with single spaces; None when there is none."""
    if element is None:
        return None
    return " ".join("".join(str(part) for part in element.itertext()).split()) or None


def text(element: etree._Element, path: str) -> str | None:
    """The text at a path of local names; None without it or when it is empty."""
    return words(found(element, path))


def first(element: etree._Element, *paths: str) -> str | None:
    """The text at the first of some paths that has any."""
    return next((value for path in paths if (value := text(element, path))), None)


def whole(value: str | None, name: str, least: int = 0) -> int | None:
    """A whole number from `least` on; None when nothing is written."""
    if value is None:
        return None
    number = real(value, name)
    if number != int(number) or not least <= number <= LARGEST:
        raise DecodeError(f"{name}: geen heel getal vanaf {least} ({value[:40]!r})")
    return int(number)


def real(value: str, name: str) -> float:
    """A finite number."""
    try:
        number = float(value)
    except ValueError as error:
        raise DecodeError(f"{name}: geen getal ({value[:40]!r})") from error
    if not math.isfinite(number):
        raise DecodeError(f"{name}: geen getal ({value[:40]!r})")
    return number


def time(value: str | None, name: str, zone: str) -> datetime | None:
    """A UTC moment (xs:dateTime); without an offset it is in the time zone of the source."""
    if value is None:
        return None
    try:
        if len(value) < 16 or value[10] != "T":
            raise ValueError(value)
        return moment(value, ZoneInfo(zone))
    except (ValueError, OverflowError) as error:
        raise DecodeError(f"{name}: geen tijd ({value[:40]!r})") from error


@lru_cache(maxsize=256)
def _wild(path: str) -> str:
    return "/".join(part if part == "." else "{*}" + part for part in path.split("/"))

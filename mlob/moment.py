"""Moments as CONTRACT reads them: ISO 8601; without an offset Europe/Amsterdam."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

__all__ = ["AMSTERDAM", "moment"]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def moment(text: str, zone: ZoneInfo = AMSTERDAM) -> datetime:
    """The UTC moment; in the doubled hour the first (fold=0). Raises ValueError.

    RFC 3339, 5.6: a small `t` and `z` are the same as the capitals.
    """
    if not isinstance(text, str):
        raise TypeError("a moment is a text")
    if not text.isprintable():
        raise ValueError("not a moment: there are control characters in it")
    found = datetime.fromisoformat(text.upper())
    return (found if found.tzinfo else found.replace(tzinfo=zone, fold=0)).astimezone(UTC)

"""What changed between two pictures, worst first."""

from __future__ import annotations

import msgspec

__all__ = ["Change"]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is different; `time` is when it was so (observed, UTC, ISO 8601) or None.

    `severity` (0-4) decides the order and the weight on the page.
    """

    what: str
    discipline: str
    region: str | None
    region_name: str | None
    severity: int
    time: str | None
    text: str
    entity: str
    exercise: bool

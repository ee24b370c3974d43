"""Values as they go into cells: never a formula, no longer than a cell holds, times as Excel has them."""

from __future__ import annotations

from datetime import UTC, datetime

from mlob.snapshot.cells import plain, text
from mlob.snapshot.content import Cell, When
from mlob.snapshot.words import AMSTERDAM

__all__ = ["LONGEST", "Value", "moments", "safe", "value"]

LONGEST = 32_767
"""Characters in a cell (ECMA-376 has no limit; Excel refuses more)."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, also after saving as CSV (TRUST, security)."""
_MORE = " … (ingekort)"
_MOST = 1e15
"""Larger numbers lose digits in a cell: these stay text, as does what is no number."""
_FIRST = datetime(1900, 3, 1)
"""Before this day the dates of Excel are wrong: it has a 29 February 1900."""

Value = str | float | datetime | bool | None


def safe(said: object) -> str:
    """A text that is no formula, in a cell or in the CSV that is made of it, and fits in a cell."""
    found = plain(said)
    if found.startswith(_FORMULA):
        found = "'" + found
    return found if len(found) <= LONGEST else found[: LONGEST - len(_MORE)] + _MORE


def moments(when: When) -> tuple[Value, Value]:
    """The local time (Europe/Amsterdam) and UTC, both as Excel has them: without a zone."""
    if not when.iso:
        return None, None
    try:
        moment = datetime.fromisoformat(when.iso)
        local = moment.astimezone(AMSTERDAM).replace(tzinfo=None, microsecond=0)
        universal = moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    except (ValueError, OverflowError):
        return safe(when.iso), None
    if universal < _FIRST or universal.year > 9998:
        return safe(when.iso), None
    return local, universal


def value(cell: Cell) -> Value:
    """A cell in its own type; what is not known is empty."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        return float(cell) if abs(cell) < _MOST else safe(str(cell))
    return safe(text(cell))

"""What people and Excel write in the cells of a table, as values: numbers, times, yes and no.

Dutch first: 1.234,5 and 25-11-2026 14:30. What cannot be read raises ValueError with a Dutch text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

__all__ = ["NOTHING", "Cell", "flag", "loose", "moment", "number", "readings", "says", "text"]

Cell = str | int | float | bool
"""What a cell can hold."""

NOTHING = frozenset({"-", "--", "–", "—", "?", "n.v.t.", "nvt", "n.b.", "nb", "n/a", "onbekend"})
"""What people write where a number or a time is not known."""
ERRORS = frozenset({
    "#n/a", "#value!", "#ref!", "#div/0!", "#name?", "#num!", "#null!", "#spill!", "#calc!",
    "#n/b", "#waarde!", "#verw!", "#deel/0!", "#naam?", "#getal!", "#leeg!", "#overloop!",
})  # fmt: skip
"""What Excel shows where a formula has no outcome, in English and in Dutch."""

_WHOLE = re.compile(r"[+-]?[0-9]{1,25}")
_POINTED = re.compile(r"([+-]?[0-9]{1,25})([.,])([0-9]{1,25})")
_GROUPED = re.compile(
    r"([+-]?[1-9][0-9]{0,2})((?:([.,'’ \u00a0\u202f\u2009])[0-9]{3})(?:\3[0-9]{3}){0,7})([.,][0-9]{1,25})?"
)
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:([.,])[0-9]{1,12})?")
"""A number and nothing else: 06 of a telephone and 007 of a code are none."""

_LAST_WHOLE = 2**53
_LARGEST = 10**25
_WEEKDAY = re.compile(r"(?:ma|di|wo|do|vr|za|zo)[a-z]*\.?,?\s+")
_DAY = re.compile(r"([0-9]{1,2})[-/. ]+([0-9]{1,2}|[a-z]{3,9}\.?)[-/. ]+([0-9]{4}|[0-9]{2})(?![0-9])")
_YEAR = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?![0-9])")
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?:([0-9]{2})([0-9]{2})([0-9]{2})?)?")
_CLOCK = re.compile(r"([0-9]{1,2})[:.u]([0-9]{2})(?:[:.]([0-9]{2})(?:[.,][0-9]+)?)?(?:\s*(?:uur|u|h)\.?)?")
_BETWEEN = re.compile(r"(?:\s*,?\s*(?:om\s+)?|t)")
_MIDNIGHT = re.compile(r"[ T]0{1,2}[:.]00(?:[:.]00)?$")
_BEFORE_OFFSET = re.compile(r"\s+(?=(?:[+-][0-9]{2}:?[0-9]{2}|Z)$)")
_MONTHS = ("jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_OTHER_MONTHS = {"mrt": 3, "mar": 3, "may": 5, "oct": 10}

_SERIALS = (20_000, 80_000)
"""Days since 1900 that are taken for a date: 1954 to 2119."""
_EPOCHS = (631_152_000, 4_102_444_800)
"""Seconds since 1970 that are taken for a time, and a thousand times as many ms: 1990 to 2100."""
_DAY_0 = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
"""ECMA-376 part 1, 18.17.4.1: the date systems of a workbook; right from 1 March 1900."""

_YES = frozenset({"ja", "j", "yes", "y", "true", "waar", "1", "x"})
_NO = frozenset({"nee", "n", "no", "false", "onwaar", "0"})


def says(value: object) -> bool:
    """Whether a cell says anything: an empty one and an outcome that is an error do not."""
    if isinstance(value, str):
        return bool(value.strip()) and value.strip().lower() not in ERRORS
    return value is not None


def text(value: Cell) -> str:
    """The text of a cell; of a whole number without the .0 that Excel keeps."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float) and value.is_integer() and abs(value) < _LAST_WHOLE:
        return str(int(value))
    return str(value).strip()


def readings(value: Cell, decimal: str = ",") -> list[float]:
    """The numbers that a cell can mean, the likeliest first; raises ValueError when there is none.

    1.234 is 1234 where `decimal` is a comma and 1.234 where it is a point.
    """
    if isinstance(value, int | float):
        if isinstance(value, bool) or not -_LARGEST <= value <= _LARGEST:
            raise ValueError("geen getal, of een dat te groot is")
        return [_short(float(value))]
    written = value.strip()
    if _WHOLE.fullmatch(written):
        return [_short(float(written))]
    found = []
    pointed = _POINTED.fullmatch(written)
    if pointed:
        found.append((pointed[2] == decimal, float(f"{pointed[1]}.{pointed[3]}")))
    grouped = _GROUPED.fullmatch(written)
    if grouped and not (grouped[4] or "").startswith(grouped[3]):
        digits = "".join(c for c in grouped[2] if c.isdigit())
        found.append((grouped[3] != decimal, float(f"{grouped[1]}{digits}.{(grouped[4] or '.0')[1:]}")))
    if not found:
        raise ValueError(f"geen getal ({written[:40]!r})")
    return [_short(item) for _, item in sorted(found, key=lambda pair: not pair[0])]


def number(value: Cell, decimal: str = ",") -> float:
    """The likeliest number; whole ones are int."""
    return readings(value, decimal)[0]


def loose(value: Cell, decimal: str = ",") -> Cell:
    """A number when the cell is plainly one, written the way of its table; else as it is."""
    if not isinstance(value, str):
        return _short(value) if isinstance(value, float) else value
    written = value.strip()
    plain = _PLAIN.fullmatch(written)
    if plain and plain[1] in (None, decimal):
        return _short(float(written.replace(",", ".")))
    grouped = _GROUPED.fullmatch(written)
    if grouped and grouped[3] == {",": ".", ".": ","}[decimal]:
        return number(written, decimal)
    return written


def moment(parts: Sequence[Cell], zone: ZoneInfo, since_1904: bool = False) -> str:
    """A time out of one cell, or out of a date and a time of day, as ISO 8601 in UTC.

    `zone` is that of times without an offset (in the doubled hour the first), `since_1904` the
    date system of a workbook whose number this may be. A date alone is its beginning.
    """
    if len(parts) > 1:
        written = " ".join([_MIDNIGHT.sub("", text(parts[0])), *map(text, parts[1:])])
    elif isinstance(parts[0], bool):
        raise ValueError(f"geen tijd ({parts[0]})")
    else:
        written = text(parts[0])
    found = _iso(written) or _dutch(written.lower()) or _counted(written, since_1904)
    if found is None:
        raise ValueError(f"geen tijd ({written[:40]!r})")
    try:
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC).isoformat()
    except OverflowError as error:
        raise ValueError(f"geen tijd ({written[:40]!r})") from error


def flag(value: Cell) -> bool:
    """Yes or no."""
    written = text(value).lower()
    if written not in _YES | _NO:
        raise ValueError(f"geen ja of nee ({written[:40]!r})")
    return written in _YES


def _short(value: float) -> float:
    return int(value) if value.is_integer() and abs(value) < _LAST_WHOLE else value


def _iso(written: str) -> datetime | None:
    if not _YEAR.match(written):
        return None
    try:
        return datetime.fromisoformat(_BEFORE_OFFSET.sub("", written))
    except ValueError:
        return None


def _dutch(written: str) -> datetime | None:
    """A date as people write it, with or without a time of day."""
    written = _WEEKDAY.sub("", written.strip(), count=1)
    day, year, compact = _DAY.match(written), _YEAR.match(written), _COMPACT.fullmatch(written)
    if compact:
        return _at(*(int(part or 0) for part in compact.groups()))
    if day and (month := _month(day[2])):
        date = (int(day[3]) + (2000 if len(day[3]) == 2 else 0), month, int(day[1]))
    elif year:
        date = (int(year[1]), int(year[2]), int(year[3]))
    else:
        return None
    rest = written[(day or year).end() :]  # type: ignore[union-attr]
    if not rest:
        return _at(*date)
    between = _BETWEEN.match(rest)
    clock = _CLOCK.fullmatch(rest, between.end() if between else 0)
    return _at(*date, *(int(part or 0) for part in clock.groups())) if clock else None


def _month(written: str) -> int | None:
    if written.isdigit():
        return int(written)
    short = written[:3]
    return _MONTHS.index(short) + 1 if short in _MONTHS else _OTHER_MONTHS.get(short)


def _at(*numbers: int) -> datetime | None:
    try:
        return datetime(*numbers)  # type: ignore[arg-type]
    except ValueError:
        return None


def _counted(written: str, since_1904: bool) -> datetime | None:
    """A number that counts days (Excel), or seconds or milliseconds since 1970."""
    try:
        value = number(written)
    except ValueError:
        return None
    least, most = _EPOCHS
    for unit in (1, 1000):
        if least * unit <= value < most * unit:
            return datetime.fromtimestamp(value / unit, UTC)
    if _SERIALS[0] <= value < _SERIALS[1]:
        return _DAY_0[since_1904] + timedelta(seconds=round(value * 86_400))
    return None

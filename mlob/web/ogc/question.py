"""What a request asks: its query parameters, checked as OGC 17-069r4 demands, and the rows that answer it."""

from __future__ import annotations

import asyncio
import re
from bisect import bisect_right
from collections.abc import Collection as Names
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from starlette.datastructures import QueryParams

from mlob.web.ogc.collections import Collection, read_value
from mlob.web.ogc.places import Box, meets
from mlob.web.ogc.shelf import Row, Rows
from mlob.web.problems import Problem

__all__ = ["DEFAULT", "FORM", "MOST", "Page", "Question", "check_names", "find", "read"]

DEFAULT, MOST = 100, 10_000
"""Features in a page when nothing is asked, and at most."""
FORM = ("f", "taal")
"""Parameters that say in which form and language the answer goes; every address takes them."""
_FIXED = ("limit", "bbox", "datetime", "after")
_AT_ONCE = 2_000
"""Rows looked at between two looks at the event loop: some 2 ms."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}"
    r"(?:\.[0-9]{1,9})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MICROSECOND = timedelta(microseconds=1)


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """The parameters of `/items`; None or empty: not asked. Both ends of the period belong to it (UTC)."""

    limit: int = DEFAULT
    after: str = ""
    boxes: tuple[Box, ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    values: tuple[tuple[str, str | int | bool], ...] = ()

    @property
    def narrows(self) -> bool:
        """Whether not simply all is asked."""
        return bool(self.boxes or self.values or self.start or self.end)

    def wants(self, row: Row) -> bool:
        """Whether a row belongs to the answer."""
        if not all(_is(row.values.get(name), wanted) for name, wanted in self.values):
            return False
        # /req/core/fc-time-response: features without a time match, too.
        if row.observed is not None and (
            (self.start is not None and row.observed < self.start)
            or (self.end is not None and row.observed > self.end)
        ):
            return False
        return not self.boxes or meets(row.geometry, row.around, self.boxes)


def _is(value: Any, wanted: str | int | bool) -> bool:
    """Whether a property has a value, or its list has it; true is not 1."""
    if isinstance(value, list):
        return wanted in value
    return value == wanted and isinstance(value, bool) is isinstance(wanted, bool)


class Page(msgspec.Struct, frozen=True):
    """The rows of a page with their ids, how many there are in all, and whether a next page has any."""

    rows: list[tuple[str, Row]]
    matched: int
    more: bool


def check_names(params: QueryParams, allowed: Names[str]) -> None:
    """Refuse a parameter that is not in the API definition, or stands there twice."""
    unknown = sorted(set(params) - set(allowed))
    if unknown:
        raise Problem(400, f"{unknown[0][:60]}: onbekend; er is {', '.join(allowed)}")
    for name in params:
        if len(params.getlist(name)) > 1:
            raise Problem(400, f"{name}: staat er meer dan eens")


def read(params: QueryParams, collection: Collection) -> Question:
    """The question in the parameters of `/items`; raises Problem (400) where one is unknown or wrong."""
    check_names(params, (*_FIXED, *collection.filters, *FORM))
    values = []
    for name, schema in collection.filters.items():
        if name in params:
            try:
                values.append((name, read_value(schema, params[name])))
            except ValueError as error:
                raise Problem(400, f"{name}: {error}") from None
    start, end = _period(params["datetime"]) if "datetime" in params else (None, None)
    return Question(
        limit=_limit(params["limit"]) if "limit" in params else DEFAULT,
        after=params.get("after", ""),
        boxes=_boxes(params["bbox"]) if "bbox" in params else (),
        start=start,
        end=end,
        values=tuple(values),
    )


def _limit(text: str) -> int:
    """At least 1; more than the most is the most (/req/core/fc-limit-response-1)."""
    if not re.fullmatch("[0-9]{1,18}", text) or int(text) < 1:
        raise Problem(400, f"limit: een getal vanaf 1; meer dan {MOST} wordt {MOST}")
    return min(int(text), MOST)


def _boxes(text: str) -> tuple[Box, ...]:
    """One box, or the two halves of one over the antimeridian; heights are read and do not count."""
    parts = text.split(",")
    if len(parts) not in (4, 6) or not all(_NUMBER.fullmatch(part.strip()) for part in parts):
        raise Problem(400, "bbox: geef vier getallen (west,zuid,oost,noord) of zes, met hoogten")
    numbers = [float(part) for part in parts]
    half = len(numbers) // 2
    (west, south), (east, north) = numbers[:2], numbers[half : half + 2]
    low, high = numbers[half - 1], numbers[-1]
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90 and low <= high):
        raise Problem(400, "bbox: ligt niet in het bereik van lengte en breedte (CRS84)")
    if west <= east:
        return ((west, south, east, north),)
    return ((west, south, 180.0, north), (-180.0, south, east, north))


def _period(text: str) -> tuple[datetime | None, datetime | None]:
    """First and last moment of an instant or an interval; a date alone is that whole day (UTC)."""
    parts = text.split("/")
    try:
        if len(parts) == 1:
            return _moments(text)
        if len(parts) != 2:
            raise ValueError(text)
        start = None if parts[0] in ("", "..") else _moments(parts[0])[0]
        end = None if parts[1] in ("", "..") else _moments(parts[1])[1]
        if start is None and end is None:
            raise ValueError(text)
    except (ValueError, OverflowError):
        shape = "een tijd (2026-11-25T12:00:00Z), of begin/eind, waarvan een .. mag zijn"
        raise Problem(400, f"datetime: geef {shape}") from None
    if start is not None and end is not None and start > end:
        raise Problem(400, "datetime: het begin ligt na het eind")
    return start, end


def _moments(text: str) -> tuple[datetime, datetime]:
    """First and last moment of an RFC 3339 date-time, or of a date."""
    if _DATE.fullmatch(text):
        day = datetime.fromisoformat(text).replace(tzinfo=UTC)
        return day, day + timedelta(days=1) - _MICROSECOND
    text = text[:11].replace(" ", "T") + text[11:].replace(" ", "+")  # a plus in a query reads as a space
    if not _DATE_TIME.fullmatch(text):
        raise ValueError(text)
    found = datetime.fromisoformat(text.upper()).astimezone(UTC)
    return found, found


async def find(rows: Rows, question: Question) -> Page:
    """The rows of a page: those that are wanted, in the order of their ids, after the last one seen."""
    if not question.narrows:
        start = bisect_right(rows.ids, question.after) if question.after else 0
        names = rows.ids[start : start + question.limit]
        more = start + len(names) < len(rows.ids)
        return Page([(name, rows.by_id[name]) for name in names], len(rows.ids), more)
    found: list[tuple[str, Row]] = []
    matched = 0
    more = False
    # A snapshot: while others are served, rows come and go.
    for count, (name, row) in enumerate([(name, rows.by_id[name]) for name in rows.ids], 1):
        if question.wants(row):
            matched += 1
            if name > question.after:
                more = len(found) >= question.limit
                if not more:
                    found.append((name, row))
        if count % _AT_ONCE == 0:
            await asyncio.sleep(0)
    return Page(found, matched, more)

"""Rows of a sheet of a workbook: text, numbers, yes or no, and moments as ISO 8601 without an offset."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from mlob.errors import DecodeError
from mlob.formats.cells import Cell
from mlob.formats.grid import COLUMNS
from mlob.formats.workbook import Package, Sheet, Texts

__all__ = ["rows"]

_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]+")
_DAY_0 = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
_LAST_DAY = 2_958_466  # 31 December 9999, and a day
_LAST_WHOLE = 2**53


def rows(package: Package, sheet: Sheet) -> Iterator[tuple[int, list[Cell | None]]]:
    """Each row of a sheet that has cells, with its number; raises DecodeError."""
    listener = _Rows(package)
    for _ in package.told(sheet.part, listener):
        yield from listener.rows
        listener.rows = []


class _Rows(Texts):
    """Gathers the rows of a sheet (ECMA-376 part 1, 18.3.1.73 and 18.3.1.4)."""

    def __init__(self, package: Package) -> None:
        super().__init__()
        self.rows: list[tuple[int, list[Cell | None]]] = []
        self._package = package
        self._number = self._column = 0
        self._cells: dict[int, Cell] = {}
        self._kind = self._style = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A row or a cell begins, or what stands in it."""
        super().start(tag, attributes)
        name = tag.rpartition("}")[2]
        if name == "c":
            self._column = _column(attributes.get("r"), self._column + 1)
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self.pieces = []
        elif name == "row":
            self._number = _number(attributes.get("r"), self._number + 1)
            self._column, self._cells = 0, {}
        elif name == "v":
            self._open = True

    def end(self, tag: str) -> None:
        """A row or a cell is over."""
        super().end(tag)
        if tag.endswith("}c"):
            self._keep(_value(self._kind, self._style, self.taken(), self._package))
        elif tag.endswith("}row") and self._cells:
            self.rows.append((self._number, [self._cells.get(at) for at in range(1, max(self._cells) + 1)]))

    def _keep(self, value: Cell | None) -> None:
        if value is None:
            return
        if self._column > COLUMNS:
            raise DecodeError(f"rij {self._number}: meer dan {COLUMNS} kolommen")
        self._cells[self._column] = value


def _number(said: str | None, following: int) -> int:
    return int(said) if said and said.isdecimal() and len(said) < 10 else following


def _column(reference: str | None, following: int) -> int:
    found = _REFERENCE.fullmatch(reference or "")
    if found is None:
        return following
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _value(kind: str, style: str, text: str, package: Package) -> Cell | None:
    """What a cell says by its kind (18.18.11); None for nothing and for an error."""
    if not text or kind == "e":
        return None
    if kind == "s":
        at = int(text) if text.isdecimal() and len(text) < 10 else -1
        if not 0 <= at < len(package.texts):
            raise DecodeError("cel: verwijst naar tekst die er niet is")
        return package.texts[at] or None
    if kind == "b":
        return text.strip() == "1"
    return _numeric(text, style, package) if kind == "n" else text


def _numeric(text: str, style: str, package: Package) -> Cell:
    try:
        value = float(text)
    except ValueError:
        return text
    if not math.isfinite(value):
        return text
    at = int(style) if style.isdecimal() and len(style) < 10 else -1
    if at in package.styles.lengths:
        return _length(value)
    if at in package.styles.moments and 0 <= value < _LAST_DAY:
        return _moment(value, package.since_1904)
    return int(value) if value.is_integer() and abs(value) < _LAST_WHOLE else value


def _moment(value: float, since_1904: bool) -> str:
    """A day, a time of day, or both: what the number holds."""
    seconds = timedelta(seconds=round(value * 86_400))
    moment = _DAY_0[since_1904] + seconds
    if value < 1:
        return moment.time().isoformat()
    if seconds.seconds == 0:
        return moment.date().isoformat()
    return moment.isoformat()


def _length(days: float) -> str:
    minutes, seconds = divmod(round(abs(days) * 86_400), 60)
    return f"{'-' if days < 0 else ''}{minutes // 60}:{minutes % 60:02}:{seconds:02}"

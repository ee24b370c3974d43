"""Frames that are rows of CSV (RFC 4180, and what Dutch Excel writes), cut while the bytes come in.

Delimiter, headings and encoding are found out from the table where its source does not say them:
`;` tab `|` or `,`; UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1252.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import re

from mlob.formats.grid import COLUMNS, Grid
from mlob.formats.headings import Columns
from mlob.model import Options

__all__ = ["LIMIT", "CsvSplitter"]

LIMIT = 256 * 1024
"""Longest row in bytes that is taken whole."""
DELIMITERS = ";\t|,"
"""What may part the cells, the likeliest first."""
STRIKES = 20
"""Quotes that are opened and never closed, after which a table is given up."""

_BLANK = ord(" ")
_TOKEN = re.compile(rb'["\r\n]')
_LINE_END = re.compile(rb"\r\n?|\n")
_ANNOUNCED = re.compile(r"sep=(.)", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class CsvSplitter:
    """Cuts a stream into the rows of one table; the next begins after `close`.

    A row that is too long, or whose quote is never closed, costs itself only.
    """

    def __init__(self, columns: Columns | None = None, options: Options | None = None) -> None:
        self._columns = columns or {}
        self._options = options or Options()
        self._begin()

    def _begin(self) -> None:
        self._grid = Grid(self._columns, self._options)
        self._held = bytearray()
        self._at = self._number = self._strikes = 0
        self._quoted = self._skipping = self._sure = False
        self._delimiter = self._options.delimiter
        self._decoder: codecs.IncrementalDecoder | None = None
        self._started = False

    def feed(self, data: bytes) -> list[bytes]:
        """The rows that `data` completes."""
        return self._read(data, False)

    def close(self) -> list[bytes]:
        """The row that had no end yet."""
        frames = self._read(b"", True) + self._grid.close()
        self._begin()
        return frames

    def _read(self, data: bytes, last: bool) -> list[bytes]:
        if self._grid.over:
            return []
        if not self._started:
            self._held += data
            if len(self._held) < 3 and not last:
                return []
            data = bytes(self._held)
            self._held.clear()
            data = self._start(data)
        if self._decoder is not None:
            data = self._decoder.decode(data, last).encode("utf-8", "replace")
        self._held += data
        return self._rows(last)

    def _start(self, data: bytes) -> bytes:
        """The first bytes without a byte order mark, which tells the encoding."""
        self._started = True
        encoding = self._options.encoding
        for mark, name in _BOMS:
            if data.startswith(mark):
                encoding = encoding or name
                data = data[len(mark) :] if name == "utf-8" else data
                break
        self._sure = bool(encoding)
        if encoding and codecs.lookup(encoding).name != "utf-8":
            self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        return data

    def _rows(self, last: bool) -> list[bytes]:
        frames: list[bytes] = []
        start = 0
        while not self._grid.over and (end := self._next(start, last, frames)) is not None:
            start = self._at = end
        del self._held[: len(self._held) if self._grid.over else start]
        self._at -= start
        return frames

    def _next(self, start: int, last: bool, frames: list[bytes]) -> int | None:
        """Take the row that begins at `start`; where the next begins, or None when that is not known yet."""
        if self._skipping:
            return self._skipped(start, last)
        end = self._end(start, last)
        if end is not None:
            frames += self._row(bytes(self._held[start:end]).rstrip(b"\r\n"))
        elif self._quoted and (last or len(self._held) - start > LIMIT + 1) and len(self._held) > start:
            end = self._unclosed(start, frames)
        elif last and len(self._held) > start:
            end = len(self._held)
            frames += self._row(bytes(self._held[start:end]))
        elif len(self._held) - start > LIMIT + 1:
            end = self._too_long(start, frames)
        else:
            return None
        self._quoted = False
        return end

    def _end(self, start: int, last: bool) -> int | None:
        """Where the row that begins at `start` ends."""
        held, most = self._held, start + LIMIT + 1
        while (found := _TOKEN.search(held, self._at, most)) is not None:
            at = found.start()
            if at + 1 == len(held) and not last and (self._quoted or found[0] == b"\r"):
                self._at = at
                return None  # what follows tells whether a quote is doubled, or a line end is two bytes
            self._at = at + 1
            if found[0] == b'"':
                self._quote(start, at)
            elif not self._quoted:
                return at + (2 if held[at : at + 2] == b"\r\n" else 1)
        self._at = max(self._at, min(len(held), most))
        return None

    def _quote(self, start: int, at: int) -> None:
        """Open or close a quoted cell; a quote opens one only where a cell begins."""
        if not self._quoted:
            before = at - 1
            while before >= start and self._held[before] == _BLANK:
                before -= 1
            self._quoted = before < start or self._held[before] in (self._delimiter or DELIMITERS).encode()
        elif self._held[at + 1 : at + 2] == b'"':
            self._at = at + 2
        else:
            self._quoted = False

    def _unclosed(self, start: int, frames: list[bytes]) -> int:
        """Give up the line in which a quote was opened that is never closed; the next is a row again."""
        found = _LINE_END.search(self._held, start, start + LIMIT)
        if found is None and len(self._held) - start > LIMIT:
            return self._too_long(start, frames)
        self._strikes += 1
        end = found.start() if found else len(self._held)
        frames += self._bad("een aanhalingsteken wordt niet gesloten", bytes(self._held[start:end]))
        if self._strikes > STRIKES:
            frames += self._grid.stop(self._number, "te veel aanhalingstekens die niet worden gesloten")
        return found.end() if found else end

    def _too_long(self, start: int, frames: list[bytes]) -> int:
        frames += self._bad(f"langer dan {LIMIT // 1024} KiB", bytes(self._held[start : start + LIMIT]))
        self._skipping = True
        return start

    def _skipped(self, start: int, last: bool) -> int | None:
        """Drop the rest of a row that was too long."""
        found = _LINE_END.search(self._held, start)
        if found is None or (found[0] == b"\r" and found.end() == len(self._held) and not last):
            del self._held[start : found.start() if found else len(self._held)]
            self._at = start
            return None
        self._skipping = False
        return found.end()

    def _bad(self, fault: str, raw: bytes) -> list[bytes]:
        self._number += 1
        return self._grid.bad(self._number, fault, raw.decode("utf-8", "replace"))

    def _row(self, raw: bytes) -> list[bytes]:
        try:
            text = self._text(raw)
            if self._number == 0 and (announced := _ANNOUNCED.fullmatch(text)):
                self._delimiter = self._options.delimiter or announced[1]
                self._number += 1
                return []
            cells = self._cells(text)
        except (UnicodeDecodeError, csv.Error):
            return self._bad("onleesbaar, niet in cellen te verdelen", raw)
        extra = sum(1 for cell in cells[self._grid.width :] if cell.strip())
        if self._grid.found and extra:
            return self._bad(f"meer cellen dan koppen ({extra} te veel)", raw)
        if len(cells) > COLUMNS:
            return self._bad(f"meer dan {COLUMNS} kolommen", raw)
        self._number += 1
        point = self._delimiter in (",", "|")
        decimal = self._options.decimal or ("." if point else ",")
        return self._grid.take(self._number, cells, decimal)

    def _text(self, raw: bytes) -> str:
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            if self._sure:
                raise
        return raw.decode("cp1252")

    def _cells(self, text: str) -> list[str]:
        """The cells of a row; of a row that may be the headings with the delimiter that finds the most."""
        if self._delimiter:
            return _parted(text, self._delimiter)
        tries = []
        for mark in DELIMITERS:
            with contextlib.suppress(csv.Error):  # a quoted line end is a bare one where the mark is wrong
                tries.append((mark, _parted(text, mark)))
        if not tries:
            raise csv.Error
        mark, cells = min(tries, key=lambda item: (self._grid.lacks(item[1]), -len(item[1])))
        if not self._grid.lacks(cells):
            self._delimiter = mark
        return cells


def _parted(text: str, mark: str) -> list[str]:
    return next(csv.reader([text], delimiter=mark, skipinitialspace=True), [])

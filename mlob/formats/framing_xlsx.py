"""Frames that are rows of a workbook: the whole comes in, then it is cut."""

from __future__ import annotations

from mlob.errors import DecodeError
from mlob.formats.grid import Grid
from mlob.formats.headings import Columns, normal
from mlob.formats.workbook import LIMIT, Package, Sheet
from mlob.formats.workbook_sheet import rows
from mlob.model import Options

__all__ = ["LIMIT", "XlsxSplitter", "cut"]


class XlsxSplitter:
    """Holds one workbook until the stream ends; a workbook that cannot be read is one frame, as it came."""

    def __init__(self, columns: Columns | None = None, options: Options | None = None) -> None:
        self._columns = columns or {}
        self._options = options or Options()
        self._held = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """Nothing yet: the directory of a zip stands at its end."""
        self._held += data[: LIMIT + 1 - len(self._held)]
        return []

    def close(self) -> list[bytes]:
        """The rows of the workbook."""
        payload = bytes(self._held)
        self._held.clear()
        if not payload:
            return []
        try:
            return cut(payload, self._columns, self._options)
        except DecodeError:
            return [payload]  # decode says why


def cut(payload: bytes, columns: Columns, options: Options) -> list[bytes]:
    """The frames of a workbook; raises DecodeError when nothing of it can be read.

    Of several sheets the first that has the headings counts, unless the source names one.
    """
    package = Package(payload)
    refused: list[bytes] = []
    for sheet in _candidates(package, options.sheet):
        grid = Grid(columns, options)
        frames: list[bytes] = []
        for number, cells in rows(package, sheet):
            frames += grid.take(number, cells, options.decimal or ",", package.since_1904)
            if grid.over:
                break
        frames += grid.close()
        if grid.found:
            return frames
        refused = refused or frames
    if not refused:
        raise DecodeError("werkmap: de bladen zijn leeg")
    return refused


def _candidates(package: Package, wanted: str) -> list[Sheet]:
    """The sheets that may hold the table, in order."""
    if not wanted:
        return [sheet for sheet in package.sheets if sheet.visible] or package.sheets
    for number, sheet in enumerate(package.sheets, 1):
        if normal(wanted) in (normal(sheet.name), str(number)):
            return [sheet]
    there = ", ".join(sheet.name for sheet in package.sheets)
    raise DecodeError(f"blad: {wanted!r} is er niet; er is {there[:500]}")

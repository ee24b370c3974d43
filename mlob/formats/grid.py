"""Rows of cells -> frames: finds the headings of a table, and puts each cell of a row under its own.

A table without the headings that its source declares is refused once, in one frame that says which.
"""

from __future__ import annotations

from collections.abc import Sequence

from mlob.formats.cells import Cell, says
from mlob.formats.headings import Columns, missing, normal
from mlob.formats.row import Row, framed
from mlob.model import Options

__all__ = ["CELL", "COLUMNS", "ROWS", "Grid"]

LOOK = 20
"""Rows in which the headings are looked for: exports put a title and a date above them."""
ROWS, COLUMNS = 100_000, 500
"""Most rows and columns of a table."""
CELL = 32_767
"""Most characters of a cell (Excel specifications and limits)."""
HEADING = 100
"""Characters of a heading that count."""
TOTAL = 128 * 1024 * 1024
"""Bytes of all frames of a table: one text of a workbook may stand in every cell."""
_SHOWN = 4096
"""Characters of a row that cannot be read that its frame keeps."""


class Grid:
    """One table. `take` gets its rows in order, `close` says that it is over; both return frames."""

    def __init__(self, columns: Columns, options: Options) -> None:
        self._columns = columns
        self._options = options
        self._names: list[str] | None = None
        self._best: tuple[int, int, list[str]] | None = None
        self._fault = ""
        self._rows = self._bytes = 0
        self.over = False

    @property
    def found(self) -> bool:
        """Whether the headings have been found."""
        return self._names is not None

    @property
    def blank(self) -> bool:
        """Whether there has been nothing at all."""
        return self._names is None and self._best is None and not self._fault

    def lacks(self, cells: Sequence[Cell | None]) -> int:
        """How many of the headings that should be there a row does not have."""
        return len(missing(_names(cells), self._columns))

    def take(
        self, number: int, cells: Sequence[Cell | None], decimal: str = ",", since_1904: bool = False
    ) -> list[bytes]:
        """The frames of row `number`: one, or none for a blank row and for the headings."""
        if self.over or not any(map(says, cells)):
            return self._looked(number)
        if self._names is None:
            self._look(number, cells)
            return self._looked(number)
        given = {self._name(at): value for at, value in enumerate(cells) if value is not None and says(value)}
        if any(isinstance(value, str) and len(value) > CELL for value in given.values()):
            return self.bad(number, f"een cel is langer dan {CELL} tekens", str(next(iter(given.values()))))
        return self._counted(Row(number, given, decimal, since_1904))

    def bad(self, number: int, fault: str, text: str = "") -> list[bytes]:
        """The frame of a row that cannot be cut into cells."""
        if self._names is None:
            self._fault = self._fault or fault
            return self._looked(number)
        return self._counted(Row(number, fault=fault, text=text[:_SHOWN]))

    def stop(self, number: int, fault: str) -> list[bytes]:
        """The last frame of a table of which nothing more is read."""
        if self.over:
            return []
        self.over = True
        return [framed(Row(number, fault=fault))]

    def close(self) -> list[bytes]:
        """The frame of a table in which the headings were not found."""
        return [] if self.found or self.blank else self._refused()

    @property
    def width(self) -> int:
        """How many columns have a heading."""
        return len(self._names or ())

    def _counted(self, row: Row) -> list[bytes]:
        self._rows += 1
        if self._rows > ROWS:
            return self.stop(row.row, f"meer dan {ROWS} rijen, vanaf hier is niets gelezen")
        frame = framed(row)
        self._bytes += len(frame)
        if self._bytes > TOTAL:
            return self.stop(row.row, f"meer dan {TOTAL >> 20} MiB aan tekst, vanaf hier is niets gelezen")
        return [frame]

    def _look(self, number: int, cells: Sequence[Cell | None]) -> None:
        names = _names(cells)
        lacking = len(missing(names, self._columns))
        wanted = self._options.header
        if wanted and number != wanted:
            return
        if self._best is None or lacking < self._best[0]:
            self._best = (lacking, number, names)
        if not lacking:
            self._names = _distinct(names)

    def _looked(self, number: int) -> list[bytes]:
        """The refusal, once the headings can no longer come."""
        if self.found or self.over or number < (self._options.header or LOOK):
            return []
        return self._refused() if not self.blank or self._options.header else []

    def _refused(self) -> list[bytes]:
        _, number, names = self._best or (0, self._options.header or 1, [])
        if self._best is None and self._fault:
            return self.stop(number, f"koppen: {self._fault}")
        lacking = ", ".join(missing(names, self._columns))
        there = ", ".join(name for name in names if name)
        return self.stop(number, f"koppen: {lacking or 'alles'} ontbreekt; er is {there[:1000] or 'niets'}")

    def _name(self, at: int) -> str:
        names = self._names or []
        return names[at] if at < len(names) else f"kolom {at + 1}"


def _names(cells: Sequence[Cell | None]) -> list[str]:
    return [
        " ".join(str(cell).replace("\ufeff", "").split())[:HEADING] if says(cell) else "" for cell in cells
    ]


def _distinct(names: Sequence[str]) -> list[str]:
    """The headings, each a name of its own: a second Naam is `Naam (2)`, one without text `kolom 4`."""
    taken: dict[str, int] = {}
    found = []
    for at, name in enumerate(names, 1):
        name = name or f"kolom {at}"
        taken[normal(name)] = count = taken.get(normal(name), 0) + 1
        found.append(name if count == 1 else f"{name} ({count})")
    return found

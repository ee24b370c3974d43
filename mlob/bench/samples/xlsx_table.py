"""XLSX: the same table of shelters as a workbook."""

from __future__ import annotations

from datetime import datetime
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from mlob.bench.samples import Bare, Sample
from mlob.bench.samples.csv_table import HEADINGS, ROWS, row
from mlob.model import Discipline


def _workbooks(amount: int, start: datetime) -> list[bytes]:
    return [_workbook(first, start) for first in range(0, amount, ROWS)]


def _workbook(first: int, start: datetime) -> bytes:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("opvang")
    sheet.append(HEADINGS)
    for number in range(first, first + ROWS):
        sheet.append(row(number, start))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _parse(payload: bytes) -> list[tuple[Any, ...]]:
    import openpyxl

    book = openpyxl.load_workbook(BytesIO(payload), read_only=True)
    return list(book.worksheets[0].iter_rows(values_only=True))


_SAMPLE = Sample(
    format="xlsx",
    title="xlsx",
    disciplines=(Discipline.GEMEENTEN,),
    bare=Bare("openpyxl.load_workbook", _parse),
    frames=_workbooks,
    rows=ROWS,
)
# openpyxl comes with what the tests need, not with the system itself.
SAMPLE = _SAMPLE if find_spec("openpyxl") else None

"""CSV: a table of shelters as Dutch Excel writes it."""

from __future__ import annotations

import csv
from datetime import datetime
from io import StringIO
from typing import Any

from mlob.bench.samples import Bare, Sample, at
from mlob.model import Discipline

__all__ = ["HEADINGS", "ROWS", "row"]

ROWS = 500
HEADINGS = (
    "kind",
    "id",
    "naam",
    "status",
    "bijgewerkt",
    "breedtegraad",
    "lengtegraad",
    "capaciteit",
    "bezet",
)


def row(number: int, start: datetime) -> tuple[Any, ...]:
    """One shelter."""
    lat, lon = 51 + number % 90 / 60, 5 + number % 70 / 60
    return (
        *("facility", f"opvang-{number}", f"Sporthal {number}", "open", at(start, number)),
        *(round(lat, 4), round(lon, 4), 250, number % 250),
    )


def _tables(amount: int, start: datetime) -> list[bytes]:
    return [_table(first, start) for first in range(0, amount, ROWS)]


def _table(first: int, start: datetime) -> bytes:
    file = StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(HEADINGS)
    for number in range(first, first + ROWS):
        writer.writerow(
            str(value).replace(".", ",") if isinstance(value, float) else value
            for value in row(number, start)
        )
    return file.getvalue().encode()


def _parse(payload: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(payload.decode()), delimiter=";"))


SAMPLE = Sample(
    format="csv",
    title="csv",
    disciplines=(Discipline.GEMEENTEN,),
    bare=Bare("csv.reader", _parse),
    frames=_tables,
    rows=ROWS,
)

"""Frames that are rows of a table: each cell under its heading, so that a bad row costs only itself.

Our own JSON: a splitter makes it out of CSV or a workbook, and a person can read it in quarantine.
"""

from __future__ import annotations

import msgspec

from mlob.errors import DecodeError
from mlob.formats.cells import Cell

__all__ = ["Row", "framed", "unframed"]

_encode = msgspec.json.Encoder().encode


class Row(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Row `row` (counted from 1, blank ones too) of a table; empty cells are left out.

    `fault` says why it could not be cut into cells, `text` is then what stood there. `decimal` is the
    mark of the table's numbers, `since_1904` the date system of its workbook.
    """

    row: int
    cells: dict[str, Cell] = {}
    decimal: str = ","
    since_1904: bool = False
    fault: str = ""
    text: str = ""


_decode = msgspec.json.Decoder(Row).decode


def framed(row: Row) -> bytes:
    """The frame of a row."""
    return _encode(row)


def unframed(frame: bytes) -> Row:
    """The row of a frame; raises DecodeError for what no splitter of ours made, and for its fault."""
    try:
        row = _decode(frame)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DecodeError(f"rij: onleesbaar ({str(error)[:120]})") from error
    if row.decimal not in (",", "."):
        raise DecodeError("rij: onleesbaar (decimal)")
    if row.fault:
        raise DecodeError(f"rij {row.row}: {row.fault}")
    return row

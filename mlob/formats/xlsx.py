"""XLSX (ECMA-376): a workbook of which each row of one sheet says something."""

from __future__ import annotations

from collections.abc import Iterator

from mlob.errors import DecodeError
from mlob.formats import Format
from mlob.formats.framing_xlsx import XlsxSplitter, cut
from mlob.formats.table import TableRow, faults
from mlob.formats.table import decode as decode_row
from mlob.model import Reception

__all__ = ["FORMAT", "decode"]


def decode(frame: bytes, reception: Reception) -> Iterator[TableRow]:
    """The one row of a frame; for a workbook that could not be cut raises DecodeError with why."""
    if not frame.startswith(b"{"):
        cut(frame, reception.source.columns, reception.source.options)
        raise DecodeError("werkmap: hoort als rijen binnen te komen")
    yield from decode_row(frame, reception)


FORMAT = Format(
    name="xlsx",
    title="XLSX (werkmap)",
    version="ECMA-376, ook Strict",
    reads="een rij per object van een blad; kolommen zoals de bron ze aanwijst, formules als uitkomst",
    ignores="andere bladen, macro's, opmaak, opmerkingen, afbeeldingen, verwijzingen naar andere bestanden",
    splitter=XlsxSplitter,
    cut=lambda source: XlsxSplitter(source.columns, source.options),
    decode=decode,
    faults=faults,
)

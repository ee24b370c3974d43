"""CSV (RFC 4180), and what Dutch Excel writes by that name: a table of which each row says something."""

from __future__ import annotations

from mlob.formats import Format
from mlob.formats.framing_csv import CsvSplitter
from mlob.formats.table import decode, faults

FORMAT = Format(
    name="csv",
    title="CSV (tabel)",
    version="RFC 4180, en wat Excel schrijft",
    reads="een rij per object; kolommen zoals de bron ze aanwijst (columns), de andere als eigenschap",
    ignores="rijen boven de koppen, lege cellen, uitkomsten die een fout zijn",
    splitter=CsvSplitter,
    cut=lambda source: CsvSplitter(source.columns, source.options),
    decode=decode,
    faults=faults,
)

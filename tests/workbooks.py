"""Workbooks made for tests: the same bytes each time, and with parts of one's own."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl

__all__ = ["GOLDEN", "package", "parts", "workbook"]

_OPEN = {"kind": "facility", "Status": "open"}
_HEADINGS = (
    *("kind", "ID", "Naam", "Status", "Bijgewerkt", "X", "Y", "Capaciteit", "Bezet", "vr", "Middel"),
    *("Beschikbaar", "Open vanaf", "Bemand", "Naam"),
)
_ROWS: tuple[dict[str, Any], ...] = (
    {**_OPEN, "ID": 68.0, "Bijgewerkt": datetime(2026, 11, 25, 14, 30), "X": 176123.0, "Y": 317456.5,
     "Capaciteit": 250, "Bezet": 68, "Open vanaf": time(9, 0), "Bemand": True, "Naam": "Sporthal"},
    {**_OPEN, "ID": "A-7", "Bijgewerkt": date(2026, 11, 25), "Capaciteit": 80, "Bezet": "=40+40",
     "Bemand": False},
    {"kind": "capaciteit", "Bijgewerkt": 46351.625, "vr": "Zuid-Limburg", "Middel": "Zandzakken",
     "Beschikbaar": 12000},
    {},
    {**_OPEN, "ID": "A-8", "Naam": "#N/A", "Bijgewerkt": "25-11-2026 16:00", "Capaciteit": "12,5"},
    {**_OPEN, "Naam": "Zonder nummer"},
    {**_OPEN, "ID": "A-9", "Naam": "Ver weg", "X": 5.98, "Y": 51.19},
)  # fmt: skip
GOLDEN: dict[str, list[list[Any]]] = {
    "Toelichting": [["Deze werkmap is van de gemeenten"], ["Bladen", 2]],
    "Opvang": [
        ["Opvang op 25 november 2026"],
        [],
        list(_HEADINGS),
        *([row.get(name) for name in _HEADINGS] for row in _ROWS),
    ],
}
"""What tests/golden/xlsx/frames.xlsx holds."""
_DOCUMENT = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_INLINE = re.compile(rb't="inlineStr"><is>(.*?)</is>', re.DOTALL)
_THEN = datetime(2026, 11, 25)


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]], hidden: Sequence[str] = ()) -> bytes:
    """A workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for row in rows:
            sheet.append(row)
    book.properties.created = book.properties.modified = _THEN
    file = io.BytesIO()
    book.save(file)
    return package(_shared({**parts(file.getvalue()), "docProps/core.xml": b"<coreProperties/>"}))


def _shared(content: dict[str, bytes]) -> dict[str, bytes]:
    """The same with its texts in a part of their own, as Excel writes them."""
    texts: dict[bytes, int] = {}

    def refer(found: re.Match[bytes]) -> bytes:
        return b't="s"><v>%d</v>' % texts.setdefault(found[1], len(texts))

    for name in content:
        if name.startswith("xl/worksheets/"):
            content[name] = _INLINE.sub(refer, content[name])
    items = b"".join(b"<si>%s</si>" % text for text in texts)
    relation = (
        b'<Relationship Id="texts" Type="%s/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    links = "xl/_rels/workbook.xml.rels"
    return {
        **content,
        links: content[links].replace(b"</Relationships>", relation % _DOCUMENT),
        "xl/sharedStrings.xml": b'<sst xmlns="%s">%s</sst>' % (_MAIN, items),
    }


def parts(payload: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package(content: Mapping[str, bytes]) -> bytes:
    """A package of these parts, at a fixed time."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(zipfile.ZipInfo(name, _THEN.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    return file.getvalue()


if __name__ == "__main__":
    path = Path(__file__).parent / "golden" / "xlsx" / "frames.xlsx"
    path.write_bytes(workbook(GOLDEN))

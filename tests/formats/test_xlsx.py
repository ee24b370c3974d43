"""XLSX: rows out of workbooks of Excel and others, bombs, and what is refused."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from mlob import formats
from mlob.errors import DecodeError
from mlob.formats import framing_xlsx, grid, workbook
from mlob.formats.geojson import Feature
from mlob.formats.row import unframed
from mlob.formats.xlsx import FORMAT
from mlob.model import Discipline, Options, Reception, Source
from tests import workbooks

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
SHEET = "xl/worksheets/sheet1.xml"
HEAD = ["Nummer", "Naam"]


def source(**settings: Any) -> Source:
    settings = {"columns": {"id": "Nummer", "title": "Naam"}, "defaults": {"kind": "facility"}, **settings}
    return Source(name="tabel", format="xlsx", disciplines=(Discipline.GEMEENTEN,), **settings)


def outcomes(payload: bytes, **settings: Any) -> list[Feature | str]:
    """What each frame says, or why it says nothing."""
    where = Reception(source=source(**settings), received_at=datetime(2026, 11, 25, tzinfo=UTC))
    found: list[Feature | str] = []
    for frame in formats.split(FORMAT, payload, where.source):
        try:
            found += [message.feature for message in FORMAT.decode(frame, where)]
        except DecodeError as error:
            found.append(str(error))
    return found


def refused(payload: bytes, **settings: Any) -> str:
    """Why a workbook says nothing at all."""
    (reason,) = outcomes(payload, **settings)
    assert isinstance(reason, str)
    return reason


def titles(payload: bytes, **settings: Any) -> list[Any]:
    return [i if isinstance(i, str) else i.properties.get("title") for i in outcomes(payload, **settings)]


def values(*cells: Any) -> dict[str, Any]:
    """The cells of a row as its frame has them, by letter."""
    payload = workbooks.workbook({"Blad1": [["id", *"abcdefgh"[: len(cells)]], ["1", *cells]]})
    (frame,) = formats.split(FORMAT, payload)
    return {name: value for name, value in unframed(frame).cells.items() if name != "id"}


def with_sheet(body: str, space: str = MAIN, **parts: bytes) -> bytes:
    """A workbook of which the one sheet is written by hand."""
    content = workbooks.parts(workbooks.workbook({"Blad1": [HEAD]}))
    text = f'<worksheet xmlns="{space}"><sheetData>{body}</sheetData></worksheet>'
    return workbooks.package({**content, SHEET: text.encode(), **parts})


def cell(text: object, **attributes: str) -> str:
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<c{said}><v>{text}</v></c>"


def inline(*texts: str) -> str:
    return "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)


def row(*texts: str) -> str:
    return f"<row>{inline(*texts)}</row>"


def test_the_golden_workbook_is_what_the_tests_write() -> None:
    kept = Path(__file__).parents[1] / "golden" / "xlsx" / "frames.xlsx"
    assert workbooks.parts(kept.read_bytes()) == workbooks.parts(workbooks.workbook(workbooks.GOLDEN))


def test_cells_of_every_kind() -> None:
    assert values(68.0, 1.5, True, "tekst", None, "#N/A", "  ", 0) == {
        **{"a": 68, "b": 1.5, "c": True, "d": "tekst"},
        "h": 0,
    }
    moments = (
        datetime(2026, 11, 25, 14, 30, 5),
        date(2026, 11, 25),
        time(14, 30),
        timedelta(hours=26, minutes=5),
    )
    assert list(values(*moments).values()) == ["2026-11-25T14:30:05", "2026-11-25", "14:30:00", "26:05:00"]
    assert [type(item) for item in values(68.0, 1.5).values()] == [int, float]


def test_a_formula_has_the_value_that_excel_kept() -> None:
    body = row(*HEAD) + '<row><c><v>1</v></c><c t="str"><f>A1&amp;"x"</f><v>uitkomst</v></c></row>'
    body += '<row><c><v>2</v></c><c><f>NOW()</f></c></row><row><c><v>3</v></c><c t="e"><v>#REF!</v></c></row>'
    assert titles(with_sheet(body)) == ["uitkomst", None, None]


def test_rich_text_escapes_and_pronunciation() -> None:
    pieces = "<r><rPr><b/></rPr><t>Sport</t></r><r><t>hal_x0020_2</t></r><rPh><t>spo</t></rPh>"
    body = row(*HEAD) + f'<row><c><v>1</v></c><c t="inlineStr"><is>{pieces}</is></c></row>'
    assert titles(with_sheet(body)) == ["Sporthal 2"]


def test_cells_and_rows_may_leave_out_where_they_are() -> None:
    body = (
        row(*HEAD)
        + f'<row r="7"><c r="B7" t="str"><v>b</v></c></row><row r="9">{cell(1)}{cell("a", t="str")}</row>'
    )
    assert titles(with_sheet(body)) == ["rij 7: Nummer: leeg, zonder id is de rij niet te volgen", "a"]


@pytest.mark.parametrize(
    "code", ["d-m-yyyy h:mm", '[$-413]d mmm yy "om" h:mm', "yyyy\\-mm\\-dd hh:mm", "General"]
)
def test_dates_by_the_format_of_their_cell_and_bare_numbers(code: str) -> None:
    style = f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="170" formatCode="{code}"/></numFmts>'
    style = style.replace('"om"', "&quot;om&quot;")
    style += '<cellStyleXfs><xf numFmtId="170"/></cellStyleXfs>'
    style += '<cellXfs><xf/><xf numFmtId="170"/></cellXfs></styleSheet>'
    body = (
        row("Nummer", "Naam", "Tijd")
        + f"<row>{cell(1)}{inline('a')}{cell('46351.604166666664', s='1')}</row>"
    )
    columns = {"id": "Nummer", "observed_at": "Tijd"}
    (found,) = outcomes(with_sheet(body, **{"xl/styles.xml": style.encode()}), columns=columns)
    assert isinstance(found, Feature)
    assert found.properties["observed_at"] == "2026-11-25T13:30:00+00:00"


@pytest.mark.parametrize("code", ["0.00", '0 "dagen"', "[Red]0", "#,##0.00\\ \\m", "@", "0_d"])
def test_numbers_stay_numbers(code: str) -> None:
    quoted = code.replace('"', "&quot;")
    style = f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="170" formatCode="{quoted}"/></numFmts>'
    style += '<cellXfs><xf/><xf numFmtId="170"/></cellXfs></styleSheet>'
    body = row("Nummer", "Naam", "Aantal") + f"<row>{cell(1)}{inline('a')}{cell(46351, s='1')}</row>"
    (found,) = outcomes(with_sheet(body, **{"xl/styles.xml": style.encode()}))
    assert isinstance(found, Feature)
    assert found.properties["aantal"] == 46351


def test_a_workbook_that_counts_from_1904() -> None:
    content = workbooks.parts(workbooks.workbook({"Blad1": [["Nummer", "Tijd"], [1, 44889.6041666667]]}))
    book = content["xl/workbook.xml"].replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>')
    columns = {"id": "Nummer", "observed_at": "Tijd"}
    (found,) = outcomes(workbooks.package({**content, "xl/workbook.xml": book}), columns=columns)
    assert isinstance(found, Feature)
    assert found.properties["observed_at"] == "2026-11-25T13:30:00+00:00"


def test_strict_workbooks_with_prefixes() -> None:
    body = row(*HEAD) + row("1", "a")
    content = workbooks.parts(with_sheet(body, STRICT))
    sheet = content[SHEET].decode().replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    assert titles(workbooks.package({**content, SHEET: sheet.encode()})) == ["a"]


def test_the_first_sheet_that_has_the_headings_counts() -> None:
    table = [["Stand van vandaag"], [], HEAD, [1, "a"]]
    sheets = {"Lees mij": [["x", "y"]], "Leeg": [], "Oud": [HEAD, [9, "oud"]], "Opvang": table}
    payload = workbooks.workbook(sheets, hidden=("Oud",))
    assert titles(payload) == ["a"]
    assert titles(payload, options=Options(sheet="oud")) == ["oud"]
    assert titles(payload, options=Options(sheet="4")) == ["a"]
    assert refused(payload, options=Options(sheet="Weg")) == (
        "blad: 'Weg' is er niet; er is Lees mij, Leeg, Oud, Opvang"
    )
    assert refused(payload, options=Options(sheet="1")) == "rij 1: koppen: Nummer, Naam ontbreekt; er is x, y"


def test_missing_headings_are_said_once() -> None:
    payload = workbooks.workbook({"Blad1": [["Nr", "Naam"], *([n, "a"] for n in range(50))]})
    assert refused(payload) == "rij 1: koppen: Nummer ontbreekt; er is Nr, Naam"
    assert refused(workbooks.workbook({"Blad1": []})) == "werkmap: de bladen zijn leeg"


def test_macros_are_left_alone() -> None:
    content = workbooks.parts(workbooks.workbook({"Blad1": [HEAD, [1, "a"]]}))
    assert titles(workbooks.package({**content, "xl/vbaProject.bin": b"\xd0\xcf<!DOCTYPE"})) == ["a"]


def test_what_is_no_workbook_says_what_it_is() -> None:
    good = workbooks.workbook({"Blad1": [HEAD, [1, "a"]]})
    assert "geen zip" in refused(b"Nummer;Naam\n1;a\n")
    assert "geen zip" in refused(good[:-30])
    assert "oude .xls" in refused(workbook._COMPOUND + b"Workbook")
    assert "zonder wachtwoord" in refused(workbook._COMPOUND + "EncryptedPackage".encode("utf-16-le"))
    assert "dit is .xlsb" in refused(workbooks.package({"xl/workbook.bin": b""}))
    assert "dit is ODF" in refused(workbooks.package({"mimetype": b"", "content.xml": b""}))
    assert "geen werkmap" in refused(workbooks.package({"x": b""}))
    assert refused(bytes(workbook.LIMIT + 5)) == "bestand: groter dan 8192 KiB"


def test_a_broken_zip_says_so() -> None:
    good = bytearray(workbooks.workbook({"Blad1": [HEAD, [1, "a"]]}))
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        at = archive.getinfo(SHEET).header_offset + 30 + len(SHEET)
    good[at : at + 8] = b"\xff" * 8
    assert "zip: kapot" in refused(bytes(good))


def test_a_directory_that_points_nowhere_says_so() -> None:
    """Offsets of the directory shift with its own: Python then seeks before the beginning."""
    good = workbooks.workbook({"Blad1": [HEAD, [1, "a"]]})
    start = good.rindex(b"PK\x05\x06")
    for at in range(start, len(good)):
        for value in (0, 127, 255):
            broken = bytearray(good)
            broken[at] = value
            assert outcomes(bytes(broken))


def test_other_ways_of_packing_are_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    assert refused(file.getvalue()) == "zip: xl/workbook.xml is ingepakt op een manier die niet mag"


def test_an_encrypted_part_is_refused() -> None:
    good = bytearray(workbooks.workbook({"Blad1": [HEAD, [1, "a"]]}))
    at = good.index(b"PK\x01\x02")
    good[at + 8] |= 1
    assert refused(bytes(good)) == "zip: versleuteld; bewaar het zonder wachtwoord"


DOCTYPE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "part",
    [
        SHEET,
        "xl/sharedStrings.xml",
        "xl/workbook.xml",
        "xl/styles.xml",
        "_rels/.rels",
        "xl/_rels/workbook.xml.rels",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_in_any_part_is_refused(part: str, encoding: str) -> None:
    content = workbooks.parts(workbooks.workbook({"Blad1": [HEAD, [1, "a"]]}))
    text = content[part].decode().partition("?>")
    body = text[2] if text[1] else text[0]
    evil = f'<?xml version="1.0" encoding="{encoding}"?>{DOCTYPE}{body}'.encode(encoding)
    assert "DOCTYPE: niet toegestaan" in refused(workbooks.package({**content, part: evil}))


def peak(payload: bytes) -> tuple[str, float]:
    """Why a workbook is refused, and the MiB that it took."""
    tracemalloc.start()
    reason = refused(payload)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return reason, most / 2**20


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<row>" + "<c/>" * 60_000 + "</row>", "meer dan 20000 elementen"),
        ("<j>" * 60_000, "64 lagen diep"),
        ("<row><c>" + "<v/>" * 60_000 + "</c></row>", "meer dan 20000 elementen"),
        ("<mergeCell/>" * 60_000, "meer dan 20000 elementen"),
    ],
)
def test_bombs_of_elements(monkeypatch: pytest.MonkeyPatch, body: str, reason: str) -> None:
    monkeypatch.setattr(workbook, "ELEMENTS", 20_000)
    payload = with_sheet(body)
    assert len(payload) < 20_000
    said, most = peak(payload)
    assert reason in said
    assert most < 4


def test_bombs_that_unpack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "UNPACKED", 1 << 20)
    body = row(*HEAD) + " " * (2 << 20)
    assert "uitgepakt groter dan 1 MiB" in refused(with_sheet(body))
    lying = bytearray(with_sheet(body))
    size = len(f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>')
    for number in range(lying.count(size.to_bytes(4, "little"))):
        at = lying.index(size.to_bytes(4, "little"))
        lying[at : at + 4] = (1000 + number).to_bytes(4, "little")
    assert "zip: kapot" in refused(bytes(lying)) or "uitgepakt" in refused(bytes(lying))


def test_parts_that_unpack_to_too_much_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "UNPACKED", 1 << 20)
    blank = b"<s>" + b" " * 900_000 + b"</s>"
    body = row(*HEAD) + " " * 900_000
    payload = with_sheet(body, **{"xl/sharedStrings.xml": blank, "xl/styles.xml": blank})
    assert "uitgepakt groter dan 1 MiB" in refused(payload)


def test_one_long_text_in_every_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "TOTAL", 1 << 20)
    rows = [["Nummer", "Naam"], *([number, "x" * 30_000] for number in range(100))]
    found = titles(workbooks.workbook({"Blad1": rows}))
    assert found[-1].endswith("vanaf hier is niets gelezen")
    assert 30 < len(found) < 40


def test_too_many_columns_and_a_far_row() -> None:
    body = row(*HEAD) + f'<row r="2">{cell(1)}<c r="XFD2"/><c r="B2" t="str"><v>a</v></c></row>'
    body += f'<row r="1048576">{cell(2)}{inline("ver")}</row>'
    assert titles(with_sheet(body)) == ["a", "ver"]
    assert "meer dan 500 kolommen" in refused(
        with_sheet(row(*HEAD) + f'<row r="2">{cell(1, r="XFD2")}</row>')
    )


def test_text_that_is_not_there() -> None:
    assert "verwijst naar tekst die er niet is" in refused(
        with_sheet(row(*HEAD) + f"<row>{cell(7, t='s')}</row>")
    )


def test_the_splitter_is_ready_for_the_next() -> None:
    splitter = framing_xlsx.XlsxSplitter()
    good = workbooks.workbook({"Blad1": [["id"], ["1"]]})
    for _ in range(2):
        assert splitter.feed(good[:50]) + splitter.feed(good[50:]) == []
        assert len(splitter.close()) == 1
    assert splitter.close() == []

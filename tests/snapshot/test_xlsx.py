"""The workbook: typed, filtered, marked on every sheet, no formulas, the same bytes."""

import hashlib
import io
from datetime import datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from mlob.snapshot.content import Section, Table, When
from mlob.snapshot.sheets import values
from mlob.snapshot.sheets.names import Names
from tests.snapshot import briefing, samples


@pytest.fixture(scope="module")
def book() -> Any:
    return load_workbook(io.BytesIO(briefing.rendered("xlsx")))


def rows(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(min_row=4, values_only=True))


def test_sheets(book: Any) -> None:
    assert book.sheetnames == [
        "Overzicht",
        "Ontbreekt",
        "Incidenten",
        "Bijstand",
        "Tijdlijn",
        "Alle gegevens",
    ]


def test_every_sheet_is_marked(book: Any) -> None:
    for sheet in book:
        assert sheet["A1"].value == "OEFENING - Departementaal Vertrouwelijk"
        assert sheet.oddHeader.center.text == "OEFENING - Departementaal Vertrouwelijk"
        assert sheet.oddFooter.left.text == "OEFENING - Departementaal Vertrouwelijk"


def test_cells_have_their_type(book: Any) -> None:
    head, first, *_ = rows(book["Bijstand"])
    assert head[:5] == ("Verzoek", "Aanvrager", "Toestand", "Nodig op (NL-tijd)", "Nodig op (UTC)")
    assert first[3] == datetime(2021, 7, 14, 22)
    assert first[4] == datetime(2021, 7, 14, 20)
    assert first[6:] == (68, 0, 68)
    assert rows(book["Bijstand"])[2][6:] == (100000, 40000.5, 59999.5)
    assert rows(book["Ontbreekt"])[3][2:4] == (None, None)


def test_all_rows_are_there_with_a_fixed_head_and_filters(book: Any) -> None:
    sheet = book["Incidenten"]
    assert len(rows(sheet)) == 1 + 46  # the slides show 40 at most
    assert sheet.freeze_panes == "A5"
    assert sheet.auto_filter.ref == f"A4:H{4 + 46}"
    assert sheet.print_title_rows == "$1:$4"
    assert rows(sheet)[0][-1] == "Oefening"
    assert [row[-1] for row in rows(sheet)[1:5]] == [None, None, "OEFENING", None]
    assert sheet["A5"].font.bold
    assert not sheet["A6"].font.bold
    assert 9 <= sheet.column_dimensions["A"].width <= 61


def test_nothing_is_a_formula(book: Any) -> None:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                if isinstance(cell.value, str):
                    assert not cell.value.startswith(("=", "+", "-", "@", "\t"))
                    assert all(sign.isprintable() or sign == "\n" for sign in cell.value)
    last = rows(book["Incidenten"])[-1]
    assert last[1] == "'" + briefing.FORMULA
    assert last[3] == "'@SUM(1)"
    assert last[6] == "'+1"


@pytest.mark.parametrize(
    ("said", "safe"),
    [
        ("=1", "'=1"),
        ("\t=1", "'=1"),
        ("  @x", "'@x"),
        ("-5", "'-5"),
        ("＝1", "'＝1"),
        ("a=1", "a=1"),
        ("\u202e=x\x00", "'=x"),
    ],
)
def test_text_stays_text(said: str, safe: str) -> None:
    assert values.safe(said) == safe


def test_long_text_is_cut_visibly() -> None:
    shown = values.safe("a" * 40_000)
    assert len(shown) == values.LONGEST
    assert shown.endswith("… (ingekort)")


def test_the_doubled_hour_is_told_apart_by_utc() -> None:
    one, two = (values.moments(When(f"2021-10-31T0{hour}:30:00Z")) for hour in (0, 1))
    assert one[0] == two[0] == datetime(2021, 10, 31, 2, 30)
    assert one[1] != two[1]
    assert values.moments(When("gisteren")) == ("gisteren", None)
    assert values.moments(When("0001-01-01T00:00:00Z"))[0] == "0001-01-01T00:00:00Z"
    assert values.moments(When()) == (None, None)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 10**400, -(10**16)])
def test_numbers_that_no_cell_holds_are_text(number: float) -> None:
    assert isinstance(values.value(number), str)


def test_names_of_sheets() -> None:
    names = Names()
    asked = ["Tijdlijn", "tijdlijn", "a/b:c?[d]*\\", "x" * 40, "x" * 41, "", "'", "History", "\u202e\x00"]
    found = [names.take(name) for name in asked]
    assert len({name.lower() for name in found}) == len(found)
    for name in found:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name[0] != "'" != name[-1]
    assert found[:2] == ["Tijdlijn", "Tijdlijn (2)"]


def test_overview_says_how_it_stands(book: Any) -> None:
    said = [cell for row in book["Overzicht"].iter_rows(values_only=True) for cell in row if cell is not None]
    for text in (
        "Multidisciplinair operationeel beeld",
        "OEFENING: dit beeld is niet echt",
        "min. 214",
        "Zuid-Limburg: GRIP 2 is GRIP 4 geworden (13:21).",
        "○ stil",
        "Alle gegevens",
    ):
        assert text in said
    assert any(str(text).startswith("Stand van 14 jul 2021") for text in said)
    assert any("verzorgingshuizen in Valkenburg" in str(text) for text in said)
    links = [
        cell.hyperlink.location for row in book["Overzicht"].iter_rows() for cell in row if cell.hyperlink
    ]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_everything_of_the_picture(book: Any) -> None:
    head, *found = rows(book["Alle gegevens"])
    by_id = {row[0]: dict(zip(head, row, strict=True)) for row in found}
    assert set(by_id) == {item["id"] for item in samples.picture()["features"]}
    incident = by_id["incident:p2000:1"]
    assert (incident["Lengte (lon)"], incident["Breedte (lat)"]) == (5.83, 50.86)
    assert incident["Waargenomen (NL-tijd)"] == datetime(2021, 7, 14, 16, 30)
    assert incident["Ernst"] == 4
    assert by_id["area:cap:1"]["Vorm"] == "Polygon"
    assert by_id["note:x:1"]["Oefening"] == "OEFENING"
    assert by_id["note:x:1"]["Lengte (lon)"] is None


def test_same_briefing_same_bytes(book: Any) -> None:
    one = briefing.rendered("xlsx")
    assert one == briefing.rendered("xlsx")
    assert hashlib.sha256(one).hexdigest() == briefing.elsewhere("xlsx")
    assert book.properties.created == datetime(2021, 7, 14, 14, 30)
    assert book.properties.keywords == "OEFENING - Departementaal Vertrouwelijk"


def test_tables_without_rows_and_with_the_same_name() -> None:
    tables = tuple(Table(name="zelfde", title="Z", heads=("A", "B"), rows=()) for _ in range(3))
    section = Section(name="s", title="S", tables=tables)
    found = load_workbook(io.BytesIO(briefing.rendered("xlsx", sections=(section,), exercise=False)))
    assert found.sheetnames == ["Overzicht", "Zelfde", "Zelfde (2)", "Zelfde (3)", "Alle gegevens"]
    assert found["Zelfde"]["A1"].value == "Departementaal Vertrouwelijk"


def test_rows_of_an_exercise_are_told_apart_on_every_sheet() -> None:
    rows_of = (("echt", 1), ("geoefend", 2))
    table = Table(name="veranderd", title="V", heads=("Wat", "Nr"), rows=rows_of, exercise=frozenset({1}))
    section = Section(name="veranderd", title="V", tables=(table,))
    found = load_workbook(io.BytesIO(briefing.rendered("xlsx", sections=(section,), exercise=False)))
    for sheet in (found["Overzicht"], found["Veranderd"]):
        drilled = [row[:3] for row in sheet.iter_rows(values_only=True) if row[2] == "OEFENING"]
        assert drilled == [("geoefend", 2, "OEFENING")]

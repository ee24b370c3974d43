"""The slides: native, whole, marked on each, the same bytes, and opened by LibreOffice."""

import hashlib
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Emu

from mlob.snapshot.content import Paragraph, Section, Table, When
from mlob.snapshot.slides import look, measure
from mlob.snapshot.slides.pages import Grid
from mlob.snapshot.slides.plan import plan
from tests.snapshot import briefing, samples

FOOT = look.emu(look.FOOT)


@pytest.fixture(scope="module")
def deck() -> Any:
    return Presentation(io.BytesIO(briefing.rendered("pptx")))


def texts(shapes: Any) -> list[str]:
    """Everything that a person reads on it, tables included."""
    found = []
    for shape in shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        if getattr(shape, "has_table", False) and shape.has_table:
            found.extend(cell.text for row in shape.table.rows for cell in row.cells)
    return found


def titled(deck: Any, title: str) -> list[Any]:
    return [slide for slide in deck.slides if slide.shapes.title.text_frame.text.startswith(title)]


def test_order_and_size(deck: Any) -> None:
    assert (deck.slide_width, deck.slide_height) == (12192000, 6858000)
    names = [re.sub(r" \(.*", "", slide.shapes.title.text_frame.text) for slide in deck.slides]
    assert list(dict.fromkeys(names)) == [
        "Multidisciplinair operationeel beeld",
        "Wat ontbreekt",
        "Veranderd sinds de vorige briefing",
        "Kaart",
        "Actuele situatie",
        "Bijstand",
        "Tijdlijn",
    ]


def test_first_slide_has_the_headline_figures_and_how_it_stands(deck: Any) -> None:
    first = texts(deck.slides[0].shapes)
    assert "min. 214\nIncidenten" in first
    assert "▲ 3 (hoogste: GRIP 4)\nRegio's met GRIP" in first
    assert any("zoals bekend op 14 jul 2021 16:30 CEST" in text for text in first)
    assert any(text.startswith("▲ Niet volledig: GHOR") for text in first)


def test_marking_exercise_moment_and_number_on_every_slide(deck: Any) -> None:
    band = texts(deck.slide_master.shapes)
    assert "OEFENING" in band
    assert "Departementaal Vertrouwelijk" in band
    for slide in deck.slides:
        kinds = {str(shape.placeholder_format.type).split(" ")[0]: shape for shape in slide.placeholders}
        foot = kinds["FOOTER"].text_frame.text
        assert foot == "OEFENING · Departementaal Vertrouwelijk · LOCC · stand 14 jul 2021 16:30 CEST"
        assert "SLIDE_NUMBER" in kinds
        assert slide._element.xpath('.//a:fld[@type="slidenum"]')


def test_text_is_dutch_and_holds_nothing_hidden(deck: Any) -> None:
    for slide in deck.slides:
        languages = {run.get("lang") for run in slide._element.xpath(".//a:r/a:rPr")}
        assert languages == {"nl-NL"}
        for text in texts(slide.shapes):
            assert all(sign.isprintable() or sign in "\n\x0b\u00a0" for sign in text)


def test_tables_are_native_with_a_head_and_stay_on_the_slide(deck: Any) -> None:
    frames = [shape for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert len(frames) >= 6
    for frame in frames:
        assert frame.table.first_row
        assert frame.top + sum(row.height for row in frame.table.rows) <= FOOT
        assert frame.left + sum(column.width for column in frame.table.columns) <= deck.slide_width
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame and not shape.is_placeholder:
                assert shape.top + shape.height <= FOOT + Emu(1)


def test_rows_go_on_and_what_is_left_out_is_counted(deck: Any) -> None:
    slides = titled(deck, "Actuele situatie")
    shown = [
        row.cells[0].text
        for slide in slides
        for shape in slide.shapes
        if shape.has_table
        for row in list(shape.table.rows)[1:]
    ]
    (rest,) = [
        int(found[1])
        for slide in slides
        for text in texts(slide.shapes)
        if (found := re.match(r"En nog (\d+) andere", text))
    ]
    assert shown[1] == "Wateroverlast straat 1"
    assert len(shown) + rest == 46
    assert titled(deck, "Actuele situatie (2/")


def test_what_is_cut_is_whole_in_the_notes(deck: Any) -> None:
    slide = titled(deck, "Actuele situatie (1/")[0]
    assert any(text.endswith("…") for text in texts(slide.shapes))
    assert briefing.LONG.strip() in slide.notes_slide.notes_text_frame.text
    changed = titled(deck, "Veranderd")[0]
    assert briefing.LONG.strip() in changed.notes_slide.notes_text_frame.text


def test_notes_say_who_said_it_and_how_old_it_is(deck: Any) -> None:
    for slide in deck.slides:
        notes = slide.notes_slide.notes_text_frame.text
        assert notes.startswith("OEFENING. Rubricering: Departementaal Vertrouwelijk.")
        assert "1626273000000-7" in notes
        assert "- p2000: actueel, laatste bericht 14 jul 2021 16:30 CEST" in notes
    situation = titled(deck, "Actuele situatie (1/")[0].notes_slide.notes_text_frame.text
    assert "ghor" not in situation  # its table names the source of each row
    assert "- ghor: stil" in titled(deck, "Wat ontbreekt")[0].notes_slide.notes_text_frame.text


def test_map_is_a_picture_with_words(deck: Any) -> None:
    (slide,) = titled(deck, "Kaart")
    pictures = [shape for shape in slide.shapes if shape.shape_type == 13]
    assert pictures
    told = pictures[0]._element.nvPicPr.cNvPr.get("descr")
    assert told.startswith("Kaart van Nederland met 1 x gebied, 2 x voorziening, 2 x incident")
    assert "Zuid-Limburg (GRIP 4)" in told
    assert "Het zwaartepunt ligt langs Geul en Gulp." in "\n".join(texts(slide.shapes))


def test_properties_are_those_of_the_picture(deck: Any) -> None:
    known = deck.core_properties
    assert known.title == "OEFENING - Multidisciplinair operationeel beeld"
    assert known.author == "A. de Vries, informatiemanager"
    assert known.keywords == "OEFENING - Departementaal Vertrouwelijk"
    assert known.language == "nl-NL"
    assert str(known.created) == str(known.modified) == "2021-07-14 14:30:00"


def test_same_briefing_same_bytes() -> None:
    one = briefing.rendered("pptx")
    assert one == briefing.rendered("pptx")
    assert hashlib.sha256(one).hexdigest() == briefing.elsewhere("pptx")
    with zipfile.ZipFile(io.BytesIO(one)) as package:
        assert package.namelist()[0] == "[Content_Types].xml"
        assert {item.date_time for item in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in package.namelist() if "thumbnail" in name]


def test_real_picture_with_an_exercise_in_it() -> None:
    deck = Presentation(io.BytesIO(briefing.rendered("pptx", exercise=False)))
    assert "OEFENING" not in texts(deck.slide_master.shapes)
    found = [text for slide in deck.slides for text in texts(slide.shapes) if "OEFENING" in text]
    assert found == ["OEFENING: Wateroverlast straat 2"]


def test_sections_that_say_little_share_a_slide() -> None:
    short = [
        Section(name=str(number), title=f"Deel {number}", paragraphs=(Paragraph(text="Niets gemeld."),))
        for number in range(3)
    ]
    alone = Section(name="x", title="Alleen", paragraphs=(Paragraph(text="Iets."),), alarm=True)
    pages = plan(briefing.content(sections=(*short, alone, short[0])))
    assert [page.title for page in pages[1:]] == ["Overige onderdelen", "Alleen", "Deel 0"]


def test_one_section_that_says_little_keeps_its_title() -> None:
    nothing = Section(name="leeg", title="Leeg")
    one = Section(name="een", title="Wat ontbreekt", paragraphs=(Paragraph(text="Alles is er."),))
    pages = plan(briefing.content(sections=(nothing, one)))
    assert [page.title for page in pages[1:]] == ["Wat ontbreekt"]


def test_a_table_has_short_times_and_no_empty_columns() -> None:
    rows = (
        ("a", None, When("2021-07-14T14:30:00Z")),
        ("b", None, When("2021-07-13T09:00:00Z")),
        ("c", None, None),
    )
    table = Table(name="t", title="T", heads=("Wat", "Met", "Gezien"), rows=rows)
    (_, page) = plan(briefing.content(sections=(Section(name="s", title="S", tables=(table,)),)))
    (grid,) = page.blocks
    assert isinstance(grid, Grid)
    assert grid.heads == ("Wat", "Gezien")
    assert grid.rows == (("a", "16:30"), ("b", "13\u00a0jul 11:00"), ("c", "–"))


def test_rows_that_stand_out_go_on_longer() -> None:
    def slides(marked: int) -> int:
        rows = tuple((f"Zaak {number}", number) for number in range(300))
        table = Table(
            name="t", title="T", heads=("Wat", "Nr"), rows=rows, marked=frozenset(range(marked)), most=300
        )
        return len(plan(briefing.content(sections=(Section(name="s", title="T", tables=(table,)),)))) - 1

    assert (slides(0), slides(45), slides(300)) == (2, 3, 4)


@pytest.mark.parametrize("text", ["", "kort", "woord " * 400, "x" * 3000, "een\ntwee\n\n" * 20, "漢字" * 300])
@pytest.mark.parametrize("room", [30.0, 200.0, 880.0])
def test_cut_fits_and_says_so(text: str, room: float) -> None:
    shown = measure.cut(text, 12, room, 4)
    assert measure.lines(shown, 12, room) <= 4
    assert shown == text or shown.endswith("…")
    assert shown.removesuffix("…").rstrip() == text[: len(shown.removesuffix("…").rstrip())]


def test_empty_and_odd_tables() -> None:
    odd = (
        Table(name="leeg", title="Leeg", heads=("A",), rows=()),
        Table(
            name="breed", title="Breed", heads=tuple("abcdefghijklmnopqrstuvwxyz"), rows=(("x" * 90,) * 26,)
        ),
        Table(name="hoog", title="Hoog", heads=("A", "B"), rows=(("\n".join("abcdefgh"), "y" * 5000),) * 3),
    )
    content = briefing.content(sections=(Section(name="s", title="S", tables=odd),), author="")
    for page in plan(content):
        for block in page.blocks:
            assert block.top + sum(block.heights) <= look.FOOT  # type: ignore[union-attr]
    assert briefing.rendered("pptx", sections=content.sections)


def test_picture_without_anything() -> None:
    empty = {**samples.picture(), "features": [], "sources": []}
    material = samples.material()
    material = type(material)(
        picture=empty, disciplines=[], timeline=[], organisation=material.organisation, exercise=True
    )
    found = Presentation(io.BytesIO(briefing.rendered("pptx", material, sections=(briefing._map(),))))
    assert "Er zijn geen bronnen ingesteld." in found.slides[1].notes_slide.notes_text_frame.text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice")
def test_libreoffice_opens_it(tmp_path: Path, deck: Any) -> None:
    path = tmp_path / "beeld.pptx"
    path.write_bytes(briefing.rendered("pptx"))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/lo", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True, timeout=170
    )
    pypdf = pytest.importorskip("pypdf")
    pages = pypdf.PdfReader(tmp_path / "beeld.pdf").pages
    assert len(pages) == len(deck.slides)
    for page in pages:
        text = page.extract_text()
        assert text.count("Departementaal Vertrouwelijk") >= 2  # the band and the line below
        assert text.count("OEFENING") >= 2

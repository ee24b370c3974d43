import io
import re
from typing import Any

import msgspec
import pypdf
import pytest

from mlob.config import Organisation
from mlob.snapshot import paper
from mlob.snapshot.compose import compose
from mlob.snapshot.content import Content, When
from mlob.snapshot.forms.pdf import FORM
from mlob.snapshot.material import Material, Remark
from tests.snapshot import samples, scene

BIG = scene.material(300, exercise=True)


def printed(material: Material) -> bytes:
    return FORM.render(material, compose(material))["briefing.pdf"]


def pages(document: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages]


def plain(text: str) -> str:
    """Text without what a line break adds: blanks, hyphens at the end of a line, breaks in long words."""
    return re.sub(r"[\s\u200b\u00ad-]+", "", text)


@pytest.fixture(scope="module")
def big() -> bytes:
    return printed(BIG)


def test_it_is_a_tagged_pdf_in_dutch(big: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(big))
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/Lang"] == "nl"
    assert bool(catalog["/MarkInfo"]["/Marked"])
    assert "/StructTreeRoot" in catalog
    assert b"pdfuaid:part" in big
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith("Multidisciplinair operationeel beeld, 14 jul 2021")
    assert b"/Alt" in big
    assert b"/TH" in big
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


def test_every_page_is_marked_numbered_and_dated(big: bytes) -> None:
    found = pages(big)
    assert len(found) > 6
    for number, page in enumerate(found, 1):
        assert page.count("OEFENING") >= 2
        assert page.count("Departementaal Vertrouwelijk") >= 2
        assert f"Pagina {number} van {len(found)}" in page
        assert "Stand 14 jul 2021 16:30 CEST" in page


def test_a_long_marking_pushes_nothing_off_its_line() -> None:
    marking = "Stg. Confidentieel - TLP:AMBER+STRICT - alleen voor deelnemers NCC en LOCC"
    material = msgspec.structs.replace(samples.material(Organisation(marking=marking)), exercise=True)
    found = pages(printed(material))
    for number, page in enumerate(found, 1):
        assert plain(page).count(plain(marking)) >= 2
        assert f"Pagina {number} van {len(found)}" in page
        assert "Stand 14 jul 2021 16:30 CEST" in page
        assert page.count("Multidisciplinair operationeel beeld") >= 1


def test_a_real_picture_is_no_exercise() -> None:
    real = samples.material(Organisation(marking="Ongerubriceerd"))
    text = "\n".join(pages(printed(real)))
    assert text.count("OEFENING") == 1  # the one note that is


def test_page_1_has_figures_and_what_is_missing(big: bytes) -> None:
    first = plain(pages(big)[0])
    content = compose(BIG)
    for one in content.sections[0].figures:
        assert plain(f"{one.name}{one.text}") in first
    for row in content.sections[1].tables[0].rows:
        assert plain(str(row[0])) in first
    assert "NietvolledigGHOR" in first.replace(":", "")
    for title in ("Kerncijfers", "Wat ontbreekt", "Veranderd sinds de vorige briefing"):
        assert plain(title) in first


def test_all_that_is_severe_asked_or_silent_is_in_it(big: bytes) -> None:
    text = plain("\n".join(pages(big)))
    for item in BIG.picture["features"]:
        properties = item["properties"]
        severe = properties["kind"] in ("incident", "area") and properties["severity"] >= 3
        if severe or properties["kind"] == "request":
            assert plain(properties["title"]) in text
    for row in (*BIG.disciplines, *BIG.picture["sources"]):
        assert row["name"].lower() in text.lower()
    for part in compose(BIG).sections:
        assert plain(part.title) in text
        for said in part.paragraphs:
            assert plain(said.text) in text


def test_the_same_material_gives_the_same_bytes() -> None:
    one, other = printed(scene.material(40)), printed(scene.material(40))
    assert one == other
    assert b"20210714" in one


def test_without_a_marking_there_is_no_pdf() -> None:
    with pytest.raises(ValueError, match="rubricering"):
        printed(samples.material(Organisation(marking=" ")))


@pytest.mark.parametrize(
    "text",
    [
        '#panic("x") $ $$ `` _ * = <a> @b // /* #image("/etc/passwd")',
        '<script>alert("x")</script>&amp;\u202e\x00\ud800',
        "a" * 5000,
        "لا 中文 😀 \U0001f692",
        "\\u{1F600} \\n ] } )",
    ],
)
def test_texts_of_feeds_are_harmless(text: str) -> None:
    picture = samples.picture()
    for item in picture["features"]:
        item["properties"] |= {"title": text, "status": text, "sources": [text], "gemeente_name": text}
    for source in picture["sources"]:
        source["name"] = text
    remarks = (Remark(section="kerncijfers", text=text, author=text, at=text),)
    material = msgspec.structs.replace(samples.material(), picture=picture, remarks=remarks, author=text)
    document = printed(material)
    found = pages(document)
    assert all("Departementaal Vertrouwelijk" in page for page in found)
    if text.startswith("#panic"):
        assert plain("#panic") in plain("\n".join(found))


def test_a_remark_stands_under_its_section() -> None:
    remark = Remark(section="bijstand", text="Aflossing om acht uur.", author="J. Jansen", at=samples.TIME)
    text = "\n".join(pages(printed(samples.material(remarks=(remark,)))))
    assert text.index("Bijstand") < text.index("Aflossing om acht uur.") < text.index("Feitelijke inzet")
    assert "J. Jansen, 14 jul 2021 16:30 CEST" in text


def test_an_empty_picture_has_all_sections() -> None:
    picture = {"features": [], "sources": [], "cursor": "0-0", "at": samples.TIME, "known_at": samples.TIME}
    material = msgspec.structs.replace(samples.material(), picture=picture, disciplines=[], timeline=[])
    text = "\n".join(pages(printed(material)))
    for title in ("Incidenten", "Bijstand", "Bronnen", "Er zijn geen bronnen ingesteld"):
        assert title in text


def test_columns_of_a_table() -> None:
    content = compose(BIG)
    data = paper.sheet(content)
    for part in data["sections"]:
        for one in part["tables"]:
            assert len(one["heads"]) == len(one["columns"]) == len(one["right"]) == len(one["long"])
            assert all(len(row) == len(one["heads"]) for row in one["rows"])
            assert 0 <= one["lead"] < len(one["heads"])


def test_a_range_or_a_time_is_told_as_a_person_does() -> None:
    content = Content(
        title="t",
        organisation="o",
        marking="m",
        exercise=False,
        stand="s",
        at=When(samples.TIME),
        known_at=When(samples.TIME),
        cursor="1-0",
        author="",
        sections=(),
    )
    assert paper.sheet(content)["moment"] == "14 jul 2021 16:30 CEST"
    assert paper.sheet(content)["zone"] == "CEST"

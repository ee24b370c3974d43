"""The form of a request: a PDF to be read aloud, marked on every page, with texts as they were typed."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlob.bijstand import form, kinds
from mlob.bijstand.form_content import QUESTIONS, content
from tests.bijstand import pdftext
from tests.bijstand.test_edxl_out import promise, view
from tests.bijstand.test_requests import asked

AT = datetime(2021, 7, 14, 18, 5, tzinfo=UTC)
MARKING = "Departementaal Vertrouwelijk"
SIGNATURE = {"role": "voorzitter", "name": "A. Voorbeeld", "at": "2021-07-14T16:00:00Z"}


def printed(seen: dict[str, Any], marking: str = MARKING, kind: str = "wvr51") -> bytes:
    return form.pdf(seen, kinds.known()[kind], organisation="LOCC", marking=marking, at=AT)


def text(seen: dict[str, Any], **more: Any) -> str:
    return "\n".join(pdftext.pages(printed(seen, **more)))


def shown(seen: dict[str, Any], kind: str = "wvr51") -> dict[str, Any]:
    return content(seen, kinds.known()[kind], organisation="LOCC", marking=MARKING, at=AT)


def test_it_is_a_tagged_pdf_in_dutch() -> None:
    document = printed(view())
    assert document.startswith(b"%PDF-1.7")
    for mark in (b"/Lang(nl)", b"/Marked true", b"/StructTreeRoot", b"pdfuaid:part", b"/MediaBox[0 0 595"):
        assert mark in document
    assert b"Zandzakken vullen" in document


def test_the_same_view_gives_the_same_bytes() -> None:
    assert printed(view()) == printed(copy.deepcopy(view()))


def test_every_page_is_marked_and_numbered() -> None:
    body = asked("exercise", True)
    body["fields"]["motivering"] = "Wij zijn met te weinig.\n" * 100
    found = pdftext.pages(printed(view(body)))
    assert len(found) > 2
    for number, page in enumerate(found, 1):
        assert page.count("OEFENING") >= 2
        assert page.count(MARKING) >= 2
        assert f"Pagina {number} van {len(found)}" in page


def test_a_real_request_is_no_exercise() -> None:
    assert "OEFENING" not in text(view())


def test_without_a_marking_there_is_no_form() -> None:
    with pytest.raises(ValueError, match="marking"):
        printed(view(), marking=" ")


def test_the_fields_stand_in_their_order() -> None:
    titles = [section["title"] for section in shown(view())["sections"]]
    assert titles == list(QUESTIONS)
    assert len(titles) == 14
    said = text(view())
    places = [said.index(f"\n{number}. ") for number in range(1, 16)]
    assert places == sorted(places)
    assert "15. Ondertekening" in said


def test_what_is_known_is_filled_in_and_what_is_not_stays_open() -> None:
    body = asked("signatures", [SIGNATURE])
    body["fields"] |= {"opkomstlocatie": "Sporthal Valkenburg"}
    seen = view(body, **promise("k", quantity=40, departed=20, arrives_at="2021-07-14T18:00:00Z"))
    seen["log"] = [{"step": "instemmen", "time": "2021-07-14T16:00:00Z", "text": "ingestemd", "reason": "ja"}]
    said = text(seen)
    for part in (
        "Bijstand aan een veiligheidsregio",
        "Veiligheidsregio Zuid-Limburg (VR24)",
        "woensdag 14 juli 2021 om 20:00 uur",
        "Sporthal Valkenburg",
        "Defensie",
        "40 personen",
        "14-07-2021 20:00",
        "A. Voorbeeld",
        "niet ingevuld",
        "Ingestemd",
    ):
        assert part in said, part
    assert "Handtekening" not in said


def test_who_has_not_signed_finds_room_to_do_so() -> None:
    said = text(view())
    assert "Handtekening" in said
    assert "Nog na te komen" in said
    assert "het formulier moet nog komen" in said


def test_a_question_that_no_section_knows_is_asked_all_the_same() -> None:
    body = asked()
    body["fields"]["soort_hond"] = "speurhond"
    (section,) = [part for part in shown(view(body))["sections"] if part["title"] == "Overige vragen"]
    assert section["rows"] == [["soort hond", "speurhond"]]


@pytest.mark.parametrize("kind", sorted(kinds.known()))
def test_every_kind_can_be_printed(kind: str) -> None:
    assert kinds.known()[kind].legal_basis.split(",")[0][:20] in text(view(), kind=kind).replace("\n", "")


def test_texts_are_data() -> None:
    body = asked("title", '#eval("1+1") *vet* $x$ @ref <naam> \\ // /* "')
    body["fields"]["motivering"] = "#panic()\n= Kop\n#let a = 1"
    said = text(view(body))
    assert '#eval("1+1") *vet* $x$ @ref <naam> \\ // /* "' in said
    assert "#panic()\n= Kop\n#let a = 1" in said


def test_a_word_without_an_end_stays_on_the_page() -> None:
    body = asked("title", "x" * 200)
    assert 50 < max(line.count("x") for line in text(view(body)).splitlines()) < 120


def test_a_sign_that_no_font_has_costs_only_the_claim() -> None:
    seen = view()
    seen["title"] = "Ԁ"
    document = printed(seen)
    assert b"/Marked true" in document
    assert b"pdfuaid:part" not in document


@settings(max_examples=25)
@given(st.text(max_size=60), st.text(max_size=300))
def test_whatever_was_typed_can_be_printed(title: str, reason: str) -> None:
    seen = view()
    seen["title"] = title
    seen["fields"] = {"motivering": reason.encode(errors="replace").decode()}
    seen["title"] = title.encode(errors="replace").decode()
    assert printed(seen).startswith(b"%PDF")


def test_pages_can_be_looked_at() -> None:
    found = form.pages(view(), kinds.known()["wvr51"], organisation="LOCC", marking=MARKING, at=AT, ppi=40)
    assert all(page.startswith(b"\x89PNG") for page in found)

import html
import re
from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest

from mlob.config import Organisation
from mlob.snapshot import document, figures, words
from mlob.snapshot.compose import compose
from mlob.snapshot.material import Material, Remark
from tests.snapshot import samples, scene


class Reader(HTMLParser):
    """Reads the page as a browser would: its tags, attributes and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def page(material: Material | None = None) -> str:
    found = material or samples.material()
    return document.render(found, compose(found)).decode()


def with_picture(picture: dict[str, Any], **changes: Any) -> Material:
    return msgspec.structs.replace(samples.material(), picture=picture, **changes)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    return reader


def test_marking_and_exercise_on_top_and_bottom_of_each_sheet() -> None:
    text = page()
    for part in ("thead", "tfoot"):
        found = re.search(f'<{part}><tr><td><div class="band">(.*?)</div>', text)
        assert found
        assert "OEFENING" in found[1]
        assert "Departementaal Vertrouwelijk" in found[1]


def test_nothing_from_a_feed_becomes_markup() -> None:
    picture = samples.picture()
    for item in picture["features"]:
        item["properties"]["title"] = item["properties"]["status"] = samples.HOSTILE
        item["properties"]["sources"] = [samples.HOSTILE]
    for source in picture["sources"]:
        source["name"] = '" onload="x'
    remarks = (Remark(section="kaart", text=samples.HOSTILE, author=samples.HOSTILE, at=samples.HOSTILE),)
    reader = read(page(with_picture(picture, remarks=remarks)))
    assert "script" not in reader.tags
    assert {"a", "img", "iframe", "link", "object"}.isdisjoint(reader.tags)
    assert not [name for name, _ in reader.attributes if name.startswith("on")]
    shown = "".join(reader.text)
    assert '<script>alert("x")</script>&' in shown
    assert "\u202e" not in shown
    assert "\x00" not in shown


def test_content_stands_in_its_order() -> None:
    headings = [re.sub("<.*?>", "", text) for text in re.findall(r"<h2>(.*?)</h2>", page())]
    content = compose(samples.material())
    assert [html.unescape(text) for text in headings] == [
        f"{part.code} {part.title}".strip() for part in content.sections
    ]
    assert headings[:4] == ["Kerncijfers", "Wat ontbreekt", "Veranderd sinds de vorige briefing", "Kaart"]


def test_it_says_all_that_the_content_says() -> None:
    material = scene.material(60)
    content = compose(material)
    shown = "".join(read(page(material)).text)
    for part in content.sections:
        for said in (*part.figures, *part.paragraphs):
            assert said.text in shown
        for one in part.tables:
            for row in one.rows:
                assert all(value in shown for value in row if isinstance(value, str))


def test_times_are_local_with_utc_beside() -> None:
    assert (
        '<time datetime="2021-07-14T14:30:00Z" title="2021-07-14T14:30:00Z">14 jul 2021 16:30 CEST' in page()
    )
    assert words.clock("2021-10-31T00:30:00Z").endswith("02:30 CEST")
    assert words.clock("2021-10-31T01:30:00Z").endswith("02:30 CET")
    assert words.clock(None) == "–"
    assert words.clock("gisteren") == "gisteren"


def test_totals_are_honest() -> None:
    text = page()
    assert "<dd>min. 2</dd>" in text
    assert "GHOR ontbreekt sinds 14 jul 2021 13:40 CEST" in text
    fresh = [{**row, "state": "actueel"} for row in samples.DISCIPLINES]
    assert figures.total(2, fresh) == "2"
    never = [{"name": "ghor", "state": "nooit", "last": None}]
    assert figures.missing(never) == "GHOR is nooit gezien"


def test_bijstand_is_outstanding() -> None:
    text = page()
    assert '<td>Militairen</td><td class="getal">68</td><td>personen</td>' in text
    assert "<td>spoed</td>" in text


def test_requests_with_items_as_the_picture_gives_them() -> None:
    picture = samples.picture()
    item = next(item for item in picture["features"] if item["id"].startswith("request"))
    for name in [name for name in item["properties"] if name.startswith("item.")]:
        del item["properties"][name]
    item["properties"]["items"] = [
        '{"id":"a","resource":"zandzakken","unit":"stuks","requested":100000,"promised":0,"departed":0,'
        '"arrived":0,"outstanding":100000}'
    ]
    assert '<td>Zandzakken</td><td class="getal">100.000</td><td>stuks</td>' in page(with_picture(picture))


def test_exercise_parts_of_a_real_picture_do_not_count() -> None:
    text = page(msgspec.structs.replace(samples.material(), exercise=False))
    assert "In dit beeld staat ook 1 onderdeel van een oefening. Het telt niet mee." in text
    assert text.count("OEFENING") == 1


def test_long_lists_are_counted() -> None:
    picture = samples.picture()
    picture["features"] += [
        samples.feature(f"incident:x:{number}", samples.point(5, 52)) for number in range(300)
    ]
    text = page(with_picture(picture))
    assert "En nog 241 andere regels, hier niet afgedrukt." in text


def test_without_a_marking_nothing_is_made() -> None:
    material = samples.material(Organisation(marking=" "))
    with pytest.raises(ValueError, match="rubricering"):
        page(material)


def test_empty_picture() -> None:
    picture = {"features": [], "sources": [], "cursor": "0-0", "at": samples.TIME, "known_at": samples.TIME}
    text = page(with_picture(picture, disciplines=[], timeline=[]))
    for sentence in ("Er zijn geen bronnen ingesteld", "Nog geen meldingen."):
        assert sentence in text


@pytest.mark.parametrize(
    ("value", "text"), [(68, "68"), (100000, "100.000"), (2.5, "2,5"), (1234.25, "1.234,25")]
)
def test_figures_as_the_dutch_write_them(value: float, text: str) -> None:
    assert words.figure(value) == text


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ("2021-07-14T14:20:00Z", "16:20"),
        ("2021-07-13T22:30:00Z", "00:30"),
        ("2021-07-12T22:30:00Z", "13 jul 00:30"),
        ("2020-12-31T23:30:00Z", "1 jan 00:30"),
        ("2020-12-31T22:30:00Z", "31 dec 2020 23:30"),
        ("2021-10-31T00:30:00Z", "31 okt 02:30 CEST"),
        ("2021-10-31T01:30:00Z", "31 okt 02:30 CET"),
        ("gisteren", "gisteren"),
        (None, "–"),
    ],
)
def test_times_beside_a_moment_say_only_what_differs(moment: str | None, text: str) -> None:
    assert words.short(moment, samples.TIME) == text

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from mlob import regions
from mlob.config import Organisation
from mlob.snapshot import document, drawing, figures, words
from tests.snapshot import samples


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


def page(exercise: bool = True, picture: dict[str, Any] | None = None) -> str:
    return document.render(
        picture or samples.picture(),
        samples.DISCIPLINES,
        samples.TIMELINE,
        samples.ORGANISATION,
        exercise=exercise,
    ).decode()


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
    reader = read(page(picture=picture))
    assert "script" not in reader.tags
    assert {"a", "img", "iframe", "link", "object"}.isdisjoint(reader.tags)
    assert not [name for name, _ in reader.attributes if name.startswith("on")]
    shown = "".join(reader.text)
    assert '<script>alert("x")</script>&' in shown
    assert "\u202e" not in shown
    assert "\x00" not in shown


def test_content_stands_in_its_order() -> None:
    headings = re.findall(r"<h2>(.*?)</h2>", page())
    assert headings[:5] == ["Wat ontbreekt", "Kerncijfers", "Kaart", "GRIP per regio", "Bijstand"]
    assert headings[-2:] == ["Tijdlijn", "Bronnen"]
    assert len(headings) == 7 + len(words.DISCIPLINES)


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
    assert "<td>Militairen</td><td>68</td><td>personen</td>" in text
    assert "<b>spoed</b>" in text


def test_requests_with_items_as_the_picture_gives_them() -> None:
    picture = samples.picture()
    item = next(item for item in picture["features"] if item["id"].startswith("request"))
    for name in [name for name in item["properties"] if name.startswith("item.")]:
        del item["properties"][name]
    item["properties"]["items"] = [
        '{"id":"a","resource":"zandzakken","unit":"stuks","requested":100000,"promised":0,"outstanding":100000}'
    ]
    assert "<td>Zandzakken</td><td>100.000</td><td>stuks</td>" in page(picture=picture)


def test_exercise_parts_of_a_real_picture_do_not_count() -> None:
    text = page(exercise=False)
    assert "ook 1 onderdelen van een oefening" in text
    assert text.count("OEFENING") == 1


def test_long_lists_are_counted() -> None:
    picture = samples.picture()
    picture["features"] += [
        samples.feature(f"unit:x:{number}", samples.point(5, 52), kind="unit") for number in range(2500)
    ]
    text = page(picture=picture)
    assert "En nog 2.302 andere" in text
    assert "De 2.501 eenheden staan niet op deze kaart" in text


def test_empty_picture() -> None:
    text = document.render(
        {"features": [], "sources": [], "cursor": "0-0", "at": samples.TIME, "known_at": samples.TIME},
        [],
        [],
        Organisation(marking="Ongerubriceerd"),
        exercise=False,
    ).decode()
    for sentence in ("Alle disciplines en bronnen zijn actueel.", "Nog geen meldingen."):
        assert sentence in text


def test_map_has_regions_and_marks() -> None:
    drawn = drawing.draw(samples.picture()["features"])
    assert drawn.count('class="regio"') == len(regions.names()) - 1
    assert ">GRIP 4</text>" in drawn
    assert drawn.count('class="teken hoog"') == 1
    assert drawn.count('class="teken gewoon"') == 5
    assert 'class="gebied"' in drawn


@pytest.mark.parametrize(
    ("value", "text"), [(68, "68"), (100000, "100.000"), (2.5, "2,5"), (1234.25, "1.234,25")]
)
def test_figures_as_the_dutch_write_them(value: float, text: str) -> None:
    assert words.figure(value) == text

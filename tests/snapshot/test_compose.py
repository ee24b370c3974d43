"""What a briefing says equals what the picture says, counted here once more in another way."""

from collections import Counter
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlob import regions
from mlob.bijstand import plans
from mlob.config import Organisation
from mlob.grouping import Link
from mlob.snapshot import document, drawing, paper
from mlob.snapshot.compose import SECTIONS, compose
from mlob.snapshot.content import When
from mlob.snapshot.diff import Change
from mlob.snapshot.material import Material, Remark, Since
from tests.snapshot import samples, scene
from tests.snapshot.parts import column, figures, section, table, texts

BIG = scene.material(600)
REAL = [
    item["properties"]
    for item in BIG.picture["features"]
    if not item["properties"].get("exercise") and item["properties"]["verification"] != "ingetrokken"
]


def test_the_order_is_that_of_the_law_after_page_1() -> None:
    content = compose(samples.material())
    assert tuple(part.name for part in content.sections) == SECTIONS
    codes = [part.code for part in content.sections if part.code]
    assert codes == sorted(codes)
    assert {code[0] for code in codes} == set("abcd")
    assert [part.name for part in content.sections if part.map] == ["kaart"]


def test_names_of_tables_are_unique() -> None:
    names = [found.name for part in compose(BIG).sections for found in part.tables]
    assert max(Counter(names).values()) == 1
    assert all(len(name) <= 31 for name in names)


def test_the_same_material_gives_the_same_content() -> None:
    assert compose(scene.material(80)) == compose(scene.material(80))


def test_headline_figures_equal_the_picture() -> None:
    said = figures(compose(BIG))
    incidents = [row for row in REAL if row["kind"] == "incident"]
    severe = sum(row["severity"] >= 3 for row in incidents)
    units = sum(row["kind"] == "unit" for row in REAL)
    areas = sum(row["kind"] == "area" and row["severity"] >= 3 for row in REAL)
    hurt = [row["ranges"]["gewonden"] for row in REAL if "gewonden" in row]
    assert said["Incidenten"] == f"min. {len(incidents)}"
    assert said["waarvan ernstig"] == f"min. {severe}"
    assert said["Eenheden in beeld"] == f"min. {units}"
    assert said["Ernstige gebieden"] == f"min. {areas}"
    assert said["Gewonden"] == f"min. {sum(low for low, _ in hurt)}–{sum(high for _, high in hurt)}"
    assert said["Regio's met GRIP"] == "1 (hoogste: GRIP 4)"
    assert said["Bijstandsverzoeken"] == "1"


def test_every_incident_is_in_a_table_of_its_discipline_severe_first() -> None:
    content = compose(BIG)
    found = {one.name: one for one in section(content, "incidenten").tables}
    mine = [row for item in BIG.picture["features"] if (row := item["properties"])["kind"] == "incident"]
    assert sum(len(one.rows) for one in found.values()) == len(mine)
    for one in found.values():
        order = ("extreem", "ernstig", "matig", "gering", "info")
        standing = [
            row[0]
            for number, row in enumerate(one.rows)
            if number not in one.exercise and row[-1] != "ingetrokken"
        ]
        assert standing == sorted(standing, key=order.index)
        assert one.marked == {
            number
            for number, row in enumerate(one.rows)
            if row[0] in order[:2] and number not in one.exercise and row[-1] != "ingetrokken"
        }
        assert one.most >= len(one.marked)
    drills = sum(row["exercise"] for row in mine)
    assert sum(len(one.exercise) for one in found.values()) == drills > 0


def test_counts_per_region_equal_the_picture() -> None:
    found = table(compose(BIG), "regios", "Regio's")
    for row in found.rows:
        name = str(row[0]).rpartition(" (")[0]
        code = next(code for code, known in regions.names().items() if known == name)
        here = [one for one in REAL if one.get("veiligheidsregio") == code]
        counted = Counter(one["kind"] for one in here)
        severe = sum(one["kind"] == "incident" and one["severity"] >= 3 for one in here)
        cells = dict(zip(found.heads, row, strict=True))
        assert [cells["Incidenten"], cells["Ernstig"]] == [counted["incident"], severe]
        assert [cells["Gebieden"], cells["Eenheden"]] == [counted["area"], counted["unit"]]
    assert sum(column(found, "Eenheden")) == sum(row["kind"] == "unit" for row in REAL)
    outstanding = {row[0]: row[-1] for row in found.rows}
    assert outstanding["Zuid-Limburg (VR24)"] == "68 personen militairen"


def test_all_25_regions_are_told_of() -> None:
    content = compose(samples.material())
    busy = column(table(content, "regios", "Regio's"), "Regio")
    quiet = texts(content, "regios")
    for code, name in regions.names().items():
        assert (f"{name} ({code})" in busy) != (name in quiet.partition(": ")[2])
    assert "Dat zegt niet dat er niets is: GHOR ontbreekt" in quiet


def test_a_warning_over_several_regions_leaves_none_of_them_quiet() -> None:
    said = samples.picture()
    codes = ["VR22", "VR23", "VR24"]
    wide = samples.feature("area:knmi:1", kind="area", title="Code rood", severity=4, veiligheidsregios=codes)
    picture = {**said, "features": [*said["features"], wide]}
    line = {**samples.TIMELINE[0], "region": "VR23", "regions": codes, "text": "Code rood: regen"}
    content = compose(msgspec.structs.replace(samples.material(), picture=picture, timeline=[line]))
    assert column(table(content, "tijdlijn", "Tijdlijn"), "Regio") == [
        "Brabant-Zuidoost, Limburg-Noord en Zuid-Limburg"
    ]
    rows = {row[0]: row[5] for row in table(content, "regios", "Regio's").rows}
    before = {row[0]: row[5] for row in table(compose(samples.material()), "regios", "Regio's").rows}
    for code in codes:
        name = f"{regions.names()[code]} ({code})"
        assert rows[name] == before.get(name, 0) + 1
        assert regions.names()[code] not in texts(content, "regios").partition(": ")[2]


def test_units_are_counted_never_listed() -> None:
    content = compose(BIG)
    found = table(content, "inzet", "Eenheden")
    crew = [row for row in REAL if row["kind"] == "unit"]
    assert found.rows[-1][-1] == len(crew)
    assert len(found.rows) <= 27
    by = Counter(row["discipline"] for row in crew)
    heads = {"brandweer": "Brandweer", "politie": "Politie", "gemeenten": "Gemeenten"}
    for code, head in heads.items():
        assert found.rows[-1][found.heads.index(head)] == by[code]
    assert sum(column(table(content, "inzet", "Soorten eenheden"), "Aantal")) == len(crew)
    assert "van een oefening of ingetrokken" in texts(content, "inzet")


def test_people_are_ranges_where_sources_differ() -> None:
    content = compose(BIG)
    found = table(content, "slachtoffers", "Slachtoffers")
    assert all(value == "–".join(str(value).split("–")) for value in column(found, "Gewonden"))
    assert any("–" in str(value) for value in column(found, "Gewonden"))
    assert any("cijfers verschillen" in str(value) for value in column(found, "Zekerheid"))


def test_reports_that_may_be_one_make_a_range() -> None:
    link = Link(id="l", a="incident:p2000:1", b="incident:p2000:2", score=0.7)
    content = compose(samples.material(proposed=(link,)))
    assert figures(content)["Incidenten"] == "min. 1–2"
    assert "hetzelfde incident" in texts(content, "incidenten")


def test_the_silent_are_named() -> None:
    content = compose(samples.material())
    found = table(content, "ontbreekt", "Ontbreekt")
    assert section(content, "ontbreekt").alarm
    assert [row[:2] for row in found.rows] == [("GHOR", "○ stil"), ("bron ghor", "○ stil")]
    assert column(found, "Laatste bericht") == [When("2021-07-14T11:40:00Z")] * 2
    assert column(table(content, "bronnen", "Bronnen"), "Bron") == ["ghor", "p2000"]


def test_nothing_at_all_is_no_all_clear() -> None:
    content = compose(
        Material(
            picture={
                "features": [],
                "sources": [],
                "cursor": "0-0",
                "at": samples.TIME,
                "known_at": samples.TIME,
            },
            disciplines=[],
            timeline=[],
            organisation=Organisation(marking="Ongerubriceerd"),
            exercise=False,
        )
    )
    assert "geen bronnen ingesteld" in texts(content, "ontbreekt")
    assert section(content, "ontbreekt").alarm
    assert not [found for part in content.sections for found in part.tables]
    assert "geen eerdere briefing" in texts(content, "veranderd")


def change(number: int, severity: int) -> Change:
    return Change(
        what="grip",
        discipline="",
        region="VR24",
        region_name="Zuid-Limburg",
        severity=severity,
        time=samples.TIME,
        text=f"GRIP in Zuid-Limburg, regel {number}.",
        entity=f"region:VR{number}",
        exercise=number == 0,
    )


def test_changes_come_worst_first_on_few_lines() -> None:
    since = Since(name="briefing 7", cursor="1-0", at="2021-07-14T12:00:00Z", known_at="2021-07-14T12:00:00Z")
    many = [change(number, 4 - number // 10) for number in range(40)]
    content = compose(samples.material(changes=many, since=since))
    lines = section(content, "veranderd").paragraphs
    assert "briefing 7" in lines[0].text
    assert "14 jul 2021 14:00 CEST" in lines[0].text
    levels = [line.level for line in lines[1:]]
    assert levels == sorted(levels, reverse=True)
    assert sum(level >= 3 for level in levels) == 20
    assert len(lines) <= 23
    none = compose(samples.material(changes=[], since=since))
    assert "Er is niets veranderd." in texts(none, "veranderd")


def test_exercise_among_what_is_real_is_named() -> None:
    real = msgspec.structs.replace(samples.material(Organisation(marking="Ongerubriceerd")), exercise=False)
    content = compose(real)
    assert "ook 1 onderdeel van een oefening" in texts(content, "kerncijfers")
    assert table(content, "overig", "Notities").exercise == {0}
    whole = compose(samples.material())
    assert table(whole, "overig", "Notities").exercise == frozenset()


def test_bijstand_with_ground_items_and_what_is_late() -> None:
    content = compose(samples.material())
    found = table(content, "bijstand", "Verzoeken")
    asked = dict(zip(found.heads, found.rows[0], strict=True))
    assert asked["Verzoek"] == "Militairen voor zandzakken"
    assert "artikel 51" in asked["Grond"]
    assert asked["Nodig op"] == When("2021-07-14T20:00:00Z")
    lines = table(content, "bijstand", "Regels")
    assert lines.rows[0][1:] == ("Militairen", "personen", 68, 0, 0, 0, 68)
    assert lines.marked == {0}
    assert table(content, "bijstand", "Openstaand").rows == (("Militairen", 68, "personen"),)
    assert figures(content)["waarvan bijstand te laat"] == "0"
    later = samples.picture() | {"at": "2021-07-14T21:00:00Z", "known_at": "2021-07-14T21:00:00Z"}
    overdue = compose(msgspec.structs.replace(samples.material(), picture=later))
    assert figures(overdue)["waarvan bijstand te laat"] == "1"
    assert "Te laat: Militairen voor zandzakken" in texts(overdue, "bijstand")
    assert section(overdue, "bijstand").alarm


def test_an_outlook_with_its_white_spots() -> None:
    plan = samples.feature(
        f"{plans.PREFIX}o1",
        None,
        kind="note",
        title="Hoogwater Limburg",
        phase="respons",
        **{
            "outlook.12.need": "Twee pelotons",
            "outlook.12.notes": "Het water stijgt",
            "outlook.12.at": samples.TIME,
            "outlook.12.by": "A. Voorbeeld",
            "outlook.12.unknown": ["Staat van de dijk | waterschap | "],
        },
    )
    picture = samples.picture()
    picture["features"].append(plan)
    content = compose(msgspec.structs.replace(samples.material(), picture=picture))
    found = table(content, "vooruitblik", "Vooruitblik")
    assert found.rows[0][:5] == (
        "Hoogwater Limburg", "respons", "12 uur", "Twee pelotons", "Het water stijgt",
    )  # fmt: skip
    assert found.rows[0][-1] == When("2021-07-15T02:30:00Z")
    assert "Witte vlek (Hoogwater Limburg, 12 uur): Staat van de dijk, gevraagd aan waterschap" in texts(
        content, "vooruitblik"
    )
    assert not [row for row in table(content, "overig", "Notities").rows if row[1] == "Hoogwater Limburg"]


@pytest.mark.parametrize(("where", "lands"), [("bijstand", "bijstand"), ("bestaat niet", "opmerkingen")])
def test_what_a_person_wrote_stands_with_his_name(where: str, lands: str) -> None:
    remark = Remark(section=where, text="Aflossing om acht uur.", author="J. Jansen", at=samples.TIME)
    found = section(compose(samples.material(remarks=(remark,))), lands)
    assert found.remark == "Aflossing om acht uur."
    assert found.remark_by == "J. Jansen, 14 jul 2021 16:30 CEST"
    other = Remark(section=where, text="En daarna weer.", author="B. Bos", at="2021-07-14T15:00:00Z")
    both = section(compose(samples.material(remarks=(other, remark))), lands)
    assert both.remark.index("J. Jansen") < both.remark.index("En daarna weer.")


def test_nothing_that_turns_text_around_is_left() -> None:
    content = msgspec.json.encode(compose(samples.material())).decode()
    assert "\\u202e" not in content
    assert "\u202e" not in content
    assert "\\u0000" not in content


def test_a_level_of_an_exercise_is_named_and_does_not_count() -> None:
    picture = samples.picture()
    region = next(item for item in picture["features"] if item["id"] == "region:VR24")
    region["properties"]["exercise"] = True
    real = msgspec.structs.replace(samples.material(), picture=picture, exercise=False)
    content = compose(real)
    assert figures(content)["Regio's met GRIP"] == "0"
    assert "Geen regio meldt GRIP" in texts(content, "regios")
    found = table(content, "regios", "Regio's")
    assert [row[0] for number, row in enumerate(found.rows) if number in found.exercise] == [
        "Zuid-Limburg (VR24)"
    ]
    drawn = drawing.draw(picture["features"])
    assert 'class="grip"' not in drawn
    assert ">OEFENING GRIP 4</text>" in drawn


ANYTHING = (
    st.none() | st.booleans() | st.integers(-3, 10**9) | st.floats(allow_nan=False, allow_infinity=False)
)
ANYTHING = ANYTHING | st.text(max_size=20) | st.lists(st.text(max_size=9), max_size=3)
NAMES = (
    *(
        "title",
        "status",
        "severity",
        "verification",
        "grip",
        "phase",
        "people",
        "gewonden",
        "ranges",
        "closure",
    ),
    *("facility_type", "beds", "free_beds", "capacity", "occupancy", "available", "valid_from", "valid_to"),
    *(
        "instruction",
        "description",
        "sender",
        "unit_type",
        "role",
        "gemeld_door",
        "level_m_nap",
        "observed_at",
    ),
    *(
        "gemeente_name",
        "test",
        "resource",
        "total",
        "unit",
        "supplier",
        "outlook.12.need",
        "outlook.12.notes",
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=8), max_size=8), st.booleans())
def test_whatever_a_feed_copied_along_a_briefing_is_made(said: list[dict[str, Any]], exercise: bool) -> None:
    picture = samples.picture()
    kinds = ("incident", "unit", "facility", "area", "note", "capacity", "region")
    for number, properties in enumerate(said):
        item = samples.feature(f"note:operatie:{number}", samples.point(5, 52))
        item["properties"] |= {"vr": "VR01", **properties, "kind": kinds[number % len(kinds)]}
        picture["features"].append(item)
    material = msgspec.structs.replace(samples.material(), picture=picture, exercise=exercise)
    content = compose(material)
    document.render(material, content)
    paper.sheet(content)

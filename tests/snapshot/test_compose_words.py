"""How a briefing says it: as a person would, and never more than is known."""

from typing import Any

import msgspec

from mlob.snapshot.compose import compose
from mlob.snapshot.diff import Change
from mlob.snapshot.material import Since
from tests.snapshot import samples
from tests.snapshot.parts import column, figures, section, table, texts


def test_what_the_past_cannot_tell_is_said_as_such() -> None:
    said = samples.material()
    unsure = [
        {**row, "state": "onbekend"} if row["state"] == "stil" else dict(row) for row in said.disciplines
    ]
    rows = [
        {**row, "state": "onbekend"} if row["state"] == "stil" else dict(row)
        for row in said.picture["sources"]
    ]
    content = compose(
        msgspec.structs.replace(said, disciplines=unsure, picture={**said.picture, "sources": rows})
    )
    part, found = section(content, "ontbreekt"), table(content, "ontbreekt", "Ontbreekt")
    assert "? onbekend" in column(found, "Toestand")
    assert "is niet zeker" in texts(content, "ontbreekt")
    assert "stil" not in found.title.partition(":")[0]
    assert found.marked == {number for number, row in enumerate(found.rows) if row[1].startswith("✕")}
    assert part.alarm is bool(found.marked)
    told = " ".join(texts(content, one.name) for one in content.sections)
    assert "GHOR: laatste nieuws 14 jul 2021 13:40 CEST, daarna onbekend" in told
    assert "GHOR ontbreekt" not in told
    assert figures(content)["Incidenten"].startswith("min. ")  # nor is it all that there was


def test_a_change_says_once_that_it_is_an_exercise() -> None:
    since = Since(name="b", cursor="1-0", at="2021-07-14T12:00:00Z", known_at="2021-07-14T12:00:00Z")
    drill = Change(
        what="grip",
        discipline="",
        region="VR24",
        region_name="Zuid-Limburg",
        severity=3,
        time=samples.TIME,
        text="OEFENING: GRIP 2 in Zuid-Limburg 13:21",
        entity="region:VR24",
        exercise=True,
    )
    whole = samples.material(changes=[drill], since=since)
    assert section(compose(whole), "veranderd").paragraphs[1].text == "GRIP 2 in Zuid-Limburg 13:21"
    mixed = compose(msgspec.structs.replace(whole, exercise=False))
    assert section(mixed, "veranderd").paragraphs[1].text == "OEFENING: GRIP 2 in Zuid-Limburg 13:21"


def with_features(*more: dict[str, Any]) -> Any:
    said = samples.material()
    return msgspec.structs.replace(
        said, picture={**said.picture, "features": [*said.picture["features"], *more]}
    )


def test_an_area_is_where_it_was_said_to_be() -> None:
    """The middle of a warning for a province lies in a gemeente that has nothing to do with it."""
    warning = {"kind": "area", "title": "Code rood", "severity": 4, "discipline": "overig"}
    named = samples.feature("area:knmi:1", None, **warning, gemeente_name="Peel en Maas", areas=["Limburg"])
    bare = samples.feature("area:knmi:2", None, **warning, gemeente_name="Peel en Maas")
    found = table(compose(with_features(named, bare)), "risicos", "Gebieden")
    assert column(found, "Waar")[:2] == ["Limburg", "Peel en Maas, Zuid-Limburg"]


def test_levels_capacity_and_roles_as_a_person_says_them() -> None:
    point = {"kind": "facility", "facility_type": "meetpunt", "discipline": "overig", "title": "Maas"}
    stock = {"kind": "capacity", "resource": "militairen", "total": 4}
    content = compose(
        with_features(
            samples.feature("facility:rws:1", None, **point, level_m_nap=13.0, discharge_m3_s=1928),
            samples.feature("capacity:DEF:militairen", None, **stock, supplier="DEF"),
            samples.feature("capacity:X:militairen", None, **stock, supplier="X"),
            samples.feature("unit:cot:2", None, kind="unit", discipline="defensie", role="Team Member"),
            samples.feature("unit:cot:3", None, kind="unit", discipline="defensie", role="Duikploeg"),
        )
    )
    told = column(table(content, "overig", "Metingen"), "Meting")
    assert "stand 13,00 m NAP; afvoer 1.928 m³/s" in told
    assert column(table(content, "bijstand", "Capaciteit"), "Van wie") == ["Defensie (DEF)", "X"]
    assert {"teamlid", "Duikploeg"} <= set(column(table(content, "inzet", "Soorten eenheden"), "Soort"))

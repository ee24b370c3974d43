"""What the sentences say, in which order, and how many of them a page gets."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlob.snapshot.diff import changes
from tests.snapshot import samples

EARLIER = "2021-07-14T06:00:00Z"


def then(*features: dict[str, Any], at: str = samples.TIME, **more: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), "at": at, **more}


def now(*features: dict[str, Any], **more: Any) -> dict[str, Any]:
    return then(*features, at="2021-07-14T18:00:00Z", **more)


def texts(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [change.text for change in changes(before, after)]


def incident(number: int = 1, **properties: Any) -> dict[str, Any]:
    return samples.feature(f"incident:p2000:{number}", samples.point(5.83, 50.86), **properties)


def region(code: str = "VR24", name: str = "Zuid-Limburg", **properties: Any) -> dict[str, Any]:
    more = {"veiligheidsregio": code, "veiligheidsregio_name": name, "title": name, **properties}
    return samples.feature(f"region:{code}", None, kind="region", **more)


def test_equal_and_empty_pictures() -> None:
    picture = samples.picture()
    assert changes(picture, copy.deepcopy(picture)) == []
    assert changes(then(), now()) == []
    assert changes({"features": []}, {"features": []}) == []
    all_new = changes(then(), picture)
    assert {change.what for change in all_new} == {"new", "grip", "phase"}
    assert {change.what for change in changes(picture, now())} == {"gone", "grip"}


def test_what_is_written_for_the_briefing_is_no_news_in_it() -> None:
    text = samples.feature("note:briefing:kaart", None, kind="note", title="Tekst in de briefing: Kaart")
    assert changes(then(), now(text)) == []
    assert changes(then(text), now()) == []


def test_grip_as_a_person_says_it() -> None:
    two = region(grip=2, observed_at=EARLIER)
    four = region(grip=4, observed_at="2021-07-14T11:21:00Z")
    assert texts(then(two), now(four)) == ["GRIP 2 → 4 in Zuid-Limburg 13:21"]
    assert texts(then(four), now(two)) == ["Afgeschaald: GRIP 4 → 2 in Zuid-Limburg 08:00"]
    assert texts(then(region(grip=None)), now(region(grip=0))) == []
    assert texts(then(), now(two)) == ["GRIP 2 in Zuid-Limburg 08:00"]
    assert texts(then(two), now()) == ["GRIP 2 niet meer bekend in Zuid-Limburg"]
    found = changes(then(two), now(four))[0]
    assert (found.severity, found.discipline, found.region) == (4, "", "VR24")
    assert found.time == "2021-07-14T11:21:00Z"


@pytest.mark.parametrize(
    ("observed_at", "clock"),
    [
        ("2021-07-14T17:05:00Z", "(19:05)"),
        ("2021-07-13T22:30:00Z", "(00:30)"),
        ("2021-07-13T21:30:00Z", "(13 jul 23:30)"),
        ("2020-10-25T00:30:00Z", "(25 okt 2020 02:30 CEST)"),
        ("2020-10-25T01:30:00Z", "(25 okt 2020 02:30 CET)"),
        ("ooit", ""),
    ],
)
def test_local_time_with_the_day_when_it_is_another(observed_at: str, clock: str) -> None:
    new = incident(title="Brand", observed_at=observed_at)
    expected = f"Nieuw incident in Zuid-Limburg: Brand {clock}".strip()
    assert texts(then(), now(new)) == [expected]


SENTENCES: tuple[tuple[dict[str, Any], dict[str, Any], list[str]], ...] = (
    (
        {"kind": "area", "title": "Code oranje", "severity": 3, "cap_status": "Actual"},
        {"title": "Code rood", "severity": 4},
        ["Waarschuwing ernstiger in Zuid-Limburg: Code rood, ernstig → extreem (16:30, was: Code oranje)"],
    ),
    (
        {"kind": "area", "title": "A79 dicht", "closure": "weg", "status": "dicht"},
        {"status": "open"},
        ["Afsluiting in Zuid-Limburg: A79 dicht, dicht → open (16:30)"],
    ),
    (
        {"kind": "area", "title": "A2", "category": "werkzaamheden", "status": "gepland"},
        {"status": "actueel"},
        ["Wegwerkzaamheden ingegaan in Zuid-Limburg: A2"],
    ),
    (
        {"kind": "area", "title": "NL-Alert: rook", "valid_to": "2021-07-14T20:00:00Z"},
        {"valid_to": "2021-07-15T04:00:00Z"},
        ["NL-Alert verlengd in Zuid-Limburg: rook, tot 15 jul 06:00, was 22:00 (16:30)"],
    ),
    (
        {"kind": "facility", "title": "Ziekenhuis Heerlen", "facility_type": "ziekenhuis", "ic_free": 4},
        {"ic_free": 0, "status": "ambulancestop"},
        [
            "Ziekenhuis in Zuid-Limburg: Ziekenhuis Heerlen, ambulancestop (16:30)",
            "Ziekenhuis in Zuid-Limburg: Ziekenhuis Heerlen, geen vrije IC-bedden meer, was 4 (16:30)",
        ],
    ),
    (
        {
            "kind": "facility",
            "title": "Maas",
            "facility_type": "meetpunt",
            "level_m_nap": 44.1,
            "status": "441",
        },
        {"level_m_nap": 45.35, "status": "4535"},
        ["Meetpunt in Zuid-Limburg: Maas, waterstand 44,10 → 45,35 m NAP (16:30)"],
    ),
    (
        {"kind": "area", "title": "NL-Alert: water", "instruction": "Blijf binnen."},
        {"instruction": "Verlaat het centrum nu."},
        ["NL-Alert met ander advies in Zuid-Limburg: water, Verlaat het centrum nu (16:30)"],
    ),
    ({"title": "Brand"}, {"grip": "GRIP 2"}, ["Incident in Zuid-Limburg: Brand, GRIP 2 gemeld (16:30)"]),
    (
        {"title": "Brand", "category": "brand"},
        {"category": "explosie"},
        ["Incident gewijzigd in Zuid-Limburg: Brand, soort brand → explosie (16:30)"],
    ),
    (
        {"gewonden": 3},
        {"gewonden": None},
        ["Incident in Zuid-Limburg: x, aantal gewonden niet meer bekend (16:30)"],
    ),
    (
        {"verification": "bevestigd"},
        {"verification": "onbevestigd"},
        ["Incident niet langer bevestigd in Zuid-Limburg: x (16:30)"],
    ),
    (
        {"verification": "ingetrokken"},
        {"verification": "bevestigd"},
        ["Incident toch niet ingetrokken in Zuid-Limburg: x (16:30)"],
    ),
)


@pytest.mark.parametrize(("old", "new", "expected"), SENTENCES)
def test_sentences(old: dict[str, Any], new: dict[str, Any], expected: list[str]) -> None:
    name = f"{old.get('kind', 'incident')}:x:1"
    before = samples.feature(name, None, **{"title": "x", **old})
    after = samples.feature(name, None, **{"title": "x", **old, **new})
    assert sorted(texts(then(before), now(after))) == expected


def test_the_plan_of_an_operation_tells_its_phase() -> None:
    old = samples.feature("note:operatie:o", None, kind="note", title="Hoogwater", phase="preparatie")
    new = copy.deepcopy(old)
    new["properties"] |= {"phase": "respons", "told": "fase respons"}
    assert texts(then(old), now(new)) == [
        "Plan van operatie in Zuid-Limburg: Hoogwater, fase preparatie → respons (16:30)"
    ]
    assert texts(then(new), now(new)) == []


def test_hostile_words_stay_words_on_one_line() -> None:
    (text,) = texts(then(), now(incident(title=samples.HOSTILE + "\n\x1b[2J" + "x" * 500)))
    assert text.isprintable()
    assert "<script>" in text  # renderers escape
    assert len(text) < 260


def test_a_real_thing_that_was_an_exercise_is_told_loudly() -> None:
    (change,) = changes(then(incident(exercise=True)), now(incident()))
    assert "GEEN oefening" in change.text
    assert (change.severity, change.exercise) == (3, False)


def test_joined_reports_are_neither_gone_nor_new() -> None:
    one, two = incident(2, severity=1, gewonden=3), incident(3, severity=2, gewonden=5)
    group = incident(1, severity=2, gewonden=5, ranges={"gewonden": [3, 5]})
    group["properties"]["members"] = ["incident:p2000:1", "incident:p2000:2", "incident:p2000:3"]
    assert texts(then(one, two), now(group)) == []
    assert texts(then(group), now(one, two)) == []
    (text,) = texts(then(group), now(two))
    assert "gewonden 3–5 → 5" in text


def test_a_withdrawn_report_in_a_group_does_not_count() -> None:
    apart = incident(1, severity=1), incident(2, severity=4, verification="ingetrokken")
    group = incident(1, severity=1)
    group["properties"]["members"] = ["incident:p2000:1", "incident:p2000:2"]
    assert texts(then(*apart), now(group)) == []
    assert texts(then(group), now(*apart)) == []


def test_withdrawn_over_expired_and_simply_gone_are_told_apart() -> None:
    before = incident(title="Brand", expires_at="2021-07-14T17:00:00Z")
    assert texts(then(before), now(incident(title="Brand", verification="ingetrokken"))) == [
        "Incident ingetrokken in Zuid-Limburg: Brand (16:30)"
    ]
    assert texts(then(before), now(incident(title="Brand", status="Beëindigd"))) == [
        "Incident beëindigd in Zuid-Limburg: Brand (16:30)"
    ]
    assert texts(then(before), now()) == ["Incident uit beeld in Zuid-Limburg: Brand (laatste bericht 16:30)"]
    assert texts(then(incident(title="Brand")), now()) == [
        "Incident niet meer in het beeld in Zuid-Limburg: Brand"
    ]


def test_the_worst_comes_first_and_good_news_of_the_severe_after_it() -> None:
    before = then(incident(1, severity=4), incident(2, severity=0))
    after = now(incident(2, severity=1), incident(3, severity=4), sources=[])
    found = changes(before, after)
    assert [(change.severity, change.what) for change in found] == [(4, "new"), (3, "gone"), (1, "severity")]


def silence(state: str, name: str = "ghor") -> list[dict[str, Any]]:
    return [{"name": name, "state": state, "last": "2021-07-14T11:40:00Z", "disciplines": ["ghor"]}]


def test_of_regions_that_scaled_up_the_highest_comes_first() -> None:
    regions = [("VR03", 3), ("VR05", 5), ("VR20", 4), ("VR01", 1)]
    found = changes(then(), now(*(region(code, code, grip=grip) for code, grip in regions)))
    assert [change.text[:6] for change in found if change.what == "grip"] == [
        "GRIP 5",
        "GRIP 4",
        "GRIP 3",
        "GRIP 1",
    ]


def test_silence_of_a_discipline_names_its_source_once() -> None:
    before = then(sources=silence("actueel", "ziekenhuizen"), disciplines=silence("vertraagd"))
    after = now(sources=silence("stil", "ziekenhuizen"), disciplines=silence("stil"))
    assert texts(before, after) == ["GHOR is stil sinds 13:40 (bron ziekenhuizen)"]
    assert texts(after, before) == ["GHOR is weer te horen (bron ziekenhuizen)"]
    assert changes(before, after)[0].severity == 3
    only = then(sources=before["sources"]), now(sources=after["sources"])
    assert texts(*only) == ["Bron ziekenhuizen is stil sinds 13:40"]


def test_what_the_past_cannot_tell_is_no_silence_and_no_return() -> None:
    spoke, silent, unsure = (
        then(sources=silence(state, "ziekenhuizen"), disciplines=silence(state))
        for state in ("actueel", "stil", "onbekend")
    )
    for one, other in ((spoke, unsure), (silent, unsure), (unsure, silent), (unsure, spoke)):
        assert changes(one, {**other, "at": "2021-07-14T18:00:00Z"}) == []
    assert changes(unsure, now(sources=silence("actueel", "ander"))) == []


def test_the_systems_own_notes_tell_silence_where_pictures_hold_no_states() -> None:
    said = {"kind": "note", "discipline": "ghor", "title": "GHOR: stil, bron x"}
    note = samples.feature("note:mlob:ghor-stil-1", None, **said)
    assert texts(then(), now(note)) == ["GHOR: stil, bron x (16:30)"]
    with_rows = then(disciplines=silence("actueel")), now(note, disciplines=silence("stil"))
    assert texts(*with_rows) == ["GHOR is stil sinds 13:40"]


ANY: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
NAMES = (
    *("title", "status", "severity", "verification", "discipline", "observed_at", "expires_at", "valid_to"),
    *("valid_from", "areas", "members", "category", "exercise", "veiligheidsregio", "grip", "phase", "items"),
    *("needed_by", "ranges", "gewonden", "occupancy", "capacity", "free_beds", "level_m_nap"),
    *("facility_type", "state", "urgent", "place.region", "item_ids", "said_at"),
)
KINDS = ("incident", "area", "region", "request", "facility", "unit", "capacity", "note")
Features = list[dict[str, Any]]
FEATURE = st.fixed_dictionaries(
    {
        "id": st.sampled_from(KINDS).map("{}:a:1".format),
        "geometry": ANY,
        "properties": st.dictionaries(st.sampled_from(NAMES), ANY, max_size=6),
    }
)


@given(st.lists(FEATURE, max_size=4), st.lists(FEATURE, max_size=4))
def test_whatever_a_picture_holds_it_is_compared(one: Features, other: Features) -> None:
    for item in (*one, *other):
        item["properties"]["kind"] = item["id"].partition(":")[0]
    for change in changes(then(*one), now(*other)):
        assert change.text.isprintable()


def test_the_order_of_features_does_not_matter() -> None:
    old, new = samples.picture(), samples.picture()
    for number, item in enumerate(new["features"]):
        item["properties"] |= {"severity": number % 5, "grip": number % 6, "status": f"stand {number}"}
    found = changes(old, new)
    assert found
    turned = {**old, "features": old["features"][::-1]}, {**new, "features": new["features"][::-1]}
    assert changes(*turned) == found


def test_twenty_thousand_features() -> None:
    old = then(*(incident(number, severity=number % 3, capcodes=["1", "2"]) for number in range(20_000)))
    new = copy.deepcopy(old)
    for item in new["features"][::100]:
        item["properties"]["severity"] = 4
    assert len(changes(old, new)) == 200

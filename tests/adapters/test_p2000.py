"""P2000 pages: who was paged, what happened, where, and which pages are one incident."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlob.adapters.shared.p2000 import disciplines, observe
from mlob.adapters.shared.p2000_body import read
from mlob.formats import split
from mlob.formats.p2000 import FORMAT, Message, decode
from mlob.gazetteer import find
from mlob.model import Discipline, Kind, Observation, Reception, Source, Verification

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "p2000"
RECEPTION = Reception(
    source=Source(name="p2000", format="p2000", disciplines=()),
    received_at=datetime(2026, 1, 5, 20, 15, tzinfo=UTC),
    frame="raw",
)
PAGED = (Discipline.BRANDWEER, Discipline.POLITIE, Discipline.GHOR)
FIRE, RIDE, POLICE = "1001650", "1520008", "0930010"


def observed(message: Message, reception: Reception = RECEPTION) -> list[Observation]:
    return [found for discipline in PAGED for found in observe(message, reception, discipline=discipline)]


def page(body: str, *capcodes: str, at: str | None = "2026-01-05T20:02:16+00:00") -> Observation:
    """The one observation of a page."""
    moment = datetime.fromisoformat(at) if at else None
    (found,) = observed(Message(observed_at=moment, capcodes=capcodes, body=body, kind="ALN"))
    return found


def labelled() -> list[list[str]]:
    lines = (GOLDEN / "lines.psv").read_text(encoding="utf-8").splitlines()
    return [line.split("|") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(
    ("capcodes", "body", "paged", "place", "street", "priority", "units", "category"), labelled()
)
def test_what_a_page_says(
    capcodes: str, body: str, paged: str, place: str, street: str, priority: str, units: str, category: str
) -> None:
    addressed = tuple(capcodes.split())
    found = read(body, addressed)
    assert ",".join(sorted(disciplines(addressed, found))) == paged
    said = (
        found.where.name,
        found.where.street,
        found.priority,
        ",".join(found.called.units),
        found.category,
    )
    assert [value or "-" for value in said] == [place, street, priority, units, category]
    assert found.where.place is not None


def test_golden_frames() -> None:
    """Frames in, observations out; `observations.jsonl` holds what all three disciplines say."""
    frames = split(FORMAT, (GOLDEN / "frames.txt").read_bytes())
    said = [found for frame in frames for message in decode(frame, RECEPTION) for found in observed(message)]
    expected = (GOLDEN / "observations.jsonl").read_bytes().splitlines()
    assert [msgspec.json.decode(msgspec.json.encode(item)) for item in said] == [
        msgspec.json.decode(line) for line in expected
    ]


def test_an_observation_of_a_fire() -> None:
    found = page("P 1 BLB-02 BR woning Kastanjestraat Weert 234431", "2029572", FIRE)
    weert = find("Weert")
    assert weert is not None
    assert found.title == "BR woning, Kastanjestraat, Weert"
    assert (found.discipline, found.kind, found.status) == (Discipline.BRANDWEER, Kind.INCIDENT, "gemeld")
    assert found.geometry == {"type": "Point", "coordinates": [weert.lon, weert.lat]}
    assert found.accuracy_m == weert.accuracy_m
    assert (found.severity, found.ttl, found.verification) == (1, 4 * 3600, Verification.ONBEVESTIGD)
    assert found.properties == {
        "place": "Weert",
        "street": "Kastanjestraat",
        "priority": "P1",
        "units": ["234431"],
        "talkgroup": "BLB-02",
        "category": "brand",
        "capcodes": [FIRE],
        "body": "P 1 BLB-02 BR woning Kastanjestraat Weert 234431",
    }


def test_one_incident_for_all_disciplines_that_were_paged() -> None:
    message = Message(
        observed_at=RECEPTION.received_at,
        capcodes=(FIRE, POLICE),
        body="P 1 BLB-02 Ongeval wegvervoer letsel Markt Weert",
        kind="ALN",
    )
    said = observed(message)
    assert {found.discipline for found in said} == {Discipline.BRANDWEER, Discipline.POLITIE}
    assert len({found.entity for found in said}) == 1
    assert len({found.id for found in said}) == 2


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        # Units of one fire are paged one by one.
        (
            "P 1 BLB-02 BR woning Eikstraat Weert 234431",
            "P 2 BLB-02 BR woning (TBO) Eikstraat Weert 234451",
            True,
        ),
        ("P 1 BLB-02 BR woning Eikstraat Weert", "P 1 BLB-02 BR woning Beukstraat Weert", False),
        ("P 1 BLB-02 BR woning Eikstraat Weert", "P 1 BLB-02 BR woning Eikstraat Roermond", False),
        ("P 1 BLB-02 BR woning Eikstraat Weert", "(Intrekken Alarm Brw) BR woning Eikstraat Weert", True),
        # Without a street the talkgroup tells.
        ("P 1 BLB-02 BR woning Weert 234431", "P 1 BLB-02 BR woning Weert 234451", True),
        ("P 1 BLB-02 BR woning Weert 234431", "P 1 BLB-03 BR woning Weert 234451", False),
        ("P 1 BLB-02 BR woning Weert 234431", "P 1 BLB-02 Wateroverlast Weert 234451", False),
        ("P 1 BLB-02 BR woning 234431", "P 1 BLB-02 BR woning 234451", False),
        ("P 1 BR woning Kerkstraat Hengelo Ov", "P 1 BR woning Kerkstraat Hengelo Gld", False),
        ("A1 Roermond Rit: 461", "A2 Roermond Rit: 461", True),
        ("A1 Roermond Rit: 461", "A1 Roermond Rit: 462", False),
        ("A1 Roermond 5521", "A1 Roermond 5522", False),
    ],
)
def test_pages_about_one_incident_have_one_entity(first: str, second: str, same: bool) -> None:
    later = "2026-01-05T20:14:00+00:00"
    assert (page(first, FIRE).entity == page(second, FIRE, at=later).entity) is same


def test_an_incident_of_the_next_day_is_another() -> None:
    body = "A1 Roermond Rit: 461"
    assert page(body, RIDE).entity != page(body, RIDE, at="2026-01-06T20:02:16+00:00").entity


def test_a_page_without_time_counts_once_and_its_id_is_free_of_the_minute() -> None:
    message = Message(observed_at=None, capcodes=(RIDE,), body="A1 Zuiderkade SGRAVH : 15108", kind="ALN")
    later = msgspec.structs.replace(RECEPTION, received_at=datetime(2026, 1, 5, 20, 17, tzinfo=UTC))
    (now,), (then,) = observed(message), observed(message, later)
    assert now.once
    assert now.once == then.once
    assert now.entity == then.entity
    assert now.observed_at == RECEPTION.received_at


RIDES = (
    "A1 {} SGRAVH : 15108",
    "A1 {} DELFT Versnelde inzet 15104",
    "A1 {} (achterom) SGRAVH VWS 15108",
    "A2 (DIA: ja) AMBU 17106 {} 3134BA Vlaardingen VLAARD bon 8576",
    "A1 13108 {} 1058 Amsterdam 12006",
    "A2 11132 Rit 586 Hotel Zeezicht {} Wormer",
    "B2 Ambu 07201 - {} Arnhem Rit 227496",
    "A1 Breda {}",
    "A1 {}",
    "A2 {}, Utrecht",
    "A1 SGRAVH let op {}",
    "P 1 BLB-02 Reanimatie {} Weert 234431",
    "{} SGRAVH",
)
STREETS = ("Zuiderkade", "Laan van Oud", "2e Kwekersstraat", "De Schor", "Boulevard 1945")
HOUSES = (
    *(
        "47",
        "47a",
        "47 a",
        "47-3",
        "47-III",
        "47 bis",
        "47hs",
        "47-H",
        "47/3",
        "47.3",
        "47:3",
        "47 - 3",
        "47-49",
    ),
    *("nr 47", "nr. 47", "huisnummer 47", "# 47", "kamer 47", "(47)", "(nr 47)", "247", "47, 2e etage"),
)


@pytest.mark.parametrize("ride", RIDES)
def test_a_ride_keeps_no_house_number(ride: str) -> None:
    for street in STREETS:
        for house in HOUSES:
            found = page(ride.format(f"{street} {house}"), RIDE)
            text = msgspec.json.encode([found.title, found.properties]).decode()
            assert "47" not in text


def test_numbers_that_are_no_house_numbers_stay() -> None:
    assert page("A1 13108 Plein 1945 1058 Amsterdam 12006", "0120108").properties["street"] == "Plein 1945"
    found = page("A1 13102 2e Kwekersstraat 14 1054 Amsterdam 304", "0120102")
    assert found.properties["street"] == "2e Kwekersstraat"
    assert found.properties["postcode"] == "1054"
    assert found.properties["reference"] == "304"
    assert found.properties["body"] == "A1 13102 2e Kwekersstraat 1054 Amsterdam 304"


def test_a_title_and_street_of_a_fire_have_no_house_number_either() -> None:
    found = page("P 1 BLB-02 BR woning Kastanjestraat 77 Weert 234431", FIRE)
    assert found.title == "BR woning, Kastanjestraat, Weert"
    assert found.properties["street"] == "Kastanjestraat"


def test_roads_with_hectometer() -> None:
    found = page("Aanrijding letsel A28 Re 34,5 Nijkerk 3621", POLICE).properties
    assert (found["road"], found["carriageway"], found["hectometer"]) == ("A28", "Re", 34.5)
    assert page("A2 13110 A10 Li - Ringweg-West 28,0 Amsterdam 302", "0120110").title == (
        "Ambulance A2, A10 Li 28,0, Amsterdam"
    )


@pytest.mark.parametrize(
    ("body", "severity"),
    [
        ("P 1 BLB-02 BR woning Markt Weert", 1),
        ("P 2 BLB-02 BR woning Markt Weert", 0),
        ("P 1 BLB-02 (Middel BR) BR woning Markt Weert", 2),
        ("P 1 BLB-02 (Grote BR) BR woning Markt Weert", 3),
        ("P 1 BLB-02 (gr. BR) BR woning Markt Weert", 3),
        ("P 1 BLB-02 (Zeer grote BR) BR woning Markt Weert", 4),
        ("P 1 BLB-02 (GRIP: 1) BR woning Markt Weert", 2),
        ("P 1 BLB-02 GRIP 2 BR woning Markt Weert", 3),
        ("P 1 proefalarm (Grote BR) Weert", 0),
    ],
)
def test_severity(body: str, severity: int) -> None:
    assert page(body, FIRE).severity == severity


def test_grip_is_what_the_page_says_also_by_its_address() -> None:
    assert page("P 1 BLB-02 GRIP 2 BR woning Markt Weert", FIRE).properties["grip"] == "GRIP 2"
    found = page("Informatie volgt", "0127830")
    assert (found.kind, found.properties["grip"]) == (Kind.INCIDENT, "GRIP 3")


def test_a_withdrawal() -> None:
    found = page("P 1 (Intrekken Alarm Brw) BR woning Kastanjestraat Weert", FIRE)
    assert (found.status, found.verification) == ("ingetrokken", Verification.INGETROKKEN)


@pytest.mark.parametrize(
    "body",
    ["TESTOPROEP MOB", "Test: P 1 BR woning Weert", "P 5 (proefalarm) Geplande actie Weert", "TECTPREQ MO@"],
)
def test_test_calls_are_notes(body: str) -> None:
    found = page(body, "1180000")
    assert (found.kind, found.severity, found.ttl, found.exercise) == (Kind.NOTE, 0, 3600, False)
    assert found.properties["test"] is True


@pytest.mark.parametrize("body", ["Oefening - GGB inzet", "P 1 BRT-OTO-310 BR gebouw Markt Weert"])
def test_exercises_are_incidents_marked_as_such(body: str) -> None:
    found = page(body, FIRE)
    assert (found.kind, found.exercise, found.properties["test"]) == (Kind.INCIDENT, True, True)


def test_an_exercise_is_never_the_same_as_what_really_happens_there() -> None:
    body = "P 1 BLB-02 BR woning Markt Weert"
    assert page(body, FIRE).entity != page(f"Oefening {body}", FIRE).entity


@pytest.mark.parametrize(
    "body",
    [
        "Graag telefonisch contact Caco Meldkamer Den Haag",
        "fijne dienst allemaal",
        "Graag posten Weert",
        "er Group",
    ],
)
def test_free_text_is_a_note(body: str) -> None:
    assert page(body, FIRE).kind is Kind.NOTE


def test_an_unknown_place_stays_text_and_only_a_sure_region_is_named() -> None:
    found = page("A2 Rilland rit: 638 (Directe inzet: ja)", "1320126")
    assert found.geometry is None
    assert found.accuracy_m is None
    assert found.properties["place"] == "Rilland"
    assert found.properties["veiligheidsregio"] == "VR19"
    assert found.properties["veiligheidsregio_name"] == "Zeeland"
    two_regions = page("P 1 BLB-01 BR woning Nergensstraat Nergenshuizen", FIRE)
    assert two_regions.geometry is None
    assert "veiligheidsregio" not in two_regions.properties


def test_an_abbreviation_that_fits_several_places_stays_text() -> None:
    found = page("A1 Zeestraat NDWKZH : 99999", RIDE)
    assert found.geometry is None
    assert found.properties["place"] == "NDWKZH"


def test_pages_to_sea_rescue_alone_are_not_for_these_disciplines() -> None:
    message = Message(
        observed_at=RECEPTION.received_at, capcodes=("1735001",), body="PRIO 1 vaartuig IJmuiden", kind="ALN"
    )
    assert observed(message) == []
    assert [found.discipline for found in observe(message, RECEPTION, discipline=Discipline.OVERIG)]


def test_a_piece_of_a_page_is_marked() -> None:
    message = Message(
        observed_at=RECEPTION.received_at, capcodes=(FIRE,), body="P 1 BR wo", kind="ALN", partial=True
    )
    assert observed(message)[0].properties["partial"] is True


FRAGMENTS = """
    A1 P 1 BLB-02 (proefalarm) (Grote BR 2e Weert SGRAVH 3135ZH 12 12a : - / GRIP 2 Rit 15108 234431 A28 Re
    34,5 prio Ongeval/x BR woning van der straat Markt VWS ( ) |
"""
WORDS = st.sampled_from(FRAGMENTS.split())


@given(
    st.lists(WORDS | st.text(max_size=12), max_size=12), st.lists(st.from_regex("[0-9]{7}", fullmatch=True))
)
def test_any_text_is_observed_without_a_crash(words: list[str], capcodes: list[str]) -> None:
    message = Message(
        observed_at=RECEPTION.received_at, capcodes=tuple(capcodes), body=" ".join(words), kind="ALN"
    )
    said = observed(message)
    assert len({found.entity for found in said}) <= 1
    for found in said:
        assert found.title is None or len(found.title) <= 120
        assert 0 <= (found.severity or 0) <= 4
        msgspec.json.encode(found)


def test_most_pages_of_the_sample_evening_are_understood(corpus: Path) -> None:
    counts: Counter[str] = Counter()
    for path in sorted(corpus.glob("p2000/*.txt")):
        for frame in split(FORMAT, path.read_bytes()):
            for message in decode(frame, RECEPTION):
                said = observed(message)
                counts["pages"] += 1
                counts["claimed"] += bool(said)
                found = said[0]
                counts["place"] += "place" in found.properties
                counts["point"] += found.geometry is not None
                counts["told"] += bool({"priority", "category"} & found.properties.keys())
    assert counts["claimed"] == counts["pages"] > 0
    assert counts["place"] >= 0.85 * counts["pages"]
    assert counts["point"] >= 0.85 * counts["pages"]
    assert counts["told"] >= 0.85 * counts["pages"]

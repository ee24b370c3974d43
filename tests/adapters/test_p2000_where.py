"""Where a page says it is: names written short, doubles, roads and waters, buildings before streets."""

from __future__ import annotations

import csv
import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mlob.adapters.shared.p2000 import observe
from mlob.adapters.shared.p2000_body import Reading, read
from mlob.adapters.shared.p2000_capcodes import PARTS
from mlob.formats.p2000 import Message
from mlob.model import Discipline, Kind, Observation, Reception, Source
from mlob.regions import names

RECEPTION = Reception(
    source=Source(name="p2000", format="p2000", disciplines=()),
    received_at=datetime(2026, 1, 5, 20, 15, tzinfo=UTC),
)
PAGED = (Discipline.BRANDWEER, Discipline.POLITIE, Discipline.GHOR, Discipline.OVERIG)


def observed(body: str, *capcodes: str) -> Observation:
    message = Message(observed_at=RECEPTION.received_at, capcodes=capcodes, body=body, kind="ALN")
    said = [found for discipline in PAGED for found in observe(message, RECEPTION, discipline=discipline)]
    return said[0]


def place(found: Reading) -> str | None:
    return f"{found.where.place.name} {found.where.place.veiligheidsregio}" if found.where.place else None


@pytest.mark.parametrize(
    ("capcode", "body", "expected"),
    [
        # Without a capcode of a region only the province's letters tell.
        ("", "P 1 BON-01 BR woning Eikstraat Hengelo (Ov)", "Hengelo VR05"),
        ("", "P 1 BON-01 BR woning Eikstraat Hengelo (Gld)", "Hengelo VR06"),
        ("", "P 1 BON-01 BR woning Eikstraat Hengelo Gld", "Hengelo VR06"),
        ("0820130", "A1 Ambu 06130 - Hengelo Rit 3002", "Hengelo VR06"),
        ("", "A1 Ambu 05130 - Hengelo Rit 3002", "Hengelo VR05"),
        ("", "P 1 BR woning Eikstraat Bergen (L)", "Nieuw-Bergen VR23"),
        ("", "P 1 BR woning Eikstraat Bergen (NH)", "Bergen VR10"),
        ("1001650", "P 1 BLB-01 BR woning Eikstraat Valkenburg", "Valkenburg VR24"),
        ("1503012", "P 1 BDH-01 BR woning Eikstraat Valkenburg", "Valkenburg VR16"),
        ("", "P 1 BR woning Eikstraat Valkenburg", None),
        # Of two regions with one block the part of it tells, as long as all who are paged are of it.
        ("1123117", "A1 Heusden Rit: 480", "Heusden VR22"),
        ("1120108", "A1 Heusden Rit: 480", "Heusden VR21"),
        ("1120108 1123117", "A1 Heusden Rit: 480", None),
        ("1130010", "P 2 Inbraak Eikstraat Heusden", None),
        ("1123117", "A1 Oss Rit: 480", "Oss VR21"),
        # Who is to be called back is not where it is.
        ("0930010", "Graag contact OC Apeldoorn GMS 3612", None),
        # Two of a name in one region: only the gemeente behind it tells.
        ("0300010", "P 1 BNN-02 BR woning Duinpad Nes", None),
        ("0300010", "P 1 BNN-02 BR woning Duinpad Nes Ameland", "Nes VR02"),
        ("0300010", "P 1 BNN-02 BR woning Duinpad Nes (Ameland)", "Nes VR02"),
        ("0201650", "P 1 BNH-02 BR woning Duinpad Den Burg Texel", "Den Burg VR10"),
        # A name that nobody knows is not half of it.
        ("1104799", "P 2 BOB-07 BR container Beukstraat Beek en Donk 223531", None),
        ("0401001", "P 1 BNN-02 Persoon te water Reitdiep Garnwerd 011831", None),
        # What stands behind the place says nothing.
        ("0220192", "A1 10125 Rit 1205 Eikstraat 12 Alkmaar tel 0612345678", "Alkmaar VR10"),
        ("1220499", "A1 5038CB Tilburg Eikstraat 12 rit: 39945", "Tilburg VR20"),
    ],
)
def test_the_right_place_of_a_name(capcode: str, body: str, expected: str | None) -> None:
    assert place(read(body, tuple(capcode.split()))) == expected


def letters(name: str) -> list[str]:
    """The same for "Limburg Zuid" and "Zuid-Limburg"."""
    return sorted(letter for letter in name.lower() if letter.isalpha())


def test_parts_of_blocks_against_the_public_list(corpus: Path) -> None:
    """Where the list has more than a few rows of a part, nearly all are of its regions."""
    with gzip.open(corpus / "p2000" / "capcodes.csv.gz", "rt", encoding="utf-8") as file:
        rows = [(row[0][:4], letters(row[2])) for row in csv.reader(file, delimiter=";")]
    written = {code: letters(name) for code, name in names().items()}
    for start, found in PARTS.items():
        listed = [name for part, name in rows if part == start]
        if len(listed) > 4:
            right = sum(name in [written[code] for code in found] for name in listed)
            assert right / len(listed) > 0.94, start


@pytest.mark.parametrize(
    ("body", "street"),
    [
        ("P 2 BMD-02 Liftopsluiting Flat Zonneheuvel Vondellaan Utrecht 091131", "Vondellaan"),
        ("P 1 BMD-02 BR woning Eikstraat - Beukweg Utrecht 091131", "Eikstraat"),
        ("P 1 BMD-02 BR woning Eikstraat / Beukweg Utrecht 091131", "Eikstraat"),
        ("P 1 BMD-02 Autom. brand OMS Diakonessen Ziekenhuis Beukweg Utrecht 091131", "Beukweg"),
        ("B1 Zonnestraal MC Henri Dunantweg 5 Utrecht 630", "Henri Dunantweg"),
        ("P 1 BMD-02 BR gebouw Hotel De Zwaan Dr. Beukweg Utrecht 091131", "Dr. Beukweg"),
        ("P 1 BMD-02 BR woning Plein 1940-1945 Utrecht 091131", "Plein 1940-1945"),
        ("P 1 BMD-02 BR scheepvaart Amsterdam-Rijnkanaal km 32,1 Utrecht 091131", "Amsterdam-Rijnkanaal"),
        ("A1 UMC Utrecht 630", None),
    ],
)
def test_the_street_behind_what_stands_before_it(body: str, street: str | None) -> None:
    found = read(body, ("0706001",))
    assert (place(found), found.where.street) == ("Utrecht VR09", street)


@pytest.mark.parametrize(
    ("written", "road", "side", "hectometer"),
    [
        ("A27 Li 78,5", "A27", "Li", 78.5),
        ("A27 Li - A27 78,5", "A27", "Li", 78.5),
        ("A27 L 78.5", "A27", "Li", 78.5),
        ("A27 rechts hmp 78,5", "A27", "Re", 78.5),
        ("A 27 Re 78,5", "A27", "Re", 78.5),
        ("A27 Re 78,5 afrit 31", "A27", "Re", 78.5),
        ("N230 Zuilense Ring 4,1", "N230", None, 4.1),
    ],
)
def test_roads(written: str, road: str, side: str | None, hectometer: float) -> None:
    found = read(f"Aanrijding letsel {written} Utrecht", ("0730010",))
    assert (found.road, found.carriageway, found.hectometer) == (road, side, hectometer)
    assert place(found) == "Utrecht VR09"
    assert found.where.street in (None, "Zuilense Ring")


@pytest.mark.parametrize(
    "body",
    [
        "OEFENING P 1 BMD-01 BR woning Eikstraat Zeist 094131",
        "P 1 BMD-01 OEFENING BR woning Eikstraat Zeist 094131",
        "P 1 BMD-01 BR woning Eikstraat Zeist 094131 OEFENING",
        "P 1 BMD-01 (oefening) BR woning Eikstraat Zeist 094131",
        "P 1 BMD-OTO-301 BR woning Eikstraat Zeist 094131",
        "OTO BR woning Eikstraat Zeist 094131",
    ],
)
def test_an_exercise_is_one_wherever_it_says_so(body: str) -> None:
    found = observed(body, "0706001")
    assert found.exercise
    assert found.properties["test"] is True
    assert found.properties["street"] == "Eikstraat"
    assert (found.title or "").startswith("Oefening: BR woning, Eikstraat, Zeist")


@pytest.mark.parametrize(
    "body",
    [
        "P 5 Test Zeist",
        "A1 TEST Zeist 123",
        "Systeemtest meldkamer",
        "Wekelijkse test",
        "TEST",
        "P 5 TESTALARM",
    ],
)
def test_a_test_is_no_incident(body: str) -> None:
    found = observed(body, "0706001")
    assert (found.kind, found.exercise, found.properties["test"]) == (Kind.NOTE, False, True)


@pytest.mark.parametrize(
    "body",
    [
        "P 1 BMD-01 BR woning Testrupweg Zeist 094131",
        "P 1 BMD-01 BR gebouw RDW Test Centrum Eikstraat Zeist 094131",
        "P 1 BMD-01 BR gebouw Oefenterrein Eikstraat Zeist 094131",
    ],
)
def test_a_fire_at_a_place_for_tests_is_a_fire(body: str) -> None:
    found = observed(body, "0706001")
    assert (found.kind, found.exercise) == (Kind.INCIDENT, False)
    assert "test" not in found.properties


def test_scaled_up_from_one_level_to_the_next_is_the_next() -> None:
    assert (
        read("P 1 BMD-01 GRIP 1 naar GRIP 2 BR industrie Eikstraat Zeist", ("0706001",)).marks.grip
        == "GRIP 2"
    )


RIDES = (
    ("0120108", "A1 13108 Eikstraat {} 1091 Amsterdam 410"),
    ("1420028", "A1 (DIA: ja) AMBU 17130 Eikstraat {} 3011MZ Rotterdam ROTTDM bon 702"),
    ("1420028", "B2 AMBU 17130 Zorgcentrum De Linde Eikstraat {} 3011 MZ Rotterdam ROTTDM bon 702"),
    ("0220192", "A2 (dia: ja) 10122 Rit 1202 Eikstraat {} Alkmaar"),
    ("1520011", "A1 Eikstraat {} SGRAVH : 15108"),
    ("1520011", "A1 Eikstraat {} SGRAVH Directe inzet 15108"),
    ("0820141", "A1 Ambu 06141 - Eikstraat {} Lochem Rit 1083"),
    ("1220499", "A1 Tilburg Eikstraat {} rit: 645 (Directe inzet: ja)"),
    ("1220499", "B1 Eikstraat {} Nergenshuizen rit: 645"),
    ("1020366", "A1 Eikstraat {} Heerlen 6611"),
    ("0806001", "P 1 BON-04 Reanimatie Eikstraat {} Apeldoorn 061131"),
    ("0806001", "P 1 BON-04 Ass. Ambu (tilassistentie nr {}) Eikstraat {} Apeldoorn 061131"),
    ("0806001", "P 1 BON-04 BR woning Eikstraat {} Apeldoorn 061131"),
    ("0806001", "P 2 BON-04 Buitensluiting Eikstraat {} Apeldoorn 061131"),
    ("0530010", "Gezondheid/Reanimatie prio 1 Assen Eikstraat {}"),
    ("1430010", "1 Huiselijk geweld Eikstraat {} Rotterdam ICnum 124744"),
)
_ADDED = ("", "a", "B", "-2", "/3", " hs", " bis", " II", "-III", " 2e etage", " zwart", " appartement 9")


@given(
    st.sampled_from(RIDES),
    st.integers(26, 899),
    st.sampled_from(_ADDED),
    st.sampled_from(("", "nr ", "nr. ", "# ")),
)
@example(RIDES[0], 763, " hs", "")
@example(RIDES[7], 212, "", "")
def test_no_house_number_is_kept_of_where_people_live(
    ride: tuple[str, str], number: int, added: str, label: str
) -> None:
    capcode, form = ride
    if str(number) in form:
        return  # a unit or reference that happens to be the same
    found = observed(form.replace("{}", f"{label}{number}{added}"), capcode)
    told = " ".join(
        [found.title or "", *(str(found.properties.get(name, "")) for name in ("place", "street", "body"))]
    )
    assert str(number) not in told, told
    assert "Eikstraat" in told

"""Tables of every kind: shelters, capacity, regions, incidents, notes; where they are; what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlob import formats, intake
from mlob.formats.row import Row, framed
from mlob.model import Discipline, Kind, Observation, Options, Source

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
PLACED = ("gemeente", "gemeente_name", "veiligheidsregio", "veiligheidsregio_name", "nearest")


def take(data: str, columns: dict[str, Any], kind: str = "facility", **settings: Any) -> intake.Taken:
    settings = {"disciplines": (Discipline.GEMEENTEN, Discipline.GHOR), **settings}
    defaults = {"kind": kind, **settings.pop("defaults", {})}
    source = Source(name="tabel", format="csv", columns=columns, defaults=defaults, **settings)
    frames = formats.split(formats.known()["csv"], data.encode(), source)
    return intake.take(source, frames, NOW)


def one(data: str, columns: dict[str, Any], kind: str = "facility", **settings: Any) -> Observation:
    """The one observation of a table of one row."""
    taken = take(data, columns, kind, **settings)
    assert taken.rejects == []
    (found,) = taken.observations
    return found


def own(found: Observation) -> dict[str, Any]:
    """The properties without those that every point gets."""
    return {name: value for name, value in found.properties.items() if name not in PLACED}


def test_a_shelter() -> None:
    columns = {
        **{"id": "Locatienummer", "title": "Naam", "lat": "Breedte", "lon": "Lengte", "status": "Status"},
        **{
            "observed_at": "Bijgewerkt",
            "capacity": "Capaciteit",
            "occupancy": "Bezet",
            "exercise": "Oefening",
        },
    }
    data = (
        "Locatienummer;Naam;Breedte;Lengte;Status;Bijgewerkt;Capaciteit;Bezet;Oefening;Bijzonderheden\n"
        "68;Sporthal De Maas;51,19;5,98;open;25-11-2026 14:30;1.250;68;ja;honden welkom\n"
    )
    found = one(data, columns, defaults={"category": "opvanglocatie"})
    assert (found.entity, found.kind, found.discipline) == (
        "facility:tabel:68",
        Kind.FACILITY,
        Discipline.GEMEENTEN,
    )
    assert (found.title, found.status, found.exercise) == ("Sporthal De Maas", "open", True)
    assert found.observed_at == datetime(2026, 11, 25, 13, 30, tzinfo=UTC)
    assert found.geometry == {"type": "Point", "coordinates": [5.98, 51.19]}
    assert (found.ttl, found.accuracy_m, found.once) == (86_400.0, None, "")
    assert own(found) == {
        **{"category": "opvanglocatie", "capacity": 1250, "occupancy": 68, "bijzonderheden": "honden welkom"},
    }
    assert found.properties["gemeente"] == "GM0957"


def test_a_row_without_a_time_gets_none_and_stays_as_long_as_its_source_says() -> None:
    found = one("Nr;Tijd\n1;n.b.\n", {"id": "Nr", "observed_at": "Tijd"}, defaults={"ttl": 7200})
    assert (found.observed_at, found.ttl) == (NOW, 7200.0)
    assert found.once


def test_empty_cells_say_nothing_at_all() -> None:
    columns = {"id": "Nr", "title": "Naam", "status": "Status", "severity": "Ernst", "capacity": "Plaatsen"}
    found = one("Nr;Naam;Status;Ernst;Plaatsen;Los\n1;;#N/B;;#DEEL/0!;\n", columns)
    assert (found.title, found.status, found.severity, found.properties) == (None, None, None, {})


@pytest.mark.parametrize(
    ("cells", "point"),
    [
        ("51,19;5,98;;", (5.98, 51.19)),
        ("51.190;5.980;;", (5.98, 51.19)),
        ("0;0;;", None),
        ("51,19;;;", None),
        (";;176123;317456,5", (5.6871063, 50.846559)),
        (";;176.123;317.456,5", (5.6871063, 50.846559)),
        ("317456,5;176123;;", (5.6871063, 50.846559)),
        ("-;-;;", None),
    ],
)
def test_where_by_numbers(cells: str, point: tuple[float, float] | None) -> None:
    columns = {"id": "Nr", "lat": "Breedte", "lon": "Lengte", "x": "X", "y": "Y"}
    found = one(f"Nr;Breedte;Lengte;X;Y\n1;{cells}\n", columns)
    assert (found.geometry and tuple(found.geometry["coordinates"])) == point
    assert found.accuracy_m is None


def test_degrees_that_lost_their_mark_are_no_metres_in_the_sea() -> None:
    columns = {"id": "Nr", "lat": "Breedte", "lon": "Lengte"}
    (reject,) = take("Nr;Breedte;Lengte\n1;523702;48952\n", columns).rejects
    assert "is zijn komma kwijt" in reject.reason


@pytest.mark.parametrize("word", ["Totaal", "totaal:", "Subtotaal", "TOTAL"])
def test_a_row_that_adds_up_the_others_is_no_thing(word: str) -> None:
    taken = take(f"Nr;Plaatsen\n1;20\n{word};20\n", {"id": "Nr", "capacity": "Plaatsen"})
    assert [item.entity for item in taken.observations] == ["facility:tabel:1"]
    assert (taken.rejects, taken.ignored) == ([], 1)


@pytest.mark.parametrize(
    ("cells", "gemeente", "accuracy_m", "left"),
    [
        ("Weert;;", "GM0988", 2000.0, {"place": "Weert"}),
        ("Weert;Weert;", "GM0988", 2000.0, {"place": "Weert"}),
        ("Weert;Roermond;", "GM0957", 4800.0, {"place": "Weert"}),
        (";Gemeente Roermond;", "GM0957", 4800.0, {}),
        (";957;", "GM0957", 4800.0, {}),
        (";GM0957;", "GM0957", 4800.0, {}),
        (";Den Haag;", "GM0518", 5100.0, {}),
        (";Bergen;", None, None, {"source_gemeente": "Bergen"}),
        (";Bergen;Limburg-Noord", "GM0893", 5800.0, {"vr": "VR23"}),
        (";Bergen (NH.);", "GM0373", 5700.0, {}),
        ("Nergenshuizen;Nergens;", None, None, {"place": "Nergenshuizen", "source_gemeente": "Nergens"}),
    ],
)
def test_where_by_name(
    cells: str, gemeente: str | None, accuracy_m: float | None, left: dict[str, Any]
) -> None:
    columns = {"id": "Nr", "place": "Plaats", "gemeente": "Gemeente", "vr": "Regio"}
    found = one(f"Nr;Plaats;Gemeente;Regio\n1;{cells}\n", columns)
    assert (found.properties.get("gemeente"), own(found)) == (gemeente, left)
    assert found.accuracy_m == (accuracy_m and pytest.approx(accuracy_m, rel=0.2))


def test_capacity_is_shared_and_called_as_in_the_catalogue() -> None:
    columns = {
        "vr": "Regio",
        "resource": "Middel",
        "available": "Vrij",
        "in_use": "Weg",
        "minimum": "Minimum",
    }
    data = (
        "Regio;Middel;Vrij;Weg;Minimum\n"
        "Limburg-Noord;Zandzakken;12.000;500;\n"
        "24;Dranghekken;80 stuks;n.b.;10\n"
        "VR26;Zandzakken;1;1;1\n"
        "VR24;;1;1;1\n"
    )
    taken = take(data, columns, "capacity")
    first, second = taken.observations
    assert (first.entity, first.kind) == ("capacity:VR23:zandzakken", Kind.CAPACITY)
    assert first.properties == {"vr": "VR23", "resource": "zandzakken", "available": 12_000, "in_use": 500}
    assert second.properties == {
        "vr": "VR24",
        "resource": second.properties["resource"],
        "available": "80 stuks",
        "minimum": 10,
    }
    assert [reject.reason.partition("(")[0] for reject in taken.rejects] == [
        "rij 4: vr: geen veiligheidsregio of andere leverancier ",
        "rij 5: resource: ontbreekt",
    ]


@pytest.mark.parametrize(
    ("written", "grip"),
    [("3", 3), ("GRIP 3", 3), ("grip-2", 2), ("geen", 0), ("Geen GRIP", 0), ("hoog", None)],
)
def test_regions(written: str, grip: int | None) -> None:
    columns = {"vr": "Regio", "grip": "Opschaling", "phase": "Fase"}
    taken = take(f"Regio;Opschaling;Fase\nZuid-Limburg;{written};Respons\n", columns, "region")
    if grip is None:
        assert taken.rejects[0].reason == "rij 2: Opschaling: geen getal ('hoog')"
    else:
        (found,) = taken.observations
        assert (found.entity, found.properties) == (
            "region:VR24",
            {"vr": "VR24", "grip": grip, "phase": "respons"},
        )


def test_incidents_and_notes_side_by_side_and_whose_they_are() -> None:
    columns = {
        **{"id": "Nr", "kind": "Soort", "discipline": "Van", "severity": "Ernst"},
        "verification": "Zeker",
    }
    rows = (
        "Nr;Soort;Van;Ernst;Zeker",
        "1;Incident;GHOR;3;Bevestigd",
        "2;Notitie;;;",
        "3;Incident;politie;;",
        "4;Feest",
    )
    taken = take("\n".join(rows), columns)
    first, second = taken.observations
    assert (first.entity, first.discipline, first.severity) == ("incident:tabel:1", Discipline.GHOR, 3)
    assert first.verification == "bevestigd"
    assert (second.entity, second.discipline) == ("note:tabel:2", Discipline.GEMEENTEN)
    assert "rij 4: discipline: bron tabel mag niet schrijven voor politie" in taken.rejects[0].reason
    assert taken.rejects[1].reason.startswith("rij 5: kind: onbekend ('feest')")


@pytest.mark.parametrize(
    ("heading", "name", "cell", "reason"),
    [
        ("Breedte", "lat", "noord", "rij 2: Breedte: geen getal ('noord')"),
        ("Bijgewerkt", "observed_at", "straks", "rij 2: Bijgewerkt: geen tijd ('straks')"),
        ("Ernst", "severity", "9", "rij 2: severity: geen heel getal van 0 tot en met 4 ('9')"),
        ("Ernst", "severity", "hoog", "rij 2: Ernst: geen getal ('hoog')"),
        ("Oefening", "exercise", "soms", "rij 2: Oefening: geen ja of nee ('soms')"),
    ],
)
def test_a_bad_row_is_named_and_costs_only_itself(heading: str, name: str, cell: str, reason: str) -> None:
    taken = take(f"Nr;{heading}\n1;{cell}\n2;\n", {"id": "Nr", name: heading})
    assert [reject.reason for reject in taken.rejects] == [reason]
    assert [found.entity for found in taken.observations] == ["facility:tabel:2"]


def test_a_point_that_is_nowhere_names_its_columns() -> None:
    columns = {"id": "Nr", "lat": "Breedte", "lon": "Lengte", "x": "X", "y": "Y"}
    data = "Nr;Breedte;Lengte;X;Y\n1;5,98;51,19;;\n2;500;500;;\n3;;;1;2\n"
    assert [reject.reason for reject in take(data, columns).rejects] == [
        "rij 2: Breedte + Lengte: breedte en lengte zijn verwisseld (51.19, 5.98)",
        "rij 3: Breedte + Lengte: punt ligt niet op aarde (500, 500)",
        "rij 4: X + Y: punt ligt buiten RD New (1, 2)",
    ]


def test_the_source_may_say_how_numbers_are_written() -> None:
    columns = {"id": "Nr", "capacity": "Plaatsen"}
    data = "Nr;Plaatsen\n1;1.250\n"
    assert one(data, columns).properties["capacity"] == 1250
    assert one(data, columns, options=Options(decimal=".")).properties["capacity"] == 1.25


def test_times_are_in_the_zone_of_the_source() -> None:
    columns = {"id": "Nr", "observed_at": ("Datum", "Tijd")}
    data = "Nr;Datum;Tijd\n1;25-11-2026;14:30\n"
    assert one(data, columns).observed_at.hour == 13
    assert one(data, columns, timezone="UTC").observed_at.hour == 14


def test_the_same_table_twice_changes_nothing() -> None:
    data = "Nr;Bijgewerkt\n1;25-11-2026 14:30\n"
    columns = {"id": "Nr", "observed_at": "Bijgewerkt"}
    assert one(data, columns).id == one("Extra vooraf\n" + data, columns).id


NASTY = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["0", "-1", "1e999", "NaN", "99999999999999999999999999", "25-11-2026", "GRIP 9", "VR99", "GM9", "-"]
    ),
    st.sampled_from(
        ["Weert", "Bergen", "٣", "\x00", "\u202e", "9999-99-99", "1/1/1", "00:00", "ja", "51,2", "176.123"]
    ),
)
NAMES = (
    *(
        "id",
        "kind",
        "title",
        "status",
        "severity",
        "observed_at",
        "valid_to",
        "lat",
        "lon",
        "x",
        "y",
        "place",
    ),
    *("gemeente", "vr", "grip", "phase", "resource", "exercise", "discipline", "course", "ttl", "capacity"),
    "vrij",
)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(NAMES, NASTY)), min_size=1, max_size=3), st.booleans())
def test_whatever_stands_in_the_cells_no_fault_is_ours(rows: list[dict[str, str]], declared: bool) -> None:
    frames = [framed(Row(number, row)) for number, row in enumerate(rows, 2)]
    columns = {name: name for name in NAMES} if declared else {}
    source = Source(name="tabel", format="csv", disciplines=(Discipline.GEMEENTEN,), columns=columns)
    for reject in intake.take(source, frames, NOW).rejects:
        assert not reject.reason.startswith("fout van het systeem"), reject
    features = [{"type": "Feature", "id": 1, "geometry": None, "properties": row} for row in rows]
    source = Source(name="x", format="ogc", disciplines=(Discipline.GEMEENTEN,), columns=columns)
    for reject in intake.take(source, [msgspec.json.encode(item) for item in features], NOW).rejects:
        assert not reject.reason.startswith("fout van het systeem"), reject

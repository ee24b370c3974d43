"""Waterwebservices: both shapes of an answer, what is missing, positions, and what is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from mlob import formats
from mlob.errors import DecodeError
from mlob.formats.rws import FORMAT, Location, decode
from tests.conformance.golden import reception

AT = "2026-11-23T14:30:00.000+01:00"


def item(code: str = "a", *, at: str = AT, value: Any = 12.5, **more: Any) -> dict[str, Any]:
    meta = {"Grootheid": {"Code": "WATHTE"}, "Eenheid": {"Code": "cm"}, "Hoedanigheid": {"Code": "NAP"}}
    meting = {"Tijdstip": at, "Meetwaarde": {"Waarde_Numeriek": value}}
    return {"Locatie": {"Code": code}, "AquoMetadata": meta, "MetingenLijst": [meting], **more}


def read(*items: dict[str, Any]) -> list[Location]:
    frames = formats.split(FORMAT, json.dumps({"WaarnemingenLijst": items}).encode())
    return [found for frame in frames for found in decode(frame, reception("rws"))]


def one(found: dict[str, Any]) -> Any:
    (location,) = read(found)
    return location


def test_series_of_one_location_are_one_frame_and_those_of_others_are_not() -> None:
    frames = formats.split(
        FORMAT, json.dumps({"WaarnemingenLijst": [item("a"), item("b"), item("a"), {}, {}]}).encode()
    )
    assert [len(json.loads(frame).get("WaarnemingenLijst", [1])) for frame in frames] == [2, 1, 1, 1]


@pytest.mark.parametrize(
    "meta",
    [
        {"Kwaliteitswaardecode": "00", "Statuswaarde": "Definitief"},
        {"KwaliteitswaardecodeLijst": ["00", "25"], "StatuswaardeLijst": ["Definitief"]},
        {"Kwaliteitswaardecode": 0, "Statuswaarde": " Definitief "},
    ],
)
def test_metadata_in_lists_and_as_plain_values(meta: dict[str, Any]) -> None:
    meting = {"Tijdstip": AT, "Meetwaarde": {"Waarde_Numeriek": 1}, "WaarnemingMetadata": meta}
    (point,) = one(item(MetingenLijst=[meting])).series[0].points
    assert (point.quality, point.status) == ("00", "Definitief")
    assert point.time == datetime(2026, 11, 23, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("measured", "quality", "value"),
    [
        ({"Waarde_Numeriek": 12.5}, "00", 12.5),
        ({"Waarde_Numeriek": "12.5"}, "00", 12.5),
        ({"Waarde_Alfanumeriek": "12.5"}, "00", 12.5),
        ({"Waarde_Numeriek": None, "Waarde_Alfanumeriek": " <0.5 "}, "00", "<0.5"),
        ({"Waarde_Numeriek": 0}, "00", 0.0),
        ({"Waarde_Numeriek": -999_999_999}, "00", None),
        ({"Waarde_Numeriek": 999_999_999.0}, "00", None),
        ({"Waarde_Numeriek": 12.5}, "99", None),
        ({"Waarde_Numeriek": None}, "00", None),
        ({}, "00", None),
        (None, "00", None),
    ],
)
def test_what_is_missing_is_no_value(measured: Any, quality: str, value: Any) -> None:
    meting = {"Tijdstip": AT, "Meetwaarde": measured, "WaarnemingMetadata": {"Kwaliteitswaardecode": quality}}
    found = one(item(MetingenLijst=[meting])).series
    assert [point.value for series in found for point in series.points] == ([] if value is None else [value])


@pytest.mark.parametrize(
    ("place", "position"),
    [
        ({"Lat": 51.977, "Lon": 4.12, "X": 1, "Y": 2}, (4.12, 51.977)),
        ({"X": 576917.7, "Y": 5759136.15, "Coordinatenstelsel": "25831"}, (4.11988, 51.97757)),
        ({"X": "576917.7", "Y": "5759136.15", "Coordinatenstelsel": "EPSG:25831"}, (4.11988, 51.97757)),
        ({"X": 155_000, "Y": 463_000, "Coordinatenstelsel": "28992"}, (5.38721, 52.15517)),
        ({"X": 4.12, "Y": 51.977, "Coordinatenstelsel": "ETRS89"}, (4.12, 51.977)),
        ({"X": None, "Y": None}, None),
    ],
)
def test_positions(place: dict[str, Any], position: Any) -> None:
    found = one(item(Locatie={"Code": "a", **place})).position
    assert found == (None if position is None else pytest.approx(position, abs=2e-5))


@pytest.mark.parametrize(
    ("code", "stated", "expected"),
    [
        ("WATHTE", None, ("WATHTE", "meting")),
        ("WATHTE", "Verwachting", ("WATHTE", "verwachting")),
        ("WATHTE", "verwacht", ("WATHTE", "verwachting")),
        ("WATHTEVERWACHT", None, ("WATHTE", "verwachting")),
        ("QVERWACHT", None, ("Q", "verwachting")),
        ("WATHTBRKD", None, ("WATHTE", "astronomisch")),
    ],
)
def test_predictions_are_told_from_measurements(code: str, stated: str | None, expected: Any) -> None:
    (found,) = one(item(AquoMetadata={"Grootheid": {"Code": code}, "ProcesType": stated})).series
    assert (found.quantity, found.process) == expected


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (item(""), r"Locatie\.Code: ontbreekt"),
        ({**item(), "Locatie": 5}, r"Locatie\.Code: ontbreekt"),
        ({**item(), "AquoMetadata": None}, "AquoMetadata: ontbreekt"),
        ({**item(), "AquoMetadata": {}}, r"Grootheid\.Code: ontbreekt"),
        ({**item(), "MetingenLijst": 5}, "MetingenLijst: geen lijst"),
        (item(at="gisteren"), "Tijdstip: geen tijd"),
        (item(at=""), "Tijdstip: geen tijd"),
        (item(value="veel"), "Waarde_Numeriek: geen getal"),
        (item(value=True), "Waarde_Numeriek: geen getal"),
        ({**item(), "Locatie": {"Code": "a", "X": 1, "Y": 2}}, "Coordinatenstelsel: onbekend"),
        ({**item(), "Locatie": {"Code": "a", "Lat": 95, "Lon": 2}}, "Locatie: punt ligt niet op aarde"),
        (
            {**item(), "Locatie": {"Code": "a", "X": 1e300, "Y": 1e300, "Coordinatenstelsel": "25831"}},
            "Locatie: punt ligt niet op aarde",
        ),
        ({**item(), "Locatie": {"Code": "a", "Lat": "x", "Lon": 2}}, r"Locatie\.Lat: geen getal"),
    ],
)
def test_refused(found: dict[str, Any], reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        read(found)


@pytest.mark.parametrize(
    "answer",
    [
        '{"WaarnemingenLijst":[],"Succesvol":true}',
        '{"Succesvol":false,"Foutmelding":"Geen gegevens gevonden!"}',
    ],
)
def test_an_answer_without_data_says_nothing(answer: str) -> None:
    (frame,) = formats.split(FORMAT, answer.encode())
    assert list(decode(frame, reception("rws"))) == []


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ('{"Succesvol":false,"Foutmelding":"Ongeldig verzoek"}', "Foutmelding: Ongeldig verzoek"),
        ('{"Succesvol":false}', "Foutmelding: niet gelukt"),
        ('{"LocatieLijst":[]}', "WaarnemingenLijst: ontbreekt"),
        ('{"WaarnemingenLijst":[5]}', "JSON: geen object"),
        ('{"WaarnemingenLijst":5}', "WaarnemingenLijst: geen lijst"),
    ],
)
def test_what_is_no_answer(answer: str, reason: str) -> None:
    (frame,) = formats.split(FORMAT, answer.encode())
    with pytest.raises(DecodeError, match=reason):
        list(decode(frame, reception("rws")))

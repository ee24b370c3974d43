"""Who can give bijstand, by which names, from where; and what may stand in for what."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlob.bijstand import substitutes, suppliers


def test_regions_units_and_services() -> None:
    known = suppliers.known()
    assert len([code for code in known if code.startswith("VR")]) == 25
    assert len([code for code in known if code.startswith("PE")]) == 10
    assert known["PE10"].regions == ("VR23", "VR24")
    assert known["DEF"].name == "Defensie"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("VR05", "VR05"),
        ("twente", "VR05"),
        ("Veiligheidsregio Twente", "VR05"),
        ("Veiligheids- en Gezondheidsregio Gelderland-Midden", "VR07"),
        ("Fryslan", "VR02"),
        ("DOC", "DEF"),
        ("politie-eenheid Limburg", "PE10"),
        ("Politie Amsterdam", "PE05"),
        ("Limburg", None),
        ("een buurman", None),
        ("", None),
    ],
)
def test_names(text: str, code: str | None) -> None:
    assert suppliers.find(text) == code


def test_whose_figure_it_is() -> None:
    assert suppliers.code_of({"vr": "VR24"}) == "VR24"
    assert suppliers.code_of({"supplier": "Defensie", "vr": "VR24"}) == "DEF"
    assert suppliers.code_of({"supplier": "een buurman", "vr": "VR24"}) == "VR24"
    assert suppliers.code_of({"supplier": 3}) is None


def test_who_is_asked() -> None:
    assert len(suppliers.expected("tankautospuiten")) == 25
    assert len(suppliers.expected("agenten")) == 10
    assert suppliers.expected("blushelikopters") == ("DEF",)
    assert suppliers.expected("marechaussees") == ("KMAR",)
    assert suppliers.expected("reddingseenheden") == ("NRV",)
    assert suppliers.expected("draken") == ()


def test_from_where() -> None:
    lon, lat = suppliers.base("VR24", "tankautospuiten") or (0, 0)
    assert 5.6 < lon < 6.1
    assert 50.7 < lat < 51.1
    assert suppliers.base("DEF", "blushelikopters") == (4.91944, 51.59083)
    assert suppliers.base("UCPM", "ucpm_hcp") is None
    unit, north, south = (
        suppliers.base("PE10", "agenten"),
        suppliers.middle("VR23"),
        suppliers.middle("VR24"),
    )
    assert unit == pytest.approx(((north[0] + south[0]) / 2, (north[1] + south[1]) / 2))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[[supplier]]\ncode = "VR01"\nname = "x"', "bestaat al"),
        ('[[supplier]]\ncode = "a b"\nname = "x"', "ongeldig"),
        ('[[supplier]]\ncode = "XX"\nname = "x"\nbase = "Atlantis"', "Atlantis"),
        ('[[supplier]]\ncode = "XX"\nname = "x"\nresources = ["draken"]', "draken"),
        ('[[supplier]]\ncode = "XX"\nkleur = "x"', "kleur"),
        ("[[", ""),
    ],
)
def test_a_register_that_is_wrong(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "leveranciers.toml"
    path.write_text(text)
    faults = suppliers.read(path)[1]
    assert faults
    assert all(str(path) in line for line in faults)
    assert any(fault in line for line in faults)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[[substitute]]\nresource = "draken"\ninstead_of = "agenten"\neach = 2\nnote = "x"', "draken"),
        ('[[substitute]]\nresource = "agenten"\ninstead_of = "agenten"\neach = 2\nnote = "x"', "zichzelf"),
        ('[[substitute]]\nresource = "me_pelotons"\ninstead_of = "me_groepen"\neach = 0\nnote = "x"', "each"),
        ("x", ""),
    ],
)
def test_substitutes_that_are_wrong(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "vervanging.toml"
    path.write_text(text)
    faults = substitutes.read(path)[1]
    assert any(fault in line for line in faults)


def test_what_stands_in() -> None:
    (boats,) = substitutes.serving("reddingseenheden")
    assert (boats.resource, boats.each) == ("reddingsvlootpelotons", 16)
    assert substitutes.serving("reddingsvlootpelotons") == ()

"""Names of places: how they are written, which one is meant, and what stays open."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlob.abbreviations import abbreviation
from mlob.gazetteer import find, first_place, last_place


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("weert", "Weert"),
        ("s-Gravenhage", "'s-Gravenhage"),
        ("’S GRAVENHAGE", "'s-Gravenhage"),
        ("Den Haag", "'s-Gravenhage"),
        ("DEN BOSCH", "'s-Hertogenbosch"),
        ("Capelle a/d IJssel", "Capelle aan den IJssel"),
        ("Alphen ad Rijn", "Alphen aan den Rijn"),
        ("St. Odilienberg", "Sint Odiliënberg"),
        ("2e Exloermond", "Tweede Exloërmond"),
        ("Son & Breugel", "Son en Breugel"),
        ("Bunschoten-Spakenburg", "Bunschoten"),
        ("Capelle a/d Rijn", None),
        ("capelle aan den ijssel", "Capelle aan den IJssel"),
        ("Grouw", "Grou"),
        ("Etten Leur", "Etten-Leur"),
        ("Nergenshuizen", None),
        ("", None),
    ],
)
def test_names_as_they_are_written(written: str, name: str | None) -> None:
    place = find(written)
    assert (place.name if place else None) == name


def test_a_place_is_in_the_country_with_an_honest_accuracy() -> None:
    amsterdam, village = find("Amsterdam"), find("Barchem")
    assert amsterdam is not None
    assert village is not None
    assert (amsterdam.gemeente, amsterdam.veiligheidsregio, amsterdam.accuracy_m) == ("GM0363", "VR13", 8000)
    assert village.accuracy_m == 1500
    assert 3.3 < village.lon < 7.3
    assert 50.7 < village.lat < 53.6


def test_the_region_tells_places_of_one_name_apart() -> None:
    in_brabant, in_gelderland = find("Oosterhout", {"VR20"}), find("Oosterhout", {"VR07"})
    assert in_brabant is not None
    assert in_gelderland is not None
    assert (in_brabant.veiligheidsregio, in_gelderland.veiligheidsregio) == ("VR20", "VR07")


def test_without_a_region_only_a_clearly_bigger_one_is_meant() -> None:
    oosterhout = find("Oosterhout")
    assert oosterhout is not None
    assert oosterhout.veiligheidsregio == "VR20"
    assert find("Rossum") is None or find("Rossum") == max(
        (find("Rossum", {"VR08"}), find("Rossum", {"VR05"})),
        key=lambda place: place.population if place else 0,
    )


def test_province_letters_choose_too() -> None:
    place = find("Velp GE")
    assert place is not None
    assert place.veiligheidsregio == "VR07"
    assert find("Weert GE") is None


def test_across_the_border_of_a_region_but_not_across_the_country() -> None:
    near = find("Nijkerk", {"VR06"})
    assert near is not None
    assert near.veiligheidsregio == "VR07"
    assert find("Barchem", {"VR24"}) is None
    assert find("Groningen", {"VR24"}) is not None


def test_the_longest_name_at_the_end_of_the_words() -> None:
    found = last_place(["Algerabrug", "Capelle", "aan", "den", "IJssel"], {"VR17"})
    assert found is not None
    assert (found[0].name, found[1]) == ("Capelle aan den IJssel", 4)
    assert last_place(["Kerkstraat", "Nergenshuizen"], {"VR17"}) is None
    assert last_place([], {"VR17"}) is None


def test_the_name_at_the_start_of_the_words() -> None:
    found = first_place(["Assen", "Europaweg"], {"VR03"})
    assert found is not None
    assert (found[0].name, found[1]) == ("Assen", 1)


@pytest.mark.parametrize(
    ("code", "regions", "name"),
    [
        ("SGRAVH", {"VR15"}, "'s-Gravenhage"),
        ("SGRAVH", {"VR15", "VR16"}, "'s-Gravenhage"),
        ("ROTTDM", {"VR17", "VR18"}, "Rotterdam"),
        ("ZOETMR", {"VR15", "VR16"}, "Zoetermeer"),
        ("VLAARD", {"VR17"}, "Vlaardingen"),
        ("LEIDEN", {"VR15", "VR16"}, "Leiden"),
        ("TRAAR", {"VR16"}, "Ter Aar"),
        ("NDWKZH", {"VR16"}, "Noordwijk"),
        ("NDWKZH", {"VR15", "VR16"}, None),
        ("ROTTDM", {"VR24"}, None),
        ("BROEK", {"VR10", "VR02"}, None),
        ("XQZXQZ", {"VR17"}, None),
        ("RDM", {"VR17"}, None),
        ("ROTTDM", set(), None),
    ],
)
def test_abbreviations_are_resolved_only_when_one_place_fits(
    code: str, regions: set[str], name: str | None
) -> None:
    place = abbreviation(code, frozenset(regions))
    assert (place.name if place else None) == name


@given(st.text(max_size=30), st.sets(st.sampled_from(["VR01", "VR13", "VR24", "VR99", ""])))
def test_any_text_may_be_asked(text: str, regions: set[str]) -> None:
    find(text, regions)
    last_place(text.split(), regions)
    abbreviation(text, frozenset(regions))


def test_the_rule_for_abbreviations_against_the_pagers_own_list(corpus: Path) -> None:
    """Within one region nearly every abbreviation of a place we know gives that place, none another."""
    with (corpus / "p2000" / "afkortingen_plaatsnamen.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    right = wrong = known = 0
    for row in rows:
        place = find(row["plaatsnaam"])
        if place is None:
            continue
        known += 1
        meant = abbreviation(row["afkorting"], frozenset({place.veiligheidsregio}))
        right += meant == place
        wrong += meant is not None and meant.name != place.name
    assert known > 1000
    assert right / known > 0.93
    assert wrong / known < 0.005

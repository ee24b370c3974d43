"""Shortcuts in the reading of a page change nothing, and places that nobody knows keep their name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlob.adapters.shared.p2000_body import read
from mlob.adapters.shared.p2000_marks import marks_of
from mlob.adapters.shared.p2000_text import Text
from mlob.adapters.shared.p2000_types import KINDREDS, type_of
from mlob.adapters.shared.p2000_units import called

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "p2000"
FIRE, NORTH = "1001650", "0330010"

_RARE = (
    "(middel BR) (grote brand",
    "GRIP 2",
    "Test",
    "TESTOPROEP",
    "Proef alarm",
    "Oefening:",
    "herh.",
    "Intrekken",
    "GEANNULEERD",
    "inzet vervalt",
    "VWS",
    "DP3",
    "DIA: ja",
    "Directe inzet",
    "graag contact opnemen",
    "Einde dienst",
    "fijne avond",
    "bezetting",
    "tel. contact",
    "BLB-OTO-12",
    "Rit 583",
    "BON: 12",
    "gms 4",
    "ICnum 124744",
    "234431",
)
_bodies = st.lists(st.sampled_from((*_RARE, "BR woning", "Parklaan", "Weert", "12")), max_size=6).map(
    " ".join
)


class Unhurried(Text):
    """A text in which every pattern is looked for."""

    def holds(self, *signs: str) -> bool:
        return True


def bodies() -> list[str]:
    lines = (GOLDEN / "lines.psv").read_text(encoding="utf-8").splitlines()
    return [line.split("|")[1] for line in lines if not line.startswith("#")]


def same(body: str) -> None:
    quick, slow = Text(body), Unhurried(body)
    assert marks_of(quick, ()) == marks_of(slow, ())
    for ambulance in (False, True):
        found = called(quick, ambulance=ambulance, fire=True, regions=frozenset())
        assert found == called(slow, ambulance=ambulance, fire=True, regions=frozenset())
    assert quick.left == slow.left


@given(_bodies, st.sampled_from([str, str.upper, str.lower]))
def test_a_look_for_signs_misses_nothing(body: str, written: type[str]) -> None:
    same(written(body))


def test_a_look_for_signs_misses_nothing_on_air() -> None:
    for body in bodies():
        same(body)


def test_the_first_letter_tells_which_types_are_likely() -> None:
    """Of all words that say a type the longest match wins, as if every pattern were tried."""
    words = {word for _, pattern in KINDREDS for word in re.findall(r"[a-z]{2,}", pattern.pattern)}
    words |= {body[match.start() :] for body in bodies() for match in re.finditer(r"\b\w", body)}
    for text in words:
        ends = [(match.end(), category) for category, words in KINDREDS if (match := words.match(text))]
        found = type_of(text)
        assert (found[0] if found else None) == (max(ends, key=lambda item: item[0])[1] if ends else None)


@pytest.mark.parametrize(
    ("body", "capcode", "name", "street"),
    [
        ("P 1 BLB-02 BR woning Parklaan 6001AA Nergenshuizen", FIRE, "Nergenshuizen", "Parklaan"),
        ("P 1 BLB-02 BR woning Parklaan QXZV", FIRE, "QXZV", "Parklaan"),
        (
            "P 1 BLB-02 BR woning Stationsstraat Zuid Nergenshuizen",
            FIRE,
            "Nergenshuizen",
            "Stationsstraat Zuid",
        ),
        ("Ongeval wegvervoer letsel prio 1 Nergenshuizen Parklaan", NORTH, "Nergenshuizen", "Parklaan"),
        ("P 1 BLB-02 BR woning -", FIRE, None, None),
        ("Ongeval wegvervoer letsel prio 1", NORTH, None, None),
    ],
)
def test_a_place_that_nobody_knows_keeps_its_name_and_gets_no_point(
    body: str, capcode: str, name: str | None, street: str | None
) -> None:
    found = read(body, (capcode,)).where
    assert found.place is None
    assert (found.name, found.street) == (name, street)


def test_a_lone_unknown_word_behind_a_priority_gets_no_point() -> None:
    found = read("Ongeval wegvervoer letsel prio 1 Nergenshuizen", (NORTH,)).where
    assert found.place is None


def test_a_bit_error_in_a_word_loses_nothing_but_the_word() -> None:
    """A Kelvin sign equals a k to a pattern that ignores capitals."""
    assert read("P 1 BLB-02 BR woning \u212aerkstraat Weert", (FIRE,)).where.name == "Weert"
    assert type_of("\u212aoe te water") is not None


@pytest.mark.parametrize("who", ["Lifeliner 3", "LFL-02", "Lifeliner 1 inzet MMT", "traumaheli"])
def test_a_helicopter_is_no_street(who: str) -> None:
    found = read(f"A1 {who} Apeldoorn Rit 12345", ("0620161",))
    assert (found.where.name, found.where.street) == ("Apeldoorn", None)


def test_high_water_is_no_street() -> None:
    found = read("P 1 BLB-03 GRIP 4 Hoogwater Valkenburg aan de Geul", ("1001650",))
    assert (found.category, found.where.name, found.where.street) == (
        "wateroverlast",
        "Valkenburg aan de Geul",
        None,
    )

"""The bench of places: its labels are sound, it sees what is wrong, and how well pages are read."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from mlob import gazetteer
from mlob.adapters.shared.p2000_types import Category
from mlob.bench import places
from mlob.regions import names

LABELS = places.labels()


def test_labels_are_many_and_sound() -> None:
    assert len(LABELS) >= 300
    assert len({label.body for label in LABELS}) == len(LABELS)
    known = {(place.name, place.veiligheidsregio) for place in gazetteer.places()}
    for label in LABELS:
        assert set(label.properties) <= {*places.PROPERTIES, places.HIDDEN}, label.body
        assert label.properties.get("category", Category.BRAND) in set(Category), label.body
        assert not label.names_a_place or (label.place, label.region) in known, label.body
        assert label.half in places.HALVES
    told = {label.region for label in LABELS if label.names_a_place}
    assert told == set(names()), "every region is heard"


def test_what_is_wrong_is_named() -> None:
    label = next(label for label in LABELS if not places.wrong(label) and label.names_a_place)
    assert places.wrong(msgspec.structs.replace(label, region="VR00")).keys() == {"place"}
    assert places.wrong(msgspec.structs.replace(label, place="?Nergens")).keys() == {"place"}
    other = msgspec.structs.replace(
        label, properties=label.properties | {"priority": "P9", "hide": label.place}
    )
    assert places.wrong(other).keys() == {"priority", "hide"}


def test_own_lines_can_be_measured(tmp_path: Path) -> None:
    own = tmp_path / "own.psv"
    own.write_text(
        "x|1001650|P 1 BLB-02 BR woning Kerkstraat Weert|Weert|VR23|priority=P1\n", encoding="utf-8"
    )
    score = places.measure(own)["x"]
    assert (score["lines"], score["place"], score["street"]) == (1, 1.0, 0.0)


@pytest.mark.parametrize("half", ["tuning", "held_out"])
def test_places_are_right(half: str) -> None:
    score = places.measure()[half]
    assert score["place"] >= 0.95
    assert score["place"] > score["place_floor"]

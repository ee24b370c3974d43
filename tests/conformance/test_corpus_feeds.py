"""Every index of the corpus, entry by entry: what it says, or a reason that a person understands."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mlob import formats
from mlob.formats.cap import FORMAT
from tests.conformance import golden
from tests.conformance.test_corpus import CORPUS, REASON

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus: set MLOB_CORPUS to its folder")
EMPTY = r"entry: geen alert, geen elementen van CAP en geen link naar een alert"
LINK = r"link: alleen een verwijzing naar een alert"
DIGEST = r"area:golden:http://www\.weather\.gov/"
INDEXES = {
    "amber.atom": ["area:golden:http://doj.dc.gov/amber12345"],
    "canada_signed.atom": [r"area:golden:2\.49\.0\.1\.124\.726d2331\.2013"],
    "earthquake_index.atom": [LINK],
    "empty_weather_index.atom": [None],
    "invalid_element.atom": [EMPTY],
    "no_entries.atom": [None],
    "no_id.atom": [EMPTY],
    "no_link.atom": [EMPTY],
    "no_title.atom": [EMPTY],
    "weather.atom": ["area:golden:NOAA-NWS-ALERTS-MT2012"],
    "weather_index.atom": [DIGEST, DIGEST],
    "weather_invalid.atom": ["area:golden:INVALID"],
    "xee.atom": ["DOCTYPE: niet toegestaan"],
    "invalid.rss": [EMPTY.replace("entry", "item")],
    "ny_index.rss": [LINK, LINK],
}
"""What each entry is: an entity, nothing (None), or why it is refused."""


def outcomes(name: str) -> list[Any]:
    frames = formats.split(FORMAT, (CORPUS / "cap" / name).read_bytes())
    return [golden.outcome("cap", frame) for frame in frames]


@pytest.mark.parametrize("name", INDEXES)
def test_index(name: str) -> None:
    found = outcomes(name)
    assert len(found) == len(INDEXES[name])
    for said, expected in zip(found, INDEXES[name], strict=True):
        if expected is None:
            assert said == []
        elif isinstance(said, dict):
            assert REASON.match(said["reason"])
            assert re.match(expected, said["reason"])
        else:
            assert [re.match(expected, item["entity"]) is not None for item in said] == [True]


def test_every_index_is_judged() -> None:
    there = {path.name for path in (CORPUS / "cap").glob("*") if path.suffix in (".atom", ".rss")}
    assert there == set(INDEXES)


@pytest.mark.parametrize(
    ("index", "alone"), [("weather.atom", "weather.cap"), ("canada_signed.atom", "canada_signed.cap")]
)
def test_an_alert_in_an_index_says_what_it_says_alone(index: str, alone: str) -> None:
    (held,), (alert,) = outcomes(index), outcomes(alone)
    same = held[0]["entity"] == alert[0]["entity"]
    assert same or index == "weather.atom"  # the index holds a later alert of the same kind
    if same:
        assert held == alert


def test_the_first_version_of_cap_is_read() -> None:
    for number in range(1, 5):
        (found,) = outcomes(f"oasis-v1dot0_appendix_adot{number}.xml")
        assert found[0]["properties"]["sender"]

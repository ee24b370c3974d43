"""What may go into the journal for good."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from mlob import admission
from mlob.errors import DecodeError
from mlob.model import Observation
from tests.observations import said


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"status": {"a": 1}}, "past niet"),
        ({"severity": 1.5}, "past niet"),
        ({"properties": {"a": {"b": 1}}}, "past niet"),
        ({"properties": {str(number): 1 for number in range(4001)}}, "meer dan 4000"),
        ({"entity": "incident:x:" + "a" * 400}, "langer dan"),
        ({"entity": "incident:x:"}, "leeg"),
        ({"entity": "incident:x:a\nb"}, "stuurtekens"),
        ({"properties": {"a": "x" * admission.SIZE_LIMIT}}, "KiB"),
    ],
)
def test_what_the_journal_could_not_give_back_is_refused(values: dict[str, Any], reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        admission.fits(said(**values))


def test_what_is_fine_passes_as_it_is() -> None:
    fine = said(title="Brand\n2e regel", properties={"a": ["b"], "n": 2**60})
    assert admission.admit(fine) is fine


def test_a_long_title_is_cut_and_kept_whole_beside_it() -> None:
    found = admission.admit(said(title="x" * 10_000))
    assert found.title is not None
    assert len(found.title) == admission.TITLE_LIMIT
    assert found.properties["full_title"] == "x" * 10_000


@pytest.mark.parametrize("unseen", ["\x00", "\x1b", "\r", "\x7f", "\x85", "\u202e", "\u2066", "\u200f"])
def test_characters_that_nobody_sees_go(unseen: str) -> None:
    found = admission.admit(said(title=f"a{unseen}b", status=unseen, properties={"p": [f"c{unseen}d"]}))
    assert (found.title, found.status, found.properties) == ("ab", "", {"p": ["cd"]})
    again = msgspec.json.decode(msgspec.json.encode(found), type=Observation)
    assert again == found


def test_a_property_does_not_speak_for_the_system() -> None:
    found = admission.admit(said(properties={"sources": "x", "veiligheidsregios": "y", "dak": "riet"}))
    assert found.properties == {"source_sources": "x", "source_veiligheidsregios": "y", "dak": "riet"}
    with pytest.raises(DecodeError, match="veiligheidsregio: geen tekst"):
        admission.admit(said(properties={"veiligheidsregio": ["VR24"]}))

"""Texts under the sections of a briefing, and which sections there are."""

from mlob import fold
from mlob.config import Organisation
from mlob.model import Kind
from mlob.snapshot import make, remarks, titles
from mlob.snapshot.compose import SECTIONS
from tests.observations import said


def written(
    section: str, text: str, version: int = 1, seconds: float = 0, exercise: bool = False
) -> fold.Entity:
    entity = fold.Entity(id=remarks.entity_id(section), kind=Kind.NOTE)
    values = {"text": text, "actor": "Anna", "section": section, "version": version}
    fold.apply(entity, said(kind=Kind.NOTE, entity=entity.id, seconds=seconds, properties=values))
    return entity


def test_every_section_of_a_briefing_may_be_written_under() -> None:
    assert tuple(titles.known()) == SECTIONS
    assert all(titles.known().values())


def test_what_is_written_is_found_and_what_is_taken_away_is_not() -> None:
    entities = {entity.id: entity for entity in (written("kaart", "Let op"), written("inzet", "", 3))}
    (found,) = remarks.found(entities)
    assert (found.section, found.text, found.author, found.at) == (
        "kaart", "Let op", "Anna", "2026-11-23T12:00:00Z",
    )  # fmt: skip
    assert remarks.view("inzet", entities["note:briefing:inzet"])["version"] == 3
    assert remarks.view("tijdlijn", None) == {
        "section": "tijdlijn", "text": "", "author": "", "at": None, "version": 0,
    }  # fmt: skip


def test_faults_are_told_by_field() -> None:
    known = ("kaart",)
    assert remarks.faults({"section": "kaart", "text": "x", "version": 0}, known) == {}
    assert set(remarks.faults({}, known)) == {"section", "text"}
    assert set(remarks.faults({"section": "../kaart", "text": 1, "version": "1"}, known)) == {
        "section", "text", "version",
    }  # fmt: skip
    assert set(remarks.faults({"section": "kaart", "text": "x" * 10_001}, known)) == {"text"}


def test_a_remark_makes_no_exercise_real() -> None:
    drill = {"id": "incident:a:1", "properties": {"kind": "incident", "exercise": True}}
    note = {"id": "note:briefing:kaart", "properties": {"kind": "note", "exercise": False}}
    assert make.is_exercise({"features": [drill, note]}, Organisation())

"""EDXL-SitRep out: our own reader finds the same statements, marked, in an envelope that its schema takes."""

import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree

from mlob.adapters.shared.edxl_de import observe
from mlob.formats import edxl_de
from mlob.model import Discipline, Observation, Reception, Source
from mlob.snapshot.material import Since
from mlob.snapshot.report.sentences import sentences
from tests.snapshot import briefing, samples

SCHEMA = (
    Path(os.environ.get("MLOB_CORPUS") or Path(__file__).parents[3] / "shared" / "data" / "samples")
    / "cap"
    / "schema"
    / "edxlde-1_0.xsd"
)
RECEPTION = Reception(
    source=Source(name="beeld", format="edxl_de", disciplines=(Discipline.OVERIG,)), received_at=briefing.NOW
)
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


def back(frame: bytes) -> list[Observation]:
    contents = list(edxl_de.decode(frame, RECEPTION))
    return [found for one in contents for found in observe(one, RECEPTION, discipline=Discipline.OVERIG)]


def words(text: str) -> str:
    return " ".join(text.split())


def test_every_section_is_a_report_with_its_statements() -> None:
    content = briefing.content()
    found = back(briefing.rendered("sitrep"))
    assert [item.title for item in found] == [section.title for section in content.sections]
    for item, section in zip(found, content.sections, strict=True):
        (line,) = item.properties["report"]  # type: ignore[misc,union-attr]
        said = "\n".join(f"- {one}" for one in sentences(section, drill=True))
        assert line == "observationText: " + words(said)
    told = {str(item.title): str(item.properties["report"]) for item in found}
    assert "Regio's met GRIP: 3 (hoogste: GRIP 4)" in told["Kerncijfers"]
    assert "Gewonden: 24 tot 31" in told["Kerncijfers"]
    assert "Gevraagd: 68; Toegezegd: 0; Open: 68" in told["Bijstand"]
    assert "Duiding: Let op de verzorgingshuizen" in told["Actuele situatie"]
    assert "En nog 6 andere." in told["Actuele situatie"]


def test_marking_exercise_and_moments_go_along() -> None:
    for item in back(briefing.rendered("sitrep")):
        assert item.marking == "Departementaal Vertrouwelijk"
        assert item.exercise
        assert item.observed_at == briefing.NOW
        assert item.severity == 4
        assert item.properties["incidents"] == ["incident:p2000:1"]
        assert item.properties["confidence"] == "Unsure"  # GHOR is silent
        assert item.properties["report_version"] == "Initial"
    (first, *_) = edxl_de.decode(briefing.rendered("sitrep"), RECEPTION)
    assert first.distribution.status == "Exercise"
    assert first.distribution.sender == "mlob@locc.invalid"


def test_a_real_picture_tells_its_exercise_rows_apart() -> None:
    said = msgspec.structs.replace(samples.material(), exercise=False, disciplines=[])
    found = back(briefing.rendered("sitrep", said, exercise=False))
    assert not any(item.exercise for item in found)
    lines = " ".join(str(item.properties["report"]) for item in found)
    assert lines.count("OEFENING. ") == 1
    assert "OEFENING. Incidenten, zwaarste eerst. Wat: Wateroverlast straat 2" in lines
    assert {item.properties["confidence"] for item in found} == {"SomewhatConfident"}


def test_since_the_last_briefing_it_is_an_update() -> None:
    since = Since(name="ochtend", cursor="1-1", at="2021-07-14T06:00:00Z", known_at="2021-07-14T06:00:00Z")
    said = msgspec.structs.replace(samples.material(), since=since)
    for item in back(briefing.rendered("sitrep", said)):
        assert item.properties["report_version"] == "Update"
        assert item.valid_from is not None
        assert item.valid_from.isoformat() == "2021-07-14T06:00:00+00:00"


def test_no_person_is_named_and_no_incident_is_unknown() -> None:
    empty = {**samples.picture(), "features": []}
    said = msgspec.structs.replace(samples.material(), picture=empty)
    frame = briefing.rendered("sitrep", said, sections=(briefing._figures(),))
    assert b"de Vries" not in frame
    (found,) = back(frame)
    assert found.properties["incidents"] == ["Unknown"]
    assert found.severity == 0


def test_same_briefing_same_bytes_and_other_moments_other_reports() -> None:
    def names(**changes: Any) -> set[str]:
        return {item.entity for item in back(briefing.rendered("sitrep", **changes))}

    assert briefing.rendered("sitrep") == briefing.rendered("sitrep")
    assert names().isdisjoint(names(cursor="1626273000001-0"))


@pytest.mark.skipif(not SCHEMA.is_file(), reason="no schema: set MLOB_CORPUS")
def test_schema_of_the_envelope_accepts_it() -> None:
    root = etree.fromstring(briefing.rendered("sitrep"))
    for report in root.iter("{*}report"):
        assert report.attrib.pop(TYPE) == "sitrep:FieldObservationType"  # of a schema that this one has not
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(root)

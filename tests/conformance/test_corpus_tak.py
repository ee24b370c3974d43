"""TAK protocol 1: every binary sample is one message, and says what the XML that it was made from says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mlob import formats
from mlob.formats.cot import FORMAT, decode
from tests.conformance.golden import reception

CORPUS = Path(os.environ.get("MLOB_CORPUS") or Path(__file__).parents[3] / "shared" / "data" / "samples")
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus: set MLOB_CORPUS to its folder")
BINARY = sorted((CORPUS / "cot").rglob("*.bin")) if CORPUS.is_dir() else []
XML = CORPUS / "cot" / "takproto" / "test_functions_py_007.xml"
DRAWN = {
    "Drawing Shapes - Telestration_cot_017.xml": "LineString",
    "Range & Bearing - Line_cot_024.xml": "LineString",
    "Route_cot_025.xml": "LineString",
    "Drawing Shapes - Circle_cot_014.xml": "Polygon",
    "Drawing Shapes - Free Form_cot_015.xml": "Polygon",
    "Drawing Shapes - Rectangle_cot_016.xml": "Polygon",
}


@pytest.mark.parametrize("path", BINARY, ids=lambda path: path.name)
def test_binary(path: Path) -> None:
    frames = formats.split(FORMAT, path.read_bytes())
    assert frames == [path.read_bytes()]
    assert list(decode(frames[0], reception("cot"))) == list(decode(XML.read_bytes(), reception("cot")))


@pytest.mark.parametrize("name", DRAWN)
def test_what_is_drawn_is_a_line_or_a_face(name: str) -> None:
    from tests.conformance.golden import observe

    (found,) = observe("cot", (CORPUS / "cot" / "atak" / name).read_bytes())
    assert found.geometry is not None
    assert found.geometry["type"] == DRAWN[name]

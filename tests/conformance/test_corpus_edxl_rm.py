"""Resource messages of the corpus are read, and our golden frames are what the schemas of OASIS allow."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from mlob import formats
from mlob.formats.edxl_rm import TYPES
from tests.conformance import golden

CORPUS = Path(os.environ.get("MLOB_CORPUS") or Path(__file__).parents[3] / "shared" / "data" / "samples")
SCHEMAS = CORPUS / "edxl" / "xsd"
pytestmark = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="no corpus: set MLOB_CORPUS to its folder")
EDXL = sorted(path for path in (CORPUS / "edxl").rglob("*") if path.is_file()) if CORPUS.is_dir() else []
READ = ("CommitResource", "RequestResource")
REFUSED = ("bad-1", "bad-2")
"""Golden frames that are wrong on purpose."""


class Beside(etree.Resolver):
    """Schemas name each other by folders that the corpus does not have: all stand beside one another."""

    def resolve(self, system_url: str, public_id: str, context: object) -> object:
        path = SCHEMAS / Path(system_url).name
        return self.resolve_filename(str(path), context) if path.is_file() else None


@cache
def schema(kind: str) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Beside())
    return etree.XMLSchema(etree.parse(str(SCHEMAS / f"EDXL-RM{kind}.xsd"), parser))


def trees() -> list[etree._Element]:
    frames = formats.split(formats.known()["edxl_rm"], golden.payload("edxl_rm"))
    return [etree.fromstring(frame) for frame in frames]


def test_golden_frames_are_valid() -> None:
    seen = set()
    for tree in trees():
        kind = etree.QName(tree).localname
        valid = schema(kind).validate(tree)
        assert valid == (tree.findtext("{*}MessageID") not in REFUSED), schema(kind).error_log
        seen |= {kind} if valid else set()
    assert seen == set(TYPES)


@pytest.mark.parametrize("path", EDXL, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_edxl_rm(path: Path) -> None:
    found = []
    for frame in formats.split(formats.known()["edxl_rm"], path.read_bytes()):
        outcome = golden.outcome("edxl_rm", frame)
        found.append("" if isinstance(outcome, list) and outcome else str(outcome))
    if path.name.startswith(READ):
        assert found == [""]
    else:
        assert found
        assert all("reason" in reason for reason in found), found

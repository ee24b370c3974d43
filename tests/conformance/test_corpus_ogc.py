"""Samples of OGC API - Features: what holds no features is refused, and says what it is."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.conformance.test_corpus import results

CORPUS = Path(os.environ.get("MLOB_CORPUS") or Path(__file__).parents[3] / "shared" / "data" / "samples")
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus: set MLOB_CORPUS to its folder")
OGC = sorted(path for path in (CORPUS / "ogc").rglob("*") if path.is_file()) if CORPUS.is_dir() else []
SAYS = {
    "Collection.json": "extent: dit is de beschrijving van een collectie",
    "Collections.json": "collections: dit is de lijst van collecties",
    "LandingPage.json": "links: dit is een pagina die verwijst",
}


@pytest.mark.parametrize("path", OGC, ids=lambda path: path.name)
def test_ogc(path: Path) -> None:
    found = results("ogc", path)
    assert found
    assert all(re.match(r"[\w@. ]+: .+", reason) for reason in found), found
    assert found[0].startswith(SAYS.get(path.name, ""))

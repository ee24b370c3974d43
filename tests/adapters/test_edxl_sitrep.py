"""EDXL-SitRep -> notes."""

from __future__ import annotations

from datetime import UTC, datetime

from mlob.adapters.shared.edxl_sitrep import observe
from mlob.formats.edxl_sitrep import SitRep
from mlob.model import Discipline, Kind
from tests.conformance.golden import reception

END = datetime(2021, 7, 15, 16, tzinfo=UTC)
REPORT = SitRep(id="1", purpose="Beeld", made=None, begin=None, end=END, severity="Extreme")


def test_a_note_of_the_first_discipline() -> None:
    assert not list(observe(REPORT, reception("edxl_sitrep"), discipline=Discipline.GHOR))
    (found,) = observe(REPORT, reception("edxl_sitrep"), discipline=Discipline.GEMEENTEN)
    assert (found.kind, found.title, found.severity, found.observed_at) == (Kind.NOTE, "Beeld", 4, END)

"""Observations as plain JSON come out as they were said."""

from __future__ import annotations

import msgspec
import pytest

from mlob import intake
from mlob.errors import DecodeError
from mlob.model import Discipline, Kind, Observation
from tests.conformance import golden


def seen(**members: object) -> Observation:
    (found,) = golden.observe("observation", msgspec.json.encode(members))
    return found


def test_what_goes_out_may_come_in_again() -> None:
    first = seen(kind="unit", entity="9", title="A", observed_at="2021-07-15T14:00:00Z", properties={"x": 1})
    (second,) = golden.observe("observation", msgspec.json.encode(first))
    assert second == first


def test_a_source_writes_only_for_its_own_disciplines() -> None:
    source = msgspec.structs.replace(golden.reception("observation").source, disciplines=(Discipline.GHOR,))
    frame = b'{"kind":"note","entity":"1","discipline":"politie"}'
    taken = intake.take(source, [frame], golden.RECEIVED)
    assert [reject.reason for reject in taken.rejects] == [
        "discipline: bron golden mag niet schrijven voor politie"
    ]


def test_regions_are_shared() -> None:
    found = seen(kind="region", entity="region:VR24", properties={"grip": 2})
    assert (found.kind, found.entity, found.properties["grip"]) == (Kind.REGION, "region:VR24", 2)
    with pytest.raises(DecodeError, match="vr: geen veiligheidsregio"):
        seen(kind="region", entity="region:VR99")

"""Every message of EDXL-RM that we write is what the schemas of OASIS allow."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.bijstand import test_edxl_out as out
from tests.conformance.test_corpus_edxl_rm import SCHEMAS, schema

pytestmark = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="no corpus: set MLOB_CORPUS to its folder")

STATES = (*out.STEPS, "afgewezen", "ingetrokken")
PLACES = (
    None,
    {"type": "Point", "coordinates": [5.83, 50.86]},
    {"type": "LineString", "coordinates": [[5.8, 50.8], [5.9, 50.8]]},
    {"type": "Polygon", "coordinates": [[[5.0, 51.0], [6.0, 51.0], [6.0, 52.0], [5.0, 51.0]]]},
    {"type": "MultiPoint", "coordinates": [[5.8, 50.8], [5.9, 50.9]]},
)


def allowed(seen: dict[str, Any]) -> set[str]:
    """The kinds of messages of a request, after each was held against its schema."""
    found = set()
    for message in out.messages(seen):
        alone = etree.fromstring(etree.tostring(message))
        kind = etree.QName(alone).localname
        assert schema(kind).validate(alone), (schema(kind).error_log, etree.tostring(alone))
        found.add(kind)
    return found


@given(out.bodies(), out.rows(), st.sampled_from(STATES), st.sampled_from(PLACES))
def test_messages_are_valid(
    body: dict[str, Any], given: dict[str, Any], state: str, place: dict[str, Any] | None
) -> None:
    body["fields"] |= {"opkomstlocatie": "Sporthal", "einde": "2021-07-16", "effect": "Droge voeten"}
    allowed(out.view(body | {"geometry": place}, **given, state=state))


def test_all_that_we_write_is_tried() -> None:
    moved = out.promise(
        "k", quantity=40, departed=20, arrived=10, released=5, status="ter plaatse", price="1"
    )
    yes = out.promise("l", supplier="Twente", quantity=2, basis="antwoord")
    found = allowed(out.view(**moved, **yes, state="ingezet"))
    assert len(found | allowed(out.view(state="ingetrokken"))) == 6

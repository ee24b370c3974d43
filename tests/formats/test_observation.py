"""Observations as plain JSON: members, ids, and what is refused."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from mlob.errors import DecodeError
from mlob.formats.geojson import Feature
from mlob.formats.observation import decode
from mlob.model import Reception
from tests.conformance.golden import reception

WHERE = reception("observation")


def feature(where: Reception = WHERE, **members: Any) -> Feature:
    given = {"kind": "incident", "entity": "1", **members}
    (found,) = decode(msgspec.json.encode(given), where)
    return found


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"gewonden": 3}, "gewonden: onbekend, eigen waarden horen in properties"),
        ({"properties": []}, "properties: geen object"),
        ({"properties": {"title": "x"}}, "properties.title: hoort naast properties"),
        ({"kind": "request"}, "kind: een bijstandsaanvraag"),
        ({"entity": None}, "entity: ontbreekt"),
        ({"entity": ""}, "entity: ontbreekt"),
        ({"entity": 12}, "entity: geen tekst"),
        ({"kind": "region", "entity": "VR24"}, "entity: verwacht region:vr"),
        ({"kind": "region", "entity": "unit:VR24"}, "entity: verwacht region:vr"),
        ({"kind": "capacity", "entity": "capacity:VR24"}, "entity: verwacht capacity:vr:resource"),
        ({"geometry": {"type": "Cirkel"}}, "geometry.type: onbekend"),
    ],
)
def test_refused(members: dict[str, Any], reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        feature(**members)


def test_an_id_may_be_whole_when_it_is_this_sources_own() -> None:
    assert feature(entity="incident:golden:7").id == "7"
    assert feature(entity="incident:ander:7").id == "incident:ander:7"


def test_what_only_we_can_say_is_passed_over() -> None:
    found = feature(id="x", source="y", received_at="z", frame="", once="", title="Brand")
    assert found.properties == {"kind": "incident", "title": "Brand"}


def test_a_kind_that_is_no_text_is_left_to_the_adapter() -> None:
    assert feature(kind=["region"]).properties == {"kind": ["region"]}


def test_shared_entities() -> None:
    found = feature(kind="capacity", entity="capacity:VR24:bedden:ic")
    assert found.properties == {"kind": "capacity", "vr": "VR24", "resource": "bedden:ic"}


def test_the_kind_may_come_from_the_source() -> None:
    source = msgspec.structs.replace(WHERE.source, defaults={"kind": "region"})
    (found,) = decode(b'{"entity":"region:VR01"}', msgspec.structs.replace(WHERE, source=source))
    assert found.properties == {"vr": "VR01"}

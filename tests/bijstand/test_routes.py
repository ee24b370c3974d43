"""The lines on the map: from each supplier whose place is known to where the bijstand must go."""

from __future__ import annotations

from typing import Any

import pytest

from mlob.bijstand import routes, suppliers

MAASTRICHT = {"type": "Point", "coordinates": [5.69, 50.85]}


def promise(supplier: str | None, **more: Any) -> dict[str, Any]:
    row = {"supplier": supplier, "resource": "pompen", "quantity": 2, "counted": True, "released": None}
    return row | more


def view(*promises: dict[str, Any], **more: Any) -> dict[str, Any]:
    whole = {"region": "VR24", "gemeente": None, "geometry": MAASTRICHT, "state": "toegezegd"}
    return whole | {"promises": list(promises)} | more


def test_each_supplier_gives_a_line_to_where_it_must_go() -> None:
    found = routes.properties(
        view(promise("Veiligheidsregio Limburg-Noord"), promise("VR22"), promise("VR22"))
    )
    lines = found["routes"]["coordinates"]
    assert found["routes"]["type"] == "MultiLineString"
    assert [line[0] for line in lines] == [list(suppliers.middle("VR23")), list(suppliers.middle("VR22"))]
    assert {tuple(line[1]) for line in lines} == {(5.69, 50.85)}
    assert found["destination"] == MAASTRICHT
    assert found["suppliers"] == ["VR22", "Veiligheidsregio Limburg-Noord"]


def test_a_part_of_a_supplier_leaves_from_where_the_whole_does() -> None:
    whole, part = (routes.properties(view(promise(name))) for name in ("Defensie", "Defensie (13 Ltbrig)"))
    assert whole["routes"] == part["routes"] is not None


@pytest.mark.parametrize(
    "row",
    [
        promise("Een bedrijf dat niemand kent"),
        promise(None),
        promise("VR22", counted=False),
        promise("VR22", quantity=0),
        promise("VR22", released=2),
    ],
)
def test_no_line_is_made_up(row: dict[str, Any]) -> None:
    assert routes.properties(view(row))["routes"] is None


def test_a_request_that_is_over_has_no_lines() -> None:
    assert routes.properties(view(promise("VR22"), state="beeindigd"))["routes"] is None


def test_without_a_place_of_its_own_it_goes_to_the_gemeente_or_the_region() -> None:
    region = routes.properties(view(geometry=None))
    assert region["destination"]["coordinates"] == list(suppliers.middle("VR24"))
    gemeente = routes.properties(view(geometry=None, gemeente="GM0935"))
    assert gemeente["destination"] != region["destination"]
    assert routes.properties(view(promise("VR22"), geometry=None, region=None)) == {
        "destination": None,
        "routes": None,
        "suppliers": ["VR22"],
    }

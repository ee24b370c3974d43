"""An area that covers several veiligheidsregio's is in each of them, wherever one looks."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from shapely.geometry import box, mapping, shape

from mlob import picture, regions
from mlob.feature import feature
from mlob.intake import place
from mlob.model import Geometry, Kind
from mlob.placed import region_words, regions_of
from mlob.snapshot.diff import changes
from tests.observations import said
from tests.test_fold import folded

LIMBURG: Geometry = mapping(
    shape(regions.region_geometry("VR23")).union(shape(regions.region_geometry("VR24")))
)
HEERLEN: Geometry = {"type": "Point", "coordinates": [5.98, 50.885]}
MARKERMEER: Geometry = {"type": "Point", "coordinates": [5.3, 52.6]}


def shown(*geometries: Geometry | None) -> dict[str, Any]:
    """The properties of an area that lay in one place after the other."""
    items = [said(kind=Kind.AREA, seconds=n, geometry=where) for n, where in enumerate(geometries)]
    found: dict[str, Any] = feature(folded(place(items)))["properties"]
    return found


@pytest.mark.parametrize(
    ("geometry", "codes"),
    [
        (LIMBURG, ["VR23", "VR24"]),
        (mapping(box(2, 50, 9, 54)), list(regions.names())),
        (mapping(box(2.0, 53.0, 3.0, 54.0)), []),  # at sea
        (mapping(box(5.95, 50.85, 6.0, 50.9)), ["VR24"]),
        ({"type": "LineString", "coordinates": [[5.1, 52.09], [5.9, 51.98]]}, ["VR07", "VR09"]),
        # a bow tie: what crosses itself has an area all the same
        ({"type": "Polygon", "coordinates": [[[5.7, 50.8], [6, 51.4], [6, 50.8], [5.7, 51.4], [5.7, 50.8]]]},
         ["VR23", "VR24"]),
    ],
    ids=["Limburg", "Nederland", "Noordzee", "Heerlen", "A12", "strik"],
)  # fmt: skip
def test_regions_that_a_shape_covers(geometry: Geometry, codes: list[str]) -> None:
    assert regions.covered(geometry) == codes


def test_a_border_followed_is_not_the_region_beyond() -> None:
    for code in regions.names():
        assert regions.covered(regions.region_geometry(code)) == [code]


def test_an_area_says_all_its_regions_until_it_lies_elsewhere() -> None:
    wide = shown(LIMBURG)
    assert (wide["veiligheidsregio"] in ("VR23", "VR24"), regions_of(wide)) == (True, ["VR23", "VR24"])
    assert region_words(wide) == "Limburg-Noord en Zuid-Limburg"
    assert regions_of(shown(LIMBURG, None)) == ["VR23", "VR24"]
    narrow = shown(LIMBURG, HEERLEN, None)
    assert (regions_of(narrow), "veiligheidsregios" in narrow) == (["VR24"], False)
    assert region_words(shown(mapping(box(2, 50, 9, 54)))) == "25 veiligheidsregio's"
    assert (regions_of(shown(None)), region_words(shown(None))) == ([], "")


def test_ashore_again_is_not_the_nearest_region_any_more() -> None:
    assert shown(MARKERMEER)["nearest"] is True
    assert "nearest" not in shown(MARKERMEER, HEERLEN)
    ashore = said(kind=Kind.AREA, seconds=9, geometry=HEERLEN)
    afloat = said(kind=Kind.AREA, geometry=MARKERMEER)
    other = said(by="ander", kind=Kind.AREA, seconds=5, geometry=MARKERMEER)
    for items in permutations(place([ashore, afloat, other])):
        assert "nearest" not in folded(list(items)).values


def test_a_list_of_a_source_names_no_region_that_there_is_not() -> None:
    assert regions_of({"veiligheidsregios": ["<b>", "VR99"], "veiligheidsregio": "VR24"}) == ["VR24"]
    assert regions_of({"veiligheidsregios": "VR23", "veiligheidsregio": None}) == []


@pytest.mark.parametrize(("code", "there"), [("VR23", True), ("VR24", True), ("VR22", False)])
def test_a_question_about_a_region_finds_it(code: str, there: bool) -> None:
    found = {"type": "Feature", "id": "area:x", "geometry": LIMBURG, "properties": shown(LIMBURG)}
    asked = picture.ask([found], picture.Question(regions=frozenset([code])))
    assert bool(asked) is there


def test_a_difference_names_them_all() -> None:
    moments = ("2026-11-23T11:00:00Z", "2026-11-23T13:00:00Z")
    before, after = ({"at": at, "features": []} for at in moments)
    new = {"type": "Feature", "id": "area:x", "geometry": LIMBURG, "properties": shown(LIMBURG)}
    (change,) = changes(before, {**after, "features": [new]})
    assert "in Limburg-Noord en Zuid-Limburg: " in change.text

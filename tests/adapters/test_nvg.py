"""NVG -> units, facilities and areas, and their geometry."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from shapely.geometry import shape as shapely_shape

from mlob.adapters.shared.nvg import observe
from mlob.adapters.shared.nvg_geometry import geometry
from mlob.formats.nvg import Item, Shape
from mlob.model import Discipline, Kind, Observation
from tests.conformance.golden import reception

POINT = Shape(kind="point", points=((5.9, 50.9),))


def seen(shape: Shape = POINT, **values: Any) -> Observation:
    item = Item(shape=shape, **values)
    (found,) = observe(item, reception("nvg"), discipline=Discipline.GEMEENTEN)
    return found


def test_only_the_first_discipline_of_a_source() -> None:
    assert not list(observe(Item(shape=POINT), reception("nvg"), discipline=Discipline.DEFENSIE))


@pytest.mark.parametrize(
    ("sidc", "kind"),
    [
        (None, Kind.AREA),
        ("SFG", Kind.AREA),
        ("SFGPUCI---", Kind.UNIT),
        ("SFSPC-----*****", Kind.UNIT),
        ("SFGPIH----*****", Kind.FACILITY),
        ("GFGPGPP---****X", Kind.AREA),
        ("10031000001211000000", Kind.UNIT),
        ("10032000001211000000", Kind.FACILITY),
        ("10032500001211000000", Kind.AREA),
    ],
)
def test_kind_by_symbol(sidc: str | None, kind: Kind) -> None:
    assert seen(sidc=sidc).kind is kind


def test_a_line_with_the_symbol_of_a_unit_is_a_line() -> None:
    line = Shape(kind="line", points=((5.9, 50.9), (6.0, 50.9)))
    assert seen(line, sidc="SFGPUCI---").kind is Kind.AREA


def test_ids() -> None:
    assert seen(uri="urn:x", label="A").entity == "area:golden:urn:x"
    assert seen(label="A", ordinal=2).entity == "area:golden:A#2"
    assert seen().entity != seen(Shape(kind="point", points=((5.9, 51.0),))).entity


def test_ttl_ends_with_the_drawing() -> None:
    drawn, end = datetime(2021, 7, 14, 10, tzinfo=UTC), datetime(2021, 7, 14, 11, tzinfo=UTC)
    assert seen(time=drawn, end=end).ttl == 3600
    assert seen(time=end, end=drawn).ttl == 0
    assert seen(end=end).ttl == 86_400


def test_areas_are_as_large_as_their_radii_say() -> None:
    centre = ((5.9, 50.9),)
    km2 = 111.195**2 * 0.6307  # a square degree at 50.9 north, in km2
    circle = shapely_shape(geometry(Shape(kind="ellipse", points=centre, radii=(2000, 2000))))
    assert circle.area * km2 == pytest.approx(12.55, rel=0.01)
    band = Shape(kind="band", points=centre, radii=(1000, 2000), angles=(90, 180))
    face = shapely_shape(geometry(band))
    assert face.area * km2 == pytest.approx(2.356, rel=0.01)
    assert face.is_valid
    assert face.bounds[0] >= 5.9 - 1e-6
    assert face.bounds[3] <= 50.9 + 1e-6


@pytest.mark.parametrize(
    ("kind", "radii", "drawn"),
    [("ellipse", (0.0, 5.0), "Point"), ("arc", (5.0, 0.0), "Point"), ("band", (0.0, 5.0), "Polygon")],
)
def test_no_radius(kind: str, radii: tuple[float, float], drawn: str) -> None:
    assert geometry(Shape(kind=kind, points=((5.9, 50.9),), radii=radii, angles=(10, 10)))["type"] == drawn

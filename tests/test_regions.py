"""A point knows its gemeente and veiligheidsregio; the fast answer equals the exact one."""

import os
from pathlib import Path

import msgspec
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from mlob import regions
from mlob.paths import ASSETS, DATA
from mlob.shore import METRES_PER_DEGREE, REACH_M, SHRINK


def features(name: str) -> list[dict]:
    return msgspec.json.decode((DATA / f"{name}.geojson").read_bytes())["features"]


GEMEENTEN = [(item["properties"], shape(item["geometry"])) for item in features("gemeenten")]
REGIONS = [(item["properties"], shape(item["geometry"])) for item in features("regions")]
NEIGHBOURS = [shape(item["geometry"]) for item in features("neighbours")]


def metres(geometry):
    return shapely.transform(
        geometry, lambda points: points * [METRES_PER_DEGREE * SHRINK, METRES_PER_DEGREE]
    )


def by_hand(lon: float, lat: float):
    """Every polygon tried in turn, every distance measured: what the grid has to equal."""
    point = shapely.Point(lon, lat)
    for properties, land in GEMEENTEN:
        if land.intersects(point):
            return properties["code"], properties["vr"], False
    if any(land.intersects(point) for land in NEIGHBOURS):
        return None
    there = metres(point)
    distance, code = min((metres(land).distance(there), properties["code"]) for properties, land in REGIONS)
    if distance > REACH_M or any(metres(land).distance(there) < distance for land in NEIGHBOURS):
        return None
    return None, code, True


def said(found: regions.Locality | None):
    return found and (found.gemeente, found.veiligheidsregio, found.nearest)


CORNERS = [point for _, land in GEMEENTEN[::20] for point in shapely.get_coordinates(land).tolist()]


@given(
    st.one_of(
        st.tuples(st.floats(2.5, 8.2), st.floats(50.2, 54.2)),
        st.tuples(st.floats(5.5, 6.2), st.floats(50.7, 51.1)),
        st.sampled_from(CORNERS).map(tuple),
    )
)
def test_the_fast_answer_is_the_exact_answer(point):
    expected = by_hand(*point)
    assert said(regions.locate(*point)) == expected
    assert said(regions.locate_many([point])[0]) == expected


def test_one_by_one_equals_all_at_once():
    points = np.random.default_rng(7).uniform((2.5, 50.2), (8.2, 54.2), size=(3000, 2)).tolist()
    assert regions.locate_many(points) == [regions.locate(*point) for point in points]


def test_the_grid_equals_the_exact_test_on_all_polygons():
    grid = regions._borders().grid
    points = np.random.default_rng(8).uniform((2.0, 50.0), (8.5, 54.5), size=(50_000, 2))
    assert (grid.labels(points) == grid.exact(points)).all()


@pytest.mark.parametrize(
    ("lon", "lat", "gemeente", "region"),
    [
        (5.832, 50.865, "Valkenburg aan de Geul", "VR24"),
        (5.690, 50.851, "Maastricht", "VR24"),
        (5.985, 51.194, "Roermond", "VR23"),
        (4.300, 52.078, "'s-Gravenhage", "VR15"),
        (6.566, 53.219, "Groningen", "VR01"),
        (3.610, 51.500, "Middelburg (Z.)", "VR19"),
    ],
)
def test_towns(lon, lat, gemeente, region):
    found = regions.locate(lon, lat)
    assert (found.gemeente_name, found.veiligheidsregio) == (gemeente, region)
    assert found.veiligheidsregio_name == regions.names()[region]
    assert not found.nearest


@pytest.mark.parametrize(
    ("lon", "lat", "region"),
    [(5.30, 52.60, "VR10"), (4.50, 52.90, "VR10"), (5.20, 53.25, "VR02"), (3.50, 51.42, "VR19")],
    ids=["Markermeer", "Noordzee", "Waddenzee", "Westerschelde"],
)
def test_water_gets_the_nearest_region(lon, lat, region):
    found = regions.locate(lon, lat)
    assert (found.gemeente, found.gemeente_name, found.nearest) == (None, None, True)
    assert found.veiligheidsregio == region


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(6.083, 50.776), (5.570, 50.633), (4.400, 51.220), (7.205, 53.367), (8.0, 52.0), (2.0, 53.0)],
    ids=["Aachen", "Liège", "Antwerpen", "Emden", "Duitsland", "far out at sea"],
)
def test_abroad_is_nowhere(lon, lat):
    assert regions.locate(lon, lat) is None


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_what_is_no_place_is_nowhere(bad):
    assert regions.locate(bad, 52.0) is None
    assert regions.locate_many([(5.69, 50.851), (5.69, bad)])[1] is None
    assert regions.locate_many([]) == []


def test_a_geometry_is_where_a_point_on_it_is():
    line = {"type": "LineString", "coordinates": [[5.80, 50.86], [5.83, 50.866]]}
    point = {"type": "Point", "coordinates": [5.832, 50.865, 70.0]}
    assert regions.locate_geometry(line).veiligheidsregio == "VR24"
    assert regions.locate_geometry(point) == regions.locate(5.832, 50.865)
    assert regions.locate_geometry(regions.region_geometry("VR23")).veiligheidsregio == "VR23"
    assert regions.locate_geometry({"type": "GeometryCollection", "geometries": []}) is None


def test_there_are_25_regions_and_342_gemeenten():
    assert list(regions.names()) == [f"VR{number:02d}" for number in range(1, 26)]
    assert [properties["code"] for properties, _ in REGIONS] == list(regions.names())
    assert len({properties["code"] for properties, _ in GEMEENTEN}) == 342
    assert {properties["vr"] for properties, _ in GEMEENTEN} == set(regions.names())
    assert all(row["inwoners_zekerheid"] for row in regions.regions())


def test_regions_and_gemeenten_fit():
    assert all(land.is_valid for _, land in GEMEENTEN + REGIONS)
    for properties, land in REGIONS:
        own = shapely.union_all([part for facts, part in GEMEENTEN if facts["vr"] == properties["code"]])
        assert land.symmetric_difference(own).area < 1e-9
    whole = shapely.union_all([land for _, land in REGIONS]).area
    assert sum(land.area for _, land in REGIONS) == pytest.approx(whole, abs=1e-9)


def test_a_gemeente_has_a_point_of_its_own():
    for properties, _ in GEMEENTEN:
        lon, lat, accuracy = regions.gemeente_point(properties["code"])
        assert regions.locate(lon, lat).gemeente == properties["code"]
        assert 800 < accuracy < 20_000
    assert regions.gemeente_point("GM9999") is None
    assert regions.gemeente_names()["GM0957"] == "Roermond"
    assert set(regions.gemeente_names()) == regions.gemeente_codes()


def test_rd_new():
    # Kadaster: the origin of RD New, the Onze-Lieve-Vrouwetoren in Amersfoort
    assert regions.to_wgs84(155_000, 463_000) == pytest.approx((5.387206, 52.155174), abs=2e-5)
    assert regions.is_rd(155_000, 463_000)
    assert not regions.is_rd(5.387, 52.155)
    assert not regions.is_rd(463_000, 155_000)
    assert regions.locate(*regions.to_wgs84(176_300, 317_900)).gemeente_name == "Maastricht"


def test_the_base_map_is_small_and_whole():
    files = {path.stem: path for path in (ASSETS / "base").glob("*.geojson")}
    assert set(files) == {"neighbours", "land", "gemeenten", "regions", "region_labels", "places"}
    assert sum(path.stat().st_size for path in files.values()) < 1_000_000
    labels = msgspec.json.decode(files["region_labels"].read_bytes())["features"]
    for label in labels:
        assert (
            regions.locate(*label["geometry"]["coordinates"]).veiligheidsregio == label["properties"]["code"]
        )
    places = msgspec.json.decode(files["places"].read_bytes())["features"]
    assert [place["properties"]["rank"] for place in places] == list(range(1, len(places) + 1))
    assert len({regions.locate(*p["geometry"]["coordinates"]).veiligheidsregio for p in places}) >= 22


def test_agreement_with_borders_of_50_metres():
    folder = Path(os.environ.get("MLOB_CORPUS", DATA.parents[1] / "shared" / "data" / "samples")).parent
    path = folder / "boundaries" / "reference_gemeente_2023_50m.geojson"
    if not path.is_file():
        pytest.skip("no reference borders: set MLOB_CORPUS to the sample folder beside boundaries/")
    reference = msgspec.json.decode(path.read_bytes())["features"]
    lands = [shape(item["geometry"]) for item in reference]
    points = np.random.default_rng(9).uniform((3.36, 50.75), (7.22, 53.55), size=(20_000, 2))
    point, land = shapely.STRtree(lands).query(shapely.points(points), predicate="intersects")
    found = regions.locate_many(points[point].tolist())
    on_land = [
        (item, reference[index]["properties"])
        for item, index in zip(found, land, strict=True)
        if item is not None and item.gemeente is not None
    ]
    gemeente = np.mean([item.gemeente == facts["gm_code"] for item, facts in on_land])
    region = np.mean([item.veiligheidsregio == facts["vr_code"] for item, facts in on_land])
    print(f"gemeente {gemeente:.4f}, veiligheidsregio {region:.4f}, on land {len(on_land) / len(found):.4f}")
    assert gemeente > 0.96
    assert region > 0.98


def test_every_gemeente_lies_in_a_region() -> None:
    found = regions.gemeente_regions()
    assert set(found) == regions.gemeente_codes()
    assert set(found.values()) == set(regions.names())
    assert found["GM0935"] == "VR24"
